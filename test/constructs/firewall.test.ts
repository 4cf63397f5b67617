import { expect } from "chai";
import { Testing } from "cdktf";
import { Alias, Bridge, ClusterFirewall, Container, FirewallRules, IpSet, Port, ProxmoxProvider, ProxmoxStack, Rule, SecurityGroup, VirtualMachine, type ClusterFirewallProps, type FirewallRulesProps } from "../../constructs/index";
import { problemsOf } from "../support/problems";

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- What Terraform is given.
function made(build: (stack: ProxmoxStack) => void): Record<string, Record<string, Record<string, any>>> {
  const stack = new ProxmoxStack(Testing.app(), "home");
  new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
  build(stack);
  return JSON.parse(Testing.synth(stack, true)).resource;
}

const only = (of: Record<string, unknown> | undefined) => Object.values(of ?? {})[0];
const template = { operatingSystem: { type: "debian", template: "nas:vztmpl/debian-13.tar.zst" } } as const;

describe("addresses and rules under a name", () => {
  it("are IP sets, aliases and security groups", () => {
    const all = made((stack) => {
      const lan = new IpSet(stack, "lan", ["10.0.0.0/24"]);
      const router = new Alias(stack, "router", { cidr: "10.0.0.1", comment: "${it}" });
      new IpSet(stack, "guests", { name: "visitors", comment: "wifi", entries: [{ cidr: "10.9.0.0/16", except: false, comment: "all" }, { cidr: "10.9.0.1", except: true }, "dc/router"] });
      const web = new SecurityGroup(stack, "web", { comment: "web", rules: [Rule.accept(Port.tcp(80, 443)).from(lan)] });
      web.addRule(
        Rule.drop(Port.udpRange(1000, 2000)).from(IpSet.fromName(stack, "bad")).to(Alias.fromName(stack, "me")).on("net0").logged("warning").commented("${x}").disabled(),
        Rule.reject(Port.any()).outgoing().to(router),
        Rule.accept(Port.macro("SSH")).forwarded(),
        Rule.accept(Port.icmp()), Rule.accept(Port.icmpv6()), Rule.accept(Port.protocol("esp")), Rule.accept(Port.udp(53)).logged(), Rule.accept(Port.tcpRange(8000, 8010)),
      );
    });
    expect(all.proxmox_virtual_environment_firewall_ipset!.lan).to.deep.equal({ name: "lan", cidr: [{ name: "10.0.0.0/24" }], lifecycle: { prevent_destroy: true } });
    expect(all.proxmox_virtual_environment_firewall_ipset!.guests).to.deep.equal({ name: "visitors", comment: "wifi", cidr: [{ name: "10.9.0.0/16", nomatch: false, comment: "all" }, { name: "10.9.0.1", nomatch: true }, { name: "dc/router" }], lifecycle: { prevent_destroy: true } });
    expect(all.proxmox_virtual_environment_firewall_alias!.router).to.deep.equal({ name: "router", cidr: "10.0.0.1", comment: "$${it}" });
    expect(all.proxmox_virtual_environment_cluster_firewall_security_group!.web).to.deep.equal({
      name: "web", comment: "web",
      rule: [
        { type: "in", action: "ACCEPT", proto: "tcp", dport: "80,443", source: "+dc/${proxmox_virtual_environment_firewall_ipset.lan.name}" },
        { type: "in", action: "DROP", proto: "udp", dport: "1000:2000", source: "+dc/bad", dest: "dc/me", iface: "net0", log: "warning", comment: "$${x}", enabled: false },
        { type: "out", action: "REJECT", dest: "dc/${proxmox_virtual_environment_firewall_alias.router.name}" },
        { type: "forward", action: "ACCEPT", macro: "SSH" },
        { type: "in", action: "ACCEPT", proto: "icmp" }, { type: "in", action: "ACCEPT", proto: "ipv6-icmp" }, { type: "in", action: "ACCEPT", proto: "esp" },
        { type: "in", action: "ACCEPT", proto: "udp", dport: "53", log: "info" }, { type: "in", action: "ACCEPT", proto: "tcp", dport: "8000:8010" },
      ],
      lifecycle: { prevent_destroy: true },
    });
  });

  it("take rules as plain data, as an import writes them, and leave what exists as it is", () => {
    const plain = [{ direction: "in", action: "ACCEPT", protocol: "tcp", port: "443", source: "+dc/lan" }] as const;
    const all = made((stack) => {
      const web = new SecurityGroup(stack, "web", { rules: plain });
      new FirewallRules(stack, "rules", { rules: [{ securityGroup: web, interface: "vmbr0" }, { securityGroup: "other" }, Rule.drop(Port.tcp(25)), ...web.rules] });
      new SecurityGroup(stack, "odd", { name: "1 odd name", adopt: true, rules: [{ direction: "in", action: "DROP", source: "what exists" }] });
    });
    const block = { type: "in", action: "ACCEPT", proto: "tcp", dport: "443", source: "+dc/lan" };
    expect(all.proxmox_virtual_environment_cluster_firewall_security_group!.web!.rule).to.deep.equal([block]);
    expect(all.proxmox_virtual_environment_firewall_rules!.rules!.rule).to.deep.equal([
      { security_group: "${proxmox_virtual_environment_cluster_firewall_security_group.web.name}", iface: "vmbr0" }, { security_group: "other" }, { type: "in", action: "DROP", proto: "tcp", dport: "25" }, block,
    ]);
  });

  it("are named as old rules do it, without a scope, and are in sets", () => {
    const all = made((stack) => {
      const lan = new IpSet(stack, "lan", ["10.0.0.0/24"]);
      const router = new Alias(stack, "router", { cidr: "10.0.0.1" });
      new IpSet(stack, "both", { entries: [router, { cidr: Alias.fromName(stack, "gone"), except: true }, Alias.fromName(stack, "gone").unscoped] });
      new IpSet(stack, "short", [router.unscoped]);
      new FirewallRules(stack, "rules", { rules: [
        { direction: "in", action: "ACCEPT", source: lan.unscoped, destination: router.unscoped },
        Rule.accept(Port.tcp(1)).from(IpSet.fromName(stack, "other").unscoped).to(Alias.fromName(stack, "third").unscoped).on(new Bridge(stack, "vmbr0", { node: "pve1" })),
      ] });
    });
    const { lan: _, ...sets } = all.proxmox_virtual_environment_firewall_ipset!;
    expect(sets.both!.cidr).to.deep.equal([{ name: "dc/${proxmox_virtual_environment_firewall_alias.router.name}" }, { name: "dc/gone", nomatch: true }, { name: "gone" }]);
    expect(sets.short!.cidr).to.deep.equal([{ name: "${proxmox_virtual_environment_firewall_alias.router.name}" }]);
    const [first, second] = all.proxmox_virtual_environment_firewall_rules!.rules!.rule as readonly { readonly source: string; readonly dest: string; readonly iface?: string }[];
    expect([first!.source, first!.dest]).to.deep.equal(["+${proxmox_virtual_environment_firewall_ipset.lan.name}", "${proxmox_virtual_environment_firewall_alias.router.name}"]);
    expect([second!.source, second!.dest, second!.iface]).to.deep.equal(["+other", "third", "${proxmox_network_linux_bridge.vmbr0.name}"]);
  });

  it("fail for what Proxmox VE refuses", () => {
    const problems = problemsOf((stack) => {
      new IpSet(stack, "a b", ["10.0.0.0/33"]);
      new Alias(stack, "first", { name: "1st", cidr: "nowhere" });
      new SecurityGroup(stack, "a-name-of-more-than-18", { rules: [Rule.accept(Port.tcp(70000)), Rule.accept(Port.tcpRange(9, 1)), Rule.drop(Port.any()).from("no address")] });
      new SecurityGroup(stack, "web").addRule(Rule.accept(Port.tcp(1.5)));
      new SecurityGroup(stack, "lan", {
        rules: [
          Rule.accept(Port.tcp(22)).from("10.0.0.7/24"),
          Rule.accept(Port.tcp(22)).from("10.0.0.9-10.0.0.1"),
          { direction: "in", action: "ACCEPT", macro: "SSH", protocol: "tcp", port: "2222" },
          { direction: "in", action: "ACCEPT", macro: "SSH", protocol: "tcp", port: "22", source: "10.0.0.0/24,10.1.0.0/16" },
        ],
      });
    });
    expect(problems).to.have.members([
      '[home/a b] name is "a b", which Proxmox VE refuses; say a letter, then up to 63 letters, digits, - _',
      '[home/a b] entries[0] is "10.0.0.0/33", which is not an address; say one such as 10.0.0.0/24',
      '[home/first] name is "1st", which Proxmox VE refuses; say a letter, then up to 63 letters, digits, - _',
      '[home/first] cidr is "nowhere", which is not an address; say one such as 10.0.0.1',
      '[home/a-name-of-more-than-18] name is "a-name-of-more-than-18", which Proxmox VE refuses; say a letter, then up to 17 letters, digits, - _',
      "[home/a-name-of-more-than-18] rules[0]: port 70000 is not a port; say whole numbers from 0 to 65535",
      "[home/a-name-of-more-than-18] rules[1]: ports 9 to 1 are none; say the lower one first",
      '[home/a-name-of-more-than-18] rules[2]: source is "no address", which is not an address; say one such as 10.0.0.0/24, an IpSet, or an Alias',
      '[home/lan] rules[0]: source is "10.0.0.7/24", which has bits set behind its prefix; say the network (10.0.0.0/24), or the address alone (10.0.0.7)',
      '[home/lan] rules[1]: source is "10.0.0.9-10.0.0.1", which Proxmox VE refuses (invalid IP address: Begin address is greater than End address 10.0.0.9 - 10.0.0.1); say an address such as 10.0.0.0/24, an IpSet, or an Alias',
      "[home/lan] rules[2]: the macro SSH brings its own port (22); leave out port, or say the rule without a macro",
      "[home/web] rules[0]: port 1.5 is not a port; say whole numbers from 0 to 65535",
    ]);
  });
});

describe("the firewall of a guest", () => {
  const filtered = { node: "pve1", networkDevices: [{ firewall: true }] };

  it("has options, groups and rules, in the order in which they are said", () => {
    const all = made((stack) => {
      const web = new VirtualMachine(stack, "web", filtered);
      const group = new SecurityGroup(stack, "http", { rules: [Rule.accept(Port.tcp(80))] });
      web.firewall.enable({ input: "REJECT", output: "DROP", dhcp: true, neighbourDiscovery: false, routerAdvertisements: true, macFilter: false, ipFilter: true, logInput: "info", logOutput: "err" });
      web.firewall.addGroup(group, { interface: "net0", comment: "${x}" }).addRule(Rule.drop(Port.tcp(25)));
      const db = new Container(stack, "db", { node: "pve1", ...template, networkInterfaces: [{ name: "eth0", firewall: true, ip: "10.0.0.9/24", ip6: "dhcp" }] });
      db.firewall.enable().allowFrom("10.1.0.0/16", Port.tcp(22)).allowFrom(new IpSet(stack, "lan", ["10.0.0.0/8"]), Port.icmp());
      web.firewall.allowFrom(db, Port.tcp(5432));
    });
    const [vm, ct] = ["web", "db"].map((name) => ({ options: Object.entries(all.proxmox_virtual_environment_firewall_options!).find(([id]) => id.startsWith(name))![1], rules: Object.entries(all.proxmox_virtual_environment_firewall_rules!).find(([id]) => id.startsWith(name))![1] }));
    const place = { node_name: "${proxmox_virtual_environment_vm.web.node_name}", vm_id: "${proxmox_virtual_environment_vm.web.vm_id}" };
    expect(vm!.options).to.deep.equal({ ...place, enabled: true, input_policy: "REJECT", output_policy: "DROP", dhcp: true, ndp: false, radv: true, macfilter: false, ipfilter: true, log_level_in: "info", log_level_out: "err" });
    expect(vm!.rules).to.deep.equal({
      ...place,
      rule: [
        { security_group: "${proxmox_virtual_environment_cluster_firewall_security_group.http.name}", iface: "net0", comment: "$${x}" },
        { type: "in", action: "DROP", proto: "tcp", dport: "25" },
        { type: "in", action: "ACCEPT", proto: "tcp", dport: "5432", source: "10.0.0.9" },
      ],
    });
    expect(ct!.options).to.deep.equal({ node_name: "${proxmox_virtual_environment_container.db.node_name}", container_id: "${proxmox_virtual_environment_container.db.vm_id}", enabled: true, input_policy: "DROP" });
    expect(ct!.rules.rule.map(({ source }: { source: string }) => source)).to.deep.equal(["10.1.0.0/16", "+dc/${proxmox_virtual_environment_firewall_ipset.lan.name}"]);
  });

  it("fails where it would not filter, or let in whom nobody knows", () => {
    const problems = problemsOf((stack) => {
      const web = new VirtualMachine(stack, "web", { node: "pve1", networkDevices: [{ firewall: true }, {}, { firewall: false }] });
      const db = new Container(stack, "db", { node: "pve1", ...template, networkInterfaces: [{ name: "eth0", ip: "dhcp" }] });
      web.firewall.enable({ input: "no" as never }).allowFrom(db, Port.tcp(22)).addRule(Rule.accept(Port.tcp(-1)), 5 as never);
    });
    expect(problems).to.have.members([
      '[home/web/Firewall] enable: input: expected "ACCEPT", "DROP" or "REJECT", got "no"',
      "[home/web/Firewall] rules: expected a rule such as Rule.accept(Port.tcp(443)), got 5",
      "[home/web] firewall.allowFrom: the code says no static address of home/db, and a rule needs one; say its address, or an IpSet",
      "[home/web] firewall.rules[0]: port -1 is not a port; say whole numbers from 0 to 65535",
      "[home/web] networkDevices[1] has no firewall, so that its traffic is not filtered; say firewall: true, or firewall: false where that is meant",
    ]);
  });
});

describe("the firewall of the cluster", () => {
  const problems = (props: ClusterFirewallProps, more: (firewall: ClusterFirewall) => void = () => undefined) => problemsOf((stack) => more(new ClusterFirewall(stack, "fw", props))).map((problem) => problem.replace("[home/fw] ", ""));
  const lockedOut = (what: string) => [`nothing lets port ${what} in, and you would be locked out; say managementFrom: ["10.0.0.0/24"], or a rule that accepts it before one that refuses it`];
  const both = "22 (ssh) and 8006 (the API and the web interface)";

  it("has its rules before it is switched on, those of the administration first", () => {
    const all = made((stack) => {
      const firewall = new ClusterFirewall(stack, "fw", {
        managementFrom: ["10.0.0.0/24"], rules: [Rule.accept(Port.icmp())], input: "REJECT", output: "ACCEPT", forward: "DROP", ebtables: false, logLimit: { enabled: true, burst: 10, rate: "5/second" },
      });
      firewall.addRule(Rule.drop(Port.tcp(3128))).addGroup(SecurityGroup.fromName(stack, "monitoring"));
    });
    expect(only(all.proxmox_virtual_environment_cluster_firewall)).to.deep.equal({
      enabled: true, input_policy: "REJECT", output_policy: "ACCEPT", forward_policy: "DROP", ebtables: false, log_ratelimit: { enabled: true, burst: 10, rate: "5/second" },
      depends_on: [`proxmox_virtual_environment_firewall_rules.${Object.keys(all.proxmox_virtual_environment_firewall_rules!)[0]}`], lifecycle: { prevent_destroy: true },
    });
    expect((only(all.proxmox_virtual_environment_firewall_rules) as { rule: { dport?: string; security_group?: string }[] }).rule.map(({ dport, security_group: group }) => dport ?? group ?? "icmp")).to.deep.equal(["22", "8006", "icmp", "3128", "monitoring"]);
  });

  it("refuses to lock out who administers it", () => {
    expect(problems({})).to.deep.equal(lockedOut(both));
    expect(problems({ rules: [Rule.accept(Port.tcp(22))] })).to.deep.equal(lockedOut("8006 (the API and the web interface)"));
    expect(problems({ rules: [Rule.accept(Port.macro("SSH")), Rule.accept(Port.udp(8006))] })).to.deep.equal(lockedOut("8006 (the API and the web interface)"));
    expect(problems({ rules: [Rule.drop(Port.tcp(8006)), Rule.accept(Port.tcpRange(1, 9000))] })).to.deep.equal(lockedOut("8006 (the API and the web interface)"));
    expect(problems({ rules: [Rule.accept(Port.any()).disabled()] })).to.deep.equal(lockedOut(both));
    expect(problems({ rules: [Rule.accept(Port.any()).outgoing()] })).to.deep.equal(lockedOut(both));
    expect(problems({ input: "ACCEPT", rules: [Rule.drop(Port.any())] })).to.deep.equal(lockedOut(both));
  });

  it("passes where they get in", () => {
    expect(problems({ managementFrom: ["10.0.0.0/24"] })).to.deep.equal([]);
    expect(problems({ rules: [Rule.accept(Port.tcp(22, 8006)).from("10.0.0.1")] })).to.deep.equal([]);
    expect(problems({ rules: [Rule.drop(Port.tcp(22)).from("10.6.6.6"), Rule.accept(Port.any())] })).to.deep.equal([]);
    expect(problems({ input: "ACCEPT" })).to.deep.equal([]);
    expect(problems({ enabled: false })).to.deep.equal([]);
    expect(problems({}, (firewall) => firewall.addGroup(new SecurityGroup(firewall, "admin", { rules: [Rule.accept(Port.tcp(22, 8006))] })))).to.deep.equal([]);
  });

  it("looks at the rules beside it, and leaves one that an import took in until it has rules of its own", () => {
    const beside = (rules: FirewallRulesProps) => problems({}, (firewall) => void new FirewallRules(firewall.node.scope!, "rules", rules));
    const management = [{ direction: "in", action: "ACCEPT", macro: "SSH" }, { direction: "in", action: "ACCEPT", protocol: "tcp", port: "8006" }] as const;
    expect(beside({ rules: management })).to.deep.equal([]);
    expect(beside({ node: "pve1", rules: management })).to.deep.equal(lockedOut(both));
    expect(problems({ adopt: true })).to.deep.equal([]);
    expect(problems({ adopt: true, rules: [Rule.accept(Port.tcp(80))] })).to.deep.equal(lockedOut(both));
  });

  it("says what it does not know", () => {
    expect(problems({ input: "nope" as never, managementFrom: ["10.0.0.0/24"] })).to.deep.equal(['input is "nope", which Proxmox VE refuses; say ACCEPT, DROP, REJECT']);
  });
});
