import { Document, Pair, Scalar, YAMLMap, YAMLSeq, type Node, type Tags } from "yaml";

/** What a file of variables may hold. Every text is data to Ansible, unless it is `Trusted`. */
export type Value = boolean | number | string | null | Trusted | readonly Value[] | Mapping;

export interface Mapping {
  readonly [key: string]: Value;
}

/** Text of pmpc's own: Ansible may run it as a template. */
export class Trusted {
  constructor(readonly text: string) {}
}

/** Prints a file: a notice, a remark on what follows, and the mapping with its keys sorted. The only place that quotes YAML. */
export function printYaml(mapping: Mapping, notice?: string, remark?: string): string {
  // Ansible reads YAML 1.1, where `on` is true and 1:30 is a number.
  const document = new Document(undefined, { version: "1.1", customTags: withoutMerge, aliasDuplicateObjects: false });
  const contents = mapOf(mapping);
  document.contents = contents;
  if (notice !== undefined) document.commentBefore = comment(notice);
  if (remark !== undefined) contents.commentBefore = comment(remark);
  const text = document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER });
  // These can only be in quotes; Ansible's reader refuses some of them, and people do not see the others.
  return text.replace(unseen, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function mapOf(mapping: Mapping): YAMLMap {
  const map = new YAMLMap();
  map.items = Object.entries(mapping)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => new Pair(plainKey.test(key) ? new Scalar(key) : quoted(key), nodeOf(value)));
  return map;
}

function nodeOf(value: Value): Node {
  if (value instanceof Trusted) return quoted(value.text);
  // People inside a guest write its texts: tagged so, Ansible never runs what looks like a template. It
  // takes the tag from texts like "8192" for a number, so only those have it that need it.
  if (typeof value === "string") return mayBeTemplate(value) ? Object.assign(quoted(value), { tag: "!unsafe" }) : quoted(value);
  if (typeof value !== "object" || value === null) return new Scalar(value);
  return isList(value) ? listOf(value) : mapOf(value);
}

function listOf(values: readonly Value[]): YAMLSeq {
  const list = new YAMLSeq();
  list.items = values.map(nodeOf);
  return list;
}

/** Whether Ansible could find a template in the text: an opening brace, or the line that names other signs for it. */
const mayBeTemplate = (text: string) => text.includes("{") || text.startsWith("#jinja2:");

function quoted(text: string): Scalar<string> {
  const scalar = new Scalar(text.replace(/\p{Surrogate}/gu, "\ufffd"));
  scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

/** A text as a value on a line of its own. */
export function quoteYaml(text: string): string {
  const document = new Document(undefined, { version: "1.1" });
  document.contents = quoted(text) as never;
  return document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER }).trimEnd().replace(unseen, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const unseen = /[\x7f-\xa0\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/g;

// A key `<<` is a key like any other here; as a merge it would never be quoted, and Ansible would refuse the file.
const withoutMerge = (tags: Tags) => tags.filter((tag) => typeof tag === "string" || tag.tag !== "tag:yaml.org,2002:merge");

const isList = (value: object): value is readonly Value[] => Array.isArray(value);
const comment = (text: string) => text.replace(/^/gm, " ");
// `on`, `yes` and the like have no dash and no underscore, so the printer sees to them.
const plainKey = /^[A-Za-z][\w-]*$/;
