import type { GuestType } from "../../lib/pve/address";
import type { Setting } from "../../lib/pve/guest-config";
import type { GuestFacts } from "../scenario";
import { macOf, printDraft, uuidOf } from "./text";

/** What a corner says beyond its base. `ID` stands for the guest's number, `MAC0` … `MAC9` for its addresses, `UUID` for its own. */
export interface Corner {
  readonly settings?: Readonly<Record<string, string | number | undefined>>;
  /** Lines after the configuration: snapshots and pending changes. */
  readonly sections?: string;
  readonly notes?: string;
  readonly raw?: readonly Setting[];
  /** Without the base. */
  readonly bare?: true;
  readonly facts?: GuestFacts;
}

/** A guest of the odd corners. */
export interface OddGuest {
  readonly type: GuestType;
  readonly vmId: number;
  readonly node: string;
  readonly text: string;
  readonly facts?: GuestFacts;
}

/** Numbers the corners and puts them onto the nodes in turn. */
export function oddGuests(
  type: GuestType,
  first: number,
  corners: Readonly<Record<string, Corner>>,
  base: (name: string) => Readonly<Record<string, string | number>>,
): OddGuest[] {
  return Object.entries(corners).map(([name, { settings, sections = "", notes, raw, bare, facts }], at) => {
    const vmId = first + at;
    const draft = printDraft({ notes, raw, settings: { ...(bare ? {} : base(name)), ...settings } });
    const text = `${draft}${sections === "" ? "" : `\n${sections}`}`
      .replace(/\bMAC(\d+)/g, (_, device) => macOf(vmId, Number(device)))
      .replace(/\bUUID\b/g, () => uuidOf(vmId, "smbios"))
      .replace(/\bID\b/g, String(vmId))
      .replace(/(vm|subvol|base|basevol)-ID-/g, `$1-${vmId}-`);
    return { type, vmId, node: at % 2 === 0 ? "left" : "right", text, ...(facts ? { facts } : {}) };
  });
}
