import { expect } from "chai";
import { scenarioOf } from "../../generator/simulator/folder";
import { compare } from "../../generator/simulator/scene/likeness";
import { loadCluster } from "../../simulator/load";
import { answer } from "../../simulator/respond";
import { fixture, type Answers } from "../support/fixture";

const recording = fixture<{ readonly files: Readonly<Record<string, string>>; readonly http: Answers }>("cluster-c.json");

/** Which answers differ where, and why. Every row must be needed. */
const meant: readonly (readonly [address: RegExp, path: RegExp, why: string])[] = [
  [/^\/cluster\/acme\/(account|plugins)/, /./, "accounts and plugins are in priv, which is not among the files"],
  [/^\/cluster\/(backup|jobs\/realm-sync)$/, /next-run$/, "events are counted in UTC"],
  [/^\/cluster\/jobs\/schedule-analyze/, /./, "events are counted in UTC"],
  [/^\/cluster\/ha\/status\/current$/, /status$/, "moments are written in UTC"],
  [/^\/nodes\/core1\/replication$/, /next_sync$/, "events are counted in UTC"],
  [/^\/nodes\/edge-a\/replication$/, /./, "a job that is about to be removed is not shown"],
  [/^\/cluster\/firewall\/macros$/, /./, "what Proxmox VE says of its macros is not repeated"],
  [/\/apt\/repositories$/, /description$/, "what Proxmox VE says of its repositories is not repeated"],
  [/\/certificates\/info$/, /./, "there is no certificate without a server"],
  [/^\/(nodes|cluster\/resources.*)$/, /(maxcpu|maxmem|maxdisk|cgroup-mode|ssl_fingerprint)$/, "the machine of the recording"],
  [/^\/nodes\/[^/]+\/status$/, /./, "the machine of the recording"],
  [/^\/nodes\/stor-01\/network/, /eno2\.active$|^data\.active$/, "a port of Open vSwitch is not up where its bridge is not simulated"],
  [/^\/nodes\/[^/]+\/storage\/local\/content/, /./, "files on a storage are in no configuration"],
  [/^\/nodes\/[^/]+\/storage\/[^/]+\/content/, /^(message|reason)$/, "why the servers behind storages did not answer"],
];

const reach = "nas nas-backup office-smb guest-smb pbs-main san-lvm ceph-vm ceph-ext cephfs cephfs-ext san-iscsi zfs-lio esx01 btr nothing".split(" ");

/** The five nodes of the recording: nothing ran, no server answered, one was off. */
function load() {
  const cluster = loadCluster(
    { ...scenarioOf("cluster-c", recording.files), nodes: { "edge-b": { online: false } }, storages: Object.fromEntries(reach.map((id) => [id, { reachable: false }])) },
    { now: () => 1_795_916_957, secrets: new Map([["root@pam!exam", "x"]]), crm: false },
  );
  for (const guest of cluster.guests.values()) guest.power = "stopped";
  return cluster;
}

describe("simulator beside a recorded data centre", () => {
  const cluster = load();
  const used = new Set<number>();
  const lacking: string[] = [];
  const differences: string[] = [];
  let alike = 0;

  before(() => {
    for (const [address, recorded] of Object.entries(recording.http)) {
      const simulated = answer(cluster, { method: "GET", address, headers: { authorization: "PVEAPIToken=root@pam!exam=x" } });
      if (simulated.reason.endsWith("by the simulator")) {
        lacking.push(address);
        continue;
      }
      const found = simulated.status === recorded.status ? compare(recorded.body ?? "", simulated.body ?? "") : [{ path: "status", recorded: recorded.status, simulated: simulated.status }];
      if (found.length === 0) alike++;
      for (const { path, ...values } of found) {
        const row = meant.findIndex(([at, where]) => at.test(address) && where.test(path));
        if (row >= 0) used.add(row);
        else differences.push(`${address} ${path} ${JSON.stringify(values).slice(0, 300)}`);
      }
    }
  });

  it("answers as Proxmox VE did", () => {
    expect(differences).to.deep.equal([]);
    expect(alike).to.be.at.least(1044);
  });

  it("needs every difference that is meant", () => {
    expect(meant.filter((_, row) => !used.has(row)).map(([, , why]) => why)).to.deep.equal([]);
  });

  it("lacks nothing but what it says it lacks", () => {
    const areas = lacking.map((address) => address.split("?")[0]!.replace(/^\/nodes\/[^/]+/, "node").replace(/^\//, "").split("/").slice(0, 2).join("/"));
    expect([...new Set(areas)].sort()).to.deep.equal(
      [
        ..."acme bulk-action ceph config log notifications qemu sdn".split(" ").map((area) => `cluster/${area}`),
        ..."aplinfo capabilities ceph disks hardware sdn vzdump".split(" ").map((area) => `node/${area}`),
      ].sort(),
    );
  });
});
