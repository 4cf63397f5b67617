import { join } from "node:path";
import { credentialsFor, posingAs, serve } from "../gate/server";
import { trustIn, withoutCredentials } from "../gate/environment";
import { fresh } from "../gate/fresh";
import { openCluster, type Cluster, type Way } from "../gate/live";
import { readOnly } from "../gate/read-only";
import { type Connecting, type ConnectionInput, sayPause, wayTo } from "../reach/connection";
import { writeText } from "../workspace/text";
import type { Context } from "../engine/action";
import type { Configuration } from "../settings/configuration";

/** A gate that plans go through: reads pass, and nothing else. */
export interface PlanningGate {
  readonly cluster: Cluster;
  /** How the cluster is reached behind it; undefined where there are no credentials. */
  readonly way: Way | undefined;
  /** What terraform is given, so that the provider goes to the gate. */
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  close(): Promise<void>;
}

const trusted = ".proxmox/terraform/gate.pem";

/** Opens a gate for the plans of one verb: what it reads of the cluster it reads once. */
export async function openPlanningGate(root: string, configuration: Configuration, input: ConnectionInput, context: Context<Connecting>): Promise<PlanningGate> {
  const way = await wayTo(input, configuration, context);
  const cluster = openCluster(way, { signal: context.signal, onPause: sayPause(context.host) });
  const posing = posingAs(way);
  const served = await serve(readOnly(fresh(cluster.handle), "this is a plan, which changes nothing"), posing, context.now());
  const write = async (text: string) => {
    await writeText(root, trusted, text);
    return join(root, trusted);
  };
  return {
    cluster,
    way,
    environment: { ...credentialsFor(served, posing), ...(await trustIn(served.certificate, context.environment, write)) },
    secrets: [served.secret],
    async close() {
      cluster.close();
      await served.close();
    },
  };
}

/** The environment of every program that a verb starts: without the cluster's credentials. */
export const environmentFor = ({ legacyApi }: Pick<Configuration, "legacyApi">, { environment }: Pick<Context, "environment">): Context["environment"] => withoutCredentials(environment, legacyApi?.token === undefined ? [] : [legacyApi.token]);
