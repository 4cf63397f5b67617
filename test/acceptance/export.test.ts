import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { ApplyReport } from "../../generator/action/apply";
import type { ExportReport } from "../../generator/action/export";
import type { PlanReport } from "../../generator/judge/grade-workspace";
import type { RehearsalReport } from "../../generator/rehearse/report";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { providerVersion } from "../../lib/schema/provider/bpg";
import type { Scenario } from "../../simulator/scenario";
import { block } from "../../simulator/scenario/text";
import { install, newFolder, pmpc, reach, remove } from "../bin/command";
import { needProvider } from "./terraform";

/** Another cluster, in which nothing is called as it is at home. */
const other: Scenario = {
  name: "other",
  files: {
    "nodes/alpha/interfaces": block(`
      auto lo
      iface lo inet loopback

      auto vmbr5
      iface vmbr5 inet static
      	address 10.99.0.2/24
      	bridge-ports none
      	bridge-stp off
      	bridge-fd 0
      	bridge-vlan-aware yes
    `),
    "storage.cfg": block(`
      dir: shelf
      	path /var/lib/vz
      	content iso,vztmpl,backup,snippets,import

      lvmthin: fast
      	thinpool data
      	vgname pve
      	content rootdir,images
    `),
    "user.cfg": block(`
      user:root@pam:1:0:::::

      pool:basics::::
      pool:k3s::::
    `),
  },
  storages: { fast: { total: 4e12, used: 0 }, shelf: { total: 1e12, used: 0 } },
  volumes: [{ id: "shelf:vztmpl/debian-13.tar.zst", size: 1e8, createdAt: 0 }, { id: "shelf:snippets/k3s-vendor.yaml", size: 100, createdAt: 0 }, { id: "shelf:iso/virtio-win-0.1.271.iso", size: 1e8, createdAt: 0 }],
};

describe(`a project that was exported for another cluster, with the real provider ${providerVersion}`, () => {
  let folder: string;
  let [home, there]: [Simulator, Simulator] = [undefined as never, undefined as never];

  before(async function () {
    folder = newFolder();
    [home, there] = [await startSimulator({ scenario: "homelab" }), await startSimulator({ scenario: other })];
    await needProvider(this, providerVersion);
  });
  after(async () => {
    await home.close();
    await there.close();
    remove(folder);
  });

  async function run<R>(args: readonly string[], place = folder): Promise<{ code: number; report: R }> {
    const { code, stdout, stderr } = await pmpc([...args, "--json"], place, { PROXMOX_VE_API_TOKEN: there.tokens.root });
    const report = JSON.parse(stdout.slice(stdout.search(/^\{/m))) as R & { readonly error?: { readonly message: string } };
    if (report.error !== undefined) throw new Error(`${args.join(" ")}: ${report.error.message}${stderr}`);
    return { code, report };
  }

  it("makes the same guests there, under the names of that cluster", async () => {
    await run(["import", ...reach(home, home.tokens.root), "--out", "home", "--no-verify"]);
    const map = {
      endpoint: there.endpoint, nodes: { pve: "alpha" }, storages: { "local-zfs": "fast", tank: "fast", local: "shelf" }, bridges: { vmbr0: "vmbr5", vmbr1: "vmbr5" }, pools: { infra: "basics" }, vlans: { 20: 120 },
      ids: { from: 5000 }, addresses: { "192.168.20.0/24": "10.99.0.0/24" }, templates: { debian: "shelf:vztmpl/debian-13.tar.zst" },
    };
    writeFileSync(join(folder, "map.yml"), JSON.stringify(map));
    // Devices of a node only root may pass through, and with no token.
    const { report } = await run<ExportReport>(["export", "there", "--map", "map.yml", "--out", "home", "--exclude", "vmid=101", "--exclude", "vmid=102", "--exclude", "name=jellyfin"]);
    expect(report.renamed).to.deep.include.members([{ kind: "node", from: "pve", to: "alpha" }, { kind: "storage", from: "tank", to: "fast" }, { kind: "number", from: "100", to: "5000" }]);
    expect(report.needs).to.include.members(["pool basics", "shelf:vztmpl/debian-13.tar.zst", "shelf:snippets/k3s-vendor.yaml"]);
    const place = join(folder, "there");
    install(place);
    await run(["sync", "--endpoint", there.endpoint, "--fingerprint", there.fingerprint256], place);

    const rehearsed = await run<RehearsalReport>(["rehearse", "--all-rights"], place);
    expect(rehearsed.report).to.deep.include({ refused: [] });
    const planned = await run<PlanReport>(["plan"], place);
    expect(planned.report.resources.map(({ grade }) => grade)).to.deep.equal(Array(report.guests).fill("create"));
    expect((await run<ApplyReport>(["apply", "--yes"], place)).report.applied).to.equal(true);
    expect(there.cluster.guests().length).to.equal(report.guests);
    const made = there.cluster.guests().map((vmId) => there.cluster.text(vmId)).join("\n");
    for (const name of ["opnsense", "k3s-server-1", "postgres"]) expect(made).to.match(new RegExp(`^(?:name|hostname): ${name}$`, "m"));
    expect(made).not.to.match(/^[^#].*(?:bridge=vmbr[01]\b|local-zfs:|tank:|tag=20\b|ip=192\.168\.20\.)/m);
    expect(made).to.match(/^net0: .*tag=120\b/m);
    const before = home.cluster.guests().flatMap((vmId) => home.cluster.text(vmId)?.match(/BC:24:11(:[0-9A-F]{2}){3}/gi) ?? []);
    expect(before.filter((mac) => made.toUpperCase().includes(mac.toUpperCase()))).to.deep.equal([]);
    expect((await run<PlanReport>(["plan"], place)).report.resources.filter(({ grade }) => grade !== "clean" && grade !== "state only")).to.deep.equal([]);
  });
});
