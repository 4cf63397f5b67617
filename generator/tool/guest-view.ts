import type { GuestState } from "../operate/operator";
import type { View } from "../engine/view";

/** The guests of a cluster, a row for each. */
export function viewGuests({ guests }: { readonly guests: readonly GuestState[] }): View {
  const rows = guests.map(({ vmId, status = "", node = "", lock = "", name = "", tags = "" }) => [String(vmId), status, node, lock, name, tags]);
  return [{ is: "table", head: ["VMID", "STATUS", "NODE", "LOCK", "NAME", "TAGS"], rows, none: "none" }];
}

/** As the tools print it: a line for each key, sorted, a container's raw lines at the end. */
export function viewConfiguration({ lxc, ...config }: Readonly<Record<string, unknown>>): View {
  const lines = Object.keys(config).sort().map((key) => `${key}: ${String(config[key]).trimEnd()}`);
  const raw = Array.isArray(lxc) ? (lxc as readonly (readonly unknown[])[]).map(([key, value]) => `${String(key)}: ${String(value)}`) : [];
  return [{ is: "text", text: [...lines, ...raw].map((line) => line.replace(/\n/g, "\n  ")).join("\n") }];
}
