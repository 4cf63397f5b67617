import { macAddress } from "../../accept";
import { unicastMac } from "../../pve-format";
import { constant, numbered } from "../../place";
import { block, lost, output, row } from "../../row";
import { decimal, flag, integer } from "../../shape/number";
import { reference } from "../../shape/reference";
import { Refusal } from "../../shape";
import { formatted, text, withoutRanges, word } from "../../shape/text";

const unknown = "the provider does not know it";
const vlanNumbers = text(/^\d+(;\d+)*$/);
const name = text(/^[-_.\w]+$/);

// net0: name=eth0,bridge=vmbr0,hwaddr=BC:24:11:2B:98:2F,ip=dhcp,tag=20        addresses: initialization
export const networkInterface = block("network_interface", "networkInterfaces", { says: "Network cards, net0 first.", from: numbered("net", 32), most: 10 }, [
  row("name",         "name",        "name",         name, { required: true, says: "Name inside: `eth0`." }),
  row("bridge",       "bridge",      "bridge",       reference("bridge", name), { absent: "", default: "vmbr0", always: true, says: "Bridge that the card is plugged into." }),
  output(constant(true),             "enabled",      flag, { default: true }),
  row("firewall",     "firewall",    "firewall",     flag, { says: "Uses the Proxmox VE firewall on this card." }),
  row("host-managed", "hostManaged", "host_managed", flag, { says: "The node sets up the addresses." }),
  row("hwaddr",       "macAddress",  "mac_address",  formatted(unicastMac), { computed: true, accepts: macAddress, says: "Hardware address: `BC:24:11:2B:98:2F`.", otherwise: "- Proxmox VE draws one" }),
  row("rate",         "rateLimit",   "rate_limit",   decimal(), { says: "Upper bound of the transfer rate.", otherwise: "- no bound", unit: "MB/s" }),
  row("tag",          "vlanId",      "vlan_id",      integer(1, 4094), { vlans: true, says: "VLAN that the bridge tags the card's packets with.", otherwise: "- untagged" }),
  row("mtu",          "mtu",         "mtu",          integer(64, 65535), { says: "Largest packet.", otherwise: "- the bridge's", unit: "bytes" }),
  lost("link_down", flag, unknown),
  lost("trunks",    vlanNumbers, unknown, { vlans: true, refuses: (value) => (value !== undefined && vlanNumbers.parse(String(value)) === undefined ? new Refusal(`the provider cannot read the trunks "${String(value)}"`, withoutRanges(String(value))) : undefined) }),
  lost("type",      word("veth"), "it has only one value", { internal: true }),
]);
