import { parsePropertyString } from "../../pve/property-string";
import type { GuestType } from "../../pve/address";
import { duration, oneOf } from "../accept";
import { isIPv4, isIPv6 } from "../../pve/ip";
import { guestKinds } from "../kind/guests";
import type { ReadableGuest } from "../read-back";
import { key } from "../place";
import { block, lost, providerBlock, providerOnly, row, written, type Wait } from "../row";
import { goDuration } from "../shape/duration";
import { flag } from "../shape/number";
import { word } from "../shape/text";

const patience = "plain Terraform waits 15 minutes for it at every plan, and pmpc does not";

// Without an address that others can reach the provider asks again, every second. Nothing that an import writes would stop it: what
// stops it (timeout, wait_for_ip) counts only once it is in state.
function waitForAddress(device: Readonly<Record<string, unknown>>, { vmId, running, config, state, interfaces, silent, agentRefuses }: ReadableGuest): Wait | undefined {
  if (!running || flag.read(device.enabled) !== true) return undefined;
  const wait = (why: string, help: string, certain = true): Wait => ({ why: `its guest agent is turned on, but ${why}`, help, certain, cure: { enabled: "0" } });
  const power = state?.qmpstatus;
  if (power !== undefined && power !== "running") return wait(`sleeps while the guest is ${String(power)}: ${patience}`, wakeUp(vmId, String(power)));
  if (silent) return wait(`does not answer: ${patience}`, "start the agent in the guest");
  if (agentRefuses) return wait(`does not tell its addresses: ${patience}`, "allow guest-network-get-interfaces in the agent's configuration in the guest");
  if (!interfaces) return wait(`was not asked: if it does not answer, ${patience}`, "start the agent in the guest", false);
  return reportsAddress(interfaces) ? undefined : wait(`reports no address that others can reach: ${patience}`, giveAddress(vmId, config));
}

/** What brings back a guest that is not really running, by what QEMU says of it. */
function wakeUp(vmId: number, power: string): string {
  if (power === "io-error") return `make room on its storage, and resume it: qm resume ${vmId}`;
  if (/migrate/.test(power)) return "wait until its migration has ended";
  return /^(paused|suspended|prelaunch|watchdog|debug)$/.test(power) ? `resume it: qm resume ${vmId}` : `start it anew: qm reset ${vmId}`;
}

/** What a guest needs to have an address. */
function giveAddress(vmId: number, config: ReadableGuest["config"]): string {
  const cards = Object.entries(config).filter(([name]) => /^net\d+$/.test(name));
  if (cards.length === 0) return `give it a network device: qm set ${vmId} --net0 virtio,bridge=BRIDGE`;
  if (cards.every(([, text]) => /(^|,)link_down=(1|on|yes|true)(,|$)/i.test(String(text)))) return `connect its network device, by link_down=0 for ${cards.map(([name]) => name).join(", ")}`;
  return "give it an address in the guest";
}

/** Whether any interface that a guest reports has an address that others can reach: the provider asks again where none has. */
export const reportsAddress = (cards: readonly Readonly<Record<string, unknown>>[]): boolean => cards.some(hasAddress);

function hasAddress(card: Readonly<Record<string, unknown>>): boolean {
  const addresses = (card["ip-addresses"] ?? []) as readonly Readonly<Record<string, unknown>>[];
  return card.name !== "lo" && addresses.some((address) => isReachable(String(address["ip-address"])));
}

// Neither loopback nor link-local, multicast, broadcast or nothing at all.
const isReachable = (address: string) =>
  isIPv4(address)
    ? !/^(127\.|169\.254\.|2(2[4-9]|3\d)\.|255\.255\.255\.255$|0\.0\.0\.0$)/.test(address)
    : isIPv6(address) && !/^(fe[89ab][0-9a-f]:|ff[0-9a-f]{2}:|::1?$)/i.test(address);

/** Whether a machine's configuration says that it runs one, so that it may be asked: `agent: 1`, `agent: enabled=1,fstrim_cloned_disks=1`. */
export function hasAgent(config: unknown): boolean {
  const setting = (config as { readonly agent?: unknown } | null | undefined)?.agent;
  const enabled = parsePropertyString(String(setting ?? ""), { defaultKey: "enabled" }).find(([name]) => name === "enabled");
  return enabled !== undefined && flag.parse(enabled[1].trim()) === true;
}

/** Whether a guest of this configuration can tell its addresses. */
export const canTellAddresses = (type: GuestType, config: unknown): boolean => !guestKinds[type].hasAgent || hasAgent(config);

// agent: 1,fstrim_cloned_disks=1,type=virtio
export const agent = block("agent", "agent", {
  says: "The QEMU guest agent.", otherwise: "- the guest runs none",
  from: key("agent"), when: "differs", short: "enabled", packing: { defaultKey: "enabled" }, waits: waitForAddress,
}, [
  row("enabled",             "enabled", "enabled", flag, { says: "Whether the guest runs the agent." }),
  providerOnly("timeout", "timeout", goDuration, { state: "15m", default: "15m", accepts: duration, why: "Proxmox VE does not keep it", says: "How long the provider waits for the agent to report an address." }),
  row("fstrim_cloned_disks", "trim",    "trim",    flag, { says: "Trims disks after a clone or a move." }),
  row("type",                "type",    "type",    word("virtio", "isa"), { default: "virtio", accepts: oneOf("isa", "virtio"), says: "Port that the agent listens on." }),
  providerBlock("wait_for_ip", "Proxmox VE does not keep it", block("wait_for_ip", "waitForIp", { says: "What the provider waits for at each create and refresh.", otherwise: "- any address" }, [
    written("disabled", "disabled", flag, { says: "Does not wait." }),
    written("ipv4",     "ipv4",     flag, { says: "Waits for an IPv4 address." }),
    written("ipv6",     "ipv6",     flag, { says: "Waits for an IPv6 address." }),
  ])),
  lost("freeze-fs", flag, "the provider does not know it", { default: true, aliases: ["freeze-fs-on-backup", "guest-fsfreeze"] }),
]);
