/** A difference between what was recorded and what was simulated: where, and what is there on either side. */
export interface Difference {
  /** `data.qemu/100.name`: rows of lists go by their name. */
  readonly path: string;
  readonly recorded: unknown;
  readonly simulated: unknown;
}

/** What a cluster made up by itself, such as a MAC address, in the recording and in the simulation. */
export type MadeUp = Map<string, string>;

// Lists have no order, so rows are told by what names them; two without a name by all that they say.
const names = "sid rule subnet vnet zone controller ipam dns plugin group pos id volid key iface storage vmid roleid poolid userid groupid realm tokenid ugid subdir cmd ip-address upid name".split(" ");

/** Every place at which two JSON values differ. Numbers that measure something and times are compared by type only. */
export function compare(recorded: unknown, simulated: unknown, madeUp: MadeUp = new Map(), path = ""): Difference[] {
  if (Array.isArray(recorded) && Array.isArray(simulated)) return compare(byName(recorded, madeUp), byName(simulated), madeUp, path);
  if (isObject(recorded) && isObject(simulated)) {
    const keys = new Set([...Object.keys(recorded), ...Object.keys(simulated)]);
    return [...keys].flatMap((key) => compareKey(recorded, simulated, key, madeUp, path === "" ? key : `${path}.${key}`));
  }
  const same = typeof recorded === "string" && typeof simulated === "string" ? isAlike(recorded, simulated, madeUp) : Object.is(recorded, simulated);
  return same ? [] : [{ path, recorded, simulated }];
}

/** What a running guest shows of itself that the recording host, where none really ran, showed in another way or not at all. */
const coloured = /^(diskread|diskwrite|balloon|freemem|nics|blockstat|ballooninfo|proxmox-support|running-machine|running-qemu|pressure\w+)$/;
const runs = ({ status }: Json) => status === "running";

const measured = new Set([
  ..."cpu mem memhost disk diskread diskwrite netin netout uptime pid pstart swap used avail used_fraction time localtime freemem".split(" "),
  ..."balloon total starttime endtime ctime snaptime ticket CSRFPreventionToken".split(" "),
]);

function compareKey(recorded: Json, simulated: Json, key: string, madeUp: MadeUp, path: string): Difference[] {
  const there = Object.hasOwn(recorded, key) && Object.hasOwn(simulated, key);
  const [a, b] = [recorded[key], simulated[key]];
  if (runs(recorded) && runs(simulated) && (coloured.test(key) || (key === "maxdisk" && recorded.type === "lxc"))) return [];
  if (!there) return [{ path, recorded: a, simulated: b }];
  if (key === "repoid" && typeof a === "string" && typeof b === "string") return b.startsWith(a) || a.startsWith(b) ? [] : [{ path, recorded: a, simulated: b }];
  if (measured.has(key) || (key === "maxdisk" && recorded.type === "storage")) return typeof a === typeof b ? [] : [{ path, recorded: a, simulated: b }];
  // The kinds of content of a storage and its nodes come in any order.
  if ((key === "content" || key === "nodes") && typeof a === "string" && typeof b === "string")
    return compare(a.split(",").sort().join(), b.split(",").sort().join(), madeUp, path);
  // Proxmox VE writes the kinds of content in another order each time, which changes the digest of a file that says the same.
  if (key === "digest" && Object.hasOwn(recorded, "content")) return typeof a === typeof b ? [] : [{ path, recorded: a, simulated: b }];
  return compare(a, b, madeUp, path);
}

type Json = Readonly<Record<string, unknown>>;

function byName(rows: readonly unknown[], madeUp: MadeUp = new Map()): Json {
  return Object.fromEntries(rows.map((row) => [translate(nameOf(row), madeUp), row]));
}

function nameOf(row: unknown): string {
  // A permission and a node of a fabric are named by all of their parts.
  if (isObject(row) && row.ugid !== undefined) return `${String(row.path)} ${String(row.roleid)} ${String(row.ugid)}`;
  if (isObject(row) && row.fabric_id !== undefined) return `${String(row.fabric_id)} ${String(row.node_id)}`;
  const found = isObject(row) ? names.find((name) => row[name] !== undefined) : undefined;
  return found === undefined ? sortedText(row) : String((row as Json)[found]);
}

/** JSON with its keys in order. */
function sortedText(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (isObject(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one));
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// Tasks, digests, MAC addresses, UUIDs, moments and hashed passwords.
const invented = [
  /UPID:(?:[^:\s]*:){7}/,
  /\b[0-9a-f]{40}\b/,
  /\b[0-9a-f]{64}\b/,
  /\b(?:[0-9A-F]{2}:){5}[0-9A-F]{2}\b/,
  /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/,
  /(?<=ctime=)\d+/,
  /(?<=snaptime: )\d+/,
  /\$5\$[^\s:]+/,
  /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{9} \+0000/,
];
const anyInvented = new RegExp(invented.map(({ source }) => `(?:${source})`).join("|"), "g");

/** Whether two texts say the same but for what the clusters made up, each of which stands for the same thing everywhere. */
export function isAlike(said: string, simulated: string, madeUp: MadeUp): boolean {
  // The recording host had no name service to ask.
  const recorded = said.replace("Temporary failure in name resolution", "Name or service not known");
  if (/\n\tcontent /.test(recorded)) return sorted(recorded) === sorted(simulated);
  for (const ordered of unordered) if (ordered(recorded) === ordered(simulated) && ordered(recorded) !== recorded) return true;
  if (recorded.replace(anyInvented, "?") !== simulated.replace(anyInvented, "?")) return false;
  const [before, after] = [recorded.match(anyInvented) ?? [], simulated.match(anyInvented) ?? []];
  return before.every((name, at) => pair(name, after[at]!, madeUp));
}

/** Texts that Proxmox VE writes in another order each time, in one order: a firewall's options, realms, and JSON. */
const unordered: readonly ((text: string) => string)[] = [
  (text) => text.replace(/^\[OPTIONS\]\n\n((?:\S+: .*\n)*)/m, (_, lines: string) => `[OPTIONS] ${lines.split("\n").sort().join("\n")}`),
  (text) => (/^(pam|pve): /m.test(text) ? `realms ${text.split("\n\n").sort().join("\n\n")}` : text),
  (text) => (/^\{"[^]*\}$/.test(text) ? `json ${sortedText(JSON.parse(text))}` : text),
];

/** A storage configuration with the kinds of content in one order. */
function sorted(text: string): string {
  return text.replace(/^\tcontent (.*)$/gm, (_, kinds: string) => `\tcontent ${kinds.split(",").sort().join()}`);
}

function pair(recorded: string, simulated: string, madeUp: MadeUp): boolean {
  if (recorded.startsWith("UPID:") && taskOf(recorded) !== taskOf(simulated)) return false;
  // Two hashes of one password differ, and time passes.
  if (/^(\$5\$|\d{1,12}$|\d{4}-\d\d-\d\d )/.test(recorded)) return true;
  const known = madeUp.get(recorded);
  if (known !== undefined) return known === simulated;
  const isNew = ![...madeUp.values()].includes(simulated);
  if (isNew) madeUp.set(recorded, simulated);
  return isNew;
}

/** What a task is about: all but when it began and as which process. */
function taskOf(upid: string): string {
  const [, node, , , , ...rest] = upid.split(":");
  return [node, ...rest].join(":");
}

/** A text of the recording as it reads in the simulation. */
export function translate(text: string, madeUp: MadeUp): string {
  return text.replace(anyInvented, (name) => madeUp.get(name) ?? name);
}
