import type { Scenario } from "../scenario";
import { block } from "./text";

const addresses = { "rack-a1": 11, "rack-a2": 12, "rack-b1": 13, "rack-b2": 14, x0: 15 };

const interfaces = (number: number) =>
  block(`
    auto lo
    iface lo inet loopback

    iface eno1 inet manual

    iface eno2 inet manual

    iface eno3 inet manual

    auto bond0
    iface bond0 inet manual
    	bond-slaves eno1 eno2
    	bond-miimon 100
    	bond-mode 802.3ad
    	bond-xmit-hash-policy layer3+4

    auto vmbr0
    iface vmbr0 inet static
    	address 10.20.0.${number}/24
    	gateway 10.20.0.1
    	bridge-ports bond0
    	bridge-stp off
    	bridge-fd 0
    	bridge-vlan-aware yes
    	bridge-vids 2-4094

    auto vmbr1
    iface vmbr1 inet static
    	address 10.20.1.${number}/24
    	bridge-ports eno3
    	bridge-stp off
    	bridge-fd 0
    	mtu 9000
    #migration

    auto bond0.40
    iface bond0.40 inet static
    	address 10.40.0.${number}/24

    source /etc/network/interfaces.d/*
  `);

const added = block(`

  auto vmbr7
  iface vmbr7 inet manual
  	bridge-ports none
  	bridge-stp off
  	bridge-fd 0
  #not yet loaded
`);

/** What runs of SDN: the zone and the network that were renamed, added and taken away since are in the files only. */
const running = {
  version: 7,
  zones: {
    ids: {
      lab: { type: "simple", ipam: "pve", mtu: 1450, dhcp: "dnsmasq" },
      racks: { type: "vlan", bridge: "vmbr0", ipam: "pve", nodes: { "rack-a1": 1, "rack-a2": 1 } },
      wide: { type: "vxlan", peers: "10.20.0.11,10.20.0.12,10.20.0.13", ipam: "pve" },
      old: { type: "simple", ipam: "pve" },
    },
  },
  vnets: {
    ids: {
      labnet: { type: "vnet", zone: "lab", alias: "lab" },
      racknet: { type: "vnet", zone: "racks", tag: 100 },
      widenet: { type: "vnet", zone: "wide", tag: 20001 },
      oldnet: { type: "vnet", zone: "old" },
    },
  },
  subnets: { ids: { "lab-10.44.0.0-24": { type: "subnet", vnet: "labnet", gateway: "10.44.0.1", snat: 1 } } },
  controllers: { ids: { evpn1: { type: "evpn", asn: 65_000, peers: "10.20.0.11,10.20.0.12" } } },
  fabrics: { ids: { under: { type: "openfabric_fabric", id: "under", ip_prefix: "10.255.0.0/24" } } },
};

/** Interfaces, names, SDN and firewall. */
export const datacentreNetwork: Scenario["files"] = {
  ...Object.fromEntries(Object.entries(addresses).map(([node, number]) => [`nodes/${node}/interfaces`, interfaces(number)])),
  "nodes/rack-b2/interfaces.new": interfaces(addresses["rack-b2"]) + added,
  ...Object.fromEntries(
    Object.entries(addresses).flatMap(([node, number]) => [
      [`nodes/${node}/etc/hosts`, `127.0.0.1 localhost.localdomain localhost\n10.20.0.${number} ${node}.datacentre.example ${node}\n`],
      [`nodes/${node}/etc/resolv.conf`, "search datacentre.example\nnameserver 10.20.0.53\nnameserver 10.20.0.54\n"],
      [`nodes/${node}/etc/timezone`, node === "x0" ? "UTC\n" : "Europe/Vienna\n"],
    ]),
  ),
  "sdn/zones.cfg": block(`
    simple: lab
    	dhcp dnsmasq
    	ipam pve
    	mtu 1400

    vlan: racks
    	bridge vmbr0
    	ipam pve
    	nodes rack-a1,rack-a2

    qinq: carrier
    	bridge vmbr1
    	tag 2000
    	ipam pve
    	vlan-protocol 802.1ad

    vxlan: wide
    	ipam pve
    	peers 10.20.0.11,10.20.0.12,10.20.0.13

    evpn: ev
    	controller evpn1
    	vrf-vxlan 10100
    	exitnodes rack-a1,rack-a2
    	exitnodes-primary rack-a1
    	ipam pve
    	mac BC:24:11:5A:00:01

    simple: fresh
    	ipam pve
  `),
  "sdn/vnets.cfg": block(`
    vnet: labnet
    	zone lab
    	alias lab (renamed)

    vnet: racknet
    	zone racks
    	tag 100

    vnet: carnet
    	zone carrier
    	tag 12

    vnet: widenet
    	zone wide
    	isolate-ports 1
    	tag 20001

    vnet: evnet
    	zone ev
    	tag 11000

    vnet: freshnet
    	zone fresh
  `),
  "sdn/subnets.cfg": block(`
    subnet: lab-10.44.0.0-24
    	vnet labnet
    	dhcp-range start-address=10.44.0.100,end-address=10.44.0.149
    	gateway 10.44.0.1
    	snat 1

    subnet: lab-2001:db8:44::-64
    	vnet labnet
    	gateway 2001:db8:44::1

    subnet: fresh-10.77.0.0-24
    	vnet freshnet
    	gateway 10.77.0.1
  `),
  "sdn/controllers.cfg": block(`
    evpn: evpn1
    	asn 65000
    	peers 10.20.0.11,10.20.0.12

    bgp: bgprack-a1
    	asn 65010
    	node rack-a1
    	peers 10.20.0.1
    	ebgp 1
  `),
  "sdn/fabrics.cfg": block(`
    ospf_fabric: storage
    	area 0
    	ip_prefix 10.254.0.0/24

    ospf_node: storage_rack-a1
    	interfaces name=eno3
    	ip 10.254.0.1

    openfabric_fabric: under
    	hello_interval 1
    	ip_prefix 10.255.0.0/24

    openfabric_node: under_rack-a1
    	interfaces name=eno2,hello_multiplier=5
    	ip 10.255.0.1

    openfabric_node: under_x0
    	ip 10.255.0.5
  `),
  "sdn/ipams.cfg": block(`
    pve: pve

    netbox: nb
    	url https://netbox.datacentre.example/api
    	token 0000000000000000
  `),
  "sdn/dns.cfg": block(`
    powerdns: pdns
    	key 0000000000000000
    	ttl 600
    	url http://10.20.0.53:8081/api/v1/servers/localhost

    powerdns: pdns2
    	key 0000000000000000
    	url http://10.20.0.54:8081/api/v1/servers/localhost
  `),
  "sdn/.running-config": JSON.stringify(running),
  "sdn/firewall/labnet.fw": block(`
    [OPTIONS]

    enable: 1
    policy_forward: DROP

    [RULES]

    FORWARD ACCEPT -source +dc/admins -p tcp -dport 22 # people
    |FORWARD DROP -log info
  `),
  "firewall/cluster.fw": block(`
    [OPTIONS]

    enable: 1
    log_ratelimit: enable=1,burst=10,rate=5/second
    policy_in: DROP

    [ALIASES]

    lan 10.20.0.0/24
    v6net 2001:db8::/48 # documentation net
    Odd_Name-1 198.51.100.7

    [IPSET admins] # people who may

    10.20.0.100 # ada
    198.51.100.0/24
    !198.51.100.13 # not this one
    dc/lan

    [IPSET empty]

    [RULES]

    IN SSH(ACCEPT) -source +dc/admins -log info # ssh for admins
    IN ACCEPT -source dc/lan -p tcp -dport 8006
    |IN ACCEPT -p icmp -icmp-type echo-request # disabled ping
    GROUP base

    [group base] # baseline

    IN Ping(ACCEPT) -log nolog
    OUT ACCEPT

    [group web]

    IN HTTPS(ACCEPT)
    |IN ACCEPT -p tcp -dport 8080:8090 # later
  `),
  "nodes/rack-a1/host.fw": block(`
    [OPTIONS]

    enable: 1
    log_level_in: info
    nf_conntrack_max: 300000

    [RULES]

    IN ACCEPT -source dc/lan -p tcp -dport 9100 # metrics
  `),
  "nodes/x0/host.fw": block(`
    [OPTIONS]

    enable: 0
  `),
  "firewall/100.fw": block(`
    [OPTIONS]

    dhcp: 0
    enable: 1
    policy_in: DROP

    [ALIASES]

    own 10.20.0.200

    [IPSET ipfilter-net0]

    10.20.0.200

    [RULES]

    GROUP web -i net0
    IN ACCEPT -source guest/own -p tcp -dport 5432
  `),
  "firewall/200.fw": block(`
    [OPTIONS]

    enable: 1

    [RULES]

    IN DNS(ACCEPT)
  `),
};
