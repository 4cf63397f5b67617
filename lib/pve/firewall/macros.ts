import type { Rule } from "./text";

/** What a macro lets through: `protocol/port`, behind `<` the port that it comes from; with `6:`, what it is for IPv6 instead. */
const table = `
  Amanda udp/10080 tcp/10080; Auth tcp/113; BGP tcp/179; BitTorrent tcp/6881:6889 udp/6881; BitTorrent32 tcp/6881:6999 udp/6881; CVS tcp/2401;
  Ceph tcp/6789 tcp/3300 tcp/6800:7300; Citrix tcp/1494 udp/1604 tcp/2598; DAAP tcp/3689 udp/3689; DCC tcp/6277; DHCPfwd udp/67:68<67:68;
  DHCPv6 6:udp/546:547<546:547; DNS udp/53 tcp/53; Distcc tcp/3632; FTP tcp/21; Finger tcp/79; GNUnet tcp/2086 udp/2086 tcp/1080 udp/1080; GRE 47;
  Git tcp/9418; HKP tcp/11371; HTTP tcp/80; HTTPS tcp/443; ICPV2 udp/3130; ICQ tcp/5190; IMAP tcp/143; IMAPS tcp/993; IPIP 94; IPsec udp/500<500 50;
  IPsecah udp/500<500 51; IPsecnat udp/500 udp/4500 50; IRC tcp/6667; Jetdirect tcp/9100; L2TP udp/1701; LDAP tcp/389; LDAPS tcp/636; MDNS udp/5353;
  MSNP tcp/1863; MSSQL tcp/1433; Mail tcp/25 tcp/465 tcp/587; Munin tcp/4949; MySQL tcp/3306; NNTP tcp/119; NNTPS tcp/563; NTP udp/123;
  NeighborDiscovery 6:icmpv6/router-solicitation 6:icmpv6/router-advertisement 6:icmpv6/neighbor-solicitation 6:icmpv6/neighbor-advertisement; OSPF 89;
  OpenVPN udp/1194; PCA udp/5632 tcp/5631; PMG tcp/8006; POP3 tcp/110; POP3S tcp/995; PPtP 47 tcp/1723; Ping icmp/echo-request 6:icmpv6/echo-request;
  PostgreSQL tcp/5432; Printer tcp/515; RDP tcp/3389; RIP udp/520; RNDC tcp/953; Razor tcp/2703; Rdate tcp/37; Rsync tcp/873; SANE tcp/6566;
  SMB udp/135,445 udp/137:139 udp/1024:65535<137 tcp/135,139,445; SMBswat tcp/901; SMTP tcp/25; SMTPS tcp/465; SNMP udp/161:162 tcp/161; SPAMD tcp/783;
  SPICEproxy tcp/3128; SSH tcp/22; SVN tcp/3690; SixXS tcp/3874 udp/3740 41 udp/5072,8374; Squid tcp/3128; Submission tcp/587; Syslog udp/514 tcp/514;
  TFTP udp/69; Telnet tcp/23; Telnets tcp/992; Time tcp/37; Trcrt udp/33434:33524 icmp/echo-request 6:udp/33434:33524 6:icmpv6/echo-request;
  VNC tcp/5900:5999; VNCL tcp/5500; Web tcp/80 tcp/443; Webcache tcp/8080; Webmin tcp/10000; Whois tcp/43
`;

interface Template {
  readonly proto: string;
  readonly dport?: string;
  readonly sport?: string;
}

interface Macro {
  readonly name: string;
  /** None if it is for IPv6 alone. */
  readonly usual: readonly Template[];
  /** Where it is something else for IPv6. */
  readonly six: readonly Template[];
}

const known: ReadonlyMap<string, Macro> = new Map(table.split(";").map((row) => macroIn(row)).map((macro) => [macro.name.toLowerCase(), macro]));

function macroIn(row: string): Macro {
  const [name = "", ...words] = row.trim().split(/\s+/);
  const [six, usual] = [true, false].map((isSix) => words.filter((word) => word.startsWith("6:") === isSix).map(templateIn)) as [Template[], Template[]];
  return { name, usual, six };
}

function templateIn(word: string): Template {
  const [, proto = "", dport, sport] = /^(?:6:)?([^/<]+)(?:\/([^<]+))?(?:<(.+))?$/.exec(word) ?? [];
  return { proto, ...(dport === undefined ? {} : { dport }), ...(sport === undefined ? {} : { sport }) };
}

/** In Proxmox VE's spelling. */
export const macros: readonly string[] = [...known.values()].map(({ name }) => name);

/** The spelling that Proxmox VE writes. */
export const macroOf = (name: string): string | undefined => known.get(name.toLowerCase())?.name;

/** What a rule says that its macro says otherwise: `SSH` is TCP to port 22, whatever else is there. Nothing of a macro that is not about these addresses. */
export function againstMacro(name: string, rule: Rule, version: number | undefined): { readonly key: keyof Template; readonly value: string } | undefined {
  const { usual, six } = known.get(name.toLowerCase()) ?? { usual: [], six: [] };
  if (version === 4 && usual.length === 0) return undefined;
  for (const template of usual.length === 0 || (version === 6 && six.length > 0) ? six : usual) {
    for (const [key, value] of Object.entries(template) as [keyof Template, string][]) {
      const said = rule[key];
      if (said !== undefined && said !== "" && String(said) !== value) return { key, value };
    }
  }
  return undefined;
}

/** Whether a macro lets through connections of TCP to a port. */
export const reachesByTcp = (name: string, port: number): boolean =>
  (known.get(name.toLowerCase())?.usual ?? []).some(({ proto, dport }) => {
    const [from, to = from] = proto === "tcp" && dport !== undefined ? dport.split(":").map(Number) : [];
    return from !== undefined && from <= port && port <= to!;
  });
