/** Proxmox VE answers the keys of an object, and what it makes a list of from keys, in another order each time. */
export function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    const texts = value.map((one) => (typeof one === "string" ? one : typeof one === "object" && one !== null && "cidr" in one ? String(one.cidr) : undefined));
    const sorted = texts.includes(undefined) ? value : value.map((one, at) => [texts[at]!, one as unknown] as const).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, one]) => one);
    return sorted.map(inOrder);
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, inner]) => [name, inOrder(inner)]));
}
