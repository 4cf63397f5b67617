import { readClaims } from "../../lib/inventory/address";
import type { Guest } from "../../lib/inventory/inventory";

/** The addresses that a guest reported, or that its configuration fixes; the best first. */
export const reportedAddressesOf = (guest: Guest): readonly string[] => [...readClaims(guest, { node: undefined, remembered: [], hasMoved: () => false }).addresses];
