import { expect } from "chai";
import { Testing } from "cdktf";
import { NodeSettings, ProxmoxProvider, ProxmoxStack } from "../../constructs/index";
import { problemsOf } from "../support/problems";

function made(build: (stack: ProxmoxStack) => void): Record<string, Record<string, object>> {
  const stack = new ProxmoxStack(Testing.app(), "home");
  new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
  build(stack);
  return JSON.parse(Testing.synth(stack, true)).resource;
}

describe("settings of nodes", () => {
  it("are a node's time zone, name servers and notes, each where it is said", () => {
    const all = made((stack) => {
      new NodeSettings(stack, "pve1", { node: "pve1", timeZone: "Europe/Berlin", dns: { domain: "lan", servers: ["10.0.0.1"] }, notes: "${rack} 1" });
      new NodeSettings(stack, "pve2", { node: "pve2", timeZone: "UTC" });
    });
    expect(Object.values(all.proxmox_virtual_environment_time!)).to.have.deep.members([{ node_name: "pve1", time_zone: "Europe/Berlin" }, { node_name: "pve2", time_zone: "UTC" }]);
    expect(Object.values(all.proxmox_virtual_environment_dns!)).to.deep.equal([{ node_name: "pve1", domain: "lan", servers: ["10.0.0.1"] }]);
    expect(Object.values(all.proxmox_node_config!)).to.deep.equal([{ node_name: "pve1", description: "$${rack} 1" }]);
  });

  it("fail for what Proxmox VE refuses", () => {
    const problems = problemsOf((stack) => {
      new NodeSettings(stack, "none", { node: "pve1" });
      new NodeSettings(stack, "dns", { node: "pve1", dns: { domain: "lan", servers: ["10.0.0.1", "10.0.0.2", "10.0.0.3", "here"] } });
    });
    expect(problems).to.have.members([
      "[home/none] nothing is said; say timeZone, dns or notes",
      "[home/dns] dns.servers has 4, and Proxmox VE takes three; leave some out",
      '[home/dns] dns.servers[3] is "here", which is not an IP address',
    ]);
  });
});
