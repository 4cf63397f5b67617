import type { FunctionDeclaration, Node } from "@babel/types";
import { keyOf, literalOf, namesIn, type ConstructCode, type Creation, type PropCode, type RowCode } from "./construct-code";
import { instancesIn, type Instance } from "./instance";
import { declarationOf, readProject, type Project } from "./project";
import { resolve } from "./resolve";
import type { Source } from "./source";
import { spellOut } from "./spell";
import { rowOf } from "./unfold";

/** Constructs that tables say, by where the expression begins that makes them. */
export function rowsIn(text: string, classes: ReadonlySet<string>): ReadonlyMap<number, readonly ConstructCode[]> {
  const project = readProject(new Map([["", text]]));
  const rows = instancesIn(project, [...classes].map((className) => ({ className, key: "" }))).flatMap((instance) => readRow(project, instance) ?? []);
  return new Map([...new Set(rows.map(({ at }) => at))].map((at) => [at, rows.filter((one) => one.at === at).map(({ code }, _, { length }) => ({ ...code, row: { ...code.row!, of: length } }))]));
}

function readRow(project: Project, instance: Instance): { readonly at: number; readonly code: ConstructCode } | undefined {
  const { creation: { source, node }, id, className, props, frames } = instance;
  const place = rowOf(instance);
  const alone = place && spellOut(project, instance);
  if (place === undefined || alone === undefined || id === undefined || props?.node.type !== "ObjectExpression") return undefined;
  const { row } = place;
  const own = (one: Node) => row.source.parentOf(one)?.type === "ObjectProperty" && row.source.parentOf(row.source.parentOf(one)!) === row.node;
  const said = props.node.properties.flatMap((one): [string, PropCode][] => {
    if (one.type !== "ObjectProperty" || one.computed) return [];
    const found = resolve(project, { source, node: one.value }, frames);
    if (found.is === "missing") return [];
    const value = found.is === "value" ? found.place.node : one.value;
    const at = own(value) ? row.source.parentOf(value)! : one;
    return [[keyOf(one.key), { start: at.start!, end: at.end!, value: literalOf(value), ...(at === one ? { shared: true } : {}) }]];
  });
  const by = functionAround(source, node);
  return {
    at: node.start!,
    code: {
      className,
      id,
      span: { start: row.node.start!, end: row.node.end! },
      statement: undefined,
      props: new Map(said),
      ...namesIn(node),
      row: { by: by?.id?.name, alone, columns: columnsIn(project, instance), of: 0 },
    },
  };
}

function functionAround(source: Source, node: Node): FunctionDeclaration | undefined {
  for (let one = source.parentOf(node); one !== undefined; one = source.parentOf(one)) if (one.type === "FunctionDeclaration") return one;
  return undefined;
}

/** Where the names that a function takes out of a row are in the props that it makes. */
function columnsIn(project: Project, { creation: { source, node } }: Instance): RowCode["columns"] {
  const [, id, props] = (node as Creation).arguments;
  const columns: { name: string; path: string }[] = [];
  const visit = (one: Node, path: string): void => {
    if (one.type === "Identifier") {
      const declared = declarationOf(project, source, one, one.name);
      const [step, ...others] = declared?.is === "parameter" ? declared.steps : [];
      if (step?.take === "key" && others.length === 0) columns.push({ name: step.key, path });
    } else if (one.type === "ObjectExpression") {
      for (const each of one.properties) if (each.type === "ObjectProperty" && !each.computed) visit(each.value, path === "" ? keyOf(each.key) : `${path}/${keyOf(each.key)}`);
    } else if (one.type === "ArrayExpression") {
      one.elements.forEach((each, at) => each && visit(each, `${path}/${at}`));
    }
  };
  if (id) visit(id, "#id");
  if (props) visit(props, "");
  return columns;
}
