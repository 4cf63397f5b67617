import type { Kind, TerraformType } from "./kind";
import { bridgeKind } from "./bridge";

const type = (name: string, of: string, aliases: readonly string[] = []): TerraformType => ({ type: `proxmox_network_linux_${name}`, importId: "{node}:{iface}", attributes: { node: "node_name", iface: "name" }, only: { type: of }, aliases });

const unsaid = (prefix: string, rank: number, word: Kind["word"], where: Kind["reads"]["where"], sets?: Kind["reads"]["sets"]): Kind => ({
  prefix, id: bridgeKind.id, rank, bound: true, word, terraform: [], writes: [], unsaid: { why: "the provider has no resource for it", beside: "bridge" }, reads: { list: bridgeKind.reads.list, where, sets },
});

/** Interfaces of a node besides its bridges; they share the addresses of those. */
export const interfaceKinds: readonly Kind[] = [
  { ...bridgeKind, prefix: "bond", rank: 8, construct: undefined, word: { short: "bond", one: "bond", many: "bonds", synonyms: [] }, terraform: [type("bond", "bond")], reads: { ...bridgeKind.reads, where: { type: ["bond", "OVSBond"] } } },
  { ...bridgeKind, prefix: "vlan", rank: 9, construct: undefined, word: { short: "vlan", one: "VLAN interface", many: "VLAN interfaces", synonyms: [] }, terraform: [type("vlan", "vlan", ["proxmox_virtual_environment_network_linux_vlan"])], reads: { ...bridgeKind.reads, where: { type: ["vlan"] } } },
  unsaid("other-interface", 7, { short: "interface", one: "network interface", many: "network interfaces", synonyms: [] }, { type: ["alias", "OVSPort", "OVSIntPort", "vxlan", "dummy", "unknown"] }),
  // A card is hardware, and is there without a setting.
  unsaid("card", 6, { short: "card", one: "network card with settings", many: "network cards with settings", synonyms: [] }, { type: ["eth"] }, { method: "manual", method6: "manual", mtu: "", comments: "", comments6: "", autostart: "0", gateway: "", gateway6: "", options: "", options6: "" }),
];
