import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { PlanReport } from "../../generator/judge/grade-workspace";
import type { WriteReport } from "../../generator/renew/write-report";
import { startSimulator } from "../../generator/simulator/simulator";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { check, install, newFolder, pmpc, reach, remove } from "../bin/command";
import { oddDatacentre } from "../support/odd-datacentre";
import { needProvider } from "./terraform";

/** What no code can say, by the beginning of its reason. */
const aside: Readonly<Record<string, RegExp>> = {
  "sdn-controller/bgprack-a1": /^the provider has no resource for SDN controllers of the type bgp$/, "zone/ev": /^advertise-subnets, .* are not set/, "zone/q2": /^vlan-protocol is not set/, "zone/old": /^it is deleted/, "vnet/oldnet": /^it is deleted/,
  "storage/bt": /of the type btrfs$/, "storage/cfs": /of the type cephfs$/, "storage/isc": /of the type iscsi$/, "storage/shared": /of the type rbd$/, "realm/ad1": /of the type ad$/, "realm/pam": /of the type pam$/, "realm/pve": /of the type pve$/,
  "user/pct%41@pve": /^its name can be read in two ways/, "user/ü@pve": /^its name has letters beyond ASCII/, "user/root@pam": /built in/, "node-firewall-options/1st-node": /^log_level_forward, .* are not set/,
  "backup-job/f9a8be0a-01da-4f7a-8b76-bbce17e08881": /exclude-path/,
};
const whole = /^(sdn-ipam|sdn-dns|token|realm-sync|firewall-alias|vm-firewall-alias|vnet-firewall-options|vnet-firewall-rules|notification-target|notification-matcher)\//;

describe(`a data centre of odd names and unusual settings, and the real provider ${providerVersion}`, function () {
  before(async function () {
    await needProvider(this, providerVersion);
  });

  it("is taken in with its code type-checked, or set aside with the right reason; an apply writes nothing, and the next plan is empty", async () => {
    const folder = newFolder();
    const simulator = await startSimulator({ scenario: oddDatacentre });
    try {
      const run = async <R>(...args: readonly string[]) => JSON.parse((await pmpc([...args, "--json"], folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.root })).stdout) as R;
      const { proof, resources, warnings } = await run<WriteReport>("import", ...reach(simulator, simulator.tokens.root), "--out", ".", "--scope", "all");
      expect(proof).to.deep.include({ proven: true, unclean: [] });
      expect(warnings).to.deep.equal([]);
      const left = resources!.filter(({ outcome, key }) => outcome !== "imported" && !whole.test(key));
      expect(left.map(({ key }) => key).sort()).to.deep.equal(Object.keys(aside).sort());
      for (const { key, reason } of left) expect(reason, key).to.match(aside[key]!);
      expect(resources!.filter(({ outcome }) => outcome === "imported").length).to.be.above(200);

      install(folder);
      expect(await check(folder)).to.deep.include({ code: 0, stdout: "" });
      const [firewall, cluster] = ["cluster/firewall.ts", "cluster.ts"].map((path) => readFileSync(join(folder, path), "utf8"));
      // A guest's own set and alias come before those of the cluster that have the same names.
      expect(firewall).to.match(/const (\w+) = new IpSet\(cluster, "class-101-admins"[^]*source: \1\.unscoped, destination: "lan", interface: "net0"/).and.include("entries: [cluster.lan.unscoped, cluster.v6net.unscoped,");
      expect(cluster).to.include('Alias.fromName(this, "Odd_Name-1")').and.include('Alias.fromName(this, "odd_name-1")').and.include('User.fromId(this, "ü@pve")');

      await run("apply", "--yes", "--no-test");
      expect(simulator.requests.filter(({ method }) => method !== "GET")).to.deep.equal([]);
      expect([...new Set((await run<PlanReport>("plan")).resources.map(({ grade }) => grade))]).to.deep.equal(["clean"]);
    } finally {
      await simulator.close();
      remove(folder);
    }
  });
});
