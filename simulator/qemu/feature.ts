import { parseVolumeId } from "../../lib/pve/volume-id";
import { isBase, storageOf } from "../disk";
import { readDraft, type Values } from "../draft";
import { failed } from "../refusal";
import { given, type Call } from "../route";
import { existingGuest } from "../route/guest";
import { isOfFiles, layers } from "../storage";
import { fileOf, isCdrom, isDrive, parseDrive } from "./drive";

/** Whether something can be done to a virtual machine as it is: `clone`, `copy`, `snapshot`. */
export function hasFeature(call: Call): object {
  const guest = existingGuest(call, "qemu");
  const feature = given(call, "feature");
  const { values, snapshots } = readDraft(guest);
  const name = given(call, "snapname");
  const own = name === "" ? values : snapshots.get(name);
  if (!own) throw failed(`snapshot '${name}' does not exist`);
  const has = volumesWith(call, own).every((file) => supports(call, feature, file));
  return { hasFeature: has ? 1 : 0, nodes: [...call.cluster.nodes.keys()] };
}

function volumesWith({ cluster }: Call, values: Values): string[] {
  return [...values].flatMap(([key, value]) => {
    const drive = isDrive(key) ? parseDrive(key, value) : undefined;
    const file = drive && !isCdrom(drive) ? fileOf(drive) : "";
    return parseVolumeId(file) && cluster.storages.has(parseVolumeId(file)!.storage) ? [file] : [];
  });
}

function supports({ cluster }: Call, feature: string, file: string): boolean {
  const storage = storageOf(cluster, parseVolumeId(file)!.storage);
  if (feature === "clone") return isBase(file);
  return feature === "copy" || canSnapshot(storage, file);
}

/** Whether a volume's storage can keep how it was. */
export function canSnapshot(storage: { readonly type: string; readonly settings: ReadonlyMap<string, string> }, file: string): boolean {
  if (isOfFiles(storage)) return storage.type === "btrfs" || storage.type === "cephfs" || /\.qcow2$/.test(file);
  return layers(storage) || storage.settings.get("snapshot-as-volume-chain") === "1";
}
