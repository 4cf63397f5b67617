import { createHash } from "node:crypto";
import { printGuestFile, type Setting } from "../../lib/pve/guest-config";

/** A block of text as it is in the source, without its indentation and the line breaks around it. */
export function block(text: string): string {
  const lines = text.replace(/^\n/, "").trimEnd().split("\n");
  const indent = Math.min(...lines.filter((line) => line.trim() !== "").map((line) => /^ */.exec(line)![0].length));
  return `${lines.map((line) => line.slice(indent)).join("\n")}\n`;
}

/** The network of a node with one card in one bridge, which has the node's address. */
export function nodeInterfaces(address: string, gateway: string, bridgeOptions: readonly string[] = []): string {
  const options = [`address ${address}`, `gateway ${gateway}`, "bridge-ports eno1", "bridge-stp off", "bridge-fd 0", ...bridgeOptions];
  return `auto lo\niface lo inet loopback\n\niface eno1 inet manual\n\nauto vmbr0\niface vmbr0 inet static\n${options.map((option) => `\t${option}\n`).join("")}`;
}

/** A guest as it is written in few words; `print` makes its file. */
export interface Draft {
  readonly notes?: string;
  readonly settings: Readonly<Record<string, string | number | undefined>>;
  /** A container's `lxc.*` lines. */
  readonly raw?: readonly Setting[];
}

export function printDraft({ notes, settings, raw = [] }: Draft): string {
  const set = Object.entries(settings).flatMap(([key, value]): Setting[] => (value === undefined ? [] : [[key, String(value)]]));
  return printGuestFile({ current: { description: notes, settings: set, raw }, sections: [] });
}

/** A MAC address of Proxmox's own, always the same one for a device. */
export function macOf(vmId: number, device = 0): string {
  const hex = fingerprint(`mac ${vmId} ${device}`);
  return `BC:24:11:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4, 6)}`.toUpperCase();
}

/** A UUID, always the same one for a guest and purpose. */
export function uuidOf(vmId: number, purpose: string): string {
  const hex = fingerprint(`${purpose} ${vmId}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const fingerprint = (text: string) => createHash("sha1").update(text).digest("hex");
