import type { GuestType } from "../../lib/pve/address";
import { Size } from "../../lib/pve/size";
import { catalog } from "../../lib/schema/catalog";
import { presetOf } from "../../lib/schema/read-back";
import type { Block, Props, Row } from "../../lib/schema/row";
import { settingsOf, type SettingStep } from "../../lib/schema/setting/setting";
import { isSize, type PropValue } from "../../lib/schema/shape";
import { titleOf, type Wish } from "./assignment";

/**
 * Where the value of a path is said: in the construct itself; in the row of a table, which can become a construct of its own; or in what a
 * helper of the user's is given, whose type may not take more.
 */
export type HomeOf = (path: readonly SettingStep[]) => "own" | "row" | "elsewhere";

/** What the code says at a path, as `canonical` says it; undefined if it says nothing. */
export type Now = (path: readonly SettingStep[]) => string | undefined;

/**
 * The wishes with what has to be said beside them. What a construct writes once, and leaves alone later, keeps its old value when the
 * provider writes the rest of its block: with less memory, the old balloon would be larger, and Proxmox VE refuses that.
 */
export function withCompanions(type: GuestType, wishes: readonly Wish[], now: Now, homeOf: HomeOf): readonly Wish[] {
  const blocks = catalog[type].rows.filter((one): one is Block => one.kind === "block" && one.prop !== null && !one.flat && one.from?.is !== "numbered");
  const added = blocks.flatMap((block) => {
    const said = new Map(wishes.flatMap(({ path: [block_, ...rest], value }) => (isProp(block_, block.prop!) && rest.length === 1 && "prop" in rest[0]! && value !== undefined ? [[rest[0].prop, value] as const] : [])));
    return said.size === 0 ? [] : block.rows.flatMap((row) => (row.kind === "row" && row.follows !== undefined && row.prop !== null && !said.has(row.prop) ? companionOf(type, block, row, said, now, homeOf) : []));
  });
  const titles = new Set(added.map(({ title }) => title));
  return [...wishes.filter(({ title }) => !titles.has(title)), ...added];
}

const isProp = (step: SettingStep | undefined, prop: string) => step !== undefined && "prop" in step && step.prop === prop;

function companionOf(type: GuestType, block: Block, row: Row, said: ReadonlyMap<string, PropValue>, now: Now, homeOf: HomeOf): readonly Wish[] {
  const path = settingsOf(type).find(({ is, path: one }) => is === "value" && one.length === 2 && one[0]!.prop === block.prop && one[1]!.prop === row.prop)?.path;
  if (path === undefined) return [];
  const before = now(path);
  const isFollower = typeof row.follows === "string";
  const home = before === undefined ? homeOf(path.slice(0, 1)) : "own";
  // A row stays one where it can: with more memory, Proxmox VE still accepts the old balloon.
  if (home === "elsewhere" || (home === "row" && !(isFollower && isLess(row.follows as string, said, path, now)))) return [];
  const value = isFollower ? followed(row.follows as string, said, before, path, now) : before === undefined ? computed(row, said, block, path, now) : undefined;
  if (value === undefined) return [];
  const because = before === undefined ? `unsaid it would keep its old value when the rest of ${block.prop!} is written` : `it goes with ${String(row.follows)}: it was the same, or would be larger, which Proxmox VE refuses`;
  return [{ path, value, title: titleOf(path), because }];
}

/** The value that it follows, where the code says none beside a new one, the same as before, or now a larger one. */
function followed(leader: string, said: ReadonlyMap<string, PropValue>, before: string | undefined, path: readonly SettingStep[], now: Now): PropValue | undefined {
  const value = said.get(leader);
  const old = sizeIn(now([path[0]!, stepTo(leader)]) ?? "");
  // Who asks for what is there already asks for nothing beside it.
  if (value === undefined || before === undefined) return isSize(value) && value.toBytes() === old?.toBytes() ? undefined : value;
  const size = sizeIn(before);
  if (!isSize(value) || size === undefined) return undefined;
  return size.toBytes() > value.toBytes() || size.toBytes() === old?.toBytes() ? value : undefined;
}

function isLess(leader: string, said: ReadonlyMap<string, PropValue>, path: readonly SettingStep[], now: Now): boolean {
  const [value, old] = [said.get(leader), sizeIn(now([path[0]!, stepTo(leader)]) ?? "")];
  return isSize(value) && old !== undefined && value.toBytes() < old.toBytes();
}

const stepTo = (prop: string): SettingStep => ({ prop, before: [] });

/** What follows from the other values of its block, where one of them changes that. */
function computed(row: Row, said: ReadonlyMap<string, PropValue>, block: Block, path: readonly SettingStep[], now: Now): PropValue | undefined {
  if (typeof row.follows !== "function") return undefined;
  const others = block.rows.flatMap((one) => (one.kind === "row" && one.prop !== null && one !== row ? [one.prop] : []));
  const was: Props = Object.fromEntries(others.flatMap((prop) => {
    const text = now([path[0]!, stepTo(prop)]);
    return text === undefined ? [] : [[prop, textIn(text)]];
  }));
  const follow = (props: Props) => (row.follows as (beside: Props, all: Props) => PropValue | undefined)(props, { [block.prop!]: props as PropValue }) ?? row.shape.toProp(presetOf(row));
  const [old, fresh] = [follow(was), follow({ ...was, ...Object.fromEntries(said) })];
  return String(old) === String(fresh) ? undefined : fresh;
}

const textIn = (text: string): PropValue => (/^".*"$/.test(text) ? (JSON.parse(text) as string) : text);

const units: Readonly<Record<string, (amount: number) => Size>> = { bytes: Size.bytes, kibibytes: Size.kibibytes, mebibytes: Size.mebibytes, gibibytes: Size.gibibytes, tebibytes: Size.tebibytes };

/** `Size.gibibytes(4)`; undefined of what is computed. */
function sizeIn(text: string): Size | undefined {
  const [, unit, amount] = /^Size\.([a-z]+)\((\d+(?:\.\d+)?)\)$/.exec(text) ?? [];
  return unit === undefined ? undefined : units[unit]?.(Number(amount));
}
