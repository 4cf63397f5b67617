/** A difference between two answers: where, and what stands there on either side. */
export interface Difference {
  /** `data.qemu/100.name`: rows of lists go by their name. */
  readonly path: string;
  readonly recorded: unknown;
  readonly simulated: unknown;
}

// Lists have no order, so rows are told by what names them; two without a name by all that they say.
const names = [
  "id",
  "volid",
  "key",
  "iface",
  "storage",
  "vmid",
  "roleid",
  "poolid",
  "userid",
  "groupid",
  "realm",
  "tokenid",
  "ugid",
  "subdir",
  "cmd",
  "ip-address",
  "name",
];

/** Every place at which two JSON values differ. Numbers that measure something are compared by type only. */
export function compare(recorded: unknown, simulated: unknown, path = ""): Difference[] {
  if (Array.isArray(recorded) && Array.isArray(simulated)) return compare(byName(recorded), byName(simulated), path);
  if (isObject(recorded) && isObject(simulated)) {
    const keys = new Set([...Object.keys(recorded), ...Object.keys(simulated)]);
    return [...keys].flatMap((key) => compareKey(recorded, simulated, key, path === "" ? key : `${path}.${key}`));
  }
  return Object.is(recorded, simulated) ? [] : [{ path, recorded, simulated }];
}

const measured = new Set([
  ..."cpu mem memhost disk diskread diskwrite netin netout uptime pid swap used avail used_fraction time localtime freemem balloon".split(" "),
]);

function compareKey(recorded: Json, simulated: Json, key: string, path: string): Difference[] {
  const there = Object.hasOwn(recorded, key) && Object.hasOwn(simulated, key);
  const [a, b] = [recorded[key], simulated[key]];
  if (!there) return [{ path, recorded: a, simulated: b }];
  if (measured.has(key)) return typeof a === typeof b ? [] : [{ path, recorded: a, simulated: b }];
  // The kinds of content of a storage come in any order.
  if (key === "content" && typeof a === "string" && typeof b === "string")
    return compare(a.split(",").sort().join(), b.split(",").sort().join(), path);
  return compare(a, b, path);
}

type Json = Readonly<Record<string, unknown>>;

function byName(rows: readonly unknown[]): Json {
  return Object.fromEntries(rows.map((row) => [nameOf(row), row]));
}

function nameOf(row: unknown): string {
  const found = isObject(row) ? names.find((name) => row[name] !== undefined) : undefined;
  return found === undefined ? JSON.stringify(row) : String((row as Json)[found]);
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
