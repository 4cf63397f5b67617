import { printGuestFile, variableKey, type Setting } from "../../lib/pve/guest-config";

/** What an answer has beside what stands in the file. */
const notInFile = new Set(["digest", "description", "lxc", "snapstate"]);

/** The text of a guest's file, from its configuration as the API answers it. */
export function guestFile(config: Readonly<Record<string, unknown>>): string {
  const settings = Object.entries(config).flatMap(([key, value]): Setting[] => (notInFile.has(key) || value === undefined || value === null ? [] : [[key, String(value)]]));
  const raw = (Array.isArray(config.lxc) ? (config.lxc as readonly (readonly [string, string])[]) : []).filter(([key]) => key !== variableKey);
  return printGuestFile({ current: { ...(config.description === undefined ? {} : { description: String(config.description) }), settings, raw }, sections: [] });
}
