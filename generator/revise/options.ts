import { PmpcError, exit } from "../../lib/error";
import type { GuestType } from "../../lib/pve/address";
import { guestKinds } from "../../lib/schema/kind/all";
import { whoMaySet } from "../../lib/schema/phrase";
import { readDeviceText, type FieldValue } from "../../lib/schema/setting/device";
import { camel } from "../../lib/schema/setting/find";
import { settingsOf, type DeviceSetting, type Setting } from "../../lib/schema/setting/setting";
import { readText, SettingFault } from "../../lib/schema/setting/text";
import type { PropValue } from "../../lib/schema/shape";
import type { Option, Options } from "../engine/option";

/** What was said of one setting. */
export type Said =
  | { readonly is: "value"; readonly setting: Extract<Setting, { is: "value" }>; readonly value: PropValue }
  | { readonly is: "device"; readonly setting: DeviceSetting; readonly number?: number; readonly values: readonly FieldValue[] };

/** The options of everything that can be set of these kinds of guests: one for each setting, and hidden ones for its other words. */
export function settingOptions(types: readonly GuestType[], without: readonly string[] = []): Options {
  const options: Record<string, Option<unknown>> = {};
  const kinds = new Map<string, GuestType[]>();
  for (const type of types) {
    for (const setting of settingsOf(type).filter(({ names }) => !without.includes(names[0]!))) {
      for (const [at, name] of setting.names.entries()) {
        const key = camel(name);
        kinds.set(key, [...(kinds.get(key) ?? []), type]);
        const made = optionOf(setting, at > 0);
        const known = options[key];
        // Where the kinds differ, the word is text, and each reads it its own way.
        options[key] = known === undefined ? made : known.type === made.type ? { ...known, ...(known.hidden && !made.hidden ? made : {}) } : { ...textOption(setting), ...(known.hidden && made.hidden ? { hidden: true } : {}) };
      }
    }
  }
  const only = ([key, one]: [string, Option<unknown>]): [string, Option<unknown>] => {
    const of = kinds.get(key)!;
    return [key, types.length > 1 && of.length === 1 ? { ...one, says: `${one.says} (${guestKinds[of[0]!].word.short})` } : one];
  };
  return Object.fromEntries(Object.entries(options).map(only));
}

function optionOf(setting: Setting, hidden: boolean): Option<unknown> {
  const shown = hidden ? { hidden } : {};
  if (setting.is === "device") {
    const says = `${setting.says} As text: ${exampleOf(setting)}`;
    return setting.series === undefined ? { type: "text", says, placeholder: "TEXT", bare: true, ...shown } : { type: "list", says, placeholder: "TEXT", series: true, ...shown };
  }
  const { shape } = setting.row;
  if (shape.type === "boolean") return { type: "flag", says: sentenceOf(setting), ...shown };
  if (shape.type === "number") return { type: "number", says: sentenceOf(setting), ...shown };
  return { ...textOption(setting), ...shown };
}

const textOption = (setting: Setting): Option<unknown> => ({ type: "text", says: sentenceOf(setting), ...(setting.is === "value" && setting.row.shape.type.startsWith("Size") ? { placeholder: "SIZE" } : {}) });

/** What a setting is, with the unit of its number, and who may set it. */
function sentenceOf(setting: Setting): string {
  if (setting.is === "device") return setting.says;
  const { row, says } = setting;
  return `${row.unit === undefined ? says : `${says.replace(/\.$/, "")}, in ${row.unit}.`}${whoMaySet(row)}`;
}

/** `model=…,bridge=…` */
const exampleOf = ({ fields }: DeviceSetting) => `${fields.slice(0, 4).map(({ words }) => `${words[0]}=…`).join(",")}${fields.length > 4 ? ",…" : ""}`;

/** What a door collected, as settings; what is not a setting is left to the verb. Raises `wrong-input`, with a hint where one is given. */
export function readSaid(type: GuestType, input: Readonly<Record<string, unknown>>, hint?: string): readonly Said[] {
  const settings = settingsOf(type);
  const others = new Set(Object.values(guestKinds).flatMap((kind) => (kind.prefix === type ? [] : settingsOf(kind.prefix).flatMap(({ names }) => names.map(camel)))));
  return Object.entries(input).flatMap(([key, given]): Said[] => {
    if (given === undefined) return [];
    const setting = settings.find(({ names }) => names.some((name) => camel(name) === key));
    if (setting === undefined) {
      if (others.has(key)) throw wrong(key, `a ${guestKinds[type].word.one} has no such setting`, hint);
      return [];
    }
    return asking(key, hint, () => (Array.isArray(given) ? (given as unknown[]) : [given]).map((one) => sayOf(setting, one)));
  });
}

function sayOf(setting: Setting, given: unknown): Said {
  const text = String(given);
  if (setting.is === "value") return { is: "value", setting, value: readText(setting.row, text) };
  if (setting.series === undefined) {
    const values = readDeviceText(setting, text);
    if (values.length === 0) throw new SettingFault("a value after it", text);
    return { is: "device", setting, values };
  }
  const [, number, rest = text] = /^(\d+)=(.*)$/s.exec(text) ?? [];
  if (number !== undefined && Number(number) >= setting.series.count) throw new SettingFault(`a number up to ${setting.series.count - 1}`, number);
  return { is: "device", setting, ...(number === undefined ? {} : { number: Number(number) }), values: readDeviceText(setting, rest) };
}

function asking<T>(key: string, hint: string | undefined, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof SettingFault) throw wrong(key, `expected ${error.expected}, got ${JSON.stringify(error.got)}`, hint, error);
    throw error;
  }
}

function wrong(key: string, says: string, hint: string | undefined, fault?: SettingFault): PmpcError {
  return new PmpcError("wrong-input", `${key}: ${says}`, { ...(hint === undefined ? {} : { hint }), exit: exit.usage, facts: { option: key, expected: fault?.expected ?? says, ...(fault === undefined ? {} : { got: JSON.stringify(fault.got) }) } });
}
