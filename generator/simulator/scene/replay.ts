import { answer } from "../../../simulator/respond";
import type { Cluster, Volume } from "../../../simulator/cluster";
import { loadCluster } from "../../../simulator/load";
import type { UserId } from "../../../simulator/permission";
import type { Response } from "../../../simulator/request";
import { describeGuest } from "../../../simulator/resource";
import { filesOf } from "../../../simulator/save";
import { respondTo } from "../wire";
import { headersOf, rootPassword } from "./actor";
import { type Area, areaOf } from "./area";
import { isExcused, newSeries, type Series } from "./excuse";
import { applyManualChange } from "./manual-change";
import { compare, isAlike, translate, type Difference, type MadeUp } from "./likeness";
import { messageOf } from "./message";
import { isOfTheRig } from "./rig";
import { applied, seriesOf, stagesOf, type Files, type Scene, type SceneFile, type Stage, type Step } from "./scene";
import { leftoversIn, volumesIn } from "./volumes";

/** What can differ between a recorded step and a simulated one. */
export type Aspect = "status" | "reason" | "body" | "task" | "files";

/** One step, played. */
export interface Played {
  readonly scene: string;
  /** From 0. */
  readonly step: number;
  readonly area: Area;
  readonly request: string;
  /** What differs; nothing where the simulator did what Proxmox VE did. */
  readonly differences: readonly (Difference & { readonly aspect: Aspect })[];
  /** The simulator said that this is beyond it. */
  readonly refused: boolean;
}

/** Plays every scene on a simulator of its own, from its files, with its actors. */
export function replayScenes(file: SceneFile): Played[] {
  const volumes = volumesIn(file);
  let series = newSeries();
  return stagesOf(file).flatMap((stage, at) => {
    const scene = file.scenes[at]!;
    if (at === 0 || seriesOf(scene) === "" || seriesOf(scene) !== seriesOf(file.scenes[at - 1]!)) series = newSeries();
    return replayScene(scene, stage, series, volumes, file.node?.cpus);
  });
}

interface Play {
  readonly series: Series;
  readonly scene: Scene;
  readonly holders: ReadonlyMap<string, UserId>;
  readonly madeUp: MadeUp;
  cluster: Cluster;
  /** What the files are in the recording, and what they are in the simulation. */
  recorded: Files;
  simulated: ReadonlyMap<string, string>;
}

let clock = 1_795_420_000;

function replayScene(scene: Scene, { before, holders, isPhase }: Stage, series: Series, volumes: readonly Volume[], cpus?: number): Played[] {
  const first = holders.get(scene.steps.find(({ method }) => method !== undefined)?.auth ?? "");
  const cluster = load(before, holders, first, [...volumes, ...leftoversIn(scene, before)], cpus);
  for (const [path, text] of series.unsaid) if (!cluster.files.has(path)) cluster.files.set(path, text);
  for (const [vmId, guest] of cluster.guests) guest.power = series.power.get(vmId) ?? "stopped";
  const play: Play = { scene, series, holders, madeUp: new Map(), cluster, recorded: before, simulated: filesOf(cluster) };
  const played = scene.steps.flatMap((step, at) => {
    clock++;
    remember(play);
    const one = step.method === undefined ? [] : [perform(play, step, at, isPhase)];
    play.recorded = applied(play.recorded, step);
    if (step.method === undefined) {
      if (step.after) takeOver(play, step.after);
      applyManualChange(step.by_hand ?? "", play.cluster, scene.steps[at + 1]);
    } else if (isOfTheRig(step)) takeOver(play, recordedFiles(play));
    play.simulated = filesOf(play.cluster);
    return one;
  });
  if (isPhase) series.unsaid = new Map([...play.cluster.files].filter(([path]) => path.startsWith("ha/")));
  series.power = new Map([...play.cluster.guests].map(([vmId, { power }]) => [vmId, power]));
  return played;
}

function load(files: Files, holders: ReadonlyMap<string, UserId>, first: UserId | undefined, volumes: readonly Volume[], cpus?: number): Cluster {
  const placed = Object.fromEntries(Object.entries(files).map(([path, text]) => [placeOf(path), text]));
  const users = withToken(placed["user.cfg"] ?? "", first);
  const secrets = new Map([...holders.values()].map((token) => [token, "secret"]));
  const passwords = new Map([["root@pam", rootPassword]]);
  const scenario = { name: "scene", files: { ...placed, "user.cfg": users }, volumes: volumes.map((volume) => ({ ...volume })), nodes: { pve: { cpus } } };
  const cluster = loadCluster(scenario, { now: () => clock, secrets, passwords, crm: false });
  hollow(cluster);
  return cluster;
}

function remember({ cluster, series }: Play): void {
  for (const guest of cluster.guests.values()) {
    const row: Readonly<Record<string, unknown>> = describeGuest(cluster, guest);
    for (const [key, value] of Object.entries(row)) {
      const name = `${guest.type}/${guest.vmId}.${key}`;
      series.seen.set(name, (series.seen.get(name) ?? new Set()).add(value));
    }
  }
}

/** The guests of the recordings hold no system: nothing in them reports anything, or answers. */
function hollow({ guests }: Cluster): void {
  for (const guest of guests.values()) if (!guest.deaf) guests.set(guest.vmId, Object.assign(guest, { addresses: "silent", deaf: guest.type === "qemu" }));
}

/** The token that acts first has to be there before anything can be asked. */
function withToken(users: string, token: UserId | undefined): string {
  if (token === undefined || users.includes(`token:${token}:`)) return users;
  return `${users.includes("user:root@pam:") ? users : `${users}user:root@pam:1:0::::::\n`}token:${token}:0:0::\n`;
}

const placeOf = (path: string) => path.replace(/^\/etc\/network\//, "nodes/pve/").replace(/^\//, "");

/** Every file of the recording, and no guest beside those that it has. */
function recordedFiles({ cluster, recorded }: Play): Readonly<Record<string, string | null>> {
  const known = new Set(Object.keys(recorded).map(placeOf));
  const others = [...filesOf(cluster).keys()].filter((place) => place.endsWith(".conf") && !known.has(place));
  return { ...Object.fromEntries(others.map((place) => [place, null])), ...recorded };
}

/** What was changed otherwise, changed here as well. */
function takeOver(play: Play, after: Readonly<Record<string, string | null>>): void {
  const files = filesOf(play.cluster);
  for (const [path, text] of Object.entries(after)) {
    if (text === null) files.delete(placeOf(path));
    else files.set(placeOf(path), translate(text, play.madeUp));
  }
  const { guests, passwords, secrets, tasks, volumes, nodes, inventions } = play.cluster;
  const scenario = { name: "scene", files: Object.fromEntries(files), volumes, nodes: { pve: { cpus: nodes.get("pve")?.cpus } } };
  const next = loadCluster(scenario, { now: () => clock, secrets, passwords });
  for (const guest of next.guests.values()) {
    const { power = "stopped", startedAt = 0, deaf, clings } = guests.get(guest.vmId) ?? {};
    Object.assign(guest, { power, startedAt, deaf, clings });
  }
  hollow(next);
  next.tasks.push(...tasks);
  next.inventions = inventions;
  play.cluster = next;
}

function perform(play: Play, step: Step, at: number, onlyEnd: boolean): Played {
  const { cluster, madeUp, scene, holders } = play;
  const headers = headersOf(step.auth ?? "none", cluster, holders, step.note);
  const known = cluster.tasks.length;
  const given = respondTo((request) => answer(cluster, request), messageOf(step, headers, madeUp));
  learnSecret(cluster, given);
  hollow(cluster);
  const { path = "/" } = step;
  const refused = given.status === 501 && given.reason.includes("by the simulator");
  if (refused && /^\/cluster\/ha\//.test(path)) play.series.unmanaged.add(String(step.form?.sid ?? path.split("/").at(-1)).replace(/^(vm|ct):/, ""));
  const area = areaOf(path);
  if (refused) play.series.refused.add(area);
  const differences = [
    ...mark("status", step.status === given.status ? [] : [{ path: "", recorded: step.status, simulated: given.status }]),
    ...mark("reason", isAlike(step.reason ?? "", given.reason, madeUp) ? [] : [{ path: "", recorded: step.reason, simulated: given.reason }]),
    ...mark("body", compareBody(step, given, play)),
    ...mark("task", compareTask(step, cluster, known, madeUp)),
    ...mark("files", compareFiles(play, step, onlyEnd, at === scene.steps.length - 1)),
  ];
  return { scene: scene.name, step: at, area, request: `${step.method} ${path}`, differences, refused };
}

const mark = (aspect: Aspect, differences: readonly Difference[]) => differences.map((difference) => ({ aspect, ...difference }));

/** A token's secret is told once, to anyone who made it. */
function learnSecret(cluster: Cluster, { body }: Response): void {
  const { "full-tokenid": id, value } = (body?.data ?? {}) as { readonly "full-tokenid"?: unknown; readonly value?: unknown };
  if (typeof id === "string" && typeof value === "string") cluster.secrets.set(id, value);
}

function compareBody({ path = "", body: recorded = "" }: Step, { body, plain }: Response, { madeUp, series }: Play): Difference[] {
  const simulated = body ?? plain ?? "";
  return compare(recorded, simulated, madeUp).filter((difference) => !isExcused(difference, path, recorded, simulated, series));
}

/** A step may ask for a task that another one started. */
function compareTask({ task }: Step, { tasks }: Cluster, known: number, madeUp: MadeUp): Difference[] {
  const named = translate(String(task?.status.upid), madeUp);
  const { result: simulated } = tasks.find(({ upid }) => upid === named) ?? tasks.slice(known).at(-1) ?? {};
  const recorded = task?.status.exitstatus;
  if (task === undefined || (task.status.status === "running" && recorded === undefined)) return [];
  return typeof recorded === "string" && simulated !== undefined && isAlike(recorded, simulated, new Map()) ? [] : [{ path: "", recorded, simulated }];
}

/** The files that requests of an area write. */
const filesOfAreas: Readonly<Partial<Record<Area, RegExp>>> = {
  firewall: /^firewall\/|\/host\.fw$/,
  ha: /^ha\//,
  sdn: /^sdn\//,
  backup: /^(jobs|replication|vzdump)\b/,
};

function compareFiles({ cluster, madeUp, recorded, simulated, series }: Play, step: Step, onlyEnd: boolean, isLast: boolean): Difference[] {
  const { after = {} } = step;
  const files = filesOf(cluster);
  const written = Object.keys(after);
  const changed = onlyEnd ? [] : [...new Set([...files.keys(), ...simulated.keys()])].filter((place) => files.get(place) !== simulated.get(place) && !/\/(interfaces\.d|etc)\//.test(place));
  const paths = new Set([...(onlyEnd && !isLast ? [] : written.map(placeOf)), ...changed]);
  const now = Object.fromEntries(Object.entries(applied(recorded, step)).map(([path, text]) => [placeOf(path), text]));
  const isRefused = (place: string) => onlyEnd && [...series.refused].some((area) => filesOfAreas[area]?.test(place));
  return [...paths].flatMap((place): Difference[] => {
    if (isRefused(place)) return [];
    const [a, b] = [now[place], files.get(place)];
    // An empty file says what none says: a recording that begins with one tells nothing when it is written anew.
    if ((a ?? "") === "" && (b ?? "") === "") return [];
    return a === b || (a !== undefined && b !== undefined && isAlike(a, b, madeUp)) ? [] : [{ path: place, recorded: a, simulated: b }];
  });
}
