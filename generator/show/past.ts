import { compareObservations } from "../../lib/inventory/change";
import type { ResourceKey } from "../../lib/pve/address";
import type { Recorded } from "../audit/record";
import type { StateStore } from "../store/state-store";
import { readMoments } from "./moment";

/** One change of one thing. */
export interface Past {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** `run 7: memory 2048 → 4096`, `start by anna on laptop: OK`, `apply (clone) by anna on laptop: OK` */
  readonly says: string;
}

/** So many runs are looked at: each is a whole cluster. */
const runs = 4;
const short = (text = "nothing") => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** What became of one thing: what differs between the last runs, and what the audit log has of it; the newest first. */
export async function pastOf(store: Pick<StateStore, "runs" | "deeds" | "observation">, cluster: Parameters<typeof readMoments>[1], key: ResourceKey, records: readonly Recorded[]): Promise<readonly Past[]> {
  const seen = (await readMoments(store, cluster)).filter(({ apply, run }) => apply === undefined && run !== undefined).slice(0, runs);
  const observed = await Promise.all(seen.map(async (moment) => ({ moment, observation: await store.observation(moment.run!) })));
  const changed = observed.slice(0, -1).flatMap(({ moment, observation }, at): Past[] => {
    const change = compareObservations(observed[at + 1]!.observation, observation).find((one) => one.key === key);
    if (change === undefined) return [];
    const settings = change.settings.map(({ setting, before, after }) => `${setting} ${short(before)} → ${short(after)}`);
    return [{ at: moment.at, says: `run ${moment.name}: ${settings.length === 0 ? change.change : settings.join(", ")}` }];
  });
  const answers = new Map(records.flatMap(({ person, of, answer }) => (of === undefined ? [] : [[`${person} ${of}`, answer] as const])));
  const done = records.flatMap(({ at, key: about, verb, person, n, of, asked }): Past[] => {
    if (about !== key || of !== undefined) return [];
    const answer = answers.get(`${person} ${n}`);
    return [{ at, says: `${verb}${requestOf(asked)} by ${person}${answer === undefined ? "" : `: ${short(answer)}`}` }];
  });
  return [...changed, ...done].sort((a, b) => (a.at < b.at ? 1 : -1));
}

/** What was asked of a guest, where an apply asks several things: ` (clone)`, ` (status/start)`; else nothing. */
function requestOf(asked: Recorded["asked"]): string {
  const [, request] = /^[A-Z]+ \/nodes\/[^/]+\/(?:qemu|lxc)\/\d+\/([\w/-]+)$/.exec(typeof asked?.request === "string" ? asked.request : "") ?? [];
  return request === undefined ? "" : ` (${request})`;
}
