import type { GuestType } from "../../lib/pve/address";
import type { Parts } from "../../lib/pve/template";
import { catalog } from "../../lib/schema/catalog";
import { holdsDisc } from "../../lib/schema/drive";
import { familyOf, keysOf } from "../../lib/schema/keys";
import { kinds } from "../../lib/schema/kind/all";
import type { TerraformType, Written } from "../../lib/schema/kind/kind";
import { isGuestKind } from "../../lib/schema/kind/name";
import type { Operation } from "../../lib/schema/kind/write";
import { hasGap } from "../../lib/schema/provider/conflict";
import { writtenBy } from "../../lib/schema/kind/written";
import { discBlocks, isDriveKey, volumeBlocks, type VolumeBlock } from "../../lib/schema/volume-place";
import type { GuestWrites, Writes } from "../gate/approval";
import { volumeName } from "../gate/config-write";
import type { Grade, Graded } from "../terraform/grade";

type Values = Graded["before"];

const power: readonly Operation[] = ["start", "stop", "restart"];
/** A new guest is made, set up, and may run and be restarted for that. */
const making: readonly Operation[] = ["create", "clone", "configure", "resize", "move", "migrate", "template", "membership", ...power];
const settingUp: readonly Operation[] = ["create", "configure", "membership", "upload", "download", "apply"];
const takingAway: readonly Operation[] = ["configure", "membership", "apply", "destroy"];
// These leave the cluster as it is, or are refused before anything is applied.
const writeNothing: readonly Grade[] = ["clean", "state only", "forget", "already there", "not reached", "not read", "refused"];

type Config = Readonly<Record<string, unknown>>;

/**
 * What an apply may write of a resource, by what its plan would do to it; what is replaced is destroyed, and another one made. `config` is
 * how a guest is configured now, where that is known.
 */
export function writesOf(graded: Graded, config: Config = {}): readonly Writes[] {
  const { type, grade } = graded;
  if (writeNothing.includes(grade) || !isOfProvider(type)) return [];
  if (grade !== "replace") return writesOfOne(graded, config);
  return [...writesOfOne({ ...graded, grade: "destroy", after: {} }, config), ...writesOfOne({ ...graded, grade: "create", before: {} }, {})];
}

function writesOfOne(graded: Graded, config: Config): readonly Writes[] {
  const { address, type, before, after } = graded;
  if (isMembership(type)) return [membershipOf(graded)];
  const guest = kinds.ofTerraform(type)?.kind;
  if (guest !== undefined && isGuestKind(guest)) {
    return [{ address, kinds: [guest.prefix], parts: partsOf(guest, kinds.ofTerraform(type)!.type, after, before), operations: guestOperations(graded, guest.prefix), pools: textsOf(before.pool_id, after.pool_id), guest: guestWrites(graded, guest.prefix, config) }];
  }
  if (writtenBy(type).length === 0) return [{ address, kinds: [], parts: numberIn(after, before), operations: [] }];
  return [...settingWrites(graded), ...grantsIn(graded)];
}

/** Of what is not a guest: as it is, and as it will be. What cannot be changed in place is taken away and made again. */
function settingWrites({ address, type, grade, before, after }: Graded): readonly Writes[] {
  return placesOf(type, grade === "destroy" ? before : after).flatMap(({ kind, type: names }): readonly Writes[] => {
    const [was, is] = [partsOf(kind, names, before, {}), partsOf(kind, names, after, before)];
    const own = { address, kinds: [kind.prefix] };
    if (grade === "destroy") return [{ ...own, parts: was, operations: takingAway }];
    const overwrites = after.overwrite_unmanaged === true || after.overwrite === true;
    const now: Writes = { ...own, parts: is, operations: overwrites ? [...settingUp, "destroy"] : settingUp };
    if (grade === "create" || JSON.stringify(was) === JSON.stringify(is)) return [now];
    return [{ ...own, parts: was, operations: kind.writes.some(({ operation }) => operation === "configure") ? settingUp : takingAway }, now];
  });
}

/** In which places such a resource may be, by what its values say: several only where that is not known yet. */
function placesOf(type: string, values: Values): readonly { readonly kind: Written; readonly type: TerraformType }[] {
  const all = writtenBy(type);
  const telling = [...new Set(all.flatMap((one) => Object.values(one.type.attributes).flat()))];
  // A value that is known only while it is applied is missing, and one that nobody sets is null.
  const isOpen = (name: string) => !(name in values);
  const isSaid = (name: string) => textsOf(values[name]).length > 0;
  const weighed = all.map((one) => {
    const own = Object.values(one.type.attributes).flat();
    return { one, own, fits: all.length === 1 || (own.every((name) => isSaid(name) || isOpen(name)) && telling.every((name) => own.includes(name) || !isSaid(name))) };
  });
  const fitting = weighed.filter(({ fits }) => fits);
  const most = Math.max(...fitting.map(({ own }) => own.length));
  return fitting.filter(({ own }) => own.length === most).map(({ one }) => one);
}

/** The grants that are written with a user or a group. */
function grantsIn({ address, type, grade, before, after }: Graded): readonly Writes[] {
  const rowsIn = (values: Values) =>
    writtenBy(type).flatMap(({ type: { holds = [] } }) =>
      holds.flatMap(({ block, kind, attributes, own }) =>
        listOf(values[block]).map((row) => ({ kind, parts: { ...partsIn(row, attributes), ...partsIn(values, own) } })),
      ),
    );
  const taken = rowsIn(before).map(({ kind, parts }): Writes => ({ address, kinds: [kind], parts, operations: ["destroy"] }));
  const given = grade === "destroy" ? [] : rowsIn(after).map(({ kind, parts }): Writes => ({ address, kinds: [kind], parts, operations: ["create"] }));
  return [...taken, ...given];
}

/** Whether a type is of the provider whose requests come through the gate. */
const isOfProvider = (type: string): boolean => type.startsWith("proxmox_");

/** Types that pmpc does not know, and so cannot tell what they write. */
export const isUnknownType = (type: string): boolean => isOfProvider(type) && !isMembership(type) && writtenBy(type).length === 0;

const isMembership = (type: string) => type.endsWith("_pool_membership");

/** A guest or a storage in a pool is a resource of its own. */
function membershipOf({ address, before, after }: Graded): Writes {
  const [vmid, storage] = [textsOf(after.vm_id, before.vm_id)[0], textsOf(after.storage_id, before.storage_id)[0]];
  const parts: Record<string, string> = storage !== undefined ? { storage } : vmid !== undefined ? { vmid } : {};
  return { address, kinds: storage === undefined ? ["qemu", "lxc"] : ["storage"], parts, operations: ["membership"], pools: textsOf(before.pool_id, after.pool_id) };
}

/** The identity, as far as it is known, and what else tells what is written. */
function partsOf({ id }: Pick<Written, "id">, { type, attributes, says = {} }: TerraformType, values: Values, otherwise: Values): Parts {
  const known = kinds.ofValues(type, values) ?? kinds.ofValues(type, otherwise);
  const isOwn = known?.kind.id === id;
  return { ...partsIn(otherwise, { ...attributes, ...says }), ...partsIn(values, { ...attributes, ...says }), ...(isOwn ? known?.parts : {}) };
}

/** Parts that attributes say; of several attributes the first that has a value. */
const partsIn = (values: Values, attributes: Readonly<Record<string, string | readonly string[]>>): Parts =>
  Object.fromEntries(Object.entries(attributes).flatMap(([part, names]) => textsOf(...[names].flat().map((name) => flagOf(values[name]))).slice(0, 1).map((text) => [part, text] as const)));

/** A flag, as Proxmox VE says it. */
const flagOf = (value: unknown) => (typeof value === "boolean" ? Number(value) : value);

function numberIn(...values: readonly Values[]): Parts {
  const [vmid] = textsOf(...values.flatMap(({ vm_id, container_id, id }) => [vm_id, container_id, id])).filter((text) => /^[1-9]\d{2,8}$/.test(text));
  return vmid === undefined ? {} : { vmid };
}

function guestOperations({ grade, changes }: Graded, type: GuestType): readonly Operation[] {
  if (grade === "create") return making;
  if (grade === "destroy") return ["stop", "membership", "destroy"];
  const more = changes.flatMap(({ path, after, grade: one }): readonly Operation[] => {
    const top = topOf(path);
    const restarts = one === "needs reboot" || one === "loses a disk" ? power : [];
    if (top === "started") return after === true ? ["start"] : ["stop"];
    if (top === "node_name") return ["migrate", ...restarts];
    if (top === "template") return ["template", "stop", ...restarts];
    if (top === "pool_id") return ["membership", ...restarts];
    return holdsDisk(type, top) ? ["resize", "move", ...restarts] : restarts;
  });
  return [...new Set<Operation>(["configure", ...more])];
}

function guestWrites({ grade, changes, before, after }: Graded, type: GuestType, config: Config): GuestWrites {
  const tops = [...new Set(changes.map(({ path }) => topOf(path)))];
  const clone = listOf(after.clone)[0];
  const [name] = textsOf(after.name, listOf(after.initialization)[0]?.hostname, before.name);
  const blocks = volumeBlocks(type);
  const drives = blocks.filter(({ place }) => place !== undefined);
  const kept = blocks.flatMap(({ name: block }) => listOf(after[block]));
  const disks = tops.some((top) => holdsDisk(type, top)) ? kept : [];
  const source = textsOf(clone?.vm_id)[0];
  // A disk that the code does not have goes with any other, also where Terraform's state lost sight of it.
  const unseen = drives.flatMap(({ name: block, place = "" }) => {
    const seen = [...listOf(before[block]), ...listOf(after[block])].map((disk) => disk[place]);
    return tops.includes(block) ? Object.keys(config).filter((key) => isDriveKey(key) && !holdsDisc(config[key]) && !seen.includes(key)) : [];
  });
  const loses = [grade, ...changes.map((one) => one.grade)].includes("loses a disk");
  return {
    ...(name === undefined ? {} : { name }),
    nodes: textsOf(before.node_name, after.node_name, clone?.node_name),
    ...(source === undefined ? {} : { source }),
    isNew: grade === "create",
    keys: [...new Set(tops.flatMap((top) => keysOf(catalog[type], top, before, after)))],
    ...untouchedIn(type, tops, config),
    drives: drivesOf(type, tops, before, after, unseen),
    cloudInit: tops.includes("initialization"),
    losing: loses ? [...losing(type, before, after), ...unseen] : [],
    moving: blocks.flatMap((block) => (!block.moves ? [] : block.key === undefined ? movedIn(block, before, after) : tops.includes(block.name) ? [block.key] : [])),
    storages: [...new Set(disks.flatMap((disk) => textsOf(disk.datastore_id, disk.volume)))],
    volumes: [...new Set([...JSON.stringify(kept).matchAll(volumeName)].map(([volume]) => volume))],
  };
}

/** Lists whose gaps the provider fills with any change of the guest, where nothing of them is to change. */
function untouchedIn(type: GuestType, tops: readonly string[], config: Config): Pick<GuestWrites, "untouched"> {
  const untouched = catalog[type].rows.flatMap((block) => {
    if (block.kind !== "block" || block.gapIgnores === undefined || block.from?.is !== "numbered" || tops.includes(block.terraform!)) return [];
    return block.from.families.map((family) => `${family}#`).filter((family) => hasGap(Object.keys(config).filter((key) => familyOf(key) === family)));
  });
  return untouched.length === 0 ? {} : { untouched };
}

/** The drives that are written, by their place: with one disk the provider writes all that say less than its state. */
function drivesOf(type: GuestType, tops: readonly string[], before: Values, after: Values, unseen: readonly string[]): readonly string[] {
  const disks = volumeBlocks(type).flatMap(({ name, place }) => (place === undefined || !tops.includes(name) ? [] : [...listOf(before[name]), ...listOf(after[name])].map((disk) => disk[place])));
  const discs = discBlocks(type).flatMap(({ name, place, drive }) => (tops.includes(name) ? [before, after].map((values) => listOf(values[name])[0]?.[place] ?? drive) : []));
  return textsOf(...disks, ...unseen, ...discs);
}

/** Places whose disk goes, or gives way to another. */
function losing(type: GuestType, before: Values, after: Values): readonly string[] {
  const gone = volumeBlocks(type).flatMap(({ name, key, counted, place }): readonly unknown[] => {
    const [were, are] = [listOf(before[name]), listOf(after[name])];
    if (place === undefined) return key === undefined ? counted.map((family) => `${family}#`) : are.length < were.length ? [key] : [];
    return were.flatMap((disk) => {
      const now = are.find((one) => one[place] === disk[place]);
      return now === undefined || (disk.datastore_id === "" && JSON.stringify(now) !== JSON.stringify(disk)) ? [disk[place]] : [];
    });
  });
  const replaced = discBlocks(type).flatMap(({ name, place, drive }) => [before, after].flatMap((values) => listOf(values[name]).map((one) => one[place] ?? drive)));
  return textsOf(...gone, ...replaced);
}

const movedIn = ({ name, place = "" }: VolumeBlock, before: Values, after: Values): readonly string[] =>
  textsOf(...listOf(before[name]).flatMap((disk) => (listOf(after[name]).some((one) => one[place] === disk[place] && one.datastore_id !== disk.datastore_id) ? [disk[place]] : [])));

const holdsDisk = (type: GuestType, top: string) => volumeBlocks(type).some(({ name }) => name === top);
const topOf = (path: string) => /^[a-z_0-9]+/.exec(path)?.[0] ?? path;
const listOf = (value: unknown): readonly Values[] => (Array.isArray(value) ? (value as readonly unknown[]).filter((one): one is Values => typeof one === "object" && one !== null) : []);
const textsOf = (...values: readonly unknown[]): string[] => [...new Set(values.flatMap((value) => (typeof value === "number" || (typeof value === "string" && value !== "") ? [String(value)] : [])))];
