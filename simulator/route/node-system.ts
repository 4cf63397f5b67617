import { digestOf } from "../../lib/schema/config-response";
import { decodeNotes, encodeNotes } from "../../lib/pve/notes";
import { hostsOf, nodeFile, offsetOf, parseResolver, setNodeFile, withResolver } from "../node-file";
import { ipv4, ipv6 } from "../../lib/schema/pve-format";
import { interfacesOf } from "../network";
import { formatted, integer, required, text } from "../parameter";
import { invalid } from "../refusal";
import { given, needs, type Call, type Route } from "../route";
import { splitList } from "../schema/format";
import type { Properties } from "../schema/property";
import { assertDigest } from "../section/change";

const audit = needs("/nodes/{node}", "Sys.Audit");
const modify = needs("/nodes/{node}", "Sys.Modify");
const digest = { ...text, maxLength: 64 };
const acmeDomain = text;
const settings: Properties = {
  description: { ...text, maxLength: 65_536 },
  acme: text,
  ...Object.fromEntries([0, 1, 2, 3, 4, 5].map((number) => [`acmedomain${number}`, acmeDomain])),
  "startall-onboot-delay": integer(0, 300),
  "ballooning-target": integer(0, 100),
  wakeonlan: text,
  location: text,
};

/** What a node says of itself: names, time, and the settings of its own. */
export const nodeSystemRoutes: readonly Route[] = [
  { method: "GET", path: "/nodes/{node}/dns", ...audit, run: (call) => parseResolver(resolverOf(call)) },
  {
    method: "PUT",
    path: "/nodes/{node}/dns",
    ...modify,
    takes: { search: required(text), dns1: formatted("ip"), dns2: formatted("ip"), dns3: formatted("ip") },
    run: ({ cluster, ...call }) => {
      const { search, dns1, dns2, dns3 } = call.given as Readonly<Record<string, string | undefined>>;
      return setNodeFile(cluster, given({ cluster, ...call }, "node"), "resolv.conf", withResolver(resolverOf({ cluster, ...call }), { search, dns1, dns2, dns3 }));
    },
  },
  { method: "GET", path: "/nodes/{node}/hosts", ...audit, run: readHosts },
  { method: "POST", path: "/nodes/{node}/hosts", ...modify, takes: { data: required(text), digest }, run: writeHosts },
  { method: "GET", path: "/nodes/{node}/time", ...audit, run: readTime },
  { method: "PUT", path: "/nodes/{node}/time", ...modify, takes: { timezone: required(formatted("pve-timezone")) }, run: writeTime },
  { method: "GET", path: "/nodes/{node}/config", ...needs("/", "Sys.Audit"), takes: { property: text }, run: readConfig },
  { method: "PUT", path: "/nodes/{node}/config", ...needs("/", "Sys.Modify"), takes: { ...settings, delete: formatted("pve-configid-list"), digest }, run: writeConfig },
];

function resolverOf(call: Call): string {
  const { cluster } = call;
  const name = given(call, "node");
  const gateway = () => interfacesOf(cluster, cluster.nodes.get(name)!).find((one) => one.gateway !== undefined)?.gateway ?? "192.0.2.1";
  return nodeFile(cluster, name, "resolv.conf") ?? `search lan\nnameserver ${String(gateway())}\n`;
}

function readHosts(call: Call) {
  const data = hostsOf(call.cluster, given(call, "node"));
  return { data, digest: digestOf(data) };
}

function writeHosts(call: Call): null {
  assertDigest(call, digestOf(hostsOf(call.cluster, given(call, "node"))));
  const data = given(call, "data");
  for (const line of data.split("\n").filter((one) => !/^\s*(#|$)/.test(one))) {
    const [ip = "", ...names] = line.split(/\s+/);
    if (!ipv4(ip) && !ipv6(ip)) throw invalid({ data: `Invalid IP '${ip}'` });
    const strange = names.find((name) => !/^[.\-a-zA-Z0-9]+$/.test(name));
    if (strange !== undefined) throw invalid({ data: `Invalid Hostname '${strange}'` });
  }
  return setNodeFile(call.cluster, given(call, "node"), "hosts", data);
}

function timezoneOf(call: Call): string {
  return nodeFile(call.cluster, given(call, "node"), "timezone")?.trim() || "Etc/UTC";
}

function readTime(call: Call) {
  const [time, timezone] = [call.cluster.now(), timezoneOf(call)];
  return { time, localtime: time + offsetOf(timezone, time), timezone };
}

function writeTime(call: Call): null {
  return setNodeFile(call.cluster, given(call, "node"), "timezone", `${given(call, "timezone")}\n`);
}

const configFile = (call: Call) => `nodes/${given(call, "node")}/config`;

/** The settings and the notes of a node. */
function configOf(call: Call): Record<string, string> | undefined {
  const content = call.cluster.files.get(configFile(call));
  if (content === undefined) return undefined;
  const lines = content.split("\n");
  const entries = lines.flatMap((line) => {
    const [, key, value] = /^([a-z][a-z-]*\d*):\s*(\S.*?)\s*$/.exec(line) ?? [];
    return key === undefined ? [] : [[key, value!] as const];
  });
  const notes = lines.filter((line) => line.startsWith("#")).map((line) => `${decodeNotes(line.slice(1))}\n`);
  return { ...Object.fromEntries(entries), description: notes.join("") };
}

function readConfig(call: Call) {
  const config = configOf(call);
  if (config === undefined) return {};
  const { property } = call.given;
  if (property !== undefined) return config[String(property)] === undefined ? {} : { [String(property)]: config[String(property)] };
  return { ...config, digest: digestOf(call.cluster.files.get(configFile(call))!) };
}

function writeConfig(call: Call): null {
  const { files } = call.cluster;
  assertDigest(call, digestOf(files.get(configFile(call)) ?? ""));
  const config: Record<string, string> = { ...configOf(call) };
  for (const key of Object.keys(settings)) if (call.given[key] !== undefined) config[key] = given(call, key);
  for (const key of splitList(given(call, "delete"))) delete config[key];
  const { description = "", ...rest } = config;
  const notes = description.replace(/\n$/, "").split("\n").filter((line, at, all) => all.length > 1 || line !== "");
  const lines = [...notes.map((line) => `#${encodeNotes(line)}`), ...Object.keys(rest).sort().map((key) => `${key}: ${rest[key]}`)];
  files.set(configFile(call), lines.map((line) => `${line}\n`).join(""));
  return null;
}
