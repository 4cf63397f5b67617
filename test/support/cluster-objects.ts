import type { Observation } from "../../lib/inventory/document";
import { readResources } from "../../lib/inventory/resource";
import { clusterTableOf } from "../../lib/schema/cluster/all";
import { documentOf } from "../../lib/schema/cluster/document";
import { isAside, writeDocument } from "../../lib/schema/cluster/write";
import { kinds } from "../../lib/schema/kind/all";
import { terraformTypeOf } from "../../lib/schema/kind/kinds";
import { fixture, type Answers } from "./fixture";

const { http } = fixture<{ readonly http: Answers }>("cluster-c.json");
const documents = new Map(Object.entries(http).flatMap(([address, { status, body }]) => (status === 200 ? [[decodeURI(address), body?.data] as const] : [])));

/** All that is not a guest and has a table, as Proxmox VE answered it. */
export const objects = [...readResources({ documents, unreadable: new Map() } as unknown as Observation, kinds).values()].flatMap(({ key, kind, parts, row, config }) => {
  const document = documentOf(config ?? row, parts, row);
  const type = terraformTypeOf(kind, document);
  const table = type && clusterTableOf(type.type);
  // What is left to Proxmox VE as a whole is listed as that.
  return table === undefined || isAside(writeDocument(table, document)) ? [] : [{ key, kind, parts, table, document }];
});

/** A value, and ways to have it otherwise: without it, and with another one of the same type. */
export function* others(value: unknown): Generator<unknown> {
  yield undefined;
  if (typeof value === "number") yield value + 7;
  if (value === 0 || value === 1) yield 1 - value;
  if (typeof value === "string") yield /^\d+$/.test(value) ? String(Number(value) + 7) : `${value}7`;
}

export type Path = readonly (string | number)[];

export function* leaves(value: unknown, path: Path = []): Generator<readonly [Path, unknown]> {
  if (typeof value === "object" && value !== null) for (const [key, inner] of Object.entries(value)) yield* leaves(inner, [...path, Array.isArray(value) ? Number(key) : key]);
  else if (value !== undefined && value !== null && value !== "") yield [path, value];
}

export function changed(value: unknown, [step, ...rest]: Path, other: unknown): unknown {
  if (step === undefined) return other;
  if (Array.isArray(value)) return (value as readonly unknown[]).flatMap((one, at) => (at !== step ? [one] : [changed(one, rest, other)].filter((left) => left !== undefined)));
  const { [step]: inner, ...others } = value as Readonly<Record<string, unknown>>;
  const left = changed(inner, rest, other);
  return left === undefined ? others : { ...others, [step]: left };
}
