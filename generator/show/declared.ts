import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { catalog } from "../../lib/schema/catalog";
import { constructsIn } from "../edit/construct";
import { readCode } from "../workspace/code";
import { readClusterNames } from "../workspace/cluster-names";
import { readNames } from "../workspace/names";

/** Where the code declares something. */
export interface Declared {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The construct's id. */
  readonly id: string;
  /** Its import is still to be applied. */
  readonly adopt: boolean;
  /** The values that the code writes down, by property: those that are literals. */
  readonly props: ReadonlyMap<string, { readonly line: number; readonly text: string }>;
}

/** Everything that the code declares, with its place; a guest whose number is computed, and what is not a guest, is found by the name that pmpc gave it. */
export async function readDeclared(root: string): Promise<ReadonlyMap<ResourceKey, Declared>> {
  const [code, names, others] = [await readCode(root), await readNames(root), new Map([...(await readClusterNames(root)).values()].map(({ key, construct, id }) => [`${construct} ${id}`, key]))];
  const typeOf = new Map(Object.values(catalog).map(({ construct, type }) => [construct, type]));
  const found = new Map<ResourceKey, Declared>();
  for (const [file, text] of code) {
    for (const { className, id = "", span, props } of constructsIn(text)) {
      const type = typeOf.get(className);
      const written = `${type}/${String(props.get("vmId")?.value)}`;
      const key = type === undefined ? others.get(`${className} ${id}`) : parseGuestKey(written) ? written : [...names.values()].find((name) => name.id === id && parseGuestKey(name.key)?.type === type)?.key;
      if (key === undefined || found.has(key)) continue;
      const lineOf = (at: number) => text.slice(0, at).split("\n").length;
      found.set(key, {
        file,
        line: lineOf(span.start),
        id,
        adopt: props.has("adopt"),
        props: new Map([...props].map(([name, { start, end }]) => [name, { line: lineOf(start), text: text.slice(start, end) }])),
      });
    }
  }
  return found;
}
