/** An interface of a node as the API shows it: `{ iface: "vmbr0", type: "bridge", bridge_ports: "eno1", … }`. */
export type Interface = Readonly<Record<string, unknown>> & { readonly iface: string; readonly type: string };

/** `/etc/network/interfaces`, read. */
export interface Network {
  /** In file order. */
  readonly interfaces: readonly Interface[];
  /** Lines that belong to no interface, such as `source`, in file order. */
  readonly options: readonly string[];
}

type Draft = Record<string, unknown> & { iface: string; comments?: string; options?: string[] };

/** Reads `/etc/network/interfaces` the way Proxmox VE shows it; the loopback device is left out, as there. */
export function parseInterfaces(text: string): Interface[] {
  return parseNetwork(text).interfaces.filter(({ type }) => type !== "loopback");
}

/** Reads the file as Proxmox VE does: what is in no interface's block is kept as a line, and the loopback device is always there. */
export function parseNetwork(text: string): Network {
  const drafts = new Map<string, Draft>();
  const others: string[] = [];
  const draftOf = (iface: string) => drafts.get(iface) ?? drafts.set(iface, { iface }).get(iface)!;
  // The loopback device is the first.
  let priority = 2;
  let block: Block | undefined;
  for (const whole of text.replace(/\n$/, "").split("\n")) {
    const line = whole.replace(/[\t-\r ]+$/, "");
    if (block !== undefined && readLine(block, line)) continue;
    block = undefined;
    const [, words] = /^\s*(?:allow-auto|auto|allow-ovs|allow-hotplug)\s+([^]*)$/.exec(whole) ?? [];
    const [found, name, family, method] = /^\s*iface\s+(\S+)(?:\s+(inet6?)\s+(\S+))?\s*$/.exec(whole) ?? [];
    if (/^\s*#/.test(line)) continue;
    if (words !== undefined) for (const one of words.split(/\s+/).filter((other) => other !== "")) draftOf(one).autostart = 1;
    else if (found !== undefined) {
      const draft = draftOf(name!);
      draft.priority ??= priority++;
      draft.families = [...((draft.families as unknown[] | undefined) ?? []), family];
      block = { draft, suffix: family === undefined ? undefined : family.slice("inet".length), own: family === undefined ? draft : { iface: name!, method } };
      // What a family says takes the place of what it said before.
      if (block.suffix !== undefined) draft[`method${block.suffix}`] = method;
    } else if (/\w/.test(line)) {
      others.push(whole);
      priority++;
    }
  }
  if (!drafts.has("lo")) drafts.set("lo", { iface: "lo", priority: 1, method: "loopback", autostart: 1 });
  return { interfaces: [...drafts.values()].map(finish), options: others.flatMap((line) => allowed(line, drafts)) };
}

/** What a block says: with a family, comments and unknown options are the family's own. */
interface Block {
  readonly draft: Draft;
  /** `6` for the newer family, undefined if the block names none. */
  readonly suffix: string | undefined;
  readonly own: Draft;
}

/** Reads a line of a block; false where the block is over. */
function readLine({ draft, suffix, own }: Block, line: string): boolean {
  const [, comment] = /^\s*#(.*?)\s*$/.exec(line) ?? [];
  if (comment !== undefined) {
    own.comments = `${own.comments ?? ""}${comment}\n`;
    draft[`comments${suffix ?? ""}`] = own.comments;
    return true;
  }
  const [, option = "", word = "", value = ""] = /^\s*((\S+)\s+(.+))$/.exec(line) ?? [];
  if (option === "" || /^\s*(?:(?:iface|mapping|auto|source|source-directory)\s|allow-)/.test(line)) return false;
  const name = alternatives[word] ?? word;
  if (/^(address|netmask|broadcast|gateway)$/.test(name)) draft[suffix === undefined ? (name !== "netmask" && value.includes(":") ? `${name}6` : name) : `${name}${suffix}`] = value;
  else if (simple.has(name)) draft[name] = value;
  else if (name === "slaves" || name === "bridge_ports") readPorts(draft, name, value);
  else if (name === "bridge_stp") draft.bridge_stp = /^(on|yes)$/i.test(value.trim()) ? "on" : "off";
  else if (name === "bridge_vlan_aware") draft.bridge_vlan_aware = 1;
  else if (name === "bond_mode") draft.bond_mode = /^[0-6]$/.test(value) ? bondModes[Number(value)] : value;
  else if (name === "vxlan-remoteip") draft[name] = [...((draft[name] as string[] | undefined) ?? []), value];
  else draft[`options${suffix ?? ""}`] = own.options = [...(own.options ?? []), option];
  return true;
}

function readPorts(draft: Draft, name: string, value: string): void {
  const ports = value.split(/\s+/).filter((port) => port !== "");
  const list = [...new Set(ports.filter((port) => port !== "none"))].sort().join(" ");
  draft[name] = [draft[name], list].filter(Boolean).join(" ");
}

/** Other spellings of options. */
const alternatives: Readonly<Record<string, string>> = {
  ovs_mtu: "mtu",
  "bond-slaves": "slaves",
  bond_slaves: "slaves",
  ...Object.fromEntries("bond-xmit-hash-policy bond-mode bond-miimon bridge-vlan-aware bridge-fd bridge-stp bridge-ports bridge-vids".split(" ").map((name) => [name, name.replaceAll("-", "_")])),
};

/** Options that are passed on as text. */
const simple = new Set(
  ("mtu ovs_type ovs_options ovs_bridge ovs_bonds ovs_ports bridge_fd bridge_vids bridge-access bridge-learning bridge-arp-nd-suppress bridge-unicast-flood " +
    "bridge-multicast-flood bridge-disable-mac-learning bond_miimon bond_xmit_hash_policy bond-primary link-type uplink-id vlan-protocol vlan-raw-device vlan-id " +
    "vxlan-id vxlan-svcnodeip vxlan-physdev vxlan-local-tunnelip").split(" "),
);

const bondModes = ["balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"];

function finish({ comments6, ...draft }: Draft): Interface {
  const typed = { ...draft, ...typeOf(draft as Draft) };
  const comments = `${typed.comments ?? ""}${(comments6 as string | undefined) ?? ""}`;
  const done: Record<string, unknown> = {
    ...typed,
    ...(comments === "" ? {} : { comments }),
    ...cidrOf(typed, ""),
    ...cidrOf(typed, "6"),
    method: typed.method || "manual",
    method6: typed.method6 || "manual",
    families: typed.families ?? ["inet"],
  };
  if (done.ovs_options === "") delete done.ovs_options;
  return { ...done, iface: draft.iface, type: String(done.type), ...(done.autostart === 1 || done.type === "eth" ? { active: 1 } : {}) };
}

/** The type, and what it brings: what a bridge has if nothing is set, the number of a VLAN, what the options of Open vSwitch say. */
function typeOf(draft: Draft): Readonly<Record<string, unknown>> {
  const { iface, ovs_type: ovs } = draft;
  const vlan = /^(\S+)\.(\d+)$/.exec(iface);
  if (draft.bridge_ports !== undefined) {
    const stp = draft.bridge_stp ?? "off";
    return { type: "bridge", bridge_stp: stp, ...(draft.bridge_fd === undefined && stp === "off" ? { bridge_fd: 0 } : {}) };
  }
  if (ovs === "OVSBridge") return { type: ovs };
  if (/^bond\d+$/.test(iface)) return ovs === undefined ? { type: "bond" } : ovs === "OVSBond" ? { type: ovs, ...ovsBond(draft) } : { type: "unknown" };
  if (/^\S+:\d+$/.test(iface)) return { type: "alias" };
  if (vlan) return { type: "vlan", "vlan-raw-device": draft["vlan-raw-device"] ?? vlan[1], ...(Number(vlan[2]) === 0 ? {} : { "vlan-id": vlan[2] }) };
  if (draft["vlan-raw-device"] !== undefined) {
    const id = /^vlan(\d+)$/.exec(iface)?.[1];
    return { type: "vlan", ...(id === undefined || Number(id) === 0 ? {} : { "vlan-id": id }) };
  }
  if (/^(?:eth\d+|en[^:.]+|ib[^:.]+|(?:nic|if)\d+)$/.test(iface)) return ovs === undefined ? { type: "eth" } : ovs === "OVSPort" ? { type: ovs, ...ovsTag(draft) } : { type: "unknown" };
  if (iface === "lo") return { type: "loopback" };
  if (draft["vxlan-id"] !== undefined) return { type: "vxlan" };
  if (ovs !== undefined) return ovs === "OVSIntPort" ? { type: ovs, ...ovsTag(draft) } : { type: "unknown" };
  return { type: draft["link-type"] === "dummy" ? "dummy" : "unknown" };
}

const ovsOptions = ({ ovs_options: text }: Draft) => new Map(String(text ?? "").split(/\s+/).flatMap((pair) => (pair.includes("=") ? [[pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)] as const] : [])));

/** What is said by an option of its own is no longer among those of Open vSwitch. */
function withoutOptions(options: Map<string, string>, names: readonly string[]): Readonly<Record<string, unknown>> {
  for (const name of names) options.delete(name);
  const rest = [...options].map((pair) => pair.join("=")).join(" ");
  return { ovs_options: rest };
}

function ovsTag(draft: Draft): Readonly<Record<string, unknown>> {
  const options = ovsOptions(draft);
  const tag = options.get("tag");
  return { ...withoutOptions(options, ["tag"]), ...(tag === undefined ? {} : { ovs_tag: tag }) };
}

function ovsBond(draft: Draft): Readonly<Record<string, unknown>> {
  const options = ovsOptions(draft);
  const [mode, lacp, tag] = ["bond_mode", "lacp", "tag"].map((name) => options.get(name));
  const full = mode === "balance-tcp" || (lacp === "active" && mode === "balance-slb") ? `lacp-${mode}` : mode;
  return { ...withoutOptions(options, ["bond_mode", "lacp", "tag"]), bond_mode: full, ...(tag === undefined ? {} : { ovs_tag: tag }) };
}

/** Address and mask of a family, said as one and as two. */
function cidrOf(draft: Readonly<Record<string, unknown>>, suffix: "" | "6"): Readonly<Record<string, unknown>> {
  const [address, mask] = [draft[`address${suffix}`], draft[`netmask${suffix}`]] as readonly (string | undefined)[];
  if (!address) return {};
  const [, base, length] = /^(.+)\/(\d+)$/.exec(address) ?? [];
  if (base !== undefined) return { [`address${suffix}`]: base, [`netmask${suffix}`]: length, [`cidr${suffix}`]: address };
  const bits = mask === undefined ? undefined : bitsOf(mask);
  if (bits === undefined) return { [`cidr${suffix}`]: `${address}/${suffix === "" ? 32 : 128}` };
  return { [`cidr${suffix}`]: `${address}/${bits}`, ...(suffix === "" ? { netmask: bits } : {}) };
}

/** `255.255.255.0` → `24` */
function bitsOf(mask: string): string | undefined {
  if (/^\d+$/.test(mask)) return mask;
  const bytes = mask.split(".").map(Number);
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return bytes.length === 4 && /^1*0*$/.test(bits) && bits.length === 32 ? String(bits.replaceAll("0", "").length) : undefined;
}

/** Lines that allow the ports of a bridge of Open vSwitch go: the bridge names them itself. */
function allowed(line: string, drafts: ReadonlyMap<string, Draft>): readonly string[] {
  const [, bridge = "", ports = ""] = /^allow-(\S+)\s+(.*)$/.exec(line) ?? [];
  if (bridge === "") return [line];
  const named = String(drafts.get(bridge)?.ovs_ports ?? "").split(/\s+/);
  const rest = bridge === "ovs" ? [] : ports.split(/\s+/).filter((port) => !named.includes(port));
  return rest.length === 0 ? [] : [`allow-${bridge} ${rest.join(" ")}`];
}

const head = `# network interface settings; autogenerated
# Please do NOT modify this file directly, unless you know what
# you're doing.
#
# If you want to manage parts of the network configuration manually,
# please utilize the 'source' or 'source-directory' directives to do
# so.
# PVE will preserve these directives, but will NOT read its network
# configuration from sourced files, so do not attempt to move any of
# the PVE managed interfaces into external files!

`;

const ranks: Readonly<Record<string, number>> = { loopback: 1, dummy: 1, eth: 2, OVSPort: 2, OVSIntPort: 3, bond: 4, OVSBond: 4, bridge: 5, OVSBridge: 5, vlan: 6, vxlan: 6 };

/** Writes the file as Proxmox VE does: kind by kind, a VLAN behind the device that it is on. */
export function printNetwork({ interfaces, options: rest }: Network): string {
  const types = new Map(interfaces.map(({ iface, type }) => [iface, type]));
  const rank = ({ iface, priority }: Interface) => {
    const [root = "", ...children] = iface.split(/[.:]/);
    return (ranks[types.get(root) ?? "eth"] ?? 2) * 100_000 + children.length + Number(priority ?? 50_000);
  };
  const sorted = [...interfaces].sort((a, b) => rank(a) - rank(b) || (a.iface < b.iface ? -1 : 1));
  return `${head}${sorted.map(printInterface).join("")}${rest.map((line) => `${line}\n`).join("")}`;
}

const elsewhere = new Set([
  ..."iface type priority method method6 families active exists comments comments6 autostart address netmask gateway cidr".split(" "),
  ..."address6 netmask6 gateway6 cidr6 bridge_ports bridge_stp bridge_fd bridge_vlan_aware bridge_vids slaves bond_mode bond_miimon bond_xmit_hash_policy bond-primary options options6 mtu".split(" "),
  ..."ovs_type ovs_ports ovs_bonds ovs_bridge ovs_options ovs_tag".split(" "),
]);

function printInterface(one: Interface): string {
  const families = (one.families as readonly string[] | undefined) ?? ["inet"];
  const blocks = families.map((family, index) => printFamily(one, family, index === 0));
  // What a bridge of Open vSwitch starts says so all the same.
  const starts = one.autostart || (isPort(one) && one.ovs_bridge !== undefined);
  return `${starts ? `auto ${one.iface}\n` : ""}${blocks.join("")}`;
}

const isPort = ({ type }: Interface) => type === "OVSPort" || type === "OVSIntPort" || type === "OVSBond";

function printFamily(one: Interface, family: string, isFirst: boolean): string {
  const six = family === "inet6" ? "6" : "";
  const own = (name: string) => one[`${name}${six}`];
  const address = own("cidr") ?? (own("address") === undefined ? undefined : `${String(own("address"))}${own("netmask") === undefined ? "" : `/${String(own("netmask"))}`}`);
  const lines = [
    ...(address === undefined ? [] : [`address ${String(address)}`]),
    ...(own("gateway") === undefined ? [] : [`gateway ${String(own("gateway"))}`]),
    ...(isFirst ? printOptions(one) : []),
    // What nobody knows, such as `post-up …`, stays behind the rest, letter for letter.
    ...((own("options") as readonly string[] | undefined) ?? []),
  ];
  const notes = isFirst || six !== "" ? String((six === "" || families(one) === 1 ? one.comments : "") ?? "") : "";
  const comments = notes === "" ? [] : notes.replace(/\n$/, "").split("\n").map((line) => `#${line}`);
  return `iface ${one.iface} ${family} ${String(own("method") ?? "manual")}\n${lines.map((line) => `\t${line}\n`).join("")}${comments.map((line) => `${line}\n`).join("")}\n`;
}

const families = (one: Interface) => (one.families as readonly string[] | undefined)?.length ?? 1;

function printOptions(one: Interface): string[] {
  const isOvs = isPort(one) || one.type === "OVSBridge";
  const mtu = one.mtu === undefined || one.mtu === "" ? [] : [`${isOvs ? "ovs_mtu" : "mtu"} ${String(one.mtu)}`];
  const typed = one.type === "bridge" ? printBridge(one) : one.type === "bond" ? printBond(one) : isOvs ? printOvs(one) : undefined;
  const isImplied = (name: string) => /\.\d+$/.test(one.iface) && (name === "vlan-id" || name === "vlan-raw-device");
  const rest = Object.keys(one).filter((name) => !elsewhere.has(name) && !isImplied(name)).map((name): [string, unknown] => [name, one[name]]);
  const others = [...rest, ...(typed === undefined ? [["mtu", one.mtu] as [string, unknown]] : []), ...(isOvs ? [["ovs_options", ovsOptionsOf(one)] as [string, unknown]] : [])];
  return [...(typed === undefined ? [] : [...typed, ...mtu]), ...others.filter(([, value]) => value !== undefined && value !== "").sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name} ${String(value)}`)];
}

function printBridge(one: Interface): string[] {
  const aware = Number(one.bridge_vlan_aware ?? 0) === 1;
  return [
    `bridge-ports ${String(one.bridge_ports || "none").replace(/[;,\s]+/g, " ")}`,
    `bridge-stp ${String(one.bridge_stp ?? "off")}`,
    `bridge-fd ${String(one.bridge_fd ?? 0)}`,
    ...(aware ? ["bridge-vlan-aware yes", `bridge-vids ${String(one.bridge_vids || "2-4094")}`] : []),
  ];
}

function printBond(one: Interface): string[] {
  const mode = String(one.bond_mode ?? "balance-rr");
  const hashed = one.bond_xmit_hash_policy !== undefined && /^(balance-xor|802\.3ad)$/.test(mode);
  return [
    `bond-slaves ${String(one.slaves || "none").replace(/[;,\s]+/g, " ")}`,
    `bond-miimon ${String(one.bond_miimon ?? 100)}`,
    `bond-mode ${mode}`,
    ...(hashed ? [`bond-xmit-hash-policy ${String(one.bond_xmit_hash_policy)}`] : []),
    ...(mode === "active-backup" && one["bond-primary"] !== undefined ? [`bond-primary ${String(one["bond-primary"])}`] : []),
  ];
}

function printOvs(one: Interface): string[] {
  const said = (name: string) => (one[name] === undefined || one[name] === "" ? [] : [`${name} ${String(one[name])}`]);
  return one.type === "OVSBridge" ? [`ovs_type ${one.type}`, ...said("ovs_ports")] : [...(one.type === "OVSBond" ? said("ovs_bonds") : []), `ovs_type ${one.type}`, ...said("ovs_bridge")];
}

/** What options of their own say is among those of Open vSwitch in the file. */
function ovsOptionsOf(one: Interface): string {
  const options = ovsOptions(one as unknown as Draft);
  if (isPort(one) && one.ovs_tag !== undefined) options.set("tag", String(one.ovs_tag));
  if (one.type === "OVSBond") {
    const [, lacp, mode = ""] = /^(lacp-)?(.*)$/.exec(String(one.bond_mode ?? "active-backup"))!;
    if (lacp !== undefined) options.set("lacp", "active");
    options.set("bond_mode", mode);
  }
  return [...options].map((pair) => pair.join("=")).join(" ");
}
