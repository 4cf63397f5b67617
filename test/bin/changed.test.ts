import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import type { GuestChange } from "../../lib/inventory/difference";
import { newFolder, pmpc, reach, remove } from "./command";

describe("an import again", function () {
  let folder: string;
  let simulator: Simulator;
  const run = (verb: string, ...options: string[]) => pmpc([verb, ...reach(simulator), "--out", folder, ...options], folder);

  before(async () => {
    folder = newFolder();
    simulator = await startSimulator();
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });

  it("counts what the owner set, and folds what Proxmox VE notes for itself", async () => {
    const { stdout } = await run("import", "--no-verify");
    const [, amount] = /left as is +(\d+) /.exec(stdout) ?? [];
    const report = readFileSync(join(folder, "docs/import-report.md"), "utf8");
    const [own = "", records = ""] = report.slice(report.indexOf("## Not in the code")).split("<details>");
    expect(own.match(/^\| (vm|container) /gm) ?? []).to.have.lengthOf(Number(amount));
    expect(records).to.match(/<summary>\d+ internal records of Proxmox VE/).and.contain("vmgenid").and.contain("</details>");
    expect(own).not.to.contain("vmgenid");
    expect(stdout).not.to.contain("changed");
  });

  it("says what has changed, a line for each guest, and sync does so, too", async () => {
    const [one, other] = simulator.cluster.guests();
    const nameOf = (vmId: number) => /^(?:name|hostname): (.*)$/m.exec(simulator.cluster.text(vmId))![1]!;
    const [changed, gone] = [nameOf(one!), nameOf(other!)];
    simulator.cluster.edit(one!, (text) => text.replace(/^memory:.*$/m, "memory: 3000"));
    simulator.cluster.remove(other!);
    simulator.cluster.add("pve", "lxc", 990, "hostname: newcomer\nmemory: 512\nostype: debian\nrootfs: local-lvm:vm-990-disk-0,size=4G\n");
    const { stdout } = await run("import", "--no-verify");
    expect(stdout).to.match(new RegExp(`~ ${changed} memory \\d+ → 3000$`, "m"));
    expect(stdout).to.match(/\+ newcomer$/m).and.match(new RegExp(`- ${gone}$`, "m"));
    simulator.cluster.rename(one!, "renamed");
    expect((await run("sync")).stdout).to.match(new RegExp(`~ ${changed} (host)?name ${changed} → renamed$`, "m"));
    const { changed: again } = JSON.parse((await run("import", "--no-verify", "--json")).stdout) as { readonly changed: readonly GuestChange[] };
    expect(again).to.deep.equal([]);
  });
});
