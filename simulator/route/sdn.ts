import { newUuid } from "../invention";
import { flag, isSet, text } from "../parameter";
import { failed, forbidden } from "../refusal";
import { given, index, mayAny, needs, type Call, type Route } from "../route";
import { locked } from "../section/change";
import { writeSections } from "../section/file";
import { fabrics } from "../section/sdn";
import type { Section, SectionValue } from "../section/kind";
import { sdnObjects } from "../sdn/config";
import { edited } from "../sdn/edited";
import { sdnKinds } from "../sdn/kinds";
import { assertToken, lockFile } from "../sdn/lock";
import { isLoaded, loadOn, zonesOn } from "../sdn/loaded";
import { runningConfig, setRunning } from "../sdn/running";
import { startTask } from "../task";

const token = { "lock-token": text };

/** Zones, vnets and the rest are edited, and run when they are applied. */
export const sdnRoutes: readonly Route[] = [
  { method: "GET", path: "/cluster/sdn", ...needs("/sdn", "SDN.Audit"), run: () => index("id", "vnets zones controllers ipams dns fabrics") },
  { method: "PUT", path: "/cluster/sdn", ...needs("/sdn", "SDN.Allocate"), takes: { ...token, "release-lock": flag }, run: apply },
  { method: "POST", path: "/cluster/sdn/lock", ...needs("/sdn", "SDN.Allocate"), takes: { "allow-pending": flag }, run: lock },
  { method: "DELETE", path: "/cluster/sdn/lock", ...needs("/sdn", "SDN.Allocate"), takes: { ...token, force: flag }, run: unlock },
  { method: "POST", path: "/cluster/sdn/rollback", ...needs("/sdn", "SDN.Allocate"), takes: { ...token, "release-lock": flag }, run: rollback },
  { method: "GET", path: "/nodes/{node}/sdn", run: () => index("name", "fabrics vnets zones") },
  { method: "GET", path: "/nodes/{node}/sdn/zones", run: nodeZones },
  { method: "GET", path: "/nodes/{node}/sdn/zones/{zone}/content", ...needs("/sdn/zones/{zone}", "SDN.Audit"), run: nodeVnets },
];

function apply(call: Call): string {
  const { cluster, user } = call;
  return locked("could not commit SDN config", () => {
    assertToken(call);
    setRunning(cluster, { version: runningConfig(cluster).version + 1, kinds: edited(cluster) });
    for (const node of cluster.nodes.values()) if (node.online) loadOn(cluster, node.name);
    if (isSet(call.given["release-lock"])) cluster.files.delete(lockFile);
    const node = [...cluster.nodes.values()].find(({ online }) => online)?.name ?? "";
    return startTask(cluster, { node, type: "reloadnetworkall", id: "", user, run: () => undefined });
  });
}

function hasPending({ cluster }: Call): boolean {
  return sdnKinds.some((kind) => [...sdnObjects(cluster, kind, "pending").values()].some(({ state }) => state !== undefined));
}

function lock(call: Call): string {
  return locked("could not acquire lock for SDN config", () => {
    assertToken(call);
    if (!isSet(call.given["allow-pending"]) && hasPending(call)) throw failed("configuration has pending changes");
    const made = newUuid(call.cluster);
    call.cluster.files.set(lockFile, made);
    return made;
  });
}

function unlock(call: Call): null {
  if (!isSet(call.given.force)) locked("could not release lock", () => assertToken(call));
  call.cluster.files.delete(lockFile);
  return null;
}

function rollback(call: Call): null {
  const { cluster } = call;
  return locked("could not rollback SDN configuration", () => {
    assertToken(call);
    const { kinds } = runningConfig(cluster);
    const sectionsOf = (name: string): Section[] =>
      Object.entries(kinds[name] ?? {}).map(([id, object]) => {
        const { type, id: _, ...values } = object as Readonly<Record<string, unknown>>;
        const texts = Object.entries(values).map(([key, value]) => [key, typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value).sort().join(",") : value] as const);
        return { id, type: String(type), values: Object.fromEntries(texts) as Record<string, SectionValue> };
      });
    for (const { name, kind } of sdnKinds) writeSections(cluster, kind, sectionsOf(name));
    writeSections(cluster, fabrics, sectionsOf("fabrics"));
    if (isSet(call.given["release-lock"])) cluster.files.delete(lockFile);
    return null;
  });
}

type Running = Readonly<Record<string, unknown>>;

function nodeZones(call: Call) {
  const node = given(call, "node");
  const seen = zonesOn(call.cluster, node).filter(([zone]) => mayAny(call, `/sdn/zones/${zone}`, "SDN.Audit", "SDN.Allocate"));
  return seen.map(([zone]) => ({ zone, status: isLoaded(call.cluster, node) ? "available" : "pending" }));
}

function nodeVnets(call: Call) {
  const [node, zone] = [given(call, "node"), given(call, "zone")];
  if (!mayAny(call, `/sdn/zones/${zone}`, "SDN.Audit")) throw forbidden(`/sdn/zones/${zone}`, ["SDN.Audit"]);
  if (!zonesOn(call.cluster, node).some(([id]) => id === zone)) return [];
  const all = Object.entries(runningConfig(call.cluster).kinds.vnets ?? {}) as [string, Running][];
  const waits = { status: "pending", statusmsg: "local sdn network configuration is not yet generated, please reload" };
  return all.filter(([, object]) => object.zone === zone).map(([vnet]) => ({ vnet, ...(isLoaded(call.cluster, node) ? { status: "available" } : waits) }));
}
