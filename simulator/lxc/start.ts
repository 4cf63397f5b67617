import { parseVolumeId } from "../../lib/pve/volume-id";
import type { Guest } from "../cluster";
import { enabledStorage } from "../disk";
import { readDraft, writeDraft } from "../draft";
import { assertUnlocked } from "../precondition";
import { isRunning, isTemplate } from "../guest";
import { activeOn } from "../network";
import { failed } from "../refusal";
import type { Call } from "../route";
import { findVolume } from "../volume";
import { applyPendingOf } from "./apply";
import { isMount, kindOfMount, parseMount, volumeOf } from "./mount";

/** Starts a container: what waits comes into force, then everything it needs has to be there. */
export function startContainer(call: Call, guest: Guest, skipLock = false): void {
  const { cluster } = call;
  if (isTemplate(guest)) throw failed("you can't start a CT if it's a template");
  if (!skipLock) assertUnlocked(readDraft(guest), "mounted");
  if (isRunning(guest)) throw failed(`CT ${guest.vmId} already running`);
  settleContainer(call, guest);
  const { values } = readDraft(guest);
  for (const [key, value] of values) {
    if (isMount(key)) assertVolume(call, guest, parseMount(key, value));
    const bridge = /^net\d+$/.test(key) ? /(?:^|,)bridge=([^,]*)/.exec(value)?.[1] : undefined;
    const node = cluster.nodes.get(guest.node)!;
    if (bridge !== undefined && /^vmbr/.test(bridge) && !activeOn(cluster, node).some(({ iface }) => iface === bridge)) {
      throw failed(`bridge '${bridge}' does not exist`);
    }
  }
  guest.power = "running";
  guest.startedAt = cluster.now();
}

/** What waited comes into force. */
export function settleContainer({ cluster }: Call, guest: Guest): void {
  const draft = readDraft(guest);
  if (draft.pending.size === 0) return;
  applyPendingOf(cluster, guest, draft);
  writeDraft(guest, draft);
}

function assertVolume({ cluster }: Call, guest: Guest, mount: ReturnType<typeof parseMount>): void {
  if (kindOfMount(mount) !== "volume") return;
  const id = volumeOf(mount);
  enabledStorage(cluster, parseVolumeId(id)!.storage, guest.node);
  if (!findVolume(cluster, id)) throw failed(`volume '${id}' does not exist`);
}
