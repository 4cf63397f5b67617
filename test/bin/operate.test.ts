import { expect } from "chai";
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { startSimulator, type Simulator, type SimulatorOptions } from "../../generator/simulator/simulator";
import { makeCommands, type Commands } from "../support/command";
import { home, newFolder, pmpc, reach, remove, type Ended } from "./command";

const scenario = {
  name: "one",
  files: {
    "storage.cfg": "lvmthin: local-lvm\n\tthinpool data\n\tvgname pve\n\tcontent images,rootdir\n",
    "nodes/pve/qemu-server/100.conf": "name: web\nmemory: 512\n",
    "nodes/pve/lxc/200.conf": "#a note\nhostname: db\nlxc.cap.drop: mknod\ntags: a;b\n",
    "nodes/pve/lxc/201.conf": "hostname: web\nlock: backup\n",
    "nodes/pve/qemu-server/102.conf": "name: \u001b[31mred\n",
  },
};

describe("operating", () => {
  let folder: string;
  let simulator: Simulator;
  let commands: Commands;
  const start = async (options: SimulatorOptions = {}) => (simulator = await startSimulator({ scenario, shell: join(folder, "node"), ...options }));
  /** Over the API, and through the tools of the node that is on the PATH. */
  const ways: Readonly<Record<string, (...args: readonly string[]) => Promise<Ended>>> = {
    "over the API": (...args) => pmpc([...args, ...reach(simulator, simulator.tokens.root)], folder),
    "through the node's tools": (...args) => pmpc([...args, "--via", "pct"], folder, { PATH: `${simulator.shell}${delimiter}${process.env.PATH}` }),
  };

  beforeEach(() => {
    folder = newFolder();
    commands = makeCommands();
  });
  afterEach(async () => {
    await simulator?.close();
    commands.remove();
    remove(folder);
  });

  for (const [title, run] of Object.entries(ways)) {
    describe(title, () => {
      it("starts and stops what people name, and says so", async () => {
        await start();
        expect(await run("start", "vm", "100")).to.deep.include({ code: 0, stdout: "  started     vm 100 (web) on pve\n" });
        expect((await run("qm", "status", "100", "--json")).stdout).to.contain('"status": "running"');
        expect(await run("stop", "vm 100")).to.include({ code: 0 });
        expect(await run("start", "db")).to.deep.include({ code: 0, stdout: "  started     container 200 (db) on pve\n" });
      });

      it("prints one JSON object with the task and the guest", async () => {
        await start();
        const { stdout, code } = await run("pct", "start", "200", "--json");
        expect(JSON.parse(stdout)).to.deep.include({ verb: "start", guest: { type: "lxc", vmId: 200, node: "pve", name: "db" }, ended: true, warnings: 0, output: [] });
        expect(code).to.equal(0);
      });

      it("says what failed, in Proxmox VE's words", async () => {
        await start();
        expect(await run("pct", "stop", "200")).to.deep.include({ code: 1, stdout: "", stderr: "pmpc: could not stop container 200 on pve: CT 200 not running\n" });
        const { error } = JSON.parse((await run("pct", "stop", "200", "--json")).stdout) as { error: Record<string, unknown> };
        expect(error).to.include({ code: "operation-failed", message: "could not stop container 200 on pve: CT 200 not running" });
        if (title !== "over the API") expect(error).to.include({ command: "pct stop 200", where: "this machine", exitCode: 255, output: "CT 200 not running" });
      });

      it("begins a task and does not wait for it", async () => {
        await start({ taskTime: 3600 });
        const { code, stdout } = await run("start", "vm", "100", "--async");
        expect(code).to.equal(0);
        expect(stdout).to.match(/^ {2}begun {7}start vm 100 \(web\) on pve\n {2}task {8}UPID:pve:\S+:qmstart:100:\S+\n$/);
      });

      // Beyond the task, the way makes no difference.
      if (title !== "over the API") return;

      it("lists guests, and shows a configuration", async () => {
        await start();
        const list = await run("pct", "list");
        expect(list.stdout).to.equal("  VMID  STATUS   NODE  LOCK    NAME  TAGS\n  200   stopped  pve           db    a;b\n  201   stopped  pve   backup  web\n");
        expect((await run("pct", "config", "200")).stdout).to.equal("  description: a note\n  hostname: db\n  tags: a;b\n  lxc.cap.drop: mknod\n");
        expect(JSON.parse((await run("qm", "config", "100", "--json")).stdout)).to.deep.equal({ name: "web", memory: "512" });
        expect(JSON.parse((await run("qm", "list", "--json")).stdout)).to.have.property("guests").with.lengthOf(2);
      });

      it("does not let a name rule the terminal", async () => {
        await start();
        for (const args of [["qm", "list"], ["start", "vm", "102"], ["qm", "destroy", "102", "--confirm", "x"]]) {
          const { stdout, stderr } = await run(...args);
          expect(stdout + stderr).not.to.contain("\u001b");
        }
      });

      it("finds only what is there, and only what is meant", async () => {
        await start();
        expect(await run("start", "999")).to.include({ code: 5, stderr: `pmpc: there is no guest 999\n  ${simulator.endpoint} lists 4 guests; an account without VM.Audit on a guest does not see it\n` });
        expect(await run("start", "web")).to.include({ code: 64, stderr: 'pmpc: 2 guests are called "web": vm 100, container 201\n  name it by its number\n' });
        expect(await run("pct", "start", "100")).to.include({ code: 5, stderr: "pmpc: there is no container 100\n  100 is a virtual machine\n" });
        expect(await run("pct", "status", "200", "--node", "other")).to.include({ code: 5, stderr: "pmpc: container 200 is not on other\n  it is on pve\n" });
      });

      it("destroys nothing without its name", async () => {
        await start();
        expect(await run("pct", "destroy", "200", "--yes")).to.include({ code: 64 });
        expect(await run("pct", "destroy", "200", "--confirm", "web")).to.include({ code: 6, stderr: 'pmpc: container 200 is called "db", not "web": nothing was destroyed\n  is it the right number?\n' });
        expect(simulator.cluster.guests()).to.contain(200);
        expect(simulator.cluster.tasks()).to.deep.equal([]);
      });
    });
  }

  it("goes the way that the workspace is configured for", async () => {
    await start();
    mkdirSync(join(folder, ".proxmox"));
    const tools = ["pct", "qm", "pvesh"].map((tool) => `${tool}_path: ${join(simulator.shell!, tool)}\n`);
    writeFileSync(join(folder, ".proxmox/config.yml"), `transport: pct\n${tools.join("")}`);
    expect(await pmpc(["start", "container", "200"], folder)).to.include({ code: 0 });
    expect(simulator.requests).to.have.lengthOf(0);
    expect(simulator.commands.map(({ tool }) => tool)).to.include("pct");
    writeFileSync(join(folder, ".proxmox/config.yml"), `transport: pct\nnode: pve9\n${tools.join("")}`);
    expect(await pmpc(["stop", "container", "200"], folder)).to.deep.include({ code: 6, stderr: "pmpc: .proxmox/config.yml expects node pve9, but this is pve\n  change `node` there, or connect to the right one\n" });
  });

  it("stops waiting when it is interrupted, not the task, and says so", async () => {
    await start({ taskTime: 3600 });
    const child = spawn(process.execPath, [join(home, "dist/bin/pmpc.js"), "start", "vm", "100", ...reach(simulator, simulator.tokens.root)], { cwd: folder });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    while (simulator.cluster.tasks().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    // The answer is on its way, and interrupting sooner would interrupt the question.
    while (!simulator.requests.some(({ address }) => address.includes("/tasks/"))) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGINT");
    expect(await ended).to.equal(3);
    expect(stderr).to.match(/no longer waiting; the task continues: UPID:pve:/);
    expect(simulator.cluster.tasks()).to.deep.equal(["running"]);
  });

  it("leaves a tool to itself when it is interrupted, for that would end its task", async () => {
    const done = join(folder, "done");
    commands.add("pvesh", `case "$2" in */resources) echo '[{"type":"qemu","vmid":100,"node":"pve","name":"web","status":"stopped"}]';; */status) echo '[{"type":"node","name":"pve","local":1}]';; *) echo '[]';; esac`);
    commands.add("qm", `echo begun; while [ ! -e ${folder}/go ]; do sleep 0.05; done; echo more; echo $? > ${done}`);
    const child = spawn(process.execPath, [join(home, "dist/bin/pmpc.js"), "start", "vm", "100", "--via", "pct"], { cwd: folder, env: { ...process.env, PATH: `${commands.folder}${delimiter}${process.env.PATH}` } });
    let stdout = "";
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.on("data", (chunk: Buffer) => {
      if (!stdout.includes("begun") && chunk.includes("begun")) child.kill("SIGINT");
      stdout += chunk.toString();
    });
    expect(await new Promise((resolve) => child.once("close", resolve))).to.equal(3);
    expect(stderr).to.contain("the task continues: start vm 100 on pve");
    writeFileSync(join(folder, "go"), "");
    const read = () => {
      try {
        return readFileSync(done, "utf8");
      } catch {
        return "";
      }
    };
    while (read() === "") await new Promise((resolve) => setTimeout(resolve, 20));
    expect(read()).to.equal("0\n");
  });

  it("makes a container by the tool's own words, whatever is in them", async () => {
    const at = join(folder, "args");
    commands.add("pvesh", `echo '[{"type":"node","name":"pve","local":1}]'`);
    commands.add("pct", `for word do printf '%s\\n' "$word"; done > ${at}; echo "extracting archive"`);
    const note = "it's $(reboot) `x` \"y\"";
    const args = ["pct", "create", "300", "local:vztmpl/debian.tar.zst", "--hostname", "new", "--memory", "512", "--unprivileged", "1", "--no-onboot", "--net0", "name=eth0,bridge=vmbr0", "--mp12", "tank:1,mp=/x", "--description", note, "--root-password", "geheim"];
    const { code, stdout } = await pmpc([...args, "--via", "pct"], folder, { PATH: `${commands.folder}${delimiter}${process.env.PATH}` });
    expect([code, stdout]).to.deep.equal([0, "  extracting archive\n  created     container 300 (new) on pve\n"]);
    const words = readFileSync(at, "utf8").trimEnd().split("\n");
    expect(words.slice(0, 3)).to.deep.equal(["create", "300", "local:vztmpl/debian.tar.zst"]);
    expect(words.slice(3).sort()).to.deep.equal([`--description=${note}`, "--hostname=new", "--memory=512", "--mp12=tank:1,mp=/x", "--net0=name=eth0,bridge=vmbr0", "--onboot=0", "--password=geheim", "--unprivileged=1"]);
  });

  it("makes a virtual machine, and destroys it by its name", async () => {
    await start();
    const api = reach(simulator, simulator.tokens.root);
    expect(await pmpc(["qm", "create", "300", "--name", "new", "--memory", "512", "--scsi0", "local-lvm:1", "--onboot", "1", ...api], folder)).to.deep.include({ code: 0 });
    expect(simulator.cluster.text(300)).to.match(/^memory: 512\nmeta: .*\nname: new\n/m).and.match(/^onboot: 1$/m);
    expect(readFileSync(join(simulator.shell!, "pve/qemu-server/300.conf"), "utf8")).to.equal(simulator.cluster.text(300));
    expect(await pmpc(["qm", "destroy", "300", "--confirm", "new", ...api], folder)).to.deep.include({ code: 0, stdout: "  destroyed   vm 300 (new) on pve\n" });
    expect(simulator.cluster.guests()).not.to.include(300);
  });

  it("says which right is missing", async () => {
    await start();
    const { code, stderr } = await pmpc(["start", "vm", "100", ...reach(simulator)], folder);
    expect(code).to.equal(4);
    expect(stderr).to.equal(
      "pmpc: auditor@pve!pmpc may not start vm 100: Permission check failed (/vms/100, VM.PowerMgmt)\n" +
        "  give it a role that has VM.PowerMgmt there: pveum acl modify /vms/100 --tokens 'auditor@pve!pmpc' --roles …\n",
    );
  });

  it("tells what is wrong about words, and names what there is", async () => {
    const says = async (...args: readonly string[]) => {
      const { code, stderr } = await pmpc(args, folder);
      return [code, stderr.split("\n")[0]];
    };
    expect(await says("pct", "frob")).to.deep.equal([64, 'pmpc: "pct frob" is not a verb']);
    expect(await says("pct", "start")).to.deep.equal([64, "pmpc: VMID is missing"]);
    expect(await says("pct", "start", "web")).to.deep.equal([64, 'pmpc: VMID: expected a whole number, got "web"']);
    expect(await says("pct", "start", "100", "101")).to.deep.equal([64, 'pmpc: "101" is one argument too many']);
    expect(await says("qm", "shutdown", "100", "--timeout", "soon")).to.deep.equal([64, 'pmpc: --timeout: expected a whole number, got "soon"']);
    expect((await pmpc(["pct"], folder)).stdout).to.match(/pmpc pct destroy/);
  });

  it("shows no password in an error", async () => {
    commands.add("pvesh", `echo '[{"type":"node","name":"pve","local":1}]'`);
    commands.add("pct", `echo "400 Parameter verification failed." >&2; exit 255`);
    const { code, stderr } = await pmpc(["pct", "create", "300", "local:vztmpl/x.tar.zst", "--root-password", "geheim", "--via", "pct"], folder, { PATH: `${commands.folder}${delimiter}${process.env.PATH}` });
    expect(code).to.equal(1);
    expect(stderr).to.contain("--password=…").and.not.contain("geheim");
  });
});
