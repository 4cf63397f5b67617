import { expect } from "chai";
import { Testing } from "cdktf";
import { Container, ProxmoxProvider, ProxmoxStack, Role, SdnEvpnZone, SdnQinqZone, SdnSimpleZone, SdnSubnet, SdnVlanZone, SdnVnet, SdnVxlanZone, User, VirtualMachine } from "../../constructs/index";
import { problemsOf } from "../support/problems";

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- What Terraform is given.
function made(build: (stack: ProxmoxStack) => void): Record<string, Record<string, Record<string, any>>> {
  const stack = new ProxmoxStack(Testing.app(), "home");
  new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
  build(stack);
  return JSON.parse(Testing.synth(stack, true)).resource;
}

const bare = ({ depends_on: _depends, lifecycle: _lifecycle, ...rest }: Record<string, unknown>) => rest;
const template = { operatingSystem: { type: "debian", template: "nas:vztmpl/debian-13.tar.zst" } } as const;

describe("software-defined networks", () => {
  it("are zones of every kind", () => {
    const all = made((stack) => {
      const common = { nodes: ["pve1"], mtu: 1450, ipam: "pve", dns: "d", reverseDns: "r", dnsZone: "example.org" };
      new SdnSimpleZone(stack, "a1", { ...common, dhcp: "dnsmasq" });
      new SdnVlanZone(stack, "b1", { bridge: "vmbr0", removalPolicy: "destroy" });
      new SdnQinqZone(stack, "c1", { bridge: "vmbr0", serviceVlan: 10, serviceVlanProtocol: "802.1ad" });
      new SdnVxlanZone(stack, "d1", { peers: ["10.0.0.1", "10.0.0.2"] });
      new SdnEvpnZone(stack, "e1", { controller: "evpn", vrfVxlan: 100, exitNodes: ["pve1"], primaryExitNode: "pve1", exitNodesLocalRouting: true, advertiseSubnets: true, disableArpNdSuppression: false, routeTargetImport: "65000:100" });
    });
    expect(bare(all.proxmox_sdn_zone_simple!.a1!)).to.deep.equal({ id: "a1", nodes: ["pve1"], mtu: 1450, ipam: "pve", dns: "d", reverse_dns: "r", dns_zone: "example.org", dhcp: "dnsmasq" });
    expect(all.proxmox_sdn_zone_simple!.a1!.lifecycle).to.deep.equal({ prevent_destroy: true });
    expect(all.proxmox_sdn_zone_vlan!.b1).to.deep.include({ id: "b1", bridge: "vmbr0" }).and.not.have.property("lifecycle");
    expect(all.proxmox_sdn_zone_qinq!.c1).to.deep.include({ id: "c1", bridge: "vmbr0", service_vlan: 10, service_vlan_protocol: "802.1ad" });
    expect(all.proxmox_sdn_zone_vxlan!.d1).to.deep.include({ id: "d1", peers: ["10.0.0.1", "10.0.0.2"] });
    expect(bare(all.proxmox_sdn_zone_evpn!.e1!)).to.deep.equal({
      id: "e1", controller: "evpn", vrf_vxlan: 100, exit_nodes: ["pve1"], primary_exit_node: "pve1", exit_nodes_local_routing: true, advertise_subnets: true, disable_arp_nd_suppression: false, rt_import: "65000:100",
    });
  });

  it("are vnets with subnets, which guests are plugged into, and an apply between them", () => {
    const all = made((stack) => {
      const zone = new SdnVxlanZone(stack, "overlay", { peers: ["10.0.0.1"] });
      const net = zone.addVnet("internal", { tag: 100, alias: "lab (1)", vlanAware: true, isolatePorts: true, subnets: [{ cidr: "10.9.0.0/24", gateway: "10.9.0.1", snat: true, dhcpRange: { startAddress: "10.9.0.10", endAddress: "10.9.0.20" }, dhcpDnsServer: "10.9.0.2", dnsZonePrefix: "lab" }] });
      new VirtualMachine(stack, "db", { node: "pve1", networkDevices: [{ bridge: net }] });
      new Container(stack, "ct", { node: "pve1", ...template, networkInterfaces: [{ name: "eth0", bridge: net }] });
      new VirtualMachine(stack, "other", { node: "pve1", networkDevices: [{ bridge: "vmbr0" }] });
      net.grant(User.fromId(stack, "kim@pve"), Role.SDN_USER);
      zone.grant(User.fromId(stack, "lee@pve"), Role.SDN_ADMIN);
    });
    const [[vnet, internal]] = Object.entries(all.proxmox_sdn_vnet!) as [[string, Record<string, unknown>]];
    const [[subnet, range]] = Object.entries(all.proxmox_sdn_subnet!) as [[string, Record<string, unknown>]];
    expect(bare(internal)).to.deep.equal({ id: "internal", zone: "${proxmox_sdn_zone_vxlan.overlay.id}", tag: 100, alias: "lab (1)", vlan_aware: true, isolate_ports: true });
    expect(bare(range)).to.deep.equal({ vnet: `\${proxmox_sdn_vnet.${vnet}.id}`, cidr: "10.9.0.0/24", gateway: "10.9.0.1", snat: true, dhcp_range: { start_address: "10.9.0.10", end_address: "10.9.0.20" }, dhcp_dns_server: "10.9.0.2", dns_zone_prefix: "lab" });
    const appliers = Object.entries(all.proxmox_sdn_applier!);
    const [finalizer] = appliers.find(([, { on_create: onCreate }]) => onCreate === false)!;
    const [applier, apply] = appliers.find(([, { on_destroy: onDestroy }]) => onDestroy === false)!;
    const objects = ["proxmox_sdn_zone_vxlan.overlay", `proxmox_sdn_vnet.${vnet}`, `proxmox_sdn_subnet.${subnet}`];
    expect(appliers).to.have.length(2);
    expect(apply).to.deep.include({ depends_on: objects, lifecycle: { replace_triggered_by: objects } });
    for (const one of [all.proxmox_sdn_zone_vxlan!.overlay!, internal, range]) expect(one.depends_on).to.deep.equal([`proxmox_sdn_applier.${finalizer}`]);
    for (const guest of [all.proxmox_virtual_environment_vm!.db!, all.proxmox_virtual_environment_container!.ct!]) expect(guest.depends_on).to.deep.equal([`proxmox_sdn_applier.${applier}`]);
    expect(all.proxmox_virtual_environment_vm!.other).to.not.have.property("depends_on");
    expect(all.proxmox_virtual_environment_vm!.db!.network_device[0].bridge).to.equal(`\${proxmox_sdn_vnet.${vnet}.id}`);
    expect(Object.values(all.proxmox_acl!).map(({ path }) => path)).to.have.members([`/sdn/zones/\${proxmox_sdn_vnet.${vnet}.zone}/\${proxmox_sdn_vnet.${vnet}.id}`, "/sdn/zones/${proxmox_sdn_zone_vxlan.overlay.id}"]);
  });

  it("have an apply for each cluster of a stack", () => {
    const all = made((stack) => {
      const provider = new ProxmoxProvider(stack, { alias: "lab", endpoint: "https://lab.lan:8006" });
      new SdnSimpleZone(stack, "a1", { provider }).addVnet("n1");
      new SdnSimpleZone(stack, "b1");
    });
    expect(Object.values(all.proxmox_sdn_applier!).map(({ provider }) => provider).sort()).to.deep.equal(["proxmox.lab", "proxmox.lab", undefined, undefined]);
    expect(Object.values(all.proxmox_sdn_vnet!)[0]!.provider).to.equal("proxmox.lab");
  });

  it("are the same classes for what exists, which nothing applies unless it is asked for", () => {
    const build = (adopted: boolean, apply?: boolean) => {
      const stack = new ProxmoxStack(Testing.app(), "home", { adopted });
      new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
      new SdnSimpleZone(stack, "lab", { adopt: adopted, ...(apply === undefined ? {} : { apply }) });
      new SdnVnet(stack, "net", { zone: "lab" });
      new SdnSubnet(stack, "net-1", { vnet: SdnVnet.fromName(stack, "net"), zone: "lab", cidr: "10.9.0.0/24", adopt: adopted });
      new VirtualMachine(stack, "db", { node: "pve1", networkDevices: [{ bridge: SdnVnet.fromName(stack, "net") }] });
      return JSON.parse(Testing.synth(stack, true));
    };
    const existing = build(true);
    expect(existing.import).to.deep.equal([{ to: "proxmox_sdn_subnet.net-1", id: "net/lab-10.9.0.0-24" }, { to: "proxmox_sdn_zone_simple.lab", id: "lab" }]);
    expect(existing.resource).to.not.have.property("proxmox_sdn_applier");
    expect(existing.resource.proxmox_sdn_vnet.net).to.deep.include({ id: "net", zone: "lab" }).and.not.have.property("depends_on");
    expect(existing.resource.proxmox_virtual_environment_vm.db.network_device[0].bridge).to.equal("net");
    expect(Object.keys(build(false).resource.proxmox_sdn_applier)).to.have.length(2);
    const [applier] = Object.values(build(true, true).resource.proxmox_sdn_applier).filter((one) => "lifecycle" in (one as object)) as { depends_on: string[] }[];
    expect(applier!.depends_on).to.deep.equal(["proxmox_sdn_zone_simple.lab"]);
    expect(build(false, false).resource.proxmox_sdn_zone_simple.lab).to.not.have.property("depends_on");
  });

  it("fail for what Proxmox VE refuses", () => {
    const problems = problemsOf((stack) => {
      new SdnSimpleZone(stack, "too-long-a-name").addVnet("ok1", { tag: 5 });
      const zone = new SdnVlanZone(stack, "v1", { bridge: "vmbr0" });
      zone.addVnet("n1");
      zone.addVnet("n2", { tag: 5000 });
      zone.addVnet("not_ok", { tag: 3, subnets: [{ cidr: "10.0.0.0", snat: true }, { cidr: "10.0.0.0/24", gateway: "here" }] });
      new SdnVxlanZone(stack, "x1", {} as never);
      new SdnVnet(stack, "alone", { zone: { zoneName: "there" }, tag: 7 });
    });
    expect(problems).to.have.members([
      '[home/too-long-a-name] name is "too-long-a-name", which Proxmox VE refuses; say a letter, then up to seven letters and digits',
      "[home/too-long-a-name/ok1] tag is said, and vnets of a simple zone have none; take it away",
      "[home/v1/n1] tag is missing, which every vnet of this zone has; say a number from 1 to 4094",
      "[home/v1/n2] tag is 5000; say a whole number from 1 to 4094",
      '[home/v1/not_ok] name is "not_ok", which Proxmox VE refuses; say a letter, then up to seven letters and digits',
      '[home/v1/not_ok/Subnet0] cidr is "10.0.0.0"; say a network such as 10.9.0.0/24',
      "[home/v1/not_ok/Subnet0] snat needs a gateway; say gateway",
      '[home/v1/not_ok/Subnet1] gateway is "here", which is not an IP address',
      "[home/x1] peers is missing; say it",
    ]);
  });
});
