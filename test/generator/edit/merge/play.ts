import { mergeCode } from "../../../../generator/edit/merge/merge";
import type { Merge } from "../../../../generator/edit/merge/sides";
import { codeGrammar } from "../../../../generator/renew/grammar";
import { homelab } from "../../../../simulator/scenario/homelab";
import { large } from "../../../../simulator/scenario/large";
import { office } from "../../../../simulator/scenario/office";
import { faultsOf, runProject } from "./oracle";
import { editAs, type Edit, type Mine } from "./user";
import { generate, happen, worldOf, type Generated, type Happening, type World } from "./world";

export const scenes = { homelab, office, random: large(24, 7) };

/** What happens between two imports. */
export interface Round {
  readonly happenings: readonly Happening[];
  readonly edits: readonly Edit[];
}

/** Lets several things happen on both sides, and merges after each round as imports do; gives what is wrong. */
export async function play(scene: keyof typeof scenes, history: readonly Round[], fold = false, all = false): Promise<readonly string[]> {
  let world: World = { ...worldOf(scenes[scene]), fold, all };
  let { code: base, memory } = await firstOf(scene, world);
  let mine: Mine = { code: base, touched: new Set(), comments: [] };
  for (const { happenings, edits } of history) {
    mine = edits.reduce(editAs, mine);
    world = { ...happenings.reduce(happen, world), memory };
    const fresh = await generate(world);
    const merged = mergeCode({ base, fresh: fresh.code, mine: mine.code }, codeGrammar, (key) => isGone(world, key));
    const after = afterMerge(mine.code, base, fresh.code, merged);
    const faults = [...merged.failed].map(([path, why]) => `${path} failed: ${why}`);
    if (faults.length === 0) {
      const sides = [base, fresh.code, mine.code, after].map(runProject) as [ReturnType<typeof runProject>, ReturnType<typeof runProject>, ReturnType<typeof runProject>, ReturnType<typeof runProject>];
      faults.push(...faultsOf(...sides, merged.conflicts, mine.touched));
      const text = [...after.values()].join("\n");
      for (const words of mine.comments) if (text.split(words).length !== 2) faults.push(`"${words}" is there ${text.split(words).length - 1} times`);
      for (const [path, own] of mine.code) if (own.includes("\r\n") && /[^\r]\n/.test(after.get(path) ?? "")) faults.push(`${path} has mixed line ends`);
      for (const [path, own] of mine.code) if (own.startsWith("\uFEFF") && after.get(path)?.startsWith("\uFEFF") === false) faults.push(`${path} has lost its byte order mark`);
    }
    if (faults.length > 0) return faults;
    mine = { ...mine, code: after };
    ({ code: base, memory } = fresh);
  }
  return [];
}

/** What first imports of a scene write, which is the same for every history. */
const firsts = new Map<string, Promise<Generated>>();

function firstOf(scene: keyof typeof scenes, world: World): Promise<Generated> {
  const key = JSON.stringify([scene, world.fold, world.all]);
  const first = firsts.get(key) ?? generate(world);
  firsts.set(key, first);
  return first;
}

const isGone = ({ gone }: World, key: string) => gone.includes(Number(key.split(" ")[1]));

/** The project as the workspace has it after a merge: files that were not edited are written anew. */
function afterMerge(mine: ReadonlyMap<string, string>, base: ReadonlyMap<string, string>, fresh: ReadonlyMap<string, string>, merged: Merge): ReadonlyMap<string, string> {
  const isEdited = [...base].some(([path, text]) => mine.get(path) !== text);
  const after = new Map(isEdited ? mine : fresh);
  for (const [path, text] of merged.files) {
    if (text === undefined) after.delete(path);
    else after.set(path, text);
  }
  return after;
}
