import type { Guest } from "../../lib/inventory/inventory";
import { graphOf } from "../../lib/inventory/link";
import { parseGuestKey } from "../../lib/pve/address";
import { guestKinds } from "../../lib/schema/kind/all";
import { printGuestName, printName } from "../../lib/schema/kind/name";
import { exit, PmpcError } from "../../lib/error";
import { isOn, type Ground } from "./ground";
import type { Library, Volume } from "./volumes";

/** What is lost with a guest, and what stays. */
export interface Leaving {
  /** `scsi0: local-zfs:vm-101-disk-0, 32G` */
  readonly disks: readonly string[];
  /** The backups that stay, newest first: `nas:backup/vzdump-qemu-101-2026_11_28-02_00_00.vma.zst, 12 GiB`. */
  readonly backups: readonly string[];
  /** What else happens, as sentences. */
  readonly notes: readonly string[];
}

const volumes = /^(?:(?:scsi|virtio|sata|ide)\d+|efidisk0|tpmstate0|rootfs|mp\d+|unused\d+)$/;

/** Explains what an apply destroys with a guest, and what stays. Raises `still-needed` where Proxmox VE or another guest would suffer. */
export async function explainLeaving(guest: Guest, { inventory, contents }: Pick<Ground, "inventory" | "contents">, library: Library): Promise<Leaving> {
  const label = printGuestName(guest);
  const config = guest.config ?? {};
  const users = graphOf(inventory).linkedFrom(guest.key);
  const copies = users.filter(({ as, from }) => as === "guest" && parseGuestKey(from));
  if (copies.length > 0) throw new PmpcError("still-needed", `${copies.map(({ from }) => printName(from)).join(", ")} ${copies.length === 1 ? "is a linked copy" : "are linked copies"} of ${label}: without it ${copies.length === 1 ? "its disks are" : "their disks are"} nothing`, { hint: "delete the copies first, or give them disks of their own: a full clone, or a disk that is moved", exit: exit.refused });
  if (Number(config.protection) === 1) throw new PmpcError("still-needed", `${label} is protected: Proxmox VE would refuse to remove it`, { hint: `pmpc unprotect ${label}   then: pmpc delete ${label}`, exit: exit.refused });
  const disks = Object.entries(config).flatMap(([key, value]) => {
    const text = String(value);
    if (!volumes.test(key) || /media=cdrom/.test(text) || !text.includes(":")) return [];
    const [, volume = text] = /^(?:file=|volume=)?([^,]+)/.exec(text) ?? [];
    const size = /(?:^|,)size=([^,]+)/.exec(text)?.[1];
    return [`${key}: ${volume}${size === undefined ? "" : `, ${size}`}`];
  });
  const others = users.filter(({ as }) => as !== "guest").map(({ from, at }) => `${printName(from)} names it${at.length === 0 ? "" : ` (${at.join(", ")})`}`);
  const notes = [
    ...(guest.status === "running" ? ["it is running, and is stopped first"] : []),
    ...others,
  ];
  const [snapshots, backups] = [await snapshotsOf(guest, library), await backupsOf(guest, { inventory, contents }, library)];
  return { disks, backups: backups.found, notes: [...notes, ...snapshots, ...backups.notes] };
}

async function snapshotsOf(guest: Guest, library: Library): Promise<readonly string[]> {
  const last = guest.config?.parent;
  // Without a snapshot there is none to ask for.
  if (last === undefined) return [];
  const { names, unasked } = await library.snapshots(guest);
  return unasked === undefined && names.length > 0 ? [`its snapshots go with it: ${names.join(", ")}`] : [`its snapshots go with it; the last is ${String(last)}`];
}

/** The backups of a guest, on every storage that takes some: a guest may have been on other nodes before. */
async function backupsOf(guest: Guest, { inventory, contents }: Pick<Ground, "inventory" | "contents">, library: Library): Promise<{ readonly found: readonly string[]; readonly notes: readonly string[] }> {
  const online = inventory.nodes.filter((one) => one.online).map(({ name }) => name);
  const found = new Map<string, Volume>();
  const notes: string[] = [];
  for (const storage of inventory.storages.filter(({ name }) => contents(name)?.has("backup") !== false)) {
    const nodes = online.filter((node) => isOn(storage, node));
    if (nodes.length === 0) notes.push(`whether backups of it are on the storage ${storage.name} was not seen: no node reaches it`);
    for (const node of nodes) {
      const { volumes, unasked } = await library.on(node, [storage.name]);
      if (unasked !== undefined) return { found: [], notes: [`its backups stay on their storages; which there are was not seen: ${unasked}`] };
      for (const one of volumes) if (one.content === "backup" && one.vmId === guest.vmId && isOf(one, guest)) found.set(one.volid, one);
    }
  }
  const newest = [...found.values()].sort((a, b) => (b.madeAt ?? 0) - (a.madeAt ?? 0));
  const none = newest.length === 0 ? ["no backup of it was found among those that the credentials may see"] : [];
  return { found: newest.map(({ volid, bytes }) => `${volid}${bytes === undefined ? "" : `, ${sizeOf(bytes)}`}`), notes: [...notes, ...none] };
}

/** A number may have been another guest's before; a backup says of which kind it is. */
const isOf = ({ volid, subtype }: Volume, { type }: Guest) => {
  const kind = subtype ?? /(?:vzdump-|backup\/)(qemu|lxc|openvz|vm|ct)\b/.exec(volid)?.[1];
  return kind === undefined || guestKinds[type].making.backups.includes(kind);
};

const sizeOf = (bytes: number) => (bytes < 2 ** 30 ? `${Math.round(bytes / 2 ** 20)} MiB` : `${Math.round((bytes / 2 ** 30) * 10) / 10} GiB`);
