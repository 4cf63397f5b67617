import { between, matches, oneOf } from "../accept";
import { numbered, slot } from "../place";
import { block, row } from "../row";
import { decimal } from "../shape/number";
import { mebibytes } from "../shape/size";
import { text, word } from "../shape/text";

// Proxmox VE takes fractions, which the provider does not read.
const mebibytesWithFraction = { ...mebibytes(), parse: decimal().parse };

const ranges = /^\d+(?:-\d+)?(?:;\d+(?:-\d+)?)*$/;

// numa0: cpus=0-3,hostnodes=0,memory=2048,policy=bind
export const numa = block("numa", "numaNodes", {
  says: "NUMA nodes of the guest; they need `cpu.numa`.", otherwise: "- one",
  from: numbered("numa", 8), only: (device) => "cpus" in device && "hostnodes" in device, has: (device) => "cpus" in device,
  unread: "the provider reads a NUMA node only with hostnodes",
}, [
  row(slot,        "device",    "device",    text(),       { required: true, accepts: matches(/^numa\d+$/, "numa0 to numa7"), requires: "cpu.numa", says: "Node: `numa0`." }),
  row("cpus",      "cpus",      "cpus",      text(ranges), { required: true, accepts: matches(ranges, "ranges such as 0-3"), requires: "cpu.numa", says: "CPUs of the guest: `0-3`." }),
  row("hostnodes", "hostNodes", "hostnodes", text(ranges), { accepts: matches(ranges, "ranges such as 0-1"), requires: "cpu.numa", says: "NUMA nodes of the host: `0`.", otherwise: "- any" }),
  row("memory",    "memory",    "memory",    mebibytesWithFraction, { required: true, accepts: between(64, 268435456), requires: "cpu.numa", says: "Memory of this node." }),
  row("policy",    "policy",    "policy",    word("preferred", "bind", "interleave"), { absent: "", default: "preferred", accepts: oneOf("bind", "interleave", "preferred"), requires: "cpu.numa", says: "How the memory is taken from the host's nodes." }),
]);
