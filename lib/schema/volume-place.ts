import type { GuestType } from "../pve/address";
import { catalog } from "./catalog";
import { familyOf } from "./keys";
import type { Block, GuestTable, Row } from "./row";

/** A block of the provider's whose device is a volume of a storage. */
export interface VolumeBlock {
  /** The provider's name: `disk`, `efi_disk`, `mount_point`. */
  readonly name: string;
  /** The only place that it can have: `efidisk0`. */
  readonly key?: string;
  /** Families of numbered places whose number is the place in the list: `mp`. */
  readonly counted: readonly string[];
  /** The attribute by which a device says its place: `interface`. */
  readonly place?: string;
  /** Another storage moves the volume; otherwise it replaces the guest. */
  readonly moves: boolean;
}

/** A block that says what is in a drive, and no disk of the guest's: a CD, or the settings of cloud-init. */
export interface DiscBlock {
  readonly name: string;
  readonly place: string;
  /** Where it is if nothing says it: `ide3`. */
  readonly drive: string;
}

const blocksOf = (table: GuestTable) => table.rows.filter((member): member is Block => member.kind === "block");
const isVolume = ({ packing }: Block) => packing?.defaultKey === "file" || packing?.defaultKey === "volume";
const rowsOf = ({ rows }: Block) => rows.filter((member): member is Row => member.kind === "row");
const placeOf = (block: Block) => rowsOf(block).find(({ pve }) => (typeof pve === "object" ? pve.is === "slot" : pve.endsWith("/slot")))?.terraform ?? undefined;

/** The blocks of a kind of guest that hold its disks. */
export function volumeBlocks(type: GuestType): readonly VolumeBlock[] {
  return blocksOf(catalog[type]).flatMap((block): readonly VolumeBlock[] => {
    const { terraform, drive, from } = block;
    if (!isVolume(block) || terraform === null || drive !== undefined) return [];
    const place = placeOf(block);
    return [{
      name: terraform,
      ...(from?.is === "key" ? { key: from.key } : {}),
      counted: from?.is === "numbered" && place === undefined ? from.families : [],
      ...(place === undefined ? {} : { place }),
      moves: rowsOf(block).some(({ prop, replaces }) => prop === "storage" && replaces === undefined),
    }];
  });
}

/** The blocks of a kind of guest that say what is in a drive. */
export function discBlocks(type: GuestType): readonly DiscBlock[] {
  return blocksOf(catalog[type]).flatMap((block) => (block.drive === undefined ? [] : [{ name: block.terraform!, place: placeOf(block)!, drive: block.drive }]));
}

const all = Object.values(catalog).flatMap(blocksOf).filter(isVolume);
const places = new Set(all.flatMap(({ from }) => (from?.is === "key" ? [from.key] : from?.is === "numbered" ? from.families.map((family) => `${family}#`) : [])));
const drives = new Set(all.flatMap((block) => (block.from?.is === "numbered" && placeOf(block) !== undefined ? block.from.families.map((family) => `${family}#`) : [])));

/** Whether a key's value is a volume, or may be one: `scsi0`, `rootfs`, `mp1`, `unused0`. */
export const holdsVolume = (key: string): boolean => places.has(key) || (familyOf(key) !== key && places.has(familyOf(key)));

/** Whether a key is a drive, in which a disk or a disc can be: `scsi0`. */
export const isDriveKey = (key: string): boolean => familyOf(key) !== key && drives.has(familyOf(key));
