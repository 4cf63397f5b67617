import { meantRole } from "../drive";

type Config = Readonly<Record<string, unknown>>;

// In the order in which Proxmox VE goes through them.
const drives = (["ide", "scsi", "virtio", "sata"] as const).flatMap((family) => Array.from({ length: 31 }, (_, number) => `${family}${number}`));
const cards = Array.from({ length: 32 }, (_, number) => `net${number}`);

/**
 * What a machine is booted from that names no devices: what each letter of an old `boot` stands for, in their order. Without one these are
 * its `bootdisk`, the CD drives and the network cards; a machine without a `bootdisk` is booted from none of its disks.
 */
export function formerBootOrder(config: Config): readonly string[] {
  const { legacy = "cdn" } = (config.boot ?? {}) as { readonly legacy?: string };
  const isCd = (slot: string) => meantRole(config[slot] as Config) === "cdrom";
  const own = drives.filter((slot) => config[slot] !== undefined);
  const devices: Readonly<Record<string, readonly string[]>> = {
    c: own.filter((slot) => slot === config.bootdisk && !isCd(slot)),
    d: own.filter(isCd),
    n: cards.filter((slot) => config[slot] !== undefined),
  };
  // The last place of a letter counts.
  const letters = [...legacy].filter((letter, at) => legacy.lastIndexOf(letter) === at);
  return letters.flatMap((letter) => devices[letter] ?? []);
}

/** Why the order cannot be said; undefined if it can. */
export function whyBootless(config: Config): string | undefined {
  const isBare = ![...drives, ...cards].some((slot) => config[slot] !== undefined);
  return isBare || formerBootOrder(config).length > 0 ? undefined : "boot: Proxmox VE boots it from nothing, which the provider cannot say";
}
