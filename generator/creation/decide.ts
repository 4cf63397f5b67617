import { Size } from "../../lib/pve/size";
import type { GuestType } from "../../lib/pve/address";
import type { Guest } from "../../lib/inventory/inventory";
import { guestKinds } from "../../lib/schema/kind/all";
import { printGuestName } from "../../lib/schema/kind/name";
import { isReference, type PropValue } from "../../lib/schema/shape";
import { draftGuest } from "../plan/guest";
import { nameConstructs } from "../plan/name";
import { formatLookup } from "../plan/volume";
import { attaching, namedVolumes, newDisk, whyNoVolume } from "../revise/existing-volume";
import { checkDecision, type Problem } from "./check";
import { guestsLike, isOn, mostFirst, usedBy, type Ground } from "./ground";
import { findFile, findOriginal, type Made } from "./origin";
import { draftOf, listOf, type Draft } from "./props";
import type { Library } from "./volumes";
import type { Wanted } from "./wanted";

/** Something that was not given. */
export interface Choice {
  /** `node`, `disk` */
  readonly what: string;
  readonly value: string;
  readonly why: string;
}

/** A guest as it will be written. */
export interface Decision {
  readonly type: GuestType;
  readonly vmId: number;
  /** The construct's. */
  readonly id: string;
  readonly name: string;
  readonly node: string;
  readonly props: Draft;
  readonly made: Made;
  readonly choices: readonly Choice[];
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
}

/** Decides what was not said, and finds what would fail. Raises `wrong-input` for what is not a guest at all. */
export async function decide(wanted: Wanted, ground: Ground, library: Library): Promise<Decision> {
  const { type, name } = wanted;
  const choices: Choice[] = [];
  const notes: string[] = [];
  const chose = <T>(what: string, value: T, why: string, shown = String(value)): T => {
    choices.push({ what, value: shown, why });
    return value;
  };
  const draft = draftOf(type, wanted.said);
  const problems: Problem[] = [];
  for (const named of namedVolumes(wanted.said)) {
    problems.push({ says: whyNoVolume(named), remedy: `for a new disk: ${newDisk(named)}\nfor the volume itself, make the guest without it and attach it on the cluster: ${attaching(named, type, wanted.vmId ?? "VMID")}\nthen take it into the code: pmpc sync` });
  }
  const vmId = wanted.vmId ?? chose("number", nextNumber(ground), "the lowest that is free, on the cluster and in the code");
  const original = findOriginal(wanted, ground);
  const said = draft.node === undefined ? undefined : nameOf(draft.node);
  const node = said ?? original?.guest.node ?? chooseNode(ground, type, chose);
  if (said === undefined && original !== undefined) chose("node", node, `${labelOf(original.guest)} is there`);
  const like = guestsLike(ground, type, node);
  if (original !== undefined) {
    if (wanted.origin === undefined) chose("made from", labelOf(original.guest), original.why, `a copy of ${labelOf(original.guest)}`);
    takeAfter(draft, original.guest, ground);
  }
  const file = original === undefined && needsFile(wanted, draft) ? await findFile(wanted, node, ground, library) : undefined;
  if (file !== undefined && file.made.from !== "nothing") chose("made from", file, file.why, file.made.from === "volume" ? file.made.volid : file.made.from === "download" ? file.made.published.url : "");
  if (file?.problem !== undefined) problems.push(file.problem);
  if (file?.note !== undefined) notes.push(file.note);
  const made: Made = original !== undefined ? { from: "clone", guest: original.guest } : (file?.made ?? { from: "nothing" });
  const pick = (prop: string, setting: RegExp) => chooseStorage(ground, { node, like, content: guestKinds[type].making.volumes.content, at: setting }, (value, why) => chose(prop, value, why));
  fillProcessor(draft, type, like, original !== undefined, chose);
  if (type === "qemu") fillMachine(draft, made, wanted, pick, ground, node, like, chose);
  else fillContainer(draft, made, wanted, pick, ground, node, like, chose);
  if (type === "qemu" && made.from === "nothing" && listOf(draft, "disks").length > 0 && draft.cdrom === undefined) notes.push("its disk is empty: --from 9000 copies a template, --image debian-13 takes a cloud image, --cdrom local:iso/… an installer");
  const id = constructId(wanted, vmId, ground);
  const props: Draft = { vmId, ...draft, node: { kind: "node", name: node }, ...(id === name ? {} : { [guestKinds[type].nameKey]: name }) };
  const decision = { type, vmId, id, name, node, props, made, choices, notes, problems };
  return { ...decision, problems: [...problems, ...checkDecision(decision, ground)] };
}

const labelOf = (guest: Guest) => `${printGuestName(guest)}${guest.name === undefined ? "" : ` ${guest.name}`}`;

export const nameOf = (value: PropValue): string => (typeof value === "object" && isReference(value) ? value.name : String(value));

type Chose = <T>(what: string, value: T, why: string, shown?: string) => T;

function nextNumber({ numbers }: Ground): number {
  let number = 100;
  while (numbers.has(number)) number++;
  return number;
}

/** The node that is online and has most memory left, of those that have a storage for it. */
function chooseNode(ground: Ground, type: GuestType, chose: Chose): string {
  const { content } = guestKinds[type].making.volumes;
  const { nodes, storages } = ground.inventory;
  const online = nodes.filter((one) => one.online);
  const fit = online.filter(({ name }) => storages.some((one) => isOn(one, name) && ground.contents(one.name)?.has(content) !== false));
  const [best] = [...(fit.length > 0 ? fit : online)].sort((a, b) => (ground.freeMemory(b.name) ?? 0) - (ground.freeMemory(a.name) ?? 0));
  const free = best && ground.freeMemory(best.name);
  const node = best?.name ?? nodes[0]?.name ?? "pve";
  return chose("node", node, nodes.length === 1 ? "the only one" : free === undefined ? "it is online" : `most memory is free there (${Math.floor(free / 2 ** 30)} GiB)`);
}

/** The storage that guests like it use most, as far as it is there and takes such volumes; else the one with most room. */
function chooseStorage(ground: Ground, { node, like, content, at }: { node: string; like: readonly Guest[]; content: string; at: RegExp }, chose: (value: string, why: string) => string): string {
  const fit = ground.inventory.storages.filter((one) => isOn(one, node) && ground.contents(one.name)?.has(content) !== false).map(({ name }) => name);
  const used = usedBy(ground, like, "storage", at).find((name) => fit.includes(name));
  if (used !== undefined) return chose(used, like.length === 1 ? "the only one like it uses it" : `guests like it use it`);
  const [roomy] = [...fit].sort((a, b) => (ground.room(b, node)?.free ?? 0) - (ground.room(a, node)?.free ?? 0));
  return chose(roomy ?? "local", roomy === undefined ? "no storage that would do was seen" : "it has most room");
}

function chooseBridge(ground: Ground, node: string, like: readonly Guest[], chose: Chose): string {
  const there = ground.bridges(node);
  const used = usedBy(ground, like, "bridge", /^net\d+$/).find((name) => there?.has(name) !== false);
  return used !== undefined ? chose("bridge", used, "guests like it use it") : chose("bridge", [...(there ?? [])].sort()[0] ?? "vmbr0", there === undefined ? "the usual one" : "it is there");
}

// ---- what guests like it have -----------------------------------------------------------------------------------------------------

function fillProcessor(draft: Draft, type: GuestType, like: readonly Guest[], isCopy: boolean, chose: Chose): void {
  const cpu = (draft.cpu ?? {}) as Draft;
  const usual = <T>(read: (config: NonNullable<Guest["config"]>) => T | undefined, otherwise: T): [T, string] => {
    const [value] = mostFirst(like.flatMap(({ config }) => read(config!) ?? []));
    return value === undefined ? [otherwise, "a small one"] : [value, "as most guests like it"];
  };
  const number = (key: string) => (config: NonNullable<Guest["config"]>) => (Number(config[key]) > 0 ? Number(config[key]) : undefined);
  const { small } = guestKinds[type].making;
  const cores = cpu.cores ?? chose("cores", ...usual(number("cores"), small.cores));
  const kind = type === "lxc" || cpu.type !== undefined || isCopy ? undefined : chose("cpu type", ...usual(cpuType, "x86-64-v2-AES"));
  draft.cpu = { cores, ...(kind === undefined ? {} : { type: kind }), ...cpu } as PropValue;
  if (draft.memory !== undefined) return;
  const [mebibytes, why] = usual((config) => number("memory")({ memory: /^(?:current=)?(\d+)/.exec(String(config.memory))?.[1] }), small.memory);
  draft.memory = chose("memory", mebibytes % 1024 === 0 ? Size.gibibytes(mebibytes / 1024) : Size.mebibytes(mebibytes), why, `${mebibytes} MiB`);
}

// Others may be of one machine's processor alone.
const cpuType = ({ cpu }: NonNullable<Guest["config"]>) => {
  const [, kind] = /^(?:cputype=)?([\w-]+)/.exec(String(cpu ?? "")) ?? [];
  return kind === "host" || kind?.startsWith("x86-64-") ? kind : undefined;
};

/** What a copy has of the other one, as far as it was not said: a difference to it would change the copy right away. */
function takeAfter(draft: Draft, original: Guest, { inventory }: Ground): void {
  if (original.config === undefined || original.type === "lxc") return;
  const written = draftGuest(original, "copy", inventory, { adopt: false, repairs: [], written: new Set(), formatOf: formatLookup(original, inventory) });
  if ("refusal" in written) return;
  const own = ["vmId", "node", "name", "template", "pool", "tags", "description", "disks", "efiDisk", "tpmState", "cdrom", "bootOrder", "smbios", "onBoot", "startup", "protection", "pciDevices", "usbDevices", "hookScript"];
  for (const [prop, value] of Object.entries(written.entry.props)) {
    if (own.includes(prop) || value === undefined) continue;
    if (draft[prop] === undefined) draft[prop] = prop === "networkDevices" ? (value as readonly Draft[]).map(({ macAddress: _, ...card }) => card as PropValue) : value;
    else if (prop === "cpu" && typeof draft.cpu === "object") draft.cpu = { ...(value as object), ...draft.cpu } as PropValue;
  }
}

// ---- virtual machines -------------------------------------------------------------------------------------------------------------

const needsFile = ({ type, origin }: Wanted, draft: Draft) => origin?.is === "image" || origin?.is === "template" || (type === "lxc" && draft.clone === undefined && (draft.operatingSystem as Draft | undefined)?.template === undefined);

const drives = /^(?:scsi|virtio|sata|ide)\d+$/;

function fillMachine(draft: Draft, made: Made, { keys, said }: Wanted, pick: (what: string, at: RegExp) => string, ground: Ground, node: string, like: readonly Guest[], chose: Chose): void {
  const saysDisks = said.some(({ setting }) => setting.path[0]?.prop === "disks");
  const fromImage = made.from === "volume" || made.from === "download";
  const disks = listOf(draft, "disks");
  if (!saysDisks && made.from !== "clone") disks.push({ interface: "scsi0" });
  let storage: string | undefined;
  draft.disks = disks.map(({ interface: slot, ...disk }): PropValue => {
    const [first] = made.from === "clone" ? drivesOf(made.guest) : [];
    const where = disks.length === 1 && slot === "scsi0" && first !== undefined ? first : slot;
    const isPassed = disk.path !== undefined || disk.fileId !== undefined;
    return {
      interface: where!,
      storage: disk.storage ?? { kind: "storage", name: isPassed ? "" : (storage ??= pick("storage", drives)) },
      ...(disk.size === undefined && !isPassed && disk.importFrom === undefined ? { size: chose("disk", Size.gibibytes(32), "enough for most systems", "32 GiB") } : {}),
      ...disk,
    } as PropValue;
  });
  if ((draft.disks as readonly PropValue[]).length === 0) draft.disks = undefined;
  const cards = listOf(draft, "networkDevices");
  let bridge: string | undefined;
  draft.networkDevices = (cards.length === 0 && made.from !== "clone" ? [{}] : cards).map((card): PropValue => ({ ...("bridge" in card ? {} : { bridge: { kind: "bridge", name: (bridge ??= chooseBridge(ground, node, like, chose)) } }), ...card }) as PropValue);
  if ((draft.networkDevices as readonly PropValue[]).length === 0) draft.networkDevices = undefined;
  if (fromImage) draft.operatingSystem ??= "l26";
  if (fromImage) draft.serialDevices ??= ["socket"];
  const cloud = (draft.cloudInit ?? {}) as Draft;
  if (draft.cloudInit === undefined && !fromImage && keys.length === 0) return;
  const account = { ...(cloud.userAccount as Draft | undefined), ...(keys.length > 0 ? { keys } : {}) };
  const firstDisk = (draft.disks as readonly { readonly storage?: PropValue }[] | undefined)?.[0]?.storage;
  draft.cloudInit = {
    ...cloud,
    storage: cloud.storage ?? firstDisk ?? { kind: "storage", name: pick("storage of cloud-init", drives) },
    ...(Object.keys(account).length > 0 ? { userAccount: account } : {}),
    ipConfigs: cloud.ipConfigs ?? [{ ipv4: chose("address", "dhcp", "none was said") }],
  } as PropValue;
}

/** Its disks, the one that it boots from first. */
function drivesOf({ config = {} }: Guest): readonly string[] {
  const all = Object.keys(config).filter((key) => drives.test(key) && !/media=cdrom|cloudinit/.test(String(config[key])));
  const boot = /order=([^;,]+)/.exec(String(config.boot ?? ""))?.[1];
  return all.sort((a, b) => Number(b === boot) - Number(a === boot) || (a < b ? -1 : 1));
}

// ---- containers -------------------------------------------------------------------------------------------------------------------

const systems = ["debian", "devuan", "ubuntu", "centos", "fedora", "opensuse", "archlinux", "alpine", "gentoo", "nixos"];
const relatives: Readonly<Record<string, string>> = { rockylinux: "centos", rocky: "centos", almalinux: "centos" };

function fillContainer(draft: Draft, made: Made, { keys }: Wanted, pick: (what: string, at: RegExp) => string, ground: Ground, node: string, like: readonly Guest[], chose: Chose): void {
  const isCopy = made.from === "clone" || draft.clone !== undefined;
  if (made.from === "clone") draft.clone = { container: made.guest.vmId, ...(draft.clone as Draft | undefined) } as PropValue;
  const system = (typeof draft.operatingSystem === "object" && draft.operatingSystem !== null ? draft.operatingSystem : draft.operatingSystem === undefined ? {} : { type: draft.operatingSystem }) as Draft;
  const file = made.from === "volume" ? made.volid : made.from === "download" ? made.published.url : system.template === undefined ? "" : nameOf(system.template);
  if (!isCopy) {
    const [word = ""] = /^[a-z]+/.exec(file.split("/").at(-1)!) ?? [];
    draft.operatingSystem = { type: systems.find((one) => one === word) ?? relatives[word] ?? "unmanaged", ...system } as PropValue;
    draft.unprivileged ??= chose("unprivileged", true, "the safe one");
    draft.features ??= chose("features", { nesting: true }, "systemd inside needs it", "nesting") as PropValue;
  }
  const root = (draft.rootDisk ?? {}) as Draft;
  if (!isCopy || Object.keys(root).length > 0) {
    draft.rootDisk = { storage: root.storage ?? { kind: "storage", name: pick("storage", /^rootfs$/) }, size: root.size ?? chose("root disk", Size.gibibytes(8), "enough for most", "8 GiB"), ...root } as PropValue;
  }
  const cards = listOf(draft, "networkInterfaces");
  let bridge: string | undefined;
  const anyAddress = (card: Draft) => ["ip", "ip6"].some((one) => card[one] !== undefined);
  draft.networkInterfaces = (cards.length === 0 ? [{ name: "eth0" }] : cards).map(({ name, ...card }): PropValue => ({ name: name!, ...("bridge" in card ? {} : { bridge: { kind: "bridge", name: (bridge ??= chooseBridge(ground, node, like, chose)) } }), ...card, ...(anyAddress(card) ? {} : { ip: chose("address", "dhcp", "none was said") }) }) as PropValue);
  if (keys.length > 0) draft.userAccount = { ...(draft.userAccount as Draft | undefined), keys } as PropValue;
}

/** Its own name where no construct is called so, as an import would name it. */
function constructId({ type, name }: Wanted, vmId: number, { instances, inventory }: Ground): string {
  const key = `${type}/${vmId}`;
  const taken = [...instances.flatMap(({ id }) => id ?? []), ...inventory.nodes.map((node) => node.name).filter((node) => instances.some(({ id }) => id === node))];
  return nameConstructs([{ key, vmId, prefix: guestKinds[type].stem, name }], new Map(), taken).get(key)!;
}
