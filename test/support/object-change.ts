import { partsOf } from "../../lib/inventory/resource";
import { addressTemplate, textTemplate } from "../../lib/pve/template";
import { isAside, writeDocument, type ClusterWriting } from "../../lib/schema/cluster/write";
import { sameValue } from "../../lib/schema/read-back";
import { answerOf } from "./cluster-c";
import { changed, objects, others } from "./cluster-objects";

type Json = Readonly<Record<string, unknown>>;

/** One setting of an object that is otherwise now, and the answer that says so. */
function changeOf({ key, kind, parts, table, document }: (typeof objects)[number]): { readonly address: string; readonly body: unknown } | undefined {
  const before = writeDocument(table, document) as ClusterWriting;
  const around = addressTemplate(kind.reads.list).parse(addressTemplate(kind.reads.list).print(parts)) ?? {};
  const isIt = (row: Json) => {
    const own = partsOf(row, around, kind);
    return own !== undefined && `${kind.prefix}/${textTemplate(kind.id).print(own)}` === key;
  };
  const [field, value] =
    Object.entries(document).flatMap(([name, was]) => (typeof was === "object" ? [] : [...others(was)].filter((other) => other !== undefined).map((other) => [name, other] as const))).find(([name, other]) => {
      if (!isIt({ ...document, [name]: other })) return false;
      const after = writeDocument(table, changed(document, [name], other) as typeof document);
      // What the provider does not read back is ignored by the code.
      return !isAside(after) && JSON.stringify(after.ignore) === JSON.stringify(before.ignore) && Object.keys(before.config).some((one) => !sameValue(after.config[one] ?? null, before.config[one] ?? null));
    }) ?? [];
  if (field === undefined) return undefined;
  const own = kind.reads.documents?.config;
  if (own !== undefined && answerOf(addressTemplate(own).print(parts)) !== undefined) {
    const body = answerOf(addressTemplate(own).print(parts));
    return typeof body === "object" && body !== null && !Array.isArray(body) ? { address: addressTemplate(own).print(parts), body: { ...body, [field]: value } } : undefined;
  }
  const address = addressTemplate(kind.reads.list).print(parts);
  const body = answerOf(address);
  if (kind.reads.one) return Array.isArray(body) ? undefined : { address, body: { ...(body as Json), [field]: value } };
  if (!Array.isArray(body)) return undefined;
  return { address, body: (body as readonly Json[]).map((row) => (isIt(row) ? { ...row, [field]: value } : row)) };
}

/** A change of one object of each kind, each in an answer of its own: kind → whose, the address, and the body. */
export function oneOfEachKind(isMeant: (key: string) => boolean): ReadonlyMap<string, { readonly key: string; readonly address: string; readonly body: unknown }> {
  const changes = new Map<string, { readonly key: string; readonly address: string; readonly body: unknown }>();
  for (const object of objects.filter(({ key }) => isMeant(key))) {
    const [prefix] = object.key.split("/") as [string];
    const change = changes.has(prefix) ? undefined : changeOf(object);
    if (change !== undefined && ![...changes.values()].some(({ address }) => address === change.address)) changes.set(prefix, { key: object.key, ...change });
  }
  return changes;
}
