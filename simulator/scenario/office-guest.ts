import type { GuestType } from "../../lib/pve/address";
import type { GuestFacts } from "../scenario";
import type { Draft } from "./text";

/** A guest of the office: where it lies, what its file says and what no file says. */
export interface OfficeGuest extends Draft {
  readonly type: GuestType;
  readonly vmId: number;
  readonly node: string;
  readonly pool?: string;
  readonly facts?: GuestFacts;
}

/** 1, 2, … up to the number. */
export const count = (length: number) => Array.from({ length }, (_, index) => index + 1);

/** Groups are spread over the three nodes in turn. */
export const nodeFor = (number: number) => `pve${((number - 1) % 3) + 1}`;
