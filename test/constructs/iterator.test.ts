import { Fn, TerraformIterator, Testing } from "cdktf";
import { expect } from "chai";
import {
  ClusterFirewall, Container, FirewallRules, HaRule, IpSet, NodeFirewall, NodeHosts, PciMapping, Pool, Port, ProxmoxProvider, ProxmoxStack, Rule, SdnVnet, SecurityGroup, Size, Storage, User, VirtualMachine,
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

  it("are the rules of the cluster's and of a node's firewall, in their place among others", () => {
    const { resource } = made((stack) => {
      const each = nets();
      const dropped = each.dynamic({ direction: "in", action: "DROP", source: each.getString("cidr"), comment: "${no template}" });
      new ClusterFirewall(stack, "all", { managementFrom: ["10.0.0.0/8"], rules: dropped }).addRule(Rule.accept(Port.tcp(443))).addGroup("web");
      new NodeFirewall(stack, "pve1", { node: "pve1", rules: each.dynamic(Rule.accept(Port.tcp(22)).commented(each.key)) });
    });
    const rules = resource.proxmox_virtual_environment_firewall_rules!;
    const [ofCluster, ofNode] = ["all", "pve1"].map((id) => Object.entries(rules).find(([name]) => name.startsWith(id))![1]);
    expect(ofCluster!.rule).to.equal(undefined);
    expect(ofCluster!.dynamic.rule.map((one: { readonly for_each: unknown; readonly content: Readonly<Record<string, unknown>> }) => [one.for_each, one.content.action ?? one.content.security_group, one.content.dport ?? one.content.source])).to.deep.equal([
      [[true], "ACCEPT", "22"], [[true], "ACCEPT", "8006"], [{ lan: { cidr: "10.0.0.0/24" } }, "DROP", "${each.value.cidr}"], [[true], "ACCEPT", "443"], [[true], "web", undefined],
    ]);
    expect(ofCluster!.dynamic.rule[2]).to.deep.include({ iterator: "each" }).and.to.have.nested.property("content.comment", "$${no template}");
    expect(ofNode!.dynamic.rule).to.have.lengthOf(1).and.to.have.nested.property("[0].content.comment", "${each.key}");
  });

  it("are lists inside of an object: the addresses of cloud-init", () => {
    const { web } = made((stack) => {
      const each = nets();
      const web = new VirtualMachine(stack, "web", { node: "pve1", cloudInit: { dns: { servers: ["10.0.0.1"] }, ipConfigs: each.dynamic({ ipv4: { address: each.getString("cidr") } }) } });
      expect(web.staticAddresses).to.deep.equal([]);
    }).resource.proxmox_virtual_environment_vm!;
    expect(web!.initialization).to.deep.equal({ dns: { servers: ["10.0.0.1"] }, dynamic: { ip_config: { for_each: { lan: { cidr: "10.0.0.0/24" } }, iterator: "each", content: { ipv4: [{ address: "${each.value.cidr}" }] } } } });
  });

  it("may say what an iterator gives as an object wherever a name or a number is", () => {
    const { resource } = made((stack) => {
      const each = TerraformIterator.fromList(["10.0.0.0/8"]);
      new SecurityGroup(stack, "web", { rules: each.dynamic(Rule.accept(Port.tcp(22)).from(each.value).commented(each.value)) });
      new SecurityGroup(stack, "plain", { rules: each.dynamic({ direction: "in", securityGroup: each.value, destination: each.value }) });
      const web = new VirtualMachine(stack, "vm", { node: each.value, pool: each.value, bios: "ovmf", forEach: each, tags: [each.value] });
      new FirewallRules(stack, "rules", { node: "pve1", container: Fn.max([100, 101]), rules: [] });
      new HaRule(stack, "apart", { type: "resource-affinity", guests: [Fn.join("", ["vm:", "100"]), `vm:${web.each("10.0.0.0/8").vmIdText}`], affinity: "negative" });
      new Pool(stack, "prod").grant(User.fromId(stack, "kim@pve"), Fn.lookup({ a: "b" }, "a", "c"));
    });
    const rule = (name: string) => resource.proxmox_virtual_environment_cluster_firewall_security_group![name]!.dynamic.rule.content;
    expect(rule("web")).to.deep.include({ source: "${each.value}", comment: "${each.value}" });
    expect(rule("plain")).to.deep.include({ security_group: "${each.value}", dest: "${each.value}" });
    expect(resource.proxmox_virtual_environment_vm!.vm).to.deep.include({ node_name: "${each.value}", pool_id: "${each.value}", tags: ["${each.value}"] });
    expect(resource.proxmox_virtual_environment_firewall_rules!.rules).to.deep.include({ container_id: "${max(100, 101)}" });
    expect(Object.values(resource.proxmox_acl!)[0]).to.deep.include({ user_id: "kim@pve", role_id: '${lookup({"a" = "b"}, "a", "c")}' });
  });

  it("are checked as one of their elements there, too", () => {
    expect(problemsOf((stack) => {
      const each = nets();
      new VirtualMachine(stack, "web", { node: "pve1", cloudInit: { ipConfigs: each.dynamic({ ipv6: { adress: each.key } }) } });
      new ClusterFirewall(stack, "all", { managementFrom: ["10.0.0.0/8"], rules: each.dynamic({ direction: "in", port: "70000" }) });
    })).to.have.members([
      "[home/web] cloudInit.ipConfigs[0].ipv6.adress is not known; did you mean address?",
      "[home/all] rules[2]: port 70000 is not a port; say whole numbers from 0 to 65535",
    ]);
  });

  it("are refused where they must be known before Terraform runs, and nothing of them is written", () => {
    expect(problemsOf((stack) => {
      const each = nets();
      new SdnVnet(stack, "lan", { zone: "lab", subnets: each.dynamic({ cidr: each.getString("cidr") }) as never });
      new HaRule(stack, "apart", { type: "resource-affinity", guests: each.dynamic({ vmId: 1 }) as never, affinity: "negative" });
      new SecurityGroup(stack, "web", { rules: each.dynamic({ direction: "in", action: "ACCEPT" }) }).addRule(Rule.accept(Port.tcp(22)));
      new VirtualMachine(stack, "db", { node: "pve1", tags: each.dynamic({}) as never, cpu: each.dynamic({ cores: 1 }) as never, cloudInit: { dns: { servers: [] }, userAccount: each.dynamic({}) as never } });
    })).to.have.members([
      "[home/lan] subnets cannot come from an iterator: its parts must be known before Terraform runs; say a list, which a loop may make",
      "[home/apart] guests cannot come from iterator.dynamic, which makes objects; say a value of Terraform's, such as Token.asList(Fn.keys(…)) for a list",
      "[home/apart] guests is missing; say it",
      "[home/web] rules come from an iterator, and nothing can be added to them; add it to what the iterator goes over",
      "[home/db] tags cannot come from iterator.dynamic, which makes objects; say a value of Terraform's, such as Token.asList(Fn.keys(…)) for a list",
      "[home/db] cpu cannot come from an iterator: it is one object; say it",
      "[home/db] cloudInit.userAccount cannot come from an iterator: it is one object; say it",
    ]);
  });

  it("do not count as rules that keep the administrator from being locked out: there may be none", () => {
    expect(problemsOf((stack) => {
      const each = nets();
      const rules = each.dynamic({ direction: "in", action: "ACCEPT", protocol: "tcp", port: "22,8006", source: each.getString("cidr") });
      new FirewallRules(stack, "rules", { rules });
      new ClusterFirewall(stack, "all").addGroup(new SecurityGroup(stack, "web", { rules }));
    }).join()).to.match(/\[home\/all\] nothing lets port 22 .* and 8006/);
    expect(problemsOf((stack) => {
      const each = nets();
      new ClusterFirewall(stack, "all", { rules: each.dynamic({ direction: "in", action: "ACCEPT", protocol: "tcp", port: "22,8006", source: each.getString("cidr") }) });
    }).join()).to.match(/\[home\/all\] nothing lets port 22 .* and 8006/);
    expect(problemsOf((stack) => void new NodeFirewall(stack, "pve1", { node: "pve1", rules: nets().dynamic({ direction: "in", action: "DROP" }) })).join()).to.match(/refuses port 22 .*refuses port 8006/);
  });
});
