import { expect } from "chai";
import fc from "fast-check";
import type { GuestType } from "../../../lib/pve/address";
import { formatOf, formatsOf, parseDevice } from "../../../lib/schema/format";
import { definitionsOf, formats, pveSchema, type Definition } from "./pve-schema";
import { expressionOf } from "./random-guest";

const types = ["qemu", "lxc"] as const;

/** Whether the table takes the text there, by what it makes of the whole line. */
function takes(type: GuestType, key: string, field: string | undefined, text: string): boolean {
  if (field === undefined) return parseDevice(type, key, text).problems.length === 0;
  return formatOf(type, key)?.fields.get(field)?.shape.parse(text) !== undefined;
}

const numbers = { boolean: /^(0|1|on|off|yes|no|true|false)$/i, integer: /^[+-]?\d+$/, number: /^[+-]?\d+(\.\d+)?$/ };

/** Texts at and beyond the bounds of a number. */
function bounds({ type, minimum, maximum }: Definition): { text: string; taken: boolean }[] {
  const step = type === "integer" ? 1 : 0.5;
  return [
    ...(minimum === undefined ? [] : [{ text: minimum, taken: true }, { text: String(Number(minimum) - step), taken: false }]),
    ...(maximum === undefined ? [] : [{ text: maximum, taken: true }, { text: String(Number(maximum) + step), taken: false }]),
    { text: String(Number(minimum ?? maximum ?? 7)), taken: true },
    { text: "many", taken: false },
    ...(type === "integer" ? [{ text: "1.5", taken: false }] : []),
  ];
}

function expectations(definition: Definition): { text: string; taken: boolean }[] {
  if (definition.properties || definition.alias) return [];
  if (definition.type === "boolean") {
    return ["0", "1", "on", "OFF", "yes", "no", "true", "false", "2", "-1", "enabled", ""].map((text) => ({ text, taken: numbers.boolean.test(text) }));
  }
  if (definition.type === "integer" || definition.type === "number") return bounds(definition);
  const taken = definition.enum?.map((text) => ({ text, taken: true }));
  // Every release brings new processors.
  if (taken && definition.enum?.includes("EPYC-Milan")) return taken;
  if (taken) return [...taken, { text: "nosuchword", taken: false }, { text: "", taken: false }];
  const { takes: good = [], refuses: bad = [] } = formats[definition.format ?? ""] ?? {};
  return [...good.map((text) => ({ text, taken: true })), ...bad.map((text) => ({ text, taken: false }))];
}

describe("table beside Proxmox VE's own schema", () => {
  for (const type of types) {
    describe(type, () => {
      it("has every key and sub-key", () => {
        const missing = definitionsOf(type).filter(({ key, field, definition }) => {
          const format = formatOf(type, key);
          if (!format || field === undefined) return !format;
          if (definition.keyAlias) return !(format.text.pairs?.names.includes(field) && format.text.pairs.name === definition.keyAlias && format.text.pairs.value === definition.alias);
          return definition.alias ? format.text.aliases?.[field] !== definition.alias : !format.fields.has(field);
        });
        expect(missing.map(({ key, field }) => `${key} ${field ?? ""}`)).to.deep.equal([]);
      });

      it("has no others, but what the API answers beside a configuration", () => {
        const known = pveSchema[type];
        const extra = [...formatsOf(type)].flatMap(({ family, count, fields }) => {
          const keys = count === undefined ? [family] : Array.from({ length: count }, (_, number) => `${family}${number}`);
          return keys.flatMap((key) => (known[key] ? [...fields.keys()].filter((field) => parseDevice(type, key, `${field}=x`).problems[0]?.problem !== "unknown sub-key" && !isDefined(known[key]!, field)).map((field) => `${key} ${field}`) : [key]));
        });
        expect(extra).to.deep.equal(type === "qemu" ? ["digest"] : ["digest", "parent", "snaptime", "lxc"]);
      });

      it("has as many of each numbered key", () => {
        const counted = [...formatsOf(type)].filter(({ count }) => count !== undefined).map(({ family, count }) => `${family} ${count}`);
        const families = new Map<string, number>();
        for (const key of Object.keys(pveSchema[type])) {
          const family = /^(.*?)\d+$/.exec(key)?.[1];
          if (family !== undefined) families.set(family, (families.get(family) ?? 0) + 1);
        }
        const many = [...families].filter(([family]) => !["efidisk", "tpmstate", "audio", "rng", "smbios"].includes(family)).map(([family, count]) => `${family} ${count}`);
        expect(counted.sort()).to.deep.equal(many.sort());
      });

      it("takes and refuses the same values", () => {
        const different = definitionsOf(type).flatMap(({ key, field, definition }) =>
          expectations(definition)
            .filter(({ text, taken }) => takes(type, key, field, text) !== taken)
            .map(({ text, taken }) => `${key.replace(/\d+$/, "#")} ${field ?? ""}: ${taken ? "takes" : "refuses"} "${text}"`),
        );
        expect([...new Set(different)]).to.deep.equal([]);
      });

      it("takes what matches Proxmox VE's patterns, and nothing else", () => {
        const seen = new Set<string>();
        for (const { key, field, definition } of definitionsOf(type)) {
          const name = `${key.replace(/\d+$/, "#")} ${field ?? ""}`;
          // A format beside the pattern is narrower.
          if (definition.pattern === undefined || definition.format !== undefined || seen.has(name)) continue;
          seen.add(name);
          const expression = expressionOf(definition.pattern);
          const texts = fc.oneof(fc.stringMatching(expression), fc.string(), fc.constantFrom("", "0", "0x1234", "a;b", "net0=1500", "/dev/parport0", "now"));
          fc.assert(fc.property(texts, (text) => text.includes("\n") || text.length > 40 || takes(type, key, field, text) === expression.test(text)), { numRuns: 60, seed: 1 });
        }
        expect(seen.size).to.be.greaterThan(5);
      });

      it("has the same bare word in packed values", () => {
        const different = Object.entries(pveSchema[type]).filter(([key, { properties }]) => {
          const bare = Object.entries(properties ?? {}).find(([, one]) => one.default_key)?.[0];
          return properties && formatOf(type, key)?.text.defaultKey !== bare;
        });
        expect(different.map(([key]) => key)).to.deep.equal([]);
      });

      it("knows which numbers the API answers as numbers", () => {
        const different = definitionsOf(type).filter(({ key, field, definition }) => {
          const shape = formatOf(type, key)?.plain?.shape;
          return field === undefined && shape && !definition.properties && (shape.json === "number") !== (definition.type === "boolean" || definition.type === "integer");
        });
        expect(different.map(({ key }) => key)).to.deep.equal([]);
      });
    });
  }
});

const isDefined = ({ properties, type }: Definition, field: string) => (properties ? field in properties : type !== undefined && ["order", "up", "down", "device"].includes(field));
