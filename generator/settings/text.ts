import { isMap, isNode, LineCounter, parseDocument, type Document, type Node } from "yaml";
import { decideMarks } from "../../lib/conflict-mark";
import { exit, PmpcError } from "../../lib/error";
import { refuseConflict } from "../workspace/base";
import { findProblem } from "./configuration-schema";

/** The settings in the text of a configuration; errors say file, line and column. */
export function parseSettings(text: string, path: string): Readonly<Record<string, unknown>> {
  refuseConflict(path, text, decideMarks(path));
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const wrong = (offset: number, what: string) => {
    const { line, col } = lines.linePos(offset);
    return new PmpcError("wrong-configuration", `${path}:${line}:${col}: ${what}`, { exit: exit.usage });
  };
  const [broken] = document.errors;
  if (broken) throw wrong(broken.pos[0], broken.message.split("\n")[0]!.replace(/ at line \d+, column \d+:?$/, ""));
  const values = (document.toJS() ?? {}) as Readonly<Record<string, unknown>>;
  const problem = findProblem(values);
  if (problem) throw wrong(offsetOf(document, problem.path, problem.key), problem.what);
  return values;
}

/** Where a value begins, or one of the keys in it; the nearest place around it where there is none. */
function offsetOf(document: Document, path: readonly string[], key: string | undefined): number {
  const node = path.length === 0 ? document.contents : document.getIn(path.map((part) => (/^\d+$/.test(part) ? Number(part) : part)), true);
  const named = isMap(node) && key !== undefined ? node.items.map((item) => item.key as Node).find((name) => String(name) === key) : undefined;
  const found = named ?? node;
  if (isNode(found)) return found.range?.[0] ?? 0;
  return path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1), path.at(-1));
}

/** The text of a configuration with settings changed; those without a value are removed, and the user's comments stay. */
export function withSettings(text: string | undefined, settings: readonly (readonly [key: string, value: unknown])[]): string {
  const document = parseDocument(text ?? "# How to reach the cluster of this workspace. Secrets belong in the environment: PROXMOX_VE_API_TOKEN.\n");
  for (const [key, value] of settings) {
    if (value === undefined || value === false || (Array.isArray(value) && value.length === 0)) {
      if (document.has(key)) document.delete(key);
    } else document.set(key, value);
  }
  return document.toString({ lineWidth: 0 });
}
