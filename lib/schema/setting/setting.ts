import type { GuestType } from "../../pve/address";
import { catalog } from "../catalog";
import { guestKinds } from "../kind/all";
import type { Source } from "../place";
import { asWritten, row, type Block, type Member, type Packing, type Row } from "../row";
import { list } from "../shape/list";
import { flag } from "../shape/number";
import { reference } from "../shape/reference";
import { word } from "../shape/text";

/** A property on the way from a guest's props to a value. */
export interface PropStep {
  readonly prop: string;
  /** The property that a bare value in its place stands for: `memory: Size.gibibytes(4)` is its `dedicated`. */
  readonly short?: string;
  /** Those that code says before it. */
  readonly before: readonly string[];
}

export type SettingStep = PropStep | { readonly by: string; readonly is: string } | { readonly item: number };

interface Named {
  /** The words that people use for it, the first of which is shown: `cores`, `cpu-cores`. */
  readonly names: readonly string[];
  readonly says: string;
  readonly path: readonly PropStep[];
}

/** One value: `cpu.cores`. */
export interface ValueSetting extends Named {
  readonly is: "value";
  readonly row: Row;
}

/** Several values that are said in one text: `vmbr0,tag=20`. */
export interface DeviceSetting extends Named {
  readonly is: "device";
  readonly fields: readonly Field[];
  /** Values that a bare word may be, the likeliest first. */
  readonly bare: readonly Field[];
  readonly pairs?: Packing["pairs"];
  /** There are several of it. */
  readonly series?: Series;
}

export interface Series {
  /** `scsi` for scsi0, scsi1, …; without one it is counted by its own name. */
  readonly family?: string;
  /** All families that share the list. */
  readonly families: readonly string[];
  readonly count: number;
  /** The property that holds its name: `interface`. Without one its place in the list is its number. */
  readonly by?: string;
}

/** What one of a series is counted by: a new disk goes where most disks are. */
export const familyOf = ({ family, families }: Series): string => family ?? (families.includes("scsi") ? "scsi" : (families[0] ?? ""));

/** A value in a device. */
export interface Field {
  /** `vlanId`, `tag` */
  readonly words: readonly string[];
  readonly path: readonly PropStep[];
  readonly row: Row;
}

export type Setting = ValueSetting | DeviceSetting;

/** What a construct's own props say beside the table. */
const ownRows: Readonly<Record<GuestType, readonly Row[]>> = {
  qemu: [],
  lxc: [own("pool", reference("pool"), "Resource pool. It is a membership beside the container.")],
};
const guestRows: readonly Row[] = [
  own("ignoreChanges", list(","), "Properties whose differences Terraform leaves alone."),
  own("removalPolicy", word("protect", "destroy"), "What Terraform may do to the guest."),
  own("sharesAddresses", flag, "Other guests of the app may have its addresses."),
];

function own(prop: string, shape: Row["shape"], says: string): Row {
  return row({ is: "constant", value: null }, prop, prop, shape, { says });
}

const known = new Map<GuestType, readonly Setting[]>();

/** Everything that can be set of a kind of guest, in the order in which code says it. Values come before the devices that hold them. */
export function settingsOf(type: GuestType): readonly Setting[] {
  const before = known.get(type);
  if (before !== undefined) return before;
  const members = [...catalog[type].rows, ...ownRows[type], ...guestRows];
  const found = named(collect(members, [], ["adopt", "boot"], catalog[type].packed), type);
  known.set(type, found);
  return found;
}

/** The order in which code says the props of a guest. */
export const propOrder = (type: GuestType): readonly string[] => ["vmId", "node", "adopt", "boot", ...propsIn([...catalog[type].rows, ...ownRows[type], ...guestRows]).filter((prop) => prop !== "vmId" && prop !== "node")];

// ---- collecting ---------------------------------------------------------------------------------------------------------------

/** A setting before it has its names. */
type Draft = (Omit<ValueSetting, "names"> | Omit<DeviceSetting, "names">) & { readonly wishes: readonly string[]; readonly short?: string };

function collect(members: readonly Member[], path: readonly PropStep[], first: readonly string[] = [], packed: Readonly<Record<string, Packing>> = {}): Draft[] {
  const said = sayable(members);
  const besides = said.flatMap((member) => (member.kind === "block" && member.beside !== undefined ? [member] : member.kind === "block" && member.flat ? sayable(member.rows).filter((one): one is Block => one.kind === "block" && one.beside !== undefined) : []));
  const names = [...first, ...propsIn(members)];
  const stepTo = (prop: string, short?: string): PropStep => ({ prop, ...(short === undefined ? {} : { short }), before: namesBefore(names, prop, path.length === 0) });
  const inside = (one: Member): Draft[] => {
    if (one.kind === "row") return one.output || one.secret ? [] : [valueOf(one, [...path, stepTo(one.prop!)])];
    if (one.flat) return sayable(one.rows).flatMap(inside);
    if (one.beside !== undefined || one.saidBy !== undefined) return [];
    return deviceOf(one, [...path, stepTo(one.prop!, one.short)], besides.filter(({ beside }) => beside === one.prop));
  };
  return [...said.flatMap(inside), ...packs(said, path, stepTo, packed)];
}

const namesBefore = (names: readonly string[], prop: string, isTop: boolean) => (isTop && (prop === "vmId" || prop === "node") ? (prop === "node" ? ["vmId"] : []) : [...(isTop ? ["vmId", "node"] : []), ...names.slice(0, names.indexOf(prop))]);

const sayable = (members: readonly Member[]) => members.map(asWritten).filter(({ prop, terraform }) => prop !== null && terraform !== null);

function propsIn(members: readonly Member[]): readonly string[] {
  return [...new Set(sayable(members).flatMap((one) => (one.kind === "block" && one.flat ? propsIn(one.rows) : one.kind === "block" && one.beside !== undefined ? [] : [one.prop!])))];
}

function valueOf(value: Row, path: readonly PropStep[]): Draft {
  const last = path.at(-1)!.prop;
  const above = path.at(-2);
  return { is: "value", says: value.says ?? "", path, row: value, ...(above?.short === last || vague.has(kebab(last)) ? {} : { short: kebab(last) }), wishes: [...(above?.short === last ? [] : [path.map(({ prop }) => kebab(prop)).join("-")]), ...pveWords(value.pve)] };
}

/** Words that say nothing without what they are of. */
const vague = new Set("container enabled format full interface ipv4 ipv6 keys limit servers shared storage type units upgrade username".split(" "));

const pveWords = (source: Source): string[] => (typeof source === "string" && !source.includes("/") ? [source] : []);

function deviceOf(block: Block, path: readonly PropStep[], besides: readonly Block[]): Draft[] {
  const { from, packing, says = "" } = block;
  const fields = withClearWords([...fieldsOf(block.rows, []), ...besides.flatMap((one) => fieldsOf(one.rows, [], block.rows))]);
  const device = { is: "device" as const, says, path, fields, bare: bareOf(fields, block), ...(packing?.pairs === undefined ? {} : { pairs: packing.pairs }) };
  const prop = path.map((one) => kebab(one.prop)).join("-");
  if (isSeries(block) && from?.is !== "key" && from !== undefined) {
    const families = from.is === "numbered" ? from.families : [];
    const by = block.rows.find((one) => one.kind === "row" && typeof one.pve === "object" && one.pve.is === "slot")?.prop ?? undefined;
    const series = { families, count: from.is === "numbered" ? from.known : 256, ...(by === undefined ? {} : { by }) };
    const short = kebab(singular(path.at(-1)!.prop));
    return [{ ...device, series, wishes: [singular(prop)], short }, ...families.map((family): Draft => ({ ...device, series: { ...series, family }, wishes: [family] }))];
  }
  // The keys of drives are counted, whatever role one has.
  const key = from?.is === "key" && block.role === undefined ? [from.key] : [];
  return [{ ...device, wishes: [prop, ...key, ...key.map((one) => one.replace(/\d$/, ""))] }, ...collect(block.rows, path, [], block.packed).map((one) => (one.is === "value" && from?.is === "key" ? { ...one, wishes: one.wishes.slice(0, 1), short: undefined } : one))];
}

/** Keys that Proxmox VE packs several values into: `boot order=scsi0`, `cicustom user=…`. */
function packs(members: readonly Member[], path: readonly PropStep[], stepTo: (prop: string) => PropStep, packed: Readonly<Record<string, Packing>>): Draft[] {
  const rows = members.filter((one): one is Row => one.kind === "row" && typeof one.pve === "string" && one.pve.includes("/") && !one.pve.startsWith("guest/"));
  const keys = [...new Set(rows.map(({ pve }) => (pve as string).split("/")[0]!))].filter((key) => Object.hasOwn(packed, key));
  return keys.flatMap((key): Draft[] => {
    const own = rows.filter(({ pve }) => (pve as string).startsWith(`${key}/`));
    const fields = own.map((one): Field => ({ words: [(one.pve as string).split("/")[1]!, one.prop!, kebab(one.prop!)], path: [stepTo(one.prop!)], row: one }));
    const first = packed[key]?.defaultKey;
    return [{ is: "device", says: own[0]!.says ?? "", path, fields, bare: fields.filter(({ words }) => words[0] === first), wishes: [key] }];
  });
}

function fieldsOf(members: readonly Member[], path: readonly PropStep[], above: readonly Member[] = []): Field[] {
  const names = propsIn([...above, ...members]);
  return sayable(members).flatMap((one): Field[] => {
    const step = { prop: one.prop!, before: names.slice(0, names.indexOf(one.prop!)) };
    if (one.kind === "block" && !one.flat && isSeries(one)) return [];
    if (one.kind === "block") return fieldsOf(one.rows, one.flat ? path : [...path, { ...step, ...(one.short === undefined ? {} : { short: one.short }) }], one.flat ? [...above, ...members] : []);
    if (one.output || one.secret) return [];
    const dotted = [...path.map(({ prop }) => prop), one.prop!].join(".");
    const words = [one.prop!, kebab(one.prop!), dotted, kebab(dotted.replaceAll(".", "-")), ...(typeof one.pve === "string" ? [one.pve.split("/").at(-1)!] : []), ...(one.aliases ?? [])];
    return [{ words: [...new Set(words)], path: [...path, step], row: one }];
  });
}

const isSeries = ({ from }: Block) => from?.is === "numbered" || from?.is === "lines";

/** A word that two values of a device have means neither. */
function withClearWords(fields: readonly Field[]): readonly Field[] {
  const isClear = (word: string) => fields.filter(({ words }) => words.includes(word)).length === 1;
  return fields.map((field) => ({ ...field, words: field.words.filter(isClear) }));
}

/** What a bare word is: a word that Proxmox VE has, a size, the value that stands for the whole, a reference. */
function bareOf(fields: readonly Field[], { short, packing, packed }: Block): readonly Field[] {
  const isFirst = ({ row: one, path }: Field) => path.length === 1 && (one.pve === packing?.defaultKey || Object.entries(packed ?? {}).some(([key, { defaultKey }]) => one.pve === `${key}/${defaultKey}`));
  const order = [
    fields.filter(({ row: one, path }) => path.length === 1 && one.prop === short),
    fields.filter(({ row: one }) => one.shape.type.startsWith('"')),
    fields.filter(({ row: one }) => one.shape.type.startsWith("Size")),
    fields.filter(isFirst),
    fields.filter(({ row: one }) => / \| string$/.test(one.shape.type)),
    fields.filter(({ row: { shape, prop } }) => shape.type === "string" && prop === "address"),
  ];
  return [...new Set(order.flat())];
}

// ---- names --------------------------------------------------------------------------------------------------------------------

/** Gives each its words: a word belongs to the first that wishes it, whole blocks before values, and what is short only where it is clear. */
function named(drafts: readonly Draft[], type: GuestType): Setting[] {
  // A word that several devices have for something of theirs is clear for none of them.
  const shorts = new Map<string, number>();
  const lasts = drafts.flatMap((draft) => (draft.is === "value" ? [draft.path.at(-1)!.prop] : draft.series?.family === undefined && draft.series ? [draft.short!, ...draft.fields.map(({ path }) => path.at(-1)!.prop)] : []));
  for (const short of lasts.map(kebab)) shorts.set(short, (shorts.get(short) ?? 0) + 1);
  const taken = new Map<string, Draft>();
  const claim = (word: string, draft: Draft) => void (taken.has(word) || taken.set(word, draft));
  const creation = guestKinds[type].createdFrom;
  for (const draft of drafts.filter(({ path, is }) => path.length < 2 && is === "value")) for (const wish of draft.wishes) claim(wish, draft);
  for (const draft of drafts.filter(({ is }) => is === "device")) for (const wish of draft.wishes) claim(wish, draft);
  for (const draft of drafts) if (draft.is === "value" && draft.path.at(-1)!.prop === "template" && draft.path.length > 1 && creation !== undefined) claim(creation, draft);
  for (const draft of drafts) for (const wish of draft.wishes) claim(wish, draft);
  for (const draft of drafts) if (draft.short !== undefined && (shorts.get(draft.short) === 1 || draft.is === "device")) claim(draft.short, draft);
  // A machine has a name, and a container a host name: people say either.
  const { nameKey } = guestKinds[type];
  for (const draft of drafts) if (draft.path.length === 1 && draft.path[0]!.prop === nameKey) claim(nameKey === "name" ? "hostname" : "name", draft);
  return drafts.flatMap(({ wishes, short, ...draft }, at): Setting[] => {
    const names = [...new Set([...(short === undefined ? [] : [short]), ...wishes, ...(creation === undefined ? [] : [creation]), "name", "hostname"])].filter((word) => taken.get(word) === drafts[at]);
    return names.length === 0 ? [] : [{ ...draft, names } as Setting];
  });
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const singular = (name: string) => (/(?<!o)s$/.test(name) && name !== "virtiofs" ? name.slice(0, -1) : name);

