import { exit, PmpcError } from "../../lib/error";
import { kinds } from "../../lib/schema/kind/all";
import { kindAlone } from "../../lib/schema/kind/name";
import { nearest } from "../../lib/schema/nearest";
import type { Known } from "../engine/known";

/** Finds what people mean among what was seen: `vm 105`, `vm web-02`, `qemu/105`, a number or a name that only one thing has. */
export function findKnown<K extends Known>(words: string, all: readonly K[]): K {
  const text = words.trim();
  const [, first = "", rest = ""] = /^(\S+?)(?:\s+|\/)(.+)$/s.exec(text) ?? [];
  const kind = kinds.ofWord(first) ?? kinds.of(first);
  const [wanted, among] = kind === undefined ? [text, all] : [rest, all.filter((one) => one.kind === kind.word.short)];
  const byId = among.filter(({ id }) => id === wanted);
  const found = byId.length > 0 ? byId : among.filter(({ name }) => name === wanted);
  const [one, another] = found;
  if (one && !another) return one;
  if (one) throw new PmpcError("not-unique", `${found.length} resources are called "${wanted}": ${found.map((each) => `${each.kind} ${each.id}`).join(", ")}`, { hint: "name it by its kind and number", exit: exit.usage });
  const alone = kindAlone(text);
  if (alone !== undefined) throw new PmpcError("not-found", `"${text}" says no more than the kind`, { hint: `say which one, by its name or number: ${alone} ${all.find((each) => each.kind === alone)?.name ?? "NAME"}; pmpc list ${alone} shows all`, exit: exit.notFound });
  const near = nearest(wanted, [...new Set(among.map(({ name }) => name))]);
  throw new PmpcError("not-found", `there is no ${kind?.word.one ?? "resource"} "${wanted}" in what was last read`, { hint: `${near === undefined ? "" : `did you mean ${near}? `}pmpc list all shows everything; pmpc sync reads the cluster again`, exit: exit.notFound });
}
