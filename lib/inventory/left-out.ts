import { printGuestAddress, type Address, type GuestId } from "../pve/address";

/** A line of a guest's file that Proxmox VE does not understand. What it says is not kept: it may be a secret under a name that is misspelt. */
export interface LeftOut {
  /** From 1; undefined if only Proxmox VE's complaint is known. */
  readonly line?: number;
  /** What it begins with, where something follows: its key. */
  readonly key?: string;
  /** Where it is not the line that is wrong: what it names is not there. */
  readonly why?: string;
}

/** Where a source says such lines: below the configuration that lacks them. No address of Proxmox VE's own. */
export const leftOutAddress = (node: string, guest: GuestId): Address => printGuestAddress(node, guest, "config", "left-out");

/** The key of a line; undefined for a word alone, which would be the whole line. */
export function keyOfLine(text: string): string | undefined {
  const key = (/^\s*([^\s:=]+)(?:\s*:|\s*=(?!=*$)|\s)\s*\S/.exec(text) ?? /^\s*([a-z][\w.-]*)(?:\s*:|\s+=)\s*$/i.exec(text))?.[1];
  return key === undefined || key.length > 40 ? undefined : key;
}

/** `line 8 (cores), line 9 (cpu: cpu-models.conf has no processor mine)`. */
export function listLeftOut(lines: readonly LeftOut[], most = Infinity): string {
  const shown = lines.slice(0, most).map(({ line, key, why }) => {
    const what = [key, why].filter((one) => one !== undefined).join(": ");
    if (line === undefined) return what || "a line without a key";
    return what === "" ? `line ${line}` : `line ${line} (${what})`;
  });
  return `${shown.join(", ")}${lines.length > most ? ` and ${lines.length - most} more` : ""}`;
}
