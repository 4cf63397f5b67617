import { helpers } from "./names";

/** Where a file is: it decides what it may say. Security groups are in the cluster's. */
export type FirewallFile = "cluster" | "host" | "guest" | "vnet";

type Read = (text: string) => string | number | undefined;

const flag: Read = (text) => (/^[01]$/.test(text) ? Number(text) : undefined);
const whole: Read = (text) => (/^\d+$/.test(text) ? Number(text) : undefined);
const like = (pattern: RegExp): Read => (text) => (pattern.test(text) ? text : undefined);
const levels = /^(?:emerg|alert|crit|err|warning|notice|info|debug|nolog)$/i;
const level: Read = (text) => (text === "" || levels.test(text) ? text.toLowerCase() : undefined);
const policy = (words: RegExp): Read => (text) => (words.test(text) ? text.toUpperCase() : undefined);
const all = policy(/^(?:ACCEPT|DROP|REJECT)$/i);
// The moment since which it has been tried out; a minute later it is off again.
const switched: Read = (text) => (!/^\d+$/.test(text) ? undefined : Number(text) === 1 ? 1 : 0);
const trackers: Read = (text) => (text !== "" && text.toLowerCase().split(",").every((one) => helpers.has(one)) ? text.toLowerCase() : undefined);

const each = (names: string, read: Read): Readonly<Record<string, Read>> => Object.fromEntries(names.split(" ").map((name) => [name, read]));

const options: Readonly<Record<FirewallFile, Readonly<Record<string, Read>>>> = {
  cluster: { enable: switched, ebtables: flag, ...each("policy_in policy_out policy_forward", all), log_ratelimit: like(/^\S+$/) },
  host: {
    ...each("enable nosmurfs tcpflags ndp log_nf_conntrack nf_conntrack_allow_invalid protection_synflood nftables", flag),
    ...each("log_level_in log_level_out log_level_forward tcp_flags_log_level smurf_log_level", level),
    nf_conntrack_helpers: trackers,
    ...each("nf_conntrack_max nf_conntrack_tcp_timeout_established nf_conntrack_tcp_timeout_syn_recv protection_synflood_rate protection_synflood_burst protection_limit", whole),
  },
  guest: { ...each("enable dhcp ndp radv macfilter ipfilter ips", flag), ...each("log_level_in log_level_out", level), ...each("policy_in policy_out", all), ips_queues: like(/^\d+(?::\d+)?$/), layer2_protocols: like(/^\S+$/) },
  vnet: { enable: whole, policy_forward: policy(/^(?:ACCEPT|DROP)$/i), log_level_forward: (text) => (text === "" ? undefined : level(text)) },
};

/** `policy_in: DROP`, as the file of this place may have it; nothing where Proxmox VE does not understand it. */
export function parseOption(line: string, file: FirewallFile): Readonly<Record<string, string | number>> {
  const [, name = "", text = ""] = /^([a-z_0-9]+):\s*(.*?)\s*$/i.exec(line) ?? [];
  const key = name.toLowerCase();
  const value = Object.hasOwn(options[file], key) ? options[file][key]!(text) : undefined;
  return value === undefined ? {} : { [key]: value };
}
