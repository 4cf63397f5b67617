import { isIPv4, isIPv6 } from "../pve/ip";

/** Whether an address lies in a network, which is written as an address in it with the length of its prefix: `10.0.0.1/24`. */
export function isInNetwork(address: string, network: string): boolean {
  const [base = "", length = ""] = network.split("/");
  if (isIPv4(address) !== isIPv4(base) || !/^\d+$/.test(length)) return false;
  const [one, other] = [bitsOf(address), bitsOf(base)];
  return one !== undefined && other !== undefined && Number(length) <= one.length && one.slice(0, Number(length)) === other.slice(0, Number(length));
}

/** Whether an address is reached from anywhere: none of those that are kept for private networks. */
export function isPublic(address: string): boolean {
  return !privateNetworks.some((network) => isInNetwork(address, network));
}

/** Whether an address means something on another machine: neither its own, nor one of a single cable, nor one of many. */
export function isUsable(address: string): boolean {
  return (isIPv4(address) || isIPv6(address)) && !unusable.some((network) => isInNetwork(address, network));
}

/** An address in the one spelling that all of its spellings have in common (RFC 5952): `FD00:0:0::0001` → `fd00::1`. Any other text stays as it is. */
export function canonicalAddress(text: string): string {
  const bits = isIPv6(text) ? bitsOf(text) : undefined;
  if (bits === undefined) return text;
  const groups = bits.match(/.{16}/g)!.map((group) => parseInt(group, 2).toString(16)).join(":");
  const [longest] = [...groups.matchAll(/\b0(?::0)+\b/g)].sort((a, b) => b[0].length - a[0].length);
  return longest === undefined ? groups : `${groups.slice(0, longest.index).replace(/:$/, "")}::${groups.slice(longest.index + longest[0].length).replace(/^:/, "")}`;
}

const privateNetworks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"];
const unusable = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3", "::/127", "fe80::/10", "ff00::/8"];

/** An address as a text of zeros and ones. */
function bitsOf(address: string): string | undefined {
  if (isIPv4(address)) return address.split(".").map((byte) => binary(Number(byte), 8)).join("");
  if (!isIPv6(address)) return undefined;
  const plain = address.replace(/[\d.]+$/, (tail) => (isIPv4(tail) ? groupsOf(tail) : tail));
  const [head = [], tail = []] = plain.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const zeros = Array<string>(8 - head.length - tail.length).fill("0");
  return [...head, ...(plain.includes("::") ? zeros : []), ...tail].map((group) => binary(parseInt(group, 16), 16)).join("");
}

/** The end of an IPv6 address that is written like one of IPv4: `1.2.3.4` → `102:304`. */
function groupsOf(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

const binary = (value: number, digits: number) => value.toString(2).padStart(digits, "0");
