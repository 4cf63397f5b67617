import { textOfBytes } from "../../lib/pve/bytes";
import { printGuestFile, variableKey, type Setting } from "../../lib/pve/guest-config";

// Proxmox VE answers the bytes of a file as characters, but for the notes.
const textIn = (value: string) => (/[\u0080-\u00ff]/.test(value) && !/[^\u0000-\u00ff]/.test(value) ? textOfBytes(Uint8Array.from(value, (byte) => byte.charCodeAt(0))) : value);

/** What an answer has beside what is in the file. */
const notInFile = new Set(["digest", "description", "lxc", "snapstate"]);

/** The text of a guest's file, from its configuration as the API answers it. */
export function guestFile(config: Readonly<Record<string, unknown>>): string {
  const settings = Object.entries(config).flatMap(([key, value]): Setting[] => (notInFile.has(key) || value === undefined || value === null ? [] : [[key, textIn(String(value))]]));
  const raw = (Array.isArray(config.lxc) ? (config.lxc as readonly (readonly [string, string])[]) : []).flatMap(([key, value]): Setting[] => (key === variableKey ? [] : [[key, textIn(value)]]));
  return printGuestFile({ current: { ...(config.description === undefined ? {} : { description: String(config.description) }), settings, raw }, sections: [] });
}
