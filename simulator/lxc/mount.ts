import { bytesOf, printSize } from "../disk";
import { invalid, Refusal } from "../refusal";
import { configSchema } from "../schema/config";
import { printParts, readPropertyString, verifyObject } from "../schema/verify";

/** A container's root file system or mount point by its parts; `size` in bytes. */
export type Mount = Map<string, string>;

export const isMount = (key: string) => key === "rootfs" || /^mp\d+$/.test(key);
const propertiesOf = (key: string) => configSchema("lxc")[key === "rootfs" ? "rootfs" : "mp0"]!.properties!;
const newDisk = /^([^/:\s]+):(\d+(?:\.\d+)?)$/;

/** Reads a mount point; refuses what is none with what is missing in it. */
export function parseMount(key: string, text: string): Mount {
  const parts = readPropertyString(text, propertiesOf(key));
  if (typeof parts === "string") throw invalid({ [key]: parts });
  const errors = verifyObject(Object.fromEntries(parts), propertiesOf(key));
  if (Object.keys(errors).length > 0) throw new Refusal(500, "format error", errors);
  const size = parts.get("size");
  if (size !== undefined) parts.set("size", String(bytesOf(size)));
  return parts;
}

export function printMount(key: string, mount: Mount): string {
  const size = mount.get("size");
  return printParts(size === undefined ? mount : new Map([...mount, ["size", printSize(Number(size))]]), propertiesOf(key));
}

export function volumeOf(mount: Mount): string {
  return mount.get("volume") ?? "";
}

/** A volume of a storage, a directory of the node, or one of its devices. */
export function kindOfMount(mount: Mount): "volume" | "bind" | "device" {
  const volume = volumeOf(mount);
  if (volume.startsWith("/dev/")) return "device";
  return volume.startsWith("/") ? "bind" : "volume";
}

/** The storage and the GiB of a volume that is yet to be made. */
export function wantedVolume(mount: Mount): { readonly storage: string; readonly gibibytes: number } | undefined {
  const [matched, storage = "", size] = newDisk.exec(volumeOf(mount)) ?? [];
  return matched === undefined ? undefined : { storage, gibibytes: Number(size) };
}
