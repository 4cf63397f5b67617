import { Size } from "../../pve/size";
import { base, isSize, Refusal, type Shape, type TerraformValue } from "../shape";
import { integer, strictInteger } from "./number";
import { text } from "./text";

/** Mebibytes as a number; `4096` is Size.gibibytes(4). */
export function mebibytes(min?: number, { max, strict = false }: { readonly max?: number; readonly strict?: boolean } = {}): Shape {
  return {
    ...(strict ? strictInteger(min, max) : integer(min, max)),
    type: "Size",
    toTerraform: (prop) => (isSize(prop) ? prop.toMebibytes() : (prop as TerraformValue)),
    toProp: (value) => {
      const amount = value as number;
      return amount > 0 && amount % 1024 === 0 ? Size.gibibytes(amount / 1024) : Size.mebibytes(amount);
    },
  };
}

const goSize = /^(\d+(?:\.\d+)?)([kmgt]?)(?:i?b)?$/i;
const sizePattern = /^\d+(\.\d+)?([KMGT](iB)?)?$/;
const unitBytes: Readonly<Record<string, number>> = { "": 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** A disk size, of which the provider keeps whole gibibytes, rounded down. */
export const wholeGibibytes: Shape = {
  ...base,
  type: "Size",
  zero: 0,
  shareable: true,
  parse: (text) => (sizePattern.test(text) ? text : undefined),
  read: (value) => {
    const [, amount, unit = ""] = goSize.exec(String(value)) ?? [];
    if (amount === undefined) throw new Refusal(`"${String(value)}" is not a size`);
    return Math.floor(Math.ceil(Number(amount) * unitBytes[unit.toLowerCase()]!) / 2 ** 30);
  },
  // Less than one is not nothing.
  mean: (value) => Math.max(wholeGibibytes.read(value) as number, Number.parseFloat(String(value)) > 0 ? 1 : 0),
  toTerraform: (prop) => (isSize(prop) ? prop.toGibibytes() : (prop as TerraformValue)),
  toProp: (value) => {
    const amount = value as number;
    return amount > 0 && amount % 1024 === 0 ? Size.tebibytes(amount / 1024) : Size.gibibytes(amount);
  },
  loses: (text) => {
    const size = Size.parse(text);
    return size && !Number.isInteger(size.toGibibytes()) ? "the provider knows whole GiB only" : undefined;
  },
};

/** A size that the provider keeps as Proxmox VE wrote it: `8G`, `528M`. */
export const sizeText: Shape = {
  ...base,
  type: "Size | string",
  shareable: true,
  parse: wholeGibibytes.parse,
  toTerraform: (prop) => (isSize(prop) ? prop.toString() : (prop as TerraformValue)),
  toProp: (value) => {
    const size = Size.parse(value as string);
    return size?.toString() === value ? size : (value as string);
  },
};

/** A size that only Proxmox VE looks at. */
export const diskSize: Shape = { ...text(sizePattern), shareable: true };
