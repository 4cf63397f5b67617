import type { GuestType } from "../../lib/pve/address";
import { guestFilePath } from "../../lib/pve/guest-config";
import type { Guest } from "../cluster";
import { type Config, configOf, isRunning, readGuest, textOf } from "../guest";
import { configId, flag, isSet } from "../parameter";
import { listPending } from "../pending";
import { failed, invalid } from "../refusal";
import { demand, given, index, mayAny, needs, type Call, type Route } from "../route";
import { describeForNode, describeFully, describeState } from "../state";

const below = {
  qemu: [
    "config cloudinit pending status unlink vncproxy termproxy migrate resize move rrd rrddata monitor agent",
    "snapshot spiceproxy sendkey firewall mtunnel remote_migrate",
  ].join(" "),
  lxc: "config pending status vncproxy termproxy vncwebsocket spiceproxy migrate clone rrd rrddata firewall snapshot resize interfaces",
};
const belowStatus = { qemu: "current start stop reset shutdown suspend reboot", lxc: "current start stop shutdown migrate reboot" };
const audit = needs("/vms/{vmid}", "VM.Audit");

/** Reading a guest; the same for both types but for a few words. */
export const guestRoutes: readonly Route[] = (["qemu", "lxc"] as const).flatMap((type): Route[] => {
  const guest = `/nodes/{node}/${type}/{vmid}`;
  return [
    {
      method: "GET",
      path: `/nodes/{node}/${type}`,
      takes: type === "qemu" ? { full: flag } : {},
      unordered: true,
      run: (call) => listGuests(call, type),
    },
    { method: "GET", path: guest, run: () => index("subdir", below[type]) },
    { method: "GET", path: `${guest}/config`, ...audit, takes: { current: flag, snapshot: configId }, run: (call) => readConfig(call, type) },
    { method: "GET", path: `${guest}/pending`, ...audit, unordered: true, run: (call) => readPending(call, type) },
    { method: "GET", path: `${guest}/snapshot`, ...audit, run: (call) => listSnapshots(existingGuest(call, type)) },
    { method: "GET", path: `${guest}/snapshot/{snapname}`, run: () => index("cmd", "config rollback") },
    {
      method: "GET",
      path: `${guest}/snapshot/{snapname}/config`,
      ...audit,
      run: (call) => readSnapshot(existingGuest(call, type), given(call, "snapname")),
    },
    {
      method: "GET",
      path: `${guest}/status`,
      run: () => index("subdir", belowStatus[type]),
    },
    { method: "GET", path: `${guest}/status/current`, ...audit, run: (call) => describeState(call.cluster, existingGuest(call, type)) },
  ];
});

/** The guest of a call, if it is of this type and on this node: anywhere else its file does not exist. */
export function existingGuest(call: Call, type: GuestType): Guest {
  const node = given(call, "node");
  const vmId = Number(call.given.vmid);
  const guest = call.cluster.guests.get(vmId);
  if (guest?.type !== type || guest.node !== node) throw failed(missing(node, type, vmId));
  return guest;
}

/** What Proxmox VE says about a guest that is not there. */
export function missing(node: string, type: GuestType, vmId: number): string {
  return `Configuration file '${guestFilePath(node, type, vmId)}' does not exist`;
}

function listGuests(call: Call, type: GuestType) {
  return [...call.cluster.guests.values()]
    .filter((guest) => guest.type === type && guest.node === given(call, "node") && mayAny(call, `/vms/${guest.vmId}`, "VM.Audit"))
    .map((guest) => (isSet(call.given.full) ? describeFully(call.cluster, guest) : describeForNode(call.cluster, guest)));
}

function readConfig(call: Call, type: GuestType) {
  const guest = existingGuest(call, type);
  const { current, effective, digest } = readGuest(guest);
  const { snapshot } = call.given;
  if (snapshot !== undefined) {
    const both = "cannot use 'snapshot' parameter with 'current'";
    if (isSet(call.given.current)) throw invalid({ snapshot: both, current: both });
    return { ...readSnapshot(guest, String(snapshot)), digest };
  }
  const config = isSet(call.given.current) ? current : effective;
  demandEnvironment(call, config);
  return { ...config, digest };
}

// Meant to leave a container's environment out for those who may not change it, the check refuses the whole answer.
function demandEnvironment(call: Call, config: Config): void {
  if (config.env !== undefined) demand(call, `/vms/${given(call, "vmid")}`, "VM.Config.Options");
}

function readPending(call: Call, type: GuestType) {
  const guest = existingGuest(call, type);
  demandEnvironment(call, readGuest(guest).effective);
  return listPending(guest);
}

function readSnapshot(guest: Guest, name: string): Config {
  const snapshot = readGuest(guest).file.snapshots.get(name);
  if (!snapshot) throw failed(`snapshot '${name}' does not exist`);
  return configOf(guest.type, snapshot);
}

function listSnapshots(guest: Guest) {
  const { current, digest, file } = readGuest(guest);
  const snapshots = [...file.snapshots].map(([name, part]) => {
    const { description = "", vmstate, ...config } = configOf(guest.type, part);
    const memory = guest.type === "qemu" ? { vmstate: vmstate === undefined ? 0 : 1 } : {};
    return { name, description, ...memory, ...pick(config, "snaptime", "snapstate", "parent") };
  });
  return [...snapshots, { name: "current", description: "You are here!", digest, running: isRunning(guest) ? 1 : 0, ...pick(current, "parent") }];
}

function pick(config: Config, ...keys: readonly string[]): Config {
  return Object.fromEntries(keys.filter((key) => textOf(config[key]) !== undefined).map((key) => [key, config[key]]));
}
