import { parseDrive, fileOf, isCdrom, isDrive } from "../qemu/drive";
import { isMount } from "../lxc/mount";
import { parseVolumeId } from "../../lib/pve/volume-id";
import type { Guest } from "../cluster";
import { nextEvent } from "../calendar";
import { readGuest } from "../guest";
import { flag, isSet, oneOf, required, text } from "../parameter";
import { failed, invalid } from "../refusal";
import { demand, given, mayAny, type Call, type Route } from "../route";
import { assertUnmodified, changedSection, createFields, sentValues, updateFields, withoutSection, withSection } from "../section/change";
import { digestOfFile, readSections, writeSections } from "../section/file";
import type { Section } from "../section/kind";
import { replicationJobs } from "../section/replication";

const at = "/cluster/replication";
const id = required({ ...text, pattern: "[1-9][0-9]{2,8}-\\d{1,9}" });

export const replicationRoutes: readonly Route[] = [
  { method: "GET", path: at, run: list },
  { method: "GET", path: `${at}/{id}`, takes: { id }, run: read },
  { method: "POST", path: at, takes: { ...createFields(replicationJobs), id, type: required(oneOf("local")) }, run: create },
  { method: "PUT", path: `${at}/{id}`, takes: { ...updateFields(replicationJobs), id }, run: update },
  { method: "DELETE", path: `${at}/{id}`, takes: { id, keep: flag, force: flag }, run: remove },
  { method: "GET", path: "/nodes/{node}/replication", takes: { guest: text }, run: listForNode },
];

const guestIn = (job: string) => Number(job.split("-")[0]);

function described({ id: name, type, values }: Section) {
  const [guest, number] = name.split("-").map(Number);
  return { id: name, type, guest, jobnum: number, ...values };
}

function list(call: Call) {
  const jobs = [...readSections(call.cluster, replicationJobs).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return jobs.filter(({ id: job }) => mayAny(call, `/vms/${guestIn(job)}`, "VM.Audit")).map(described);
}

function existing(call: Call, words: string): Section {
  const job = readSections(call.cluster, replicationJobs).get(given(call, "id"));
  if (!job) throw failed(`${words} '${given(call, "id")}'`);
  return job;
}

function read(call: Call) {
  const job = existing(call, "no such replication job");
  demand(call, `/vms/${guestIn(job.id)}`, "VM.Audit");
  return { ...described(job), digest: digestOfFile(call.cluster, replicationJobs) };
}

/** Volumes that can be copied lie on ZFS pools. */
function isReplicable(call: Call, guest: Guest): boolean {
  const volumes = Object.entries(readGuest(guest).current).flatMap(([key, value]) => {
    if (guest.type === "lxc") return isMount(key) ? [String(value).split(",")[0]!.replace(/^volume=/, "")] : [];
    const drive = isDrive(key) ? parseDrive(key, String(value)) : undefined;
    return drive && !isCdrom(drive) ? [fileOf(drive)] : [];
  });
  return volumes.some((volume) => call.cluster.storages.get(parseVolumeId(volume)?.storage ?? "")?.type === "zfspool");
}

function create(call: Call): null {
  const { cluster } = call;
  const name = given(call, "id");
  const vmId = guestIn(name);
  demand(call, `/vms/${vmId}`, "VM.Replicate");
  const guest = cluster.guests.get(vmId);
  if (!guest) throw failed(`Guest '${vmId}' does not exist.`);
  const target = given(call, "target");
  if (cluster.name === undefined || !cluster.nodes.has(target)) throw failed(`Target '${target}' does not exist.`);
  if (call.given.source !== undefined && given(call, "source") !== guest.node) throw failed(`Source '${given(call, "source")}' does not match current node of guest '${vmId}' (${guest.node})`);
  if (target === guest.node) throw failed("Source and target must not be identical");
  if (!isReplicable(call, guest)) throw failed("No replicatable volumes found");
  const all = readSections(cluster, replicationJobs);
  if (all.has(name)) throw failed(`replication job '${name}' already exists`);
  if ([...all.values()].some((job) => guestIn(job.id) === vmId && job.values.target === target)) throw failed(`replication job for guest '${vmId}' to target '${target}' already exists`);
  const values = { source: guest.node, ...sentValues(call, replicationJobs, "local", ["id"], true) };
  writeSections(cluster, replicationJobs, withSection(all, { id: name, type: "local", values }).values());
  return null;
}

function update(call: Call): null {
  const { cluster } = call;
  demand(call, `/vms/${guestIn(given(call, "id"))}`, "VM.Replicate");
  assertUnmodified(call, cluster, replicationJobs);
  const job = existing(call, "no such job");
  const next = changedSection(call, replicationJobs, job, sentValues(call, replicationJobs, "local", ["id"], false));
  writeSections(cluster, replicationJobs, withSection(readSections(cluster, replicationJobs), next).values());
  return null;
}

/** A job goes at the next run of the replication, which here is at once. */
function remove(call: Call): null {
  const { cluster } = call;
  demand(call, `/vms/${guestIn(given(call, "id"))}`, "VM.Replicate");
  if (isSet(call.given.force) && isSet(call.given.keep)) throw invalid({ keep: "conflicts with parameter 'force'" });
  if (!isSet(call.given.force)) existing(call, "no such job");
  writeSections(cluster, replicationJobs, withoutSection(readSections(cluster, replicationJobs), given(call, "id")).values());
  return null;
}

function listForNode(call: Call) {
  const { cluster } = call;
  const jobs = [...readSections(cluster, replicationJobs).values()].filter(({ id: job, values }) => {
    const guest = cluster.guests.get(guestIn(job));
    return guest?.node === given(call, "node") && values.remove_job === undefined && mayAny(call, `/vms/${guest.vmId}`, "VM.Audit");
  });
  return jobs.map((job) => ({
    ...described(job),
    vmtype: cluster.guests.get(guestIn(job.id))!.type,
    last_sync: 0,
    last_try: 0,
    fail_count: 0,
    next_sync: nextEvent(String(job.values.schedule ?? "*/15"), 0) ?? 0,
  }));
}
