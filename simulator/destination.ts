import { invalid } from "./refusal";
import type { Call } from "./route";

/** Where a guest's volume is moved to: another storage, or another guest. */
export type Destination = { readonly storage: string } | { readonly vmId: number };

/** Reads the one of the two that has to be said. */
export function destinationOf({ given: { storage, "target-vmid": vmId } }: Call): Destination {
  const wrong = (message: string) => invalid({ "target-vmid": message, storage: message });
  if (storage !== undefined && vmId !== undefined) throw wrong("either set 'storage' or 'target-vmid', but not both");
  if (vmId !== undefined) return { vmId: Number(vmId) };
  if (storage === undefined) throw wrong("both 'storage' and 'target-vmid' missing, either needs to be set");
  return { storage: String(storage) };
}
