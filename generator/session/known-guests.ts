import { readForgotten } from "../workspace/forgotten";
import { readNames } from "../workspace/names";
import type { Written } from "./written";

/**
 * The guests in the code, and those that were forgotten. The lists in git have them; only in a workspace without these lists is the
 * code itself read, which takes a parser.
 */
export async function readKnownGuests(root: string): Promise<Pick<Written, "names" | "forgotten">> {
  const [listed, forgotten] = [await readNames(root), await readForgotten(root)];
  if (listed.size === 0 && forgotten.size === 0) return (await import("./written.js")).readWritten(root);
  return { names: new Map([...listed].filter(([, { own }]) => !own)), forgotten };
}
