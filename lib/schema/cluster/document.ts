import type { Parts } from "../../pve/template";
import type { Document } from "./table";

type Json = Readonly<Record<string, unknown>>;

/**
 * What rows read of something of the cluster: its own answer, the parts of its identity that the answer leaves out, and its row of the
 * list where that alone tells something. A list as an answer is under `list`.
 */
export function documentOf(body: unknown, parts: Parts, row: Json = {}): Document {
  if (Array.isArray(body)) {
    const [only] = body as readonly unknown[];
    // A pool answers itself as a list of one.
    if (body.length === 1 && isObject(only) && "poolid" in only) return { ...parts, ...only };
    return { ...row, ...parts, list: body.map((one) => (isObject(one) ? without(one, "digest") : one)) };
  }
  return isObject(body) ? { ...parts, ...without(body, "digest") } : { ...row, ...parts };
}

/** That a guest or a storage belongs to a pool, by the parts of that membership's identity. */
export const memberDocument = ({ poolid, kind, member }: Parts): Document => ({ poolid, ...(kind === "storage" ? { storage: member } : { vmid: Number(member) }) });

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

const without = (value: Json, key: string): Json => Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
