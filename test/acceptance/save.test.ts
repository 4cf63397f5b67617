import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { expect } from "chai";
import type { ApplyReport } from "../../generator/change/apply-workspace";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { home, install, newFolder, pmpc, reach, remove, report } from "../bin/command";
import { ask } from "../generator/simulator/client";
import { needProvider } from "./terraform";

const machine = (vmId: number, name: string, storage: string) => `balloon: 0\nboot: order=scsi0\ncores: 2\ncpu: host\nmemory: 4096\nname: ${name}\nostype: l26\nscsi0: ${storage}:vm-${vmId}-disk-0,size=8G\nscsihw: virtio-scsi-pci\n`;
const files = {
  "storage.cfg": "dir: local\n\tpath /var/lib/vz\n\tcontent iso,vztmpl,backup,snippets\n\nlvmthin: local-lvm\n\tthinpool data\n\tvgname pve\n\tcontent images,rootdir\n\nlvm: thick\n\tvgname san\n\tcontent images,rootdir\n",
  "nodes/pve/qemu-server/101.conf": machine(101, "web", "local-lvm"),
  "nodes/pve/qemu-server/102.conf": machine(102, "db", "thick"),
  "nodes/pve/lxc/201.conf": "arch: amd64\ncores: 1\nhostname: cache\nmemory: 512\nostype: debian\nrootfs: local-lvm:vm-201-disk-0,size=8G\nswap: 512\nunprivileged: 1\n",
};

describe(`what is saved before a change, with the real provider ${providerVersion}`, () => {
  let folder: string;
  let simulator: Simulator;

  before(async function () {
    folder = newFolder();
    simulator = await startSimulator({ scenario: { name: "save", files, guests: { 101: { power: "running" }, 102: { power: "running" }, 201: { power: "running" } } } });
    await needProvider(this, providerVersion);
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });

  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await pmpc(args, folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.root });
    return { code, stdout, text: `${stdout}${stderr}` };
  };
  const snapshots = async (vmId: number) => ((await ask(simulator, `/nodes/pve/qemu/${vmId}/snapshot`)).data as readonly { readonly name: string }[]).map(({ name }) => name).filter((name) => name !== "current");
  const writes = () => simulator.requests.filter(({ method }) => method !== "GET").map(({ method, address }) => `${method} ${address}`);

  before(async function () {
    if (this.test!.parent!.isPending()) return;
    await report(["import", ...reach(simulator, simulator.tokens.root), "--out", folder], folder);
    install(folder);
    expect((await run("apply", "--yes", "--no-types")).code).to.equal(0);
    expect((await run("sync")).code).to.equal(0);
  });

  it("is a snapshot of a guest that is restarted, named before it is asked for, and in the audit log; a guest that goes on running has none", async () => {
    expect((await run("update", "vm", "101", "--memory", "2GiB")).code).to.equal(0);
    expect((await run("update", "container", "201", "--tags", "live")).code).to.equal(0);
    const before = writes().length;
    const unasked = await run("apply", "--snapshot", "--no-types", "--no-test");
    expect([unasked.code, writes().length - before], unasked.text).to.deep.equal([6, 0]);
    const { code, stdout, text } = await run("apply", "--snapshot", "--yes", "--no-types", "--no-test", "--json");
    expect(code, text).to.equal(0);
    expect(text).to.match(/needs reboot +vm 101 web[^]*snapshot +vm 101 web {2}pmpc-\d{14}, before the change\n *Apply\? yes/).and.not.match(/snapshot +container/);
    const { saved } = JSON.parse(stdout.slice(stdout.search(/^\{/m))) as ApplyReport;
    expect(saved!.map(({ key, by, node }) => [key, by, node])).to.deep.equal([["qemu/101", "snapshot", "pve"]]);
    expect(await snapshots(101)).to.deep.equal([saved![0]!.as]);
    expect(saved![0]!.back).to.equal(`qm rollback 101 ${saved![0]!.as}`);
    const { data } = await ask(simulator, `/nodes/pve/qemu/101/config?snapshot=${saved![0]!.as}`);
    expect(data).to.include({ memory: "4096" });
    expect((await run("audit")).text.split("\n").filter((line) => /\bsnapshot\b/.test(line) && line.includes("101"))).to.have.lengthOf.at.least(1);
    expect(writes()[before]).to.equal("POST /nodes/pve/qemu/101/snapshot");
  });

  it("stays where pmpc is killed between it and the change: nothing else has happened, the audit log has it, and the next apply goes on", async () => {
    expect((await run("update", "vm", "101", "--memory", "3GiB")).code).to.equal(0);
    const [before, there] = [writes().length, await snapshots(101)];
    const own = Object.entries(process.env).filter(([name]) => !/^(PROXMOX_VE_|NODE_OPTIONS$)/.test(name));
    const child = spawn(process.execPath, [join(home, "dist/bin/pmpc.js"), "apply", "--snapshot", "--yes", "--no-types", "--no-test"], { cwd: folder, env: { ...Object.fromEntries(own), PROXMOX_VE_API_TOKEN: simulator.tokens.root }, stdio: "ignore" });
    const ended = once(child, "exit");
    while (writes().length === before && child.exitCode === null) await setImmediate();
    child.kill("SIGKILL");
    await ended;
    expect(writes().slice(before)).to.deep.equal(["POST /nodes/pve/qemu/101/snapshot"]);
    const [left] = (await snapshots(101)).filter((name) => !there.includes(name));
    expect(left).to.match(/^pmpc-\d{14}$/);
    expect(((await ask(simulator, "/nodes/pve/qemu/101/config")).data as { readonly memory: string }).memory).to.equal("2048");
    const log = await run("audit", "--verify");
    expect([log.code, log.text.includes("intact")], log.text).to.deep.equal([0, true]);
    expect((await run("audit", "--json")).stdout).to.include(left);
    expect((await run("status", "--offline")).text).not.to.include("under way");
    expect((await run("plan", "--no-types")).text).to.match(/plan +2 clean, 1 needs reboot/);

    const again = await run("apply", "--snapshot", "--yes", "--no-types", "--no-test");
    expect(again.code, again.text).to.equal(0);
    expect(((await ask(simulator, "/nodes/pve/qemu/101/config")).data as { readonly memory: string }).memory).to.equal("3072");
    // The one that was left is a snapshot like any other, and nobody takes it away.
    expect((await snapshots(101)).slice(0, there.length + 1)).to.deep.equal([...there, left]);
  });

  it("is refused before anything is done where a storage knows no snapshots or no backups; a backup that fails stops the apply, and after one that succeeds it goes on", async () => {
    expect((await run("update", "vm", "102", "--memory", "2GiB")).code).to.equal(0);
    expect((await run("update", "vm", "101", "--memory", "4GiB")).code).to.equal(0);
    const before = writes().length;
    const refused = await run("apply", "--snapshot", "--yes", "--no-types", "--no-test");
    expect([refused.code, writes().length - before], refused.text).to.deep.equal([6, 0]);
    expect(refused.text).to.include("vm 102 db cannot take a snapshot").and.include("--backup STORAGE").and.not.include("vm 101 web cannot");
    const elsewhere = await run("apply", "--backup", "nowhere", "--yes", "--no-types", "--no-test");
    expect([elsewhere.code, elsewhere.text.includes("vm 102 db cannot be backed up to nowhere: pve has the storages local for backups"), writes().length - before], elsewhere.text).to.deep.equal([6, true, 0]);
    simulator.fail("/nodes/pve/vzdump 1x:500");
    const failed = await run("apply", "--backup", "local", "--yes", "--no-types", "--no-test");
    expect([failed.code, writes().slice(before)], failed.text).to.deep.equal([1, ["POST /nodes/pve/vzdump"]]);
    expect(failed.text).to.include("could not backup vm 102").and.include("nothing of the plan was applied");
    expect((await run("plan", "--no-types")).text).to.match(/plan +1 clean, 2 needs reboot/);

    const { code, stdout, text } = await run("apply", "--backup", "local", "--yes", "--no-types", "--no-test", "--json");
    expect(code, text).to.equal(0);
    const { saved } = JSON.parse(stdout.slice(stdout.search(/^\{/m))) as ApplyReport;
    expect(saved!.map(({ key, by, as }) => [key, by, as])).to.have.deep.members([["qemu/101", "backup", "local"], ["qemu/102", "backup", "local"]]);
    const backups = (await ask(simulator, "/nodes/pve/storage/local/content?content=backup")).data as readonly { readonly vmid: number; readonly notes: string }[];
    expect(backups.map(({ vmid, notes }) => [vmid, notes])).to.have.deep.members([[101, "before pmpc apply: web"], [102, "before pmpc apply: db"]]);
    expect((await run("plan", "--no-types")).text).to.match(/plan +3 clean/);
  });
});
