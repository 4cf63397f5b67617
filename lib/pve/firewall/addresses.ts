import { isIPv4, isIPv6 } from "../ip";
import { icmp6Types, icmpTypes, isService } from "./names";

/** The version of the addresses in a list: undefined for a name; a text says what is wrong. */
export function readAddresses(text: string): 4 | 6 | undefined | string {
  if (text.startsWith("+")) return undefined;
  if (/^(dc\/|guest\/)?[A-Za-z][A-Za-z0-9_-]+$/.test(text)) return text.length > 64 ? "alias name too long" : undefined;
  const elements = text.split(",");
  if (elements.some((one) => one === "")) return "extraneous commas in list";
  const versions = elements.map(versionOf);
  if (versions.includes(undefined)) return `invalid IP address: ${elements[versions.indexOf(undefined)]}`;
  if (new Set(versions).size > 1) return `detected mixed ipv4/ipv6 addresses in address list '${text}'`;
  return elements.length > 1 && elements.some((one) => one.includes("-")) ? "you can't use a range in a list" : versions[0];
}

/** 4 or 6 of an address, a network or a range. */
export function versionOf(text: string): 4 | 6 | undefined {
  const [, first = "", , length, last] = /^([^/-]+)(?:(\/(\d+))|-(.+))?$/.exec(text) ?? [];
  const version = isIPv4(first) ? 4 : isIPv6(first) ? 6 : undefined;
  if (version === undefined || (length !== undefined && Number(length) > (version === 4 ? 32 : 128))) return undefined;
  return last !== undefined && !(version === 4 ? isIPv4(last) : isIPv6(last)) ? undefined : version;
}

/** What is wrong with ports; `isIcmpToo` where a kind of ICMP may stand for one, `anyService` where nobody knows the names. */
export function wrongPorts(text: string, isIcmpToo: boolean, anyService = false): string | undefined {
  const elements = text.split(",");
  if (elements.some((one) => one === "")) return "extraneous commas in list";
  let count = 0;
  let icmp = false;
  for (const one of elements) {
    const [, from, to] = /^(\d+):(\d+)$/.exec(one) ?? [];
    if (from !== undefined) {
      count += 2;
      const big = [from, to!].find((port) => Number(port) > 65535);
      if (big !== undefined) return `invalid port '${big}'`;
      if (Number(from) > Number(to)) return `backwards range '${from}:${to}' not allowed, did you mean '${to}:${from}'?`;
    } else if (/^\d+$/.test(one)) {
      count++;
      if (Number(one) > 65535) return `invalid port '${one}'`;
    } else if (isIcmpToo && (icmpTypes.has(one) || icmp6Types.has(one))) icmp = true;
    else if (!(anyService ? /^[a-z]/i.test(one) : isService(one))) return `invalid port '${one}'`;
  }
  if (icmp && count > 0) return "ICMP ports not allowed in port range";
  return count > 15 ? "too many entries in port list (> 15 numbers)" : undefined;
}
