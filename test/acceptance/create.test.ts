import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { ApplyReport } from "../../generator/action/apply";
import type { CreateReport } from "../../generator/action/create";
import type { DescribeReport } from "../../generator/action/describe";
import type { DiffReport } from "../../generator/action/diff";
import type { StatusReport } from "../../generator/action/status";
import type { DeleteReport } from "../../generator/action/delete";
import type { PlanReport } from "../../generator/judge/grade-workspace";
import type { WriteReport } from "../../generator/renew/write-report";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { home, install, newFolder, node, pmpc, remove } from "../bin/command";
import { pathOf } from "../support/terraform";
import { needProvider } from "./terraform";

describe(`a guest that pmpc writes, with the real provider ${providerVersion}`, () => {
  let folder: string;
  let simulator: Simulator;

  before(async function () {
    await needProvider(this, providerVersion);
    folder = newFolder();
    simulator = await startSimulator({ scenario: "homelab" });
    await run<WriteReport>("import", "--endpoint", simulator.endpoint, "--fingerprint", simulator.fingerprint256, "--out", ".", "--no-verify", "--filter", "vmid=110", "--filter", "vmid=200");
    install(folder);
    expect((await run<ApplyReport>("apply", "--yes")).report.applied).to.equal(true);
  });
  after(async () => {
    await simulator?.close();
    if (folder !== undefined) remove(folder);
  });

  async function run<R>(...args: string[]): Promise<{ code: number; report: R & { readonly error?: { readonly code: string; readonly message: string; readonly hint?: string } } }> {
    const { code, stdout, stderr } = await pmpc([...args, "--json"], folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.root });
    try {
      return { code, report: JSON.parse(stdout) };
    } catch (cause) {
      throw new Error(stdout + stderr, { cause });
    }
  }
  const grades = async () => {
    const { code, report } = await run<PlanReport>("plan");
    if (report.error !== undefined) throw new Error(`plan: ${report.error.message}`);
    return [code, ...report.resources.filter(({ grade }) => grade !== "clean").map(({ address, grade, changes }) => `${address} ${grade} ${changes.map(({ prop, before, after }) => `${prop} ${String(before)} → ${String(after)}`).join(", ")}`.trim())];
  };
  const text = (path: string) => readFileSync(join(folder, path), "utf8");
  const apply = async (...more: string[]) => {
    const { code, report } = await run<ApplyReport>("apply", "--yes", ...more);
    expect(report.error?.message, JSON.stringify(report.error)).to.equal(undefined);
    return code;
  };

  it("is made as it was ordered, and leaves nothing to do", async () => {
    const created = await run<CreateReport>("create", "vm", "--name", "web-02", "--cores", "4", "--memory", "8192");
    expect(created.report.guests.map(({ guest, file, playbook, test }) => [guest, file, playbook, test])).to.deep.equal([["vm 104", "guests/pve.ts", "ansible/playbooks/web-02.yml", "tests/guests/web-02.test.ts"]]);
    const [code, ...planned] = await grades();
    expect(code).to.equal(2);
    expect(planned.map((one) => String(one).split(" ").slice(0, 2).join(" "))).to.deep.equal(["proxmox_virtual_environment_vm.web-02 create"]);
    await apply();
    expect(simulator.cluster.text(104)).to.match(/^name: web-02$/m).and.to.match(/^cores: 4$/m).and.to.match(/^memory: 8192$/m);
    expect(await grades()).to.deep.equal([0]);
  });

  it("is as the code has it, though that says less than the template which it is a copy of", async () => {
    await run<WriteReport>("import", "--no-verify", "--filter", "vmid=104", "--filter", "vmid=110", "--filter", "vmid=200");
    const { code, report } = await run<DiffReport>("diff", "--exit-code");
    expect([code, report.resources]).to.deep.equal([0, []]);
    expect((await run<StatusReport>("status", "--offline")).report.inCode).to.equal(3);
    const { report: described } = await run<DescribeReport>("describe", "vm", "web-02");
    expect(described.history.map(({ says }) => says.replace(/ by [^:]+/, ""))).to.include.members(["apply (clone): OK", "apply (status/start): OK"]);
  });

  it("is a host of Ansible's, with a playbook whose syntax is right", function () {
    if (pathOf("ansible-inventory") === undefined) return this.skip();
    const ansible = (program: string, ...args: string[]) => spawnSync(program, args, { cwd: folder, encoding: "utf8", env: { ...process.env, ANSIBLE_LOCALHOST_WARNING: "false" } });
    const host = ansible("ansible-inventory", "-i", "ansible/inventory/hosts.yml", "--host", "web-02");
    expect(host.status, host.stderr).to.equal(0);
    expect(JSON.parse(host.stdout)).to.include({ proxmox_vmid: 104, proxmox_name: "web-02" });
    const checked = ansible("ansible-playbook", "-i", "ansible/inventory/hosts.yml", "--syntax-check", "ansible/playbooks/web-02.yml");
    expect(checked.status, checked.stdout + checked.stderr).to.equal(0);
  });

  it("has a test that passes, also after an update, and that fails when the code declares another one", async () => {
    const tested = () => node([join(home, "node_modules/mocha/bin/mocha.js"), "--import=tsx", "tests/guests/web-02.test.ts"], folder);
    expect(await tested()).to.include({ code: 0 });
    await run("update", "vm", "web-02", "--memory", "12GiB");
    expect(await tested()).to.include({ code: 0 });
    const code = text("guests/pve.ts");
    writeFileSync(join(folder, "guests/pve.ts"), code.replace("vmId: 104", "vmId: 144"));
    expect((await tested()).stdout).to.contain("vmId: expected 104, and the code says 144");
    writeFileSync(join(folder, "guests/pve.ts"), code);
  });

  it("is changed by an update of the code, and nothing else is", async () => {
    const [code, ...planned] = await grades();
    expect([code, planned.length]).to.deep.equal([2, 1]);
    await apply();
    expect(simulator.cluster.text(104)).to.match(/^memory: 12288$/m);
    expect(await grades()).to.deep.equal([0]);
  });

  it("stays as it is when the cluster is imported again", async () => {
    const before = text("guests/pve.ts");
    const { report } = await run<WriteReport>("import", "--no-verify", "--filter", "vmid=104", "--filter", "vmid=110", "--filter", "vmid=200");
    expect(report.guests.find(({ key }) => key === "qemu/104")).to.deep.include({ outcome: "own" });
    expect(text("guests/pve.ts")).to.equal(before);
    expect(text("ansible/inventory/hosts.yml")).to.contain("web-02: {}");
    expect(existsSync(join(folder, "ansible/inventory/host_vars/web-02/pmpc.yml"))).to.equal(true);
  });

  it("is not applied while the project's own tests fail", async () => {
    const manifest = text("package.json");
    writeFileSync(join(folder, "package.json"), manifest.replace(/"test": .*/, '"test": "node -e \\"console.log(1 + 40 + 1); process.exit(3)\\"",').replace(/,(\s*})/, "$1"));
    await run("update", "vm", "web-02", "--cores", "3");
    const refused = await run<ApplyReport>("apply", "--yes");
    expect([refused.code, refused.report.error?.code]).to.deep.equal([1, "tests-failed"]);
    expect(refused.report.error?.hint).to.match(/^42\n[^]*--no-test$/);
    expect(simulator.cluster.text(104)).to.match(/^cores: 4$/m);
    await apply("--no-test");
    expect(simulator.cluster.text(104)).to.match(/^cores: 3$/m);
    writeFileSync(join(folder, "package.json"), manifest);
  });

  it("is a container, too, from a template that lies on the node", async () => {
    const created = await run<CreateReport>("create", "container", "--name", "dns", "--cores", "1", "--template", "alpine", "--net0", "bridge=vmbr0,ip=192.168.20.61/24,gw=192.168.20.1");
    expect(created.report.error?.message).to.equal(undefined);
    expect(text("guests/pve.ts")).to.contain('template: "local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz"');
    // Nobody can log in to a simulated guest.
    if (pathOf("ansible-playbook") !== undefined) writeFileSync(join(folder, "ansible/playbooks/dns.yml"), "- hosts: dns\n  connection: local\n  gather_facts: false\n  tasks:\n    - ansible.builtin.copy: { content: \"{{ proxmox_vmid }}\", dest: \"{{ playbook_dir }}/../played\" }\n");
    const { report } = await run<ApplyReport>("apply", "--yes", "--no-test", "--ansible");
    if (pathOf("ansible-playbook") !== undefined) {
      expect(report.playbooks).to.deep.equal([{ guest: "dns", playbook: "ansible/playbooks/dns.yml", passed: true }]);
      expect(text("ansible/played")).to.equal("105");
    } else expect(report.playbooks).to.deep.equal([{ guest: "dns", playbook: "ansible/playbooks/dns.yml", passed: false, says: "ansible-playbook is not on the PATH" }]);
    expect(simulator.cluster.text(105)).to.match(/^hostname: dns$/m).and.to.match(/ip=192\.168\.20\.61\/24/);
    expect(await grades()).to.deep.equal([0]);
  });

  it("is destroyed when it was deleted from the code, its name was said, and not before", async () => {
    const { report } = await run<DeleteReport>("delete", "vm", "web-02");
    expect(report.disks?.[0]).to.match(/^scsi0: local-zfs:.*32G|^scsi0: /);
    expect(text("guests/pve.ts")).not.to.contain("web-02");
    expect(existsSync(join(folder, "tests/guests/web-02.test.ts"))).to.equal(false);
    const again = await run<WriteReport>("import", "--no-verify", "--filter", "vmid=104", "--filter", "vmid=105", "--filter", "vmid=110", "--filter", "vmid=200");
    expect(again.report.guests.find(({ key }) => key === "qemu/104")).to.deep.include({ outcome: "released" });
    expect(text("guests/pve.ts")).not.to.contain("web-02");

    expect((await run<DeleteReport>("delete", "web-02", "--undo")).report.deleted).to.equal(false);
    expect(await grades()).to.deep.equal([0]);
    await run<DeleteReport>("delete", "web-02");
    const [code, ...planned] = await grades();
    expect([code, planned]).to.deep.equal([2, ["proxmox_virtual_environment_vm.web-02 destroy"]]);
    const refused = await run<ApplyReport>("apply", "--yes");
    expect([refused.code, refused.report.error?.code]).to.deep.equal([6, "not-confirmed"]);
    expect(simulator.cluster.guests()).to.include(104);
    await apply("--confirm", "web-02");
    expect(simulator.cluster.guests()).not.to.include(104);
    expect(await grades()).to.deep.equal([0]);
  });
});
