import { exit, PmpcError } from "../../lib/error";
import type { GuestType } from "../../lib/pve/address";
import { guestKinds } from "../../lib/schema/kind/all";
import { familyOf, type DeviceSetting, type PropStep, type SettingStep } from "../../lib/schema/setting/setting";
import { isSize, type PropValue } from "../../lib/schema/shape";
import { findSetting } from "../../lib/schema/setting/find";
import type { Said } from "./options";

/** One value of a guest that is to change; undefined if it goes. */
export interface Wish {
  readonly path: readonly SettingStep[];
  readonly value: PropValue | undefined;
  /** As people say it: `cpu.cores`, `networkDevices[0].vlanId`. */
  readonly title: string;
  /** Why it changes although nobody asked for it, as half a sentence. */
  readonly because?: string;
  /** The comment behind it goes with it. */
  readonly withComment?: true;
}

/** What a guest has of a list: how many elements, or which, where they have names. */
export interface Lists {
  readonly size: (path: readonly SettingStep[]) => number;
  readonly has: (path: readonly SettingStep[]) => boolean;
}

/** What was said, as values at their places. A device that is not there yet is one value, whole. */
export function wishesOf(said: readonly Said[], lists: Lists): readonly Wish[] {
  const made = new Map<string, number>();
  return said.flatMap((one): Wish[] => {
    if (one.is === "value") return [wish(one.setting.path, one.value)];
    const { setting, values } = one;
    if (setting.series === undefined) return values.map(({ field, value }) => wish([...setting.path, ...field.path], value));
    const element = elementOf(setting, one.number, lists, made);
    const path = [...setting.path, element];
    if (lists.has(path)) return values.map(({ field, value }) => wish([...path, ...field.path], value));
    const props = wholeOf(setting, element, one);
    return [wish(path, props)];
  });
}

/** The element that a number means: by its name, or by its place in the list. Without a number it is a new one. */
function elementOf(setting: DeviceSetting, number: number | undefined, lists: Lists, made: Map<string, number>): SettingStep {
  const { by, count } = setting.series!;
  const family = familyOf(setting.series!);
  const list = JSON.stringify(setting.path.map(({ prop }) => prop));
  if (by !== undefined) {
    const free = Array.from({ length: count }, (_, at) => at).find((at) => !lists.has([...setting.path, { by, is: `${family}${at}` }]) && !made.has(`${list} ${family}${at}`));
    const is = `${family}${number ?? free ?? 0}`;
    made.set(`${list} ${is}`, 1);
    return { by, is };
  }
  const size = lists.size(setting.path) + (made.get(list) ?? 0);
  const item = number ?? size;
  const word = family || setting.names[0]!;
  if (item > size) throw wrongInput(word, `the guest has ${size} of them, so the next one is ${word}${size}, not ${word}${item}`);
  if (item === size) made.set(list, (made.get(list) ?? 0) + 1);
  return { item };
}

/** A new device as one value, its properties in their order. */
function wholeOf(setting: DeviceSetting, element: SettingStep, { values }: Extract<Said, { is: "device" }>): PropValue {
  const props: Record<string, unknown> = {};
  const order = (one: (typeof values)[number]) => setting.fields.indexOf(one.field);
  if ("by" in element) props[element.by] = element.is;
  for (const { field, value } of [...values].sort((a, b) => order(a) - order(b))) if (value !== undefined) put(props, field.path, value);
  // A card inside a container has a name.
  const missing = setting.fields.find(({ row, path }) => path.length === 1 && row.required && row.prop === "name" && !("name" in props));
  const named = missing && "item" in element ? { name: `eth${element.item}`, ...props } : props;
  const short = setting.path.at(-1)!.short;
  const names = Object.keys(props);
  return (short !== undefined && names.length === 1 && names[0] === short ? props[short] : named) as PropValue;
}

/** Puts a value at its path; where it stands for a whole block alone, it is the block. */
export function put(props: Record<string, unknown>, [step, ...rest]: readonly PropStep[], value: PropValue): void {
  const [next] = rest;
  const now = props[step!.prop];
  if (next === undefined || (now === undefined && rest.length === 1 && step!.short === next.prop)) {
    props[step!.prop] = value;
    return;
  }
  const inner = typeof now === "object" && !isSize(now) ? (now as Record<string, unknown>) : now === undefined || step!.short === undefined ? {} : { [step!.short]: now };
  put(inner, rest, value);
  props[step!.prop] = inner;
}

/** What is to go: `net1`, `net0.tag`, `cores`. Raises `wrong-input`. */
export function goneOf(type: GuestType, words: readonly string[]): readonly Wish[] {
  return words.map((word) => {
    const found = findSetting(type, word);
    if (found === undefined) throw wrongInput("unset", `a ${guestKinds[type].word.one} has no setting "${word}"`);
    const { setting, number, field } = found;
    if (setting.is === "value" && setting.row.required && setting.path.length === 1) throw wrongInput("unset", `every ${guestKinds[type].word.one} needs ${word}`);
    const element: readonly SettingStep[] = setting.is === "device" && setting.series !== undefined && number !== undefined ? [setting.series.by === undefined ? { item: number } : { by: setting.series.by, is: `${familyOf(setting.series)}${number}` }] : [];
    const inside = field === undefined || setting.is === "value" ? undefined : setting.fields.find(({ words: all }) => all.includes(field));
    if (field !== undefined && inside === undefined) throw wrongInput("unset", `${word} has no setting "${field}"`);
    return wish([...setting.path, ...element, ...(inside?.path ?? [])], undefined);
  });
}

const wrongInput = (option: string, expected: string) => new PmpcError("wrong-input", `${option}: ${expected}`, { hint: "pmpc update --help lists the settings", exit: exit.usage, facts: { option, expected } });

const wish = (path: readonly SettingStep[], value: PropValue | undefined): Wish => ({ path, value, title: titleOf(path) });

/** `networkDevices[0].vlanId`, `disks[scsi0].size` */
export function titleOf(path: readonly SettingStep[]): string {
  return path.map((step, at) => ("prop" in step ? `${at === 0 ? "" : "."}${step.prop}` : "by" in step ? `[${step.is}]` : `[${step.item}]`)).join("");
}
