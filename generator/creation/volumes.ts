import { isPmpcError } from "../../lib/error";
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
}

/** What lies on the storages of a cluster. */
export interface Library {
  /** The images and templates on these storages of a node, or why they are unknown. */
  on(node: string, storages: readonly string[]): Promise<{ readonly volumes: readonly Volume[]; readonly unasked?: string }>;
  close(): void;
}

type Row = Readonly<Record<string, unknown>>;

/** Asks the cluster when it is asked itself: what was read last does not say what lies on a storage. It asks people nothing but a certificate. */
export function openLibrary(input: ConnectionInput, configuration: Configuration, context: Context<Connecting>): Library {
  let opened: ReturnType<typeof connect> | undefined;
  const token = configuration.legacyApi?.token;
  const hasCredentials = input.apiToken !== undefined || (input.username !== undefined && input.password !== undefined) || (token !== undefined && context.environment[token] !== undefined);
  const why = endpointsOf(input, configuration).length === 0 || transportOf({}, configuration) !== "api" ? "it is not reached through its API" : hasCredentials ? undefined : "PROXMOX_VE_API_TOKEN is not set";
  return {
    async on(node, storages) {
      if (why !== undefined) return { volumes: [], unasked: why };
      try {
        const { client } = await (opened ??= connect(input, configuration, context));
        const found: Volume[] = [];
        for (const storage of storages) {
          const { data } = await client.get(`/nodes/${encodeURIComponent(node)}/storage/${encodeURIComponent(storage)}/content`);
          for (const { volid, content, size } of Array.isArray(data) ? (data as Row[]) : []) if (typeof volid === "string") found.push({ volid, content: String(content), node, ...(typeof size === "number" ? { bytes: size } : {}) });
        }
        return { volumes: found };
      } catch (error) {
        if (!isPmpcError(error) || error.code === "not-authorised") throw error;
        return { volumes: [], unasked: error.message };
      }
    },
    close: () => void opened?.then(({ client }) => client.close(), () => undefined),
  };
}
