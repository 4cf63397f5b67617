import type { GuestType } from "../pve/address";
import { guestKinds } from "./kind/all";
import { formatOf, parseDevice, type KeyFormat } from "./format";

/**
 * The value of a key as Proxmox VE reads it from a guest's file; undefined if it does not pass. Of a plain value only the type is
 * checked, and the form where there is a named one: neither words nor bounds. The parts of a packed value have to be right in every way.
 */
export function readValue(type: GuestType, key: string, text: string): string | number | undefined {
  const format = formatOf(type, key);
  if (!format || text.includes("\r")) return undefined;
  const own = forms[format.family];
  if (own) return own(text);
  if (format.fields.size > 0) return isPacked(type, format, text) ? text : undefined;
  const { json, type: word, form } = format.plain?.shape ?? { json: "text", type: "string" };
  if (json === "number") return word === "boolean" ? readFlag(text) : /^\d+$/.test(text) ? Number(text) : undefined;
  if (word === "number") return /^\d+(\.\d+)?$/.test(text) ? text : undefined;
  if (form) return form(text) ? text : undefined;
  // A container's texts keep their quotes.
  return guestKinds[type].isStrict ? unquoted(text) : text;
}

/**
 * Why Proxmox VE does not take a machine's processor, and leaves the key out; undefined if it does, or if it may: newer releases have
 * processors of which nobody knows yet, and code that named another one in their place would change the guest.
 * @param own the names of the cluster's own processors, by its `cpu-models.conf`.
 */
export function missingProcessor(key: string, text: string, own: ReadonlySet<string>): string | undefined {
  if (key !== "cpu") return undefined;
  const name = parseDevice("qemu", key, text).parts.find(([part]) => part === "cputype")?.[1] ?? "";
  const mine = /^custom-(.*)$/s.exec(name)?.[1];
  if (mine !== undefined) return own.has(mine) ? undefined : noProcessor("cpu-models.conf", mine);
  const { accepts } = formatOf("qemu", key)?.fields.get("cputype") ?? {};
  const isKnown = accepts === undefined || accepts(name) || accepts.nearest?.(name) !== undefined;
  return isKnown || (newFamily.test(name) && !own.has(name)) ? undefined : noProcessor("Proxmox VE", name);
}

/** QEMU begins the names of new processors with a capital. */
const newFamily = /^[A-Z][A-Za-z0-9]+(-[A-Za-z0-9]+)*$/;

/** What Proxmox VE says of it while its tools read the file, in the same words. */
export function processorComplaint(complaint: string): string | undefined {
  const [, mine, builtIn] = /(?:Custom cputype '(.*)' not found|Built-in cputype '(.*)' is not defined)/s.exec(complaint) ?? [];
  return mine !== undefined ? noProcessor("cpu-models.conf", mine) : builtIn === undefined ? undefined : noProcessor("Proxmox VE", builtIn);
}

const noProcessor = (where: string, name: string) => `${where} has no processor ${/^[\w.+-]{1,64}$/.test(name) ? name : "of this name"}; qm set --cpu chooses another`;

const unquoted = (text: string) => text.replace(/^"(.*)"$/s, "$1");

/** Values that have parts for people, and are plain text to Proxmox VE. */
const forms: Readonly<Record<string, (text: string) => string | undefined>> = {
  serial: unquoted,
  startup: (text) => (text !== "0" && text.split(",").every((part) => /^[\t-\r ]*$|^(order=)?\d+$|^(up|down)=\d+$/.test(part)) ? text : undefined),
};

function readFlag(text: string): number | undefined {
  if (/^(1|on|yes|true)$/i.test(text)) return 1;
  return /^(0|off|no|false)$/i.test(text) ? 0 : undefined;
}

/** Parts that Proxmox VE does not do without, by key. */
const needed: Readonly<Record<GuestType, Readonly<Record<string, readonly string[]>>>> = {
  qemu: {
    agent: ["enabled"],
    "amd-sev": ["type"],
    audio: ["device"],
    cpu: ["cputype"],
    "intel-tdx": ["attestation", "type"],
    ivshmem: ["size"],
    memory: ["current"],
    net: ["model"],
    numa: ["cpus"],
    rng: ["source"],
    virtiofs: ["dirid"],
    ...Object.fromEntries(["efidisk", "ide", "sata", "scsi", "tpmstate", "unused", "virtio"].map((family) => [family, ["file"]])),
  },
  lxc: { mp: ["mp", "volume"], net: ["name"], rootfs: ["volume"], unused: ["volume"] },
};

/** Parts of a key's line without which it is nothing to Proxmox VE. */
export const neededParts = (type: GuestType, key: string): readonly string[] => needed[type][key.replace(/\d+$/, "")] ?? [];

/** Parts that only a processor of one's own has, which is defined elsewhere. */
const elsewhere: Readonly<Record<string, readonly string[]>> = { cpu: ["reported-model"] };

/** What a machine may say of its processor's flags; a processor of one's own may say more. */
const cpuFlags = "aes amd-no-ssb amd-ssbd hv-evmcs hv-tlbflush ibpb md-clear nested-virt pcid pdpe1gb spec-ctrl ssbd virt-ssbd".split(" ");
const areFlags = (text = "") => text === "" || text.split(";").every((flag) => cpuFlags.includes(flag.slice(1)));

/** Parts that are nothing without another one. */
const companions: Readonly<Record<string, Readonly<Record<string, string>>>> = { ipconfig: { gw: "ip", gw6: "ip6" } };

function isPacked(type: GuestType, { family, fields, text: packing }: KeyFormat, text: string): boolean {
  const parts = new Map<string, string>();
  let bare = false;
  for (const part of text.split(",")) {
    if (/^[\t-\r ]*$/.test(part)) continue;
    const [, name, value] = /^([^=]+)=(.+)$/s.exec(part) ?? [];
    if (name === undefined) {
      if (part.includes("=") || bare || packing.defaultKey === undefined) return false;
      bare = true;
      // What counts as nothing in Perl may be said again.
      if ((parts.get(packing.defaultKey) ?? "0") !== "0") return false;
      parts.set(packing.defaultKey, part);
    } else if (!enter(parts, packing, name, value!)) return false;
  }
  const has = (name: string) => parts.has(name);
  const device = family.replace(/\d+$/, "");
  return (
    [...parts].every(([name, value]) => {
      const row = fields.get(name);
      return row !== undefined && !(row.on && !row.on.includes(device)) && row.shape.parse(value) !== undefined;
    }) &&
    neededParts(type, device).every(has) &&
    !(elsewhere[device] ?? []).some(has) &&
    (device !== "cpu" || areFlags(parts.get("flags"))) &&
    Object.entries(companions[device] ?? {}).every(([name, other]) => !has(name) || has(other))
  );
}

/** A name that says two things, an old name, or a name; each thing may be said once. */
function enter(parts: Map<string, string>, { aliases = {}, pairs }: KeyFormat["text"], name: string, value: string): boolean {
  if (parts.has(name)) return false;
  if (pairs?.names.includes(name)) {
    if (parts.has(pairs.name) || parts.has(pairs.value)) return false;
    parts.set(pairs.name, name).set(pairs.value, value);
    return true;
  }
  const own = Object.hasOwn(aliases, name) ? aliases[name]! : name;
  if (parts.has(own)) return false;
  parts.set(own, value);
  return true;
}
