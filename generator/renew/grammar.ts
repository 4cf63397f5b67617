import { Size } from "../../lib/pve/size";
import { catalog } from "../../lib/schema/catalog";
import { clusterTables } from "../../lib/schema/cluster/all";
import { settingsOf } from "../../lib/schema/setting/setting";
import { propPath, toTerraform } from "../../lib/schema/props";
import { conflictsIn } from "../../lib/schema/provider/conflict";
import { presetOf } from "../../lib/schema/read-back";
import type { GuestTable, Member, Props } from "../../lib/schema/row";
import type { PropValue } from "../../lib/schema/shape";
import type { Contradiction, Grammar } from "../edit/merge/grammar";
import { Made, type Value } from "../edit/value";

/** What bare values stand for: `VirtualMachine memory` → `dedicated`. */
const shorts = new Map(
  Object.values(catalog).flatMap(({ type, construct }) =>
    settingsOf(type).flatMap((setting) => {
      const paths = setting.is === "value" ? [setting.path] : [setting.path, ...setting.fields.map(({ path }) => [...setting.path, ...path])];
      return paths.flatMap((path) => path.flatMap(({ short }, at) => (short === undefined ? [] : [[`${construct} ${path.slice(0, at + 1).map(({ prop }) => prop).join(".")}`, short] as const])));
    }),
  ),
);

/** What is meant where a value is left out: `VirtualMachine cpu.cores` → `1`. */
const presets = new Map(
  Object.values(catalog).flatMap(({ type, construct }) =>
    settingsOf(type).flatMap((setting) => {
      const preset = setting.is === "value" && setting.path.length > 0 ? presetOf(setting.row) : undefined;
      return setting.is === "value" && isScalar(preset) ? [[`${construct} ${setting.path.map(({ prop }) => prop).join(".")}`, preset] as const] : [];
    }),
  ),
);

/** What goes with another value: `VirtualMachine memory.dedicated` → `memory.floating`. */
const following = new Map<string, string>(
  Object.values(catalog).flatMap(({ construct, rows }) =>
    rows.flatMap((block) =>
      block.kind === "block" && block.prop !== null ? block.rows.flatMap((row) => (row.kind === "row" && row.prop !== null && typeof row.follows === "string" ? [[`${construct} ${block.prop}.${row.follows}`, `${block.prop}.${row.prop}`] as const] : [])) : [],
    ),
  ),
);

/** The value that goes with another one of a construct: with the memory the balloon, which must not be larger. */
export const followerOf = (className: string, title: string): string | undefined => following.get(`${className} ${title}`);

/** What merging has to know of the constructs of guests. */
export const codeGrammar: Grammar = {
  // What is not a guest is known by its id, which never changes.
  kinds: [...Object.values(catalog).map(({ construct }) => ({ className: construct, key: "vmId" })), ...clusterTables.map(({ construct }) => ({ className: construct }))],
  short: (className, props) => shorts.get(`${className} ${props.join(".")}`),
  leftOut: (className, props) => presets.get(`${className} ${props.join(".")}`),
  contradictions,
  keys: ["interface", "name", "path", "slot", "device"],
  marks: ["macAddress", "host"],
  unordered: new Set(["tags", "ignoreChanges"]),
  stack: "ProxmoxStack",
  library: "pmpc",
};

const tables = new Map(Object.values(catalog).map((table) => [table.construct, table]));

function contradictions(className: string, said: Value): readonly Contradiction[] {
  const table = tables.get(className);
  const props = table && propsOf(said);
  if (table === undefined || typeof props !== "object") return [];
  return conflictsIn(table.type, stateOf(table, props as Props)).map(({ says, about }) => ({ why: says, about: about.map((path) => propPath(table.rows, path)) }));
}

/** What Terraform is given for props, with what is meant where they say nothing. */
function stateOf({ rows }: GuestTable, props: Props) {
  // A value of another type than the prop's says nothing here; the compiler tells.
  const isSound = ([prop, value]: readonly [string, PropValue | undefined]) => {
    try {
      toTerraform({ rows }, { [prop]: value! });
      return true;
    } catch {
      return false;
    }
  };
  return withPresets(rows, toTerraform({ rows }, Object.fromEntries(Object.entries(props).filter(isSound))));
}

function withPresets(members: readonly Member[], state: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(state).map(([name, value]) => {
    const block = members.find((member) => member.kind === "block" && member.terraform === name);
    if (block?.kind !== "block" || !Array.isArray(value)) return [name, value];
    const presets = Object.fromEntries(block.rows.flatMap((row) => (row.kind === "row" && row.terraform !== null && presetOf(row) !== undefined ? [[row.terraform, presetOf(row)] as const] : [])));
    return [name, (value as readonly object[]).map((element) => ({ ...presets, ...withPresets(block.rows, element as Readonly<Record<string, unknown>>) }))];
  }));
}

const units: Readonly<Record<string, (amount: number) => Size>> = { bytes: Size.bytes, kibibytes: Size.kibibytes, mebibytes: Size.mebibytes, gibibytes: Size.gibibytes, tebibytes: Size.tebibytes };

/** Values of code as the props that they are: `Size.gibibytes(4)`, `Storage.fromName(this, "fast")`; undefined if unknown. */
function propsOf(value: Value | undefined): PropValue | undefined {
  if (value instanceof Made) {
    const [first, second] = value.of;
    const [of = "", unit = ""] = value.by.split(".");
    if (of === "Size") return typeof first === "number" && Object.hasOwn(units, unit) ? units[unit]!(first) : undefined;
    return unit.startsWith("from") && typeof second === "string" ? second : undefined;
  }
  if (Array.isArray(value)) {
    const elements = (value as readonly Value[]).map(propsOf);
    return elements.includes(undefined) ? undefined : (elements as PropValue);
  }
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, one]) => {
    const prop = propsOf(one);
    return prop === undefined ? [] : [[name, prop] as const];
  }));
}

function isScalar(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}
