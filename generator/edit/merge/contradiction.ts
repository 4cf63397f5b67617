import { valueIn } from "../value";
import { compare, type Three } from "./compare";
import type { Contradiction, Grammar } from "./grammar";
import type { Side } from "./side";
import type { Held } from "./values";

/** What was taken over, and does not go together with the user's values, although it does on each side alone. Without what is held back already. */
export function contradictionsIn(three: Three, merged: Side, grammar: Grammar, held: Held = new Map()): Held {
  const known = new Set([three.fresh, three.mine].flatMap((side) => contradictionsOf(side, grammar).map(({ about }) => about.join())));
  const fresh = contradictionsOf(merged, grammar).filter(({ about }) => !known.has(about.join()));
  const taken = compare(three, grammar).wanted.filter(({ title }) => !held.has(title));
  return new Map(fresh.flatMap(({ why, about }) => taken.filter(({ title }) => about.some((one) => isAbout(title, one))).map(({ title }) => [title, why] as const)));
}

function contradictionsOf({ project, instance: { className, props, frames } }: Side, grammar: Grammar): readonly Contradiction[] {
  const value = props && valueIn(project, props, frames, grammar.made);
  return typeof value === "object" && value !== null ? grammar.contradictions(className, value) : [];
}

/** `disks[scsi1].interface` is about `disks.interface`, and so is `disks[scsi1]`. */
function isAbout(title: string, about: string): boolean {
  const [plain, other] = [title, about].map((one) => `${one.replace(/\[[^\]]*\]/g, "")}.`);
  return plain!.startsWith(other!) || other!.startsWith(plain!);
}
