import { catalog } from "./catalog";
import { devicesOf, presetOf, readBack, sameValue, scopeOf, valueOf, type Elements, type ReadableGuest, type State } from "./read-back";
import { isMany } from "./props";
import type { Source } from "./place";
import type { Block, Member, Row } from "./row";
import type { TerraformValue } from "./shape";

/** One setting as code says it and as the cluster has it. */
export interface Standing {
  /** In Proxmox VE's words: `memory`, `net0 tag`. */
  readonly setting: string;
  /** In Terraform's: `network_device[0].vlan_id`. */
  readonly path: string;
  /** In the code's, step by step. */
  readonly steps: readonly PropStep[];
  readonly is: "same" | "differs" | "ignored";
  /** As Proxmox VE would write it; undefined if the code says nothing of it. */
  readonly code?: string;
  /** As Proxmox VE has it; undefined if it has no such key. */
  readonly cluster?: string;
}

/** One step from a construct's props to a value. */
export type PropStep = { readonly prop: string; readonly short?: string } | { readonly item: number };

/** What code says of a guest: the attributes of its resource, as they were synthesised. */
export interface Said {
  readonly values: Readonly<Record<string, unknown>>;
  /** The entries of `ignore_changes`. */
  readonly ignored: readonly string[];
}

/**
 * Sets what code says of a guest beside what the provider would read of it, setting by setting: a default that is not said is the same as
 * one that is. What is not said of a copy is as in its original, and the provider leaves it so. What is known only while Terraform runs, secrets, and what only the provider knows, is left out. Throws a Refusal where the
 * provider cannot read the guest.
 */
export function standingsOf(guest: ReadableGuest, { values, ignored }: Said, { same = true }: StandingOptions = {}): readonly Standing[] {
  const found: Standing[] = [];
  compareMembers(catalog[guest.type].rows, values as State, readBack(guest), { guest, ignored, found, same, scope: scopeOf(guest), isCopy: elementsOf((values as State).clone).length > 0, path: "", steps: [], device: "" });
  return found;
}

export interface StandingOptions {
  /** Also settings that are the same on both sides. @default true */
  readonly same?: boolean;
}

type Scope = Readonly<Record<string, unknown>>;

interface Walk {
  readonly guest: ReadableGuest;
  readonly ignored: readonly string[];
  readonly found: Standing[];
  readonly same: boolean;
  readonly scope: Scope;
  readonly isCopy: boolean;
  /** Ends with a dot inside of a block. */
  readonly path: string;
  readonly steps: readonly PropStep[];
  /** The key that holds what is compared: `net0`; empty for keys of their own. */
  readonly device: string;
}

function compareMembers(members: readonly Member[], said: State, read: State, walk: Walk): void {
  for (const member of members) {
    if (member.terraform === null || member.prop === null) continue;
    if (member.kind === "row") compareRow(member, said[member.terraform], read[member.terraform], walk);
    else compareBlock(member, elementsOf(said[member.terraform]), elementsOf(read[member.terraform]), walk);
  }
}

/** A block that is there once may stand alone. */
const elementsOf = (value: TerraformValue | undefined): Elements => (value === undefined || value === null ? [] : ([value].flat() as unknown as Elements));

function compareRow(row: Row, said: TerraformValue | undefined, read: TerraformValue | undefined, walk: Walk): void {
  const isProviders = typeof row.pve === "object" && row.pve.is === "constant";
  if (row.output || row.secret || row.onlyAsked || isProviders || isToken(said)) return;
  const isUnsaid = said === undefined || said === null;
  if (isUnsaid && (row.computed || row.drawn || walk.isCopy)) return;
  const [code, cluster] = [isUnsaid ? presetOf(row) : said, read ?? presetOf(row)];
  const isSame = isAlike(row, code, cluster);
  if (isSame && !walk.same) return;
  const text = valueOf(row.pve, walk.scope, walk.guest);
  note(walk, {
    setting: settingOf(row.pve, walk.device),
    path: walk.path + row.terraform!,
    steps: [...walk.steps, { prop: row.prop! }],
    isSame,
    code: isUnsaid ? undefined : printed(row, code),
    cluster: text === undefined ? undefined : typeof text === "object" ? printed(row, cluster) : String(text as string),
  });
}

const isToken = (value: unknown): boolean => (typeof value === "string" ? value.includes("${") : typeof value === "object" && value !== null && JSON.stringify(value).includes("${"));

function isAlike(row: Row, code: TerraformValue, cluster: TerraformValue): boolean {
  const plain = (value: TerraformValue) => (typeof value === "string" && row.normalise ? row.normalise(value) : value);
  const [one, other] = [plain(code), plain(cluster)];
  if (sameValue(one, other) || isNothing(one, row) && isNothing(other, row)) return true;
  // The order of tags is Proxmox VE's own.
  if (Array.isArray(one) && Array.isArray(other) && row.prop === "tags") return sameValue([...one].sort(), [...other].sort());
  return typeof one !== "object" && typeof other !== "object" && String(one) === String(other);
}

const isNothing = (value: TerraformValue, row: Row) => value === null || value === "" || (Array.isArray(value) && value.length === 0) || sameValue(value, presetOf(row));

function compareBlock(block: Block, said: Elements, read: Elements, walk: Walk): void {
  // A list of cards that is left out stays as it is.
  if (block.written !== undefined || (block.whole && said.length === 0)) return;
  const steps = block.flat ? walk.steps : [...walk.steps, { prop: block.prop!, ...(block.short === undefined ? {} : { short: block.short }) }];
  if (!isMany(block) || block.from?.is === "key") {
    if (said.length === 0 && read.length === 0) return;
    const key = block.from?.is === "key" ? block.from.key : undefined;
    const scope = key === undefined ? walk.scope : { ...(walk.scope[key] as Scope | undefined), slot: key };
    return compareMembers(block.rows, said[0] ?? {}, read[0] ?? {}, { ...walk, scope, steps, path: `${walk.path}${block.terraform!}[0].`, device: key ?? walk.device });
  }
  if (!walk.same && isSameThroughout(block, said, read, walk)) return;
  for (const { code, cluster, slot, scope, at } of pairsOf(block, said, read, walk)) {
    const item = block.beside === undefined ? [...steps, { item: at }] : [...walk.steps, { prop: block.beside }, { item: at }];
    const path = `${walk.path}${block.terraform!}[${at}]`;
    if (code !== undefined && cluster !== undefined) compareMembers(block.rows, code, cluster, { ...walk, scope: scope ?? {}, steps: item, path: `${path}.`, device: slot });
    else if (!(code === undefined && walk.isCopy) && !isEmpty(block, code ?? cluster!)) note(walk, { setting: slot, path: code === undefined ? walk.path + block.terraform! : path, steps: code === undefined ? steps : item, isSame: false, ...(code === undefined ? {} : { code: summed(block, code) }), ...(cluster === undefined ? {} : { cluster: textOf(walk.guest, slot) ?? summed(block, cluster) }) });
  }
}

/** Two lists that are alike element by element: which device each is of does not matter then. */
function isSameThroughout({ rows }: Block, said: Elements, read: Elements, walk: Walk): boolean {
  const found: Standing[] = [];
  if (said.length === read.length) said.forEach((code, at) => compareMembers(rows, code, read[at]!, { ...walk, found, scope: {} }));
  return said.length === read.length && found.length === 0;
}

interface Pair {
  readonly code?: State;
  readonly cluster?: State;
  readonly slot: string;
  readonly scope?: Scope;
  /** Its place in the code's list; of one that the code does not have, in the cluster's. */
  readonly at: number;
}

/** The elements of both lists that are the same device: by its name, else by its number. */
function pairsOf(block: Block, said: Elements, read: Elements, { guest, scope }: Walk): readonly Pair[] {
  const record = scopeOf(guest);
  const devices = devicesOf(block, { guest, record });
  const name = block.rows.find((one): one is Row => one.kind === "row" && typeof one.pve === "object" && one.pve.is === "slot")?.terraform ?? undefined;
  const family = block.from?.is === "numbered" ? (block.from.families[0] ?? "") : block.from?.is === "lines" ? block.from.key : block.prop!;
  const isClosed = !block.gaps || block.gaps === "close";
  const there = read.flatMap((element, at): Pair[] => {
    const device = block.from?.is !== "numbered" ? undefined : isClosed ? devices[at] : devices.find(({ number }) => number === at);
    if (block.from?.is === "numbered" && device === undefined) return [];
    const slot = typeof device?.device.slot === "string" ? device.device.slot : `${family}${at}`;
    return [{ cluster: element, slot, scope: device?.device ?? scope, at }];
  });
  const slotOf = (element: State, at: number) => (name !== undefined && typeof element[name] === "string" && element[name] !== "" ? element[name] : name === undefined && isClosed ? (there[at]?.slot ?? `${family}${at}`) : `${family}${at}`);
  const coded = said.map((element, at): Pair => ({ code: element, slot: slotOf(element, at), at }));
  return [
    ...coded.map((one) => ({ ...there.find(({ slot }) => slot === one.slot), ...one })),
    ...there.filter(({ slot }) => !coded.some((one) => one.slot === slot)),
  ];
}

function note({ found, ignored }: Walk, { isSame, code, cluster, ...standing }: Omit<Standing, "is"> & { readonly isSame: boolean }): void {
  const is = isSame ? "same" : ignored.some((entry) => covers(entry, standing.path)) ? "ignored" : "differs";
  found.push({ ...standing, is, ...(code === undefined ? {} : { code }), ...(cluster === undefined ? {} : { cluster }) });
}

/** Whether an entry of `ignore_changes` is about a path: of what is there once, with its number or without. */
function covers(entry: string, path: string): boolean {
  if (entry === "all") return true;
  const [short, whole] = [entry.replaceAll("[0]", ""), path.replaceAll("[0]", "")];
  return whole === short || whole.startsWith(`${short}.`) || whole.startsWith(`${short}[`);
}

// ---- words ----------------------------------------------------------------------------------------------------------------------

/** `memory`, `net0 tag`, `cpu flags` */
function settingOf(source: Source, device: string): string {
  if (typeof source === "string") return [device, ...source.replace(/^(guest|cloudinit)\//, "").split("/")].filter(Boolean).join(" ");
  if (source.is === "first") return settingOf(source.of[0]!, device);
  if (source.is === "extension" || source.is === "storedFormat") return [device, "format"].filter(Boolean).join(" ");
  return device;
}

const textOf = ({ config }: ReadableGuest, slot: string) => (config[slot] === undefined ? undefined : String(config[slot] as string));

/** As Proxmox VE writes it. */
function printed(row: Row, value: TerraformValue): string {
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value === "number") return row.shape.type.startsWith("Size") && row.terraform === "size" ? `${value}G` : String(value);
  if (Array.isArray(value)) return (value as readonly TerraformValue[]).map((one) => (typeof one === "object" ? JSON.stringify(one) : String(one))).join(row.prop === "tags" ? ";" : ",");
  return value !== null && typeof value === "object" ? JSON.stringify(value) : (value ?? "");
}

const isEmpty = (block: Block, element: State) => block.rows.every((row) => row.terraform === null || row.kind === "block" || isNothing(element[row.terraform] ?? null, row));

/** What a device says, in short: `bridge=vmbr0,tag=20`. */
function summed(block: Block, element: State): string {
  return block.rows
    .flatMap((row) => {
      const value = row.kind === "row" && row.terraform !== null ? (element[row.terraform] ?? null) : null;
      if (row.kind !== "row" || isToken(value) || isNothing(value, row) || (typeof row.pve === "object" && row.pve.is !== "first")) return [];
      return [`${settingOf(row.pve, "").replaceAll(" ", ".")}=${printed(row, value)}`];
    })
    .join(",");
}
