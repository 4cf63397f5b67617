import type { Played } from "./replay";

export interface Count {
  readonly steps: number;
  readonly equal: number;
}

/** What comes of a file of scenes. */
export interface Report extends Count {
  /** Steps that the simulator said are beyond it; they count as different. */
  readonly refused: number;
  /** Steps that differ in an aspect; one step may differ in several. */
  readonly differences: Readonly<Record<string, number>>;
  readonly areas: Readonly<Record<string, Count>>;
  readonly scenes: Readonly<Record<string, Count>>;
}

export function report(played: readonly Played[]): Report {
  const aspects = ["status", "reason", "body", "task", "files"] as const;
  const differing = (aspect: string) => played.filter(({ differences }) => differences.some((one) => one.aspect === aspect)).length;
  return {
    ...count(played),
    refused: played.filter(({ refused }) => refused).length,
    differences: Object.fromEntries(aspects.map((aspect) => [aspect, differing(aspect)])),
    areas: countBy(played, ({ area }) => area),
    scenes: countBy(played, ({ scene }) => scene),
  };
}

const count = (played: readonly Played[]): Count => ({ steps: played.length, equal: played.filter(({ differences }) => differences.length === 0).length });

function countBy(played: readonly Played[], key: (one: Played) => string): Record<string, Count> {
  return Object.fromEntries([...new Set(played.map(key))].map((name) => [name, count(played.filter((one) => key(one) === name))]));
}
