import { base, Refusal, type Shape } from "../shape";

/** `1`, `on`, `yes`, `true` and their opposites; the provider understands only `1`. */
export const flag: Shape = {
  ...base,
  type: "boolean",
  json: "number",
  zero: false,
  shareable: true,
  parse: (text) => (/^(1|on|yes|true)$/i.test(text) ? true : /^(0|off|no|false)$/i.test(text) ? false : undefined),
  print: (value) => (value ? "1" : "0"),
  read: (value) => value === 1 || value === "1" || value === true,
  // A container's file keeps any word, and whatever does not count as nothing in Perl is on.
  mean: (value) => flag.parse(String(value)) ?? ![0, "0", "", false].includes(value as string),
};

/** A flag of which the provider sends nothing where it is off, so that what is unsaid holds then: half a sentence. */
export const sentOnlyOn = (unsaid: string): Shape => ({ ...flag, loses: (text) => (flag.parse(text) === false ? `the provider sends it only where it is on, and left out ${unsaid}` : undefined) });

const numeric = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

function inRange(value: number, min: number, max: number): number | undefined {
  return value >= min && value <= max ? value : undefined;
}

/** A whole number; the bounds are Proxmox VE's. */
export function integer(min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): Shape {
  return {
    ...base,
    type: "number",
    json: "number",
    zero: 0,
    shareable: true,
    expected: `a whole number${range(min, max)}`,
    parse: (text) => (/^[+-]?\d+$/.test(text) ? inRange(Number(text), min, max) : undefined),
    read: (value) => {
      if (typeof value === "number") return value;
      const number = numeric.test(String(value)) ? Number(value) : Number.NaN;
      if (!Number.isInteger(number)) throw notWhole(value);
      return number;
    },
  };
}

const notWhole = (value: unknown) => new Refusal(`the provider reads whole numbers only, not "${String(value)}"`, nearestWhole(String(value)));

const range = (min: number, max: number) => (Number.isFinite(max) ? ` from ${min} to ${max}` : Number.isFinite(min) ? `, at least ${min}` : "");

const nearly = 0.05;

// `current=2048` and `150.5` have a whole number in them that means nearly the same; `0.5` has not, and no guest gets twice of it.
function nearestWhole(text: string): string | undefined {
  const number = Number(/^(?:[a-z]+=)?(\d+(?:\.\d+)?(?:e\+?\d+)?)$/i.exec(text)?.[1]);
  const whole = Math.round(number);
  return Math.abs(whole - number) <= number * nearly ? String(whole) : undefined;
}

/** A whole number that the provider wants as a JSON number: text is a failure. */
export function strictInteger(min?: number, max?: number): Shape {
  return {
    ...integer(min, max),
    read: (value) => {
      if (typeof value !== "number") throw new Refusal(`the provider wants a number, and "${String(value)}" comes as text`);
      return value;
    },
  };
}

/** A number that may have a fraction. Proxmox VE answers it as text. */
export function decimal(min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): Shape {
  return {
    ...base,
    type: "number",
    zero: 0,
    shareable: true,
    expected: `a number${range(min, max)}`,
    parse: (text) => (numeric.test(text) ? inRange(Number(text), min, max) : undefined),
    read: (value) => {
      if (!numeric.test(String(value))) throw new Refusal(`"${String(value)}" is not a number`);
      return Number(value);
    },
  };
}

/** A number with a fraction in Proxmox VE that the provider reads as a whole one, and fails on otherwise. */
export const wholeDecimal: Shape = {
  ...decimal(),
  read: (value) => {
    // `10.0` is none to it.
    if (!/^[+-]?\d+$/.test(String(value))) throw notWhole(value);
    return Number(value);
  },
};
