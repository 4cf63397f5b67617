import type { Observation, Unreadable } from "../../lib/inventory/document";
import { parseGuestKey, type Address, type ResourceKey } from "../../lib/pve/address";
import type { Context } from "../engine/action";
import { refuseAnotherCluster } from "../session/cluster-identity";
import type { Configuration } from "../settings/configuration";
import type { Connecting } from "../reach/connection";
import { reach, type ReachInput } from "../reach/reach";

/** Reads a cluster as it is now, and keeps nothing of it. */
export async function readNow(root: string, input: ReachInput, configuration: Configuration, expected: Iterable<ResourceKey>, context: Context<Connecting>): Promise<Observation> {
  const { source, identity, settings } = await reach(input, configuration, context);
  try {
    if (identity) refuseAnotherCluster(configuration, { ...identity, endpoint: settings.endpoint }, root);
    const [documents, unreadable] = [new Map<Address, unknown>(), new Map<Address, Unreadable>()];
    const answers = source.read({
      addresses: false,
      expected: [...expected].flatMap((key) => parseGuestKey(key) ?? []),
      signal: context.signal,
      onProgress: ({ nodes, guests }) => context.host.progress("reading", `${nodes.join(" · ")}  ${guests.done} of ${guests.total} guests`, { done: guests.done, total: guests.total, on: nodes }),
    });
    for await (const answer of answers) {
      if ("why" in answer) unreadable.set(answer.address, answer);
      else documents.set(answer.address, answer.body);
    }
    return { documents, unreadable };
  } finally {
    context.host.idle();
    await source.close();
  }
}
