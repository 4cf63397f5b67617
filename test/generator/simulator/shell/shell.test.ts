import { expect } from "chai";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSimulator, type Simulator, type SimulatorOptions } from "../../../../generator/simulator/simulator";
import { isPmpcError } from "../../../../lib/error";
import { clusterB } from "../../../support/fixture";
import { thrown } from "../../../support/thrown";
import { ask } from "../client";

interface Ran {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(file: string, ...args: readonly string[]): Promise<Ran> {
  const env = { PATH: "/usr/bin:/bin", LANG: "C.UTF-8" };
  return new Promise((done) => {
    const child = execFile(file, args, { env, timeout: 20_000 }, (_, stdout, stderr) => done({ exit: child.exitCode ?? -1, stdout, stderr }));
  });
}

describe("simulator's shell in a folder", () => {
  let folder: string;
  const started: Simulator[] = [];
  const start = async (options: SimulatorOptions = {}) => {
    const simulator = await startSimulator({ shell: folder, ...options });
    started.push(simulator);
    return simulator;
  };
  const read = (...path: readonly string[]) => readFileSync(join(folder, ...path), "utf8");

  beforeEach(() => void (folder = join(mkdtempSync(join(tmpdir(), "pmpc-test-")), "it's a shell")));
  afterEach(async () => {
    await Promise.all(started.splice(0).map((simulator) => simulator.close()));
    rmSync(join(folder, ".."), { recursive: true, force: true });
  });

  it("has tools that are processes of their own, whatever the PATH", async () => {
    const { commands } = await start();
    const version = await run(join(folder, "pvesh"), "get", "/version", "--output-format", "json");
    expect(version).to.deep.equal({ exit: 0, stdout: '{"release":"9.2","repoid":"14a22df35955d97d","version":"9.2.11"}\n', stderr: "" });
    expect(await run(join(folder, "qm"), "config", "9999")).to.include({ exit: 2, stderr: "Configuration file 'nodes/pve/qemu-server/9999.conf' does not exist\n" });
    expect(commands.map(({ tool, exit }) => [tool, exit])).to.deep.equal([
      ["pvesh", 0],
      ["qm", 2],
    ]);
  });

  it("takes every argument as it stands", async () => {
    const { commands } = await start();
    const args = ["get", "/version", "--x", "$(id) `id` ' \" \\ \n; ü\u0000".replace("\u0000", "")];
    await run(join(folder, "pvesh"), ...args);
    expect(commands[0]?.args).to.deep.equal(args);
  });

  it("is the same cluster as the API's, either way", async () => {
    const simulator = await start();
    await ask(simulator, "/nodes/pve/qemu/120/status/stop", { method: "POST" });
    expect((await run(join(folder, "qm"), "status", "120")).stdout).to.equal("status: stopped\n");
    await run(join(folder, "qm"), "start", "120");
    expect((await ask(simulator, "/nodes/pve/qemu/120/status/current")).data).to.include({ status: "running" });
  });

  it("is the node that was asked for", async () => {
    await start({ scenario: "office", node: "pve2" });
    const { stdout } = await run(join(folder, "pct"), "list");
    expect(stdout.split("\n")).to.have.lengthOf(readdirSync(join(folder, "pve/nodes/pve2/lxc")).length + 2);
    expect(readlinkSync(join(folder, "pve/local"))).to.equal("nodes/pve2");
    expect(JSON.parse(read("pve/.members"))).to.deep.include({ nodename: "pve2" });
    const status = JSON.parse((await run(join(folder, "pvesh"), "get", "/cluster/status", "--output-format", "json")).stdout) as { local?: number; name: string }[];
    expect(status.filter(({ local }) => local === 1).map(({ name }) => name)).to.deep.equal(["pve2"]);
  });

  it("keeps a folder like /etc/pve beside the tools, which follows the cluster", async () => {
    const simulator = await start({ scenario: "office" });
    const [vmId = 0] = simulator.cluster.guests();
    const file = readdirSync(join(folder, "pve/nodes"), { recursive: true }).map(String).find((path) => path.endsWith(`/${vmId}.conf`))!;
    simulator.cluster.rename(vmId, "renamed");
    expect(read("pve/nodes", file)).to.match(/^(host)?name: renamed$/m);
    simulator.cluster.remove(vmId);
    expect(existsSync(join(folder, "pve/nodes", file))).to.equal(false);
    expect(read("pve/.vmlist")).not.to.contain(`"${vmId}"`);
    expect(read("pve/storage.cfg")).to.match(/^\w+: /);
  });

  it("answers from a recording as well", async () => {
    const recording = join(folder, "..", "recording.json");
    writeFileSync(recording, JSON.stringify(clusterB));
    await start({ scenario: recording });
    expect((await run(join(folder, "pct"), "list")).stdout).to.match(/^200 +running +adguard/m);
    expect(read("pve/nodes/pve/lxc/200.conf")).to.contain("hostname: adguard");
  });

  it("says what the tools say of a cluster file system that is down, once the simulator is gone", async () => {
    await start();
    await started.splice(0)[0]!.close();
    const { exit, stderr } = await run(join(folder, "pct"), "list");
    expect([exit, stderr.split("\n").at(-2)]).to.deep.equal([255, "Unable to load access control list: Connection refused"]);
  });

  it("overwrites its own stand-ins and nobody else's", async () => {
    await start();
    await started.splice(0)[0]!.close();
    await start();
    writeFileSync(join(folder, "qm"), "#!/usr/bin/perl\n");
    const error = await thrown(start());
    expect(isPmpcError(error) && [error.code, error.exit]).to.deep.equal(["folder-in-use", 6]);
    expect(read("qm")).to.equal("#!/usr/bin/perl\n");
  });

  it("clears no folder that holds anything else", async () => {
    await start();
    await started.splice(0)[0]!.close();
    rmSync(join(folder, "pve/.simulated"));
    expect(isPmpcError(await thrown(start()))).to.equal(true);
    expect(existsSync(join(folder, "pve/storage.cfg"))).to.equal(true);
  });
});
