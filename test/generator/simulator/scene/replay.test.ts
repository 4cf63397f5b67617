import { expect } from "chai";
import { replayScenes } from "../../../../generator/simulator/scene/replay";
import { report } from "../../../../generator/simulator/scene/report";
import type { Scene, SceneFile, Step } from "../../../../generator/simulator/scene/scene";

const root = "root token (root@pam!all, privsep=0)";
const before = {
  "/user.cfg": "user:root@pam:1:0::::::\ntoken:root@pam!all:0:0::\n",
  "/nodes/pve/qemu-server/100.conf": "cores: 2\nmemory: 512\nname: one\n",
};
const read: Step = {
  auth: root,
  method: "GET",
  path: "/nodes/pve/qemu/100/config",
  status: 200,
  reason: "OK",
  body: { data: { cores: 2, memory: "512", name: "one", digest: "0000000000000000000000000000000000000001" } },
};
const start: Step = {
  auth: root,
  method: "POST",
  path: "/nodes/pve/qemu/100/status/start",
  status: 200,
  reason: "OK",
  body: { data: "UPID:pve:00000001:00000001:6B03FA52:qmstart:100:root@pam!all:" },
  task: { status: { status: "stopped", exitstatus: "OK" } },
};
const follow: Step = {
  auth: root,
  method: "GET",
  path: `/nodes/pve/tasks/${String((start.body as { data: string }).data).replace("!", "%21")}/status`,
  status: 200,
  reason: "OK",
  body: {
    data: {
      upid: (start.body as { data: string }).data,
      node: "pve",
      type: "qmstart",
      id: "100",
      user: "root@pam",
      tokenid: "all",
      starttime: 1,
      pid: 1,
      pstart: 1,
      status: "running",
    },
  },
};

const scene = (...steps: Step[]): Scene => ({ name: "one", before, steps });
const fileOf = (...scenes: Scene[]): SceneFile => ({ scenes });
const differences = (step: Step) => replayScenes(fileOf(scene(step)))[0]!.differences.map(({ aspect, path }) => `${aspect} ${path}`.trim());

describe("replay of recorded writes", () => {
  it("finds equal what differs only in what a cluster makes up", () => {
    const { steps, equal, areas } = report(replayScenes(fileOf(scene(read, start, follow))));
    expect({ steps, equal, areas }).to.deep.equal({ steps: 3, equal: 3, areas: { guest: { steps: 2, equal: 2 }, task: { steps: 1, equal: 1 } } });
  });

  it("tells what differs: status, reason, body, task, files", () => {
    const data = (read.body as { data: object }).data;
    expect(differences({ ...read, status: 500 })).to.deep.equal(["status"]);
    expect(differences({ ...read, reason: "Fine" })).to.deep.equal(["reason"]);
    expect(differences({ ...read, body: { data: { ...data, cores: 3 } } })).to.deep.equal(["body data.cores"]);
    expect(differences({ ...read, body: { data: { ...data, sockets: 1 } } })).to.deep.equal(["body data.sockets"]);
    expect(differences({ ...start, task: { status: { status: "stopped", exitstatus: "VM is locked (backup)" } } })).to.deep.equal(["task"]);
    expect(differences({ ...read, after: { "/nodes/pve/qemu-server/100.conf": "cores: 3\n" } })).to.deep.equal(["files nodes/pve/qemu-server/100.conf"]);
    expect(differences({ ...start, body: { data: "UPID:pve:00000001:00000001:6B03FA52:qmstop:100:root@pam!all:" } })).to.deep.equal(["body data"]);
  });

  it("holds that one name stands for one thing", () => {
    const changed = { ...read, body: { data: { ...(read.body as { data: object }).data, digest: "0000000000000000000000000000000000000002" } } };
    expect(replayScenes(fileOf(scene(read, changed))).map(({ differences: found }) => found.length)).to.deep.equal([0, 1]);
  });

  it("takes over what was changed by hand, and asks nothing then", () => {
    const hand: Step = { by_hand: "more cores", after: { "/nodes/pve/qemu-server/100.conf": "cores: 4\nmemory: 512\nname: one\n" } };
    const again = { ...read, body: { data: { cores: 4, memory: "512", name: "one", digest: "0000000000000000000000000000000000000003" } } };
    expect(report(replayScenes(fileOf(scene(read, hand, again))))).to.include({ steps: 2, equal: 2 });
  });

  it("does what a note says that was done by hand", () => {
    const files = { ...before, "/nodes/pve/qemu-server/100.conf": "memory: 512\nname: one\nnet0: virtio=BC:24:11:00:00:01,bridge=vmbr0\n" };
    const unplug: Step = { auth: start.auth, method: "PUT", path: "/nodes/pve/qemu/100/config", form: { delete: "net0" }, status: 200, reason: "OK", body: { data: null } };
    const status = (...steps: Step[]) => replayScenes(fileOf({ name: "one", before: files, steps: [start, ...steps] })).at(-1)!.differences.some(({ aspect }) => aspect === "status");
    expect(status(unplug)).to.equal(false);
    expect(status({ by_hand: "no guest OS answers the ejection" }, unplug)).to.equal(true);
    expect(status({ by_hand: "no guest OS answers the ejection" }, { by_hand: "the guest lets go of devices" }, unplug)).to.equal(false);
  });

  it("goes on as the recording does behind what only its place could not do", () => {
    const plug: Step = {
      auth: start.auth,
      method: "PUT",
      path: "/nodes/pve/qemu/100/config",
      form: { cores: "4" },
      status: 400,
      reason: "Parameter verification failed.",
      body: { data: null, errors: { cores: "hotplug problem - network script pve-bridge-hotplug failed with status 512\n" } },
    };
    expect(replayScenes(fileOf(scene(plug, read))).map(({ differences: found }) => found.length > 0)).to.deep.equal([true, false]);
    const own = { ...plug, body: { data: null, errors: { cores: "no" } } };
    expect(replayScenes(fileOf(scene(own, read))).map(({ differences: found }) => found.length > 0)).to.deep.equal([true, true]);
  });

  it("goes on where the phase before ended", () => {
    const phase = (name: string, ...steps: Step[]): Scene => ({ name: `a series: ${name}`, before: {}, steps });
    const base: Scene = { name: "other", before: { "/user.cfg": before["/user.cfg"] }, steps: [] };
    const made: Step = { ...read, status: 500, reason: "Configuration file 'nodes/pve/qemu-server/100.conf' does not exist", body: undefined };
    const end: Step = { ...read, after: before };
    const [first, , second] = replayScenes(fileOf(base, phase("create", { ...made }, { ...made, after: end.after }), phase("read", read)));
    expect(first!.differences.filter(({ aspect }) => aspect !== "body")).to.deep.equal([]);
    expect(second!.differences).to.deep.equal([]);
  });
});
