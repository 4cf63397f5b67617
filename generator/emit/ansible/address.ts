import type { Guest } from "../../../lib/inventory/inventory";
import { isIP } from "../../../lib/schema/ip";
import { devicesOf, readCards } from "./card";

/** The address that the guest itself reported: of its first network device before the others, IPv4 before IPv6. */
export function reportedAddress(guest: Guest): string | undefined {
  const rank = ({ device = Number.POSITIVE_INFINITY }) => device;
  return readCards(guest)
    .filter(({ name }) => name !== "lo")
    .sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)))
    .map(({ addresses, inet = "", inet6 = "" }) => firstAddress([...addresses, inet, inet6]))
    .find((address) => address !== undefined);
}

/** The first fixed address of the configuration: a VM's `ipconfigN`, a container's `netN`. */
export function configuredAddress(guest: Guest): string | undefined {
  return devicesOf(guest, guest.type === "qemu" ? "ipconfig" : "net")
    .map(([, parts]) => firstAddress([parts.get("ip") ?? "", parts.get("ip6") ?? ""]))
    .find((address) => address !== undefined);
}

/** The name that a guest has in DNS, as far as its configuration says so: with the first of its search domains. */
export function domainName({ name = "", config = {} }: Guest): string | undefined {
  const [domain] = String(config.searchdomain ?? "").split(/[\s,;]+/);
  const full = name.includes(".") ? name : `${name}.${domain ?? ""}`;
  return /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i.test(full) && !isIP(full) ? full : undefined;
}

function firstAddress(texts: readonly string[]): string | undefined {
  const usable = texts.map((text) => text.replace(/\/\d+$/, "")).filter((address) => isIP(address) && !isLocal(address));
  return usable.find((address) => !address.includes(":")) ?? usable[0];
}

/** Loopback and link-local addresses mean nothing on another machine. */
const isLocal = (address: string) => /^(0\.|127\.|169\.254\.|::1?$|fe[89ab][0-9a-f]:)/i.test(address);
