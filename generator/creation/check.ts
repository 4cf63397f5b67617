import type { Guest } from "../../lib/inventory/inventory";
import type { GuestType } from "../../lib/pve/address";
import { readCards } from "../../lib/inventory/card";
import { decideAddresses } from "../../lib/inventory/address-book";
import { parseVolumeId } from "../../lib/pve/volume-id";
import { catalog } from "../../lib/schema/catalog";
import { guestKinds } from "../../lib/schema/kind/all";
import { printGuestName, printName } from "../../lib/schema/kind/name";
import { contradictionsIn } from "../../lib/schema/provider/contradiction";
import type { Props } from "../../lib/schema/row";
import { isReference, isSize, type PropValue } from "../../lib/schema/shape";
import { placeOf } from "../revise/find";
import type { Said } from "../revise/options";
import { forms } from "./forms";
import { isOn, type Ground } from "./ground";
import type { Made } from "./origin";
import { listOf, type Draft } from "./props";

/** Why a guest cannot be made, and what to do. */
export interface Problem {
  readonly says: string;
  readonly remedy: string;
}

interface Decided {
  readonly type: GuestType;
  readonly vmId: number;
  readonly id: string;
  readonly name: string;
  readonly node: string;
  readonly props: Draft;
  readonly made: Made;
}

/** What would fail, by what was seen of the cluster last and by the code. */
export function checkDecision(decided: Decided, ground: Ground): readonly Problem[] {
  const { node, made } = decided;
  const there = ground.inventory.nodes.find(({ name }) => name === node);
  if (there === undefined) return [...names(decided, ground), { says: `there is no node ${node}`, remedy: `say one of ${ground.inventory.nodes.map(({ name }) => name).join(", ")}` }];
  if (!there.online) return [...names(decided, ground), { says: `the node ${node} is offline`, remedy: `say another with --node, or wait for ${node}, then: pmpc sync` }];
  return [...names(decided, ground), ...copies(decided, ground), ...storages(decided, ground), ...files(made, node, ground), ...bridges(decided, ground), ...pools(decided, ground), ...addresses(decided, ground), ...together(decided)];
}

/** Values that Proxmox VE refuses together. */
const together = ({ type, props }: Decided): Problem[] => contradictionsIn(catalog[type], props as Props).map(({ why, about, options }) => ({ says: why, remedy: options === undefined ? `change ${about.join(" or ")}` : `say ${options}` }));

function names({ vmId, name, type }: Decided, { numbers, inventory, instances }: Ground): Problem[] {
  const whose = numbers.get(vmId);
  const called = inventory.guests.find((guest) => guest.name?.toLowerCase() === name.toLowerCase());
  const declared = instances.find((one) => one.id?.toLowerCase() === name.toLowerCase() && Number(one.key) !== called?.vmId);
  return [
    ...(whose === undefined ? [] : [{ says: `the number ${vmId} is not free: ${whose} has it`, remedy: "say another with --id, or none: the next free one is taken" }]),
    ...(called === undefined ? [] : [{ says: `${printGuestName(called)} is called ${name} already`, remedy: `choose another name; to change that one: pmpc update ${printGuestName(called)}` }]),
    ...(declared === undefined ? [] : [{ says: `${placeOf(declared.creation)} makes a ${guestKinds[type].word.one} ${declared.id} already`, remedy: "choose another name" }]),
  ];
}

function copies({ made, node, type }: Decided, ground: Ground): Problem[] {
  if (made.from !== "clone") return [];
  return [...running(made.guest, ground), ...reached(made.guest, node, type, ground)];
}

function running(guest: Guest, { inventory }: Ground): Problem[] {
  const { making, word } = guestKinds[guest.type];
  if (making.copiesRunning || guest.status !== "running") return [];
  const others = inventory.guests.filter((one) => one.type === guest.type && one.template).map(({ vmId, name }) => `--from ${vmId}${name === undefined ? "" : ` (${name})`}`);
  return [{ says: `${printGuestName(guest)} is running: Proxmox VE copies a running ${word.one} from a snapshot only`, remedy: [...(others.length === 0 ? [] : [`say a template: ${others.join(", ")}`]), `or stop it until the copy is made: pmpc stop ${printGuestName(guest)}   then: pmpc sync`].join("\n") }];
}

function reached(guest: Guest, node: string, type: GuestType, ground: Ground): Problem[] {
  if (guest.node === node) return [];
  const storage = Object.entries(guest.config ?? {}).flatMap(([key, value]) => (/^(?:(?:scsi|virtio|sata|ide)\d+|rootfs)$/.test(key) && !/media=cdrom/.test(String(value)) ? [parseVolumeId(String(value))?.storage ?? ""] : []))[0];
  const seen = ground.inventory.storages.find(({ name }) => name === storage);
  const isShared = seen !== undefined && ["nfs", "cifs", "rbd", "cephfs", "pbs"].includes(seen.type);
  return isShared ? [] : [{ says: `${printGuestName(guest)} is on ${guest.node}, and its disks on ${storage ?? "a storage"} of that node: ${node} cannot copy them`, remedy: `say --node ${guest.node}, or have the ${guestKinds[type].word.one} on a storage that both share` }];
}

interface Need {
  readonly storage: string;
  readonly content: "images" | "rootdir";
  readonly bytes: number;
}

function needsOf({ type, props }: Decided): readonly Need[] {
  const { content } = guestKinds[type].making.volumes;
  return forms[type].volumes(props).flatMap(({ storage, size }): Need[] => {
    const name = textOf(storage) ?? "";
    return name === "" ? [] : [{ storage: name, content, bytes: isSize(size) ? size.toBytes() : 0 }];
  });
}

// More may be promised there than there is, until it is used.
const thin = ["lvmthin", "zfspool", "rbd", "nfs", "cifs", "dir", "btrfs", "cephfs"];

/** What would fail of what is said of a guest that is there: a storage that takes no disks of it, or has no room; a bridge that its node lacks. */
export function checkSaid(type: GuestType, node: string, said: readonly Said[], ground: Ground): readonly Problem[] {
  const devices = said.flatMap((one) => (one.is === "device" ? [one.values] : []));
  const needs = devices.flatMap((values): Need[] => {
    // A file that is put into a drive is none of its disks.
    if (values.some(({ value }) => isNamed(value, "image"))) return [];
    const [named, volume] = [values.find(({ value }) => isNamed(value, "storage"))?.value, values.find(({ field }) => field.path.at(-1)?.prop === "volume")?.value];
    const storage = named ?? (typeof volume === "string" && !/[:/]/.test(volume) ? volume : undefined);
    const size = values.map(({ value }) => value).find(isSize);
    return storage === undefined ? [] : [{ storage: textOf(storage)!, content: guestKinds[type].making.volumes.content, bytes: size?.toBytes() ?? 0 }];
  });
  const wanted = devices.flatMap((values) => values.flatMap(({ value }) => (isNamed(value, "bridge") ? [textOf(value)!] : [])));
  return [...storagesFor(needs, type, node, ground), ...bridgesFor(wanted, node, ground)];
}

const isNamed = (value: PropValue | undefined, kind: string) => typeof value === "object" && isReference(value) && value.kind === kind && value.name !== "";

const storages = (decided: Decided, ground: Ground): Problem[] => storagesFor(needsOf(decided), decided.type, decided.node, ground);

function storagesFor(needs: readonly Need[], type: GuestType, node: string, ground: Ground): Problem[] {
  const wanted = new Map<string, Need>();
  for (const one of needs) wanted.set(one.storage, { ...one, bytes: (wanted.get(one.storage)?.bytes ?? 0) + one.bytes });
  return [...wanted.values()].flatMap(({ storage, content, bytes }): Problem[] => {
    const seen = ground.inventory.storages.find(({ name }) => name === storage);
    const fit = ground.inventory.storages.filter((one) => isOn(one, node) && ground.contents(one.name)?.has(content) !== false).map(({ name }) => name);
    const others = fit.length === 0 ? "no other storage of the node would do" : `say one of ${fit.join(", ")}`;
    if (seen === undefined) return [{ says: `there is no storage ${storage}`, remedy: others }];
    if (!isOn(seen, node)) return [{ says: `${node} does not have the storage ${storage}, or does not reach it`, remedy: others }];
    if (ground.contents(storage)?.has(content) === false) return [{ says: `the storage ${storage} takes no ${guestKinds[type].making.volumes.says}`, remedy: others }];
    const room = ground.room(storage, node);
    if (room === undefined || bytes <= (thin.includes(seen.type) ? room.total : room.free)) return [];
    return [{ says: `the storage ${storage} has no room for ${gibibytes(bytes)}: ${gibibytes(room.free)} of ${gibibytes(room.total)} are free`, remedy: `say a smaller size, or another storage: ${fit.filter((one) => one !== storage).join(", ") || "there is none"}` }];
  });
}

const gibibytes = (bytes: number) => `${Math.round((bytes / 2 ** 30) * 10) / 10} GiB`;

function files(made: Made, node: string, { inventory }: Ground): Problem[] {
  if (made.from !== "volume") return [];
  const { storage } = parseVolumeId(made.volid)!;
  const seen = inventory.storages.find(({ name }) => name === storage);
  return seen !== undefined && isOn(seen, node) ? [] : [{ says: `${made.volid} is on the storage ${storage}, which ${node} does not have`, remedy: `say one that lies on ${inventory.storages.filter((one) => isOn(one, node)).map(({ name }) => name).join(", ")}` }];
}

const textOf = (value: PropValue | undefined): string | undefined => (typeof value === "object" && isReference(value) ? value.name : typeof value === "string" ? value : undefined);

const cardsOf = ({ type, props }: Decided) => listOf(props, guestKinds[type].making.cards);

const bridges = (decided: Decided, ground: Ground): Problem[] => bridgesFor(cardsOf(decided).flatMap(({ bridge }) => textOf(bridge) ?? []), decided.node, ground);

function bridgesFor(wanted: readonly string[], node: string, ground: Ground): Problem[] {
  const there = ground.bridges(node);
  if (there === undefined) return [];
  return [...new Set(wanted)].filter((name) => name !== "" && !there.has(name)).map((name) => ({ says: `${node} has no bridge ${name}`, remedy: `say one of ${[...there].sort().join(", ")}` }));
}

function pools({ props }: Decided, { inventory }: Ground): Problem[] {
  const pool = textOf(props.pool);
  return pool === undefined || pool === "" || inventory.pools.length === 0 || inventory.pools.some(({ name }) => name === pool) ? [] : [{ says: `there is no pool ${pool}`, remedy: `say one of ${inventory.pools.map(({ name }) => name).join(", ")}` }];
}

/** Addresses of others, as they report them, as their configuration says, and as the code says of guests that are not there yet. */
function addresses(decided: Decided, ground: Ground): Problem[] {
  const { inventory } = ground;
  const wanted = forms[decided.type].addresses(decided.props).filter(isFixed).map(bare);
  const cards = cardsOf(decided).flatMap(({ macAddress }) => (typeof macAddress === "string" && macAddress !== "" ? [macAddress.toUpperCase()] : []));
  if (wanted.length + cards.length === 0) return [];
  const book = decideAddresses(inventory.guests, inventory.nodes, new Map());
  const owners = new Map([
    ...declaredAddresses(ground),
    ...inventory.nodes.flatMap(({ name, ip, networks = [] }) => [...(ip === undefined ? [] : [ip]), ...networks].map((one) => [bare(one), `node ${name}`] as const)),
    ...[...book.entries].flatMap(([key, { addresses: own, shared }]) => [...own, ...shared].map((one) => [bare(one), printName(key)] as const)),
  ]);
  const hardware = new Map(inventory.guests.flatMap((guest) => [...readCards(guest).flatMap(({ mac }) => (mac === undefined ? [] : [mac])), ...Object.entries(guest.config ?? {}).flatMap(([key, value]) => (/^net\d+$/.test(key) ? [...String(value).matchAll(/(?:[0-9a-f]{2}:){5}[0-9a-f]{2}/gi)].map(([mac]) => mac) : []))].map((mac) => [String(mac).toUpperCase(), printGuestName(guest)] as const)));
  return [
    ...wanted.flatMap((address) => (owners.has(address) ? [{ says: `the address ${address} is ${owners.get(address)!}'s`, remedy: "say another, or dhcp" }] : [])),
    ...cards.flatMap((mac) => (hardware.has(mac) ? [{ says: `the MAC address ${mac} is ${hardware.get(mac)!}'s`, remedy: "leave it out: Proxmox VE makes one up" }] : [])),
  ];
}

const bare = (address: string) => address.replace(/\/\d+$/, "").toLowerCase();
const isFixed = (address: unknown): address is string => typeof address === "string" && /^[0-9a-f.:]+(?:\/\d+)?$/i.test(address) && /[.:]/.test(address);

/** Of guests that the code has and the cluster does not yet. What is written down is enough: what is computed is found by the synthesis. */
function declaredAddresses({ instances, inventory }: Ground): readonly (readonly [string, string])[] {
  const known = new Set(inventory.guests.map(({ vmId }) => vmId));
  return instances.flatMap(({ props, creation, key }) => {
    if (props === undefined || known.has(Number(key))) return [];
    const text = props.source.text.slice(props.node.start!, props.node.end!);
    return [...text.matchAll(/["'`]([0-9a-f.:]+\/\d+)["'`]/gi)].map(([, address]) => address!).filter(isFixed).map((address) => [bare(address), placeOf(creation)] as const);
  });
}
