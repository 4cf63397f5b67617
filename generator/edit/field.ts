import type { ClassProperty, Node } from "@babel/types";
import { enclosingClass } from "./instance";
import { declarationOf, nameOf, type Project } from "./project";
import { bare } from "./resolve";
import type { Place } from "./source";

/** What a class gives one of its fields, where an expression names that: `home.fast`, `this.fast`. */
export function fieldAt(project: Project, { source, node }: Place): Place | undefined {
  if (node.type !== "MemberExpression" || node.computed) return undefined;
  const className = node.object.type === "ThisExpression" ? enclosingClass(source, node)?.id?.name : node.object.type === "Identifier" ? typeOf(project, { source, node: node.object }, node.object.name) : undefined;
  if (className === undefined) return undefined;
  for (const one of project.sources) {
    const field = fieldsOf(one.file.program, className).find(({ key }) => nameOf(key) === nameOf(node.property));
    if (field?.value) return { source: one, node: field.value };
  }
  return undefined;
}

function typeOf(project: Project, { source, node }: Place, name: string): string | undefined {
  const declared = declarationOf(project, source, node, name);
  if (declared?.is === "parameter") return declared.type;
  const made = declared?.is === "constant" && declared.steps.length === 0 ? bare(declared.value.node) : undefined;
  return made?.type === "NewExpression" && made.callee.type === "Identifier" ? made.callee.name : undefined;
}

const fields = new WeakMap<Node, Map<string, readonly ClassProperty[]>>();

function fieldsOf(program: Extract<Node, { type: "Program" }>, className: string): readonly ClassProperty[] {
  const known = fields.get(program) ?? fields.set(program, new Map()).get(program)!;
  const before = known.get(className);
  if (before !== undefined) return before;
  const found = program.body.flatMap((one) => {
    const declared = one.type === "ExportNamedDeclaration" ? one.declaration : one;
    return declared?.type === "ClassDeclaration" && declared.id?.name === className ? declared.body.body.filter((member): member is ClassProperty => member.type === "ClassProperty") : [];
  });
  known.set(className, found);
  return found;
}
