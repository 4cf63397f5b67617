import { delimiter, join } from "node:path";
import { expect } from "chai";
import type { ApplyReport } from "../../generator/action/apply";
import type { VerifyReport } from "../../generator/action/verify";
import type { WriteReport } from "../../generator/renew/write";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { newFolder, remove, spawned } from "../bin/command";
import { whyUnproven } from "./terraform";

describe(`the gate, with the real provider ${providerVersion}`, () => {
  let folder: string;
  let simulator: Simulator;

  before(async function () {
    const why = await whyUnproven(providerVersion);
    if (why === undefined) return;
    for (const test of this.test!.parent!.tests) test.title += ` (${why})`;
    this.skip();
  });
  beforeEach(async () => {
    folder = newFolder();
    simulator = await startSimulator({ scenario: "homelab", shell: join(folder, "node") });
  });
  afterEach(async () => {
    await simulator?.close();
    remove(folder);
  });

  async function run<R>(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<{ readonly code: number; readonly report: R }> {
    const { code, stdout, stderr } = await spawned([...args, "--json"], folder, environment);
    try {
      return { code, report: JSON.parse(stdout) as R };
    } catch (cause) {
      throw new Error(stdout + stderr, { cause });
    }
  }

  it("proves every import from what was read, whichever way, without another question and without credentials", async () => {
    simulator.cluster.edit(200, (text) => `lxc.environment: API_TOKEN=correct-horse\n${text}`);
    const reach = ["--endpoint", simulator.endpoint, "--fingerprint", simulator.fingerprint256];
    const token = { PROXMOX_VE_API_TOKEN: simulator.tokens.root };
    await run(["import", ...reach, "--no-verify", "--out", "unproven"], token);
    const reading = simulator.requests.length;
    const { code, report } = await run<WriteReport>(["import", ...reach, "--out", "api"], token);
    // The agent of vm 120 is silent.
    expect([code, report.proof?.proven, report.proof?.imports]).to.deep.equal([0, true, 15]);
    expect(simulator.requests.length).to.equal(2 * reading);
    const node = { PATH: `${join(folder, "node")}${delimiter}${process.env.PATH}` };
    const ways = [["pct", ["--via", "pct", "--pve-dir", join(folder, "node/pve")], node], ["files", ["--via", "files", "--pve-dir", join(folder, "node/pve")], {}]] as const;
    for (const [out, args, environment] of ways) {
      const told = await run<WriteReport>(["import", ...reach, ...args, "--out", out], environment);
      expect([told.code, told.report.proof?.proven, told.report.proof?.imports], JSON.stringify(told.report.proof)).to.deep.equal([0, true, 15]);
    }
    const offline = await run<VerifyReport>(["verify", "--out", "api"]);
    expect([offline.code, offline.report.resources.filter(({ grade }) => grade !== "clean").map(({ key, grade, reason }) => [key, grade, reason])]).to.deep.equal([3, [["lxc/200", "not read", "not proven offline: its configuration holds a secret, and the store keeps none"]]]);
    expect(simulator.requests.length).to.equal(2 * reading);
    expect((await run<VerifyReport>(["verify", "--out", "api"], token)).report).to.include({ proven: true }).and.not.have.property("readAt");
  });

  it("changes a guest whose agent is silent without waiting", async () => {
    const token = { PROXMOX_VE_API_TOKEN: simulator.tokens.root };
    await run(["import", "--endpoint", simulator.endpoint, "--fingerprint", simulator.fingerprint256, "--filter", "vmid=120", "--no-verify", "--out", "one"], token);
    const adopted = await run<ApplyReport>(["apply", "--out", "one"], token);
    expect(adopted.code, JSON.stringify(adopted.report)).to.equal(0);
    const updated = await run(["update", "vm", "120", "--tags", "changed", "--out", "one"], token);
    expect(updated.code, JSON.stringify(updated.report)).to.equal(0);
    const asked = simulator.requests.length;
    const { code, report } = await run<ApplyReport>(["apply", "--yes", "--out", "one"], token);
    expect([code, report.applied], JSON.stringify(report)).to.deep.equal([0, true]);
    expect(simulator.cluster.text(120)).to.match(/^tags: changed$/m);
    // A provider that waits asks every few seconds.
    expect(simulator.requests.slice(asked).filter(({ address }) => address.endsWith("/agent/network-get-interfaces")).length).to.be.lessThan(6);
  });
});
