import { Fn, TerraformIterator, Testing } from "cdktf";
import { expect } from "chai";
import {
  ClusterFirewall, Container, FirewallRules, HaRule, IpSet, NodeFirewall, NodeHosts, PciMapping, Port, ProxmoxProvider, ProxmoxStack, Rule, SdnVnet, SecurityGroup, Size, Storage, VirtualMachine,
} from "../../constructs/index";
import { problemsOf } from "../support/problems";

interface Made {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- What Terraform is given.
  readonly resource: Record<string, Record<string, Record<string, any>>>;
}

function made(build: (stack: ProxmoxStack) => void): Made {
  const stack = new ProxmoxStack(Testing.app(), "home");
  new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
  build(stack);
  return JSON.parse(Testing.synth(stack, true));
}

const template = { operatingSystem: { type: "debian", template: "nas:vztmpl/debian-13.tar.zst" } } as const;

describe("lists from an iterator", () => {
  it("are dynamic blocks in Terraform's words", () => {
    const { web } = made((stack) => {
      const disks = TerraformIterator.fromMap({ scsi0: { size: 8 }, scsi1: { size: 16 } });
      new VirtualMachine(stack, "web", { node: "pve1", bootOrder: ["scsi0"], disks: disks.dynamic({ interface: disks.key, storage: Storage.fromName(stack, "tank"), size: Size.gibibytes(disks.getNumber("size")), ioThread: true }) });
    }).resource.proxmox_virtual_environment_vm!;
    expect(web!.dynamic).to.deep.equal({ disk: { for_each: { scsi0: { size: 8 }, scsi1: { size: 16 } }, iterator: "each", content: { interface: "${each.key}", datastore_id: "tank", size: "${each.value.size}", iothread: true } } });
  });

  it("are an expression where the provider has an attribute instead of blocks", () => {
    const { web } = made((stack) => {
      const cards = TerraformIterator.fromList(["vmbr0", "vmbr1"]);
      new VirtualMachine(stack, "web", { node: "pve1", networkDevices: cards.dynamic({ bridge: cards.value, firewall: true }) });
    }).resource.proxmox_virtual_environment_vm!;
    expect(web!.network_device).to.match(/^\$\{\[ ?for .* in toset\(\["vmbr0",\s?"vmbr1"\]\)/).and.include('"firewall" = true');
  });

  it("are checked as one of their elements", () => {
    const disks = TerraformIterator.fromMap({ scsi0: {} });
    expect(problemsOf((stack) => {
      const machine = new VirtualMachine(stack, "web", { node: "pve1", disks: disks.dynamic({ interface: disks.key, sise: 1 }) });
      machine.addDisk({ size: Size.gibibytes(1) });
    })).to.have.members(["[home/web] disks[0].sise is not known; did you mean size?", "[home/web] disks come from an iterator, and nothing can be added to them; add it to what the iterator goes over"]);
  });
});

describe("lists from an iterator, beside guests", () => {
  const nets = () => TerraformIterator.fromMap({ lan: { cidr: "10.0.0.0/24" } });

  it("are blocks or expressions, as the provider has them", () => {
    const { resource } = made((stack) => {
      const each = nets();
      const lan = new IpSet(stack, "lan", { entries: each.dynamic({ cidr: each.getString("cidr"), comment: each.key }) });
      new SecurityGroup(stack, "web", { rules: each.dynamic({ direction: "in", action: "ACCEPT", protocol: "tcp", port: "22", source: lan }) });
      new FirewallRules(stack, "rules", { node: "pve1", virtualMachine: 100, rules: each.dynamic({ direction: "in", action: "DROP", source: each.getString("cidr") }) });
      new NodeHosts(stack, "hosts", { node: "pve1", entries: each.dynamic({ address: each.getString("cidr"), names: [each.key] }) });
      new PciMapping(stack, "gpu", { devices: each.dynamic({ node: each.key, id: "10de:2684", path: each.getString("cidr") }) });
    });
    const found = (type: string, name: string) => resource[type]![name]! as Readonly<Record<string, unknown>> & { readonly dynamic: Readonly<Record<string, { readonly content: unknown }>> };
    expect(found("proxmox_virtual_environment_firewall_ipset", "lan").dynamic.cidr!.content).to.deep.equal({ name: "${each.value.cidr}", comment: "${each.key}" });
    expect(found("proxmox_virtual_environment_cluster_firewall_security_group", "web").dynamic.rule!.content).to.deep.include({ type: "in", action: "ACCEPT", proto: "tcp", dport: "22" });
    expect(found("proxmox_virtual_environment_firewall_rules", "rules").dynamic.rule!.content).to.deep.include({ source: "${each.value.cidr}" });
    expect(found("proxmox_virtual_environment_hosts", "hosts").dynamic.entry!.content).to.deep.equal({ address: "${each.value.cidr}", hostnames: ["${each.key}"] });
    expect(found("proxmox_hardware_mapping_pci", "gpu").map).to.match(/^\$\{\[ ?for key, val in .*"node" = key/);
  });

  it("are the addresses of a container's cards, too", () => {
    const { db } = made((stack) => {
      const cards = TerraformIterator.fromMap({ eth0: { ip: "10.0.0.5/24" } });
      new Container(stack, "db", { node: "pve1", ...template, networkInterfaces: cards.dynamic({ name: cards.key, ip: cards.getString("ip") }) });
    }).resource.proxmox_virtual_environment_container!;
    expect(db!.initialization).to.deep.equal({ hostname: "db", dynamic: { ip_config: { for_each: { eth0: { ip: "10.0.0.5/24" } }, iterator: "each", content: { ipv4: [{ address: "${each.value.ip}" }] } } } });
  });

  it("are not a list that only Terraform knows, of which nothing could be checked: the iterator goes over that", () => {
    expect(problemsOf((stack) => void new IpSet(stack, "lan", { entries: Fn.split(",", "10.0.0.1,10.0.0.2") }))).to.deep.equal(['[home/lan] entries: expected a list of objects such as [{ cidr: "10.0.0.0/24" }], got a token']);
    expect(problemsOf((stack) => void new VirtualMachine(stack, "web", { node: "pve1", serialDevices: Fn.split(",", "socket") }))).to.have.lengthOf(1);
    expect(problemsOf((stack) => void new VirtualMachine(stack, "web", { node: "pve1", tags: Fn.split(",", "a,b") }))).to.deep.equal([]);
  });

  it("are refused where they must be known before Terraform runs, and nothing of them is written", () => {
    expect(problemsOf((stack) => {
      const each = nets();
      const rules = each.dynamic({ direction: "in", action: "ACCEPT" }) as never;
      new ClusterFirewall(stack, "all", { managementFrom: ["10.0.0.0/8"], rules });
      new NodeFirewall(stack, "pve1", { node: "pve1", rules });
      new SdnVnet(stack, "lan", { zone: "lab", subnets: each.dynamic({ cidr: each.getString("cidr") }) as never });
      new HaRule(stack, "apart", { type: "resource-affinity", guests: each.dynamic({ vmId: 1 }) as never, affinity: "negative" });
      new SecurityGroup(stack, "web", { rules }).addRule(Rule.accept(Port.tcp(22)));
    })).to.have.members([
      "[home/all] rules cannot come from an iterator: it must be known before Terraform runs; say a list",
      "[home/pve1] rules cannot come from an iterator: it must be known before Terraform runs; say a list",
      "[home/lan] subnets cannot come from an iterator: it must be known before Terraform runs; say a list",
      "[home/apart] guests cannot come from an iterator: it must be known before Terraform runs; say a list",
      "[home/apart] guests is missing; say it",
      "[home/web] rules come from an iterator, and nothing can be added to them; add it to what the iterator goes over",
    ]);
  });

  it("do not count as rules that keep the administrator from being locked out: there may be none", () => {
    expect(problemsOf((stack) => {
      const each = nets();
      const rules = each.dynamic({ direction: "in", action: "ACCEPT", protocol: "tcp", port: "22,8006", source: each.getString("cidr") });
      new FirewallRules(stack, "rules", { rules });
      new ClusterFirewall(stack, "all").addGroup(new SecurityGroup(stack, "web", { rules }));
    }).join()).to.match(/\[home\/all\] nothing lets port 22 .* and 8006/);
  });
});
