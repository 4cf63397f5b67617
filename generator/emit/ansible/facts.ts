import type { Guest } from "../../../lib/inventory/inventory";
import { redact, redacted } from "../../../lib/pve/secret";
import { readCards, type Card } from "./card";
import { proxmoxName } from "./name";
import type { Mapping, Value } from "./yaml";

/**
 * What the live plugin tells about a guest with `want_facts`, in its words, but for secrets and for what changes without a
 * change of the guest.
 */
export function guestFacts(guest: Guest): Mapping {
  const { type, vmId, node, name, status, template, state, config = {} } = guest;
  const settings = Object.entries(redact(config) as Mapping).flatMap(([setting, value]): [string, Value][] => {
    const fact = proxmoxName(setting);
    return leftOut.has(setting) || notFacts.test(fact) || holdsSecret(value) ? [] : [[fact, readSetting(setting, value)]];
  });
  const tags = typeof config.tags === "string" ? config.tags.trim() : "";
  const cards = readCards(guest);
  return {
    ...Object.fromEntries(settings),
    ...(tags === "" ? {} : { proxmox_tags_parsed: tags.split(/[;,]/).map((tag) => tag.trim()) }),
    ...(cards.length > 0 && type === "lxc" ? { proxmox_lxc_interfaces: cards.map(containerCard) } : {}),
    ...(cards.length > 0 && type === "qemu" ? { proxmox_agent_interfaces: cards.map(agentCard) } : {}),
    ...(typeof state?.qmpstatus === "string" ? { proxmox_qmpstatus: state.qmpstatus } : {}),
    // Last, so that no setting passes for one of these: connections take the guest from them.
    proxmox_name: name ?? (type === "qemu" ? `VM ${vmId}` : `CT${vmId}`),
    proxmox_node: node,
    proxmox_status: status,
    proxmox_template: template,
    proxmox_vmid: vmId,
    proxmox_vmtype: type,
  };
}

// A lock is gone when its task is done, and the parent is the last snapshot. The masked password is no value.
const leftOut: ReadonlySet<string> = new Set(["cipassword", "lock", "parent"]);

// Options of the connection plugins. They are not for a guest to choose, whatever stands in its configuration.
const notFacts = /^proxmox_(api_\w+|validate_certs|become_method|remote_tmp|connect_timeout)$/;

function holdsSecret(value: Value): boolean {
  return typeof value === "string" && value.includes(redacted);
}

// `scsihw` is no disk, and the plugin takes it for one: playbooks rely on what it says.
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
