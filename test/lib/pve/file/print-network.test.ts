import { expect } from "chai";
import { parseNetwork, printNetwork } from "../../../../lib/pve/file/interfaces";

const text = `auto lo
iface lo inet loopback

iface eno1 inet manual
	mtu 9000
#uplink

iface eno2 inet manual

iface eno7 inet manual

auto bond0
iface bond0 inet manual
	bond-slaves eno1 eno2
	bond-miimon 50
	bond-mode active-backup
	bond-primary eno1
	mtu 9000

auto bond1
iface bond1 inet static
	address 192.0.2.9/24
	bond-slaves none
	bond-mode balance-xor

auto vmbr0
iface vmbr0 inet dhcp
	bridge-ports bond0
	bridge-stp off
	bridge-fd 0
	mtu 9000
	post-up iptables -t nat -A POSTROUTING -s 10.0.0.0/8 -j MASQUERADE
	pre-up echo hi

iface vmbr0 inet6 auto
	post-up echo six

auto bond0.50
iface bond0.50 inet manual
	mtu 1400

auto vmbr9
iface vmbr9 inet manual
	ovs_type OVSBridge
	ovs_ports int1 bond5
	ovs_mtu 9000

iface int1 inet static
	address 198.51.100.1/24
	ovs_type OVSIntPort
	ovs_bridge vmbr9
	ovs_options tag=80 vlan_mode=access

iface bond5 inet manual
	ovs_type OVSBond
	ovs_bonds eno7
	ovs_bridge vmbr9
	ovs_options bond_mode=balance-slb lacp=active

source /etc/network/interfaces.d/*
`;

describe("a node's network as Proxmox VE writes it", () => {
  it("says what it said before: unknown options, bonds without interfaces, and Open vSwitch included", () => {
    const said = (network: ReturnType<typeof parseNetwork>) => Object.fromEntries(network.interfaces.map(({ priority: _, autostart, active: __, ...one }) => [one.iface, { ...one, ...(String(one.type).startsWith("OVS") && one.type !== "OVSBridge" ? {} : { autostart }) }]));
    const [before, after] = [parseNetwork(text), parseNetwork(printNetwork(parseNetwork(text)))];
    // What the file does not say is written as what it means.
    expect(said(after)).to.deep.equal({ ...said(before), bond1: { ...said(before).bond1!, bond_miimon: "100" } });
    expect(after.options).to.deep.equal(before.options);
  });

  it("is the same once it was written", () => {
    const once = printNetwork(parseNetwork(text));
    expect(printNetwork(parseNetwork(once))).to.equal(once);
    expect(once).to.include("\tbond-slaves none\n").and.include("\tovs_options lacp=active bond_mode=balance-slb\n").and.include("\tovs_mtu 9000\n");
  });
});
