import type { GuestType } from "../../pve/address";
import { familyOf, settingsOf, type Setting } from "./setting";

/** What a word names: `cores`, `net0`, `net0.tag`; undefined if nothing is called so. */
export function findSetting(type: GuestType, word: string): { readonly setting: Setting; readonly number?: number; readonly field?: string } | undefined {
  const [, name = "", digits, field] = /^([A-Za-z-]+?)(\d+)?(?:\.(.+))?$/.exec(word) ?? [];
  const settings = settingsOf(type);
  const named = (text: string) => settings.find(({ names, path }) => names.includes(text) || names.some((one) => camel(one) === text) || path.map(({ prop }) => prop).join(".") === text);
  const exact = named(word) ?? (digits === undefined ? undefined : named(`${name}${digits}`));
  if (exact !== undefined) return { setting: exact, ...(word.includes(".") && field !== undefined && exact !== named(word) ? { field } : {}) };
  const setting = named(name);
  if (setting === undefined) return undefined;
  return { setting, ...(digits === undefined ? {} : { number: Number(digits) }), ...(field === undefined ? {} : { field }) };
}

/**
 * What a value is called in a construct's props, whichever of its words is used: `cores` → `cpu.cores`, `disks[scsi0].size` as it is;
 * undefined if nothing is called so.
 */
export function propNamed(type: GuestType, word: string): string | undefined {
  const path = word.replace(/\[[^\]]*\]/g, "");
  const isProp = settingsOf(type).some((setting) => {
    const own = setting.path.map(({ prop }) => prop);
    const all = setting.is === "value" ? [own] : [own, ...setting.fields.map((field) => [...own, ...field.path.map(({ prop }) => prop)])];
    return all.some((one) => one.join(".") === path || `${one.join(".")}.`.startsWith(`${path}.`));
  });
  if (isProp) return word;
  const { setting, number, field } = findSetting(type, word) ?? {};
  if (setting === undefined) return undefined;
  const inside = setting.is === "device" && field !== undefined ? setting.fields.find(({ words }) => words.includes(field)) : undefined;
  if (field !== undefined && inside === undefined) return undefined;
  const element = setting.is === "device" && setting.series !== undefined && number !== undefined ? `[${setting.series.by === undefined ? number : `${familyOf(setting.series)}${number}`}]` : "";
  return `${setting.path.map(({ prop }) => prop).join(".")}${element}${(inside?.path ?? []).map(({ prop }) => `.${prop}`).join("")}`;
}

export const camel = (name: string) => name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
