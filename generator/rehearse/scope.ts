import type { ResourceKey } from "../../lib/pve/address";
import { kinds } from "../../lib/schema/kind/all";
import { keyOfGuest } from "../../lib/schema/kind/name";
import type { Twin } from "../twin/twin";
import { dependents, type References } from "./reference";

/** A resource, as the code or Terraform's state has it. */
export interface Part {
  /** `proxmox_virtual_environment_vm.web` */
  readonly address: string;
  readonly type: string;
  /** What the code says of it; undefined if it has left the code. */
  readonly values?: Values;
  /** What Terraform remembers of it; undefined if that is nothing. */
  readonly recorded?: Values;
  /** The guest that it takes into the state. */
  readonly adopts?: ResourceKey;
}

type Values = Readonly<Record<string, unknown>>;

export interface LeftOut {
  readonly address: string;
  readonly why: string;
}

export interface ScopeOptions {
  readonly parts: readonly Part[];
  readonly references: References;
  readonly twin: Pick<Twin, "guests" | "lacks">;
  /** What the code calls the provider for Proxmox VE, and configurations of it that lead elsewhere: `proxmox.other`. */
  readonly provider: string;
  readonly elsewhere: ReadonlySet<string>;
}

/** What the provider calls virtual machines that it manages in other ways. */
const machines = /^proxmox_(cloned_vm|vm|virtual_environment_(cloned_vm|vm2))$/;
/** Kinds that are one file of a storage, which Terraform's record names. */
const files = /^proxmox_(virtual_environment_)?(download_file|file)$/;
/** Data that the documents of an import have. */
const told = /^proxmox_(virtual_environment_)?(vms?|vm2|containers?|nodes?|datastores|pools?|version)$/;
/** Providers that reach nothing: what they make is in Terraform's state alone. */
const harmless = new Set(["random", "tls", "time", "null", "terraform"]);

/** Which resources take no part, and why: they would reach another place, or the twin is not like the cluster there. */
export function leftOutOf({ parts, references, twin, provider, elsewhere }: ScopeOptions): readonly LeftOut[] {
  const own = parts.flatMap((part) => {
    const why = whyNot(part, twin, provider, elsewhere);
    return why === undefined ? [] : [{ address: part.address, why }];
  });
  return withDependents(own, parts.map(({ address }) => address), references);
}

/** Those, and what needs one of them. */
export function withDependents(left: readonly LeftOut[], addresses: readonly string[], references: References): readonly LeftOut[] {
  const known = new Map(left.map((one) => [one.address, one]));
  for (const [address, needed] of dependents(new Set(known.keys()), references)) if (!known.has(address)) known.set(address, { address, why: `it needs ${needed}, which takes no part` });
  return addresses.flatMap((address) => known.get(address) ?? []);
}

function whyNot({ address, type, values, recorded, adopts }: Part, { guests, lacks }: Pick<Twin, "guests" | "lacks">, provider: string, elsewhere: ReadonlySet<string>): string | undefined {
  const said = typeof values?.provider === "string" ? values.provider : undefined;
  const isOurs = (said?.split(".")[0] ?? type.split("_")[0]) === provider;
  if (values?.provisioner !== undefined) return "it runs commands where it is made (provisioner)";
  if (!isOurs) return harmless.has(type.split("_")[0]!) ? undefined : "it is another provider's, whose world has no twin";
  if (elsewhere.has(said ?? provider)) return "its provider is for another cluster";
  if (address.startsWith("data.")) return told.test(type) ? undefined : "it asks for what an import does not read";
  const key = adopts ?? (recorded === undefined ? undefined : keyOfGuest(type, recorded));
  if (key !== undefined) {
    const guest = guests.get(key);
    return guest === undefined ? "the guest was not there when the cluster was read: pmpc import reads it again" : guest.unlike;
  }
  const overSsh = recorded === undefined ? sshFor(type, values ?? {}) : undefined;
  if (overSsh !== undefined) return overSsh;
  return recorded === undefined || machines.test(type) || files.test(type) ? undefined : lacks(type, recorded);
}

/** What the provider does over ssh where it makes something: no gate sees it. */
function sshFor(type: string, values: Values): string | undefined {
  const blocks = (name: string): readonly Values[] => ([values[name] ?? []] as (Values | Values[])[]).flat();
  if (/_file$/.test(type) && !/download_file$/.test(type)) {
    const names = [values.file_name, ...[...blocks("source_raw"), ...blocks("source_file")].map((source) => source.file_name ?? source.path)].map(String);
    return values.content_type === "snippets" || (values.content_type === undefined && names.some((name) => /\.(ya?ml|sh|json|txt|conf)$/.test(name))) ? "the provider uploads it over ssh" : undefined;
  }
  if (/_vm$/.test(type) && blocks("disk").some(({ file_id }) => file_id !== undefined && file_id !== null && file_id !== "")) return "the provider imports its disk over ssh (file_id; import_from does without)";
  return /_container$/.test(type) && blocks("idmap").length > 0 ? "the provider writes its idmap over ssh" : undefined;
}

/** A volume that Terraform's record says is there: a file that it fetched. */
export function fileIn({ type, recorded }: Part): { readonly id: string; readonly size?: number } | undefined {
  if (recorded === undefined || !files.test(type) || typeof recorded.id !== "string") return undefined;
  const size = Number(recorded.size ?? recorded.file_size ?? NaN);
  return { id: recorded.id, ...(Number.isFinite(size) ? { size } : {}) };
}

/** The guest that an import block takes in: `pve1/101`, or the number alone. */
export const adoptedBy = (type: string, id: string): ResourceKey | undefined => {
  const kind = kinds.ofTerraform(type)?.kind;
  return kind === undefined ? undefined : keyOfGuest(type, { id: id.split("/").at(-1)! });
};
