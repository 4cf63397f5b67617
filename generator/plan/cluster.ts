import type { Inventory } from "../../lib/inventory/inventory";
import { membershipsIn } from "../../lib/inventory/membership";
import type { Resource } from "../../lib/inventory/resource";
import type { ResourceKey } from "../../lib/pve/address";
import { clusterTableOf, clusterTables } from "../../lib/schema/cluster/all";
import { settingsIn, type ClusterClaim } from "../../lib/schema/cluster/claim";
import { documentOf } from "../../lib/schema/cluster/document";
import { areas, type Area, type ClusterTable, type Document } from "../../lib/schema/cluster/table";
import { isAside, writeDocument, type ClusterWriting } from "../../lib/schema/cluster/write";
import { kinds as allKinds } from "../../lib/schema/kind/all";
import type { Kind } from "../../lib/schema/kind/kind";
import { terraformTypeOf } from "../../lib/schema/kind/kinds";
import { printName } from "../../lib/schema/kind/name";
import { poolMemberKind } from "../../lib/schema/kind/pool";
import { propPath, toProps, type Props } from "../../lib/schema/props";
import { textTemplate } from "../../lib/pve/template";
import { plainWord, reservedIds } from "./name";
import type { ClusterAside, ClusterEntry, ClusterFile, NotSaid, PlannedResource, PlanResult } from "./plan";

/** What earlier imports wrote for something of the cluster. */
export interface RememberedResource {
  readonly id: string;
  readonly construct: string;
  readonly file: string;
  readonly adopt: boolean;
  /** Its code as it was generated last, what that takes from the library, and fields of the stack; undefined if it cannot be found any more. */
  readonly code: () => ClusterEntry["carried"];
}

export interface ClusterInput {
  readonly inventory: Inventory;
  /** The kinds that are written besides guests. */
  readonly kinds: readonly Kind[];
  readonly remembered: ReadonlyMap<ResourceKey, RememberedResource>;
  /** What the user declares: it is written by nobody else. */
  readonly own: ReadonlySet<ResourceKey>;
  /** Ids of guests, which share a stack with these. */
  readonly taken: ReadonlySet<string>;
  readonly findings: ReadonlyMap<ResourceKey, PlanResult>;
  /** What the user forgot. */
  readonly released: ReadonlySet<ResourceKey>;
  /** What was forgotten was called so: what comes back is called so again. */
  readonly forgotten: ReadonlyMap<ResourceKey, string>;
  /** Comments in the place of what was set aside, as they were generated last. */
  readonly asideBefore: ReadonlyMap<ResourceKey, { readonly file: string; readonly text: string }>;
}

/** Decides what is written of everything that is not a guest. */
export function planCluster(given: ClusterInput): { readonly files: readonly ClusterFile[]; readonly resources: readonly PlannedResource[] } {
  // Who is killed while it forgets remembers what it has forgotten.
  const input = { ...given, remembered: new Map([...given.remembered].filter(([key]) => !given.released.has(key))) };
  const { inventory, kinds, remembered, own: declared } = input;
  const wanted = new Set(kinds.map(({ prefix }) => prefix));
  // What has code already stays, also beyond what is taken into code now.
  const seen = resourcesIn(inventory).filter((one) => remembered.has(one.key) || (wanted.has(one.kind.prefix) && !declared.has(one.key) && !isBuiltIn(one)));
  const keys = new Set(seen.map(({ key }) => key));
  const ids = nameResources(seen, input);
  const unseen = [...remembered].filter(([key]) => !keys.has(key)).map(([key, before]) => keep(key, before, "this import did not see it"));
  const resources = inPlace(seen.map((resource) => decide(resource, ids.get(resource.key)!, input)), unseen);
  const files = areas.flatMap((area): ClusterFile[] => {
    const own = resources.filter((one) => one.area === area);
    const entries = own.flatMap(({ entry }) => (entry === undefined ? [] : [entry]));
    const aside = asideIn(pathOf(area), own, keys, input);
    return entries.length === 0 ? [] : [{ path: pathOf(area), name: functions[area], area, entries, aside }];
  });
  return { files, resources };
}

/** What is set aside, and what was and could not be read since: in the order of before. */
function asideIn(path: string, own: readonly PlannedResource[], seen: ReadonlySet<ResourceKey>, { inventory, asideBefore }: ClusterInput): readonly ClusterAside[] {
  const before = [...asideBefore].filter(([, { file }]) => file === path);
  const now = own.flatMap(({ outcome, key, reason = "", remedy, unread }): ClusterAside[] => {
    const carried = unread ? asideBefore.get(key)?.text : undefined;
    return outcome === "aside" ? [{ key, reason, ...(remedy === undefined ? {} : { remedy }), ...(carried === undefined ? {} : { carried }) }] : [];
  });
  const unseen = before.filter(([key]) => !seen.has(key) && isUnread(key, inventory)).map(([key, { text }]): ClusterAside => ({ key, reason: "", carried: text }));
  if (unseen.length === 0) return now;
  const place = ({ key }: ClusterAside) => before.findIndex(([one]) => one === key);
  const [known, others] = [[...now, ...unseen].filter((one) => place(one) >= 0), now.filter((one) => place(one) < 0)];
  return [...known.sort((a, b) => place(a) - place(b)), ...others];
}

/** Whether a list that may name it, or one that leads there, could not be read. */
function isUnread(key: ResourceKey, { unreadable }: Inventory): boolean {
  const list = allKinds.parseKey(key)?.kind.reads.list.replace(/\/\{.*$/, "");
  return list !== undefined && unreadable.some(({ address }) => address === list || address.startsWith(`${list}/`) || list.startsWith(`${address}/`));
}

/** What was not seen is put where it would be if it were: code refers only to what is above it. */
function inPlace(seen: readonly PlannedResource[], unseen: readonly PlannedResource[]): readonly PlannedResource[] {
  const rank = ({ key }: PlannedResource) => allKinds.all.findIndex(({ prefix }) => key.startsWith(`${prefix}/`));
  const ranks = new Map([...seen, ...unseen].map((one) => [one, rank(one)]));
  const isAfter = (one: PlannedResource, other: PlannedResource) => ranks.get(one)! - ranks.get(other)! || inOrder.compare(one.key, other.key);
  return unseen.reduce<readonly PlannedResource[]>((all, one) => {
    const at = all.findIndex((other) => isAfter(other, one) > 0);
    return at < 0 ? [...all, one] : [...all.slice(0, at), one, ...all.slice(at)];
  }, seen);
}

const inOrder = new Intl.Collator("en", { numeric: true });

const pathOf = (area: Area) => `cluster/${area}.ts`;

/** What the functions of the files are called: what they add. */
const functions: Readonly<Record<Area, string>> = {
  storage: "storages", pools: "pools", members: "poolMembers", backup: "backupJobs", replication: "replicationJobs", mappings: "deviceMappings", ha: "highAvailability", network: "nodeNetworks",
  access: "accessControl", datacenter: "datacenterOptions", metrics: "metricsServers", firewall: "firewallRules", sdn: "softwareDefinedNetwork", nodes: "nodeSettings",
};

/** Everything that may have code besides guests. */
export const resourcesIn = (inventory: Inventory): readonly Resource[] => [...inventory.resources.values(), ...membershipsIn(inventory)];

/** What the rows of its table read. */
export function documentOfResource({ kind, parts, row, config }: Resource): Document {
  // A membership is nothing but its parts.
  return kind.prefix === poolMemberKind.prefix ? row : { ...documentOf(config ?? row, parts, row), ...(kind.guest === undefined ? {} : { guest: kind.guest }) };
}

const isBuiltIn = ({ kind, row }: Resource): boolean =>
  kind.terraform.some(({ type }) => clusterTableOf(type)?.builtIn?.(row) === true) || Object.entries(kind.unsaid?.builtIn ?? {}).some(([column, values]) => values.includes(String(row[column])));

function nameResources(seen: readonly Resource[], { remembered, taken, forgotten }: ClusterInput): ReadonlyMap<ResourceKey, string> {
  const used = new Set([...taken, ...[...remembered.values()].map(({ id }) => id)].map((id) => id.toLowerCase()));
  return new Map(
    seen.map(({ key, kind, parts }) => {
      const known = remembered.get(key)?.id ?? forgotten.get(key);
      if (known !== undefined) return [key, known];
      const word = plainWord(textTemplate(kind.id).print(parts));
      const full = textTemplate(kind.id).names.length === 0 ? kind.word.short : `${kind.word.short}-${word}`;
      // What there is one of in each place is called after what it is.
      const wishes = [...(/^[A-Za-z]/.test(word) && !kind.reads.one ? [word] : []), full];
      const id = wishes.find((one) => !used.has(one.toLowerCase()) && !reservedIds.has(one.toLowerCase())) ?? numbered(full, used);
      used.add(id.toLowerCase());
      return [key, id];
    }),
  );
}

/** What is said instead of an attribute has left it undefined. */
const withoutNothing = (props: Props): Props => Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));

const numbered = (id: string, used: ReadonlySet<string>, at = 2): string => (used.has(`${id}-${at}`.toLowerCase()) ? numbered(id, used, at + 1) : `${id}-${at}`);

function decide(resource: Resource, id: string, { remembered, findings, released }: ClusterInput): PlannedResource {
  const { key, kind } = resource;
  const document = documentOfResource(resource);
  const type = terraformTypeOf(kind, document);
  const table = type && clusterTableOf(type.type);
  const before = remembered.get(key);
  // How something is doing is no setting of it.
  const settings = kind.reads.list.endsWith("/status") ? [] : settingsIn(document, new Set([...textTemplate(kind.id).names, "guest"]));
  const nothing = { key, area: areaOf(kind), settings, notSaid: [], counts: { said: 0, default: 0, notSaid: 0 } };
  const aside = (reason: string, remedy?: string): PlannedResource => (before === undefined ? { ...nothing, outcome: "aside", reason, ...(remedy === undefined ? {} : { remedy }) } : keep(key, before, reason, remedy));
  if (released.has(key)) return aside("forgotten with pmpc forget", `pmpc forget ${printName(key)} --undo`);
  if (kind.reads.leaving !== undefined && document.state === "deleted") return aside("it is deleted, and runs until that is applied: nothing is to be taken into code", "leave it; or apply what waits: pvesh set /cluster/sdn");
  if (resource.unreadable !== undefined && kind.unsaid === undefined) {
    // What its table says of such a one is plainer than the answer.
    const { reason, remedy } = (before === undefined ? table?.aside?.(document) : undefined) ?? { reason: resource.unreadable.message, remedy: resource.unreadable.hint };
    return { ...aside(reason, remedy), unread: true };
  }
  if (kind.unsaid !== undefined) return aside(kind.unsaid.why, kind.terraform.length > 0 ? undefined : "leave it to Proxmox VE");
  if (table === undefined) return aside(`the provider has no resource for ${kind.word.many} of the type ${String(document.type ?? document.protocol ?? "that it is of")}`, "leave it to Proxmox VE");
  const found = findings.get(key);
  if (found?.aside) return aside(found.aside.reason, found.aside.remedy);
  const writing = writeDocument(table, document);
  if (isAside(writing)) return aside(writing.reason, writing.remedy);
  const unsaid = writing.claims.filter(({ outcome }) => outcome === "notSaid").map(notSaid);
  const count = (outcome: ClusterClaim["outcome"]) => writing.claims.filter((claim) => claim.outcome === outcome && !claim.internal).length;
  return { key, area: table.area, outcome: "imported", notSaid: unsaid, counts: { said: count("said"), default: count("default"), notSaid: count("notSaid") }, entry: entryOf(resource, id, table, writing, before?.adopt ?? true, found?.repairs ?? []) };
}

const areaOf = (kind: Kind): Area => clusterTables.find(({ type, terraform }) => type === kind.unsaid?.beside || kind.terraform.some((one) => one.type === terraform))?.area ?? "datacenter";

function entryOf({ key }: Resource, id: string, table: ClusterTable, writing: ClusterWriting, adopt: boolean, repairs: PlanResult["repairs"]): ClusterEntry {
  const ignore = oncePerPath([...writing.ignore, ...repairs].map(({ path, why }) => ({ path: propPath(table.rows, table.older ? path : wholeOf(path)), why })));
  const secrets: Props = Object.fromEntries(table.rows.flatMap((row) => (row.kind === "row" && row.prop !== null && writing.secrets.includes(row.terraform!) ? [[row.prop, { kind: "secret", name: `${id}-${row.prop}` } as const]] : [])));
  // What is said beside comes first, and takes the place of an attribute.
  const props = withoutNothing({ ...writing.beside, ...toProps(table, writing.config), ...writing.beside, ...secrets });
  const { [table.named ?? ""]: name, ...others } = props;
  return {
    key, construct: table.construct, id, adopt,
    props: table.named === undefined || name === undefined ? props : name === id ? others : { [table.named]: name, ...others },
    ignore,
    notes: [...notesOf(writing.claims, ignore.map(({ why }) => why)), ...writing.notes],
  };
}

/** `map[1].node` → `map`: lists of the provider's newer library are sets, and what is in a set has no place that could be named. */
const wholeOf = (path: string) => path.replace(/\[\d+\].*$/, "");

/** Two reasons for one setting are one line. */
function oncePerPath(entries: readonly { readonly path: string; readonly why: string }[]): readonly { readonly path: string; readonly why: string }[] {
  const reasons = new Map<string, Set<string>>();
  for (const { path, why } of entries) reasons.set(path, (reasons.get(path) ?? new Set()).add(why));
  return [...reasons].map(([path, whys]) => ({ path, why: [...whys].join("; ") }));
}

/** What the code does not say, a line for each setting; what is beside an entry of ignoreChanges is not said again. */
function notesOf(claims: readonly ClusterClaim[], told: readonly string[]): readonly string[] {
  return claims.flatMap(({ key, value, why = "", outcome, internal }) => {
    if (outcome !== "notSaid" || internal || told.some((one) => one.endsWith(`: ${why}`))) return [];
    const text = value.length > 80 ? `${value.slice(0, 80)}…` : value;
    return [`${/^\**$/.test(text) ? key : `${key} ${text}`}: ${why}`];
  });
}

const notSaid = ({ key, value, why = "", internal }: ClusterClaim): NotSaid => ({ key, value, why, ...(internal ? { internal: true } : {}) });

/** What was written once and is not written now keeps its code, to the letter: code never goes because something was not seen. */
function keep(key: ResourceKey, before: RememberedResource, reason: string, remedy?: string): PlannedResource {
  const code = before.code();
  const area = areas.find((one) => before.file === pathOf(one)) ?? "datacenter";
  const entry: ClusterEntry | undefined = code && { key, construct: before.construct, id: before.id, adopt: before.adopt, props: {}, ignore: [], notes: [], carried: code };
  return { key, area, outcome: "kept", reason, ...(remedy === undefined ? {} : { remedy }), notSaid: [], counts: { said: 0, default: 0, notSaid: 0 }, ...(entry === undefined ? {} : { entry }) };
}

