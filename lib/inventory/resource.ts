import type { Address, ResourceKey } from "../pve/address";
import { redacted } from "../pve/secret";
import { addressTemplate, textTemplate, type Parts } from "../pve/template";
import type { Kind } from "../schema/kind/kind";
import type { Kinds } from "../schema/kind/kinds";
import type { Observation, Unreadable } from "./document";

type Json = Readonly<Record<string, unknown>>;

/** Anything of a cluster that has a key: a guest, a storage, a bridge of a node. */
export interface Resource {
  readonly key: ResourceKey;
  readonly kind: Kind;
  /** Its identity, and its node where it is on one. */
  readonly parts: Parts;
  /** Its row of the list that names it. */
  readonly row: Json;
  /** Its own document, where its kind has one and it was read: it says more than the list. */
  readonly config?: Json;
  /** Its own document was asked for and not answered: the list's row alone says less than there is. */
  readonly unreadable?: Unreadable;
}

/** Every resource that the documents name, by key; the kinds by rank, each in the order of its keys: lists differ with the way they are read. */
export function readResources({ documents, unreadable }: Observation, kinds: Kinds): ReadonlyMap<ResourceKey, Resource> {
  const found = new Map<ResourceKey, Resource>();
  // Most addresses are those of guests, and no list.
  const all = [...documents.keys()];
  const places = { others: all.filter((address) => !guestAddress.test(address)), guests: all.filter((address) => guestAddress.test(address) && address.includes("/firewall/")) };
  for (const kind of kinds.all) {
    const ofKind: Resource[] = leavingOf(kind, documents, kinds);
    for (const [address, around] of listsOf(kind, guestAddress.test(kind.reads.list) ? places.guests : places.others)) {
      for (const row of rowsOf(documents.get(address), kind)) {
        const parts = partsOf(row, around, kind);
        if (parts === undefined) continue;
        const key = kinds.printKey({ kind, parts });
        const { config } = ownDocument(documents, kind, parts, row);
        const unread = ownAddresses(kind, parts).map((one) => unreadable.get(one)).find((one) => one !== undefined);
        ofKind.push({ key, kind, parts, row: withoutSecrets(row, kind), ...(config === undefined ? {} : { config: withoutSecrets(config, kind) }), ...(unread === undefined ? {} : { unreadable: unread }) });
      }
    }
    for (const one of ofKind.sort((a, b) => inOrder.compare(a.key, b.key))) found.set(one.key, one);
  }
  return found;
}

const inOrder = new Intl.Collator("en", { numeric: true });

const guestAddress = /^\/nodes\/[^/]+\/(?:qemu|lxc)\//;

/** What is deleted and still there, until that is applied. */
function leavingOf(kind: Kind, documents: ReadonlyMap<Address, unknown>, kinds: Kinds): Resource[] {
  if (kind.reads.leaving === undefined) return [];
  const { names, parse, print } = addressTemplate(kind.reads.leaving);
  const lists = names.length === 0 ? [[print({}), {}] as const] : [...documents.keys()].flatMap((address) => {
    const around = parse(address);
    return around === undefined ? [] : [[address, around] as const];
  });
  return lists.flatMap(([address, around]) => rowsOf(documents.get(address), kind).flatMap((row): Resource[] => {
    const parts = row.state === "deleted" ? partsOf(row, around, kind) : undefined;
    return parts === undefined ? [] : [{ key: kinds.printKey({ kind, parts }), kind, parts, row: withoutSecrets(row, kind) }];
  }));
}

/** The lists of a kind, with what their addresses say: one, or one for each node. */
function listsOf({ reads: { list } }: Kind, addresses: readonly Address[]): readonly (readonly [Address, Parts])[] {
  const { names, parse } = addressTemplate(list);
  if (names.length === 0) return [[list, {}]];
  return addresses.flatMap((address) => {
    const around = parse(address);
    return around === undefined ? [] : [[address, around] as const];
  });
}

function rowsOf(body: unknown, kind: Kind): readonly Json[] {
  const { where = {}, sets, one, listed } = kind.reads;
  const isSet = (row: Json) => sets === undefined || Object.entries(sets).some(([column, unset]) => String(row[column] ?? unset) !== unset);
  // Where several share an address, these columns are all that is of this one.
  if (one) return onlyOne(body, listed === true).filter(isSet).map((row) => (sets === undefined ? row : Object.fromEntries(Object.entries(row).filter(([column]) => column in sets))));
  if (kind.reads.nested !== undefined) return nestedRows(body, kind.reads.nested).filter(isSet);
  const rows = Array.isArray(body) ? (body as readonly unknown[]).filter((row): row is Json => typeof row === "object" && row !== null && !Array.isArray(row)) : [];
  return rows.filter((row) => Object.entries(where).every(([column, values]) => values.includes(String(row[column]))) && isSet(row));
}

/** Rows of a list in an object, or in several, each with what its group is called, and its place there. */
function nestedRows(body: unknown, { groups, rows: name, carries = {} }: NonNullable<Kind["reads"]["nested"]>): readonly Json[] {
  const listIn = (object: unknown, key: string) => {
    const list = typeof object === "object" && object !== null ? (object as Json)[key] : undefined;
    return Array.isArray(list) ? (list as readonly Json[]) : [];
  };
  if (groups === undefined) return listIn(body, name);
  return listIn(body, groups).flatMap((group) => {
    const own = Object.fromEntries(Object.entries(carries).map(([from, to]) => [to, group[from]]));
    return listIn(group, name).map((row, at) => ({ ...row, ...own, index: at }));
  });
}

/** What there is one of; nothing is set where it has no setting, or its list is empty. */
function onlyOne(body: unknown, listed: boolean): readonly Json[] {
  if (typeof body !== "object" || body === null || Array.isArray(body) !== listed) return [];
  if (listed) return (body as readonly unknown[]).length === 0 ? [] : [{ list: (body as readonly Json[]).map(withoutDigest) }];
  const settings = withoutDigest(body as Json);
  return Object.keys(settings).length === 0 ? [] : [settings];
}

/** The identity of a row, by its columns and by the address of its list, and its node; undefined if it has none. */
export function partsOf(row: Json, around: Parts, { id, reads: { columns = {} } }: Kind): Parts | undefined {
  const spelled = Object.entries(columns).map(([column, text]) => (row[column] === undefined ? {} : textTemplate(text).parse(String(row[column]))));
  const parts: Record<string, string> = Object.assign({}, ...spelled, around);
  const { names, print, parse } = textTemplate(id);
  for (const name of [...names, "node"]) {
    const own = parts[name] ?? row[name];
    if (typeof own === "string" || typeof own === "number") parts[name] = String(own);
  }
  return names.every((name) => parts[name]) && parse(print(parts)) ? parts : undefined;
}

function withoutSecrets(document: Json, { reads: { secrets = [] } }: Kind): Json {
  const clear = secrets.filter((name) => document[name] !== undefined);
  return clear.length === 0 ? document : { ...document, ...Object.fromEntries(clear.map((name) => [name, redacted])) };
}

const ownAddresses = ({ reads: { documents = {} } }: Kind, parts: Parts): readonly Address[] =>
  Object.values(documents).flatMap((text) => (addressTemplate(text).names.every((name) => name in parts) ? [addressTemplate(text).print(parts)] : []));

function ownDocument(documents: ReadonlyMap<Address, unknown>, { reads: { documents: own = {}, listed } }: Kind, parts: Parts, row: Json): Pick<Resource, "config"> {
  if (own.config === undefined || !addressTemplate(own.config).names.every((name) => name in parts)) return {};
  const body = documents.get(addressTemplate(own.config).print(parts));
  if (listed && Array.isArray(body)) return { config: { ...withoutDigest(row), list: (body as readonly Json[]).map(withoutDigest) } };
  if (typeof body !== "object" || body === null || Array.isArray(body)) return {};
  // A digest names a state of a file, and is not a setting.
  return { config: { ...withoutDigest(body as Json), ...waitingIn(own.pending === undefined ? undefined : documents.get(addressTemplate(own.pending).print(parts))) } };
}

/** What of it waits to be applied: it has not come into effect. */
function waitingIn(body: unknown): Json {
  const { state, pending, running, ...now } = (typeof body === "object" && body !== null ? body : {}) as Json;
  if (state === undefined || pending === undefined || pending === null) return state === undefined ? {} : { state };
  // Beside what waits, the answer has what runs.
  const runs = Object.fromEntries(Object.keys(pending).flatMap((key) => (now[key] === undefined || now[key] === null ? [] : [[key, now[key]] as const])));
  return { state, pending, ...(state === "changed" ? { running: running ?? runs } : {}) };
}

const withoutDigest = ({ digest: _, ...rest }: Json): Json => rest;
