import { constructOf } from "../../lib/schema/kind/name";
import { withoutProperty } from "../edit/remove";
import type { Name, Names } from "../workspace/names";

/**
 * Texts of a workspace as they were, without `adopt` for guests whose import was applied since: Terraform's state has them, and code
 * that is shared never gets it back.
 */
export function withoutSettledAdopt(then: ReadonlyMap<string, string | undefined>, now: Names, namesPath: string): ReadonlyMap<string, string | undefined> {
  const lines = (then.get(namesPath) ?? "").split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Name);
  const settled = lines.filter(({ key, id, adopt }) => adopt && now.get(key)?.id === id && now.get(key)!.adopt !== true);
  if (settled.length === 0) return then;
  const constructs = settled.map(({ key, id }) => ({ className: constructOf(key), id }));
  const keys = new Set(settled.map(({ key }) => key));
  return new Map(
    [...then].map(([path, text]) => {
      if (text === undefined) return [path, text];
      if (path === namesPath) return [path, lines.map(({ adopt, ...line }) => (keys.has(line.key) || !adopt ? line : { ...line, adopt })).map((line) => `${JSON.stringify(line)}\n`).join("")];
      return [path, /\.tsx?$/.test(path) ? withoutProperty(text, "adopt", constructs) : text];
    }),
  );
}
