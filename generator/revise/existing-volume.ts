import { exit, PmpcError } from "../../lib/error";
import type { Inventory } from "../../lib/inventory/inventory";
import { parseGuestKey, type GuestType } from "../../lib/pve/address";
import { guestKinds } from "../../lib/schema/kind/all";
import { findSetting } from "../../lib/schema/setting/find";
import { familyOf } from "../../lib/schema/setting/setting";
import { readProject } from "../edit/project";
import { valueAt } from "../edit/read";
import { findGuest } from "./find";
import type { Said } from "./options";
import type { RevisionOf } from "./revise";

/** A volume that is there, put into a place of a guest. */
export interface NamedVolume {
  /** `scsi1`; `scsi` where no number was said. */
  readonly place: string;
  /** `local-lvm:vm-101-disk-3` */
  readonly volume: string;
  readonly said: Extract<Said, { readonly is: "device" }>;
}

/** The volumes that somebody put into places of a guest, as Proxmox VE attaches them. */
export function namedVolumes(said: readonly Said[]): readonly NamedVolume[] {
  return said.flatMap((one) => {
    const volume = one.is === "device" ? one.values.find((each) => each.volume !== undefined)?.volume : undefined;
    if (one.is !== "device" || volume === undefined) return [];
    const { setting, number, values } = one;
    const slot = values.map(({ field, value }) => (field.path.length === 1 && field.path[0]!.prop === setting.series?.by ? value : undefined)).find((value) => typeof value === "string");
    const place = setting.series === undefined ? (setting.names.find((name) => /\d$/.test(name)) ?? setting.names.find((name) => name === "rootfs") ?? setting.names[0]!) : (slot as string | undefined) ?? `${familyOf(setting.series)}${number ?? ""}`;
    return [{ place, volume, said: one }];
  });
}

/** Why code cannot put a volume there, as half a sentence. */
export const whyNoVolume = ({ place, volume }: NamedVolume): string => `code says the storage and the size of a disk, and never which volume it is: for ${place}, ${volume} would mean a new, empty disk on ${volume.split(":")[0]!}`;

/** The option that makes a new one there: `--scsi1 local-lvm:32`. */
export function newDisk(named: NamedVolume): string {
  const hasSize = named.said.setting.fields.some(({ path }) => path.length === 1 && path[0]!.prop === "size");
  return `--${named.place} ${named.volume.split(":")[0]!}${hasSize ? ":32" : ""}${targetOf(named)}`;
}

/** The command that attaches it on the cluster: `qm set 101 --scsi1 local-lvm:vm-1-disk-9`. */
export const attaching = (named: NamedVolume, type: GuestType, vmId: number | string): string => `${guestKinds[type].tool} set ${vmId} --${named.place} ${named.volume}${targetOf(named)}`;

/** Where it is mounted, if it is: `,mp=/data`. */
function targetOf({ said: { setting, values } }: NamedVolume): string {
  const target = setting.fields.find(({ row }) => row.pve === "mp");
  const said = values.find(({ field }) => field === target)?.value;
  return target === undefined ? "" : `,mp=${typeof said === "string" ? said : "/PATH"}`;
}

/**
 * Refuses a volume that is not the one that the guest has in that place already: code would make a new disk, or change nothing.
 * Raises `cannot-edit` with the way to attach it.
 */
export function checkVolumes(of: RevisionOf, said: readonly Said[], seen: Inventory | undefined): void {
  const { vmId } = parseGuestKey(of.key)!;
  const guest = seen?.guests.find(({ key }) => key === of.key);
  const config = guest?.config ?? {};
  for (const named of namedVolumes(said)) {
    const free = Array.from({ length: named.said.setting.series?.count ?? 0 }, (_, at) => `${named.place}${at}`).find((key) => config[key] === undefined);
    const place = named.said.setting.series === undefined || /\d$/.test(named.place) ? named.place : (free ?? named.place);
    const there = typeof config[place] === "string" ? config[place].split(",")[0]!.replace(/^(?:file|volume)=/, "") : undefined;
    const isThere = there === named.volume;
    if (isThere && hasPlace(of, place)) continue;
    const placed = { ...named, place };
    const why = isThere ? `the cluster has ${named.volume} as ${place} already, and the code does not` : there !== undefined && hasPlace(of, place) ? `its ${place} is ${there}, and code cannot say that it is to be ${named.volume}` : whyNoVolume(placed);
    throw new PmpcError("cannot-edit", `${of.label} cannot be changed as asked: ${why}`, {
      hint: ["nothing was written", ...(isThere ? [] : [`attach it on ${guest === undefined ? "its node" : `the node ${guest.node}`}: ${attaching(placed, of.type, vmId)}`]), `${isThere ? "take it into the code" : "then take it into the code"}: pmpc sync`, ...(there === undefined ? [`for a new disk: pmpc update ${of.label} ${newDisk(placed)}`] : [])].join("\n"),
      exit: exit.refused,
      facts: { place, volume: named.volume, ...(there === undefined ? {} : { there }) },
    });
  }
}

/** Whether the code has something in a place of a guest. */
function hasPlace({ code, key, type, names, label }: RevisionOf, place: string): boolean {
  const project = readProject(code);
  const { setting, number } = findSetting(type, place) ?? {};
  if (setting?.is !== "device") return false;
  const element = setting.series === undefined ? [] : setting.series.by === undefined ? [{ item: number ?? 0 }] : [{ by: setting.series.by, is: place }];
  return valueAt(project, findGuest(project, key, names, label), [...setting.path, ...element]) !== undefined;
}
