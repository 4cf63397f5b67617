import { exit, PmpcError } from "../../lib/error";
import { kinds } from "../../lib/schema/kind/all";
import { isGuestKind } from "../../lib/schema/kind/name";
import type { Known } from "../engine/known";

/** Whether a thing is of the kind that somebody named. */
export interface KindTest {
  (one: Pick<Known, "kind" | "isGuest">): boolean;
  /** Whether it names one kind. */
  readonly single: boolean;
  /** Whether it names guests alone. */
  readonly guests: boolean;
}

/** `vms`, `fabrics`, `aliases` */
export const pluralOf = (word: string) => (/(options|rules|hosts)$/.test(word) ? word : `${word}${word.endsWith("s") ? "es" : "s"}`);

/** The words that completion offers. */
export const kindWords: readonly string[] = ["guests", ...kinds.all.map(({ word }) => pluralOf(word.short)), "all"];

/** Reads the name of a kind, in any of its words, and two that stand for several: `guests` and `all`. */
export function kindOf(word: string): KindTest {
  const text = word.toLowerCase();
  if (text === "all") return Object.assign(() => true, { single: false, guests: false });
  if (/^guests?$/.test(text)) return Object.assign(({ isGuest }: Pick<Known, "isGuest">) => isGuest, { single: false, guests: true });
  const kind = kinds.ofWord(text) ?? kinds.ofWord(text.replace(/s$/, "")) ?? kinds.ofWord(text.replace(/es$/, ""));
  if (kind === undefined) {
    throw new PmpcError("wrong-input", `kind: "${word}" is not a kind of resource`, { hint: "it takes a kind such as vms, containers, nodes, storages, pools or bridges, guests for both kinds of guests, or all", exit: exit.usage, facts: { option: "kind", expected: "a kind of resource", got: word } });
  }
  return Object.assign(({ kind: own }: Pick<Known, "kind">) => own === kind.word.short, { single: true, guests: isGuestKind(kind) });
}
