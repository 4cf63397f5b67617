import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ReadResourceResult, Resource } from "@modelcontextprotocol/server";
import { exit, PmpcError } from "../../lib/error";
import type { Bound } from "../machine/offer";
import { listed } from "./listed";
import { untrusted } from "./tools";

const inventory = "pmpc://inventory";
const page = /^pmpc:\/\/docs\/([A-Za-z0-9][A-Za-z0-9._-]{0,80}\.(?:md|svg))$/;
const largest = 2 ** 20;
const notes = { _meta: { "pmpc/untrusted": untrusted } };

/** What is there to read: the inventory as it was seen last, and the pages that pmpc wrote of the cluster. */
export function resourcesOf({ context: { folder } }: Bound): readonly Resource[] {
  const pages = pagesIn(folder).map((name) => ({ uri: `pmpc://docs/${name}`, name: `docs/${name}`, mimeType: typeOf(name), description: "A page that an import wrote.", ...notes }));
  return [{ uri: inventory, name: "inventory", mimeType: "application/json", description: "Everything that was seen of the cluster last.", ...notes }, ...pages];
}

export async function readResource(uri: string, bound: Bound): Promise<ReadResourceResult> {
  if (uri === inventory) return { contents: [{ uri, mimeType: "application/json", text: JSON.stringify(await listed({ kind: "all", verbose: true }, bound)), ...notes }] };
  const [, name] = page.exec(uri) ?? [];
  if (name === undefined || !pagesIn(bound.context.folder).includes(name)) throw new PmpcError("no-resource", `there is no resource ${JSON.stringify(uri.slice(0, 80))}`, { hint: "resources/list names what there is", exit: exit.notFound });
  return { contents: [{ uri, mimeType: typeOf(name), text: readFileSync(join(bound.context.folder, "docs", name), "utf8"), ...notes }] };
}

/** Files, and no links that lead elsewhere. */
function pagesIn(folder: string): readonly string[] {
  const docs = join(folder, "docs");
  try {
    if (!lstatSync(docs).isDirectory()) return [];
    return readdirSync(docs).filter((name) => page.test(`pmpc://docs/${name}`) && isPlain(join(docs, name))).sort();
  } catch {
    return [];
  }
}

function isPlain(path: string): boolean {
  const found = lstatSync(path);
  return found.isFile() && found.size <= largest;
}

const typeOf = (name: string) => (name.endsWith(".svg") ? "image/svg+xml" : "text/markdown");
