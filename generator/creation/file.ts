import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from "yaml";
import { exit, isPmpcError, PmpcError } from "../../lib/error";
import type { GuestType } from "../../lib/pve/address";
import { guestTypeOf } from "../../lib/schema/kind/name";
import { settingsOf, type Setting } from "../../lib/schema/setting/setting";
import { camel } from "../../lib/schema/setting/find";
import { readWanted, type Wanted } from "./wanted";

/** What can be said of a guest in a file beside its settings. */
const besideSettings = ["kind", "id", "from", "image", "template", "sshKey", "$schema"] as const;

type Json = Readonly<Record<string, unknown>>;

/**
 * Guests from a file of YAML or JSON: one, a list, or a list under `guests`. What is said there is what the options say, in their words and
 * in Proxmox VE's: `memory: 8GiB`, `net0: vmbr0,tag=20`, `net: [{ bridge: vmbr0, tag: 20 }]`. Errors say file and line.
 */
export function readGuestsFile(text: string, path: string, kind: GuestType | undefined, keys: readonly string[]): readonly Wanted[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, maxAliasCount: 100 } as never);
  const [broken] = document.errors;
  const at = (offset: number) => `${path}:${lines.linePos(offset).line}`;
  if (broken !== undefined) throw wrong(at(broken.pos[0]), broken.message.split("\n")[0]!.replace(/ at line \d+, column \d+:?$/, ""));
  const values: unknown = document.toJS({ maxAliasCount: 100 });
  const list = isRecord(values) && Array.isArray(values.guests) ? values.guests : values;
  const guests: readonly unknown[] = Array.isArray(list) ? list : [list];
  if (guests.length === 0) throw wrong(path, "there is no guest in it");
  return guests.map((guest, index) => {
    const steps = Array.isArray(list) ? [...(list === values ? [] : ["guests"]), index] : [];
    try {
      return readGuest(guest, kind, keys);
    } catch (error) {
      if (!isPmpcError(error) || error.code !== "wrong-input") throw error;
      const entry = entryOf(document, steps, String(error.facts.entry ?? error.facts.option));
      const where = [...(Array.isArray(list) ? [`${list === values ? "" : "guests"}[${index}]`] : []), ...(entry === undefined ? [] : [entry.key])].join(".");
      const says = error.message.replace(`${String(error.facts.option)}: `, "");
      throw new PmpcError("wrong-input", `${at(entry?.offset ?? offsetOf(document, steps))}: ${where === "" ? "" : `${where}: `}${says}`, { hint: error.hint ?? besideHint, exit: exit.usage, facts: { ...error.facts, file: path, path: where } });
    }
  });
}

function readGuest(guest: unknown, preset: GuestType | undefined, keys: readonly string[]): Wanted {
  if (!isRecord(guest)) throw unfit("expected a guest: kind, name, and what it is to have");
  const type = guest.kind === undefined ? preset : guestTypeOf(String(guest.kind));
  if (type === undefined) throw unfit(guest.kind === undefined ? "kind is missing: vm or container" : `kind is ${JSON.stringify(guest.kind)}, and must be vm or container`, "kind");
  const settings = new Map(settingsOf(type).flatMap((one) => one.names.map((name) => [camel(name), one] as const)));
  const input: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(guest)) {
    const word = camel(key);
    if (value === null || (besideSettings as readonly string[]).includes(word)) continue;
    if (word === "vmid" || word === "vmId" || word === "name" || word === "hostname") input[word] = value;
    else Object.assign(input, settingIn(word, key, value, settings, input));
  }
  const text = (key: string) => (guest[key] === undefined ? undefined : String(guest[key]));
  const own = guest.sshKey === undefined ? [] : [guest.sshKey].flat().map(String);
  return readWanted(type, input, { ...(typeof guest.id === "number" ? { id: guest.id } : guest.id === undefined ? {} : { id: Number(guest.id) }), from: text("from"), image: text("image"), template: text("template"), keys: [...keys, ...own] });
}

/** One entry as an option collects it; `net0` is one of a series. */
function settingIn(word: string, key: string, value: unknown, settings: ReadonlyMap<string, Setting>, input: Json): Json {
  const [, name = word, number] = /^(.*?)(\d+)$/.exec(word) ?? [];
  const setting = settings.get(word) ?? settings.get(name);
  if (setting === undefined) throw unfit(`there is no setting ${JSON.stringify(key)}`, key);
  const isSeries = setting.is === "device" && setting.series !== undefined;
  if (!isSeries) return { [word]: typeof value === "boolean" || typeof value === "number" ? value : textOf(value, setting) };
  const before = (input[name] as readonly string[] | undefined) ?? [];
  if (settings.get(word) === undefined) return { [name]: [...before, `${number}=${textOf(value, setting)}`] };
  return { [word]: [...((input[word] as readonly string[] | undefined) ?? []), ...(Array.isArray(value) ? value : [value]).map((one) => textOf(one, setting))] };
}

function textOf(value: unknown, setting: Setting): string {
  if (Array.isArray(value)) return value.map(String).join(setting.is === "value" && setting.row.shape.encoded ? "\n" : ",");
  if (!isRecord(value)) return String(value);
  return Object.entries(value).map(([key, inner]) => `${key}=${isRecord(inner) || Array.isArray(inner) ? textOf(inner, setting) : String(inner)}`).join(",");
}

/** The entry of a guest that an option means: `net0` of `net`. */
function entryOf(document: Document, steps: readonly (string | number)[], option: string): { readonly key: string; readonly offset: number } | undefined {
  const node = steps.length === 0 ? document.contents : document.getIn(steps, true);
  if (!isMap(node)) return undefined;
  const keys = node.items.flatMap(({ key }) => (isScalar(key) ? [{ key: String(key.value), offset: key.range?.[0] ?? 0 }] : []));
  return keys.find(({ key }) => key === option || camel(key) === option) ?? keys.find(({ key }) => camel(key).replace(/\d+$/, "") === option);
}

function offsetOf(document: Document, path: readonly (string | number)[]): number {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  if (isNode(node) && (isMap(node) || isSeq(node))) return node.range?.[0] ?? 0;
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const besideHint = "docs/guests.schema.json says what such a file may hold";
const wrong = (where: string, what: string) => new PmpcError("wrong-input", `${where}: ${what}`, { hint: besideHint, exit: exit.usage, facts: { option: "file", expected: what, file: where } });
const unfit = (what: string, entry?: string) => new PmpcError("wrong-input", what, { hint: besideHint, exit: exit.usage, facts: { option: "file", expected: what, ...(entry === undefined ? {} : { entry }) } });
