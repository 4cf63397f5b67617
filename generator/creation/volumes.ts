import { isPmpcError } from "../../lib/error";
import type { Guest } from "../../lib/inventory/inventory";
import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { guestDocument } from "../../lib/schema/kind/document";
import type { Context } from "../engine/action";
import { connect, endpointsOf, type Connecting, type ConnectionInput } from "../connect/connection";
import { transportOf } from "../connect/node-shell";
import type { Configuration } from "../settings/configuration";

/** A file that guests are made from. */
export interface Volume {
  /** `local:import/debian-13.qcow2` */
  readonly volid: string;
  readonly content: string;
  readonly node: string;
  readonly bytes?: number;
  /** The guest that it is of: 101. */
  readonly vmId?: number;
  /** `vm` or `ct` of a backup, where the storage says it. */
  readonly subtype?: string;
  /** When it was made, in seconds since 1970. */
  readonly madeAt?: number;
}

/** What lies on the storages of a cluster. */
export interface Library {
  /** The files on these storages of a node that the credentials may see, or why they are unknown. */
  on(node: string, storages: readonly string[]): Promise<{ readonly volumes: readonly Volume[]; readonly unasked?: string }>;
  /** The names of a guest's snapshots, or why they are unknown. */
  snapshots(guest: { readonly type: string; readonly vmId: number; readonly node: string }): Promise<{ readonly names: readonly string[]; readonly unasked?: string }>;
  /** A guest as the cluster has it now; none, if its list does not name it; or why that is unknown. */
  guest(key: ResourceKey): Promise<{ readonly guest?: Guest; readonly unasked?: string }>;
  close(): void;
}

type Row = Readonly<Record<string, unknown>>;

/** Asks the cluster when it is asked itself: what was read last does not say what lies on a storage. It asks people nothing but a certificate. */
export function openLibrary(input: ConnectionInput, configuration: Configuration, context: Context<Connecting>): Library {
  let opened: ReturnType<typeof connect> | undefined;
  const token = configuration.legacyApi?.token;
  const hasCredentials = input.apiToken !== undefined || (input.username !== undefined && input.password !== undefined) || (token !== undefined && context.environment[token] !== undefined);
  const why = endpointsOf(input, configuration).length === 0 || transportOf({}, configuration) !== "api" ? "it is not reached through its API" : hasCredentials ? undefined : "PROXMOX_VE_API_TOKEN is not set";
  const read = async (path: string): Promise<{ readonly data?: unknown; readonly unasked?: string }> => {
    if (why !== undefined) return { unasked: why };
    try {
      const { client } = await (opened ??= connect(input, configuration, context));
      const { status, data } = await client.get(path);
      return status === 200 ? { data } : {};
    } catch (error) {
      if (!isPmpcError(error) || error.code === "not-authorised") throw error;
      return { unasked: error.message };
    }
  };
  const ask = async (path: string): Promise<{ readonly rows: readonly Row[]; readonly unasked?: string }> => {
    const { data, ...others } = await read(path);
    return { rows: Array.isArray(data) ? (data as Row[]) : [], ...others };
  };
  return {
    async on(node, storages) {
      const found: Volume[] = [];
      for (const storage of storages) {
        const { rows, unasked } = await ask(`/nodes/${encodeURIComponent(node)}/storage/${encodeURIComponent(storage)}/content`);
        if (unasked !== undefined) return { volumes: [], unasked };
        for (const { volid, content, size, vmid, ctime, subtype } of rows) {
          if (typeof volid === "string") found.push({ volid, content: String(content), node, ...(typeof size === "number" ? { bytes: size } : {}), ...(vmid === undefined ? {} : { vmId: Number(vmid) }), ...(ctime === undefined ? {} : { madeAt: Number(ctime) }), ...(typeof subtype === "string" ? { subtype } : {}) });
        }
      }
      return { volumes: found };
    },
    async snapshots({ type, vmId, node }) {
      const { rows, unasked } = await ask(`/nodes/${encodeURIComponent(node)}/${type}/${vmId}/snapshot`);
      return { names: rows.flatMap(({ name }) => (typeof name === "string" && name !== "current" ? [name] : [])), ...(unasked === undefined ? {} : { unasked }) };
    },
    async guest(key) {
      const { data, unasked } = await read("/cluster/resources?type=vm");
      const id = parseGuestKey(key);
      const row = Array.isArray(data) ? (data as readonly Row[]).find(({ type, vmid }) => `${String(type)}/${String(vmid)}` === key) : undefined;
      if (unasked !== undefined || id === undefined || row === undefined) return unasked === undefined ? {} : { unasked };
      const node = String(row.node);
      const config = (await read(guestDocument({ ...id, node }, "config"))).data;
      return { guest: { key, ...id, node, ...(typeof row.name === "string" ? { name: row.name } : {}), status: String(row.status ?? "unknown"), template: row.template === 1, tags: [], ...(config === undefined ? {} : { config: config as Row }) } };
    },
    close: () => void opened?.then(({ client }) => client.close(), () => undefined),
  };
}
