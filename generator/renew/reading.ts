import type { Kind } from "../../lib/schema/kind/kind";
import { kindsInScope, withKindsOf } from "../../lib/schema/kind/scope";
import { parseGuestKey } from "../../lib/pve/address";
import type { ReadOptions, Source } from "../source/source";
import type { StateStore } from "../store/state-store";
import { readClusterNames } from "../workspace/cluster-names";
import { readDeleted } from "../workspace/deleted";
import { readNames } from "../workspace/names";
import type { Context } from "../engine/action";
import { option } from "../engine/option";
import { asRemembered, readConfiguration, type Configuration, type Settings } from "../settings/configuration";
import { type Connecting, connectionOptions, connectionQuestions } from "../connect/connection";
import { hostOptions } from "../connect/node-shell";
import { openCluster, type OpenCluster, type ClusterInput } from "../connect/cluster";
import { findRoot, refuseLostSettings, withSession } from "../session/session";
import { refuseAnotherCluster } from "../session/cluster-identity";
import { folderFor } from "./write";
import { type Following, followQuestions } from "../session/earlier-run";

/** The options of every verb that reads a cluster. */
export const readingOptions = {
  ...connectionOptions,
  ...hostOptions,
  addresses: option.flag("Ask running guests for their addresses (--no-addresses: do not).", { preset: true }),
  out: option.text("Folder of the workspace. Default: the one you are in, else one named after the cluster.", { placeholder: "DIR", local: true }),
};

/** What may be asked to read a cluster. */
export const readingQuestions = [...connectionQuestions, ...followQuestions] as const;

/** A cluster that was reached, for a workspace. */
interface Reached {
  readonly root: string;
  readonly store: StateStore;
  readonly configuration: Configuration | undefined;
  readonly settings: Settings;
  readonly source: Source;
  readonly identity: OpenCluster["identity"];
}

/** Reaches the cluster and takes the workspace, in the order in which the least is asked for nothing. */
export async function withCluster<T>(
  input: ClusterInput & { readonly out: string | undefined },
  context: Context<Connecting | Following>,
  verb: string,
  work: (reached: Reached) => Promise<T>,
): Promise<T> {
  const known = await findRoot(input.out, context);
  const configured = known === undefined ? undefined : await readConfiguration(known);
  if (configured === undefined) refuseLostSettings(known, context);
  const { source, settings, identity, title } = await openCluster(input, configured, context);
  try {
    const root = known ?? folderFor(title, context);
    return await withSession(root, verb, context, ({ store, configuration }) => {
      // Before anything of another cluster is in the store.
      if (identity) refuseAnotherCluster(configuration, { ...identity, endpoint: settings.endpoint }, root);
      return work({ root, store, configuration, settings: asRemembered(settings, root), source, identity });
    });
  } finally {
    await source.close();
  }
}

/** The kinds that a workspace has besides guests. */
export const kindsOf = (configuration: Pick<Configuration, "scope" | "kinds"> | undefined): readonly Kind[] => kindsInScope(configuration?.scope ?? "guests", configuration?.kinds);

/** Reads everything into the store, and says so as it goes. */
export async function record({ root, store, source, configuration, settings, identity }: Reached, addresses: boolean, { host, signal }: Context, onAnswer?: ReadOptions["onAnswer"], kinds = kindsOf(configuration)) {
  // What is written beside a damaged page is lost with it later, and nobody would have heard of it.
  await store.check();
  const names = await readNames(root);
  const answers = source.read({
    addresses,
    // What has code stays in step with it, whatever is taken into code from now on.
    kinds: withKindsOf((await readClusterNames(root)).keys(), kinds),
    expected: [...names.keys(), ...(await readDeleted(root)).keys()].flatMap((key) => parseGuestKey(key) ?? []),
    signal,
    ...(onAnswer === undefined ? {} : { onAnswer }),
    onProgress: ({ nodes, guests }) => host.progress("reading", `${nodes.join(" · ")}  ${guests.done} of ${guests.total} guests`, { done: guests.done, total: guests.total, on: nodes }),
  });
  const run = await store.record({ source: source.name, before: configuration, now: { endpoint: settings.endpoint, cluster: configuration?.cluster ?? identity?.name } }, answers);
  host.idle();
  return run;
}
