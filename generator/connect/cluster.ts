import { resolve } from "node:path";
import { exit, PmpcError } from "../../lib/error";
import { apiSource } from "../source/api/api-source";
import { openFilesSource, type OpenedSource } from "../source/files/files-source";
import { openShellSource } from "../source/shell/shell-source";
import type { Source } from "../source/source";
import type { Client } from "../transport/client";
import { parseEndpoint } from "../transport/endpoint";
import type { Context } from "../engine/action";
import type { Configuration, Settings } from "../settings/configuration";
import { connect, type Connecting, type ConnectionInput, endpointsOf } from "./connection";
import { openNodeShell, transportOf, type HostInput } from "./node-shell";

/** A cluster that answers, by whichever way. */
export interface OpenCluster {
  readonly source: Source;
  readonly settings: Settings;
  /** Undefined if the credentials may not read it. */
  readonly identity?: { readonly name: string; readonly nodes: readonly string[] };
  /** What its workspace may be called. */
  readonly title: string;
}

export type ClusterInput = ConnectionInput & HostInput;

/** Reaches the cluster by the way that the options and the workspace name. */
export async function openCluster(input: ClusterInput, configuration: Configuration | undefined, context: Context<Connecting>): Promise<OpenCluster> {
  const transport = transportOf(input, configuration);
  if (transport === "api") return overApi(input, configuration, context);
  if (transport === "files") return overFiles(input, configuration, context);
  return overShell(input, configuration, context);
}

async function overApi(input: ClusterInput, configuration: Configuration | undefined, context: Context<Connecting>): Promise<OpenCluster> {
  const { client, settings } = await connect(input, configuration, context);
  const source = apiSource(client);
  try {
    const identity = await identify(client);
    return { source, settings, identity, title: identity?.name ?? (await firstNode(client)) };
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function overFiles(input: ClusterInput, configuration: Configuration | undefined, { host, folder }: Context): Promise<OpenCluster> {
  if (input.ssh !== undefined) throw new PmpcError("wrong-options", "--via files reads files on this machine, and cannot be combined with --ssh", { hint: "copy the folder, or leave out --via files", exit: exit.usage });
  const pveDir = input.pveDir === undefined ? (configuration?.pveDir ?? "/etc/pve") : resolve(folder, input.pveDir);
  const source = await openFilesSource(pveDir);
  host.notify({ code: "files-tell-less", says: "files do not contain the guests' power state and addresses: code and inventory are written without them", data: {} });
  return reached(source, { ...input, ssh: undefined }, configuration, folder, { transport: "files", ssh: configuration?.ssh, pveDir });
}

async function overShell(input: ClusterInput, configuration: Configuration | undefined, { host, folder, signal }: Context): Promise<OpenCluster> {
  const node = openNodeShell(input, configuration, { host });
  host.progress("reading", node.shell.name);
  try {
    const source = await openShellSource({ ...node, signal });
    const pveDir = input.pveDir ?? configuration?.pveDir;
    return reached(source, input, configuration, folder, { transport: "pct", ...(node.remote ? { ssh: node.shell.name } : {}), ...(pveDir === undefined ? {} : { pveDir }) });
  } catch (error) {
    await node.shell.close();
    throw error;
  } finally {
    host.idle();
  }
}

/** Terraform needs the API's address, whichever way pmpc itself uses; it is not contacted now. */
function reached(source: OpenedSource, input: ClusterInput, configuration: Configuration | undefined, folder: string, way: Pick<Settings, "transport" | "ssh" | "pveDir">): OpenCluster {
  const { cluster, nodes, node = cluster ?? "localhost" } = source;
  const [endpoint = parseEndpoint(node.includes(":") ? `[${node}]` : node).url] = endpointsOf(input, configuration);
  const { fingerprint, ca, insecure } = { ...configuration, ...Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) } as Configuration;
  return {
    source,
    settings: { endpoint, fingerprint, ca: input.ca === undefined ? ca : resolve(folder, input.ca), insecure: fingerprint === undefined && insecure, ...way },
    ...(cluster === undefined ? {} : { identity: { name: cluster, nodes } }),
    title: cluster ?? node,
  };
}

/** The names of the cluster (its only node's where there is none) and of its nodes; undefined if the credentials may not read them. */
export async function identify(client: Pick<Client, "get">): Promise<OpenCluster["identity"]> {
  const status = await rows(client, "/cluster/status");
  const named = status.find(({ type }) => type === "cluster") ?? status.find(({ local }) => local === 1);
  return named && { name: String(named.name), nodes: status.filter(({ type }) => type === "node").map(({ name }) => String(name)) };
}

async function firstNode(client: Client): Promise<string> {
  return String((await rows(client, "/nodes"))[0]?.node ?? "proxmox");
}

async function rows(client: Pick<Client, "get">, address: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { data } = await client.get(address);
  return Array.isArray(data) ? (data as Readonly<Record<string, unknown>>[]) : [];
}
