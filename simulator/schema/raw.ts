import names from "./raw.json";

const known = new Set(names);

/** Whether Proxmox VE takes a raw line of LXC's by this name. */
export function isRawKey(key: string): boolean {
  const [, group = ""] = key.split(".");
  return known.has(key) || (["cgroup", "cgroup2", "limit", "net", "prlimit"].includes(group) && key.split(".").length > 2);
}
