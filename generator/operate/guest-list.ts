import { guestKinds } from "../../lib/schema/kind/all";
import type { Facts, GuestState } from "./operator";

/** Reads the rows of `/cluster/resources?type=vm`; undefined if they are something else. */
export function readGuests(rows: unknown): GuestState[] | undefined {
  if (!Array.isArray(rows) || !rows.every(isGuest)) return undefined;
  return rows.map(readGuest).sort((a, b) => a.vmId - b.vmId);
}

function isGuest(row: unknown): row is Facts {
  const { type, vmid, node } = (row ?? {}) as Facts;
  return Object.hasOwn(guestKinds, String(type)) && /^[1-9]\d*$/.test(String(vmid)) && typeof node === "string";
}

function readGuest({ type, vmid, node, name, status, template, lock, tags, pool }: Facts): GuestState {
  const text = (key: string, value: unknown) => (value === undefined || value === null || value === "" ? {} : { [key]: String(value) });
  return {
    type: type as GuestState["type"],
    vmId: Number(vmid),
    node: String(node),
    status: String(status ?? "unknown"),
    template: Number(template ?? 0) === 1,
    ...text("name", name),
    ...text("lock", lock),
    ...text("tags", tags),
    ...text("pool", pool),
  };
}
