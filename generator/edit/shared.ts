import type { Node } from "@babel/types";
import type { Instance } from "./instance";
import { declarationOf, type Project } from "./project";
import type { Place, Source } from "./source";

/** Whether a place decides the value of other constructs, too: it is run several times, or a constant on the way to it is used elsewhere. */
export function isShared(project: Project, { frames }: Instance, place: Place, through: readonly Place[]): boolean {
  return isRepeated(place, frames) || through.some((use) => isRepeated(use, frames) || isUsedTwice(project, use));
}

/** Whether a loop or a function around a place is run several times, also where that is what calls the function. */
function isRepeated(place: Place, frames: Instance["frames"]): boolean {
  return [...frames].some(([node, { of, given }]) => {
    if (!isInside(place, node)) return false;
    const [call] = given.flatMap((one) => (one !== undefined && "node" in one ? [one] : []));
    return of > 1 || (call !== undefined && !isInside(call, node) && isRepeated(call, new Map([...frames].filter(([other]) => other !== node))));
  });
}

function isInside({ source, node }: Place, frame: Node): boolean {
  const body = (frame as { readonly body?: Node | null }).body;
  if (!body || source.parentOf(body) === undefined) return false;
  // What a parameter is without an argument is said once for all calls, too.
  const around = "params" in frame ? frame : body;
  for (let one: Node | undefined = node; one !== undefined; one = source.parentOf(one)) if (one === around) return true;
  return false;
}

/** Whether a constant is used in more places than one. */
function isUsedTwice(project: Project, { source, node }: Place): boolean {
  if (node.type !== "Identifier") return false;
  const declared = declarationOf(project, source, node, node.name);
  if (declared?.is !== "constant") return false;
  const uses = project.sources.reduce((sum, one) => sum + one.usesOf(node.name).filter((use) => isUse(project, one, use, declared.value.node)).length, 0);
  return uses > 1;
}

function isUse(project: Project, source: Source, use: Node, value: Node): boolean {
  const parent = source.parentOf(use);
  if (parent?.type === "VariableDeclarator" && parent.id === use) return false;
  if (parent?.type === "ImportSpecifier" || parent?.type === "ExportSpecifier") return false;
  const declared = declarationOf(project, source, use, (use as { readonly name: string }).name);
  return declared?.is === "constant" && declared.value.node === value;
}
