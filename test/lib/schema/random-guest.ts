import fc, { type Arbitrary } from "fast-check";
import type { GuestType } from "../../../lib/pve/address";
import { formats, pveSchema, type Definition } from "./pve-schema";

/** A cluster of one node as the files of `/etc/pve`, with guests that nobody would make and Proxmox VE would take; the same for a seed. */
export function randomCluster(count: number, seed: number): Record<string, string> {
  const guests = Array.from({ length: count }, (_, at): [string, string] => {
    const [type, vmId] = [at % 3 === 2 ? "lxc" : "qemu", 100 + at] as const;
    const [text] = fc.sample(guestFile(type, vmId), { seed: seed + at, numRuns: 1 });
    return [`nodes/pve/${type === "qemu" ? "qemu-server" : "lxc"}/${vmId}.conf`, text!];
  });
  return { "storage.cfg": storages, ...Object.fromEntries(guests) };
}

const storages = [
  "dir: local\n\tpath /var/lib/vz\n\tcontent images,rootdir,iso,snippets,vztmpl\n",
  "lvmthin: local-lvm\n\tthinpool data\n\tvgname pve\n\tcontent images,rootdir\n",
  "zfspool: tank\n\tpool tank\n\tcontent images,rootdir\n",
].join("\n");

// The names are distinguished below; notes and raw lines have a form of their own; an agent would be asked, and nobody answers; the
// provider cannot read a downtime.
const elsewhere = new Set(["migrate_downtime", "name", "hostname", "description", "lxc", "agent", "digest", "lock", "parent", "snaptime", "vmstate", "template", "cdrom", "bootdisk"]);
const internal = /^running/;

function guestFile(type: GuestType, vmId: number): Arbitrary<string> {
  const own = type === "qemu" ? [`name: vm${vmId}`] : [`hostname: ct${vmId}`, "arch: amd64", `rootfs: tank:subvol-${vmId}-disk-90,size=8G`];
  return fc
    .record({
      notes: sometimes(fc.constantFrom("#a note", "#two lines %{ if }\n#${x}", "# blank before")),
      lines: fc.tuple(...familiesOf(type).map((keys) => linesOf(type, keys, vmId))).map((lines) => [...own, ...lines.flat()]),
      template: sometimes(fc.constant("template: 1")),
      pending: sometimes(fc.constant(type === "qemu" ? "[PENDING]\nmemory: 3333\ndelete: onboot" : "[pve:pending]\nmemory: 3333")),
      snapshot: fc.boolean(),
    })
    .map(({ notes, lines, template, pending, snapshot }) => {
      const parent = snapshot ? ["parent: before"] : [];
      const section = snapshot ? [`[before]\nsnaptime: 1731847210\n${lines.filter((line) => !line.startsWith("unused")).join("\n")}`] : [];
      const current = [notes, ...lines, ...parent, template].filter((line) => line !== undefined).join("\n");
      return `${[current, pending, ...section].filter((part) => part !== undefined).join("\n\n")}\n`;
    });
}

/** Keys that differ only in their number stand together. */
function familiesOf(type: GuestType): readonly (readonly string[])[] {
  const families = new Map<string, string[]>();
  for (const key of Object.keys(pveSchema[type])) {
    if (elsewhere.has(key) || internal.test(key) || (type === "lxc" && ["arch", "rootfs"].includes(key))) continue;
    const family = key.replace(/\d+$/, "");
    families.set(family, [...(families.get(family) ?? []), key]);
  }
  const byNumber = (a: string, b: string) => a.length - b.length || (a < b ? -1 : 1);
  return [...families.values()].map((keys) => keys.sort(byNumber));
}

/** Often none of a family, else the first one or two, now and then any. */
function linesOf(type: GuestType, keys: readonly string[], vmId: number): Arbitrary<string[]> {
  const some = fc.oneof(
    { weight: 6, arbitrary: fc.constant<string[]>([]) },
    { weight: 3, arbitrary: fc.constant(keys.slice(0, 1)) },
    { weight: 2, arbitrary: fc.constant(keys.slice(0, 2)) },
    { weight: 1, arbitrary: fc.subarray([...keys], { maxLength: Math.min(2, keys.length) }) },
  );
  return some.chain((chosen) =>
    fc.tuple(...chosen.map((key) => valueOf(type, key, vmId).map((text) => (text === "" ? [] : [`${key}: ${text}`])))).map((lines) => lines.flat()),
  );
}

function valueOf(type: GuestType, key: string, vmId: number): Arbitrary<string> {
  const definition = pveSchema[type][key]!;
  if (/^(ide|sata|scsi)\d/.test(key)) return fc.oneof({ weight: 5, arbitrary: packed(type, key, vmId) }, { weight: 1, arbitrary: fc.constantFrom("none,media=cdrom", "local:iso/debian.iso,media=cdrom,size=600M") });
  return definition.properties ? packed(type, key, vmId) : plain(key, undefined, definition);
}

/** A packed value with its bare word at the beginning, as Proxmox VE prints it. */
function packed(type: GuestType, key: string, vmId: number): Arbitrary<string> {
  const fields = Object.entries(pveSchema[type][key]!.properties!).filter(([, { alias, keyAlias }]) => !alias && !keyAlias);
  const parts = fields
    .sort(([, a], [, b]) => Number(b.default_key ?? 0) - Number(a.default_key ?? 0))
    .filter(([field]) => field !== "media" && !(field === "macaddr" && key.startsWith("net")))
    .map(([field, definition]) => {
      const text = fieldOf(type, key, field, definition, vmId).map((value) => (definition.default_key ? value : `${field}=${value}`));
      const needed = definition.default_key !== undefined || definition.optional === undefined || ["size", "bridge"].includes(field);
      return needed ? text : sometimes(text);
    });
  return fc.tuple(...parts).map((all) => all.filter((part) => part !== undefined).join(","));
}

function fieldOf(type: GuestType, key: string, field: string, definition: Definition, vmId: number): Arbitrary<string> {
  if (field === "file" || field === "volume") return volume(type, key, vmId);
  if (field === "model" && type === "qemu" && key.startsWith("net")) return fc.tuple(fc.constantFrom("virtio", "e1000", "vmxnet3"), mac).map(([model, address]) => `${model}=${address}`);
  if (field === "bridge") return fc.constantFrom("vmbr0", "vmbr1");
  if (field === "name" && type === "lxc") return fc.constant(`eth${key.slice(3)}`);
  if (field === "size") return fc.constantFrom("8G", "528K", "1T", "10752M");
  if (field === "mp") return fc.constantFrom("/data", "/srv/media", "/mnt/x y");
  if (field === "cpus") return fc.constantFrom("0", "0-1", "0;2");
  if (field === "trunks") return fc.constantFrom("10", "10;024;7", type === "lxc" ? "20" : "10;20-30");
  if (key === "smbios1" && definition.format === undefined && definition.pattern?.includes("=")) return fc.constantFrom("QWNtZQ==", "Qm9hcmQ=");
  return plain(key, field, definition);
}

// No two devices share a volume.
function volume(type: GuestType, key: string, vmId: number): Arbitrary<string> {
  const disk = `disk-${[...key].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 9973, 7)}`;
  if (type === "lxc") return fc.constantFrom(`tank:subvol-${vmId}-${disk}`, `local:${vmId}/vm-${vmId}-${disk}.raw`, `local-lvm:vm-${vmId}-${disk}`);
  return fc.constantFrom(`local-lvm:vm-${vmId}-${disk}`, `tank:vm-${vmId}-${disk}`, `local:${vmId}/vm-${vmId}-${disk}.qcow2`);
}

const mac = fc.integer({ min: 0, max: 0xffffff }).map((number) => `BC:24:11:${number.toString(16).toUpperCase().padStart(6, "0").match(/../g)!.join(":")}`);

function plain(key: string, field: string | undefined, { type, enum: words, minimum = "0", maximum, pattern, format = "" }: Definition): Arbitrary<string> {
  if (type === "boolean") return fc.oneof({ weight: 9, arbitrary: fc.constantFrom("0", "1") }, { weight: 1, arbitrary: fc.constantFrom("on", "no") });
  if (type === "integer" || type === "number") return fc.integer({ min: Number(minimum), max: Math.min(Number(maximum ?? 4096), Number(minimum) + 4096) }).map(String);
  if (words) return fc.constantFrom(...words);
  if (format === "mac-addr") return mac;
  if (pattern !== undefined) return fc.stringMatching(expressionOf(pattern)).filter((text) => text.length < 60 && /^[\x20-\x7e]*$/.test(text) && !/[",\\]/.test(text) && text.trim() === text);
  const { takes = [] } = formats[format] ?? {};
  return fc.constantFrom(...(takes.length > 0 ? takes : ["abc", "with a blank", "äöü"]));
}

/** Proxmox VE's own regular expression; Perl writes its flags before it. */
export const expressionOf = (pattern: string) => new RegExp(`^(?:${pattern.replace(/\(\?\^u?:/g, "(?:").replace("{,", "{0,")})$`);

const sometimes = <T>(one: Arbitrary<T>): Arbitrary<T | undefined> => fc.option(one, { nil: undefined, freq: 3 }).map((value) => value ?? undefined);
