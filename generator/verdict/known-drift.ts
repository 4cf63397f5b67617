import { isMap, isSeq, LineCounter, parseDocument, type Document } from "yaml";
import { exit, PmpcError } from "../../lib/error";
import { partsOf, validatorOf } from "../engine/schema";
import { readText } from "../workspace/text";
import schema from "./known-drift.schema.json";

/** A difference that is known, and until when. */
export interface KnownDrift {
  /** `vm 104`, `storage tank`, or Terraform's address. */
  readonly address: string;
  /** `memory`; `*` for all of it. */
  readonly key: string;
  readonly reason: string;
  /** The last day: `2026-12-31`, UTC. */
  readonly until: string;
  /** Where it is written, from 1. */
  readonly line: number;
}

export const knownDriftPath = "known-drift.yml";

/** What a workspace's team knows of. Raises `wrong-known-drift` with the line, so that a slip alarms instead of muting nothing in silence. */
export async function readKnownDrift(root: string): Promise<readonly KnownDrift[]> {
  const text = await readText(root, knownDriftPath);
  return text === undefined ? [] : parseKnownDrift(text);
}

export function parseKnownDrift(text: string): readonly KnownDrift[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, schema: "failsafe" });
  const [broken] = document.errors;
  if (broken) throw wrong(lines.linePos(broken.pos[0]).line, broken.message.split("\n")[0]!);
  const values: unknown = document.toJS() ?? [];
  // A file of comments says nothing.
  if (values === "" || values === "null") return [];
  const validate = validatorOf(schema);
  if (!validate(values)) {
    const { instancePath, keyword, params } = validate.errors![0]!;
    throw wrong(lineOf(document, lines, partsOf(instancePath)), `${partsOf(instancePath).at(-1) ?? "the file"}: ${saysOf(keyword, params)}`);
  }
  return (values as readonly Omit<KnownDrift, "line">[]).map((entry, at) => {
    const line = lineOf(document, lines, [String(at)]);
    if (Number.isNaN(Date.parse(`${entry.until}T00:00:00Z`))) throw wrong(line, `until: ${entry.until} is not a day`);
    return { ...entry, line };
  });
}

function lineOf(document: Document, lines: LineCounter, path: readonly string[]): number {
  const found = path.length === 0 ? document.contents : document.getIn(path.map((part) => (/^\d+$/.test(part) ? Number(part) : part)), true);
  const range = isMap(found) || isSeq(found) ? found.range : (found as { readonly range?: readonly number[] } | undefined)?.range;
  return range?.[0] === undefined ? 1 : lines.linePos(range[0]).line;
}

function saysOf(keyword: string, params: Readonly<Record<string, unknown>>): string {
  if (keyword === "required") return `${String(params.missingProperty)} is missing`;
  if (keyword === "additionalProperties") return `there is no ${JSON.stringify(params.additionalProperty)}`;
  return keyword === "pattern" ? "expected a day such as 2026-12-31" : "expected a list of entries with address, key, reason and until";
}

const wrong = (line: number, what: string) =>
  new PmpcError("wrong-known-drift", `${knownDriftPath}:${line}: ${what}`, { hint: 'an entry: { address: vm 104, key: memory, reason: "…", until: 2026-12-31 }', exit: exit.usage });
