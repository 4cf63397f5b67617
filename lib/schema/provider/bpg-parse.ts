import type { GuestType } from "../../pve/address";
import { Refusal } from "../shape";

/**
 * How bpg/proxmox 0.111 takes property strings apart. It is looser than Proxmox VE, and where the two differ it is this that decides
 * what is in state. Seen with the real provider.
 */
export interface Quirk {
  /** The sub-key of a word that stands alone; none: such a word is dropped. */
  readonly bare?: string;
  /** A word stands alone for it only at the beginning. */
  readonly first?: true;
  /** The sub-key is understood only as a bare word: `volume=/x` is read as "". */
  readonly bareOnly?: true;
  /** Any other key is taken for a card model with its address behind it. */
  readonly known?: readonly string[];
  /** Values may hold "=". */
  readonly equals?: true;
  /** The text is put between quotes and read again as JSON. */
  readonly reread?: true;
}

const drive: Quirk = { bare: "file", reread: true };

/** Quirks by key; `net#` stands for net0, net1, … */
export type Quirks = Readonly<Record<string, Quirk>>;

/** Those of 0.111.1; what a later release does otherwise is in its column. */
export const quirks: Readonly<Record<GuestType, Quirks>> = {
  qemu: {
    agent: { bare: "enabled" },
    "amd-sev": { bare: "type", first: true },
    audio0: {},
    boot: {},
    cicustom: {},
    cpu: { bare: "cputype" },
    efidisk0: { bare: "file", first: true },
    "hostpci#": { bare: "host", reread: true },
    "ide#": drive,
    "ipconfig#": { reread: true },
    ivshmem: {},
    "net#": { known: ["bridge", "firewall", "link_down", "macaddr", "model", "mtu", "queues", "rate", "tag", "trunks"], reread: true },
    "numa#": {},
    rng0: { bare: "source" },
    "sata#": drive,
    "scsi#": drive,
    "serial#": { bare: "device" },
    smbios1: { equals: true },
    startup: {},
    tpmstate0: { bare: "file" },
    "usb#": { bare: "host" },
    vga: { bare: "type" },
    "virtio#": drive,
    "virtiofs#": { bare: "dirid", reread: true },
    watchdog: { bare: "model" },
  },
  lxc: {
    "dev#": { bare: "path", reread: true },
    features: {},
    "mp#": { bare: "volume", bareOnly: true, reread: true },
    "net#": { bare: "name", reread: true },
    rootfs: { bare: "volume" },
    startup: {},
  },
};

export type ProviderDevice = Readonly<Record<string, string>>;
/** A guest's configuration as the provider holds it: plain values as the API gave them, packed ones taken apart. */
export type ProviderRecord = Readonly<Record<string, unknown>>;

/** The API's configuration of a guest, as the provider understands it. Throws a Refusal where it does not. */
export function parseLikeProvider(known: Quirks, config: Readonly<Record<string, unknown>>): ProviderRecord {
  const record: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of Object.entries(config)) {
    const quirk = known[key] ?? known[key.replace(/\d+$/, "#")];
    record[key] = quirk && (typeof value === "string" || !(key in known)) ? takeApart(key, String(value), quirk) : value;
  }
  return record;
}

function takeApart(name: string, value: string, quirk: Quirk): ProviderDevice {
  const device: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [at, part] of (quirk.reread ? reread(name, value) : value).split(",").entries()) {
    const words = part.trim().split("=");
    const [key, ...rest] = words as [string, ...string[]];
    if (words.length === 1) {
      if (quirk.bare && (at === 0 || !quirk.first)) device[quirk.bare] = key;
    } else if (words.length > 2 && !quirk.equals) continue;
    else if (quirk.known && !quirk.known.includes(key)) {
      device.model = key;
      device.macaddr = rest.join("=");
    } else if (!(quirk.bareOnly && key === quirk.bare)) device[key] = rest.join("=");
  }
  return device;
}

function reread(key: string, value: string): string {
  if (!/["\\]/.test(value)) return value;
  try {
    return JSON.parse(`"${value}"`) as string;
  } catch {
    throw new Refusal(`${key}: the provider cannot read the quote or backslash in "${value}"`, undefined, { key });
  }
}
