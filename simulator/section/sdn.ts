import { flag, formatted, integer, oneOf, required, text } from "../parameter";
import type { SectionKind } from "./kind";

const nodes = formatted("pve-node-list");
const named = { dns: text, reversedns: text, dnszone: formatted("dns-name"), ipam: text };
const mtu = integer();
const bridge = required(text);
const tag = required(integer(0));
const learning = { "bridge-disable-mac-learning": flag };
const peers = formatted("ip-list");
const fabric = formatted("pve-sdn-fabric-id");

/** `sdn/zones.cfg` */
export const zones: SectionKind = {
  file: "sdn/zones.cfg",
  types: {
    simple: { properties: { nodes, mtu, ...named, dhcp: oneOf("dnsmasq") } },
    vlan: { properties: { nodes, bridge, ...learning, mtu, ...named } },
    qinq: { properties: { nodes, tag, bridge, ...learning, mtu, "vlan-protocol": oneOf("802.1q", "802.1ad"), ...named } },
    vxlan: { properties: { nodes, peers, "vxlan-port": integer(1, 65536), mtu, ...named, fabric } },
    evpn: {
      properties: {
        nodes,
        "vrf-vxlan": required(integer(1, 16_777_215)),
        controller: required(text),
        exitnodes: nodes,
        "exitnodes-local-routing": flag,
        "exitnodes-primary": formatted("pve-node"),
        "advertise-subnets": flag,
        "disable-arp-nd-suppression": flag,
        ...learning,
        "rt-import": text,
        "vxlan-port": integer(1, 65536),
        mtu,
        mac: formatted("mac-addr"),
        ...named,
      },
    },
  },
};

/** `sdn/vnets.cfg` */
export const vnets: SectionKind = {
  file: "sdn/vnets.cfg",
  types: {
    vnet: { properties: { zone: required(text), tag: integer(1, 16_777_216), alias: { ...text, pattern: "(?:[()\\-\\w.\\s]{0,256})", maxLength: 256 }, vlanaware: flag, "isolate-ports": flag } },
  },
};

/** `sdn/subnets.cfg` */
export const subnets: SectionKind = {
  file: "sdn/subnets.cfg",
  types: {
    subnet: {
      properties: {
        vnet: required(text),
        gateway: formatted("ip"),
        snat: flag,
        dnszoneprefix: formatted("dns-name"),
        "dhcp-range": { type: "array", optional: true, properties: { "start-address": required(formatted("ip")), "end-address": required(formatted("ip")) } },
        "dhcp-dns-server": formatted("ip"),
      },
    },
  },
};

const asn = required(integer(0, 4_294_967_295));
const node = required(formatted("pve-node"));

/** `sdn/controllers.cfg` */
export const controllers: SectionKind = {
  file: "sdn/controllers.cfg",
  types: {
    evpn: { properties: { asn, peers, fabric } },
    bgp: { properties: { node, asn, peers: required(peers), "bgp-multipath-as-path-relax": flag, ebgp: flag, "ebgp-multihop": integer(), loopback: text } },
    isis: {
      properties: {
        node,
        "isis-domain": required(text),
        "isis-net": required({ ...text, pattern: "[a-fA-F0-9]{2}(\\.[a-fA-F0-9]{4}){3,9}\\.[a-fA-F0-9]{2}" }),
        "isis-ifaces": required(formatted("pve-iface-list")),
        loopback: text,
      },
    },
  },
};

const url = required(text);
const token = required(text);

/** `sdn/ipams.cfg` */
export const ipams: SectionKind = {
  file: "sdn/ipams.cfg",
  types: {
    pve: { properties: {} },
    netbox: { properties: { url, token, fingerprint: text } },
    phpipam: { properties: { url, token, section: required(integer()), fingerprint: text } },
  },
};

/** `sdn/dns.cfg` */
export const dnsServers: SectionKind = {
  file: "sdn/dns.cfg",
  types: { powerdns: { properties: { url, key: required(text), ttl: integer(), reversemaskv6: integer(), fingerprint: text } } },
};

const interfaces = { type: "array", optional: true } as const;
const prefixes = { ip_prefix: formatted("CIDRv4"), ip6_prefix: formatted("CIDRv6") };
const hosts = { ip: formatted("ipv4"), ip6: formatted("ipv6"), interfaces };
const seconds = (low: number, high: number) => ({ type: "number", minimum: low, maximum: high, optional: true }) as const;

/** `sdn/fabrics.cfg`: fabrics, and the nodes in them as `FABRIC_NODE`. */
export const fabrics: SectionKind = {
  file: "sdn/fabrics.cfg",
  types: {
    openfabric_fabric: { properties: { ...prefixes, hello_interval: seconds(1, 600), csnp_interval: seconds(1, 600) } },
    openfabric_node: { properties: hosts },
    ospf_fabric: { properties: { ...prefixes, area: required(text) } },
    ospf_node: { properties: { ip: hosts.ip, interfaces } },
  },
};
