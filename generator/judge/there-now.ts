import { isPmpcError } from "../../lib/error";
import { readMembers } from "../../lib/inventory/inventory";
import { readResources } from "../../lib/inventory/resource";
import type { ResourceKey } from "../../lib/pve/address";
import { addressTemplate } from "../../lib/pve/template";
import { clusterTableOf } from "../../lib/schema/cluster/all";
import { kinds } from "../../lib/schema/kind/all";
import { downloadedFile, imageKind } from "../../lib/schema/kind/image";
import { printImport, type ResourceId } from "../../lib/schema/kind/kinds";
import type { Declared } from "../terraform/configuration";
import { poolMemberKind } from "../../lib/schema/kind/pool";
import type { Client } from "../transport/client";

/**
 * What of the cluster a resource of the code stands for, besides guests; undefined for a type without a kind, and where only Terraform
 * knows what it will be called.
 */
export function identityOf({ type, values }: Pick<Declared, "type" | "values">): ResourceId | undefined {
  const table = clusterTableOf(type)?.importId?.(values);
  const file = isDownload(type) ? downloadedFile(values) : undefined;
  const id = file !== undefined ? { kind: imageKind, parts: file } : kinds.ofValues(type, values) ?? (table === undefined ? undefined : kinds.parseImport(type, table));
  return id === undefined || Object.values(id.parts).some((part) => part.includes("${")) ? undefined : id;
}

const isDownload = (type: string) => imageKind.terraform.some((one) => one.type === type || one.aliases?.includes(type)) && type.includes("download");

/**
 * Whether Proxmox VE refuses to make a second one: a membership, a file, anything with a name. What there is one of in its place is only set, but
 * for a list that is filled in there, which would be in it twice; and a grant may be given twice.
 */
export const isMadeOnce = ({ kind: { reads, writes, terraform } }: ResourceId): boolean => {
  if (reads.one !== undefined) return reads.listed === true && terraform.length > 0;
  return writes.length === 0 || writes.some(({ operation, method }) => (operation === "create" || operation === "download") && method === "POST");
};

/** What helps where the cluster has it already. */
export function remedyFor({ kind, parts }: ResourceId, type: string): string {
  if (kind === imageKind) return `to use the file that is there: Image.fromVolume(this, "${kinds.printKey({ kind, parts }).slice(kind.prefix.length + 1)}"); to write over it: overwriteUnmanaged: true`;
  const canAdopt = kind.terraform.some((one) => (one.type === type || one.aliases?.includes(type)) && printImport(one, parts) !== undefined);
  const otherwise = kind.reads.one !== undefined ? "remove what is there on the cluster" : kind.writes.length === 0 ? "take it out of the code" : "give the code another name, or remove what is on the cluster";
  return `${canAdopt ? "to adopt it, set `adopt: true` there; otherwise" : "the provider cannot adopt it:"} ${otherwise}`;
}

/** Asks whether the cluster has something, by the list that names it: each list once; undefined if it does not answer. */
export function askingLists(client: Pick<Client, "get">): (id: ResourceId) => Promise<boolean | undefined> {
  const asked = new Map<string, Promise<ReadonlySet<ResourceKey> | undefined>>();
  return async (id) => {
    const { names, print } = addressTemplate(id.kind.reads.list);
    if (!names.every((name) => name in id.parts)) return undefined;
    const address = print(id.parts);
    if (!asked.has(address)) asked.set(address, keysIn(id, address, client));
    return (await asked.get(address))?.has(kinds.printKey(id));
  };
}

async function keysIn({ kind, parts }: ResourceId, address: string, client: Pick<Client, "get">): Promise<ReadonlySet<ResourceKey> | undefined> {
  try {
    const { status, data } = await client.get(address);
    if (status === 200 && kind === poolMemberKind) return new Set(membersIn(parts.poolid!, data));
    return status === 200 ? new Set(readResources({ documents: new Map([[address, data]]), unreadable: new Map() }, kinds).keys()) : undefined;
  } catch (error) {
    if (!isPmpcError(error)) throw error;
    return undefined;
  }
}

/** A pool names its members in a list of one. */
function membersIn(poolid: string, data: unknown): readonly ResourceKey[] {
  const pools = Array.isArray(data) ? (data as readonly Readonly<Record<string, unknown>>[]) : [];
  return (readMembers(poolid, () => pools).members ?? []).map(({ kind, member }) => kinds.printKey({ kind: poolMemberKind, parts: { poolid, kind, member } }));
}
