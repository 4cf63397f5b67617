const v4 = /^(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/;

/** Whether the text is an IPv4 or IPv6 address (no prefix length, no zone). */
export function isIP(text: string): boolean {
  return isIPv4(text) || isIPv6(text);
}

export function isIPv4(text: string): boolean {
  return v4.test(text);
}

export function isIPv6(text: string): boolean {
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = (part: string | undefined) => (part === undefined || part === "" ? [] : part.split(":"));
  const all = [...groups(halves[0]), ...groups(halves[1])];
  const last = all.at(-1);
  const embedded = last !== undefined && v4.test(last) && text.endsWith(last);
  const hex = embedded ? all.slice(0, -1) : all;
  const length = hex.length + (embedded ? 2 : 0);
  return hex.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) && (halves.length === 2 ? length < 8 : length === 8);
}

/** Whether the text is an IP address, or a network: an address with its prefix length. */
export function isCidr(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  if (rest.length > 0 || !isIP(address)) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (isIPv4(address) ? 32 : 128));
}
