import { createRequire } from "node:module";
import { posix } from "node:path";
import { transform } from "sucrase";
import { Size } from "../../../../lib/pve/size";
import { plain } from "../recorded-code";

/** What a project comes to when it runs. */
export interface Ran {
  /** `VirtualMachine 101` → what it is given, in how many places. */
  readonly guests: ReadonlyMap<string, { readonly id: string; readonly props: Readonly<Record<string, unknown>>; readonly times: number }>;
  readonly forgotten: ReadonlySet<string>;
  readonly provider: unknown;
}

/** Runs a project from its stack on, with constructs that only note what they are given. */
export function runProject(code: ReadonlyMap<string, string>): Ran {
  const guests = new Map<string, { id: string; props: Readonly<Record<string, unknown>>; times: number }>();
  const forgotten = new Set<string>();
  let provider: unknown;
  const guest = (className: string) =>
    class {
      static fromName = (_: unknown, name: string) => name;
      static fromId = (_: unknown, name: string) => name;
      static fromVolume = (_: unknown, name: string) => name;
      static fromVmId = (_: unknown, vmId: number) => vmId;
      name: unknown;
      toJSON = () => this.name;
      constructor(_: unknown, id: string, props: Readonly<Record<string, unknown>> = {}) {
        const key = `${className} ${String(props.vmId ?? id)}`;
        // Who refers to it says its name.
        this.name = props.vmId ?? props.name ?? id;
        guests.set(key, { id, props: plain(props) as Readonly<Record<string, unknown>>, times: (guests.get(key)?.times ?? 0) + 1 });
      }
    };
  class ProxmoxStack {
    forget(address: string): void {
      forgotten.add(address);
    }
  }
  class ProxmoxProvider {
    constructor(_: unknown, props: unknown) {
      provider = plain(props);
    }
  }
  const known = { Size, plainText: (text: string) => text, Secret: { variable: (...of: readonly unknown[]) => of.slice(1) }, ProxmoxStack, ProxmoxProvider };
  const classes = new Map<string, unknown>();
  const pmpc = new Proxy(known as Record<string, unknown>, { get: (all, name: string) => all[name] ?? classes.get(name) ?? classes.set(name, guest(name)).get(name) });
  const modules = new Map<string, Record<string, unknown>>();
  const load = (path: string): Record<string, unknown> => {
    const loaded = modules.get(path);
    if (loaded !== undefined) return loaded;
    if (!code.has(path)) throw new Error(`there is no ${path}`);
    const exports: Record<string, unknown> = {};
    modules.set(path, exports);
    const { code: js } = transform(code.get(path)!.replace(/^\uFEFF/, ""), { transforms: ["typescript", "imports"], production: true });
    new Function("exports", "require", js)(exports, (name: string) => (name === "pmpc" ? pmpc : name.startsWith(".") ? load(`${posix.join(posix.dirname(path), name)}.ts`) : createRequire(__filename)(name)));
    return exports;
  };
  const [Stack] = Object.values(load("cluster.ts")) as (new (scope: unknown) => unknown)[];
  new Stack!({});
  return { guests, forgotten, provider };
}

const same = (one: unknown, other: unknown) => sorted(one) === sorted(other);
const sorted = (value: unknown): string => JSON.stringify(value, (_, one: unknown) => (typeof one === "object" && one !== null && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).sort()) : one)) ?? "nothing";

const shorts: Readonly<Record<string, string>> = { memory: "dedicated", agent: "enabled", vga: "type", audioDevice: "device", rng: "source", operatingSystem: "type" };

const isSet = (prop: string) => prop === "tags" || prop === "ignoreChanges";

type Value = unknown;
type Merged = { readonly is: "value"; readonly value: Value } | { readonly is: "conflict" };

const isObject = (value: Value): value is Readonly<Record<string, Value>> => typeof value === "object" && value !== null && !Array.isArray(value);

/** What three values come to, as anybody would say without knowing how code is merged. */
function three(name: string, base: Value, fresh: Value, mine: Value): Merged {
  if (same(mine, base) || same(mine, fresh)) return { is: "value", value: fresh };
  if (same(base, fresh)) return { is: "value", value: mine };
  const short = shorts[name];
  const open = (value: Value) => (short !== undefined && value !== undefined && !isObject(value) ? { [short]: value } : value);
  const [b, f, m] = [open(base), open(fresh), open(mine)];
  if (isObject(f) && isObject(m) && (isObject(b) || b === undefined)) return together(Object.keys({ ...m, ...f, ...b }), (key) => three(key, b?.[key], f[key], m[key]), (entries) => Object.fromEntries(entries));
  if (isSet(name) && [b, f, m].every(Array.isArray)) return { is: "value", value: undefined };
  const key = ["interface", "name", "path", "slot"].find((one) => [b, f, m].every((list) => list === undefined || (Array.isArray(list) && list.every((element) => isObject(element) && typeof element[one] === "string"))));
  if (key === undefined) return [b, f, m].every((one) => one === undefined || Array.isArray(one)) ? numbered((b ?? []) as readonly Value[], (f ?? []) as readonly Value[], (m ?? []) as readonly Value[]) : { is: "conflict" };
  const [old, now, own] = [b, f, m].map((list) => new Map(((list ?? []) as readonly Readonly<Record<string, Value>>[]).map((element) => [String(element[key]), element])));
  return together([...new Set([...own!.keys(), ...now!.keys(), ...old!.keys()])], (one) => three("", old!.get(one), now!.get(one), own!.get(one)), (entries) => entries.map(([, value]) => value));
}

/** A list in which the place of an element is its number: one changed, and another was added or taken away at the end, is no conflict. */
function numbered(base: readonly Value[], fresh: readonly Value[], mine: readonly Value[]): Merged {
  const isLonger = (list: readonly Value[]) => list.length !== base.length;
  const least = Math.min(base.length, fresh.length, mine.length);
  const mark = (one: Value) => (isObject(one) ? one.macAddress : undefined);
  const isMoved = Array.from({ length: least }, (_, at) => at).some((at) => new Set([base[at], fresh[at], mine[at]].map(mark)).size > 1);
  if ((isLonger(fresh) && isLonger(mine)) || isMoved) return { is: "conflict" };
  const other = isLonger(fresh) ? mine : fresh;
  const end = isLonger(fresh) ? fresh : mine;
  // What one side took away, the other has changed.
  if (end.length < base.length && !same(other.slice(end.length), base.slice(end.length))) return { is: "conflict" };
  const count = Math.max(end.length, least);
  return together(Array.from({ length: count }, (_, at) => String(at)), (at) => (Number(at) < least ? three("", base[Number(at)], fresh[Number(at)], mine[Number(at)]) : { is: "value", value: end[Number(at)] }), (entries) => entries.map(([, value]) => value));
}

function together(keys: readonly string[], look: (key: string) => Merged, join: (entries: readonly (readonly [string, Value])[]) => Value): Merged {
  const found = keys.map((key) => [key, look(key)] as const);
  if (found.some(([, { is }]) => is === "conflict")) return { is: "conflict" };
  return { is: "value", value: join(found.flatMap(([key, one]) => (one.is === "value" && one.value !== undefined ? [[key, one.value] as const] : []))) };
}

export interface Told {
  readonly key?: string;
  readonly title: string;
}

/** Everything that is wrong with a merge, judged by what the code comes to when it runs. */
export function faultsOf(base: Ran, fresh: Ran, mine: Ran, merged: Ran, conflicts: readonly Told[], touched: ReadonlySet<string>): string[] {
  const faults: string[] = [];
  const topOf = (title: string) => /^\w*/.exec(title)![0];
  const isTold = (key: string, prop?: string) => conflicts.some((one) => one.key === key && (prop === undefined || one.title === "" || topOf(one.title) === prop));
  for (const key of new Set([...base.guests.keys(), ...fresh.guests.keys(), ...mine.guests.keys(), ...merged.guests.keys()])) {
    const [b, f, m, r] = [base, fresh, mine, merged].map(({ guests }) => guests.get(key));
    if (r !== undefined && r.times > 1) faults.push(`${key} is there ${r.times} times`);
    const wanted = f !== undefined ? !(b !== undefined && m === undefined) : b !== undefined ? false : m !== undefined;
    if (wanted !== (r !== undefined)) {
      if (!isTold(key)) faults.push(`${key} ${wanted ? "is missing" : "is there"}`);
      continue;
    }
    if (r === undefined) continue;
    if (r.id !== (m ?? f)!.id) faults.push(`${key} has the id ${r.id}`);
    if (m === undefined || f === undefined) {
      if (!same(r.props, (m ?? f)!.props)) faults.push(`${key} is not as it was: ${sorted(r.props)} and not ${sorted((m ?? f)!.props)}`);
      continue;
    }
    for (const prop of new Set([...Object.keys(b?.props ?? {}), ...Object.keys(f.props), ...Object.keys(m.props), ...Object.keys(r.props)])) {
      const [old, now, own, is] = [b?.props[prop], f.props[prop], m.props[prop], r.props[prop]];
      const expected = three(prop, old, now, own);
      if (isTold(key, prop)) {
        if (same(old, now) || (same(old, own) && !touched.has(`${key} ${prop}`))) faults.push(`${key} ${prop} is a conflict for nothing`);
      } else if (expected.is === "conflict") {
        // One that came to its own end is fine, too, as long as nothing of the user's is lost: both are then in it.
        faults.push(`${key} ${prop} should be a conflict: ${sorted(old)} → ${sorted(now)} against ${sorted(own)}, and is ${sorted(is)}`);
      } else if (isSet(prop) && expected.value === undefined) {
        const [o, n, w] = [old, now, own].map((list) => (list ?? []) as readonly string[]);
        const tags = new Set([...w!.filter((one) => !o!.includes(one) || n!.includes(one)), ...n!.filter((one) => !o!.includes(one))]);
        if (!same([...tags].sort(), [...((is ?? []) as readonly string[])].sort())) faults.push(`${key} ${prop} are ${sorted(is)}`);
      } else if (!same(unordered(prop, is), unordered(prop, expected.value))) {
        faults.push(`${key} ${prop} is ${sorted(is)} and not ${sorted(expected.value)} (${sorted(old)} → ${sorted(now)} against ${sorted(own)})`);
      }
    }
  }
  for (const address of fresh.forgotten) if (!merged.forgotten.has(address)) faults.push(`${address} is not forgotten`);
  if (!same(merged.provider, fresh.provider) && !same(merged.provider, mine.provider)) faults.push("the provider is neither");
  return faults;
}

// Elements with names are in any order, and a bare value is the block that it stands for.
function unordered(prop: string, value: Value): Value {
  if (!Array.isArray(value)) return value;
  if (isSet(prop)) return [...(value as readonly string[])].sort();
  const key = ["interface", "name", "path", "slot"].find((one) => value.every((element) => isObject(element) && typeof element[one] === "string"));
  return key === undefined ? value : [...(value as readonly Readonly<Record<string, string>>[])].sort((a, b) => (a[key]! < b[key]! ? -1 : 1));
}
