import { relative, resolve } from "node:path";
import { exit, PmpcError } from "../../lib/error";
import { guestsByKey } from "../../lib/inventory/guest-by-key";
import { graphOf } from "../../lib/inventory/link";
import { readInventory, type Guest } from "../../lib/inventory/inventory";
import { printGuestName, printName } from "../../lib/schema/kind/name";
import { action, type Context, type Outcome } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts, type View } from "../engine/view";
import { kinds } from "../../lib/schema/kind/all";
import { parseSelection } from "../plan/select";
import { projectFacts } from "../renew/package";
import { readWritten } from "../session/written";
import { findRoot, lastRun, noWorkspace, withStore, type Session } from "../session/session";
import { writeConfiguration } from "../settings/configuration";
import { parseEndpoint } from "../transport/endpoint";
import { castAnonymous } from "../transfer/anonymous";
import { carry, namesUsed } from "../transfer/cast";
import { isLocal, namedThere, portable, unsaidBeside } from "../transfer/others";
import type { Resource } from "../../lib/inventory/resource";
import { castFor } from "../transfer/for-cluster";
import { readMap, type TargetMap } from "../transfer/map";
import { importedProject, makeProject, systemOf, type Behind } from "../transfer/project";
import { readClusterNames } from "../workspace/cluster-names";
import { newFolder } from "../workspace/new-folder";
import { readText, writeText } from "../workspace/text";
import { checkRoot, editedFiles, writeFiles } from "../workspace/workspace";

/** Something that has another name there. */
export interface Renamed {
  readonly kind: string;
  readonly from: string;
  readonly to: string;
}

export interface ExportReport {
  readonly folder: string;
  readonly anonymous: boolean;
  /** Guests in the code, by their names here; of an anonymous one only how many. */
  readonly guests: number;
  readonly files: readonly string[];
  /** What has another name there; empty for an anonymous one. */
  readonly renamed: readonly Renamed[];
  /** Secrets that were left out, and have to be set there: `vm 110 cipassword`. */
  readonly secrets: readonly string[];
  /** Images, snippets, mappings and devices that have to be there before an apply. */
  readonly needs: readonly string[];
  /** Addresses that stay as they are, because the map does not name them. */
  readonly addresses: readonly string[];
  /** Guests that are not in it, and why. */
  readonly behind: readonly Behind[];
  /** What else is in the code: `3 storages`. */
  readonly others: readonly string[];
  /** What has code here besides guests, and is not in it, with the reason: `13 bridges: …`. */
  readonly stays: readonly string[];
  /** Files with code of the user's own, which are not in it. */
  readonly yours: readonly string[];
  /** How many values of configurations did not leave. */
  readonly leftOut: number;
}

const extents = ["guests", "all"] as const;
type Extent = (typeof extents)[number];

/** `pmpc export`: the project for another cluster, or a cluster that can be shown to others. */
export const exportProject = action({
  name: "export",
  summary: "Write the project for another cluster, or an anonymous one that can be shown to others",
  topic: "workspace",
  effect: "writes workspace",
  // It chooses a folder outside the workspace.
  atTerminal: true,
  says: "Write a new project that makes the guests that were last read on another cluster, with what has code besides: storages, pools, jobs, high availability, access, firewalls and the software-defined network. Nodes, storages, bridges, pools, VLANs, numbers and addresses are mapped by a file, or by questions. Disks are made empty, and secrets are left out and listed. With --anonymise, write the same cluster under random names instead, for a bug report or an example: no name, address, hardware address, note or key of it leaves.",
  input: {
    folder: option.text("A new folder for the project.", { positional: "one", required: true, placeholder: "DIR", local: true }),
    map: option.text("File that says what everything is called on the other cluster; docs/export-map.schema.json describes it.", { placeholder: "FILE", local: true }),
    endpoint: option.text("The other cluster's API: https://pve-b.lan:8006.", { placeholder: "URL", local: true }),
    anonymise: option.flag("Replace all names, addresses and hardware addresses by random ones, and leave everything out that a reader could recognise."),
    filter: option.list("Only these guests: type=vm,tag=prod. Several may be given.", { placeholder: "KEY=VALUE" }),
    scope: option.choice("What comes along: guests alone, or all that has code. Default: all.", extents),
    exclude: option.list("Not these guests: vmid=900-999.", { placeholder: "KEY=VALUE" }),
    out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
  },
  confirms: ["name-there", "endpoint"],
  async run({ folder = "", map, endpoint, anonymise, filter = [], exclude = [], scope = "all", out }, context): Promise<Outcome<ExportReport>> {
    const root = await findRoot(out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    const target = resolve(context.folder, folder);
    // Guests that a workspace has twice would be planned twice.
    if (!relative(root, target).startsWith("..")) throw new PmpcError("wrong-folder", `${target} is in the workspace ${root}, whose code it would become`, { hint: "name a folder outside of it", exit: exit.usage });
    await checkRoot(target);
    if ((await readText(target, ".proxmox/config.yml")) !== undefined) throw new PmpcError("folder-not-empty", `${target} is a workspace already`, { hint: "name a new folder", exit: exit.refused });
    const selection = parseSelection(filter, exclude);
    return withStore(root, "export", context, async (session) => {
      const observation = await session.store.observation((await lastRun(session)).id);
      if (anonymise) return writeAnonymous(target, session, observation, selection, scope, context);
      const written = map === undefined ? {} : readMap((await readText(context.folder, map)) ?? missing(map), map);
      return writeForCluster(target, session, observation, selection, scope, { ...written, ...(endpoint === undefined ? {} : { endpoint }) }, context);
    });
  },
  view: viewExport,
});

type Seen = Omit<Session, "lock">;
type Observation = Awaited<ReturnType<Seen["store"]["observation"]>>;
type Asking = Context<"name-there" | "endpoint">;

async function writeForCluster(target: string, { root, configuration }: Seen, observation: Observation, isMeant: (guest: Guest) => boolean, scope: Extent, given: TargetMap, context: Asking): Promise<Outcome<ExportReport>> {
  const inventory = readInventory(observation);
  const meant = inventory.guests.filter(isMeant);
  if (meant.length === 0) throw new PmpcError("nothing-matches", "the filters match no guest that was read", { hint: "pmpc list shows all", exit: exit.notFound });
  const coded = await readClusterNames(root);
  const movable = scope === "guests" ? [] : portable(inventory).filter(({ key }) => coded.has(key));
  const { links } = graphOf(inventory);
  const map = await askFor(given, meant, movable, links, context);
  const place = { endpoint: map.endpoint!, groupBy: configuration?.groupBy ?? "node", facts: await projectFacts(context) };
  // What names a guest that is not made there would wait for it in vain.
  const alone = castFor(map, meant);
  const coming = new Set(makeProject(carry(observation, isMeant, alone, []).observation, place, map, new Set()).guests);
  const cast = castFor(map, meant, meant.filter(({ vmId }) => coming.has(alone.vmId(vmId))));
  const isMade = (kind: "storages" | "pools", name: string) => map[kind]?.[name] === null;
  const chosen = movable.filter(({ kind, parts }) => (kind.prefix === "storage" ? isMade("storages", parts.storage!) : kind.prefix === "pool" ? isMade("pools", parts.poolid!) : kind.prefix !== "pool-member" || parts.kind !== "storage" || isMade("storages", parts.member!)));
  const carried = carry(observation, isMeant, cast, chosen);
  const made = makeProject(carried.observation, place, map, new Set(carried.others.keys.values()));
  const ground = new Map(made.ground.map(({ path, content }) => [path, content]));
  const changed = made.files.filter(({ path, content }) => ground.get(path) !== content);
  // What a sync looks at is what came along.
  const kindsNamed = configuration?.kinds ?? [];
  await newFolder(target, async (folder) => {
    // What an import of an empty cluster writes is pmpc's; the guests are in it as if their owner had written them, so no import takes them out.
    await writeFiles(folder, made.ground);
    await writeConfiguration(folder, { endpoint: map.endpoint!, groupBy: configuration?.groupBy ?? "node", facts: "slim" }, scope === "guests" ? [["scope", "guests"]] : [["scope", configuration?.scope ?? "guests"], ...(kindsNamed.length === 0 ? [] : [["kinds", kindsNamed] as const])]);
    for (const { path, content } of changed) await writeText(folder, path, content);
  });
  const own = await readWritten(root);
  const unmade = [...own.own.keys()].filter((key) => !guestsByKey(inventory.guests).has(key)).map((key) => ({ guest: printName(key), reason: "the code declares it, and the cluster did not have it when it was last read: pmpc apply makes it" }));
  const lost = carried.others.behind.map((key) => ({ guest: printName(key), reason: "what it is about is not in the new project" }));
  const named = namesUsed(meant, chosen, links);
  const there = (kind: "storages" | "pools", names: readonly string[], nameOf: (name: string) => string, word: string) => names.flatMap((name) => (isMade(kind, name) ? [] : [`${word} ${nameOf(name)}`]));
  return {
    exit: made.behind.length + carried.unread.length > 0 ? exit.partial : exit.done,
    report: {
      folder: target,
      anonymous: false,
      guests: made.guests.length,
      others: countedByKind(made.others),
      files: [...new Set([...ground.keys(), ...changed.map(({ path }) => path)])].sort(),
      renamed: renamedBy(cast, meant, chosen, links),
      secrets: [...carried.leftOut.filter(({ says }) => says === "secret").map(({ guest, key, field }) => [guest, key, field].filter(Boolean).join(" ")), ...carried.others.leftOut.filter(({ says }) => says === "secret").map(({ at }) => at), ...made.secrets.map((name) => `the variable ${name}`)],
      needs: [...new Set([...cast.needs, ...Object.values(map.templates ?? {}), ...there("pools", named.pool, cast.pool, "pool"), ...there("storages", named.storage, cast.storage, "storage"), ...unsaidBeside(inventory, chosen).map(printName), ...namedThere(chosen, inventory, links)])].sort(),
      addresses: [...cast.keptAddresses].sort(),
      behind: [...carried.unread.map((guest) => ({ guest: labelOf(guest), reason: guest.unreadable?.message ?? "its configuration was not read" })), ...made.behind, ...lost, ...unmade],
      stays: staysBehind([...coded.keys()], new Set(movable.map(({ key }) => key)), new Set(chosen.map(({ key }) => key)), scope),
      yours: [...(await editedFiles(root))].sort(),
      leftOut: carried.leftOut.length + carried.others.leftOut.length,
    },
  };
}

async function writeAnonymous(target: string, { root, configuration }: Seen, observation: Observation, isMeant: (guest: Guest) => boolean, scope: Extent, context: Asking): Promise<Outcome<ExportReport>> {
  const inventory = readInventory(observation);
  const cast = castAnonymous(inventory);
  const carried = carry(observation, isMeant, cast, scope === "guests" ? [] : portable(inventory));
  // Where pmpc is installed is a path of this machine.
  const place = { endpoint: "https://cluster.example:8006", groupBy: configuration?.groupBy ?? "node", facts: { ...(await projectFacts(context)), pmpc: `^${context.version}`, copies: false } };
  const files = importedProject(carried.observation, place, new Set(carried.others.keys.values()));
  const answers = Object.fromEntries([...carried.observation.documents].map(([address, data]) => [address, { status: 200, reason: "OK", body: { data } }]));
  // Not cluster.json: Node takes it for `./cluster` where it runs the code as CommonJS.
  const texts = [...files, { path: "recorded-cluster.json", content: `${JSON.stringify({ http: answers }, null, 1)}\n` }];
  await newFolder(target, async (folder) => {
    for (const { path, content } of texts) await writeText(folder, path, content);
  });
  const coded = [...(await readClusterNames(root)).keys()];
  const keys = new Set(carried.others.keys.keys());
  return {
    exit: exit.done,
    report: { folder: target, anonymous: true, guests: readInventory(carried.observation).guests.length, others: countedByKind([...keys]), files: texts.map(({ path }) => path).sort(), renamed: [], secrets: [], needs: [], addresses: [], behind: carried.unread.map((guest) => ({ guest: labelOf(guest), reason: "its configuration was not read" })), stays: staysBehind(coded, keys, keys, scope), yours: [], leftOut: carried.leftOut.length + carried.others.leftOut.length },
  };
}

type Links = ReturnType<typeof graphOf>["links"];

/** Asks for what the map does not say; if there is no one to ask, things keep their names. */
async function askFor(map: TargetMap, guests: readonly Guest[], movable: readonly Resource[], links: Links, { host }: Asking): Promise<TargetMap> {
  const { url: endpoint } = parseEndpoint(map.endpoint ?? (await host.ask({ code: "endpoint", says: "Where is the API of the other cluster?", data: {}, about: [], help: "give --endpoint https://pve-b.lan:8006, or endpoint in the map" }, parseEndpoint)));
  const used = namesUsed(guests, movable, links);
  const own = new Map(movable.map((one) => [one.key, one]));
  const asked: Record<string, Record<string, string | number | null>> = {};
  for (const [kind, section] of Object.entries(sections)) {
    const said = map[section] ?? {};
    asked[section] = { ...said };
    for (const name of used[kind as keyof typeof sections]) {
      if (Object.hasOwn(said, name)) continue;
      const code = own.get(`${kind}/${name}`);
      const there = await host.ask({ code: "name-there", says: `Which ${words[section]} of the other cluster takes the place of the ${words[section]} ${name}?${code === undefined ? "" : " None: it is made there."}`, data: {}, about: [], preset: code === undefined || isLocal(code) ? name : "" });
      asked[section][name] = section === "vlans" ? vlanFrom(there) : there === "" && code !== undefined ? null : there;
    }
  }
  const templates = { ...map.templates };
  for (const system of [...new Set(guests.flatMap((guest) => (guest.config === undefined ? [] : (systemOf(guest) ?? []))))].sort()) {
    if (Object.hasOwn(templates, system)) continue;
    const volume = await host.ask({ code: "name-there", says: `From which template of the other cluster are containers of ${system} made?`, data: {}, about: [], preset: "" });
    if (volume !== "") templates[system] = volume;
  }
  return { ...map, endpoint, ...asked, templates };
}

const sections = { node: "nodes", storage: "storages", bridge: "bridges", pool: "pools", vlan: "vlans" } as const;

const words = { nodes: "node", storages: "storage", bridges: "bridge", pools: "pool", vlans: "VLAN" } as const;

function vlanFrom(text: string): number {
  const vlan = Number(text);
  if (Number.isInteger(vlan) && vlan >= 1 && vlan <= 4094) return vlan;
  throw new PmpcError("wrong-input", `"${text}" is not the number of a VLAN`, { hint: "it is a number from 1 to 4094", exit: exit.usage, facts: { expected: "1 to 4094", got: text } });
}

function renamedBy(cast: ReturnType<typeof castFor>, guests: readonly Guest[], others: readonly Resource[], links: Links): readonly Renamed[] {
  const used = namesUsed(guests, others, links);
  const things = (Object.keys(sections) as (keyof typeof sections)[]).flatMap((kind) => used[kind].map((from) => ({ kind: words[sections[kind]], from, to: cast[kind](from) })));
  const numbers = guests.map((guest) => ({ kind: "number", from: String(guest.vmId), to: String(cast.vmId(guest.vmId)) }));
  return [...things, ...numbers].filter(({ from, to }) => from !== to);
}

/** How many of each kind. */
function countedByKind(keys: readonly string[]): readonly string[] {
  return kinds.all.flatMap(({ prefix, word }) => {
    const amount = keys.filter((key) => key.startsWith(`${prefix}/`)).length;
    return amount === 0 ? [] : [`${amount} ${amount === 1 ? word.one : word.many}`];
  });
}

/** What has code and did not come along, by kind, and why. */
function staysBehind(coded: readonly string[], movable: ReadonlySet<string>, chosen: ReadonlySet<string>, scope: Extent): readonly string[] {
  if (scope === "guests") return countedByKind(coded);
  const bound = coded.filter((key) => !movable.has(key));
  const named = coded.filter((key) => movable.has(key) && !chosen.has(key));
  return [...countedByKind(bound).map((one) => `${one}: of the machines of this cluster`), ...countedByKind(named).map((one) => `${one}: another one there takes its place`)];
}

const labelOf = (guest: Guest) => `${printGuestName(guest)} ${guest.name ?? ""}`.trim();

function missing(path: string): never {
  throw new PmpcError("not-found", `there is no file ${path}`, { hint: "name a map with --map, or leave it out and answer the questions", exit: exit.notFound });
}

function viewExport({ folder, anonymous, guests, files, renamed, secrets, needs, addresses, behind, others, stays, yours, leftOut }: ExportReport): View {
  const some = (all: readonly string[]) => (all.length > 12 ? [...all.slice(0, 12), `… and ${all.length - 12} more`] : all);
  const listed = (name: string, all: readonly string[], says: string) => (all.length === 0 ? undefined : fact(name, says, { amount: all.length, below: some(all) }));
  return [
    facts(
      fact("exported", `${count(guests, "guest")} in ${folder}`, { below: anonymous ? ["under random names; recorded-cluster.json is the cluster for pmpc simulator"] : [] }),
      others.length === 0 ? undefined : fact("with", "what else has code", { below: some(others) }),
      fact("written", "files", { amount: files.length }),
      listed("renamed", renamed.map(({ kind, from, to }) => `${kind} ${from} → ${to}`), "called otherwise there"),
      listed("secrets", secrets, "left out: set them there"),
      listed("needed", needs, "to be there before an apply"),
      listed("addresses", addresses, "as they are here: the map does not name them"),
      listed("not in it", behind.map(({ guest, reason }) => `${guest}: ${reason}`), "and why"),
      stays.length === 0 ? undefined : fact("stays here", "what else has code", { below: some(stays) }),
      listed("yours", yours, "edited files, from which only the guests as the cluster has them are in it"),
      anonymous ? fact("left out", "values that a reader could recognise", { amount: leftOut }) : fact("data", "disks are made empty: their content is not copied"),
      anonymous ? undefined : fact("next", `cd ${folder}, npm install, pmpc sync, pmpc plan`),
    ),
  ];
}
