import { expect } from "chai";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiOperator } from "../../../generator/operate/api/api-operator";
import type { GuestPlace, Operator, Order, Watch } from "../../../generator/operate/operator";
import { shellOperator } from "../../../generator/operate/shell/shell-operator";
import { startSimulator, type Simulator, type SimulatorOptions } from "../../../generator/simulator/simulator";
import { createWriter } from "../../../generator/transport/client";
import { localShell, type Shell } from "../../../generator/transport/shell";
import { sshShell } from "../../../generator/transport/ssh";
import { startSshd, whenSshd, type Sshd } from "../../support/sshd";
import { thrown } from "../../support/thrown";

/** A cluster of two nodes; the operator is on the first. */
const scenario = {
  name: "two",
  volumes: [{ id: "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst", size: 120_000_000, createdAt: 1_790_000_000 }],
  files: {
    "storage.cfg": "dir: local\n\tpath /var/lib/vz\n\tcontent images,rootdir,iso,vztmpl,backup\n",
    "corosync.conf": "totem {\n  cluster_name: two\n}\nnodelist {\n  node {\n    name: one\n    nodeid: 1\n  }\n  node {\n    name: two\n    nodeid: 2\n  }\n}\n",
    "nodes/one/qemu-server/100.conf": "name: web\nmemory: 512\n",
    "nodes/one/lxc/200.conf": "hostname: db\ntags: prod\n",
    "nodes/two/qemu-server/101.conf": "name: mail\nlock: backup\n",
    "nodes/two/lxc/201.conf": "hostname: cache\n",
  },
};

const places: Readonly<Record<string, GuestPlace>> = {
  web: { type: "qemu", vmId: 100, node: "one" },
  db: { type: "lxc", vmId: 200, node: "one" },
  mail: { type: "qemu", vmId: 101, node: "two" },
  cache: { type: "lxc", vmId: 201, node: "two" },
};

type Open = (simulator: Simulator) => Promise<Operator>;

interface Kind {
  /** Whether it needs the simulator's shell. */
  readonly shell: boolean;
  /** Whether every step of it takes long, so that only what may differ there is tried. */
  readonly slow?: boolean;
}

function describeOperator(title: string, open: Open, { shell, slow = false }: Kind): void {
  describe(title, () => {
    let folder: string;
    let simulator: Simulator;
    let operator: Operator;
    const start = async (options: SimulatorOptions = {}) => {
      simulator = await startSimulator({ scenario, ...(shell ? { shell: folder } : {}), ...options });
      operator = await open(simulator);
    };
    const order = (verb: Order["verb"], guest: string, parameters: Order["parameters"] = {}): Order => ({ verb, ...places[guest]!, parameters });
    // What cannot differ is not tried again where every step takes long.
    const alike: (title: string, test: () => Promise<void>) => void = slow ? () => {} : it;
    const lines: string[] = [];
    const patient: Watch = { wait: true, signal: new AbortController().signal, onLine: (line) => void lines.push(line) };
    const stateOf = async (guest: string) => (await operator.status(places[guest]!)).status;

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "pmpc-test-"));
      lines.length = 0;
    });
    afterEach(async () => {
      await operator?.close();
      await simulator?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    alike("lists every guest of the cluster", async () => {
      await start();
      const guests = await operator.guests();
      expect(guests.map(({ type, vmId, node, name, status }) => [type, vmId, node, name, status])).to.deep.equal([
        ["qemu", 100, "one", "web", "stopped"],
        ["qemu", 101, "two", "mail", "stopped"],
        ["lxc", 200, "one", "db", "stopped"],
        ["lxc", 201, "two", "cache", "stopped"],
      ]);
      expect(guests[2]).to.include({ tags: "prod", template: false });
      expect(guests[1]).to.include({ lock: "backup" });
    });

    it("starts, reboots, shuts down and stops guests, whichever node they are on", async () => {
      await start();
      for (const guest of slow ? ["db"] : ["web", "db", "cache"]) {
        expect(await operator.run(order("start", guest), patient)).to.include({ ended: true, warnings: 0 });
        expect(await stateOf(guest)).to.equal("running");
        await operator.run(order("reboot", guest), patient);
        await operator.run(order("shutdown", guest, { timeout: "5", forceStop: "1" }), patient);
        expect(await stateOf(guest)).to.equal("stopped");
      }
      await operator.run(order("start", "web"), patient);
      await operator.run(order("stop", "web"), patient);
      expect(await stateOf("web")).to.equal("stopped");
    });

    alike("says why a task failed", async () => {
      await start();
      await operator.run(order("start", "web"), patient);
      const twice = await thrown(operator.run(order("start", "web"), patient));
      expect(twice).to.include({ code: "operation-failed", message: "could not start vm 100 on one: VM 100 already running", exit: 1 });
      const locked = await thrown(operator.run(order("start", "mail"), patient));
      expect(locked).to.include({ code: "operation-failed", message: "could not start vm 101 on two: VM is locked (backup)" });
      expect(locked.hint).to.contain("unlock");
    });

    it("says what is refused before there is a task", async () => {
      await start();
      const error = await thrown(operator.run(order("stop", "db"), patient));
      expect(error).to.include({ code: "operation-failed" });
      expect(error.message).to.contain("CT 200 not running");
    });

    alike("tells a guest that is not there from one that fails", async () => {
      await start();
      const nobody = { type: "qemu", vmId: 999, node: "one" } as const;
      for (const error of [await thrown(operator.status(nobody)), await thrown(operator.config(nobody))]) {
        expect(error.exit).to.equal(5);
        expect(error.message).to.contain("'nodes/one/qemu-server/999.conf' does not exist");
      }
    });

    alike("calls parameters wrong that Proxmox VE does not know", async () => {
      await start();
      const error = await thrown(operator.run(order("start", "web", { nosuch: "1" }), patient));
      expect(error.code).to.equal("command-failed");
      expect(error.message).to.contain("nosuch");
    });

    alike("waits for the end of a task", async () => {
      await start({ taskTime: 2 });
      const before = simulator.requests.length + simulator.commands.length;
      expect(await operator.run(order("start", "web"), patient)).to.include({ ended: true });
      expect(simulator.requests.length + simulator.commands.length).to.be.greaterThan(before);
      expect(tasksOf(simulator)).to.deep.equal(["OK"]);
    });

    it("does not wait where nobody wants to, and names the task", async () => {
      await start({ taskTime: 3600 });
      for (const guest of ["web", "cache"]) {
        const end = await operator.run(order("start", guest), { ...patient, wait: false });
        expect(end.ended).to.equal(false);
        expect(end.task).to.match(new RegExp(`^UPID:${places[guest]!.node}:.*:(qm|vz)start:${places[guest]!.vmId}:`));
      }
      expect(tasksOf(simulator)).to.deep.equal(["running", "running"]);
    });

    it("leaves a task alone when somebody stops waiting", async () => {
      await start({ taskTime: 3 });
      const stop = new AbortController();
      const end = operator.run(order("start", "web"), { ...patient, signal: stop.signal });
      while ((tasksOf(simulator)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      stop.abort();
      expect(await end).to.include({ ended: false });
      expect((await end).task).to.match(/^UPID:one:/);
      expect(tasksOf(simulator)).to.deep.equal(["running"]);
      while (shell && !simulator.commands.some(({ args }) => args[0] === "start")) await new Promise((resolve) => setTimeout(resolve, 50));
      expect(simulator.commands.filter(({ args }) => args[0] === "start").map(({ exit }) => exit)).to.deep.equal(shell ? [0] : []);
    });

    alike("makes guests where it is told to, and destroys them", async () => {
      await start();
      const making = { hostname: "new", ostemplate: "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst", rootfs: "local:1", memory: "256", unprivileged: "1", description: "-x: it's\n$(reboot)" };
      for (const node of ["one", "two"]) {
        const place = { type: "lxc", vmId: node === "one" ? 300 : 301, node } as const;
        expect(await operator.run({ verb: "create", ...place, parameters: making }, patient)).to.include({ ended: true });
        expect(lines.join("\n")).to.contain("extracting archive");
        expect(await operator.config(place)).to.include({ hostname: "new", memory: 256, unprivileged: 1, description: `${making.description}\n` });
        expect(await thrown(operator.run({ verb: "create", ...place, parameters: making }, patient))).to.include({ code: "operation-failed" });
        expect(await operator.run({ verb: "destroy", ...place, parameters: { purge: "1" } }, patient)).to.include({ ended: true });
        expect((await operator.guests()).map(({ vmId }) => vmId)).not.to.include(place.vmId);
      }
      const machine = { type: "qemu", vmId: 302, node: "one" } as const;
      const keys = encodeURIComponent("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7m2QhT4kq0o5tWc3s8Vw2u9yB1xZrE6nLpD0fGaHbM kim@desk");
      expect(await operator.run({ verb: "create", ...machine, parameters: { name: "vm", memory: "512", scsi0: "local:1", sshkeys: keys } }, patient)).to.include({ ended: true });
      expect(await operator.config(machine)).to.include({ name: "vm", sshkeys: keys });
      await operator.run({ verb: "start", ...machine, parameters: {} }, patient);
      const running = await thrown(operator.run({ verb: "destroy", ...machine, parameters: {} }, patient));
      expect(running).to.include({ code: "operation-failed" });
      expect(running.message).to.contain("302 is running - destroy failed");
    });

    it("gives words as they are, whatever is in them", async () => {
      await start();
      const odd = "it's \"$(reboot)\" `x` \\ ü\n--force";
      const error = await thrown(operator.run(order("start", "web", { machine: odd, nosuch: odd }), patient));
      expect(error.code).to.equal("command-failed");
      expect(error.message).to.contain("nosuch");
    });
  });
}

/** The state of every task that was begun, the oldest first. */
function tasksOf({ cluster }: Simulator): string[] {
  return cluster.tasks();
}

describe("operators", () => {
  describeOperator("over the API", async ({ endpoint, fingerprint256, tokens }) =>
    apiOperator(await createWriter({ endpoints: [endpoint], credentials: { apiToken: tokens.root }, trust: { fingerprints: [fingerprint256] } })), { shell: false });

  const toolsIn = (folder: string) => ({ pct: join(folder, "pct"), qm: join(folder, "qm"), pvesh: join(folder, "pvesh") });
  const on = (shell: Shell, { shell: folder = "" }: Simulator) => shellOperator({ shell, tools: toolsIn(folder) });
  describeOperator("through pct and qm", async (simulator) => on(localShell, simulator), { shell: true });

  describe(`beyond ssh${whenSshd}`, () => {
    let sshd: Sshd | undefined;
    const path = process.env.PATH;
    before(async function () {
      sshd = await startSshd();
      if (!sshd) return this.skip();
      process.env.PATH = sshd.path;
    });
    after(async () => {
      process.env.PATH = path;
      await sshd?.stop();
    });
    describeOperator("through pct and qm", async (simulator) => on(sshShell("node"), simulator), { shell: true, slow: true });
  });
});
