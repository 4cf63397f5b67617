import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { ApplyReport } from "../../generator/action/apply";
import type { ExportReport } from "../../generator/action/export";
import type { PlanReport } from "../../generator/judge/grade-workspace";
import type { RehearsalReport } from "../../generator/rehearse/report";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { providerVersion } from "../../lib/schema/provider/bpg";
import type { Scenario } from "../../simulator/scenario";
import { datacentre } from "../../simulator/scenario/datacentre";
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

const nodes = ["alpha", "beta", "gamma", "delta", "eps"];

/** The same on five nodes, with disks that can be copied from one to another, and with the alias that rules name. */
const five: Scenario = {
  ...other,
  files: {
    ...other.files,
    "corosync.conf": `nodelist {\n${nodes.map((name, at) => `  node {\n    name: ${name}\n    nodeid: ${at + 1}\n    quorum_votes: 1\n    ring0_addr: 10.99.0.${11 + at}\n  }\n`).join("")}}\n\ntotem {\n  cluster_name: other\n  config_version: 1\n  version: 2\n}\n`,
    ...Object.fromEntries(nodes.map((name) => [`nodes/${name}/interfaces`, other.files!["nodes/alpha/interfaces"]!])),
    "firewall/cluster.fw": "[ALIASES]\n\nlan 10.0.0.0/8\n",
    "storage.cfg": other.files!["storage.cfg"]!.replace(/lvmthin: fast[^]*$/, "zfspool: fast\n\tpool rpool/data\n\tcontent rootdir,images\n"),
    "user.cfg": "user:root@pam:1:0:::::\n",
  },
};

/** A data centre whose networks all have a zone that the provider knows. */
const centre: Scenario = { ...datacentre, files: { ...datacentre.files, "sdn/vnets.cfg": datacentre.files!["sdn/vnets.cfg"]!.replace(/vnet: evnet\n(?:\t.*\n)*\n?/, "") } };

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

  it("makes there what else has code: storages, pools, jobs, high availability, access, firewalls and the software-defined network", async () => {
    const [source, target] = [await startSimulator({ scenario: centre }), await startSimulator({ scenario: five })];
    try {
      await run(["import", ...reach(source, source.tokens.root), "--out", "centre", "--scope", "all", "--no-verify"]);
      const map = {
        endpoint: target.endpoint, nodes: { "rack-a1": "alpha", "rack-a2": "beta", "rack-b1": "gamma", "rack-b2": "delta", x0: "eps" }, storages: { tank: "fast", local: "shelf", shared: "fast" }, bridges: { vmbr0: "vmbr5" },
        ids: { from: 7000 }, addresses: { "10.20.0.0/24": "10.99.0.0/24" }, templates: { debian: "shelf:vztmpl/debian-13.tar.zst" },
      };
      writeFileSync(join(folder, "centre.yml"), JSON.stringify(map));
      // Devices that are mapped are of the machines.
      const { report } = await run<ExportReport>(["export", "moved", "--map", "centre.yml", "--out", "centre", ...["100", "102", "105"].flatMap((vmid) => ["--exclude", `vmid=${vmid}`])]);
      expect(report.others).to.include.members(["5 storages", "3 resource pools", "2 backup jobs", "3 replication jobs", "3 HA resources", "2 security groups", "2 IP sets", "4 metrics servers", "3 roles", "3 groups"]);
      const secrets = ["pbs-a-password", "smb-password", "corp-bindPassword", "partner-clientKey", "sso-clientKey", "influx-influxToken"];
      expect(report.secrets).to.deep.equal(secrets.map((name) => `the variable ${name}`));
      expect(report.needs).to.include.members(["storage fast", "firewall-alias lan", "token terraform@pve!gate"]);
      expect(report.behind.map(({ guest }) => guest)).to.include.members(["vm 104", "ha-resource vm:100", "ha-rule databases-apart", "ha-rule strictly-x0", "acl /vms/103?terraform@pve!gate?Operator"]);
      expect(report.stays).to.include("9 bridges: of the machines of this cluster");

      const place = join(folder, "moved");
      install(place);
      // The simulated cluster has this user from the beginning.
      const access = join(place, "cluster/access.ts");
      writeFileSync(access, readFileSync(access, "utf8").replace(/\n {2}(?:const \w+ = )?new (?:User|Acl)\(cluster, "auditor-pve[^]*?\n {2}\}\);\n/g, ""));
      const env = { PROXMOX_VE_API_TOKEN: target.tokens.root, ...Object.fromEntries(secrets.map((name) => [`TF_VAR_${name.replaceAll("-", "_")}`, `of ${name}`])) };
      const there = async <R>(...args: string[]): Promise<R> => JSON.parse((await pmpc([...args, "--json"], place, env)).stdout.replace(/^[^]*?(?=^\{)/m, "")) as R;
      await there("sync", "--endpoint", target.endpoint, "--fingerprint", target.fingerprint256);
      const planned = await there<PlanReport>("plan");
      // What the other cluster has of its own is looked at from the start; what there is one of everywhere becomes what it is here.
      expect(readFileSync(join(place, ".proxmox/config.yml"), "utf8")).to.match(/^scope: all$/m);
      expect([...new Set(planned.resources.filter(({ importing }) => !importing).map(({ grade }) => grade))]).to.deep.equal(["create"]);
      expect(planned.resources.filter(({ importing, grade }) => importing && grade !== "clean").map(({ address, grade }) => [address, grade])).to.deep.equal([["proxmox_cluster_options.cluster-options", "live change"]]);
      expect(planned.resources.filter(({ importing }) => importing).map(({ address }) => address)).to.include("proxmox_network_linux_bridge.alpha-vmbr5");
      const applied = await there<ApplyReport & { readonly error?: { readonly message: string } }>("apply", "--yes", "--allow-changes");
      expect([applied.error?.message, applied.applied]).to.deep.equal([undefined, true]);
      const after = await there<PlanReport>("plan");
      expect(after.resources.filter(({ grade }) => grade !== "clean" && grade !== "state only")).to.deep.equal([]);
      expect(readFileSync(join(place, "cluster/storage.ts"), "utf8")).to.include("10.99.0.42").and.not.to.include("10.20.0.");
    } finally {
      await source.close();
      await target.close();
    }
  });
});
