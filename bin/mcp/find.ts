import type { Listed } from "../../generator/engine/listing";

/** Verbs that the words are about, the best first; all of them without words. */
export function findVerbs(verbs: readonly Listed[], words: string): readonly Listed[] {
  const wanted = words.toLowerCase().split(/[^a-z0-9]+/).filter((word) => word.length > 1);
  if (wanted.length === 0) return verbs;
  const scored = verbs.map((verb) => ({ verb, score: wanted.reduce((sum, word) => sum + scoreOf(verb, word), 0) })).filter(({ score }) => score > 0);
  return scored.sort((a, b) => b.score - a.score || (a.verb.name < b.verb.name ? -1 : 1)).map(({ verb }) => verb);
}

function scoreOf({ name, summary, input }: Listed, word: string): number {
  // "containers" finds a container.
  const stem = word.replace(/s$/, "");
  if (name.split(" ").includes(word)) return 5;
  if (name.includes(stem)) return 3;
  if (summary.toLowerCase().includes(stem)) return 2;
  return Object.entries(input).some(([option, { says, local }]) => !local && `${option} ${says}`.toLowerCase().includes(stem)) ? 1 : 0;
}
