// The first that fits.
const areas = [
  ["firewall", /\/firewall(\/|$)/],
  ["guest", /^\/nodes\/[^/]+\/(qemu|lxc)(\/|$)/],
  ["task", /^\/(nodes\/[^/]+|cluster)\/tasks(\/|$)/],
  ["storage", /^\/(nodes\/[^/]+\/)?storage(\/|$)/],
  ["pool", /^\/pools(\/|$)/],
  ["access", /^\/access(\/|$)/],
  ["network", /^\/nodes\/[^/]+\/network(\/|$)/],
  ["node", /^\/nodes(\/|$)/],
  ["ha", /^\/cluster\/ha(\/|$)/],
  ["sdn", /^\/cluster\/sdn(\/|$)/],
  ["backup", /^\/cluster\/(backup|replication|jobs)(\/|$)/],
  ["cluster", /^\/(cluster|version)?(\/|$)/i],
] as const;

/** What a step is about. */
export type Area = (typeof areas)[number][0] | "other";

/** The area of an address. */
export function areaOf(path: string): Area {
  return areas.find(([, pattern]) => pattern.test(path.split("?")[0]!))?.[0] ?? "other";
}
