import { Document, Pair, Scalar, YAMLMap, isMap, type Tags } from "yaml";

/** Marks every string of a value as data that Ansible must not run as a template: people inside a guest can write it. */
export function unsafe(value: unknown): unknown {
  if (typeof value === "string") return Object.assign(quoted(value), { tag: "!unsafe" });
  if (Array.isArray(value)) return value.map(unsafe);
  if (typeof value !== "object" || value === null) return value;
  const map = new YAMLMap();
  map.items = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => new Pair(isPlainKey(key) ? key : quoted(key), unsafe(item)));
  return map;
}

function quoted(text: string): Scalar<string> {
  const scalar = new Scalar(text.replace(/\p{Surrogate}/gu, "\ufffd"));
  scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

/** Prints a mapping with sorted keys below a notice, and a remark on what follows. */
export function printYaml(mapping: Readonly<Record<string, unknown>>, notice: string, remark?: string): string {
  // Ansible reads YAML 1.1, where `on` is true and 1:30 is a number.
  const document = new Document(mapping, { version: "1.1", customTags: withoutMerge, sortMapEntries: true, aliasDuplicateObjects: false });
  document.commentBefore = comment(notice);
  if (remark !== undefined && isMap(document.contents)) document.contents.commentBefore = comment(remark);
  const text = document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER });
  // Ansible's reader refuses a file that holds one of these; they can only stand in quotes.
  return text.replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

// A key `<<` is a key like any other here; as a merge it would never be quoted, and Ansible would refuse the file.
const withoutMerge = (tags: Tags) => tags.filter((tag) => typeof tag === "string" || tag.tag !== "tag:yaml.org,2002:merge");

const comment = (text: string) => text.replace(/^/gm, " ");
const isPlainKey = (key: string) => /^[A-Za-z_][\w-]*$/.test(key);
