import type { DataSource } from "typeorm";
import { chooseCluster } from "./choice";
import { clusterSchema, endpointSchema } from "./entity";
import type { ClusterRef, Recording } from "./state-store";

/** A database with clusters in it. */
export interface Clusters {
  readonly database: DataSource;
  /** Whether workspaces of other clusters use it, too. */
  readonly shared: boolean;
}

/** The cluster that a workspace is about; undefined if none was seen there. */
export async function closestCluster({ database, shared }: Clusters, ref: ClusterRef | undefined): Promise<number | undefined> {
  const { endpoint } = ref ?? {};
  const endpoints = database.getRepository(endpointSchema);
  const there = endpoint === undefined ? [] : await endpoints.find({ where: { url: endpoint }, order: { clusterId: "DESC" } });
  const clusters = shared ? [] : await database.getRepository(clusterSchema).find({ order: { id: "DESC" } });
  return chooseCluster(ref ?? {}, there, clusters);
}

/** The cluster that is about to be read: the one that the workspace has, the one that is known there, or a new one. */
export async function claimCluster(clusters: Clusters, { before, now }: Pick<Recording, "before" | "now">): Promise<number> {
  const { database } = clusters;
  const name = now.cluster ?? "";
  const known = before?.cluster === undefined ? undefined : await closestCluster(clusters, before);
  return database.transaction(async (manager) => {
    const endpoints = manager.getRepository(endpointSchema);
    const exact = await endpoints.findOneBy({ url: now.endpoint, name });
    if (exact) return exact.clusterId;
    const nameless = now.cluster === undefined ? await endpoints.findOneBy({ url: now.endpoint }) : undefined;
    const clusterId = known ?? nameless?.clusterId;
    const made = clusterId ?? ((await manager.insert(clusterSchema, { name })).identifiers[0]!.id as number);
    await manager.createQueryBuilder().insert().into(endpointSchema).values({ url: now.endpoint, name, clusterId: made }).orIgnore().execute();
    // Somebody else may have been here at the same time, and first.
    const claimed = (await endpoints.findOneByOrFail({ url: now.endpoint, name })).clusterId;
    if (clusterId === undefined && claimed !== made) await manager.delete(clusterSchema, made);
    return claimed;
  });
}

/** The cluster of a workspace, which a clone that has seen nothing knows by its configuration alone. */
export const claimHere = (clusters: Clusters, ref: ClusterRef = {}): Promise<number> => claimCluster(clusters, { before: ref, now: { ...ref, endpoint: ref.endpoint ?? "" } });
