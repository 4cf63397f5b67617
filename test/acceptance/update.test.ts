import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { install, newFolder, pmpc, reach, remove, report } from "../bin/command";
import { ask } from "../generator/simulator/client";
import { needProvider } from "./terraform";

const files = {
  "nodes/pve/qemu-server/101.conf": "name: plain\nmemory: 4096\nscsi0: local-lvm:vm-101-disk-0,size=8G\n",
  "nodes/pve/qemu-server/102.conf": "name: pinned\nmemory: 4096\nballoon: 2048\nscsihw: virtio-scsi-pci\nostype: l26\ncores: 4\nvcpus: 4\ncpu: host\n",
  "nodes/pve/qemu-server/103.conf": "name: gap\nmemory: 1024\nscsihw: virtio-scsi-pci\nostype: l26\nnet0: virtio=BC:24:11:00:01:03,bridge=vmbr0\nnet2: virtio=BC:24:11:00:01:04,bridge=vmbr1\n",
};

describe(`an update of a guest, with the real provider ${providerVersion}`, () => {
  let folder: string;
  let simulator: Simulator;

  before(async function () {
    folder = newFolder();
    simulator = await startSimulator({ scenario: { name: "update", files } });
    await needProvider(this, providerVersion);
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });

  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await pmpc(args, folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.root });
    return { code, text: `${stdout}${stderr}` };
  };
  const config = async (vmId: number) => {
    const { data } = await ask(simulator, `/nodes/pve/qemu/${vmId}/config`);
    const { digest: _, ...keys } = data as Record<string, unknown>;
    return keys;
  };

  it("changes what was asked for: the balloon goes with the memory, what was ignored counts, and no default of the provider's gets in", async () => {
    await report(["import", ...reach(simulator, simulator.tokens.root), "--out", folder], folder);
    install(folder);
    expect((await run("apply", "--yes", "--no-types")).code).to.equal(0);
    expect((await run("update", "vm", "101", "--memory", "1GiB", "--cores", "2")).text).to.include("memory.floating").and.include("enforced");
    expect((await run("update", "vm", "102", "--memory", "1GiB")).code).to.equal(0);
    const applied = await run("apply", "--yes", "--no-types");
    expect(applied.code, applied.text).to.equal(0);
    const [plain, pinned] = [await config(101), await config(102)];
    expect(plain).to.include({ memory: "1024", balloon: 1024, cores: 2 }).and.not.have.property("scsihw");
    expect(pinned).to.include({ memory: "1024", balloon: 1024, scsihw: "virtio-scsi-pci" });
    expect((await run("plan", "--no-types")).text).to.match(/plan +3 clean/);
  });

  it("is told where a setting is named and nothing is said of it", async () => {
    for (const [setting, says] of [["memory", "--memory: expected a value after it"], ["cpu", "--cpu: expected a value after it"], ["cores", "--cores: expected "], ["scsi0", "--scsi0: expected TEXT after it"]] as const) {
      const { code, text } = await run("update", "vm", "101", `--${setting}`);
      expect([code, text.slice(0, `pmpc: ${says}`.length)], text).to.deep.equal([64, `pmpc: ${says}`]);
    }
    expect((await run("create", "vm", "--name", "new", "--memory")).text).to.include("pmpc: --memory: expected a value after it");
  });

  it("is refused beforehand where Proxmox VE would not start the guest with it, with the way out", async () => {
    const update = await run("update", "vm", "102", "--cores", "2");
    expect([update.code, update.text]).to.deep.equal([6, update.text]);
    const file = join(folder, "guests/pve.ts");
    const text = readFileSync(file, "utf8");
    const at = text.indexOf("vmId: 102");
    writeFileSync(file, text.slice(0, at) + text.slice(at).replace("cores: 4", "cores: 2"));
    const refused = await run("apply", "--yes", "--no-types");
    for (const one of [update, refused]) expect(one.text).to.include("4 CPUs plugged in (vcpus) of 2");
    expect(refused.code).to.equal(6);
    expect(refused.text).to.include("pmpc update vm 102 --hotplugged 2");
    expect((await run("update", "vm", "102", "--hotplugged", "2")).code).to.equal(0);
    const applied = await run("apply", "--yes", "--no-types");
    expect(applied.code, applied.text).to.equal(0);
    expect(await config(102)).to.include({ cores: 2, vcpus: 2 });
  });

  it("makes no card where the numbers of the cards have a gap", async () => {
    const before = await config(103);
    expect((await run("update", "vm", "103", "--description", "the gap stays", "--memory", "2GiB")).code).to.equal(0);
    const applied = await run("apply", "--yes", "--no-types");
    expect([applied.code, applied.text]).to.deep.equal([0, applied.text]);
    expect(await config(103)).to.deep.equal({ ...before, description: "the gap stays", memory: "2048", balloon: 2048 });
    expect((await run("plan", "--no-types")).code).to.equal(0);
    expect(readFileSync(join(folder, "guests/pve.ts"), "utf8").replace(/\s+\/\/ /g, " ")).to.include("have a gap, which plain Terraform would fill with any change of the guest; pmpc apply leaves the cards as they are");
  });
});
