import type { GuestKind } from "./guest";

const at = "/nodes/{node}/lxc/{vmid}";

/** A container. */
export const containerKind: GuestKind = {
  prefix: "lxc",
  id: "{vmid}",
  word: { short: "container", one: "container", many: "containers", synonyms: ["ct", "cts", "pct"] },
  construct: "Container",
  terraform: [{ type: "proxmox_virtual_environment_container", importId: "{node}/{vmid}", attributes: { vmid: "vm_id", node: "node_name" } }],
  reads: {
    list: "/cluster/resources",
    where: { type: ["lxc"] },
    mentions: { pool: "pool" },
    documents: { config: `${at}/config`, state: `${at}/status/current`, interfaces: `${at}/interfaces` },
  },
  writes: [
    { operation: "create", method: "POST", address: "/nodes/{node}/lxc", body: { vmid: "{vmid}" } },
    { operation: "clone", method: "POST", address: "/nodes/{node}/lxc/{source}/clone", body: { newid: "{vmid}", target: "{node}" } },
    { operation: "configure", method: "PUT", address: `${at}/config` },
    { operation: "resize", method: "PUT", address: `${at}/resize` },
    { operation: "start", method: "POST", address: `${at}/status/start` },
    { operation: "stop", method: "POST", address: `${at}/status/shutdown` },
    { operation: "stop", method: "POST", address: `${at}/status/stop` },
    { operation: "restart", method: "POST", address: `${at}/status/reboot` },
    { operation: "membership", method: "PUT", address: "/pools?poolid={pool*}", body: { vms: "{vmid}" } },
    { operation: "destroy", method: "DELETE", address: at },
  ],
  rank: 101,
  serves: ["guest"],
  tool: "pct",
  createdFrom: "ostemplate",
  task: "vz",
  nameKey: "hostname",
  stem: "ct",
  nameless: (vmId) => `CT${vmId}`,
  macField: "hwaddr",
  addressFamily: "net",
  hasAgent: false,
  sharesKernel: true,
  tells: ["cpus", "type"],
  isStrict: false,
  complaint: /^(lxc\.rootfs\.\w+): /,
  errors: [{ word: /\bcontainer\b/i, numbered: false }],
  identity: { marks: { root: ["rootfs", "volume"] }, named: true, says: "a MAC address, nor its root volume and name" },
};
