import { join } from "node:path";
import { parseGuestAddress, printGuestKey, type ResourceKey } from "../../lib/pve/address";
import { keyOfGuest } from "../../lib/schema/kind/name";
import { patient, type SilentGuest } from "../gate/agent";
import { trustIn, withoutCredentials } from "../gate/environment";
import { fresh } from "../gate/fresh";
import { lastKnownIn } from "../gate/last-known";
import { openCluster, type Cluster } from "../gate/live";
import { refuse, type Handler } from "../gate/message";
import { readOnly } from "../gate/read-only";
import { recorded, type Recording } from "../gate/recording";
import { credentialsFor, posingAs, serve } from "../gate/server";
import { tellingStorages } from "../gate/telling-storages";
import { identify } from "../connect/cluster";
import { type Connecting, type ConnectionInput, endpointsOf, sayPause, wayTo } from "../connect/connection";
import { refuseAnotherCluster } from "../session/cluster-identity";
import type { StateDocument } from "../terraform/terraform";
import { removeText, writeText } from "../workspace/text";
import type { Context } from "../engine/action";
import type { Configuration } from "../settings/configuration";

/** A gate that plans go through: reads pass, and nothing else. */
export interface PlanningGate {
  /** What terraform is given, so that the provider goes to the gate. */
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  /** Tells it what Terraform remembers: what guests said of their addresses last. */
  learn(state: StateDocument | undefined): void;
  /** A guest's configuration that plans were made on; undefined if none of them read it. */
  configOf(key: ResourceKey): Readonly<Record<string, unknown>> | undefined;
  /** Guests that did not say their addresses. */
  silent(): readonly SilentGuest[];
  /** Has everything read anew from now on. */
  forget(): void;
  close(): Promise<void>;
}

/** What a gate answers from instead of the cluster. */
export interface Recorded {
  readonly recording: Recording;
  /** It is the store's, which keeps no secrets. */
  readonly withoutSecrets?: boolean;
}

const trusted = ".proxmox/terraform/gate.pem";

/**
 * Reaches a workspace's cluster for one verb, with one login and one budget for all that it does. A user who logs in does so at once: who
 * needs a second factor is told before anything is planned.
 */
export async function reachCluster(configuration: Configuration, input: ConnectionInput, context: Context<Connecting>): Promise<Cluster> {
  const cluster = openCluster(await wayTo(input, configuration, context), { signal: context.signal, onPause: sayPause(context.host) });
  if (cluster.way !== undefined && "username" in cluster.way.credentials) await cluster.client().then((client) => client?.get("/version"));
  await refuseElsewhere(cluster, configuration, context.folder);
  return cluster;
}

/** Another address than the workspace's may be another node of its cluster, and nothing else: the code would be planned for strangers. */
async function refuseElsewhere({ way, client, close }: Cluster, configuration: Configuration, folder: string): Promise<void> {
  const [endpoint] = way?.endpoints ?? [];
  if (endpoint === undefined || endpointsOf({}, configuration).includes(endpoint)) return;
  try {
    const identity = await client().then((asked) => asked && identify(asked));
    if (identity !== undefined) refuseAnotherCluster(configuration, { ...identity, endpoint }, folder);
  } catch (error) {
    close();
    throw error;
  }
}

/** Opens a gate for plans: what it reads of the cluster it reads once, and what was recorded not at all. */
export async function openPlanningGate(root: string, cluster: Cluster, context: Pick<Context, "environment" | "now">, from?: Recorded): Promise<PlanningGate> {
  const known = new Map<ResourceKey, unknown>();
  const silent = new Set<ResourceKey>();
  const configs = new Map<ResourceKey, Readonly<Record<string, unknown>>>();
  const readOnce = () =>
    fresh(tellingStorages(cluster.handle), (address, data) => {
      const guest = parseGuestAddress(address);
      if (guest?.rest === "/config") configs.set(printGuestKey(guest), data as Readonly<Record<string, unknown>>);
    });
  let reading = readOnce();
  const live: Handler = (request) => reading(request);
  const answers = from === undefined ? live : recorded(from.recording, unrecorded(cluster.way === undefined ? undefined : live), { withoutSecrets: from.withoutSecrets ?? false });
  const posing = posingAs(cluster.way);
  const served = await serve(readOnly(patient(answers, (guest) => known.get(printGuestKey(guest)), (guest) => silent.add(printGuestKey(guest))), "this is a plan, which changes nothing"), posing, context.now());
  const write = async (text: string) => {
    await writeText(root, trusted, text);
    return join(root, trusted);
  };
  const trust = await trustIn(served.certificate, context.environment, write).catch(async (error: unknown) => {
    // An open gate would keep pmpc from its end.
    await served.close();
    throw error;
  });
  return {
    environment: { ...credentialsFor(served, posing), ...trust },
    secrets: [served.secret],
    learn(state) {
      for (const { type, instances } of state?.resources ?? []) {
        const { attributes } = instances?.[0] ?? {};
        const key = attributes && keyOfGuest(type, attributes);
        if (key !== undefined) known.set(key, lastKnownIn(attributes!));
      }
    },
    configOf: (key) => configs.get(key),
    silent: () => [...silent].map((key) => ({ key, known: known.get(key) })),
    forget: () => void (reading = readOnce()),
    async close() {
      await served.close();
      await removeText(root, trusted);
    },
  };
}

/** What an import does not read is asked of the cluster where that may be, but nothing of a guest: the recording has all that there was. */
function unrecorded(live: Handler | undefined): Handler {
  return async (request) => {
    if (live !== undefined && parseGuestAddress(request.address) === undefined) return live(request);
    return refuse(`${request.address} was not read, so nothing is known of it`, 502);
  };
}

/** The environment of every program that a verb starts: without the cluster's credentials. */
export const environmentFor = ({ legacyApi }: Pick<Configuration, "legacyApi">, { environment }: Pick<Context, "environment">): Context["environment"] => withoutCredentials(environment, legacyApi?.token === undefined ? [] : [legacyApi.token]);
