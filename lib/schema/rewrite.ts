import { redacted } from "../pve/secret";
import { baseOfLinkedClone, parseVolumeId } from "../pve/volume-id";
import { formatOf, parseDevice, printDevice, type KeyFormat } from "./format";
import { addresses, addressesOrLinkLocal, dnsName, dnsNames, ipv4, ipv4Config, ipv6, ipv6Config, tags, unicastMac } from "./pve-format";
import type { GuestTable, Member, Row } from "./row";

/** What a value of a configuration says, as far as another cluster or another reader matters. */
export type Says =
  /** Nothing of those who chose it: a number, a flag, one of a few words. */
  | { readonly is: "shareable" }
  /** The name of something else of the cluster: `storage`, `bridge`, `pci-mapping`. */
  | { readonly is: "reference"; readonly as: string }
  /** A volume of a storage, or a path on the node. */
  | { readonly is: "volume" }
  | { readonly is: "mac" | "address" | "name" | "tags" }
  /** Numbers of VLANs: `20`, `20;30-39`. */
  | { readonly is: "vlans" }
  /** It tells the machine from every other: a copy has another one. */
  | { readonly is: "identity" }
  /** A secret, or what is where one was. */
  | { readonly is: "secret" }
  /** Proxmox VE's own record. */
  | { readonly is: "record" }
  /** Anything else: notes, keys, arguments. */
  | { readonly is: "text" };

/** One value, and where it is: `net0`, `bridge`. The field of a plain value is "". */
export interface Place {
  readonly key: string;
  readonly field: string;
}

export interface Rewritten {
  readonly config: Readonly<Record<string, unknown>>;
  /** What was left out of it. */
  readonly leftOut: readonly (Place & { readonly says: Says["is"] })[];
}

type Config = Readonly<Record<string, unknown>>;

/**
 * A guest's configuration with each of its values given by `change`, whichever key or sub-key it is of; undefined leaves it out. What a device
 * cannot be without takes the whole device along.
 */
export function rewriteConfig(type: string, config: Config, change: (says: Says, text: string, place: Place) => string | undefined): Rewritten {
  const leftOut: Rewritten["leftOut"][number][] = [];
  const give = (says: Says, text: string, place: Place) => {
    const given = change(says, text, place);
    if (given === undefined) leftOut.push({ ...place, says: says.is });
    return given;
  };
  const entries = Object.entries(config).flatMap(([key, value]): [string, unknown][] => {
    // A container's raw lines are pairs, and none of them has a row.
    if (typeof value === "object") {
      const raw = JSON.stringify(value);
      return give({ is: "text" }, raw, { key, field: "" }) === raw ? [[key, value]] : [];
    }
    const text = rewriteValue(type, key, String(value), give);
    if (text === undefined) return [];
    return [[key, text === String(value) ? value : text]];
  });
  return { config: Object.fromEntries(entries), leftOut };
}

function rewriteValue(type: string, key: string, text: string, give: (says: Says, text: string, place: Place) => string | undefined): string | undefined {
  const format = formatOf(type, key);
  if (format === undefined) return give({ is: "text" }, text, { key, field: "" });
  if (format.fields.size === 0 || format.plain !== undefined) return give(saidBy(format, format.plain, text), text, { key, field: "" });
  const { parts } = parseDevice(type, key, text);
  const given = parts.map(([field, part]) => [field, give(saidBy(format, format.fields.get(field), part), part, { key, field })] as const);
  const kept = given.flatMap(([field, part]) => (part === undefined ? [] : [[field, part] as const]));
  // Proxmox VE takes more spellings than it writes, and the provider not all of those.
  if (parts.every(([field, part], at) => kept[at]?.[0] === field && kept[at][1] === part)) return text;
  const main = format.text.defaultKey;
  if (kept.length === 0 || (main !== undefined && parts.some(([field]) => field === main) && !kept.some(([field]) => field === main))) return undefined;
  return printDevice(type, key, kept);
}

const addressForms: readonly unknown[] = [ipv4, ipv6, ipv4Config, ipv6Config, addresses, addressesOrLinkLocal];
const nameForms: readonly unknown[] = [dnsName, dnsNames];
/** What addresses may be said with words for. */
const words = /^(dhcp|manual|auto)$/;

/** What a value says, by its row. If no row has it, its meaning is unknown. */
function saidBy(format: KeyFormat, row: Row | undefined, text: string): Says {
  if (text.includes(redacted) || row?.secret) return { is: "secret" };
  if (row === undefined) return { is: "text" };
  const { shape, identity, vlans, internal, readOnly } = row;
  if (identity) return { is: "identity" };
  if (vlans) return { is: "vlans" };
  // Of a device also what interests Proxmox VE alone says what the device is: that a drive is a CD.
  if ((internal && row === format.plain) || readOnly || format.internal || format.readOnly) return { is: "record" };
  if (shape.form === unicastMac) return { is: "mac" };
  if (addressForms.includes(shape.form)) return { is: words.test(text) ? "shareable" : "address" };
  if (nameForms.includes(shape.form)) return { is: "name" };
  if (shape.form === tags) return { is: "tags" };
  if (shape.mentions !== undefined) return mentionOf(shape.mentions, text);
  return { is: (row.shareable ?? shape.shareable ?? false) && shape.parse(text) !== undefined ? "shareable" : "text" };
}

function mentionOf(mentions: NonNullable<Row["shape"]["mentions"]>, text: string): Says {
  if (text === "none" || text === "cdrom") return { is: "shareable" };
  const [first] = mentions(text);
  if (text.includes(":") || text.startsWith("/")) return { is: "volume" };
  return first === undefined ? { is: "text" } : { is: "reference", as: first.as };
}

const ownVolume = /^((?:(?:base|basevol)-\d+-disk-\d+(?:\.\w+)?|(?:\d+)\/(?:base|basevol)-\d+-disk-\d+(?:\.\w+)?)\/)?(?:(\d+)\/)?((?:vm|base|subvol|basevol)-)(\d+)(-(?:disk-\d+|cloudinit|state-[\w-]+)(?:\.\w+)?)$/;

/**
 * The same volume on another storage, of a guest with another number: `tank:vm-101-disk-0` → `fast:vm-9101-disk-0`. A linked clone becomes a disk of
 * its own. Undefined for what is not a disk of a guest: an image, a path.
 */
export function volumeFor(volume: string, { storage, vmId }: { readonly storage: (name: string) => string; readonly vmId: (old: number) => number }): string | undefined {
  const id = parseVolumeId(volume);
  const [, , folder, stem, owner, rest] = (id && ownVolume.exec(id.volume)) ?? [];
  if (id === undefined || owner === undefined) return undefined;
  const number = String(vmId(Number(owner)));
  return `${storage(id.storage)}:${folder === undefined ? "" : `${number}/`}${baseOfLinkedClone(volume) === undefined ? stem! : stem!.replace("base", "vm")}${number}${rest!}`;
}

/** Props of a construct that tell one machine from every other: its UUID, the hardware addresses of its cards. */
export function ownProps(table: Pick<GuestTable, "rows">): ReadonlySet<string> {
  const rows = (members: readonly Member[]): readonly Row[] => members.flatMap((member) => (member.kind === "row" ? [member] : rows(member.rows)));
  return new Set(rows(table.rows).flatMap(({ prop, identity, shape }) => (prop !== null && (identity || shape.form === unicastMac) ? [prop] : [])));
}
