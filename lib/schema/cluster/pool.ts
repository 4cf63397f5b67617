import { matches } from "../accept";
import { nameFromPath } from "../phrase";
import { row } from "../row";
import { ownerNumber } from "../shape/answer";
import { text } from "../shape/text";
import { reference } from "../shape/reference";
import { memberDoes } from "./does";
import { provided, type ClusterTable } from "./table";

export const poolTables: readonly ClusterTable[] = [
  {
    type: "pool", terraform: "proxmox_virtual_environment_pool", construct: "Pool", area: "pools", named: "name", policy: "destroy", older: true,
    says: "A resource pool: guests and storages that rights are given on together.",
    rows: [
      row("poolid", "name", "pool_id", { ...text(/^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+){0,2}$/), expected: "letters, digits, - _ ., and at most three levels with / between them" }, { says: "Its name, with those above it: `customers/acme`.", otherwise: nameFromPath, replaces: true }),
      row("comment", "comment", "comment", text(), { says: "Notes.", otherwise: "- none" }),
      { ...provided("members", text(), null), pve: "members" },
    ],
  },
  {
    type: "pool-member", terraform: "proxmox_pool_membership", construct: "PoolMember", area: "members", policy: "destroy", does: memberDoes,
    says: "A guest's or a storage's membership in a resource pool.",
    importId: ({ pool_id, vm_id, storage_id }) => `${String(pool_id)}/${storage_id === undefined ? "vm" : "storage"}/${String(storage_id ?? vm_id)}`,
    rows: [
      row("poolid", "pool", "pool_id", reference("pool"), { says: "The pool.", required: true, replaces: true, accepts: matches(/^[^/]*$/, "a pool without another above it"), why: "the provider cannot import memberships of pools inside of pools; a virtual machine says its pool by itself" }),
      row("vmid", "guest", "vm_id", ownerNumber("IVirtualMachine | IContainer | number"), { says: "The guest, or its number.", otherwise: "- none, where a storage is said", replaces: true }),
      row("storage", "storage", "storage_id", reference("storage"), { says: "The storage.", otherwise: "- none, where a guest is said", replaces: true }),
      { ...provided("type", text(), null), pve: "kind" },
    ],
  },
];
