import { collection, shortAndLong, words } from "./collection";
import type { Kind } from "./kind";

const zone = (type: string) => shortAndLong(`sdn_zone_${type}`, { importId: "{zone}", attributes: { zone: "id" }, only: { type } });
const fabric = (protocol: string) => shortAndLong(`sdn_fabric_${protocol}`, { importId: "{id}", attributes: { id: "id" }, only: { protocol } });
const vnet = "/cluster/sdn/vnets/{vnet}";
const noResource = "the provider has no resource for it; zones name it";

/** What one is, what of it waits to be applied, and which are deleted and run until then. */
const waits = (one: string) => ({ documents: { config: one, pending: `${one}?pending=1` }, leaving: `${one.slice(0, one.lastIndexOf("/"))}?pending=1` });

/** The software-defined network. Changes wait until they are applied, all at once. */
export const sdnKinds: readonly Kind[] = [
  collection({
    prefix: "sdn-controller", at: "/cluster/sdn/controllers", part: "controller", rank: 11, word: words("sdn-controller", "SDN controller", "SDN controllers"), reads: { ...waits("/cluster/sdn/controllers/{controller}"), mentions: { node: "node" } },
    terraform: [{ type: "proxmox_sdn_controller_evpn", importId: "{controller}", attributes: { controller: "id" }, only: { type: "evpn" } }],
  }),
  collection({ prefix: "sdn-fabric", at: "/cluster/sdn/fabrics/fabric", part: "id", rank: 12, word: words("sdn-fabric", "SDN fabric", "SDN fabrics"), reads: { documents: { config: "/cluster/sdn/fabrics/fabric/{id}", pending: "/cluster/sdn/fabrics/fabric/{id}?pending=1" } }, terraform: [fabric("openfabric"), fabric("ospf")] }),
  {
    prefix: "sdn-fabric-node", id: "{fabric}/{node}", rank: 12.5, word: words("sdn-fabric-node", "node of an SDN fabric", "nodes of SDN fabrics"),
    terraform: ["openfabric", "ospf"].map((protocol) => shortAndLong(`sdn_fabric_node_${protocol}`, { importId: "{fabric}/{node}", attributes: { fabric: "fabric_id", node: "node_id" }, only: { protocol } })),
    // The list of all nodes has each only once, in whichever fabric.
    reads: { list: "/cluster/sdn/fabrics/node/{id}", of: "sdn-fabric", columns: { fabric_id: "{fabric}", node_id: "{node}" }, mentions: { fabric_id: "sdn-fabric", node_id: "node" } },
    writes: [
      { operation: "create", method: "POST", address: "/cluster/sdn/fabrics/node/{fabric}", body: { node_id: "{node}" } },
      { operation: "configure", method: "PUT", address: "/cluster/sdn/fabrics/node/{fabric}/{node}" },
      { operation: "destroy", method: "DELETE", address: "/cluster/sdn/fabrics/node/{fabric}/{node}" },
    ],
  },
  // These two answer passwords in clear text, which are taken out before anything keeps the answer.
  collection({ prefix: "sdn-ipam", at: "/cluster/sdn/ipams", part: "ipam", rank: 13, word: words("sdn-ipam", "SDN IPAM", "SDN IPAMs"), terraform: [], reads: { secrets: ["token"] }, unsaid: { why: noResource, beside: "zone", builtIn: { type: ["pve"] } } }),
  collection({ prefix: "sdn-dns", at: "/cluster/sdn/dns", part: "dns", rank: 14, word: words("sdn-dns", "SDN DNS server", "SDN DNS servers"), terraform: [], reads: { secrets: ["key"] }, unsaid: { why: noResource, beside: "zone" } }),
  collection({
    prefix: "zone", at: "/cluster/sdn/zones", part: "zone", rank: 15, word: words("zone", "SDN zone", "SDN zones"), reads: { ...waits("/cluster/sdn/zones/{zone}"), mentions: { nodes: "node", controller: "sdn-controller", ipam: "sdn-ipam", dns: "sdn-dns", reversedns: "sdn-dns", exitnodes: "node" } },
    terraform: ["evpn", "qinq", "simple", "vlan", "vxlan"].map(zone),
  }),
  collection({
    prefix: "vnet", at: "/cluster/sdn/vnets", part: "vnet", rank: 16, word: words("vnet", "virtual network", "virtual networks"), reads: { ...waits(vnet), mentions: { zone: "zone" } }, serves: ["bridge"], rights: "/sdn/zones/{zone}/{vnet}",
    terraform: [shortAndLong("sdn_vnet", { importId: "{vnet}", attributes: { vnet: "id" } })],
  }),
  {
    prefix: "subnet", id: "{vnet}/{subnet}", rank: 17, word: words("subnet", "subnet", "subnets"),
    terraform: [shortAndLong("sdn_subnet", { importId: "{vnet}/{subnet}", attributes: { vnet: "vnet", subnet: "id" } })],
    reads: { list: `${vnet}/subnets`, of: "vnet", ...waits(`${vnet}/subnets/{subnet}`) },
    writes: [
      // The body says its network, and Proxmox VE makes the name of it.
      { operation: "create", method: "POST", address: `${vnet}/subnets` },
      { operation: "configure", method: "PUT", address: `${vnet}/subnets/{subnet}` },
      { operation: "destroy", method: "DELETE", address: `${vnet}/subnets/{subnet}` },
    ],
  },
];
