import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import type { ApplyReport } from "../../generator/action/apply";
import type { AuditReport } from "../../generator/action/audit";
import type { UndoReport } from "../../generator/action/undo";
import type { VerifyReport } from "../../generator/action/verify";
import type { PlanReport } from "../../generator/judge/grade-workspace";
import type { WriteReport } from "../../generator/renew/write-report";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { newFolder, remove, spawned } from "../bin/command";
import { needProvider } from "./terraform";

describe(`the gate, with the real provider ${providerVersion}`, () => {
  let folder: string;
  let simulator: Simulator;

  before(async function () {
    await needProvider(this, providerVersion);
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
    const updated = await run(["update", "vm", "120", "--tags", "changed", "--description", "changed", "--out", "one"], token);
    expect(updated.code, JSON.stringify(updated.report)).to.equal(0);
    const asked = simulator.requests.length;
    // The second token is the one that changes: here it may not.
    expect((await run<ApplyReport>(["apply", "--yes", "--out", "one"], { ...token, PMPC_WRITE_API_TOKEN: simulator.tokens.auditor })).code).to.equal(4);
    expect(simulator.cluster.text(120)).not.to.match(/^tags: changed$/m);
    const { code, report } = await run<ApplyReport>(["apply", "--yes", "--out", "one"], token);
    expect([code, report.applied], JSON.stringify(report)).to.deep.equal([0, true]);
    expect(simulator.cluster.text(120)).to.match(/^tags: changed$/m);
    const { records } = (await run<AuditReport>(["audit", "--out", "one"])).report;
    const { n } = records.find(({ key, asked }) => key === "qemu/120" && asked?.tags === "changed")!;
    const undone = await run<UndoReport>(["undo", String(n), "--out", "one"], token);
    const were = "docker compose things that do not deserve a machine of their own";
    expect(undone.report.changes.map(({ prop, before, after }) => [prop, before, after]).sort(), JSON.stringify(undone.report)).to.deep.equal([["description", '"changed"', JSON.stringify(were)], ["tags", '["changed"]', undefined]]);
    // The provider does not notice that a machine's last tag goes.
    expect([undone.code, undone.report.plan?.resources.flatMap(({ key, changes }) => changes.map(({ prop, after }) => [key, prop, after]))]).to.deep.equal([2, [["qemu/120", "description", were]]]);
    // A provider that waits asks every few seconds.
    expect(simulator.requests.slice(asked).filter(({ address }) => address.endsWith("/agent/network-get-interfaces")).length).to.be.lessThan(6);
  });

  it("stops what is not as it was planned, and tells what is left and what waits for a restart", async () => {
    const token = { PROXMOX_VE_API_TOKEN: simulator.tokens.root };
    await run(["import", "--endpoint", simulator.endpoint, "--fingerprint", simulator.fingerprint256, "--filter", "vmid=100-101", "--no-verify", "--out", "two"], token);
    expect((await run<ApplyReport>(["apply", "--out", "two"], token)).code).to.equal(0);
    for (const vmId of ["100", "101"]) await run(["update", "vm", vmId, "--tags", "changed", "--out", "two"], token);
    // While the first of the two is written, somebody changes the other.
    const [written, push] = [[] as string[], simulator.requests.push.bind(simulator.requests)];
    simulator.requests.push = (...requests) => {
      for (const { method, address } of requests) {
        const [, vmId] = /^\/nodes\/pve\/qemu\/(\d+)\/config$/.exec(address) ?? [];
        if (method !== "PUT" || vmId === undefined) continue;
        if (written.length === 0) simulator.cluster.edit(vmId === "100" ? 101 : 100, (text) => `${text}\n[PENDING]\ncores: 7\n`);
        written.push(vmId);
      }
      return push(...requests);
    };
    const { code, report } = await run<{ readonly error: { readonly code: string; readonly message: string; readonly hint: string; readonly stopped: readonly { readonly key: string; readonly why: string }[]; readonly left: readonly { readonly grade: string }[]; readonly waiting: readonly { readonly key: string; readonly waits: string }[] } }>(["apply", "--yes", "--out", "two"], { ...token, TF_CLI_ARGS_apply: "-parallelism=1" });
    const { error } = report;
    expect([code, error.code], JSON.stringify(report)).to.deep.equal([6, "stopped-by-gate"]);
    const [first, other] = written[0] === "100" ? [100, 101] : [101, 100];
    expect(written).to.deep.equal([String(first)]);
    expect(error.stopped.map(({ key }) => key)).to.deep.equal([`qemu/${other}`]);
    expect(error.stopped[0]!.why).to.equal(`vm ${other} has changed since this was planned; plan again`);
    expect(error.left).to.have.lengthOf(1);
    expect(error.waiting).to.deep.equal([{ key: `qemu/${other}`, waits: "cores 2 → 7" }]);
    expect(error.hint).to.match(new RegExp(`vm ${other} \\S+ is not as in the code: `)).and.to.contain("cores 2 → 7 waits for its next start");
    expect([simulator.cluster.text(first), simulator.cluster.text(other)].map((text) => /^tags: changed$/m.test(text))).to.deep.equal([true, false]);
    const { records } = (await run<AuditReport>(["audit", "--verify", "--out", "two"])).report;
    expect(records.find(({ answer }) => answer?.startsWith("stopped: "))).to.include({ key: `qemu/${other}`, client: "command line" });
  });

  it("proves an import without the API with all that it takes into code besides guests", async () => {
    const node = { PATH: `${join(folder, "node")}${delimiter}${process.env.PATH}` };
    for (const args of [["--via", "pct"], ["--via", "files", "--pve-dir", join(folder, "node/pve")]]) {
      const { code, report } = await run<WriteReport>(["import", ...args, "--scope", "cluster", "--out", args[1]!], node);
      expect([code, report.proof?.proven, report.proof?.imports], JSON.stringify(report.proof)).to.deep.equal([0, true, 24]);
    }
    expect(simulator.requests).to.deep.equal([]);
  });

  it("plans and applies over another address of the same cluster, and refuses that of another cluster", async () => {
    const token = { PROXMOX_VE_API_TOKEN: simulator.tokens.root };
    const reach = (endpoint: string, { fingerprint256 }: Simulator) => ["--endpoint", endpoint, "--fingerprint", fingerprint256, "--out", "one"];
    await run(["import", ...reach(simulator.endpoint, simulator), "--filter", "vmid=200-201", "--no-verify"], token);
    const path = join(folder, "one/cluster.ts");
    const elsewhere = simulator.endpoint.replace("127.0.0.1", "localhost");
    expect(readFileSync(path, "utf8")).to.include(`"${simulator.endpoint}"`);
    const planned = await spawned(["plan", ...reach(elsewhere, simulator)], folder, token);
    expect([planned.code, planned.stderr, planned.stdout]).to.deep.equal([0, "", "  plan        2 to import\n"]);
    expect((await run<VerifyReport>(["verify", ...reach(elsewhere, simulator)], token)).report).to.include({ proven: true }).and.not.have.property("readAt");
    expect((await run<ApplyReport>(["apply", "--yes", ...reach(elsewhere, simulator)], token)).report.applied).to.equal(true);
    const other = await startSimulator({ scenario: "office" });
    try {
      for (const verb of ["plan", "apply"]) {
        const refused = await spawned([verb, "--yes", ...reach(other.endpoint, other)].filter((one) => verb === "apply" || one !== "--yes"), folder, { PROXMOX_VE_API_TOKEN: other.tokens.root });
        expect([refused.code, refused.stderr], verb).to.deep.equal([6, refused.stderr]);
        expect(refused.stderr).to.match(/belongs to the cluster pve, but the endpoint belongs to \S+/);
      }
      expect(other.requests.filter(({ method }) => method !== "GET")).to.deep.equal([]);
    } finally {
      await other.close();
    }
  });

  it("says what to do where the way to the cluster is at fault, also in words of its own", async () => {
    await run(["import", "--endpoint", simulator.endpoint, "--fingerprint", simulator.fingerprint256, "--filter", "vmid=200-201", "--no-verify", "--out", "one"], { PROXMOX_VE_API_TOKEN: simulator.tokens.root });
    const untrusted = await run<PlanReport>(["plan", "--fingerprint", "00".repeat(32), "--out", "one"], { PROXMOX_VE_API_TOKEN: simulator.tokens.root });
    expect([untrusted.code, untrusted.report.remedy], JSON.stringify(untrusted.report)).to.deep.equal([6, "pmpc doctor says what is wrong with the connection or the credentials"]);
    const without = await run<PlanReport>(["plan", "--out", "one"]);
    expect([without.code, without.report.remedy]).to.deep.equal([4, "export PROXMOX_VE_API_TOKEN='user@realm!name=secret'"]);
  });

  it("lets pass all that a plan has, and writes each of it down", async () => {
    const token = { PROXMOX_VE_API_TOKEN: simulator.tokens.root };
    await run(["import", "--endpoint", simulator.endpoint, "--fingerprint", simulator.fingerprint256, "--no-verify", "--out", "one"], token);
    expect((await run<ApplyReport>(["apply", "--out", "one"], token)).code).to.equal(0);
    const path = join(folder, "one/guests/pve.ts");
    writeFileSync(path, changed(readFileSync(path, "utf8")));
    const { code, report } = await run<ApplyReport>(["apply", "--yes", "--confirm", "docker", "--confirm", "mosquitto", "--out", "one"], token);
    expect([code, report.applied], JSON.stringify(report)).to.deep.equal([0, true]);
    const again = (await run<PlanReport>(["plan", "--out", "one"], token)).report.resources.filter(({ grade }) => grade !== "clean");
    expect(again.map(({ address, grade, changes }) => [address, grade, ...changes.map(({ attribute }) => attribute)])).to.deep.equal([]);
    const sent = simulator.requests.filter(({ method }) => method !== "GET").map(({ method, address }) => `${method} ${address}`);
    const { records } = (await run<AuditReport>(["audit", "--verify", "--out", "one"])).report;
    expect(records.flatMap(({ asked }) => (asked === undefined ? [] : [asked.request])).sort()).to.deep.equal(sent.sort());
    // Every task's end was seen, because the provider waits for it.
    const [begun, ended] = [(answer?: string) => answer === "begun", (answer?: string) => answer === "OK"].map((is) => records.filter(({ task, answer }) => task !== undefined && is(answer)).map(({ task }) => task).sort());
    expect(ended).to.deep.equal(begun);
    expect(records.find(({ key, before }) => key === "qemu/100" && before !== undefined)?.before).to.include({ memory: "4096" });
  });
});

/** Everything that a plan can have, each on a guest of its own. */
function changed(text: string): string {
  const within = (guest: string, from: string, to: string) => {
    const at = text.indexOf(from, text.indexOf(`"${guest}", {`));
    expect(at, `${guest}: ${from}`).to.be.greaterThan(0);
    text = text.slice(0, at) + to + text.slice(at + from.length);
  };
  within("opnsense", "dedicated: Size.gibibytes(4)", "dedicated: Size.gibibytes(6)");
  within("homeassistant", "size: Size.gibibytes(64)", "size: Size.gibibytes(70)");
  within("truenas", "storage: cluster.localZfs, size", "storage: cluster.tank, size");
  within("win11", "vlanId: 20 }]", "vlanId: 20 }, { bridge: cluster.vmbr0 }]");
  within("k3s-server-1", '192.168.20.53"]', '192.168.20.53", "9.9.9.9"]');
  within("k3s-agent-1", "cores: 4", "cores: 6");
  within("k3s-agent-2", "pool: cluster.k3s", "pool: cluster.infra");
  within("docker", '      { interface: "scsi1", storage: cluster.tank, size: Size.gibibytes(500), backup: false, discard: true, ioThread: true },\n', "");
  within("adguard", "    rootDisk", "    memory: Size.gibibytes(1), swap: Size.mebibytes(512),\n    rootDisk");
  within("caddy", "vlanId: 20", "vlanId: 21");
  within("postgres", "units: 200", "units: 300");
  within("jellyfin", "    networkInterfaces", '    hostname: "jelly",\n    networkInterfaces');
  const [from, to] = [text.indexOf('  new Container(cluster, "mosquitto"'), text.indexOf("  // ---- templates")];
  const made = `
  new VirtualMachine(cluster, "made", { node: cluster.pve, memory: Size.gibibytes(1), pool: cluster.k3s, disks: [{ interface: "scsi0", storage: cluster.localZfs, size: Size.gibibytes(8) }], networkDevices: [{ bridge: cluster.vmbr0 }] });
  new VirtualMachine(cluster, "made-2", { node: cluster.pve, memory: Size.gibibytes(1), networkDevices: [{ bridge: cluster.vmbr0 }] });
  new VirtualMachine(cluster, "copy", { vmId: 310, node: cluster.pve, boot: BootSource.fromClone(VirtualMachine.fromVmId(cluster, 9000), { storage: "local-zfs" }), memory: Size.gibibytes(3), networkDevices: [{ bridge: cluster.vmbr0 }], cloudInit: { storage: cluster.localZfs, interface: "ide2", ipConfigs: [{ ipv4: "dhcp" }] } });
  new Container(cluster, "box", { node: cluster.pve, unprivileged: true, operatingSystem: { type: "alpine", template: Image.fromVolume(cluster, "local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz") }, rootDisk: { storage: cluster.localZfs, size: Size.gibibytes(4) }, networkInterfaces: [{ name: "eth0", bridge: cluster.vmbr0, ip: "dhcp" }], pool: cluster.infra });
`;
  return (text.slice(0, from) + made + text.slice(to)).replace("import { Container,", "import { BootSource, Container,");
}
