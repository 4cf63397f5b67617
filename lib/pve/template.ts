/** The named parts of a text: `{ node: "pve1", vmid: "100" }`. */
export type Parts = Readonly<Record<string, string>>;

/** A text with holes, read and written by the same pattern. */
export interface Template {
  /** The names of the holes, in their order. */
  readonly names: readonly string[];
  /** Throws where a part is missing. */
  readonly print: (parts: Parts) => string;
  /** The parts of such a text; undefined for any other. */
  readonly parse: (text: string) => Parts | undefined;
}

const hole = /\{(\w+)(\*?)\}/g;
// Names of users may have question marks and ampersands; what is beside them in one text has none.
const patterns: Readonly<Record<string, string>> = { vmid: "[1-9]\\d{2,8}", path: "[^?]+", roleid: "[^/?]+" };

/** `{node}/{vmid}`. A hole holds no slash, unless a star says that it may: `pool/{poolid*}`. */
export function textTemplate(text: string): Template {
  return once(texts, text, () => readTemplate(text, { any: ".+", one: "[^/]+?", encode: (part) => part, decode: (part) => part }));
}

/**
 * A path of the API: `/nodes/{node}/qemu/{vmid}/config`, `/pools?poolid={poolid*}`. Parts are percent-encoded in the text. A slash at
 * the end of the path does not count.
 */
export function addressTemplate(text: string): Template {
  return once(addresses, text, () => {
    const { names, print, parse } = readTemplate(text, { any: "[^?&]+", one: "[^/?&]+?", encode: encoded, decode: decoded });
    return { names, print, parse: (address) => parse(address.replace(/\/(?=\?|$)/, "").replace(/%3A/gi, ":")) };
  });
}

// There are few of them, and they are used for every resource.
const texts = new Map<string, Template>();
const addresses = new Map<string, Template>();
function once(known: Map<string, Template>, text: string, make: () => Template): Template {
  const template = known.get(text) ?? make();
  known.set(text, template);
  return template;
}

interface Spelling {
  /** The pattern of a part that may have slashes. */
  readonly any: string;
  /** That of one that has none. */
  readonly one: string;
  readonly encode: (part: string) => string;
  readonly decode: (part: string, mayHaveSlashes: boolean) => string | undefined;
}

function readTemplate(text: string, { any, one, encode, decode }: Spelling): Template {
  const names = [...text.matchAll(hole)].map(([, name]) => name!);
  const mayHaveSlashes = [...text.matchAll(hole)].map(([, , star]) => star === "*");
  let end = 0;
  let source = "";
  for (const { 0: all, 1: name, 2: star, index } of text.matchAll(hole)) {
    source += `${literal(text.slice(end, index))}(${patterns[name!] ?? (star === "*" ? any : one)})`;
    end = index + all.length;
  }
  const pattern = new RegExp(`^${source}${literal(text.slice(end))}$`, "s");
  return {
    names,
    print: (parts) => text.replace(hole, (_, name: string) => encode(needed(parts, name, text))),
    parse: (given) => {
      const found = pattern.exec(given)?.slice(1).map((part, at) => decode(part, mayHaveSlashes[at]!));
      if (!found?.every((part) => part !== undefined)) return undefined;
      const parts = Object.fromEntries(names.map((name, at) => [name, found[at]!]));
      // A part that is there twice is one.
      return names.every((name, at) => parts[name] === found[at]) ? parts : undefined;
    },
  };
}

function needed(parts: Parts, name: string, text: string): string {
  const part = parts[name];
  if (part === undefined || part === "") throw new TypeError(`"${text}" needs its part ${name}`);
  return part;
}

// These say nothing in a path, and Proxmox VE's own pages leave them as they are.
const encoded = (part: string) => encodeURIComponent(part).replaceAll("%3A", ":").replaceAll("%40", "@");

/** Proxmox VE decodes a path before it takes it apart, so an encoded slash counts like any other; and nothing climbs. */
function decoded(part: string, mayHaveSlashes: boolean): string | undefined {
  try {
    const text = decodeURIComponent(part);
    return (text.includes("/") && !mayHaveSlashes) || text.split("/").some((step) => step === "." || step === "..") ? undefined : text;
  } catch {
    return undefined;
  }
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
