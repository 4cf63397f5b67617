const words = (text: string): readonly string[] => text.split(/\s+/);

const protocols = new Set(
  words(
    "ip icmp igmp ggp ipencap st tcp egp igp pup udp hmp xns-idp rdp iso-tp4 dccp xtp ddp idpr-cmtp ipv6 ipv6-route ipv6-frag idrp rsvp gre esp ah skip ipv6-icmp ipv6-nonxt ipv6-opts " +
      "rspf vmtp eigrp ospf ax.25 ipip etherip encap pim ipcomp vrrp l2tp isis sctp fc mobility-header udplite mpls-in-ip manet hip shim6 wesp rohc icmpv6",
  ),
);
const numbers = new Set("0 1 2 3 4 5 6 8 9 12 17 20 22 27 29 33 36 37 38 41 43 44 45 46 47 50 51 57 58 59 60 73 81 88 89 93 94 97 98 103 108 112 115 124 132 133 135 136 137 138 139 140 141 142".split(" "));

export const isProtocol = (name: string): boolean => protocols.has(name) || numbers.has(name);
/** Protocols that have ports. */
export const hasPorts = (name: string): boolean => /^(udp|17|udplite|136|tcp|6|dccp|33|sctp|132)$/.test(name);
export const isIcmp = (name: string): boolean => name === "icmp" || name === "icmpv6" || name === "ipv6-icmp";

export const icmpTypes = new Set(
  words(
    "any echo-reply destination-unreachable network-unreachable host-unreachable protocol-unreachable port-unreachable fragmentation-needed source-route-failed network-unknown host-unknown " +
      "network-prohibited host-prohibited TOS-network-unreachable TOS-host-unreachable communication-prohibited host-precedence-violation precedence-cutoff source-quench redirect network-redirect " +
      "host-redirect TOS-network-redirect TOS-host-redirect echo-request router-advertisement router-solicitation time-exceeded ttl-zero-during-transit ttl-zero-during-reassembly parameter-problem " +
      "ip-header-bad required-option-missing timestamp-request timestamp-reply address-mask-request address-mask-reply",
  ),
);
export const icmp6Types = new Set(
  words(
    "destination-unreachable no-route communication-prohibited beyond-scope address-unreachable port-unreachable failed-policy reject-route packet-too-big time-exceeded ttl-zero-during-transit " +
      "ttl-zero-during-reassembly parameter-problem bad-header unknown-header-type unknown-option echo-request echo-reply router-solicitation router-advertisement neighbor-solicitation " +
      "neighbour-solicitation neighbor-advertisement neighbour-advertisement redirect",
  ),
);

/** Names of ports, of those that a node knows. */
const services = new Set(
  words(
    "tcpmux echo discard systat daytime netstat qotd chargen ftp-data ftp fsp ssh telnet smtp time whois tacacs domain bootps bootpc tftp gopher finger http kerberos pop3 sunrpc auth nntp ntp " +
      "epmap netbios-ns netbios-dgm netbios-ssn imap2 imap snmp snmp-trap bgp irc ldap https microsoft-ds isakmp syslog printer submission ipp ldaps ftps telnets imaps pop3s socks openvpn ms-sql-s " +
      "mysql postgresql rdp vnc x11 sip sips xmpp-client rsync nfs iscsi-target svn git redis submissions domain-s",
  ),
);
export const isService = (name: string): boolean => services.has(name);
export const helpers = new Set(words("amanda ftp irc netbios-ns pptp sane sip snmp tftp"));
