import fc from "fast-check";
import type { GuestType } from "../../../lib/pve/address";
import { expressionOf } from "../schema/random-guest";
import { formats, pveSchema, type Definition } from "../schema/pve-schema";

/** Texts of guests' files in which next to anything may stand, but mostly what Proxmox VE has a meaning for. */
export function randomText(type: GuestType): fc.Arbitrary<string> {
  const keys = Object.keys(pveSchema[type]).filter((key) => key !== "cpu");
  const values = new Map(keys.map((key) => [key.replace(/\d+$/, ""), valueOf(pveSchema[type][key]!)]));
  const setting = fc.constantFrom(...keys).chain((key) => fc.tuple(fc.constant(key), fc.constantFrom(": ", ":", " : ", ":\t"), values.get(key.replace(/\d+$/, ""))!, ending).map((parts) => parts.join("")));
  const line = fc.oneof(
    { weight: 6, arbitrary: setting },
    { weight: 2, arbitrary: fc.tuple(fc.constantFrom("#", "description: ", "description:"), word, ending).map((parts) => parts.join("")) },
    { weight: 1, arbitrary: fc.constantFrom("[PENDING]", "[pve:pending]", "[one]", "[pending]", "[a]", "[a b]", "[special:cloudinit]", "[special:other] ", "[ONE]") },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom("delete", "args", "foo", "Cores", "parent", "snaptime", "snapstate", "env", "__proto__"), fc.constant(": "), word).map((parts) => parts.join("")) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom("lxc.idmap", "lxc.environment.runtime", "lxc.environment", "lxc.cgroup2.x", "lxc.nosuch", "lxc.net"), fc.constantFrom(":", "=", " = ", " :"), word).map((parts) => parts.join("")) },
    { weight: 1, arbitrary: word },
  );
  return fc.array(line, { maxLength: 8 }).map((lines) => lines.join("\n"));
}

const ending = fc.constantFrom("", "", "", " ", "\r", "\t ", "\f");
const word = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom("", " ", '"a"', '"', "1", "0", "yes", "%20", "%C3%A4", "%zz", "ä", "\ufeff", "\u00a0", "a\rb", "net0 !memory", "delete", "a,b=c", "=", ",,")).map((text) => text.replaceAll("\n", " "));

function valueOf(definition: Definition): fc.Arbitrary<string> {
  if (!definition.properties) return fc.oneof({ weight: 3, arbitrary: plainOf(definition) }, { weight: 1, arbitrary: word });
  const part = fc.oneof(
    ...Object.entries(definition.properties).map(([name, one]) => plainOf(one.alias ? (definition.properties![one.alias] ?? one) : one).map((value) => (one.default_key && value.length % 2 === 0 ? value : `${name}=${value}`))),
    { weight: 1, arbitrary: word },
  );
  const bare = Object.entries(definition.properties).filter(([, { optional, alias }]) => !optional && !alias);
  const needed = fc.tuple(...bare.map(([name, one]) => plainOf(one).map((value) => (one.default_key ? value : `${name}=${value}`))));
  return fc.tuple(fc.boolean(), needed, fc.array(part, { maxLength: 3 })).map(([has, first, rest]) => [...(has ? first : []), ...rest].join(","));
}

/** Mostly what the schema takes, and now and then what it nearly takes. */
function plainOf({ type, enum: words, pattern, format, minimum = "0", maximum }: Definition): fc.Arbitrary<string> {
  const near = fc.constantFrom("0", "1", "-1", "+2", "1.5", ".5", "007", "on", "OFF", "many", String(minimum), String(maximum ?? 7));
  if (type === "boolean" || type === "integer" || type === "number") return near;
  if (words) return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...words) }, near);
  const { takes = [], refuses = [] } = formats[format ?? ""] ?? {};
  if (takes.length > 0) return fc.constantFrom(...takes, ...refuses);
  return pattern === undefined ? fc.constantFrom("a", "a b", '"q"') : fc.oneof(fc.stringMatching(expressionOf(pattern)).map((text) => text.slice(0, 30).replaceAll("\n", "")), near);
}
