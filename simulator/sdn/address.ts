/** Whether an address lies in a network: `10.0.0.0/24`, `2001:db8::/64`. */
export function contains(cidr: string, address: string): boolean {
  const [network = "", length = ""] = cidr.split("/");
  const [a, b] = [bitsOf(network), bitsOf(address)];
  return a !== undefined && b !== undefined && a.length === b.length && a.slice(0, Number(length)) === b.slice(0, Number(length));
}

function bitsOf(address: string): string | undefined {
  if (/^\d+(\.\d+){3}$/.test(address)) return address.split(".").map((part) => Number(part).toString(2).padStart(8, "0")).join("");
  if (!address.includes(":")) return undefined;
  const [head = "", tail] = address.split("::");
  const words = (text: string) => (text === "" ? [] : text.split(":"));
  const filled = tail === undefined ? words(head) : [...words(head), ...Array<string>(Math.max(0, 8 - words(head).length - words(tail).length)).fill("0"), ...words(tail)];
  return filled.length === 8 ? filled.map((word) => parseInt(word, 16).toString(2).padStart(16, "0")).join("") : undefined;
}
