import { conflictMark, decideMarks } from "../../lib/conflict-mark";
import { exit, PmpcError } from "../../lib/error";
import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { printName } from "../../lib/schema/kind/name";
import { catalog } from "../../lib/schema/catalog";
import { thingOf } from "../../lib/schema/kind/reference";
import { instancesIn, scopeClass, type Instance, type Kind } from "../edit/instance";
import { parseSource } from "../edit/parse";
import type { Project } from "../edit/project";
import { fieldsOfNamed, type Field } from "../edit/merge/words";
import { lineAt, type Place } from "../edit/source";
import type { Names } from "../workspace/names";

/** The constructs of guests, and the prop that holds their number. */
export const guestConstructs: readonly Kind[] = Object.values(catalog).map(({ construct }) => ({ className: construct, key: "vmId" }));

/** Tells the construct of a guest: by its number, or where the code computes that, by the id that pmpc remembers. */
export function isGuest(key: ResourceKey, names: Names): (instance: Instance) => boolean {
  const { type, vmId } = parseGuestKey(key)!;
  const { construct } = catalog[type];
  const id = names.get(key)?.id;
  return (one) => one.className === construct && (one.key === undefined ? id !== undefined && one.id === id : Number(one.key) === vmId);
}

/** Finds the construct of a guest in the code of a project. Raises `not-in-code`. */
export function findGuest(project: Project, key: ResourceKey, names: Names, label: string): Instance {
  const all = instancesIn(project, guestConstructs);
  const found = all.filter(isGuest(key, names));
  if (found.length === 1) return found[0]!;
  if (found.length > 1) throw new PmpcError("declared-twice", `${label} is declared ${found.length} times: ${found.map(({ creation }) => placeOf(creation)).join(", ")}`, { hint: "keep only one of them", exit: exit.refused });
  const broken = project.paths.find((path) => project.source(path) === undefined);
  const computed = all.filter((one) => one.key === undefined && one.className === catalog[parseGuestKey(key)!.type].construct);
  const { vmId } = parseGuestKey(key)!;
  const other = all.find((one) => Number(one.key) === vmId && one.key !== undefined);
  if (other === undefined && broken !== undefined) throw brokenCode(broken, project.text(broken) ?? "", label);
  const hint = other !== undefined ? `${printName(`${kindOf(other)}/${vmId}`)} is, in ${placeOf(other.creation)}` : computed.length > 0 ? `the code at ${computed.map(({ creation }) => placeOf(creation)).join(", ")} computes the guest's number; write it as a literal there` : `pmpc list shows all guests; to add a guest of the cluster to the code: pmpc import`;
  throw new PmpcError("not-in-code", `${label} is not declared in the code`, { hint, exit: exit.notFound });
}

/** Refuses code that has a file that does not parse: the guest may be in that file. */
export function refuseBroken(code: ReadonlyMap<string, string>, label: string): void {
  const [path, text] = [...code].find(([name, one]) => name.endsWith(".ts") && parseSource(one) === undefined) ?? [];
  if (path !== undefined) throw brokenCode(path, text!, label);
}

function brokenCode(path: string, text: string, label: string): PmpcError {
  const line = conflictMark(text);
  if (line !== undefined) return new PmpcError("merge-conflict", `${path}:${line} has a conflict that git left in it, and may hold ${label}`, { hint: decideMarks(path), exit: exit.refused });
  return new PmpcError("cannot-read", `${path} does not parse, and may hold ${label}`, { hint: "npx tsc --noEmit shows where; mend it, then run this again", exit: exit.refused });
}

const kindOf = ({ className }: Instance) => Object.values(catalog).find(({ construct }) => construct === className)!.type;

/** `guests/pve1.ts:12` */
export const placeOf = ({ source, node }: Place): string => `${source.path}:${lineAt(source.text, node.start!)}`;

/** What the scope of a construct calls the things that others refer to; nothing where it is in no class of the project's. */
export function fieldsOfScope(project: Project, instance: Pick<Instance, "creation" | "scope">): readonly Field[] {
  const className = scopeClass(project, instance);
  return className === undefined ? [] : fieldsOfNamed(project, className, thingOf);
}
