import { isPmpcError } from "../../lib/error";
import { readResources } from "../../lib/inventory/resource";
import type { ResourceKey } from "../../lib/pve/address";
import { addressTemplate } from "../../lib/pve/template";
import { clusterTableOf } from "../../lib/schema/cluster/all";
import { kinds } from "../../lib/schema/kind/all";
import type { ResourceId } from "../../lib/schema/kind/kinds";
import type { Declared } from "../terraform/configuration";
import type { Client } from "../transport/client";

/**
 * What of the cluster a resource of the code stands for, besides guests; undefined for a type without a kind, and where only Terraform
 * knows what it will be called.
 */
export function identityOf({ type, values }: Pick<Declared, "type" | "values">): ResourceId | undefined {
  const table = clusterTableOf(type)?.importId?.(values);
  const id = kinds.ofValues(type, values) ?? (table === undefined ? undefined : kinds.parseImport(type, table));
  return id === undefined || Object.values(id.parts).some((part) => part.includes("${")) ? undefined : id;
}

/** Whether Proxmox VE refuses to make a second one. What there is one of in its place is only set, and a grant may be given twice. */
export const isMadeOnce = ({ kind }: ResourceId): boolean => kind.reads.one === undefined && kind.writes.some(({ operation, method }) => operation === "create" && method === "POST");

/** Asks whether the cluster has something, by the list that names it: each list once; undefined if it does not answer. */
export function askingLists(client: Pick<Client, "get">): (id: ResourceId) => Promise<boolean | undefined> {
  const asked = new Map<string, Promise<ReadonlySet<ResourceKey> | undefined>>();
  return async (id) => {
    const { names, print } = addressTemplate(id.kind.reads.list);
    if (!names.every((name) => name in id.parts)) return undefined;
    const address = print(id.parts);
    if (!asked.has(address)) asked.set(address, keysIn(address, client));
    return (await asked.get(address))?.has(kinds.printKey(id));
  };
}

async function keysIn(address: string, client: Pick<Client, "get">): Promise<ReadonlySet<ResourceKey> | undefined> {
  try {
    const { status, data } = await client.get(address);
    return status === 200 ? new Set(readResources({ documents: new Map([[address, data]]), unreadable: new Map() }, kinds).keys()) : undefined;
  } catch (error) {
    if (!isPmpcError(error)) throw error;
    return undefined;
  }
}
