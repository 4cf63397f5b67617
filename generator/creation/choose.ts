import type { Guest } from "../../lib/inventory/inventory";
import type { GuestType } from "../../lib/pve/address";
import { guestKinds } from "../../lib/schema/kind/all";
import { isReference, type PropValue } from "../../lib/schema/shape";
import { isOn, usedBy, type Ground } from "./ground";

/** The name of what is referred to, or of what is said as a text. */
export const nameOf = (value: PropValue): string => (typeof value === "object" && isReference(value) ? value.name : String(value));

/** Takes a value for what was not said, and tells why. */
export type Chose = <T>(what: string, value: T, why: string, shown?: string) => T;

/** The lowest that is free. */
export function nextNumber({ numbers }: Ground): number {
  let number = 100;
  while (numbers.has(number)) number++;
  return number;
}

/** The node that is online and has most memory left, of those that have a storage for it. */
export function chooseNode(ground: Ground, type: GuestType, chose: Chose): string {
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
export function chooseStorage(ground: Ground, { node, like, content, at }: { node: string; like: readonly Guest[]; content: string; at: RegExp }, chose: (value: string, why: string) => string): string {
  const fit = ground.inventory.storages.filter((one) => isOn(one, node) && ground.contents(one.name)?.has(content) !== false).map(({ name }) => name);
  const used = usedBy(ground, like, "storage", at).find((name) => fit.includes(name));
  if (used !== undefined) return chose(used, like.length === 1 ? "the only one like it uses it" : `guests like it use it`);
  const [roomy] = [...fit].sort((a, b) => (ground.room(b, node)?.free ?? 0) - (ground.room(a, node)?.free ?? 0));
  return chose(roomy ?? "local", roomy === undefined ? "no storage that would do was seen" : "it has most room");
}

/** The bridge that guests like it are on, else one that is there. */
export function chooseBridge(ground: Ground, node: string, like: readonly Guest[], chose: Chose): string {
  const there = ground.bridges(node);
  const used = usedBy(ground, like, "bridge", /^net\d+$/).find((name) => there?.has(name) !== false);
  return used !== undefined ? chose("bridge", used, "guests like it use it") : chose("bridge", [...(there ?? [])].sort()[0] ?? "vmbr0", there === undefined ? "the usual one" : "it is there");
}
