import type { Format } from "../pve-format";
import { base, Refusal, type PropValue, type Shape, type TerraformValue } from "../shape";

/** Text that matches the pattern, where one is given. */
export function text(pattern?: RegExp): Shape {
  return { ...base, type: "string", parse: (value) => (pattern && !pattern.test(value) ? undefined : value) };
}

/** Text in one of Proxmox VE's own formats. */
export function formatted(format: Format, shape: Shape = text()): Shape {
  return { ...shape, expected: format.expected, form: format, parse: (value) => (format(value) ? shape.parse(value) : undefined) };
}

/** One of a few words. */
export function word(...words: readonly string[]): Shape {
  return { ...text(), shareable: true, type: words.map((one) => JSON.stringify(one)).join(" | "), expected: words.join(", "), parse: (value) => (words.includes(value) ? value : undefined) };
}

/** Words that the provider lower-cases. */
export function lowerCased(shape: Shape): Shape {
  return { ...shape, read: (value) => String(value).toLowerCase() };
}

/** Text of which the provider takes blanks alone for nothing. */
export const unlessBlank: Shape = { ...text(), read: (value) => (String(value).trim() === "" ? "" : String(value)) };

export const isBase64 = (text: string) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);

export const encodeBase64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** Text that Proxmox VE keeps as base64. */
export const base64: Shape = {
  encoded: true,
  ...text(/^[A-Za-z0-9+/]+={0,2}$/),
  read: (value) => {
    const encoded = String(value);
    if (!isBase64(encoded)) throw new Refusal(`"${encoded}" is not base64`);
    return new TextDecoder().decode(Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)));
  },
};

/** Numbers separated by `;`. The provider fails on ranges. */
export const trunkList: Shape = {
  ...text(/^\d+(-\d+)?(;\d+(-\d+)?)*$/),
  read: (value) => {
    const bad = String(value)
      .split(";")
      .find((part) => !/^\d+$/.test(part));
    if (bad !== undefined) throw new Refusal(`the provider cannot read the range "${bad}"`, withoutRanges(String(value)));
    return String(value).split(";").map(Number).join(";");
  },
};

/** `on` and `ignore`, which is a flag in other words. */
export const onOrIgnore: Shape = {
  ...word("ignore", "on"),
  encoded: true,
  type: "boolean",
  toTerraform: (prop) => (prop === true ? "on" : prop === false ? "ignore" : (prop as TerraformValue)),
  toProp: (value) => (value === "on" ? true : value === "ignore" ? false : (value as PropValue)),
};

/** `10;30-32` → `10;30;31;32` */
export function withoutRanges(trunks: string): string | undefined {
  if (!/^\d+(-\d+)?(;\d+(-\d+)?)*$/.test(trunks)) return undefined;
  const numbers = trunks.split(";").flatMap((part) => {
    const [from, to = from] = part.split("-").map(Number) as [number, number?];
    return Array.from({ length: Math.max(0, Math.min(to!, 4094) - from + 1) }, (_, at) => from + at);
  });
  return numbers.join(";");
}
