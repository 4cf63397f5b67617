import type { ResourceKey } from "../../lib/pve/address";
import { readCode } from "../workspace/code";
import { readForgotten } from "../workspace/forgotten";
import { hashContent } from "../workspace/hash";
import { readLast, writeLast } from "../workspace/last";
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

/**
 * The guests in code that no import wrote: made by pmpc create, or written by hand. The code is read, which takes a parser, only where it has
 * changed since they were counted.
 */
export async function readOwnGuests(root: string): Promise<readonly ResourceKey[]> {
  const of = hashContent(JSON.stringify([[...(await readCode(root))], [...(await readNames(root))], [...(await readForgotten(root)).keys()]]));
  const { own } = await readLast(root);
  if (own?.of === of) return own.keys as readonly ResourceKey[];
  const keys = [...(await (await import("./written.js")).readWritten(root)).own.keys()];
  // On a disk that takes nothing they are counted each time.
  await writeLast(root, { own: { of, keys } }).catch(() => {});
  return keys;
}
