import type { AddressEntry } from "../../../lib/inventory/address-book";
import { readCards, type Card } from "../../../lib/inventory/card";
import type { Guest } from "../../../lib/inventory/inventory";
import { redact, redacted } from "../../../lib/pve/secret";
import { guestKinds } from "../../../lib/schema/kind/all";
import { proxmoxName } from "./name";
import type { Mapping, Value } from "./yaml";

/** How much the inventory says of each guest: what plays need, or all that the live plugin tells. */
export const factsChoices = ["slim", "full"] as const;
export type FactsChoice = (typeof factsChoices)[number];

/**
 * What the live plugin tells about a guest with `want_facts`, in its words, but for secrets and for what changes without a
 * change of the guest; the slim choice is a part of it. What a guest reports of its network stays as it was in `before` while
 * the guest does not run.
 */
export function guestFacts(guest: Guest, entry: AddressEntry | undefined, choice: FactsChoice, before: Mapping = {}): Mapping {
  const { type, vmId, node, name, template, pool, config = {} } = guest;
  const tags = typeof config.tags === "string" ? config.tags.trim() : "";
  return {
    ...(choice === "full" ? { ...settingsOf(config), ...interfacesOf(guest, before) } : {}),
    ...(tags === "" ? {} : { proxmox_tags: String(config.tags), proxmox_tags_parsed: tags.split(/[;,]/).map((tag) => tag.trim()) }),
    ...(typeof config.ostype === "string" ? { proxmox_ostype: config.ostype } : {}),
    // Last, so that no setting passes for one of these: connections take the guest from them.
    ...(entry === undefined || entry.addresses.length === 0 ? {} : { proxmox_addresses: entry.addresses }),
    ...(entry === undefined || entry.shared.length === 0 ? {} : { proxmox_shared_addresses: entry.shared }),
    proxmox_name: name ?? guestKinds[type].nameless(vmId),
    proxmox_node: node,
    ...(pool === undefined ? {} : { proxmox_pool: pool }),
    proxmox_template: template,
    proxmox_vmid: vmId,
    proxmox_vmtype: type,
  };
}

function settingsOf(config: NonNullable<Guest["config"]>): Mapping {
  const settings = Object.entries(redact(config) as Mapping).flatMap(([setting, value]): [string, Value][] => {
    const fact = proxmoxName(setting);
    if (setting === "env" && typeof value === "string") return [[fact, environmentOf(value)]];
    return leftOut.has(setting) || notFacts.test(fact) || holdsSecret(value) ? [] : [[fact, readSetting(setting, value)]];
  });
  return Object.fromEntries(settings);
}

function interfacesOf(guest: Guest, before: Mapping): Mapping {
  const [fact, print] = guestKinds[guest.type].hasAgent ? (["proxmox_agent_interfaces", agentCard] as const) : (["proxmox_lxc_interfaces", containerCard] as const);
  const cards = readCards(guest);
  if (cards.length > 0) return { [fact]: cards.map(print) };
  return before[fact] === undefined ? {} : { [fact]: before[fact] };
}

/** A container's environment: NUL separates the entries, `=` a name from its value. */
function environmentOf(text: string): Mapping {
  const entries = text.split("\0").filter((entry) => entry !== "" && !holdsSecret(entry));
  return Object.fromEntries(entries.map((entry) => [entry.split("=")[0]!, entry.split("=").slice(1).join("=")]));
}

// A lock is gone when its task is done, and the parent is the last snapshot. A masked password is not a value.
const leftOut: ReadonlySet<string> = new Set(["cipassword", "lock", "parent"]);

// Options of the connection plugins. They are not for a guest to choose, whatever is in its configuration.
const notFacts = /^proxmox_(addresses|shared_addresses|pool|status|qmpstatus|api_\w+|validate_certs|become_method|remote_tmp|connect_timeout)$/;

function holdsSecret(value: Value): boolean {
  return typeof value === "string" && value.includes(redacted);
}

// `scsihw` is not a disk, and the plugin takes it for one: playbooks rely on what it says.
const isDisk = (setting: string) => setting === "rootfs" || /^(virtio|sata|ide|scsi)/.test(setting);

function readSetting(setting: string, value: Value): Value {
  if (setting === "lxc" && Array.isArray(value)) return rawLines(value as readonly (readonly [string, Value])[]);
  if (setting === "description" || typeof value !== "string") return value;
  const parts = (isDisk(setting) ? `disk_image=${value}` : value).split(",");
  if (!parts.every((part) => part.includes("="))) return value;
  return Object.fromEntries(parts.map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]));
}

function rawLines(lines: readonly (readonly [string, Value])[]): Mapping {
  return Object.fromEntries(lines.filter(([, value]) => !holdsSecret(value)).map(([key, value]) => [key.replace(/^lxc\./, ""), value]));
}

function containerCard({ name, mac, inet, inet6 }: Card): Mapping {
  return { name, hwaddr: mac, ...(inet === undefined ? {} : { inet }), ...(inet6 === undefined ? {} : { inet6 }) };
}

function agentCard({ name, mac, addresses }: Card): Mapping {
  return { name, "mac-address": mac, "ip-addresses": addresses };
}
