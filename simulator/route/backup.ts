import { nextEvent } from "../calendar";
import { dump } from "../dump";
import { newUuid } from "../invention";
import { configId, flag, formatted, isSet, required, text } from "../parameter";
import { allowed } from "../permission";
import { failed, invalid } from "../refusal";
import { demand, given, needs, type Call, type Route } from "../route";
import { splitList } from "../schema/format";
import type { Properties } from "../schema/property";
import { printParts, readPropertyString } from "../schema/verify";
import { deleted, sentValues, withoutSection, withSection } from "../section/change";
import { readSections, valueOf, writeSections } from "../section/file";
import { backupFields, jobs, packedSettings } from "../section/jobs";
import type { Section, SectionValue } from "../section/kind";
import { includedVolumes, unsavedGuests } from "../saved";

const at = "/cluster/backup";
const audit = needs("/", "Sys.Audit");
const modify = needs("/", "Sys.Modify");
const id = required({ ...text, maxLength: 50 });
const fields: Properties = {
  ...backupFields,
  schedule: { ...formatted("pve-calendar-event"), maxLength: 128 },
  starttime: { ...text, pattern: "\\d{1,2}:\\d{1,2}" },
  dow: { ...text, requires: "starttime" },
  enabled: flag,
  "repeat-missed": flag,
  comment: { ...text, maxLength: 512 },
};

export const backupRoutes: readonly Route[] = [
  { method: "GET", path: at, ...audit, run: list },
  { method: "GET", path: `${at}/{id}`, ...audit, takes: { id }, run: (call) => described(existing(call)) },
  { method: "POST", path: at, ...modify, takes: { ...fields, id: configId }, run: create },
  { method: "POST", path: "/nodes/{node}/vzdump", takes: { ...fields, vmid: text, stdout: flag, "job-id": text }, run: dump },
  { method: "PUT", path: `${at}/{id}`, ...modify, takes: { ...fields, id, delete: formatted("pve-configid-list") }, run: update },
  { method: "DELETE", path: `${at}/{id}`, ...modify, takes: { id }, run: remove },
  { method: "GET", path: `${at}/{id}/included_volumes`, ...audit, takes: { id }, run: (call) => includedVolumes(call.cluster, existing(call)) },
  { method: "GET", path: "/cluster/backup-info", onlyRoot: true, run: () => [{ subdir: "not-backed-up" }] },
  { method: "GET", path: "/cluster/backup-info/not-backed-up", ...audit, run: ({ cluster }) => unsavedGuests(cluster) },
];

const backupsOf = ({ cluster }: Call) => [...readSections(cluster, jobs).values()].filter(({ type }) => type === "vzdump");

function list(call: Call) {
  const { cluster } = call;
  return backupsOf(call).map((job) => {
    const next = nextEvent(String(job.values.schedule), cluster.now());
    return { ...described(job), ...(next === undefined ? {} : { "next-run": next }) };
  });
}

function existing(call: Call): Section {
  const found = backupsOf(call).find((job) => job.id === given(call, "id"));
  if (!found) throw invalid({ id: `No such job '${given(call, "id")}'` });
  return found;
}

function described({ id: name, type, values }: Section): object {
  const packed = Object.entries(packedSettings).flatMap(([key, properties]) => (values[key] === undefined ? [] : [[key, unpacked(String(values[key]), properties)] as const]));
  return { id: name, type, ...values, ...Object.fromEntries(packed) };
}

/** A property string as an object: flags are numbers, numbers are text. */
function unpacked(value: string, properties: Properties): object {
  const parts = readPropertyString(value, properties);
  if (typeof parts === "string") return {};
  return Object.fromEntries([...parts].map(([key, part]) => [key, properties[key]?.type === "boolean" ? Number(part) : part]));
}

/** Property strings as Proxmox VE writes them. */
function normal(values: Readonly<Record<string, SectionValue>>): Record<string, SectionValue> {
  const packed = Object.entries(packedSettings).flatMap(([key, properties]): [string, SectionValue][] => {
    const parts = values[key] === undefined ? "" : readPropertyString(String(values[key]), properties);
    return typeof parts === "string" ? [] : [[key, printParts(parts, properties)]];
  });
  return { ...values, ...Object.fromEntries(packed) };
}

/** Time and days of the week as one schedule. */
function withSchedule(call: Call, isNew: boolean): Call {
  const { starttime, dow, ...rest } = call.given;
  if (rest.schedule !== undefined && starttime !== undefined) throw invalid({ starttime: "'starttime' and 'schedule' cannot both be set" });
  if (rest.schedule === undefined && starttime === undefined && isNew) throw invalid({ schedule: "neither 'starttime' nor 'schedule' were set" });
  if (starttime === undefined) return { ...call, given: rest };
  const days = splitList(String(dow ?? "")).join(",");
  const schedule = days === "" || days === "mon,tue,wed,thu,fri,sat,sun" ? String(starttime) : `${days} ${String(starttime)}`;
  return { ...call, given: { ...rest, schedule } };
}

/** What only root may say, and what needs rights of its own. */
function demandRights(call: Call): void {
  const { user, given: sent, cluster } = call;
  if (call.isRoot) return;
  for (const name of ["tmpdir", "dumpdir", "script"]) {
    if (sent[name] !== undefined || deleted(call).includes(name)) throw invalid({ [name]: "Only root may set this option." });
  }
  if (["bwlimit", "ionice", "performance"].some((name) => sent[name] !== undefined)) demand(call, "/", "Sys.Modify");
  const store = sent.dumpdir === undefined && (sent.storage !== undefined || call.given.id === undefined) ? String(sent.storage ?? "local") : undefined;
  if (store !== undefined && !allowed(cluster.users, user, `/storage/${store}`, ["Datastore.Allocate"])) demand(call, `/storage/${store}`, "Datastore.Allocate");
}

function verify({ given: sent, cluster }: Call): void {
  for (const name of ["all", "exclude", "pool"]) {
    if (sent.vmid !== undefined && sent[name] !== undefined && !(name === "all" && !isSet(sent.all))) throw invalid({ [name]: "option conflicts with option 'vmid'" });
  }
  if (sent.pool !== undefined && !cluster.users.pools.has(String(sent.pool))) throw failed(`pool '${String(sent.pool)}' does not exist`);
}

/** A backup is of some guest, of all or of a pool's. */
function assertSomething({ all, stop, pool, vmid }: Readonly<Record<string, SectionValue>>): void {
  if (all !== 1 && stop !== 1 && pool === undefined && vmid === undefined) throw invalid({ vmid: "property is missing" });
}

function create(sent: Call): null {
  demandRights(sent);
  const call = withSchedule(sent, true);
  const { cluster } = call;
  verify(call);
  const name = given(call, "id") || newUuid(cluster);
  const all = readSections(cluster, jobs);
  if (all.has(name)) throw failed(`Job '${name}' already exists`);
  const values = normal({ enabled: 1, ...sentValues(call, jobs, "vzdump", ["id"], true) });
  if (values.exclude !== undefined && values.pool === undefined) values.all = 1;
  assertSomething(values);
  writeSections(cluster, jobs, withSection(all, { id: name, type: "vzdump", values }).values());
  return null;
}

function update(sent: Call): null {
  demandRights(sent);
  const call = withSchedule(sent, false);
  const { cluster } = call;
  const named = Object.keys(call.given).filter((name) => !["id", "delete"].includes(name));
  if (named.length === 0 && deleted(call).length === 0) throw failed("no options specified");
  verify(call);
  const job = backupsOf(call).find((one) => one.id === given(call, "id"));
  if (!job) throw failed("no such vzdump job");
  const { properties } = jobs.types.vzdump!;
  const values: Record<string, SectionValue> = { ...job.values };
  for (const name of deleted(call)) {
    if (!Object.hasOwn(backupFields, name) && name !== "comment" && name !== "repeat-missed") throw invalid({ delete: `unknown option '${name}'` });
    delete values[name];
  }
  for (const name of named) values[name] = valueOf(properties[name]!, call.given[name]);
  if (values.exclude !== undefined && values.pool === undefined) values.all = 1;
  const gone = call.given.vmid !== undefined ? ["all", "exclude", "pool"] : isSet(call.given.all) ? ["vmid", "pool"] : values.pool !== undefined ? ["vmid", "all", "exclude"] : [];
  for (const name of gone) delete values[name];
  assertSomething(values);
  writeSections(cluster, jobs, withSection(readSections(cluster, jobs), { ...job, values: normal(values) }).values());
  return null;
}

function remove(call: Call): null {
  const { cluster } = call;
  const { id: name } = existing(call);
  writeSections(cluster, jobs, withoutSection(readSections(cluster, jobs), name).values());
  return null;
}
