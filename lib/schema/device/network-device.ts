import { between, macAddress, nearby, oneOf } from "../accept";
import { networkModels } from "../provider/bpg";
import { nearestModel } from "../provider/nearest";
import { bridgeId, unicastMac } from "../pve-format";
import { constant, numbered } from "../place";
import { block, lost, output, row } from "../row";
import { decimal, flag, integer } from "../shape/number";
import { reference } from "../shape/reference";
import { formatted, trunkList, word } from "../shape/text";

const models = [
  "e1000", "e1000-82540em", "e1000-82544gc", "e1000-82545em", "e1000e", "i82551", "i82557b", "i82559er", "ne2k_isa", "ne2k_pci", "pcnet", "rtl8139", "virtio", "vmxnet3",
];
const mac = formatted(unicastMac);

// net0: virtio=BC:24:11:2B:98:2F,bridge=vmbr0,firewall=1,tag=10
export const networkDevice = block("network_device", "networkDevices", {
  says: "Network cards, net0 first.",
  from: numbered("net", 32), gaps: "null", whole: true,
  gapIgnores: ["network_device", "ipv4_addresses", "ipv6_addresses", "network_interface_names"],
  packing: { defaultKey: "model", pairs: { names: models, name: "model", value: "macaddr" } },
}, [
  row("bridge",    "bridge",       "bridge",       reference("bridge", formatted(bridgeId)), { absent: "", default: "vmbr0", always: true, says: "Bridge that the card is plugged into; the empty text is Proxmox VE's user-mode network." }),
  row("link_down", "disconnected", "disconnected", flag,             { says: "Unplugs the virtual cable." }),
  output(constant(true),           "enabled",      flag,             { default: true }),
  row("firewall",  "firewall",     "firewall",     flag,             { says: "Uses the Proxmox VE firewall on this card." }),
  row("macaddr",   "macAddress",   "mac_address",  mac,              { drawn: true, accepts: macAddress, says: "Hardware address: `BC:24:11:2B:98:2F`.", otherwise: "- Proxmox VE draws one" }),
  row("model",     "model",        "model",        word(...models),  { absent: "", default: "virtio", accepts: nearby(oneOf(...networkModels), nearestModel), says: "Card that the guest sees." }),
  row("mtu",       "mtu",          "mtu",          integer(1, 65520), { says: "Largest packet; 1 takes the bridge's. virtio only.", otherwise: "- 1500, or the bridge's", unit: "bytes" }),
  row("queues",    "queues",       "queues",       integer(0, 64),   { accepts: between(0, 64), says: "Packet queues. virtio only.", otherwise: "- one" }),
  row("rate",      "rateLimit",    "rate_limit",   decimal(0),       { says: "Upper bound of the transfer rate.", otherwise: "- no bound", unit: "MB/s" }),
  row("trunks",    "trunks",       "trunks",       trunkList,        { shareable: true, vlans: true, says: "VLANs that pass the card tagged, separated by `;`.", otherwise: "- none, or all of a bridge that knows no VLANs" }),
  row("tag",       "vlanId",       "vlan_id",      integer(1, 4094), { vlans: true, says: "VLAN that the bridge tags the card's packets with.", otherwise: "- untagged" }),
  lost("host-tunnel", flag, "the provider takes it for a card model"),
]);
