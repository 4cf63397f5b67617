import type { ClusterRef } from "./state-store";

/** Which of the clusters of a store a workspace is about; undefined if it is none of them. Both lists begin with the newest. */
export function chooseCluster(
  { endpoint, cluster: name }: ClusterRef,
  atEndpoint: readonly { readonly name: string; readonly clusterId: number }[],
  clusters: readonly { readonly id: number; readonly name: string }[],
): number | undefined {
  const there = atEndpoint.find((one) => one.name === name) ?? atEndpoint[0];
  if (there) return there.clusterId;
  // A workspace's own store has its cluster, wherever that was reached; one of an older pmpc did not say where.
  return (clusters.find((one) => one.name === name) ?? (endpoint === undefined || clusters.length === 1 ? clusters[0] : undefined))?.id;
}
