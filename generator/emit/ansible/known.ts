import { parse } from "yaml";
import { nodeKey } from "../../../lib/inventory/address";
import { parseGuestKey, type ResourceKey } from "../../../lib/pve/address";
import { isIP } from "../../../lib/pve/ip";
import { proxmoxName } from "./name";
import type { Mapping, Value } from "./yaml";

/** A guest, or a node, as the inventory had it last. */
export interface KnownHost {
  readonly host: string;
  /** What people call it. */
  readonly name: string;
  readonly groups: readonly string[];
  /** Its file of variables, and what is in it. */
  readonly text: string;
  readonly variables: Mapping;
  /** Those that others have, too, come first, then its own, the best first. */
  readonly addresses: readonly string[];
}

export type KnownHosts = ReadonlyMap<ResourceKey, KnownHost>;

/** Reads the inventory that was generated last: path → text. What cannot be read is not known. */
export function readKnownHosts(texts: ReadonlyMap<string, string>): KnownHosts {
  const groups = readGroups(texts.get("ansible/inventory/hosts.yml"));
  return new Map(
    [...texts].flatMap(([path, text]): [ResourceKey, KnownHost][] => {
      const [, host] = /^ansible\/inventory\/host_vars\/([^/]+)\/pmpc\.yml$/.exec(path) ?? [];
      const variables = host === undefined ? undefined : readMapping(text);
      if (host === undefined || variables === undefined) return [];
      const key = groups.get(host)?.includes(nodes) ? nodeKey(host) : `${String(variables.proxmox_vmtype)}/${String(variables.proxmox_vmid)}`;
      if (key !== nodeKey(host) && !parseGuestKey(key)) return [];
      return [[key, { host, name: textOf(variables.proxmox_name) ?? host, groups: groups.get(host) ?? [], text, variables, addresses: addressesIn(variables) }]];
    }),
  );
}

/** Host → its groups, but for those of what it is doing. */
function readGroups(text: string | undefined): ReadonlyMap<string, readonly string[]> {
  const { children } = (readMapping(text)?.all ?? {}) as { readonly children?: Mapping };
  const groups = new Map<string, string[]>();
  for (const [group, members] of Object.entries(children ?? {})) {
    if (passing.has(group)) continue;
    for (const host of Object.keys((members as { readonly hosts?: Mapping } | null)?.hosts ?? {})) groups.set(host, [...(groups.get(host) ?? []), group]);
  }
  return groups;
}

const nodes = proxmoxName("nodes");

// Older inventories had these beside the others.
const passing = new Set(["all_running", "all_stopped", "all_paused", "all_unknown"].map(proxmoxName));

function addressesIn({ proxmox_addresses: own = [], proxmox_shared_addresses: shared = [], ansible_host: host, ansible_connection: connection }: Mapping): readonly string[] {
  const listed = [shared, own].flat().flatMap((one) => textOf(one) ?? []);
  if (listed.length > 0) return listed;
  const reached = textOf(connection)?.startsWith("community.proxmox.") ? undefined : textOf(host);
  return reached !== undefined && isIP(reached) ? [reached] : [];
}

function readMapping(text: string | undefined): Mapping | undefined {
  try {
    const values = parse(text ?? "", { version: "1.1", customTags: [{ tag: "!unsafe", resolve: (value: string) => value }], logLevel: "silent" }) as unknown;
    return typeof values === "object" && values !== null ? (values as Mapping) : undefined;
  } catch {
    return undefined;
  }
}

const textOf = (value: Value | undefined) => (typeof value === "string" ? value : undefined);
