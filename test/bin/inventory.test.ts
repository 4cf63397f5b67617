import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import type { Scenario } from "../../simulator/scenario";
import { partOfOffice } from "../support/part-of-office";
import { newFolder, paths, pmpc, reach, remove, report } from "./command";

const fieldCase = (name: string) => join(__dirname, "../fixture/field-cases", name, "pve");

describe("the inventory that an import writes", () => {
  let folder: string;
  let simulator: Simulator | undefined;
  const start = async (scenario?: Scenario) => (simulator = await startSimulator(scenario && { scenario }));
  const again = (...options: string[]) => report(["import", ...reach(simulator!), "--out", folder, ...options], folder);
  /** What git sees of the inventory, and of its memory. */
  const shared = () => Object.fromEntries(paths(folder).flatMap((path) => (/^(\.proxmox\/base\/)?ansible\//.test(path) && !path.endsWith("status.yml") ? [[path, readFileSync(join(folder, path), "utf8")]] : [])));
  const text = (path: string) => readFileSync(join(folder, path), "utf8");

  beforeEach(() => {
    folder = newFolder();
  });
  afterEach(async () => {
    await simulator?.close();
    simulator = undefined;
    remove(folder);
  });

  it("gives the address of two containers to neither, and says so", async () => {
    const { stdout } = await pmpc(["import", "--via", "files", "--pve-dir", fieldCase("lxc-twin-addresses"), "--out", folder, "--no-verify"], folder);
    expect(stdout).to.contain("10.9.0.50 is the address of containers 150 and 151");
    for (const host of ["twin-150", "twin-151"]) {
      expect(text(`ansible/inventory/host_vars/${host}/pmpc.yml`)).to.match(/^ansible_connection: "community\.proxmox\.proxmox_pct_remote"$/m).and.not.match(/^ansible_host: "10\.9\.0\.50"/m);
    }
    expect(text("docs/import-report.md")).to.contain("## Shared addresses");
  });

  it("is the same in git when guests are started and stopped", async () => {
    await start(partOfOffice);
    await again();
    const before = shared();
    const status = text("ansible/inventory/status.yml");
    expect(status.match(/"running"/g)).to.have.lengthOf.above(3);
    for (const vmId of simulator!.cluster.guests()) simulator!.cluster.stop(vmId);
    await again();
    expect(shared()).to.deep.equal(before);
    expect(text("ansible/inventory/status.yml")).not.to.equal(status).and.not.to.contain('"running"');
  });

  it("keeps the variables and groups of guests on a node that is down", async () => {
    await start(partOfOffice);
    await again();
    const before = shared();
    const groups = text("ansible/inventory/hosts.yml");
    simulator!.cluster.setNodeOnline("pve2", false);
    const { guests } = await again();
    const kept = guests.filter((one) => one.kept).map(({ name }) => `/host_vars/${name}/`);
    expect(kept).to.have.lengthOf.above(2);
    const after = shared();
    // Others may have an address for themselves now.
    const files = Object.keys(before).filter((path) => [...kept, "/host_vars/pve2/"].some((part) => path.includes(part)));
    expect(files).to.have.lengthOf.above(2 * kept.length - 10);
    for (const path of files) expect(after[path], path).to.equal(before[path]);
    expect(text("ansible/inventory/hosts.yml")).to.equal(groups);
  });

  it("says in a new workspace what plays need, and all where that is asked for, from then on", async () => {
    await start();
    await again();
    const settings = () => text(".proxmox/config.yml");
    const size = () => Object.entries(shared()).filter(([path]) => path.includes("host_vars")).map(([, content]) => content).join("").length;
    const slim = size();
    expect(settings()).to.match(/^facts: slim$/m);
    await again("--facts", "full");
    const full = size();
    expect(settings()).to.match(/^facts: full$/m);
    expect(full).to.be.greaterThan(2 * slim);
    await again();
    expect(size()).to.equal(full);
    // An older workspace says nothing of it.
    writeFileSync(join(folder, ".proxmox/config.yml"), settings().replace(/^facts:.*\n/m, ""));
    await again();
    expect(size()).to.equal(full);
    await again("--facts", "slim");
    expect(size()).to.equal(slim);
    // A first import that was killed has not come to the settings.
    writeFileSync(join(folder, ".proxmox/config.yml"), "");
    await again();
    expect(size()).to.equal(slim);
    expect(settings()).to.match(/^facts: slim$/m);
  });
});
