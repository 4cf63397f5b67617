import { catalog } from "../../lib/schema/catalog";
import { settingsOf } from "../../lib/schema/setting/setting";
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

/** What merging has to know of the constructs of guests. */
export const codeGrammar: Grammar = {
  kinds: Object.values(catalog).map(({ construct }) => ({ className: construct, key: "vmId" })),
  short: (className, props) => shorts.get(`${className} ${props.join(".")}`),
  keys: ["interface", "name", "path", "slot", "device"],
  marks: ["macAddress", "host"],
  unordered: new Set(["tags", "ignoreChanges"]),
  stack: "ProxmoxStack",
  library: "pmpc",
};
