import { hasAgent } from "../../lib/schema/device/agent";
import { isRunning, nameOf, readGuest } from "../guest";
import { interfacesOf, type GuestInterface } from "../interface";
import { failed } from "../refusal";
import { index, needs, type Call, type Route } from "../route";
import { existingGuest } from "./guest";

const below = [
  "exec exec-status file-read file-write fsfreeze-freeze fsfreeze-status fsfreeze-thaw fstrim get-fsinfo get-host-name get-memory-block-info",
  "get-memory-blocks get-osinfo get-time get-timezone get-users get-vcpus info network-get-interfaces ping set-user-password shutdown",
  "suspend-disk suspend-hybrid suspend-ram",
].join(" ");
const auditors = ["VM.GuestAgent.Audit", "VM.GuestAgent.Unrestricted"];

/** What guests say about themselves: virtual machines through their agent, containers through the node. */
export const agentRoutes: readonly Route[] = [
  { method: "GET", path: "/nodes/{node}/qemu/{vmid}/agent", run: () => index("name", below) },
  {
    method: "GET",
    path: "/nodes/{node}/qemu/{vmid}/agent/network-get-interfaces",
    ...needs("/vms/{vmid}", ...auditors),
    run: (call) => ({ result: interfacesOf(call.cluster, answering(call)).map(fromAgent) }),
  },
  {
    method: "GET",
    path: "/nodes/{node}/qemu/{vmid}/agent/get-host-name",
    ...needs("/vms/{vmid}", ...auditors),
    run: (call) => ({ result: { "host-name": nameOf(answering(call)) } }),
  },
  {
    method: "POST",
    path: "/nodes/{node}/qemu/{vmid}/agent/ping",
    ...needs("/vms/{vmid}", ...auditors),
    run: (call) => (answering(call), { result: {} }),
  },
  { method: "GET", path: "/nodes/{node}/lxc/{vmid}/interfaces", ...needs("/vms/{vmid}", "VM.Audit"), run: containerInterfaces },
];

/** The virtual machine, if its agent talks. */
function answering(call: Call) {
  const guest = existingGuest(call, "qemu");
  if (!hasAgent(readGuest(guest).current)) throw failed("No QEMU guest agent configured");
  if (!isRunning(guest)) throw failed(`VM ${guest.vmId} is not running`);
  if (guest.addresses === "silent") throw failed("QEMU guest agent is not running");
  return guest;
}

// The agent says numbers and ipv4, the node text and inet: two programs, two tastes.
function fromAgent({ name, mac, addresses }: GuestInterface) {
  return {
    name,
    "hardware-address": mac,
    "ip-addresses": addresses.map((address) => ({
      "ip-address": address.split("/")[0],
      prefix: Number(address.split("/")[1]),
      "ip-address-type": address.includes(":") ? "ipv6" : "ipv4",
    })),
    statistics: {
      "rx-bytes": 1000,
      "rx-dropped": 0,
      "rx-errs": 0,
      "rx-packets": 10,
      "tx-bytes": 1000,
      "tx-dropped": 0,
      "tx-errs": 0,
      "tx-packets": 10,
    },
  };
}

function containerInterfaces(call: Call) {
  const guest = existingGuest(call, "lxc");
  if (!isRunning(guest)) return null;
  return interfacesOf(call.cluster, guest).map(({ name, mac, addresses }) => {
    const four = addresses.find((address) => !address.includes(":"));
    const six = addresses.find((address) => address.includes(":"));
    return {
      name,
      hwaddr: mac,
      "hardware-address": mac,
      ...(four === undefined ? {} : { inet: four }),
      ...(six === undefined ? {} : { inet6: six }),
      "ip-addresses": addresses.map((address) => ({
        "ip-address": address.split("/")[0],
        prefix: address.split("/")[1],
        "ip-address-type": address.includes(":") ? "inet6" : "inet",
      })),
    };
  });
}
