import type { Guest, Inventory } from "../../lib/inventory/inventory";
import { graphOf } from "../../lib/inventory/link";
import { parseGuestKey } from "../../lib/pve/address";
import { printGuestName, printName } from "../../lib/schema/kind/name";
import { exit, PmpcError } from "../../lib/error";

/** What is lost with a guest, and what stays. */
export interface Leaving {
  /** `scsi0: local-zfs:vm-101-disk-0, 32G` */
  readonly disks: readonly string[];
  /** What else happens, as sentences. */
  readonly notes: readonly string[];
}

const volumes = /^(?:(?:scsi|virtio|sata|ide)\d+|efidisk0|tpmstate0|rootfs|mp\d+|unused\d+)$/;

/** Explains what an apply destroys with a guest. Raises `still-needed` where Proxmox VE or another guest would suffer. */
export function explainLeaving(guest: Guest, inventory: Inventory): Leaving {
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
    ...(config.parent === undefined ? [] : [`its snapshots go with it; the last is ${String(config.parent)}`]),
    ...others,
    "its backups stay on their storages; pmpc does not touch them",
  ];
  return { disks, notes };
}
