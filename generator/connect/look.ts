import { isPmpcError } from "../../lib/error";
import type { Observation, Unreadable } from "../../lib/inventory/document";
import { parseGuestKey, type Address, type ResourceKey } from "../../lib/pve/address";
import { kindsInScope, withKindsOf } from "../../lib/schema/kind/scope";
import type { Context } from "../engine/action";
import { refuseAnotherCluster } from "../session/cluster-identity";
import type { Configuration } from "../settings/configuration";
import { readClusterNames } from "../workspace/cluster-names";
import { type Connecting, wayTo } from "./connection";
import { transportOf } from "./node-shell";
import { openCluster, type ClusterInput } from "./cluster";

/** A cluster as it is now, or why it could not be read. */
export type Look = { readonly seen: Observation; readonly at: string } | { readonly offline: string; readonly hasNoCredentials?: true };

/** Errors after which what was seen last is all there is. */
const away: readonly string[] = ["unreachable", "timeout", "asked-to-wait", "proxy-refused", "not-available", "host-key-unknown"];

/** Reads a cluster's settings, of guests and of what the workspace has besides, and keeps nothing: neither addresses nor what passes by itself is asked for. If it cannot be reached, or there are no credentials, it says so. */
export async function lookNow(root: string, input: ClusterInput, configuration: Configuration, expected: Iterable<ResourceKey>, context: Context<Connecting>): Promise<Look> {
  if (transportOf(input, configuration) === "api" && (await wayTo(input, configuration, context)) === undefined) return { offline: "there are no credentials for it: PROXMOX_VE_API_TOKEN is not set", hasNoCredentials: true };
  const at = context.now().toISOString();
  try {
    const { source, identity, settings } = await openCluster(input, configuration, context);
    try {
      if (identity) refuseAnotherCluster(configuration, { ...identity, endpoint: settings.endpoint }, root);
      const documents = new Map<Address, unknown>();
      const unreadable = new Map<Address, Unreadable>();
      const onProgress = ({ nodes, guests }: { readonly nodes: readonly string[]; readonly guests: { readonly done: number; readonly total: number } }) => context.host.progress("reading", `${nodes.join(" · ")}  ${guests.done} of ${guests.total} guests`, { done: guests.done, total: guests.total, on: nodes });
      const kinds = withKindsOf((await readClusterNames(root)).keys(), kindsInScope(configuration.scope ?? "guests", configuration.kinds));
      for await (const answer of source.read({ addresses: false, states: false, kinds, expected: [...expected].flatMap((key) => parseGuestKey(key) ?? []), signal: context.signal, onProgress })) {
        if ("why" in answer) unreadable.set(answer.address, answer);
        else documents.set(answer.address, answer.body);
      }
      return { seen: { documents, unreadable }, at };
    } finally {
      await source.close();
    }
  } catch (error) {
    if (!isPmpcError(error) || !away.includes(error.code)) throw error;
    return { offline: error.message };
  } finally {
    context.host.idle();
  }
}
