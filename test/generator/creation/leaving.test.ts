import { expect } from "chai";
import { readInventory } from "../../../lib/inventory/inventory";
import { explainLeaving } from "../../../generator/creation/leaving";
import type { Library, Volume } from "../../../generator/creation/volumes";

const inventory = readInventory({
  documents: new Map<string, unknown>([
    ["/cluster/resources", [...["pve1", "pve2"].map((node) => ({ type: "node", node, status: "online" })), { type: "node", node: "pve3", status: "offline" }, { type: "qemu", vmid: 101, node: "pve1", name: "web", status: "running" }]],
    ["/nodes/pve1/qemu/101/config", { scsi0: "fast:vm-101-disk-0,size=32G", ide2: "local:iso/debian.iso,media=cdrom", unused0: "fast:vm-101-disk-7", parent: "last" }],
    ["/storage", [{ storage: "fast", type: "lvmthin", content: "images" }, { storage: "local", type: "dir", content: "iso,backup" }, { storage: "nas", type: "nfs", content: "backup" }, { storage: "far", type: "dir", content: "backup", nodes: "pve3" }]],
  ]),
  unreadable: new Map(),
} as never);
const contents = (name: string) => new Set(name === "fast" ? ["images"] : ["backup"]);
const backup = (volid: string, madeAt: number, more: Partial<Volume> = {}): Volume => ({ volid, content: "backup", node: "", vmId: 101, madeAt, bytes: 2 ** 30, ...more });
const stored: Record<string, readonly Volume[]> = {
  "pve1 local": [backup("local:backup/vzdump-qemu-101-2026_11_01-00_00_00.vma.zst", 1)],
  "pve2 local": [backup("local:backup/vzdump-qemu-101-2026_11_09-00_00_00.vma.zst", 9), backup("local:backup/vzdump-lxc-101-2025_01_01-00_00_00.tar.zst", 0)],
  "pve1 nas": [backup("nas:backup/vm/101/2026-11-28T01:00:00Z", 28, { subtype: "vm", bytes: 2 ** 20 }), backup("nas:backup/vm/102/2026-11-28T01:00:00Z", 28, { vmId: 102 })],
  "pve2 nas": [backup("nas:backup/vm/101/2026-11-28T01:00:00Z", 28, { subtype: "vm", bytes: 2 ** 20 })],
};
const library: Library = {
  on: (node, storages) => Promise.resolve({ volumes: storages.flatMap((one) => stored[`${node} ${one}`] ?? []) }),
  snapshots: () => Promise.resolve({ names: ["first", "last"] }),
  guest: () => Promise.resolve({}),
  close: () => undefined,
};
const guest = inventory.guests.find(({ vmId }) => vmId === 101)!;

describe("what is said of a guest that leaves", () => {
  it("is its disks, its snapshots, and the backups that stay, from every storage and node that is reached", async () => {
    expect(await explainLeaving(guest, { inventory, contents }, library)).to.deep.equal({
      disks: ["scsi0: fast:vm-101-disk-0, 32G", "unused0: fast:vm-101-disk-7"],
      backups: ["nas:backup/vm/101/2026-11-28T01:00:00Z, 1 MiB", "local:backup/vzdump-qemu-101-2026_11_09-00_00_00.vma.zst, 1 GiB", "local:backup/vzdump-qemu-101-2026_11_01-00_00_00.vma.zst, 1 GiB"],
      notes: ["it is running, and is stopped first", "its snapshots go with it: first, last", "whether backups of it are on the storage far was not seen: no node reaches it"],
    });
  });

  it("does not say that there is no backup where nobody could look", async () => {
    const blind: Library = { ...library, on: () => Promise.resolve({ volumes: [], unasked: "PROXMOX_VE_API_TOKEN is not set" }), snapshots: () => Promise.resolve({ names: [], unasked: "the same" }) };
    const { backups, notes } = await explainLeaving(guest, { inventory, contents }, blind);
    expect(backups).to.deep.equal([]);
    expect(notes).to.include("its backups stay on their storages; which there are was not seen: PROXMOX_VE_API_TOKEN is not set").and.include("its snapshots go with it; the last is last");
  });

  it("is that none was found, where all that was looked at has none", async () => {
    const { notes } = await explainLeaving(guest, { inventory, contents }, { ...library, on: () => Promise.resolve({ volumes: [] }) });
    expect(notes).to.include("no backup of it was found among those that the credentials may see");
  });
});
