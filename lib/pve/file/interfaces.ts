/** An interface of a node as the API shows it: `{ iface: "vmbr0", type: "bridge", bridge_ports: "eno1", … }`. */
export type Interface = Readonly<Record<string, unknown>> & { readonly iface: string; readonly type: string };

type Draft = Record<string, unknown> & { iface: string; families: string[] };

/** Reads `/etc/network/interfaces` the way Proxmox VE shows it; the loopback device is left out, as there. */
export function parseInterfaces(text: string): Interface[] {
  const automatic = new Set<string>();
  const drafts = new Map<string, Draft>();
  let current: { readonly draft: Draft; readonly family: string } | undefined;
  for (const line of text.split("\n")) {
    const [word = "", ...rest] = line.trim().split(/\s+/);
    if (word === "auto") rest.forEach((name) => automatic.add(name));
    else if (word === "iface") current = open(drafts, rest);
    else if (line.startsWith("#")) note(current?.draft, line.slice(1));
    else if (word !== "" && current && /^\s/.test(line)) readOption(current.draft, current.family, word, rest.join(" "));
  }
  return [...drafts.values()].map((draft, index) => finish(draft, index, automatic)).filter(({ type }) => type !== "loopback");
}

function open(drafts: Map<string, Draft>, [iface = "", family = "inet", method = "manual"]: readonly string[]) {
  const draft = drafts.get(iface) ?? { iface, families: [], method: "manual", method6: "manual" };
  drafts.set(iface, draft);
  draft.families.push(family);
  draft[family === "inet6" ? "method6" : "method"] = method;
  return { draft, family };
}

function note(draft: Draft | undefined, text: string): void {
  if (draft) draft.comments = `${(draft.comments as string | undefined) ?? ""}${text}\n`;
}

/** Options whose name or value the API changes; every other one is passed on as text. */
const options = new Map<string, (value: string, draft: Draft, family: string) => void>([
  ["address", readAddress],
  ["gateway", (value, draft, family) => void (draft[family === "inet6" ? "gateway6" : "gateway"] = value)],
  ["bridge-ports", (value, draft) => void (draft.bridge_ports = value === "none" ? "" : value)],
  ["bridge-stp", (value, draft) => void (draft.bridge_stp = value)],
  ["bridge-fd", (value, draft) => void (draft.bridge_fd = value)],
  ["bridge-vids", (value, draft) => void (draft.bridge_vids = value)],
  ["bridge-vlan-aware", (value, draft) => void (draft.bridge_vlan_aware = value === "yes" ? 1 : 0)],
  ["bond-slaves", (value, draft) => void (draft.slaves = value)],
  ["bond-mode", (value, draft) => void (draft.bond_mode = value)],
  ["bond-xmit-hash-policy", (value, draft) => void (draft["bond_xmit_hash_policy"] = value)],
]);

function readOption(draft: Draft, family: string, name: string, value: string): void {
  const known = options.get(name.replaceAll("_", "-"));
  if (known) known(value, draft, family);
  else draft[name] = value;
}

function readAddress(value: string, draft: Draft, family: string): void {
  const [address, prefix] = value.split("/");
  const six = family === "inet6" ? "6" : "";
  draft[`address${six}`] = address;
  if (prefix === undefined) return;
  draft[`netmask${six}`] = prefix;
  draft[`cidr${six}`] = value;
}

function finish(draft: Draft, index: number, automatic: ReadonlySet<string>): Interface {
  const vlan = /^(.+)\.(\d+)$/.exec(draft.iface);
  const type = typeOf(draft);
  return {
    ...draft,
    type,
    // The loopback device is the second thing Proxmox VE counts.
    priority: index + 2,
    ...(automatic.has(draft.iface) ? { autostart: 1 } : {}),
    ...(automatic.has(draft.iface) || type === "eth" ? { active: 1 } : {}),
    ...(vlan && draft["vlan-raw-device"] === undefined ? { "vlan-raw-device": vlan[1], "vlan-id": vlan[2] } : {}),
  };
}

function typeOf(draft: Draft): string {
  if (draft.method === "loopback") return "loopback";
  if (draft.bridge_ports !== undefined) return "bridge";
  if (draft.slaves !== undefined) return "bond";
  if (draft["vlan-raw-device"] !== undefined || /\.\d+$/.test(draft.iface)) return "vlan";
  return "eth";
}
