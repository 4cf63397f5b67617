import { parseSections } from "./section-config";

/** Where it is below `/etc/pve`. */
export const cpuModelsFile = "virtual-guest/cpu-models.conf";

/** The names of the cluster's own CPU models, by `cpu-models.conf`. */
export const cpuModelsIn = (text: string): readonly string[] => parseSections(text).flatMap(({ type, id }) => (type === "cpu-model" ? [id] : []));

const numbers = new Set(["hidden", "guest-phys-bits"]);

/** What `/cluster/qemu/custom-cpu-models` answers of the file, by name. */
export const cpuModelAnswers = (text: string): readonly (Readonly<Record<string, unknown>> & { readonly cputype: string })[] =>
  parseSections(text)
    .filter(({ type }) => type === "cpu-model")
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, settings }) => ({ ...Object.fromEntries([...settings].map(([key, value]) => [key, numbers.has(key) ? Number(value) : value])), cputype: `custom-${id}` }));
