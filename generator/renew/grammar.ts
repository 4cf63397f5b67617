import { catalog } from "../../lib/schema/catalog";
import { clusterTables } from "../../lib/schema/cluster/all";
import { settingsOf } from "../../lib/schema/setting/setting";
import { presetOf } from "../../lib/schema/read-back";
import { thingOf } from "../../lib/schema/kind/reference";
import { contradictionsIn } from "../../lib/schema/provider/contradiction";
import type { Props } from "../../lib/schema/row";
import { spelled } from "../../lib/schema/setting/spelled";
import type { Grammar } from "../edit/merge/grammar";

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
  contradictions: (className, props) => (tables.has(className) ? contradictionsIn(tables.get(className)!, props as Props) : []),
  made: spelled,
  keys: ["interface", "name", "path", "slot", "device"],
  marks: ["macAddress", "host"],
  unordered: new Set(["tags", "ignoreChanges"]),
  thing: thingOf,
  stack: "ProxmoxStack",
  library: "pmpc",
};

const tables = new Map(Object.values(catalog).map((table) => [table.construct, table]));

function isScalar(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}
