import { Token, Tokenization } from "cdktf";
import { shown } from "./check/shown";
import { isToken } from "./token";

/** Where traffic goes to, in the words of a firewall rule. */
export class Port {
  private constructor(
    /** `tcp`, `udp`, `icmp`, …; undefined for any. */
    readonly protocol: string | undefined,
    /** Ports and ranges: `80,443,8000:8010`; undefined for any. */
    readonly ports: string | undefined,
    /** A macro of Proxmox VE, which says protocol and port by itself. */
    readonly macro: string | undefined,
  ) {}

  /** Ports of TCP: `Port.tcp(80, 443)`. */
  static tcp(...ports: readonly number[]): Port {
    return Port.of("tcp", ports);
  }

  /** Ports of UDP. */
  static udp(...ports: readonly number[]): Port {
    return Port.of("udp", ports);
  }

  /** All ports of TCP from one to another. */
  static tcpRange(from: number, to: number): Port {
    return new Port("tcp", `${textOf(from)}:${textOf(to)}`, undefined);
  }

  /** All ports of UDP from one to another. */
  static udpRange(from: number, to: number): Port {
    return new Port("udp", `${textOf(from)}:${textOf(to)}`, undefined);
  }

  /** ICMP for IPv4: ping, for one. */
  static icmp(): Port {
    return new Port("icmp", undefined, undefined);
  }

  /** ICMP for IPv6. */
  static icmpv6(): Port {
    return new Port("ipv6-icmp", undefined, undefined);
  }

  /** Another protocol, as `/etc/protocols` names it: `esp`. */
  static protocol(name: string): Port {
    return new Port(name, undefined, undefined);
  }

  /** What Proxmox VE knows by a name: `SSH`, `HTTPS`, `Ping`. */
  static macro(name: string): Port {
    return new Port(undefined, undefined, name);
  }

  /** Anything. */
  static any(): Port {
    return new Port(undefined, undefined, undefined);
  }

  private static of(protocol: string, ports: readonly number[]): Port {
    return new Port(protocol, ports.length === 0 ? undefined : ports.map(textOf).join(","), undefined);
  }
}

/** A number for a text: one that only Terraform knows would be lost in it, and nothing at all would be taken for the name of a service. */
const textOf = (port: number): string => (typeof port === "number" && isToken(port) ? Token.asString(Tokenization.reverseNumber(port)) : /^(number|string)$/.test(typeof port) ? String(port) : `(${shown(port)})`);
