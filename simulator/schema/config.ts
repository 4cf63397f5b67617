import type { GuestType } from "../../lib/pve/address";
import { formatOf } from "../../lib/schema/format";
import lxc from "./lxc.json";
import type { Properties, Property } from "./property";
import qemu from "./qemu.json";

// The keys of a guest's configuration as Proxmox VE's own schema has them: `net#` stands for as many as `count` says, `like` for parts in common.
type Entry = Property & { readonly count?: number; readonly like?: string };
type Entries = Readonly<Record<string, Entry>>;

const expanded: Readonly<Record<GuestType, Properties>> = { qemu: expand(qemu as Entries), lxc: expand(lxc as Entries) };

/** Every key of a kind of guest: `net0`, `net1`, … each by itself. */
export function configSchema(type: GuestType): Properties {
  return expanded[type];
}

/** What may be sent to create or change a guest: its configuration, with disks that are yet to be made. */
export const writable: Readonly<Record<GuestType, Properties>> = {
  qemu: withImport(writableOf("qemu")),
  lxc: writableOf("lxc"),
};

function expand(entries: Entries): Properties {
  const all = Object.entries(entries).flatMap(([name, { count, like, ...own }]): [string, Property][] => {
    if (name.startsWith("$")) return [];
    const property = like === undefined ? own : { ...own, properties: { ...entries[`$${like}`]!.properties, ...own.properties } };
    return count === undefined ? [[name, property]] : Array.from({ length: count }, (_, at) => [name.replace("#", String(at)), property]);
  });
  return Object.fromEntries(all);
}

function writableOf(type: GuestType): Properties {
  return Object.fromEntries(Object.entries(expanded[type]).filter(([name]) => !formatOf(type, name)?.readOnly));
}

/** A disk that is yet to be made says how large it shall be, or from which image it comes. */
function withImport(properties: Properties): Properties {
  const image: Property = { type: "string", format: "pve-volume-id-or-absolute-path", optional: true };
  const all = Object.entries(properties).map(([name, property]): [string, Property] =>
    /^(ide|sata|scsi|virtio|efidisk|tpmstate)\d+$/.test(name) ? [name, { ...property, properties: { ...property.properties, "import-from": image } }] : [name, property],
  );
  return { ...Object.fromEntries(all), cdrom: { type: "string", format: "pve-qm-ide", optional: true } };
}
