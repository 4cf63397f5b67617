import type { GuestType } from "../../lib/pve/address";
import { fixture } from "./fixture";

/** What Proxmox VE 9.2's own parser made of a guest's file that is hard to read. */
export interface Reading {
  readonly type: GuestType;
  readonly title: string;
  readonly text?: string;
  /** Where it is not UTF-8. */
  readonly base64?: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Without pending changes, where that differs. */
  readonly current?: Readonly<Record<string, unknown>>;
  /** What it said on standard error. */
  readonly complaints: readonly string[];
}

export const readings = fixture<readonly Reading[]>("readings.json");
export const bytesOfReading = ({ text, base64 }: Reading): Buffer => (text === undefined ? Buffer.from(base64!, "base64") : Buffer.from(text));
