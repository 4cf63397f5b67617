import { exit, PmpcError } from "../../lib/error";
import type { Known } from "../engine/known";

/** Whether a thing is of the kind that somebody named. */
export interface KindTest {
  (one: Pick<Known, "kind" | "isGuest">): boolean;
  /** Whether it names one kind. */
  readonly single: boolean;
}

/** What people type for a kind, beside its own word and its plural. */
const synonyms: Readonly<Record<string, string>> = { qm: "vm", qemu: "vm", "virtual-machine": "vm", ct: "container", lxc: "container", host: "node", store: "storage" };

/** The words that completion offers. */
export const kindWords = ["guests", "vms", "containers", "nodes", "storages", "pools", "all"];

/** Reads the name of a kind: `vm`, `vms`, `qm`, `guests`, `all`. */
export function kindOf(word: string): KindTest {
  const one = word.toLowerCase().replace(/(?<=[a-z])s$/, "");
  if (one === "all") return Object.assign(() => true, { single: false });
  if (one === "guest") return Object.assign(({ isGuest }: Pick<Known, "isGuest">) => isGuest, { single: false });
  const kind = synonyms[one] ?? one;
  if (!kindWords.includes(`${kind}s`)) {
    throw new PmpcError("wrong-input", `kind: "${word}" is not a kind of resource`, { hint: `it takes ${kindWords.join(", ")}`, exit: exit.usage, facts: { option: "kind", expected: kindWords.join(", "), got: word } });
  }
  return Object.assign(({ kind: own }: Pick<Known, "kind">) => own === kind, { single: true });
}
