import { printGuestAddress, type Address, type GuestId } from "../pve/address";

/** A line of a guest's file that Proxmox VE does not understand. What it says is not kept: it may be a secret under a name that is misspelt. */
export interface LeftOut {
  /** From 1; undefined if only Proxmox VE's complaint is known. */
  readonly line?: number;
  /** What it begins with, where something follows: its key. */
  readonly key?: string;
}

/** Where a source says such lines: below the configuration that lacks them. No address of Proxmox VE's own. */
export const leftOutAddress = (node: string, guest: GuestId): Address => printGuestAddress(node, guest, "config", "left-out");

/** The key of a line; undefined if nothing follows it, so that the whole line would be said. */
export function keyOfLine(text: string): string | undefined {
  const key = /^\s*([^\s:=]+)\s*[:=\s]\s*\S/.exec(text)?.[1];
  return key === undefined || key.length > 40 ? undefined : key;
}

/** `line 8 (cores), line 9 (sockets)`. */
export function listLeftOut(lines: readonly LeftOut[], most = Infinity): string {
  const shown = lines.slice(0, most).map(({ line, key }) => {
    if (line === undefined) return key ?? "a line without a key";
    return key === undefined ? `line ${line}` : `line ${line} (${key})`;
  });
  return `${shown.join(", ")}${lines.length > most ? ` and ${lines.length - most} more` : ""}`;
}
