import { createHash } from "node:crypto";
import type { Guest, Inventory } from "../../lib/inventory/inventory";
import { membershipsIn } from "../../lib/inventory/membership";
import type { Resource } from "../../lib/inventory/resource";
import type { ResourceKey } from "../../lib/pve/address";
import { redacted } from "../../lib/pve/secret";
import { isGuestKind } from "../../lib/schema/kind/name";
import { holdsVolume } from "../../lib/schema/volume-place";
import { keyOfDeclared } from "../judge/adoption";
import type { Grading } from "../judge/grading";
import type { Project } from "../judge/project";
import type { Declared } from "../terraform/configuration";
import type { Configuration } from "../terraform/layout";
import { readText, writeText } from "../workspace/text";

/** What a cluster said that a plan may depend on, each part under one name for the same. */
export interface Seen {
  /** Nodes, storages, pools, the release of Proxmox VE: what every guest depends on. */
  readonly around: string;
  /** Guests that can be told from what they were. */
  readonly guests: ReadonlyMap<ResourceKey, string>;
  /** What is not a guest, as its list and its own document say it. */
  readonly others: ReadonlyMap<ResourceKey, string>;
  /** Where each guest has a volume: `scsi0`. */
  readonly drives: ReadonlyMap<ResourceKey, readonly string[]>;
}

/** What a proof of each resource would rest on: address → a name for all of it; undefined for what has to be planned every time. */
export type Basis = ReadonlyMap<string, string | undefined>;

/** What was seen of a cluster. A guest with a value that was not stored may have another one by now. */
export function seenIn(inventory: Inventory): Seen {
  const { version, nodes, storages, pools, guests } = inventory;
  const told = guests.flatMap((guest) => {
    const text = JSON.stringify(lastingOf(guest));
    return guest.config === undefined || text.includes(redacted) ? [] : [[guest.key, nameOf(text)] as const];
  });
  return {
    around: nameOf({ version, nodes: nodes.map(({ name, online }) => [name, online]), storages, pools: pools.map(({ name }) => name) }),
    guests: new Map(told),
    others: new Map([...inventory.resources.values(), ...membershipsIn(inventory)].flatMap(othersIn)),
    drives: new Map(guests.map(({ key, config }) => [key, Object.keys(config ?? {}).filter(holdsVolume)])),
  };
}

function othersIn({ key, kind, parts, row, config, unreadable }: Resource): (readonly [ResourceKey, string])[] {
  const text = isGuestKind(kind) || unreadable !== undefined ? redacted : JSON.stringify([parts, row, config]);
  return text.includes(redacted) ? [] : [[key, nameOf(text)]];
}

// Addresses, load and uptime come and go, and a plan says the same.
const lastingOf = ({ key, node, name, status, template, pool, config, silent, agentRefuses, unreadable, leftOut }: Guest) => ({ key, node, name, status, template, pool, config: Object.entries(config ?? {}).sort(), silent, agentRefuses, unreadable, leftOut });

/**
 * Says for each resource of the code, and for what only the state still has, what its plan depends on: its own code and all that is no
 * guest's, its record in the state, what was seen of it, and who plans. What refers to something else depends on that, too.
 */
export function basisOf({ code, state, version, written }: Pick<Project, "code" | "state" | "version" | "written">, whole: Configuration, seen: Seen, own: string): Basis {
  const recorded = new Map((state?.resources ?? []).filter(({ mode }) => mode === "managed").map((one) => [one.module === undefined ? `${one.type}.${one.name}` : one.module, one]));
  const { resource: raw = {}, import: _imports, ...others } = whole as { readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>; readonly import?: unknown };
  const shared = nameOf([own, version, seen.around, others, code.resources.flatMap((one) => (keyOfDeclared(one) === undefined ? [one] : []))]);
  const basis = new Map<string, string | undefined>();
  const left = new Map<string, Declared>();
  const nameAll = ({ address }: Declared, text: string, seenAs: string, refersTo: readonly string[] = []) => nameOf([shared, address, text, code.imported.has(address), seenAs, recorded.get(address), ...refersTo]);
  for (const resource of code.resources) {
    const key = keyOfDeclared(resource);
    const guest = key === undefined ? undefined : seen.guests.get(key);
    const text = JSON.stringify(resource.values);
    if (key === undefined) left.set(resource.address, resource);
    basis.set(resource.address, guest === undefined || isOpen(text) ? undefined : nameAll(resource, text, guest));
  }
  for (const resource of left.values()) decide(resource);
  for (const address of recorded.keys()) if (!basis.has(address)) basis.set(address, undefined);
  return basis;

  /** What is not a guest: after all that it refers to. */
  function decide(resource: Declared): string | undefined {
    const { address, type, name, values } = resource;
    if (!left.delete(address)) return basis.get(address);
    const key = written.get(address);
    const other = key === undefined ? undefined : seen.others.get(key);
    const text = JSON.stringify(values);
    if (other === undefined || isOpen(text)) return undefined;
    const names = [...JSON.stringify(raw[type]?.[name] ?? {}).matchAll(reference)].map(([, referred]) => referred!);
    const refersTo = [...new Set(names)].map((one) => (left.has(one) ? decide(left.get(one)!) : basis.get(one)));
    if (refersTo.every((one) => one !== undefined)) basis.set(address, nameAll(resource, text, other, refersTo));
    return basis.get(address);
  }
}

/** The resource that a reference is to; the code that is read here has the value in its place, where it is one of the code. */
const reference = /\$\{(\w+\.[\w-]+)/g;

/** Whether only Terraform knows all that a text says. */
const isOpen = (text: string) => text.includes("${") || text.includes("%{");

const path = ".proxmox/terraform/proof.json";

/** What the resources that are proven rested on, when they were: address → a name for it. */
export async function readProven(root: string): Promise<ReadonlyMap<string, string>> {
  try {
    return new Map(Object.entries(JSON.parse((await readText(root, path)) ?? "{}") as Readonly<Record<string, string>>));
  } catch {
    return new Map();
  }
}

/** The resources that are proven no longer, or never were. */
export const changedSince = (basis: Basis, proven: ReadonlyMap<string, string>): readonly string[] => [...basis].flatMap(([address, now]) => (now !== undefined && proven.get(address) === now ? [] : [address]));

/** Remembers what is proven: what was planned clean just now, and what rests on the same as before. */
export async function rememberProven(root: string, basis: Basis, proven: ReadonlyMap<string, string>, { resources, complete }: Grading): Promise<void> {
  const clean = new Set(complete ? resources.filter(({ grade }) => grade === "clean").map(({ address }) => address) : []);
  const planned = new Set(resources.map(({ address }) => address));
  const kept = [...basis].flatMap(([address, now]) => (now !== undefined && (clean.has(address) || (!planned.has(address) && proven.get(address) === now)) ? [[address, now] as const] : []));
  await writeText(root, path, JSON.stringify(Object.fromEntries(kept)));
}

const nameOf = (value: unknown) => createHash("sha256").update(typeof value === "string" ? value : (JSON.stringify(value) ?? "")).digest("base64url").slice(0, 22);
