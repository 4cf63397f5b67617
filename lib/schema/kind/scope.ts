import { clusterTables } from "../cluster/all";
import { kinds } from "./all";
import type { Kind } from "./kind";

/** How much of a cluster an import reads and writes: guests alone, also what they depend on and what keeps them safe, or everything. */
export const scopes = ["guests", "cluster", "all"] as const;
export type Scope = (typeof scopes)[number];

/** What a new workspace has, unless it is asked for something else. */
export const usualScope: Scope = "cluster";

// A mistake in the rest locks people out, or takes a network down: that is read only where it is asked for.
const usual: ReadonlySet<string> = new Set(["storage", "pool", "pool-member", "backup-job", "replication", "pci-mapping", "usb-mapping", "dir-mapping", "ha-resource", "ha-group", "ha-rule"]);

const tables = new Set(clusterTables.map(({ terraform }) => terraform));

/** What an import writes, or reports with the reason why it does not. */
const isRead = ({ terraform, unsaid }: Kind) => unsaid !== undefined || terraform.some(({ type }) => tables.has(type));

/** The kinds that an import reads besides guests, by rank; `named` are kinds that were asked for by name. */
export function kindsInScope(scope: Scope, named: readonly string[] = []): readonly Kind[] {
  return kinds.all.filter((kind) => isRead(kind) && (scope === "all" || (scope === "cluster" && usual.has(kind.prefix)) || named.includes(kind.prefix)));
}

/** These kinds and those of resources that have code already, by rank. */
export function withKindsOf(keys: Iterable<string>, wanted: readonly Kind[]): readonly Kind[] {
  const prefixes = new Set([...wanted.map(({ prefix }) => prefix), ...[...keys].map((key) => key.slice(0, key.indexOf("/")))]);
  return kinds.all.filter(({ prefix }) => prefixes.has(prefix));
}
