import { readAddresses } from "../lib/pve/firewall/addresses";
import { againstMacro, reachesByTcp } from "../lib/pve/firewall/macros";
import { isOdd } from "./reference";
import type { FirewallRule } from "./rule";
import { isToken } from "./token";

/** What is wrong with a rule, as sentences. */
function problemsOf(rule: FirewallRule): readonly string[] {
  const { source, destination, port, sourcePort } = rule;
  const addresses = ([["source", source], ["destination", destination]] as const).flatMap(([word, one]) => problemsOfAddresses(word, typeof one === "object" ? one.addresses : one));
  return [...[port, sourcePort].flatMap((ports) => (ports === undefined || isToken(ports) ? [] : ports.split(",").flatMap(problemsOfPorts))), ...addresses, ...problemsOfMacro(rule)];
}

function problemsOfAddresses(word: string, text: string | undefined): readonly string[] {
  if (text === undefined || isToken(text)) return [];
  if (text === "" || isOdd(text, /^[+\w:./,-]+$/)) return [`${word} is ${JSON.stringify(text)}, which is not an address; say one such as 10.0.0.0/24, an IpSet, or an Alias`];
  const read = readAddresses(text);
  if (typeof read !== "string") return [];
  const why = read.startsWith("invalid IP address: Invalid prefix") ? "which has bits set behind its prefix; say the network (10.0.0.0/24), or the address alone (10.0.0.7)" : `which Proxmox VE refuses (${read}); say an address such as 10.0.0.0/24, an IpSet, or an Alias`;
  return [`${word} is ${JSON.stringify(text)}, ${why}`];
}

/** A macro brings its protocol and its ports along. */
function problemsOfMacro({ macro, protocol, port, sourcePort }: FirewallRule): readonly string[] {
  if (macro === undefined || [macro, protocol, port, sourcePort].some(isToken)) return [];
  const against = againstMacro(macro, { proto: protocol, dport: port, sport: sourcePort }, undefined);
  return against === undefined ? [] : [`the macro ${macro} brings its own ${words[against.key]} (${against.value}); leave out ${props[against.key]}, or say the rule without a macro`];
}

const words = { proto: "protocol", dport: "port", sport: "source port" } as const;
const props = { proto: "protocol", dport: "port", sport: "sourcePort" } as const;

/** Of `80`, of `8000:8010`, or of a name that the nodes know: `http`. */
function problemsOfPorts(ports: string): readonly string[] {
  if (/^[a-z][\w-]*$/.test(ports)) return [];
  const [from, to = from] = ports.split(":") as [string, string?];
  const wrong = [...new Set([from, to])].filter((one) => !(/^\d+$/.test(one) && Number(one) <= 65535));
  if (wrong.length > 0) return [`port ${wrong.join(", ")} is not a port; say whole numbers from 0 to 65535`];
  return Number(from) > Number(to) ? [`ports ${from} to ${to} are none; say the lower one first`] : [];
}

/** What is wrong with rules, each with its place. */
export const problemsOfRules = (rules: readonly FirewallRule[]): readonly string[] => rules.flatMap((one, at) => problemsOf(one).map((problem) => `rules[${at}]: ${problem}`));

/** What a rule does to incoming connections of TCP to a port, wherever they come from or whatever; undefined if it leaves them. */
export function decisionOf(rule: FirewallRule, wanted: number): "accept" | "refuse" | undefined {
  const { action, direction, source, sourcePort, destination, interface: card, enabled } = rule;
  if (direction !== "in" || enabled === false || !reaches(rule, wanted)) return undefined;
  if (action === "ACCEPT") return "accept";
  return [source, sourcePort, destination, card].every((one) => one === undefined) ? "refuse" : undefined;
}

const services: Readonly<Record<string, number>> = { ssh: 22 };

function reaches({ protocol, port, macro }: FirewallRule, wanted: number): boolean {
  if (macro !== undefined) return reachesByTcp(macro, wanted);
  if (protocol !== undefined && protocol !== "tcp") return false;
  if (port === undefined || isToken(port)) return true;
  return port.split(",").some((part) => {
    const [from = 0, to = from] = part.split(":").map((one) => services[one] ?? Number(one));
    return from <= wanted && wanted <= to;
  });
}
