import { Size } from "../../pve/size";
import type { Row } from "../row";
import type { PropValue } from "../shape";
import { flag } from "../shape/number";

/** Text that a setting does not take. */
export class SettingFault extends Error {
  constructor(
    /** For people: `a whole number from 1 to 4094`. */
    readonly expected: string,
    readonly got: string,
  ) {
    super(`expected ${expected}, got ${JSON.stringify(got)}`);
  }
}

const bytes: Readonly<Record<string, number>> = { "": 0, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };
const seconds: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** The value of a prop from what a person says: `8GiB`, `yes`, `30s`, `web,prod`. Throws a SettingFault. */
export function readText(row: Row, text: string): PropValue {
  const value = read(row, text.trim());
  if (row.accepts && !row.accepts(row.shape.toTerraform(value))) throw new SettingFault(`${row.accepts.expected}${unitOf(row)}`, text);
  return value;
}

function read(row: Row, text: string): PropValue {
  const { shape } = row;
  const { type } = shape;
  if (type === "boolean") return readFlag(text);
  if (type === "number") return readNumber(row, text);
  if (type.startsWith("Size")) return readSize(row, text);
  if (type.startsWith("Duration")) return readDuration(row, text);
  if (type === "readonly string[]") return readList(row, text);
  if (type.startsWith("Readonly<")) return Object.fromEntries(text.split(/[,\n]/).filter((one) => one.includes("=")).map((one) => [one.slice(0, one.indexOf("=")).trim(), one.slice(one.indexOf("=") + 1)]));
  if (/ \| number$/.test(type)) return readNumber(row, text);
  const good = shape.encoded || shape.parse(text) !== undefined;
  if (!good || (text === "" && type.startsWith('"'))) throw new SettingFault(shape.expected ?? row.accepts?.expected ?? "another text", text);
  return / \| string$/.test(type) ? shape.toProp(text) : text;
}

function readFlag(text: string): boolean {
  const value = text === "" ? true : flag.parse(text);
  if (value === undefined) throw new SettingFault("yes or no", text);
  return value as boolean;
}

function readNumber({ shape }: Row, text: string): number {
  const value = /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text) ? Number(text) : undefined;
  if (value === undefined || shape.parse(text) === undefined) throw new SettingFault(shape.expected ?? "a number", text);
  return value;
}

/** What its numbers count, where it is a size. */
const unitOf = ({ shape, terraform }: Row) => (shape.type.startsWith("Size") ? (terraform === "size" ? " GiB" : " MiB") : "");

/** A size without a unit is what Proxmox VE takes it for: GiB of a disk, MiB of memory. */
function readSize({ shape, terraform }: Row, text: string): PropValue {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*(?:([kmgt])i?b?)?$/i.exec(text) ?? [];
  if (amount === undefined) throw new SettingFault("a size such as 8GiB", text);
  const isDisk = terraform === "size";
  const whole = Number(amount) * (unit === undefined ? (isDisk ? bytes.g! : bytes.m!) : bytes[unit.toLowerCase()]!);
  const size = sizeOf(whole);
  const written = shape.toTerraform(size);
  if (typeof written === "number" && !Number.isInteger(written)) throw new SettingFault(`whole ${isDisk ? "GiB" : "MiB"}`, text);
  return typeof written === "number" ? shape.toProp(written) : size;
}

function sizeOf(whole: number): Size {
  if (whole % bytes.t! === 0 && whole > 0) return Size.tebibytes(whole / bytes.t!);
  if (whole % bytes.g! === 0) return Size.gibibytes(whole / bytes.g!);
  return whole % bytes.m! === 0 ? Size.mebibytes(whole / bytes.m!) : Size.kibibytes(whole / bytes.k!);
}

function readDuration({ shape, unit }: Row, text: string): PropValue {
  const [, amount, said] = /^(\d+)\s*(ms|s|m|h)?$/.exec(text) ?? [];
  if (shape.type === "Duration | string" && amount !== undefined) return `${amount}${said ?? "s"}`;
  if (amount === undefined) throw new SettingFault("a length of time such as 30s", text);
  if (said === undefined) return Number(amount);
  const value = (Number(amount) * seconds[said]!) / (unit === "milliseconds" ? 0.001 : 1);
  if (!Number.isInteger(value)) throw new SettingFault("whole seconds", text);
  return value;
}

// Keys of ssh have blanks in them; nothing else in a list has.
function readList({ shape }: Row, text: string): readonly string[] {
  const parts = shape.encoded ? text.split("\n") : text.split(/[\s,;]+/);
  const items = parts.map((one) => one.trim()).filter((one) => one !== "");
  const bad = shape.encoded ? undefined : items.find((one) => shape.parse(one) === undefined);
  if (bad !== undefined) throw new SettingFault(shape.expected ?? "another list", text);
  return items;
}
