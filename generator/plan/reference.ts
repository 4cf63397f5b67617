import type { ResourceKey } from "../../lib/pve/address";
import { kinds } from "../../lib/schema/kind/all";
import { isBuiltInRole } from "../../lib/schema/kind/built-in-role";
import { isReference, isSize, referenceKinds, type PropValue, type Reference, type ReferenceKind } from "../../lib/schema/shape";
import { mentionOf, nameOfReference, propertyOf, referenceOf, setOfGuest, zoneOfPath } from "../../lib/schema/shape/reference";
import { variableName } from "./name";
import type { Carried, Declaration, Entry, FieldBefore, Referring } from "./plan";

/** An entry, as far as it refers to others and others refer to it. */
export interface Referable extends Pick<Entry, "key" | "id" | "props" | "as"> {
  readonly carried?: Pick<Carried, "fields" | "names">;
}

/** A function of the project and what it makes, in the order in which functions are called. */
export interface Maker {
  readonly name: string;
  readonly entries: readonly Referable[];
}

export interface References {
  /** Fields of the stack. */
  readonly declarations: readonly Declaration[];
  /** What entries are called in their functions, of those that something refers to. */
  readonly constants: ReadonlyMap<ResourceKey, string>;
  /** How each entry names others. */
  readonly referring: ReadonlyMap<ResourceKey, Referring>;
}

// What has no code is named by a field; images and mappings are named where they are used, and so are the cards of a node.
const often: readonly ReferenceKind[] = ["node", "storage", "bridge", "pool"];
const declared: readonly ReferenceKind[] = [...often, "user", "token", "group", "role", "zone", "sdn-controller", "sdn-fabric", "ipset", "firewall-alias", "security-group", "acme-account", "acme-plugin", "ha-group"];
const suffixes: Readonly<Record<ReferenceKind, string>> = {
  node: "Node", storage: "Storage", bridge: "Bridge", pool: "Pool", image: "Image", guest: "Guest", role: "Role", user: "User", token: "Token", group: "Group", realm: "Realm", zone: "Zone", vnet: "Vnet", "pci-mapping": "Mapping", "usb-mapping": "Mapping", "dir-mapping": "Mapping", ipset: "IpSet", "firewall-alias": "Alias", "security-group": "SecurityGroup",
  "sdn-controller": "Controller", "sdn-fabric": "Fabric", interface: "Interface", "acme-account": "AcmeAccount", "acme-plugin": "AcmePlugin", "ha-group": "HaGroup", "acl-target": "", secret: "",
};

/** Something that needs a field: what an entry of the code is, or what is only named. */
interface Wanted extends Reference {
  readonly made?: Target;
  readonly construct?: string;
}

interface Target {
  readonly entry: Referable;
  readonly by: number;
}

/**
 * Decides how entries refer to one another, and to what has no code: in its own function by a constant, elsewhere by a field of the stack.
 * What had a name before keeps it: code that people have written refers to it.
 * @param variable what functions call the stack
 */
export function planReferences(makers: readonly Maker[], members: ReadonlySet<string>, before: readonly FieldBefore[], variable: string): References {
  return new Planning(makers, members, before, variable).run();
}

class Planning {
  private readonly targets: ReadonlyMap<ResourceKey, Target>;
  private readonly wanted = new Map<string, Wanted>();
  /** Thousands of guests name the same few nodes, storages and bridges: what is the same is there once. */
  private readonly mentioned = new Map<string, Wanted>();
  private readonly mentions = new Map<string, ReadonlyMap<string, Wanted>>();
  /** What is named in its own function. */
  private readonly local = new Map<ResourceKey, Target>();

  constructor(
    private readonly makers: readonly Maker[],
    private readonly members: ReadonlySet<string>,
    private readonly before: readonly FieldBefore[],
    private readonly variable: string,
  ) {
    this.targets = new Map(makers.flatMap(({ entries }, by) => entries.map((entry) => [entry.key, { entry, by }] as const)));
  }

  run(): References {
    const found = this.makers.flatMap(({ entries }, at) => entries.map((entry) => ({ entry, at, refers: this.refersIn(entry, at) })));
    this.carriedNames();
    const fields = this.nameFields();
    const constants = this.nameConstants(fields);
    const declarations = [...this.wanted].sort(([, a], [, b]) => order(a, b)).map(([id, { kind, name, made, construct }]): Declaration => ({ kind, name, field: fields.get(id)!, ...(construct === undefined ? {} : { construct }), ...(made === undefined ? {} : { made: { by: this.makers[made.by]!.name, as: constants.get(made.entry.key)! } }) }));
    const said = this.makers.map(() => new Map<ReadonlyMap<string, Wanted>, Referring>());
    const pathOf = (at: number, one: Wanted) => (one.made?.by === at ? [constants.get(one.made.entry.key)!] : [this.variable, fields.get(idOf(one))!]);
    const sayIn = (at: number, refers: ReadonlyMap<string, Wanted>): Referring => new Map([...refers].map(([id, one]) => [id, [...pathOf(at, one), ...[propertyOf(referenceOf(id)) ?? []].flat()]]));
    const referring = new Map(found.map(({ entry, at, refers }) => [entry.key, remembered(said[at]!, refers, () => sayIn(at, refers))]));
    return { declarations, constants, referring };
  }

  /** What an entry refers to, by kind and name. */
  private refersIn(entry: Referable, at: number): ReadonlyMap<string, Wanted> {
    const found = new Map<string, Wanted>();
    for (const reference of referencesIn(Object.values(entry.props))) {
      const made = this.targetOf(reference, entry, at);
      const { as, name } = mentionOf(reference);
      const kind = isReferenceKind(as) ? as : reference.kind;
      if (made === undefined && (!declared.includes(kind) || !isOfCluster(reference, entry))) continue;
      const wanted = remembered(this.mentioned, `${kind}\0${name}\0${made?.entry.key ?? ""}`, () => ({ kind, name, ...(made === undefined ? {} : { made }) }));
      found.set(nameOfReference(reference), wanted);
      if (made?.by === at) this.local.set(made.entry.key, made);
      else if (!this.wanted.has(idOf(wanted))) this.wanted.set(idOf(wanted), wanted);
    }
    return remembered(this.mentions, [...found].map(([id, one]) => `${id}\0${idOf(one)}`).join("\n"), () => found);
  }

  /** The entry that a reference leads to, if it is made before this one. */
  private targetOf(reference: Reference, { key, props }: Referable, at: number): Target | undefined {
    const on = nodeOf({ props });
    const target = keysOf(reference, { key, props }).map((one) => this.targets.get(one)).find((one) => one !== undefined) ?? (on === undefined ? this.onOneNode(mentionOf(reference)) : undefined);
    return target !== undefined && target.entry.key !== key && target.by <= at && isThere(reference, target.entry) ? target : undefined;
  }

  /** What each node has for itself, where the code has one of that name. */
  private onOneNode({ as, name }: { readonly as: string; readonly name: string }): Target | undefined {
    const found = [...this.targets.values()].filter(({ entry: { key } }) => key.startsWith(`${as}/`) && key.split("/").length === 3 && key.endsWith(`/${name}`));
    return found.length === 1 ? found[0] : undefined;
  }

  /** What code refers to that is carried over. */
  private carriedNames(): void {
    for (const [at, { entries }] of this.makers.entries()) {
      for (const { carried, key } of entries) {
        for (const field of carried?.fields ?? []) {
          const known = this.before.find((one) => one.field === field);
          if (known === undefined) continue;
          const made = this.targetOfField(known);
          const wanted = { kind: known.kind, name: known.name, ...(known.construct === undefined ? {} : { construct: known.construct }), ...(made === undefined || made.by >= at ? {} : { made }) };
          if (!this.wanted.has(idOf(wanted))) this.wanted.set(idOf(wanted), wanted);
        }
        for (const name of carried?.names ?? []) for (const one of entries) if (one.key !== key && one.as === name) this.local.set(one.key, { entry: one, by: at });
      }
    }
  }

  private targetOfField({ id, kind, name }: FieldBefore): Target | undefined {
    return id === undefined ? this.targetOf({ kind, name }, { key: "", id: "", props: {} }, this.makers.length) : [...this.targets.values()].find(({ entry }) => entry.id === id);
  }

  private nameFields(): ReadonlyMap<string, string> {
    const all = [...this.wanted].sort(([, a], [, b]) => order(a, b));
    const isAmbiguous = ({ kind, name }: Wanted) => all.filter(([, one]) => one.kind === kind && one.name === name).length > 1;
    const keptBy = (one: Wanted) => this.before.find(({ id, kind, name }) => (id !== undefined && id === one.made?.entry.id) || (kind === one.kind && name === one.name && !isAmbiguous(one)));
    const kept = new Map(all.flatMap(([id, one]): [string, string][] => {
      const field = keptBy(one)?.field;
      return field === undefined || this.members.has(field) ? [] : [[id, field]];
    }));
    const taken = new Set([...this.members, ...this.makers.map(({ name }) => name), ...kept.values()]);
    const fresh = all.filter(([id]) => !kept.has(id));
    const wishes = fresh.map(([, one]) => variableName(isAmbiguous(one) || one.kind === "guest" ? (one.made?.entry.id ?? one.name) : one.name, suffixes[one.kind], taken));
    const isFree = (at: number) => wishes.filter((one) => one === wishes[at]).length === 1 && !taken.has(wishes[at]!);
    const used = new Set([...taken, ...wishes.filter((_, at) => isFree(at))]);
    const names = fresh.map(([, { kind }], at) => {
      if (isFree(at)) return wishes[at]!;
      // Two of one kind that read the same (`a.b`, `a-b`) keep their order behind the name.
      const same = fresh.flatMap(([, other], place) => (wishes[place] === wishes[at] && other.kind === kind ? [place] : []));
      const name = `${wishes[at]!}${suffixes[kind]}${same.length > 1 ? same.indexOf(at) + 1 : ""}`;
      // What another is called anyway: the node `gone` is no second `goneNode` beside `gone-node`.
      const free = used.has(name) ? numbered(name, used) : name;
      used.add(free);
      return free;
    });
    return new Map([...kept, ...fresh.map(([id], at) => [id, names[at]!] as const)]);
  }

  /** Constants of functions: called as the field is, where there is one. */
  private nameConstants(fields: ReadonlyMap<string, string>): ReadonlyMap<ResourceKey, string> {
    const needed = new Map([...[...this.wanted].flatMap(([id, { made }]) => (made === undefined ? [] : [[made.entry.key, { ...made, wish: fields.get(id)! }] as const])), ...[...this.local].map(([key, one]) => [key, { ...one, wish: undefined as string | undefined }] as const).filter(([key]) => ![...this.wanted.values()].some(({ made }) => made?.entry.key === key))]);
    const constants = new Map<ResourceKey, string>();
    for (const [by, { name, entries }] of this.makers.entries()) {
      const own = entries.filter(({ key }) => needed.get(key)?.by === by);
      const taken = new Set([this.variable, name, "plainText", ...own.flatMap(({ as }) => as ?? [])]);
      for (const { key, id, as } of own) {
        const wish = as ?? variableName(needed.get(key)!.wish ?? id, suffixOf(key), taken);
        const free = as === undefined && taken.has(wish) ? numbered(wish, taken) : wish;
        constants.set(key, free);
        taken.add(free);
      }
    }
    return constants;
  }
}

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

const isReferenceKind = (as: string): as is ReferenceKind => (referenceKinds as readonly string[]).includes(as);

const numbered = (wish: string, taken: ReadonlySet<string>, at = 2): string => (taken.has(`${wish}${at}`) ? numbered(wish, taken, at + 1) : `${wish}${at}`);

/** `Role`, `Storage`: what comes after a name that is taken. */
function suffixOf(key: ResourceKey): string {
  const word = kinds.parseKey(key)!.kind.construct ?? key.split("/")[0]!;
  return word.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const idOf = ({ kind, name, made }: Wanted) => made?.entry.key ?? `${kind}\0${name}`;

/** Whether a name without code is that of something of the cluster: rules of a guest may name what is the guest's own, and roles of Proxmox VE have names in the library. */
const isOfCluster = (reference: Reference, { key }: Referable): boolean =>
  reference.kind === "role" ? !isBuiltInRole(reference.name) : !(reference.kind === "ipset" || reference.kind === "firewall-alias") || (!reference.name.startsWith("+guest/") && (propertyOf(reference) === undefined || !/^(?:vm|container)-/.test(key)));

const order = (a: Wanted, b: Wanted) => place(a) - place(b) || compare(a.kind, b.kind) || compare(a.name, b.name) || compare(a.made?.entry.key ?? "", b.made?.entry.key ?? "");
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const place = ({ kind }: Reference) => (often.includes(kind) ? often.indexOf(kind) : often.length);

/** What a reference may lead to. An IP set of a guest is beside the rules that name it. */
function keysOf(reference: Reference, { key, props }: Pick<Referable, "key" | "props">): readonly ResourceKey[] {
  const own = reference.kind === "ipset" ? setOfGuest(reference.name) : undefined;
  const ofGuest = own === undefined ? [] : [`${key.replace("-firewall-rules/", "-firewall-ipset/")}/${own}`];
  if (reference.name.startsWith("+guest/")) return ofGuest;
  return [...ofGuest, ...kinds.mentioned(mentionOf(reference), nodeOf({ props })).map((id) => kinds.printKey(id))];
}

/** Rights on a virtual network that has moved to another zone are on nothing any more. */
function isThere(reference: Reference, { props: { zone } }: Referable): boolean {
  const wanted = reference.kind === "acl-target" ? zoneOfPath(reference.name) : undefined;
  return wanted === undefined || (typeof zone === "object" && isReference(zone) && zone.name === wanted);
}

const nodeOf = ({ props: { node } }: Pick<Referable, "props">) => (typeof node === "object" && isReference(node) ? node.name : undefined);

/** Entries in an order in which each comes behind those that it refers to, and otherwise as they were. */
export function inOrderOfUse<E extends Referable>(entries: readonly E[]): readonly E[] {
  const byKey = new Map(entries.map((one) => [one.key, one]));
  const sorted = new Set<E>();
  const open = new Set<E>();
  const add = (one: E): void => {
    if (sorted.has(one) || open.has(one)) return;
    open.add(one);
    for (const reference of referencesIn(Object.values(one.props))) for (const key of keysOf(reference, one)) {
      const other = byKey.get(key);
      if (other !== undefined) add(other);
    }
    sorted.add(one);
  };
  entries.forEach(add);
  return [...sorted];
}

function referencesIn(values: readonly (PropValue | undefined)[]): Reference[] {
  return values.flatMap((value) => {
    if (typeof value !== "object" || isSize(value)) return [];
    if (isReference(value)) return [value];
    return referencesIn(Object.values(value as Readonly<Record<string, PropValue>>));
  });
}
