import { parsePropertyString, printPropertyString } from "../../pve/property-string";
import { redacted } from "../../pve/secret";
import { textTemplate } from "../../pve/template";
import type { Kind } from "../kind/kind";
import { isIP } from "../../pve/ip";
import type { Says } from "../rewrite";
import type { Block, Member, Row } from "../row";
import type { Mention } from "../shape";
import { records, type Document } from "./table";

/** Gives the values of a document of the cluster. */
export interface Giving {
  /** What something of the cluster is called; undefined if it is not there. */
  readonly thing: (as: string, name: string) => string | undefined;
  /** Any other value; undefined leaves it out. `isNeeded`: the provider requires one. */
  readonly value: (says: Says, text: string, key: string, isNeeded: boolean) => string | undefined;
}

interface Page extends Giving {
  readonly kind: Kind;
  /** Keys that say what it is called itself. */
  readonly own: ReadonlySet<string>;
}

/**
 * A document of the cluster, as Proxmox VE answers it, with each of its values given: names of others by the links of their rows and of the
 * kind's record, its own name, addresses, VLANs, secrets, and the rest.
 */
export function rewriteDocument(kind: Kind, rows: readonly Member[], document: Document, giving: Giving): Document {
  return rewriteMembers(rows, document, { ...giving, kind, own: new Set([...textTemplate(kind.id).names, ...Object.keys(kind.reads.columns ?? {})]) });
}

function rewriteMembers(rows: readonly Member[], scope: Document, page: Page): Document {
  return Object.fromEntries(Object.entries(scope).flatMap(([key, value]) => {
    const given = rewriteKey(rows, key, value, page);
    return given === undefined ? [] : [[key, given]];
  }));
}

function rewriteKey(rows: readonly Member[], key: string, value: unknown, page: Page): unknown {
  if (value === undefined || value === null) return value;
  // A checksum tells of every value that it is of, and none of another document.
  if (key === "digest") return undefined;
  const block = rows.find((one): one is Block => one.kind === "block" && (one.from?.is === "key" || one.from?.is === "items") && one.from.key === key);
  if (block !== undefined) return rewriteBlock(block, value, page);
  const all = rowsBelow(rows);
  const parts = all.filter((row) => sources(row).some((source) => source.startsWith(`${key}/`)));
  if (parts.length > 0) return rewritePacked(value, {}, (field, inner) => rewriteValue(parts.find((row) => sources(row).includes(`${key}/${field}`)), `${key} ${field}`, inner, page));
  return rewriteValue(all.find((row) => sources(row).includes(key)), key, value, page);
}

function rewriteBlock(block: Block, value: unknown, page: Page): unknown {
  // Among rules, a security group is named where others have what they do.
  const meant = (field: string, one: unknown) => (field === "action" && (one as Document).type === "group" ? "group" : field);
  const inner = (one: unknown) => rewritePacked(one, block.packing ?? {}, (field, part) => rewriteKey(block.rows, meant(field, one), part, page));
  if (!Array.isArray(value)) return inner(value);
  return (value as readonly unknown[]).flatMap((one) => inner(one) ?? []);
}

/** What is under one key as an object or as a property string, field by field; without any it goes. */
function rewritePacked(value: unknown, packing: NonNullable<Block["packing"]>, give: (field: string, inner: unknown) => unknown): unknown {
  const isText = typeof value !== "object" || value === null;
  const before = isText ? parsePropertyString(String(value), packing) : Object.entries(value);
  const after = before.flatMap(([field, one]) => {
    const given = give(field, one);
    return given === undefined ? [] : [[field, given] as const];
  });
  if (after.length === before.length && after.every(([, one], at) => one === before[at]![1])) return value;
  if (after.length === 0) return undefined;
  return isText ? printPropertyString(after.map(([field, one]) => [field, String(one)]), packing) : Object.fromEntries(after);
}

function rewriteValue(row: Row | undefined, key: string, value: unknown, page: Page): unknown {
  if (Array.isArray(value)) {
    const kept = (value as readonly unknown[]).flatMap((one) => rewriteValue(row, key, one, page) ?? []);
    return kept.length === 0 && value.length > 0 ? undefined : kept;
  }
  if (typeof value === "object" && value !== null) {
    const raw = JSON.stringify(value);
    return page.value({ is: "text" }, raw, key, false) === raw ? value : undefined;
  }
  const text = String(value);
  const given = rewriteText(row, key, text, page);
  return given === text || given === undefined ? given && value : typeof value === "number" && /^\d+$/.test(given) ? Number(given) : given;
}

function rewriteText(row: Row | undefined, key: string, text: string, page: Page): string | undefined {
  const { kind, own, thing, value } = page;
  const isNeeded = row?.required === true;
  if (text.includes(redacted) || row?.secret) return value({ is: "secret" }, text, key, isNeeded);
  const as = kind.reads.mentions?.[key];
  const mentions = row?.shape.mentions ?? (as === undefined ? undefined : (one: string): readonly Mention[] => [{ as, name: one.replace(/:\d+$/, "") }]);
  if (mentions !== undefined && mentions(text).length > 0) return rewriteNames(text, mentions, thing);
  if (own.has(key)) return thing(kind.prefix, text);
  if (row?.vlans) return value({ is: "vlans" }, text, key, isNeeded);
  if (addressesIn(text)) return value({ is: "address" }, text, key, isNeeded);
  if (records.has(key) || (row !== undefined && isShareable(row, text))) return value({ is: "shareable" }, text, key, isNeeded);
  return value({ is: "text" }, text, key, isNeeded);
}

/** Names in a text, each given by what it leads to; one that leads nowhere goes, and the text with the last of them. */
function rewriteNames(text: string, mentions: (text: string) => readonly Mention[], thing: Giving["thing"]): string | undefined {
  const given = text.split(/([,;\s]+)/).map((part, at) => {
    if (at % 2 === 1 || part === "") return part;
    return mentions(part).reduce<string | undefined>((one, { as, name }) => {
      const there = thing(as, name);
      return one === undefined || there === undefined ? undefined : renamed(one, name, there);
    }, part);
  });
  const names = given.flatMap((one, at) => (at % 2 === 0 && one !== undefined && one !== "" ? [one] : []));
  if (names.length === 0) return undefined;
  return given.includes(undefined) ? names.join((given[1] ?? ",").trim() || " ") : given.join("");
}

/** The last place where a name stands by itself: words of paths come before it. */
function renamed(text: string, from: string, to: string): string {
  const at = [...text.matchAll(/[\w.-]+(?:@[\w.-]+)?/g)].filter(([word]) => word === from || word.split("@")[0] === from || word.replace(/-\d+$/, "") === from).at(-1)?.index ?? text.lastIndexOf(from);
  return text.slice(0, at) + to + text.slice(at + from.length);
}

function isShareable(row: Row, text: string): boolean {
  const { shape, accepts } = row;
  if (row.shareable === false) return false;
  if (row.shareable ?? shape.shareable ?? false) return shape.encoded === true || shape.parse(text) !== undefined;
  return accepts?.words?.includes(text) === true;
}

/** A text that is nothing but addresses, networks and ranges of addresses. */
const addressesIn = (text: string): boolean => {
  const words = text.split(/[\s,;]+/).filter((word) => word !== "");
  return words.length > 0 && words.every((word) => word.split("-").every((one) => isIP(one.split("/")[0]!)));
};

const sources = ({ pve }: Row): readonly string[] => (typeof pve === "string" ? [pve] : pve.is === "first" ? pve.of.filter((one) => typeof one === "string") : []);

const rowsBelow = (rows: readonly Member[]): readonly Row[] => rows.flatMap((one) => (one.kind === "row" ? [one] : one.from === undefined ? rowsBelow(one.rows) : []));
