import type { Guest } from "../../../lib/inventory/inventory";
import { redact, redacted } from "../../../lib/pve/secret";

type Facts = Readonly<Record<string, unknown>>;

/**
 * What the community.proxmox inventory plugin tells about a guest with `want_facts`, in its words. Secrets are left out,
 * and so are the digest and the snapshots, which change without a change of the guest.
 */
export function guestFacts({ type, vmId, node, status, state, config = {}, interfaces = [] }: Guest): Facts {
  const facts: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(redact(config) as Facts)) {
    if (key === "cipassword" || holdsSecret(value)) continue;
    facts[factName(key)] = readSetting(key, value);
  }
  const tags = typeof config.tags === "string" ? config.tags.trim() : "";
  if (tags !== "") facts.proxmox_tags_parsed = tags.split(/[;,]/).map((tag) => tag.trim());
  if (interfaces.length > 0 && type === "lxc" && status === "running") facts.proxmox_lxc_interfaces = interfaces.map(containerInterface);
  if (interfaces.length > 0 && hasAgent(config)) facts.proxmox_agent_interfaces = interfaces.map(agentInterface);
  if (typeof state?.qmpstatus === "string") facts.proxmox_qmpstatus = state.qmpstatus;
  return { ...facts, proxmox_node: node, proxmox_vmid: vmId, proxmox_vmtype: type, proxmox_status: status };
}

/** Whether the guest's configuration says that an agent runs in it. */
export function hasAgent(config: Guest["config"]): boolean {
  return /^(enabled=)?1(,|$)/.test(String(config?.agent ?? ""));
}

const factName = (key: string) => `proxmox_${key.toLowerCase().replaceAll(" ", "").replace(/[^a-z0-9_]/g, "_")}`;
const holdsSecret = (value: unknown) => typeof value === "string" && value.includes(redacted);

// `scsihw` is no disk, and the plugin takes it for one: playbooks rely on what it says.
const isDisk = (key: string) => key === "rootfs" || /^(virtio|sata|ide|scsi)/.test(key);

function readSetting(key: string, value: unknown): unknown {
  if (key === "lxc" && Array.isArray(value)) return rawLines(value as readonly (readonly [string, unknown])[]);
  if (key === "description" || typeof value !== "string") return value;
  const parts = (isDisk(key) ? `disk_image=${value}` : value).split(",");
  if (!parts.every((part) => part.includes("="))) return value;
  return Object.fromEntries(parts.map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]));
}

function rawLines(lines: readonly (readonly [string, unknown])[]): Facts {
  return Object.fromEntries(lines.filter(([, value]) => !holdsSecret(value)).map(([key, value]) => [key.replace(/^lxc\./, ""), value]));
}

function containerInterface({ name, hwaddr, inet, inet6 }: Facts): Facts {
  return { name, hwaddr, ...(inet === undefined ? {} : { inet }), ...(inet6 === undefined ? {} : { inet6 }) };
}

function agentInterface(reported: Facts): Facts {
  const addresses = (reported["ip-addresses"] ?? []) as readonly Facts[];
  return {
    name: reported.name,
    "mac-address": reported["hardware-address"] ?? "",
    "ip-addresses": addresses.map((address) => `${String(address["ip-address"])}/${String(address.prefix)}`),
  };
}
