import { decodeNotes } from "../notes";
import { parseSections, type ConfigSection } from "./section-config";

const types = ["ad", "ldap", "openid", "pam", "pve"];

/** The realms of `domains.cfg`; Proxmox VE has its own two even where the file does not name them, and takes one for the default. */
export function parseRealms(text: string): ConfigSection[] {
  const named = parseSections(text).filter(({ type, id }) => types.includes(type) && /^[A-Za-z][A-Za-z0-9._-]+$/.test(id));
  const preset = named.find(({ settings }) => settings.get("default") === "1");
  const read = named.map(({ settings, ...realm }) => {
    const { comment, default: _, ...rest } = Object.fromEntries(settings);
    return { ...realm, settings: new Map(Object.entries({ ...rest, ...(comment === undefined ? {} : { comment: decodeNotes(comment) }), ...(realm.id === preset?.id ? { default: "1" } : {}) })) };
  });
  const own = (id: string, comment: string): ConfigSection => ({ type: id, id, settings: new Map([["comment", comment], ...(read.find((one) => one.id === id)?.settings ?? [])]) });
  const both = [own("pam", "Linux PAM standard authentication"), own("pve", "Proxmox VE authentication server")];
  return [...both, ...read.filter(({ id }) => id !== "pam" && id !== "pve")];
}
