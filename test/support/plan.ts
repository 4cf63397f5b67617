import { buildPlan, type PlanInput } from "../../generator/plan/build";
import type { Plan } from "../../generator/plan/plan";
import type { Address } from "../../lib/pve/address";
import { readInventory, type Guest, type Inventory } from "../../lib/inventory/inventory";
import { guestKinds } from "../../lib/schema/kind/all";
import { clusterB } from "./fixture";

const documents = new Map(
  Object.entries(clusterB.http).flatMap(([address, { status, body }]): [Address, unknown][] => (status === 200 ? [[address as Address, body?.data]] : [])),
);

/** The recorded cluster. */
export const inventoryB: Inventory = readInventory({ documents, unreadable: new Map() });

/** A stopped virtual machine of few words. */
export function guestOf(vmId: number, more: Partial<Guest> = {}): Guest {
  const type = more.type ?? "qemu";
  const name = more.name ?? `guest-${vmId}`;
  const config = type === "qemu" ? { name, scsihw: "virtio-scsi-pci", ostype: "l26", memory: "1024", cores: 2 } : { hostname: name, ostype: "debian", memory: 512, swap: 512, cores: 1, rootfs: `local-lvm:vm-${vmId}-disk-0,size=8G` };
  return { key: `${type}/${vmId}`, type, vmId, node: "pve1", name, status: "stopped", template: false, tags: [], config, ...more };
}

/** A cluster of one node with these guests. */
export function inventoryOf(guests: readonly Guest[], more: Partial<Inventory> = {}): Inventory {
  return { name: "home", nodes: [{ name: "pve1", online: true }], guests, storages: [], bridges: ["vmbr0"], pools: [], resources: resourcesOf(guests), freeNumbers: new Set(), unreadable: [], ...more };
}

const resourcesOf = (guests: readonly Guest[]): Inventory["resources"] =>
  new Map(guests.map(({ key, type, vmId, node, pool, config }) => [key, { key, kind: guestKinds[type], parts: { vmid: String(vmId), node }, row: { pool }, ...(config === undefined ? {} : { config }) }]));

/** What an import of an inventory plans, where nothing was written before. */
export function planOf(inventory: Inventory, more: Partial<PlanInput> = {}): Plan {
  return buildPlan({
    inventory,
    permissions: { "/vms": { "VM.Audit": 1 } },
    endpoint: "https://pve1.lan:8006",
    insecure: false,
    remembered: new Map(),
    forgotten: [],
    own: new Map(),
    named: { functions: new Map(), fields: [] },
    findings: new Map(),
    released: new Set(),
    deleted: new Set(),
    selection: () => true,
    groupBy: "node",
    asideBefore: new Map(),
    known: new Map(),
    members: new Set(),
    ...more,
  });
}
