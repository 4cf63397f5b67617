import { expect } from "chai";
import { Testing } from "cdktf";
import { BackupJob, Duration, MetricsServer, NodeHosts, NodeNameServers, NodeNotes, NodeTimeZone, ProxmoxProvider, ProxmoxStack, SdnOpenFabric } from "../../constructs/index";
import { problemsOf } from "../support/problems";

function made(build: (stack: ProxmoxStack) => void): Record<string, Record<string, object>> {
  const stack = new ProxmoxStack(Testing.app(), "home");
  new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
  build(stack);
  return JSON.parse(Testing.synth(stack, true)).resource;
}

describe("settings of nodes", () => {
  it("are a node's time zone, name servers, hosts file and notes, each where it is said", () => {
    const all = made((stack) => {
      new NodeTimeZone(stack, "time-1", { node: "pve1", timeZone: "Europe/Berlin" });
      new NodeTimeZone(stack, "time-2", { node: "pve2", timeZone: "UTC" });
      new NodeNameServers(stack, "dns", { node: "pve1", domain: "lan", servers: ["10.0.0.1"] });
      new NodeHosts(stack, "hosts", { node: "pve1", entries: [{ address: "10.0.0.2", names: ["pve1.lan", "pve1"] }] });
      new NodeNotes(stack, "notes", { node: "pve1", description: "${rack} 1" });
    });
    expect(Object.values(all.proxmox_virtual_environment_time!)).to.have.deep.members([{ node_name: "pve1", time_zone: "Europe/Berlin" }, { node_name: "pve2", time_zone: "UTC" }]);
    expect(Object.values(all.proxmox_virtual_environment_dns!)).to.deep.equal([{ node_name: "pve1", domain: "lan", servers: ["10.0.0.1"] }]);
    expect(Object.values(all.proxmox_virtual_environment_hosts!)).to.deep.equal([{ node_name: "pve1", entry: [{ address: "10.0.0.2", hostnames: ["pve1.lan", "pve1"] }] }]);
    expect(Object.values(all.proxmox_node_config!)).to.deep.equal([{ node_name: "pve1", description: "$${rack} 1" }]);
  });

  it("fail for what Proxmox VE refuses", () => {
    const problems = problemsOf((stack) => {
      new NodeNameServers(stack, "dns", { node: "pve1", domain: "lan", servers: ["10.0.0.1", "10.0.0.2", "10.0.0.3", "here"] });
      new NodeHosts(stack, "empty", { node: "pve1" });
      for (const [at, timeZone] of ["europe/berlin", "Europe/Berln", "Mars/Phobos", "+02:00", "/etc/passwd", "Europe/Berlin ", "CEST Berlin"].entries()) new NodeTimeZone(stack, `time-${at}`, { node: "pve1", timeZone });
      for (const [at, timeZone] of ["UTC", "Etc/UTC", "Etc/GMT-2", "CET", "US/Eastern", "Asia/Kolkata", "America/Port-au-Prince", "America/Argentina/Buenos_Aires", "posix/Europe/Berlin", "America/Ys", "Europe/Atlantis"].entries()) new NodeTimeZone(stack, `right-${at}`, { node: "pve1", timeZone });
      new NodeTimeZone(stack, "time-as-it-is", { node: "pve2", timeZone: "Mars/Phobos", adopt: true });
      new NodeHosts(stack, "hosts", { node: "pve1", entries: [{ address: "pve1", names: [] }, { address: "10.0.0.2", names: ["pve_1"] }] });
      new NodeHosts(stack, "as-it-is", { node: "pve2", entries: [{ address: "10.0.0.2", names: ["pve2", "#a", "comment"] }], adopt: true });
    });
    expect(problems).to.have.members([
      "[home/dns] servers has 4, and Proxmox VE takes three; leave some out",
      '[home/dns] servers[3] is "here", which is not an IP address',
      '[home/time-0] timeZone is "europe/berlin", which is not the name of a time zone; did you mean "Europe/Berlin"?',
      '[home/time-1] timeZone is "Europe/Berln", which is not the name of a time zone; did you mean "Europe/Berlin"?',
      '[home/time-2] timeZone is "Mars/Phobos", which is not the name of a time zone; say one such as Europe/Berlin',
      '[home/time-3] timeZone is "+02:00", which is not the name of a time zone; say one such as Europe/Berlin',
      '[home/time-4] timeZone is "/etc/passwd", which is not the name of a time zone; say one such as Europe/Berlin',
      '[home/time-5] timeZone is "Europe/Berlin ", which is not the name of a time zone; did you mean "Europe/Berlin"?',
      '[home/time-6] timeZone is "CEST Berlin", which is not the name of a time zone; say one such as Europe/Berlin',
      "[home/empty] entries is empty, and the node would not find its own name; say its lines",
      '[home/hosts] entries[0].address is "pve1", which is not an IP address',
      "[home/hosts] entries[0].names is empty; say at least one name",
      '[home/hosts] entries[1].names has "pve_1", which Proxmox VE refuses; say letters, digits, - .',
    ]);
  });
});

describe("lengths of time among the settings of a cluster", () => {
  it("are durations or numbers, in what Terraform counts them in", () => {
    const app = Testing.app();
    const stack = new ProxmoxStack(app, "home");
    new MetricsServer(stack, "influx", { type: "influxdb", server: "influx.lan", port: 8089, timeout: Duration.minutes(1) });
    new BackupJob(stack, "nightly", { storage: "nas", schedule: "21:00", lockWait: Duration.hours(2), stopWait: 5 });
    new SdnOpenFabric(stack, "spine", { helloInterval: Duration.seconds(3) });
    const { resource } = JSON.parse(Testing.synth(stack));
    expect(resource.proxmox_metrics_server.influx.timeout).to.equal(60);
    expect(resource.proxmox_backup_job.nightly).to.include({ lockwait: 120, stopwait: 5 });
    expect(resource.proxmox_sdn_fabric_openfabric.spine.hello_interval).to.equal(3);
  });
});
