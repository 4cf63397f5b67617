import type { Observation } from "../../lib/inventory/document";
import { printSections, valueOf } from "../../simulator/section/file";
import { haGroups, haResources, haRules } from "../../simulator/section/ha";
import { jobs } from "../../simulator/section/jobs";
import type { Section, SectionKind, SectionValue } from "../../simulator/section/kind";
import { mappings, mappingTypes } from "../../simulator/section/mapping";
import { metricServers } from "../../simulator/section/metrics";
import { realms } from "../../simulator/section/realms";
import { replicationJobs } from "../../simulator/section/replication";
import { edited } from "../../simulator/sdn/edited";
import { setRunning } from "../../simulator/sdn/running";
import { controllers, dnsServers, fabrics, ipams, subnets, vnets, zones } from "../../simulator/section/sdn";

type Row = Readonly<Record<string, unknown>>;

interface Source {
  /** A list, or what stands for each of its rows: `/cluster/sdn/vnets/{vnet}/subnets`. */
  readonly at: RegExp;
  /** What names a row. */
  readonly part: string;
  /** The type of rows that say none; a fabric's follows from its protocol. */
  readonly type?: string;
  readonly ofProtocol?: "fabric" | "node";
  readonly kind: SectionKind;
}

const sources: readonly Source[] = [
  { at: /^\/cluster\/ha\/resources$/, part: "sid", kind: haResources },
  { at: /^\/cluster\/ha\/groups$/, part: "group", type: "group", kind: haGroups },
  { at: /^\/cluster\/ha\/rules$/, part: "rule", kind: haRules },
  { at: /^\/cluster\/backup$/, part: "id", type: "vzdump", kind: jobs },
  { at: /^\/cluster\/jobs\/realm-sync$/, part: "id", type: "realm-sync", kind: jobs },
  { at: /^\/cluster\/replication$/, part: "id", type: "local", kind: replicationJobs },
  ...mappingTypes.map((type) => ({ at: new RegExp(`^/cluster/mapping/${type}$`), part: "id", kind: mappings[type] })),
  { at: /^\/cluster\/metrics\/server$/, part: "id", kind: metricServers },
  { at: /^\/cluster\/sdn\/zones$/, part: "zone", kind: zones },
  { at: /^\/cluster\/sdn\/vnets$/, part: "vnet", type: "vnet", kind: vnets },
  { at: /^\/cluster\/sdn\/vnets\/[^/]+\/subnets$/, part: "subnet", type: "subnet", kind: subnets },
  { at: /^\/cluster\/sdn\/controllers$/, part: "controller", kind: controllers },
  { at: /^\/cluster\/sdn\/ipams$/, part: "ipam", kind: ipams },
  { at: /^\/cluster\/sdn\/dns$/, part: "dns", kind: dnsServers },
  { at: /^\/cluster\/sdn\/fabrics\/fabric$/, part: "id", ofProtocol: "fabric", kind: fabrics },
  { at: /^\/cluster\/sdn\/fabrics\/node\/[^/]+$/, part: "node_id", ofProtocol: "node", kind: fabrics },
  { at: /^\/access\/domains$/, part: "realm", kind: realms },
];

/** The files of what was read beside guests: of jobs, high availability, mappings, metrics servers, SDN and realms. */
export function sectionFiles(documents: Observation["documents"]): Readonly<Record<string, string>> {
  const sections = new Map<SectionKind, Section[]>();
  for (const [address, body] of documents) {
    const source = sources.find(({ at }) => at.test(address));
    if (!source || !Array.isArray(body)) continue;
    const found = (body as readonly Row[]).flatMap((row) => sectionOf(row, source, documents.get(`${address}/${encodeURIComponent(String(row[source.part]))}`)));
    sections.set(source.kind, [...(sections.get(source.kind) ?? []), ...found]);
  }
  const files = new Map([...sections].map(([kind, all]) => [kind.file, printSections(all, kind)]));
  // What is edited runs: which of it waits to be applied is not read.
  if ([...files.keys()].some((file) => file.startsWith("sdn/"))) setRunning({ files }, { version: 1, kinds: edited({ files }) });
  return Object.fromEntries(files);
}

/** A row as a section; what was read of it alone says more. */
function sectionOf(row: Row, { part, type: preset, ofProtocol, kind }: Source, alone: unknown): Section[] {
  const said: Row = { ...row, ...(ofProtocol === undefined ? {} : { type: `${String(row.protocol)}_${ofProtocol}` }), ...(typeof alone === "object" && !Array.isArray(alone) ? alone : {}) };
  const only = Object.keys(kind.types).length === 1 ? Object.keys(kind.types)[0] : undefined;
  const type = typeof said.type === "string" && said.type in kind.types ? said.type : (preset ?? only);
  const known = type === undefined ? undefined : kind.types[type];
  if (type === undefined || !known) return [];
  const values = Object.entries(said).flatMap(([key, value]): [string, SectionValue][] => {
    const property = key === part ? undefined : known.properties[key];
    if (property === undefined || value === null || value === undefined || value === "") return [];
    return [[key, valueOf(property, packed(value))]];
  });
  const name = String(said[part]);
  return [{ type, id: ofProtocol === "node" ? `${String(said.fabric_id)}_${name}` : name, values: Object.fromEntries(values) }];
}

/** What is answered as an object is `keep-daily=7,keep-weekly=4` in the file. */
const packed = (value: unknown): unknown => (Array.isArray(value) ? value.map(packed) : typeof value === "object" ? Object.entries(value as Row).map(([key, part]) => `${key}=${String(part)}`).sort().join() : value);
