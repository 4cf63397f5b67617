import type { Chain } from "./record";

/** The end of a chain, as it was told to a place that its writer cannot change. */
export interface Anchor {
  readonly writer: string;
  readonly n: number;
  readonly hash: string;
  /** ISO 8601, UTC. */
  readonly at?: string;
}

/** The ends of chains, as they are now. */
export const headsOf = (chains: ReadonlyMap<string, Chain>): readonly Anchor[] => [...chains].flatMap(([writer, { head }]) => (head.n === 0 ? [] : [{ writer, n: head.n, hash: head.hash }]));

/** The cluster that a chain is about, as one word. */
const wordOf = (cluster: string | undefined) => (cluster ?? "").replace(/[^\w.-]/g, "_") || "-";

/** `pmpc-audit homelab anna.laptop.0a1b2c3d 12 HASH`: one line of a log. */
export const printAnchor = ({ cluster }: { readonly cluster?: string } = {}, { writer, n, hash }: Anchor): string => `pmpc-audit ${wordOf(cluster)} ${writer} ${n} ${hash}`;

/** The anchors of a cluster in what a log has, whatever is around them. */
export function parseAnchors(text: string, { cluster }: { readonly cluster?: string } = {}): readonly Anchor[] {
  const found = [...text.matchAll(/\bpmpc-audit ([\w.-]+) ([a-z0-9.-]{1,100}) (\d{1,15}) ([0-9a-f]{64})\b/g)];
  return found.flatMap(([, of, writer, n, hash]) => (of === wordOf(cluster) ? [{ writer: writer!, n: Number(n), hash: hash! }] : []));
}

/** What chains do not have any more of what was anchored; a chain that was written anew has hashes that match, and yet not these. */
export function departures(chains: ReadonlyMap<string, Chain>, anchors: readonly Anchor[]): readonly { readonly writer: string; readonly says: string }[] {
  const found = anchors.flatMap(({ writer, n, hash, at }) => {
    const chain = chains.get(writer);
    const when = at === undefined ? "" : ` at ${at.slice(0, 19)}Z`;
    if (chain === undefined) return [{ writer, says: `the chain is missing: its record ${n} was anchored${when}` }];
    if (n > chain.head.n) return [{ writer, says: `it ends at record ${chain.head.n}, and record ${n} was anchored${when}: what came after it is missing` }];
    return chain.records[n - 1]?.hash === hash ? [] : [{ writer, says: `record ${n} is not the one that was anchored${when}` }];
  });
  // The first of a chain tells enough.
  return found.filter(({ writer }, at) => found.findIndex((one) => one.writer === writer) === at);
}
