import type { Kind } from "./kind";

/** A Linux bridge of one node. Open vSwitch's are bridges to the guests, and the provider cannot say them. */
export const bridgeKind: Kind = {
  prefix: "bridge",
  id: "{node}/{iface}",
  word: { short: "bridge", one: "bridge", many: "bridges", synonyms: ["vmbr"] },
  construct: "Bridge",
  serves: ["interface"],
  bound: true,
  terraform: [{ type: "proxmox_network_linux_bridge", importId: "{node}:{iface}", attributes: { node: "node_name", iface: "name" }, only: { type: "bridge" }, aliases: ["proxmox_virtual_environment_network_linux_bridge"] }],
  reads: { list: "/nodes/{node}/network", where: { type: ["bridge", "OVSBridge"] } },
  writes: [
    { operation: "create", method: "POST", address: "/nodes/{node}/network", body: { iface: "{iface}" } },
    { operation: "configure", method: "PUT", address: "/nodes/{node}/network/{iface}" },
    // These two are about all interfaces of the node at once.
    { operation: "apply", method: "PUT", address: "/nodes/{node}/network" },
    { operation: "revert", method: "DELETE", address: "/nodes/{node}/network" },
    { operation: "destroy", method: "DELETE", address: "/nodes/{node}/network/{iface}" },
  ],
  rank: 10,
};
