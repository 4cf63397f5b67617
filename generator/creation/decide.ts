import { Size } from "../../lib/pve/size";
import type { GuestType } from "../../lib/pve/address";
import type { Guest } from "../../lib/inventory/inventory";
import { guestKinds } from "../../lib/schema/kind/all";
import { printGuestName } from "../../lib/schema/kind/name";
import type { PropValue } from "../../lib/schema/shape";
import { draftGuest } from "../plan/guest";
import { nameConstructs } from "../plan/name";
import { formatLookup } from "../plan/volume";
import { attaching, namedVolumes, newDisk, whyNoVolume } from "../revise/existing-volume";
import { checkDecision, type Problem } from "./check";
import { chooseNode, chooseStorage, nameOf, nextNumber, type Chose } from "./choose";
import { forms } from "./forms";
import { guestsLike, mostFirst, type Ground } from "./ground";
import { findFile, findOriginal, type Made } from "./origin";
import { draftOf, type Draft } from "./props";
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
  notes.push(...forms[type].fill(draft, { wanted, made, node, like, ground, pick, chose }));
  const id = constructId(wanted, vmId, ground);
  const props: Draft = { vmId, ...draft, node: { kind: "node", name: node }, ...(id === name ? {} : { [guestKinds[type].nameKey]: name }) };
  const decision = { type, vmId, id, name, node, props, made, choices, notes, problems };
  return { ...decision, problems: [...problems, ...checkDecision(decision, ground)] };
}

const labelOf = (guest: Guest) => `${printGuestName(guest)}${guest.name === undefined ? "" : ` ${guest.name}`}`;

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
  const kind = small.cpuType === undefined || cpu.type !== undefined || isCopy ? undefined : chose("cpu type", ...usual(cpuType, small.cpuType));
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
  if (original.config === undefined || !guestKinds[original.type].making.saysOriginal) return;
  const written = draftGuest(original, "copy", inventory, { adopt: false, repairs: [], written: new Set(), formatOf: formatLookup(original, inventory) });
  if ("refusal" in written) return;
  const own = ["vmId", "node", "name", "template", "pool", "tags", "description", "disks", "efiDisk", "tpmState", "cdrom", "bootOrder", "smbios", "onBoot", "startup", "protection", "pciDevices", "usbDevices", "hookScript"];
  for (const [prop, value] of Object.entries(written.entry.props)) {
    if (own.includes(prop) || value === undefined) continue;
    if (draft[prop] === undefined) draft[prop] = prop === "networkDevices" ? (value as readonly Draft[]).map(({ macAddress: _, ...card }) => card as PropValue) : value;
    else if (prop === "cpu" && typeof draft.cpu === "object") draft.cpu = { ...(value as object), ...draft.cpu } as PropValue;
  }
}

const needsFile = ({ type, origin }: Wanted, draft: Draft) => origin?.is === "image" || origin?.is === "template" || (guestKinds[type].making.usualOrigin !== undefined && draft.clone === undefined && (draft.operatingSystem as Draft | undefined)?.template === undefined);

/** Its own name where no construct is called so, as an import would name it. */
function constructId({ type, name }: Wanted, vmId: number, { instances, inventory }: Ground): string {
  const key = `${type}/${vmId}`;
  const taken = [...instances.flatMap(({ id }) => id ?? []), ...inventory.nodes.map((node) => node.name).filter((node) => instances.some(({ id }) => id === node))];
  return nameConstructs([{ key, vmId, prefix: guestKinds[type].stem, name }], new Map(), taken).get(key)!;
}
