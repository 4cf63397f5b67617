import { parseSections } from "./section-config";

/** Where it is below `/etc/pve`. */
export const cpuModelsFile = "virtual-guest/cpu-models.conf";

/** The names of the cluster's own CPU models, by `cpu-models.conf`. */
export const cpuModelsIn = (text: string): readonly string[] => parseSections(text).flatMap(({ type, id }) => (type === "cpu-model" ? [id] : []));
