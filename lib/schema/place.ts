import type { TerraformValue } from "./shape";

/** A key (`onboot`), a sub-key of the device at hand (`tag`), a sub-key of a packed key (`cpu/flags`), or something derived. */
export type Source =
  | string
  | { readonly is: "slot" }
  | { readonly is: "constant"; readonly value: TerraformValue }
  | { readonly is: "first"; readonly of: readonly Source[] }
  | { readonly is: "extension"; readonly of: string }
  | { readonly is: "storedFormat"; readonly of: string };

/** The device's own key: `scsi0`. */
export const slot: Source = { is: "slot" };
export const constant = (value: TerraformValue): Source => ({ is: "constant", value });
/** Nothing of Proxmox VE's: what the provider's Read leaves empty. */
export const isEmpty = (source: Source): boolean => typeof source === "object" && source.is === "constant" && source.value === null;
/** The first of these that is there. */
export const first = (...of: readonly Source[]): Source => ({ is: "first", of });
/** The suffix of a volume's file name. */
export const extension = (of: string): Source => ({ is: "extension", of });
/** The format of a volume, as its storage answers. */
export const storedFormat = (of: string): Source => ({ is: "storedFormat", of });

export type Place =
  | { readonly is: "key"; readonly key: string }
  | { readonly is: "numbered"; readonly families: readonly string[]; readonly count: number; readonly known: number }
  | { readonly is: "lines"; readonly key: string; readonly columns: readonly string[] }
  | { readonly is: "items"; readonly key: string };

/** One key: `rootfs`. */
export const key = (name: string): Place => ({ is: "key", key: name });
/** `net0` … `net31`. `known` is how many Proxmox VE has, where the provider reads fewer. */
export const numbered = (families: string | readonly string[], count: number, known = count): Place => ({
  is: "numbered",
  families: typeof families === "string" ? [families] : families,
  count,
  known,
});
/** The elements of a list that the API answers under one key, each an object or a property string; an empty key: the answer itself. */
export const items = (name: string): Place => ({ is: "items", key: name });
/** Raw `lxc.*` lines of one name, whose words are the columns. */
export const lines = (name: string, ...columns: readonly string[]): Place => ({ is: "lines", key: name, columns });
