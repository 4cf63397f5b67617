import { constructOf } from "../../lib/schema/kind/name";
import { withoutProperty, type ConstructName } from "../edit/remove";
import { clusterNamesPath, type ClusterName, type ClusterNames } from "../workspace/cluster-names";
import { namesPath, type Name, type Names } from "../workspace/names";

type Texts = ReadonlyMap<string, string | undefined>;

/**
 * Texts of a workspace as they were, without `adopt` for what was taken into Terraform's state since: code
 * that is shared never gets it back.
 */
export function withoutSettledAdopt(then: Texts, guests: Names, others: ClusterNames): Texts {
  const settledGuests = settledIn<Name>(then.get(namesPath), guests);
  const settledOthers = settledIn<ClusterName>(then.get(clusterNamesPath), others);
  const constructs: readonly ConstructName[] = [...settledGuests.map(({ key, id }) => ({ className: constructOf(key), id })), ...settledOthers.map(({ construct, id }) => ({ className: construct, id }))];
  if (constructs.length === 0) return then;
  const lists = new Map<string, readonly (Name | ClusterName)[]>([[namesPath, settledGuests], [clusterNamesPath, settledOthers]]);
  return new Map(
    [...then].map(([path, text]) => {
      const settled = lists.get(path);
      if (text === undefined) return [path, text];
      if (settled !== undefined) return [path, withoutMark(text, new Set(settled.map(({ key }) => key)))];
      return [path, /\.tsx?$/.test(path) ? withoutProperty(text, "adopt", constructs) : text];
    }),
  );
}

const linesOf = <N>(text: string | undefined): readonly N[] => (text ?? "").split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as N]));

/** What was to be adopted, has the same id now, and is not to be adopted any more. */
function settledIn<N extends Pick<Name, "key" | "id" | "adopt">>(text: string | undefined, now: ReadonlyMap<string, Pick<Name, "id" | "adopt">>): readonly N[] {
  return linesOf<N>(text).filter(({ key, id, adopt }) => adopt && now.get(key)?.id === id && now.get(key)!.adopt !== true);
}

function withoutMark(text: string, keys: ReadonlySet<string>): string {
  return linesOf<Name>(text).map(({ adopt, ...line }) => (keys.has(line.key) || !adopt ? line : { ...line, adopt })).map((line) => `${JSON.stringify(line)}\n`).join("");
}
