import type { Cluster } from "../cluster";
import { readSections } from "../section/file";
import { fabrics } from "../section/sdn";
import { objectOf, runningValue } from "./config";
import { sdnKinds } from "./kinds";
import type { RunningConfig } from "./running";

/** Everything of SDN as it is edited, as the running configuration holds it. */
export function edited(cluster: Pick<Cluster, "files">): RunningConfig["kinds"] {
  const kinds = sdnKinds.map(({ name, kind }) => {
    const all = [...readSections(cluster, kind)].map(([id, section]) => [id, Object.fromEntries(Object.entries(objectOf(section)).map(([key, value]) => [key, runningValue(key, value)]))] as const);
    return [name, Object.fromEntries(all)] as const;
  });
  const nodesAndFabrics = [...readSections(cluster, fabrics)].map(([id, section]) => [id, { id, ...(section.type.endsWith("_node") ? { interfaces: [] } : {}), ...objectOf(section) }] as const);
  return { ...Object.fromEntries(kinds), fabrics: Object.fromEntries(nodesAndFabrics) };
}
