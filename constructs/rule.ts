import type { Port } from "./port";
import { isOdd } from "./reference";
import { isToken } from "./token";

/** Addresses that a rule is about: an IP set, an alias, or a text such as `10.0.0.0/24`. */
export interface IAddresses {
  /** As a rule names it: `+dc/lan`, `dc/gateway`. */
  readonly addresses: string;
}

/** How much of what a rule meets is logged. */
export type LogLevel = "emerg" | "alert" | "crit" | "err" | "warning" | "notice" | "info" | "debug" | "nolog";

interface RuleParts {
  readonly action: "ACCEPT" | "DROP" | "REJECT";
  readonly direction: "in" | "out" | "forward";
  readonly port: Port;
  readonly source?: string;
  readonly destination?: string;
  readonly interface?: string;
  readonly log?: LogLevel;
  readonly comment?: string;
  readonly enabled?: boolean;
}

/** A rule as the provider takes it. */
export interface RuleBlock {
  readonly type?: string;
  readonly action?: string;
  readonly proto?: string;
  readonly dport?: string;
  readonly macro?: string;
  readonly source?: string;
  readonly dest?: string;
  readonly iface?: string;
  readonly log?: string;
  readonly comment?: string;
  readonly enabled?: boolean;
  readonly securityGroup?: string;
}

/**
 * A firewall rule: `Rule.accept(Port.tcp(443)).from("10.0.0.0/24")`. It is about incoming traffic unless it says otherwise, and each
 * method gives another rule. Rules are read in their order, and the first that fits decides.
 */
export class Rule {
  private constructor(private readonly parts: RuleParts) {}

  /** Lets traffic in. */
  static accept(port: Port): Rule {
    return new Rule({ action: "ACCEPT", direction: "in", port });
  }

  /** Drops traffic without an answer. */
  static drop(port: Port): Rule {
    return new Rule({ action: "DROP", direction: "in", port });
  }

  /** Refuses traffic, and says so. */
  static reject(port: Port): Rule {
    return new Rule({ action: "REJECT", direction: "in", port });
  }

  /** Where the traffic comes from. */
  from(source: IAddresses | string): Rule {
    return this.with({ source: namesOf(source) });
  }

  /** Where the traffic goes to. */
  to(destination: IAddresses | string): Rule {
    return this.with({ destination: namesOf(destination) });
  }

  /** Has it be about outgoing traffic. */
  outgoing(): Rule {
    return this.with({ direction: "out" });
  }

  /** Has it be about traffic that a node passes on between vnets. */
  forwarded(): Rule {
    return this.with({ direction: "forward" });
  }

  /** Network card of the guest that it is about: `net0`; of a node, the name of an interface. */
  on(interfaceName: string): Rule {
    return this.with({ interface: interfaceName });
  }

  /** Logs what it meets. */
  logged(level: LogLevel = "info"): Rule {
    return this.with({ log: level });
  }

  /** Notes. */
  commented(comment: string): Rule {
    return this.with({ comment });
  }

  /** Keeps it, without effect. */
  disabled(): Rule {
    return this.with({ enabled: false });
  }

  /** @internal As the provider takes it. */
  toBlock(): RuleBlock {
    const { action, direction, port, source, destination, interface: iface, log, comment, enabled } = this.parts;
    return { type: direction, action, proto: port.protocol, dport: port.ports, macro: port.macro, source, dest: destination, iface, log, comment, enabled };
  }

  /** @internal What is wrong with it. */
  problems(): readonly string[] {
    const { port, source, destination } = this.parts;
    const odd = ([["from", source], ["to", destination]] as const).flatMap(([word, text]) =>
      isOdd(text, /^[+\w:./,-]+$/) || text === "" ? [`${word} is ${JSON.stringify(text)}, which is not an address; say one such as 10.0.0.0/24, an IpSet, or an Alias`] : [],
    );
    return [...(port.problem === undefined ? [] : [port.problem]), ...odd];
  }

  /** @internal What it does to incoming connections of TCP to a port, wherever they come from or whatever; undefined if it leaves them. */
  decides(wanted: number): "accept" | "refuse" | undefined {
    const { action, direction, port, source, destination, interface: iface, enabled } = this.parts;
    if (direction !== "in" || enabled === false || !reaches(port, wanted)) return undefined;
    if (action === "ACCEPT") return "accept";
    return source === undefined && destination === undefined && iface === undefined ? "refuse" : undefined;
  }

  private with(parts: Partial<RuleParts>): Rule {
    return new Rule({ ...this.parts, ...parts });
  }
}

const namesOf = (addresses: IAddresses | string): string => (typeof addresses === "string" ? addresses : (addresses?.addresses ?? ""));

const macros: Readonly<Record<string, readonly number[]>> = { ssh: [22], proxmoxve: [22, 8006] };

function reaches({ protocol, ports, macro }: Port, wanted: number): boolean {
  if (macro !== undefined) return macros[macro.toLowerCase()]?.includes(wanted) ?? false;
  if (protocol !== undefined && protocol !== "tcp") return false;
  if (ports === undefined || isToken(ports)) return true;
  return ports.split(",").some((part) => {
    const [from = 0, to = from] = part.split(":").map(Number);
    return from <= wanted && wanted <= to;
  });
}
