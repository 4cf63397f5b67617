import { parseVolumeId } from "../../lib/pve/volume-id";
import { storageOf } from "../disk";
import type { Values } from "../draft";
import { newUuid } from "../invention";
import { isSet } from "../parameter";
import { failed, invalid } from "../refusal";
import { given, type Call } from "../route";
import { configSchema } from "../schema/config";
import { splitList } from "../schema/format";
import { assertModel, assertPublicKeys, clampShares, unescapeUri, valuesOf } from "../value";
import { findVolume, kindOfVolume } from "../volume";
import { takeCdrom } from "./create";
import { cleanDrives } from "./disks";
import { parseNetwork, printNetwork } from "./network";
import { demandKeys, demandNetworks, demandStorages } from "./right";

/** Parameters that are no configuration. */
const own = ["node", "vmid", "digest", "background_delay", "skip_cloud_init", "import-working-storage", "skiplock", "delete", "revert", "force"];

/** What a machine's configuration is to be: keys with new values, keys that go, and keys whose pending change is taken back. */
export interface Wish {
  readonly values: Values;
  readonly deleted: string[];
  readonly reverted: readonly string[];
  /** Volumes of drives that go are destroyed, and not kept as unused. */
  readonly force: boolean;
}

/** Reads the parameters; refuses those that contradict each other. */
export function readWish(call: Call): Wish {
  const nothing = Object.entries(call.given).find(([, value]) => value === null);
  const values = valuesOf(call.given, own);
  if (values.has("sshkeys")) assertPublicKeys(unescapeUri(values.get("sshkeys")!));
  assertModel(call.cluster, values.get("cpu"));
  if (values.has("cpuunits")) values.set("cpuunits", clampShares(values.get("cpuunits")!));
  const [deleted, reverted] = [listOf(call, "delete"), listOf(call, "revert")];
  if (values.size === 0 && deleted.length === 0 && reverted.length === 0 && !nothing) throw failed("no options specified");
  takeCdrom(values);
  for (const key of reverted) {
    if (!exists(key)) throw invalid({ revert: `unknown option '${key}'` });
    if (values.has(key)) throw invalid({ delete: `you can't use '-${key}' and -revert ${key}' at the same time` });
  }
  for (const key of deleted) {
    if (values.has(key)) throw invalid({ delete: `you can't use '-${key}' and -delete ${key}' at the same time` });
    if (reverted.includes(key)) throw invalid({ revert: `you can't use '-delete ${key}' and -revert ${key}' at the same time` });
    if (!exists(key)) throw invalid({ delete: `unknown option '${key}'` });
  }
  if (nothing) throw failed(`unable to parse value of '${nothing[0]}' - got undefined value`);
  return { values, deleted, reverted, force: isSet(call.given.force) };
}

function listOf(call: Call, name: string): string[] {
  const value = call.given[name];
  return splitList(Array.isArray(value) ? value.join(",") : given(call, name)).map((key) => (key === "cdrom" ? "ide2" : key));
}

const exists = (key: string) => Object.hasOwn(configSchema("qemu"), key) && key !== "digest";

/** Refuses values that no machine can have, and what the caller may not change; values are written as Proxmox VE would. */
export function checkWish(call: Call, vmId: number, { values, deleted }: Wish): void {
  const { cluster } = call;
  cleanDrives(call, values);
  for (const [key, value] of values) {
    if (/^net\d+$/.test(key)) values.set(key, printNetwork(cluster, parseNetwork(value)));
    else if (key === "vmgenid" && value === "1") values.set(key, newUuid(cluster));
    else if (key === "hookscript") assertHookScript(call, value);
  }
  demandKeys(call, vmId, undefined, deleted);
  demandKeys(call, vmId, undefined, [...values.keys()]);
  demandStorages(call, vmId, values);
  demandNetworks(call, values);
}

function assertHookScript({ cluster }: Call, id: string): void {
  const { storage, volume } = parseVolumeId(id)!;
  if (kindOfVolume(storageOf(cluster, storage), volume) !== "snippets") throw invalid({ hookscript: `'${id}' not allowed as hookscript, has to be a snippet\n` });
  if (!findVolume(cluster, id)) throw invalid({ hookscript: `script '${id}' does not exist\n` });
}
