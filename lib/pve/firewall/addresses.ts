import { isIPv6 } from "../ip";
import { icmp6Types, icmpTypes, isService } from "./names";

/** The version of the addresses in a list: undefined for a name; a text says what is wrong. */
export function readAddresses(text: string): 4 | 6 | undefined | string {
  if (text.startsWith("+")) return text.length > 65 ? "ipset name too long" : undefined;
  if (/^(dc\/|guest\/)?[A-Za-z][A-Za-z0-9_-]+$/.test(text)) return text.length > 64 ? "alias name too long" : undefined;
  const elements = text.split(",");
  if (elements.some((one) => one === "")) return "extraneous commas in list";
  const read = elements.map(readRange);
  const wrong = read.find((one) => typeof one === "string");
  if (wrong !== undefined) return `invalid IP address: ${wrong}`;
  if (new Set(read).size > 1) return `detected mixed ipv4/ipv6 addresses in address list '${text}'`;
  return elements.length > 1 && elements.some((one) => one.includes("-")) ? "you can't use a range in a list" : read[0];
}

/** 4 or 6 of an address or a network, whatever its host bits. */
export function versionOf(text: string): 4 | 6 | undefined {
  const [, address = "", length] = /^([^/]+)(?:\/(\d+))?$/.exec(text) ?? [];
  const read = readAddress(address);
  if (typeof read === "string" || (read.version === 4 && !isWhole(address))) return undefined;
  return length !== undefined && Number(length) > bitsOf(read.version) ? undefined : read.version;
}

interface Address {
  readonly version: 4 | 6;
  readonly value: bigint;
}

const bitsOf = (version: 4 | 6) => (version === 4 ? 32 : 128);
const isWhole = (address: string) => address.split(".").length === 4;

/** An address, a network, or a range from one address to another one, as Perl's Net::IP takes it; a text says what is wrong, in its words. */
function readRange(text: string): 4 | 6 | string {
  const [, from, to] = /^(.+?)\s*-\s*(.+)$/.exec(text) ?? [];
  if (from === undefined) return readNetwork(text);
  const [first, last] = [readAddress(from.replace(/\/\d+$/, "")), readAddress(to!)];
  if (typeof first === "string") return first;
  if (typeof last === "string") return last;
  if (first.version !== last.version) return `IP addresses of different version ${from} - ${to}`;
  return first.value > last.value ? `Begin address is greater than End address ${from} - ${to}` : first.version;
}

/** A network of Net::IP has no host bits: `10.0.0.0/24`, and not `10.0.0.7/24`. */
function readNetwork(text: string): 4 | 6 | string {
  const [, base = "", mask] = /^([^/]+)(?:\/(.+))?$/.exec(text) ?? [];
  const address = readAddress(base === "" ? text : base);
  if (typeof address === "string") return address;
  if (mask === undefined) return address.version;
  const bits = bitsOf(address.version);
  const length = /^\d+$/.test(mask) ? Number(mask) : lengthOf(mask);
  if (length === undefined) return `Invalid chars in IP ${text}`;
  if (length > bits) return `Prefix length ${length} is longer than IP address (${bits})`;
  const binary = address.value.toString(2).padStart(bits, "0");
  return binary.slice(length).includes("1") ? `Invalid prefix ${binary}/${length}` : address.version;
}

/** `255.255.255.0` → 24 */
function lengthOf(mask: string): number | undefined {
  const read = readAddress(mask);
  const binary = typeof read === "string" || read.version === 6 ? "" : read.value.toString(2).padStart(32, "0");
  return /^1*0*$/.test(binary) && binary !== "" ? binary.replaceAll("0", "").length : undefined;
}

/** Quads that are left out at the end of an address are zero: `10.1` is `10.1.0.0`. */
function readAddress(text: string): Address | string {
  if (text.includes(":")) return isIPv6(text) ? { version: 6, value: valueOf(text) } : `Invalid address ${text}`;
  if (!/^[\d.]+$/.test(text)) return `Invalid chars in IP ${text}`;
  const quads = text.split(".");
  if (quads.length > 4 || quads.includes("")) return `Invalid IP address ${text}`;
  const wrong = quads.find((quad) => Number(quad) > 255);
  if (wrong !== undefined) return `Invalid quad in IP address ${text} - ${wrong}`;
  return { version: 4, value: BigInt([0, 1, 2, 3].reduce((sum, at) => sum * 256 + Number(quads[at] ?? 0), 0)) };
}

/** The number of an IPv6 address. */
function valueOf(text: string): bigint {
  const groups = (part: string): readonly string[] => (part === "" ? [] : part.split(":").flatMap((group) => (group.includes(".") ? pairsOf(group) : [group])));
  const [head = "", tail] = text.split("::");
  const [before, after] = [groups(head), groups(tail ?? "")];
  const all = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => "0"), ...after];
  return BigInt(`0x${all.map((group) => group.padStart(4, "0")).join("")}`);
}

/** `1.2.3.4` → `0102`, `0304` */
function pairsOf(quads: string): readonly string[] {
  const hex = quads.split(".").map((quad) => Number(quad).toString(16).padStart(2, "0"));
  return [hex.slice(0, 2).join(""), hex.slice(2).join("")];
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
