import { base, type Shape } from "../shape";

const listBase: Shape = { ...base, type: "readonly string[]", zero: [] };

/** Words with a separator between them, in their order. */
export function list(separator: string, options: { readonly pattern?: RegExp; readonly keepEmpty?: boolean; readonly anySeparator?: boolean } = {}): Shape {
  return {
    ...listBase,
    parse: (value) => (options.pattern && !options.pattern.test(value) ? undefined : value),
    read: (value) => (value === "" && !options.keepEmpty ? [] : String(value).split(separator)),
    ...(options.anySeparator ? { mean: wordsIn } : {}),
  };
}

// Proxmox VE takes commas, semicolons and blanks alike, and the provider one of them.
const wordsIn = (value: unknown): string[] => String(value).split(/[\s,;]+/).filter((one) => one !== "");

/** Words in no order; the provider trims and sorts them. */
export function set(separator: string): Shape {
  return {
    ...listBase,
    read: (value) =>
      String(value)
        .split(separator)
        .map((one) => one.trim())
        .filter((one) => one !== "")
        .sort(),
    mean: (value) => wordsIn(value).sort(),
  };
}

/** Percent-encoded lines: ssh keys. */
export const encodedLines: Shape = {
  ...listBase,
  encoded: true,
  read: (value) => {
    const lines = decodeURIComponent(String(value).replaceAll("+", " "));
    return lines === "" ? [] : lines.trim().split("\n");
  },
};

/** `NAME=value` with a separator between them. */
export function environment(separator: string): Shape {
  return {
    ...base,
    encoded: true,
    type: "Readonly<Record<string, string>>",
    zero: {},
    read: (value) =>
      Object.fromEntries(
        String(value)
          .split(separator)
          .filter((pair) => pair.includes("="))
          .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
      ),
    // LXC takes such a variable over from the node.
    loses: (text) => {
      const bare = text.split(separator).filter((pair) => pair !== "" && !pair.includes("="));
      return bare.length === 0 ? undefined : `env ${bare.join(", ").slice(0, 60)}: the provider knows only variables that have a value`;
    },
  };
}
