import { parseVolumeId } from "../../lib/pve/volume-id";
import type { Guest } from "../cluster";
import { storageOf, enabledStorage } from "../disk";
import { readDraft } from "../draft";
import { assertUnlocked } from "../precondition";
import { isRunning, isTemplate } from "../guest";
import { activeOn } from "../network";
import { failed } from "../refusal";
import type { Call } from "../route";
import { findVolume } from "../volume";
import { applyPending } from "./apply";
import { fileOf, isDrive, parseDrive } from "./drive";
import { parseNetwork } from "./network";

/** Starts a virtual machine: what waits comes into force, then everything it needs has to be there. */
export function start(call: Call, guest: Guest, skipLock = false): void {
  const { cluster } = call;
  if (isTemplate(guest)) throw failed("you can't start a vm if it's a template");
  if (!skipLock) assertUnlocked(readDraft(guest), "suspended");
  if (isRunning(guest)) throw failed(`VM ${guest.vmId} already running`);
  applyPending({ call, guest, draft: readDraft(guest) });
  assertStartable(call, guest);
  if (readDraft(guest).values.get("lock") === "suspended") wake(guest);
  guest.power = "running";
  guest.startedAt = cluster.now();
}

function wake(guest: Guest): void {
  guest.text = guest.text.replace(/^(lock|vmstate|runningmachine|runningcpu|running-nets-host-mtu):.*\n/gm, "");
}

function assertStartable({ cluster }: Call, guest: Guest): void {
  const { values } = readDraft(guest);
  const node = cluster.nodes.get(guest.node)!;
  const vcpus = Number(values.get("sockets") ?? 1) * Number(values.get("cores") ?? 1);
  if (vcpus > node.cpus) throw failed(`MAX ${node.cpus} vcpus allowed per VM on this node`);
  if (Number(/(\d+)$/.exec(values.get("memory") ?? "512")?.[1]) * 2 ** 20 > node.memory) throw failed("start failed: QEMU exited with code 1");
  for (const [key, value] of values) {
    const file = isDrive(key) ? fileOf(parseDrive(key, value) ?? new Map<string, string>()) : "";
    const volume = parseVolumeId(file);
    if (volume) {
      enabledStorage(cluster, storageOf(cluster, volume.storage).id, guest.node);
      if (!findVolume(cluster, file)) throw failed(`volume '${file}' does not exist`);
    }
    const bridge = /^net\d+$/.test(key) ? parseNetwork(value).get("bridge") : undefined;
    if (bridge !== undefined && !activeOn(cluster, node).some(({ iface }) => iface === bridge) && /^vmbr/.test(bridge)) {
      throw failed(`bridge '${bridge}' does not exist`);
    }
  }
}
