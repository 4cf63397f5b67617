import { addresses as addressKind, made, networkInterface, oneOf, text, type Kind } from "./check/kind";
import { shown } from "./check/shown";
import type { SecurityGroupRule } from "./generated/security-group-properties";
import type { Port } from "./port";
import type { IAddresses, INetworkInterface } from "./reference";
import { asWord, isToken } from "./token";

export type { IAddresses };

/** How much of what a rule meets is logged. */
export type LogLevel = "emerg" | "alert" | "crit" | "err" | "warning" | "notice" | "info" | "debug" | "nolog";

/** @internal */
export const logLevel = oneOf<LogLevel>("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug", "nolog");

/** A rule as plain data, as an import writes it: `{ direction: "in", action: "ACCEPT", protocol: "tcp", port: "443" }`; or a security group in its place. */
export type FirewallRule = SecurityGroupRule;

/**
 * A firewall rule: `Rule.accept(Port.tcp(443)).from("10.0.0.0/24")`. It is about incoming traffic unless it says otherwise, and each
 * method gives another rule. Rules are read in their order, and the first that fits decides.
 */
export class Rule {
  private constructor(private readonly said: FirewallRule) {}

  /** Lets traffic in. */
  static accept(port: Port): Rule {
    return Rule.about(port, "ACCEPT");
  }

  /** Drops traffic without an answer. */
  static drop(port: Port): Rule {
    return Rule.about(port, "DROP");
  }

  /** Refuses traffic, and says so. */
  static reject(port: Port): Rule {
    return Rule.about(port, "REJECT");
  }

  /** Where the traffic comes from. */
  from(source: IAddresses | string): Rule {
    return this.with({ source: namesOf("from", source) });
  }

  /** Where the traffic goes to. */
  to(destination: IAddresses | string): Rule {
    return this.with({ destination: namesOf("to", destination) });
  }

  /** Has it be about outgoing traffic. */
  outgoing(): Rule {
    return this.with({ direction: "out" });
  }

  /** Has it be about traffic that a node passes on between vnets. */
  forwarded(): Rule {
    return this.with({ direction: "forward" });
  }

  /** Network card of the guest that it is about: `net0`; of a node, an interface or its name. */
  on(card: INetworkInterface | string): Rule {
    const said = wordOf("on", networkInterface, card);
    return this.with({ interface: typeof said === "string" ? said : said.interfaceName });
  }

  /** Logs what it meets. */
  logged(level: LogLevel = "info"): Rule {
    return this.with({ log: wordOf("logged", logLevel, level) });
  }

  /** Notes. */
  commented(comment: string): Rule {
    return this.with({ comment: textOf("commented", comment) });
  }

  /** Keeps it, without effect. */
  disabled(): Rule {
    return this.with({ enabled: false });
  }

  /** The rule as plain data. */
  toProps(): FirewallRule {
    return this.said;
  }

  private static about(given: Port, action: NonNullable<FirewallRule["action"]>): Rule {
    const { protocol, ports: port, macro } = wordOf(action.toLowerCase(), portKind, given);
    return new Rule({ direction: "in", action, ...(protocol && { protocol }), ...(port && { port }), ...(macro && { macro }) });
  }

  private with(more: FirewallRule): Rule {
    return new Rule({ ...this.said, ...more });
  }
}

/** @internal */
export const portKind = made<Port>("a port such as Port.tcp(443)", "Port.tcp(443)", "protocol", "ports", "macro");

function namesOf(method: string, addresses: IAddresses | string): string {
  // A guest has several addresses, and a rule one.
  const remedy = typeof addresses === "object" && addresses !== null && "staticAddresses" in addresses ? ", got a guest; say one of its staticAddresses, or firewall.allowFrom(guest, port)" : undefined;
  const said = wordOf(method, addressKind, addresses, remedy);
  return typeof said === "string" ? said : said.addresses;
}

const textOf = (method: string, said: string): string => wordOf(method, text, said);

/** A rule has no construct that a problem could be told of, so what is no such word throws where it is said. */
function wordOf<T>(method: string, kind: Kind<T>, said: T, got = `, got ${shown(said)}`): T {
  if (isToken(said) || kind.takes(said)) return asWord(said);
  throw new TypeError(`Rule.${method}: expected ${kind.expected(said)}${got}`);
}
