import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { expect } from "chai";
import type { ApplyReport } from "../../generator/action/apply";
import type { CreateReport } from "../../generator/action/create";
import type { DeleteReport } from "../../generator/action/delete";
import type { PlanReport } from "../../generator/judge/grade-workspace";
import type { WriteReport } from "../../generator/renew/write-report";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { home, install, newFolder, node, pmpc, remove } from "../bin/command";
import { pathOf } from "../support/terraform";
import { needProvider } from "./terraform";

/** Guests as people order them: from an image that is downloaded, from templates, and as copies. */
const guests = `guests:
  - kind: vm
    name: cloud
    id: 301
    image: debian-13
    cores: 2
    memory: 2GiB
    disk: 16GiB
    net0: vmbr0,tag=20
    ipconfig0: ip=192.168.20.71/24,gw=192.168.20.1
  - kind: vm
    name: cloud-2
    id: 302
    image: debian-13
    memory: 4096
  - kind: vm
    name: copied
    id: 303
    from: 9000
    memory: 4GiB
    tags: web,fresh
  - kind: container
    name: cradle
    id: 304
    ostemplate: local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz
    rootfs: local-zfs:4
    net0: name=eth0,bridge=vmbr0,ip=192.168.20.74/24,gw=192.168.20.1
  - kind: container
    name: fetched
    id: 305
    template: debian-12
  - kind: container
    name: twin
    id: 306
    from: debian-base
`;
const numbers = [301, 302, 303, 304, 305, 306];

describe(`guests from a file, of every origin, with the real provider ${providerVersion}`, () => {
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
  /** What the remedy says. */
  const allowImages = () =>
    new Promise((resolve, reject) => {
      const headers = { Authorization: `PVEAPIToken=${simulator.tokens.root}`, "Content-Type": "application/x-www-form-urlencoded" };
      request(`${simulator.endpoint}/api2/json/storage/local`, { method: "PUT", rejectUnauthorized: false, headers }, (answer) => void answer.resume().on("end", () => resolve(answer.statusCode))).on("error", reject).end("content=iso,snippets,vztmpl,import");
    });
  const done = <R extends { readonly error?: unknown }>({ report }: { report: R }): R => {
    expect(report.error, JSON.stringify(report.error)).to.equal(undefined);
    return report;
  };
  const grades = async () => {
    const { code, report } = await run<PlanReport>("plan");
    return [code, ...done({ report }).resources.filter(({ grade }) => grade !== "clean").map(({ address, grade, changes }) => `${address} ${grade} ${changes.map(({ prop, before, after }) => `${prop} ${String(before)} → ${String(after)}`).join(", ")}`.trim())];
  };
  const text = (path: string) => readFileSync(join(folder, path), "utf8");
  const apply = async (...more: string[]) => done(await run<ApplyReport>("apply", "--yes", "--no-test", ...more));

  it("are written at once, with an image that two share written once", async () => {
    writeFileSync(join(folder, "image.yml"), "kind: vm\nname: cloud\nimage: debian-13\n");
    const refused = await run<CreateReport>("create", "-f", "image.yml");
    expect(refused.report.error?.hint).to.contain("pvesm set local --content iso,snippets,vztmpl,import   then: pmpc sync");
    expect(await allowImages()).to.equal(200);
    done(await run("sync", "--store-only"));
    const running = await run<CreateReport>("create", "container", "--name", "twin", "--from", "201");
    expect(running.report.error?.message).to.contain("container 201 is running: Proxmox VE copies a running container from a snapshot only");
    expect(running.report.error?.hint).to.contain("say a template: --from 9010 (debian-base)");
    writeFileSync(join(folder, "guests.yml"), guests);
    const { guests: created } = done(await run<CreateReport>("create", "-f", "guests.yml"));
    expect(created.map(({ guest }) => guest)).to.deep.equal(["vm 301", "vm 302", "vm 303", "container 304", "container 305", "container 306"]);
    expect(text("guests/pve.ts").match(/new Image\(/g)).to.have.lengthOf(2);
  });

  it("are made by one apply, which leaves nothing to do", async () => {
    const [code, ...planned] = await grades();
    expect([code, new Set(planned.map((one) => String(one).split(" ")[1]))]).to.deep.equal([2, new Set(["create"])]);
    await apply();
    expect(simulator.cluster.guests()).to.include.members(numbers);
    expect(await grades()).to.deep.equal([0]);
  });

  it("are hosts of Ansible's, with playbooks whose syntax is right", function () {
    if (pathOf("ansible-inventory") === undefined) return this.skip();
    const ansible = (program: string, ...args: string[]) => spawnSync(program, args, { cwd: folder, encoding: "utf8", env: { ...process.env, ANSIBLE_LOCALHOST_WARNING: "false" } });
    const listed = ansible("ansible-inventory", "-i", "ansible/inventory", "--list");
    expect(listed.status, listed.stderr).to.equal(0);
    const { hostvars } = (JSON.parse(listed.stdout) as { _meta: { hostvars: Record<string, { proxmox_vmid: number }> } })._meta;
    expect(Object.values(hostvars).map(({ proxmox_vmid: vmId }) => vmId)).to.include.members(numbers);
    const names = ["cloud", "cloud-2", "copied", "cradle", "fetched", "twin"];
    const checked = ansible("ansible-playbook", "-i", "ansible/inventory", "--syntax-check", ...names.map((name) => `ansible/playbooks/${name}.yml`));
    expect(checked.status, checked.stdout + checked.stderr).to.equal(0);
  });

  it("have tests that pass", async () => {
    const tested = await node([join(home, "node_modules/mocha/bin/mocha.js"), "--import=tsx", "tests/guests/*.test.ts"], folder);
    expect(tested.code, tested.stdout + tested.stderr).to.equal(0);
    expect(tested.stdout).to.contain("6 passing");
  });

  it("are destroyed once they were deleted from the code and their names were said", async () => {
    // What is destroyed with a guest is known from what was read last.
    done(await run("sync", "--store-only"));
    const names: string[] = [];
    for (const word of ["vm 301", "vm 302", "vm 303", "container 304", "container 305", "container 306"]) {
      const report = done(await run<DeleteReport>("delete", word));
      expect(report.disks, word).to.have.lengthOf.at.least(1);
      names.push(report.name);
    }
    expect(existsSync(join(folder, "tests/guests/cloud.test.ts"))).to.equal(false);
    await apply(...names.flatMap((name) => ["--confirm", name]));
    for (const number of numbers) expect(simulator.cluster.guests()).not.to.include(number);
    expect(await grades()).to.deep.equal([0]);
  });
});
