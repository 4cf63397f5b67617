import { expect } from "chai";
import { scenarioOf } from "../../../generator/simulator/folder";
import { answer } from "../../../lib/simulator/answer";
import type { Cluster } from "../../../lib/simulator/cluster";
import { loadCluster } from "../../../lib/simulator/load";
import { sharedFixture, whenAll } from "../../support/fixture";

interface Step {
  readonly auth: string;
  readonly method?: string;
  readonly path: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly raw_body?: string;
  readonly status: number;
  readonly reason: string;
  readonly task?: { readonly status: { readonly exitstatus?: string } };
  /** Files that the step changed; null is one that is gone. */
  readonly after?: Readonly<Record<string, string | null>>;
}

interface Scene {
  readonly name: string;
  readonly before: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** Those of the scenes who hold a token that is good; anybody else shows what he is called. */
const holders: Readonly<Record<string, string>> = {
  "root token (root@pam!all, privsep=0)": "root@pam!all",
  "root@pam!sep (privsep=1, no ACL)": "root@pam!sep",
  ...Object.fromEntries(["alice", "audit", "dev", "pool", "power"].map((name) => [`${name}@pve!tk`, `${name}@pve!tk`])),
};

/** What a step may differ in, and why. */
const meant: readonly (readonly [step: RegExp, why: string])[] = [
  [/^GET \/nodes\/pve\/storage\/local\/content\/./, "the scenes do not say which files the storages hold"],
  [/^GET \/nodes\/pve\/network\/vmbr1/, "the simulator has no changes that wait for a restart of the network"],
  [/^GET \/nodes\/pve\/tasks\/UPID/, "the tasks of writes that the simulator does not do"],
  [/^GET \/nodes\/(nope|no_pe!)\//, "the recording host had no name service at all"],
  [/^none (GET|PUT) \/nodes\/pve\/qemu\/200\/config.*Authentication failed!/, "an invalid cookie, which the scene does not show"],
  [/^POST \/nodes\/pve\/(qemu\/250|lxc\/301)\/status\/(start|shutdown|reboot)/, "guests that do not answer, and configurations that cannot start"],
  [/^POST \/nodes\/pve\/(qemu\/441|lxc\/303)\/status\//, "guests that a write started, or that cannot start"],
  [/^POST \/nodes\/pve\/qemu\/200\/status\/start.*already running/, "started by a task that the scene does not show"],
  [/^POST \/nodes\/pve\/lxc\/301\/status\/resume/, "the recording host had no checkpoints"],
];

describe(`simulator beside recorded scenes${whenAll}`, () => {
  it("refuses, forbids and starts tasks as Proxmox VE did", function () {
    const recording = sharedFixture<{ readonly scenes: readonly Scene[] }>("writes.json");
    if (!recording) return this.skip();
    this.timeout(60_000);
    const seen = { same: 0, different: [] as string[] };
    for (const scene of recording.scenes.filter(({ name }) => !name.startsWith("terraform"))) play(scene, seen);
    expect(seen.different.filter((step) => !meant.some(([row]) => row.test(step)))).to.deep.equal([]);
    expect(meant.filter(([row]) => !seen.different.some((step) => row.test(step)))).to.deep.equal([]);
    expect(seen.same).to.be.at.least(640);
  });
});

function play({ before, steps }: Scene, seen: { same: number; different: string[] }): void {
  const files = new Map(Object.entries(before));
  let time = 1_795_420_000;
  let cluster = load(files, undefined, () => time);
  for (const step of steps) {
    if (isModelled(step)) tell(step, cluster, seen);
    for (const [path, text] of Object.entries(step.after ?? {})) {
      if (text === null) files.delete(path);
      else files.set(path, text);
    }
    if (step.after) cluster = load(files, cluster, () => time);
    time++;
  }
}

/** The cluster of these files, with the guests' power and the tasks of the one before. */
function load(files: ReadonlyMap<string, string>, old: Cluster | undefined, now: () => number): Cluster {
  const scenario = scenarioOf(
    "scene",
    Object.fromEntries([...files].map(([path, text]) => [path.startsWith("/etc/") ? path : `/etc/pve${path}`, text])),
  );
  const passwords = new Map([
    ["root@pam", "root"],
    ["pw@pve", "abcdefgh1"],
  ]);
  const cluster = loadCluster(scenario, { now, passwords, secrets: new Map(Object.values(holders).map((token) => [token, "secret"])) });
  for (const guest of cluster.guests.values()) {
    guest.power = old?.guests.get(guest.vmId)?.power ?? "stopped";
    cluster.guests.set(guest.vmId, { ...guest, addresses: "silent" });
  }
  cluster.tasks.push(...(old?.tasks ?? []));
  return cluster;
}

function isModelled({ method, path, status, raw_body: raw }: Step): boolean {
  return (
    method !== undefined && raw === undefined && (method === "GET" || /\/status\/|access\/ticket/.test(path) || status === 501 || status === 401)
  );
}

function tell(step: Step, cluster: Cluster, seen: { same: number; different: string[] }): void {
  const { method = "GET", path, form = {} } = step;
  const query = method === "GET" && Object.keys(form).length > 0 ? `?${new URLSearchParams(form).toString()}` : "";
  const given = answer(cluster, { method, address: path + query, body: method === "GET" ? {} : form, headers: headersOf(step.auth, cluster) });
  if (given.reason.endsWith("by the simulator")) return;
  const result = step.task?.status.exitstatus;
  const [recorded, simulated] = [
    `${step.status} ${step.reason} ${result ?? ""}`,
    `${given.status} ${given.reason} ${result === undefined ? "" : cluster.tasks.at(-1)?.result}`,
  ];
  if (recorded === simulated) seen.same++;
  else seen.different.push(`${step.auth === "none" ? "none " : ""}${method} ${path}: ${recorded}, not ${simulated}`);
}

/** What the scenes call the one who asks, as headers. */
function headersOf(auth: string, cluster: Cluster): Record<string, string> {
  if (auth === "none") return {};
  const token = holders[auth];
  if (!auth.startsWith("root ticket")) return { authorization: `PVEAPIToken=${token === undefined ? auth : `${token}=secret`}` };
  const login = answer(cluster, { method: "POST", address: "/access/ticket", body: { username: "root@pam", password: "root" } }).body?.data;
  const { ticket, CSRFPreventionToken: csrf } = login as { ticket: string; CSRFPreventionToken: string };
  const cookie = `PVEAuthCookie=${encodeURIComponent(ticket)}`;
  if (auth === "root ticket") return { cookie, csrfpreventiontoken: csrf };
  return auth.endsWith("wrong CSRF token") ? { cookie, csrfpreventiontoken: "6B03FA51:wrong" } : { cookie };
}
