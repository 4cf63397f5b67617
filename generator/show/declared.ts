import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { catalog } from "../../lib/schema/catalog";
import { addressOfCluster } from "../../lib/schema/cluster/all";
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
  /** Its class: `VirtualMachine`. */
  readonly construct: string;
  /** Its import is still to be applied. */
  readonly adopt: boolean;
  /** The values that the code writes down, by property: those that are literals. */
  readonly props: ReadonlyMap<string, { readonly line: number; readonly text: string }>;
}

/** Something that the code declares. */
export interface Place {
  /** Undefined for what no import ever wrote and no number names. */
  readonly key?: ResourceKey;
  /** Terraform's, where the construct is right below the stack. */
  readonly address: string;
  readonly declared: Declared;
}

/** Everything that the code declares, with its place; a guest whose number is computed, and what is not a guest, is found by the name that pmpc gave it. */
export async function readDeclared(root: string): Promise<ReadonlyMap<ResourceKey, Declared>> {
  const found = new Map<ResourceKey, Declared>();
  for (const { key, declared } of await readPlaces(root)) if (key !== undefined && !found.has(key)) found.set(key, declared);
  return found;
}

const tables = new Map(Object.values(catalog).map((table) => [table.construct as string, table]));

/** Guests and parts of the cluster, in the order of the code. */
export async function readPlaces(root: string): Promise<readonly Place[]> {
  const [code, names, others] = [await readCode(root), await readNames(root), new Map([...(await readClusterNames(root)).values()].map(({ key, construct, id }) => [`${construct} ${id}`, key]))];
  const found: Place[] = [];
  for (const [file, text] of code) {
    for (const { className, id = "", span, props } of constructsIn(text)) {
      const table = tables.get(className);
      const address = table === undefined ? addressOfCluster({ construct: className, id }) : `${table.terraform}.${id}`;
      const written = `${table?.type}/${String(props.get("vmId")?.value)}`;
      const key = table === undefined ? others.get(`${className} ${id}`) : parseGuestKey(written) ? written : [...names.values()].find((name) => name.id === id && parseGuestKey(name.key)?.type === table.type)?.key;
      if (address === undefined && key === undefined) continue;
      const lineOf = (at: number) => text.slice(0, at).split("\n").length;
      found.push({
        ...(key === undefined ? {} : { key: key as ResourceKey }),
        address: address ?? key!,
        declared: {
          file,
          line: lineOf(span.start),
          id,
          construct: className,
          adopt: props.has("adopt"),
          props: new Map([...props].map(([name, { start, end }]) => [name, { line: lineOf(start), text: text.slice(start, end) }])),
        },
      });
    }
  }
  return found;
}
