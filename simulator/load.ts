import { cpuModelsFile, cpuModelsIn } from "../lib/pve/file/cpu-models";
import { releases } from "./release";
import { parseDatacenter } from "../lib/pve/file/datacenter-config";
import { parseInterfaces } from "../lib/pve/file/interfaces";
import { parseRealms } from "../lib/pve/file/realm-config";
import { parseStorages } from "../lib/pve/file/storage-config";
import { parseUserConfig } from "../lib/pve/file/user-config";
import { guestFilePath, parseGuestFilePath } from "../lib/pve/guest-config";
import type { Cluster, Guest, Node, Storage } from "./cluster";
import { readGuest } from "./guest";
import type { UserId } from "./permission";
import type { NodeFacts, Scenario } from "./scenario";
import { block, nodeInterfaces } from "./scenario/text";

export interface ClusterOptions {
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly secrets?: ReadonlyMap<UserId, string>;
  readonly passwords?: ReadonlyMap<UserId, string>;
  /** SHA-256 of the certificate that the nodes show. */
  readonly fingerprint?: string;
  /** Seconds that tasks take. @default 0 */
  readonly taskTime?: number;
  /** Whether high availability does what it is asked for. @default true */
  readonly crm?: boolean;
}

const GiB = 2 ** 30;
/** What a freshly installed node has, for files that are not there. */
const defaults: Readonly<Record<string, string>> = {
  "storage.cfg": block(`
    dir: local
    	path /var/lib/vz
    	content backup,iso,vztmpl
  `),
  "domains.cfg": block(`
    pam: pam
    	comment Linux PAM standard authentication

    pve: pve
    	comment Proxmox VE authentication server
  `),
  interfaces: nodeInterfaces("192.0.2.10/24", "192.0.2.1"),
};

/** Reads a scenario's text into a cluster. */
export function loadCluster(scenario: Scenario, { now, secrets = new Map(), passwords = new Map(), fingerprint, taskTime = 0, crm = true }: ClusterOptions): Cluster {
  const file = (name: string) => scenario.files[name] ?? defaults[name] ?? "";
  const { notes, options } = parseDatacenter(file("datacenter.cfg"));
  return {
    name: clusterNameIn(file("corosync.conf")),
    version: releases[scenario.release ?? "9.2"],
    nodes: new Map(nodeNames(scenario).map((name, index) => [name, readNode(scenario, name, index, file, now())])),
    guests: new Map(readGuests(scenario, now()).map((guest) => [guest.vmId, guest])),
    storages: new Map(parseStorages(file("storage.cfg")).map((section) => [section.id, withFacts(section, scenario)])),
    files: new Map([...Object.entries({ ...defaults, ...scenario.files })].filter(([path]) => !isGuestFile(path))),
    realms: parseRealms(file("domains.cfg")),
    notes,
    options: new Map(options),
    volumes: [...(scenario.volumes ?? [])],
    networks: new Map(Object.entries(scenario.networks ?? {}).map(([tag, network]) => [Number(tag), network])),
    users: parseUserConfig(file("user.cfg")),
    secrets: new Map(secrets),
    passwords: new Map(passwords),
    tasks: [],
    fingerprint,
    now,
    taskTime,
    crm,
    inventions: 0,
  };
}

/** Corosync takes the rest of the line, blanks within included. */
function clusterNameIn(corosync: string): string | undefined {
  const settings = corosync.split("\n").map((line) => line.split(":"));
  const [, ...value] = settings.find(([name = ""]) => name.trim() === "cluster_name") ?? [];
  return value.join(":").trim() || undefined;
}

function nodeNames({ files, nodes = {} }: Scenario): string[] {
  const corosync = Array.from((files["corosync.conf"] ?? "").matchAll(/^\s*name:\s*(\S+)/gm), ([, name]) => name!);
  const folders = Object.keys(files).flatMap((path) => /^nodes\/([^/]+)\//.exec(path)?.[1] ?? []);
  const names = [...new Set([...corosync, ...folders, ...Object.keys(nodes)])].sort();
  return names.length > 0 ? names : ["pve"];
}

function readNode({ files, nodes = {} }: Scenario, name: string, index: number, file: (name: string) => string, now: number): Node {
  const facts: NodeFacts = nodes[name] ?? {};
  return {
    name,
    id: index + 1,
    ip: ringAddress(file("corosync.conf"), name) ?? managementAddress(files[`nodes/${name}/interfaces`] ?? file("interfaces")) ?? `192.0.2.${10 + index}`,
    online: facts.online ?? true,
    cpus: facts.cpus ?? 16,
    memory: facts.memory ?? 64 * GiB,
    disk: facts.disk ?? 240 * GiB,
    ...(facts.hardware === undefined ? {} : { hardware: facts.hardware }),
    bootedAt: now - 17 * 24 * 3600,
  };
}

function ringAddress(corosync: string, node: string): string | undefined {
  const block = corosync.split("node {").find((text) => new RegExp(`^\\s*name:\\s*${node}\\s*$`, "m").test(text));
  return /^\s*ring0_addr:\s*(\S+)/m.exec(block ?? "")?.[1];
}

function managementAddress(text: string): string | undefined {
  const found = parseInterfaces(text).find(({ gateway, address }) => gateway !== undefined && address !== undefined);
  return found && String(found.address);
}

function readGuests({ files, guests = {} }: Scenario, now: number): Guest[] {
  const processors = cpuModelsIn(files[cpuModelsFile] ?? "");
  return Object.entries(files).flatMap(([path, text]) => {
    const place = parseGuestFilePath(path);
    if (!place || guestFilePath(place.node, place.type, place.vmId) !== path) return [];
    const guest: Guest = { ...place, text, power: "stopped", startedAt: now - 6 * 24 * 3600 - place.vmId, addresses: guests[place.vmId]?.addresses, processors };
    guest.power = guests[place.vmId]?.power ?? (startsAtBoot(guest) ? "running" : "stopped");
    return [guest];
  });
}

function isGuestFile(path: string): boolean {
  const place = parseGuestFilePath(path);
  return place !== undefined && guestFilePath(place.node, place.type, place.vmId) === path;
}

function startsAtBoot(guest: Guest): boolean {
  const { onboot, template } = readGuest(guest).current;
  return onboot === 1 && template !== 1;
}

function withFacts(section: { id: string; type: string; settings: ReadonlyMap<string, string> }, { storages = {} }: Scenario): Storage {
  const { total = 1024 * GiB, used = Math.round(total * 0.38), reachable = true } = storages[section.id] ?? {};
  return { ...section, total, used, reachable };
}
