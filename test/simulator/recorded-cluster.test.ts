import { expect } from "chai";
import { scenarioOf } from "../../generator/simulator/folder";
import { answer } from "../../simulator/respond";
import { loadCluster } from "../../simulator/load";
import { fixture, type Answers } from "../support/fixture";
import { compare } from "../../generator/simulator/scene/likeness";

type Sets = Readonly<Record<"http" | "httpLow" | "httpWrongToken" | "httpNoToken", Answers>>;

const recording = fixture<Sets & { readonly files: Readonly<Record<string, string>> }>("cluster-b.json");

/** Which answers may differ where, and why. Every row must be needed. */
const meant: readonly (readonly [address: RegExp, path: RegExp, why: string])[] = [
  [/^\/cluster\/resources/, /\.cgroup-mode$/, "the recording host had no unified cgroups; every current node has"],
  [/^\/cluster\/firewall\/refs$/, /^data\.labnet-/, "the recording knew of no sets of vnets, though its vnet ran"],
  [/^\/cluster\/backup$/, /next-run$/, "the recording host had no calendar"],
  [/^\/cluster\/firewall\/macros$/, /^data/, "what Proxmox VE says of its macros is not repeated"],
  [/^\/nodes$/, /ssl_fingerprint$/, "there is no certificate without a server"],
  [/^\/nodes\/pve\/status$/, /cpuinfo|kernel|kversion|boot-info|loadavg|^data\.(memory|rootfs|swap|idle|wait|ksm)/, "the machine of the recording"],
  [/^\/nodes\/pve\/dns$/, /^data/, "resolv.conf is not among the files"],
  [/^\/nodes\/pve\/certificates\/info$/, /^data/, "there is no certificate without a server"],
  [/^\/cluster\/acme\/plugins$/, /^data\.standalone$/, "the recording host had not made the plugins' file yet"],
  [/^\/nodes\/pve\/network/, /(active|exists)$/, "the recording host had none of the network cards that its configuration names"],
  [/^\/nodes\/pve\/tasks/, /./, "the history of tasks was put in by hand"],
  [/^\/nodes\/pve\/storage\/[^/]+\/content/, /^data\.(local:|backup:)/, "files on a storage are in no configuration"],
  [/agent\/network-get-interfaces$/, /docker0|veth|statistics/, "what only the guest knows"],
  [/\/lxc\/20[35]\/interfaces$/, /eth0/, "addresses that DHCP gave"],
];

/** The recorded cluster had applied what is edited of SDN, and its node had not loaded it yet. */
function simulate() {
  const cluster = load();
  answer(cluster, { method: "PUT", address: "/cluster/sdn" }, { user: "root@pam", ticket: true });
  cluster.files.delete("nodes/pve/interfaces.d/sdn");
  cluster.tasks.length = 0;
  return cluster;
}

function load() {
  const states = Object.entries(recording.http).flatMap(([address, { body }]) => {
    const vmId = /(\d+)\/status\/current$/.exec(address)?.[1];
    return vmId === undefined || !body?.data ? [] : [[vmId, { power: (body.data as { status: "running" | "stopped" }).status }]];
  });
  const GB = 1024 ** 3;
  return loadCluster(
    {
      ...scenarioOf("cluster-b", recording.files),
      guests: Object.fromEntries(states),
      nodes: { pve: { cpus: 2, memory: 25_276_514_304, disk: 270_553_174_016 } },
      storages: {
        local: { total: 240 * GB, used: 0 },
        backup: { total: 966_367_641_600 },
        tank: { total: 4096 * GB },
        "local-lvm": { total: 1_801_439_850_496 },
      },
    },
    {
      now: () => 1_795_411_157,
      secrets: new Map([
        ["root@pam!exam", "x"],
        ["auditor@pve!pool", "y"],
      ]),
    },
  );
}

describe("simulator beside a recorded cluster", () => {
  const cluster = simulate();
  const used = new Set<number>();
  const sets = {
    http: "PVEAPIToken=root@pam!exam=x",
    httpLow: "PVEAPIToken=auditor@pve!pool=y",
    httpWrongToken: "PVEAPIToken=root@pam!exam=z",
    httpNoToken: undefined,
  };

  for (const [set, authorization] of Object.entries(sets)) {
    it(`answers as Proxmox VE did: ${set}`, () => {
      const differences: string[] = [];
      let alike = 0;
      for (const [address, recorded] of Object.entries(recording[set as keyof typeof sets])) {
        const simulated = answer(cluster, { method: "GET", address, headers: { authorization } });
        if (simulated.reason.endsWith("by the simulator")) continue;
        alike++;
        const both = [recorded, simulated].map(({ status, reason, body }) => ({ status, reason, ...(body as object | null) }));
        for (const { path, ...values } of compare(both[0], both[1])) {
          const row = meant.findIndex(([at, where]) => at.test(address) && where.test(path));
          if (row >= 0) used.add(row);
          else differences.push(`${address} ${path} ${JSON.stringify(values)}`);
        }
      }
      expect(differences).to.deep.equal([]);
      expect(alike).to.be.at.least({ http: 190, httpLow: 60, httpWrongToken: 6, httpNoToken: 4 }[set]!);
    });
  }

  it("needs every difference that is meant", () => {
    expect(meant.filter((_, row) => !used.has(row)).map(([, , why]) => why)).to.deep.equal([]);
  });

  it("lacks nothing but what it says it lacks", () => {
    const asked = Object.keys(recording.http).map(
      (address) => answer(cluster, { method: "GET", address, headers: { authorization: sets.http } }).reason,
    );
    const lacking = asked.flatMap((reason) => /^Method 'GET (.*)' not implemented by the simulator$/.exec(reason)?.[1] ?? []);
    const areas = lacking.map((path) =>
      path
        .replace(/^\/nodes\/pve\/(qemu|lxc)\/\d+/, "guest")
        .replace(/^\/nodes\/pve\//, "node/")
        .split("/")
        .slice(0, 3),
    );
    expect([...new Set(areas.map(([top, area, part]) => (top === "" ? `${area}/${part}` : `${top}/${area}`)))].sort()).to.deep.equal(
      [
        ..."bulk-action ceph config log"
          .split(" ")
          .map((area) => `cluster/${area}`),
        ..."aplinfo apt capabilities disks hardware services subscription vzdump"
          .split(" ")
          .map((area) => `node/${area}`),
        "guest/agent",
      ].sort(),
    );
  });
});
