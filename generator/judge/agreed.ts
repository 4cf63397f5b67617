import type { ResourceKey } from "../../lib/pve/address";
import type { Writes } from "../gate/approval";
import type { ResourceReport } from "./grading";

/** What may be written: what was shown, to the guests as they were when it was planned. */
export function agreedWrites(todo: readonly ResourceReport[], configOf: (key: ResourceKey) => Readonly<Record<string, unknown>> | undefined): readonly Writes[] {
  const withDigest = (writes: Writes): Writes => {
    const { guest, parts, kinds: [kind] } = writes;
    const digest = guest && !guest.isNew && parts.vmid !== undefined ? configOf(`${kind}/${parts.vmid}`)?.digest : undefined;
    return typeof digest !== "string" ? writes : { ...writes, guest: { ...guest!, digest } };
  };
  return todo.flatMap(({ writes = [] }) => writes.map(withDigest));
}
