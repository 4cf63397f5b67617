import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { exit, PmpcError } from "../../lib/error";
import { textOfBytes } from "../../lib/pve/bytes";
import type { Scenario } from "../../simulator/scenario";

/** Reads a copy of `/etc/pve`, or of a node's root with it; what lies in `priv` is left alone. */
export function readFolder(folder: string): Scenario {
  const scenario = scenarioOf(basename(folder), Object.fromEntries(walk(folder, "").map((path) => [path, textOfBytes(readFileSync(join(folder, path)))])));
  if (Object.keys(scenario.files).length > 0) return scenario;
  throw new PmpcError("nothing-to-simulate", `there are no files of Proxmox VE in ${folder}`, {
    hint: "expected a copy of /etc/pve: nodes/<node>/qemu-server/<vmid>.conf, nodes/<node>/lxc/<vmid>.conf, storage.cfg, user.cfg",
    exit: exit.usage,
  });
}

/** A scenario from files whose paths may begin where a node's root begins. */
export function scenarioOf(name: string, files: Readonly<Record<string, string>>): Scenario {
  const placed = Object.entries(files).map(([path, text]) => [placeOf(path), text] as const);
  return { name, files: Object.fromEntries(placed.filter(([place]) => wanted.test(place))) };
}

const own = "hosts|resolv\\.conf|timezone|apt/sources\\.list|apt/sources\\.list\\.d/[^/]+\\.(?:list|sources)";
const wanted = new RegExp(
  [
    "nodes/[^/]+/(?:qemu-server|lxc)/\\d+\\.conf",
    "nodes/[^/]+/(?:config|host\\.fw|interfaces|interfaces\\.new)",
    `(?:nodes/[^/]+/)?etc/(?:${own})`,
    "(?:storage|user|datacenter|domains|jobs|replication|status|notifications)\\.cfg",
    "firewall/(?:cluster|\\d+)\\.fw",
    "ha/(?:(?:resources|rules|groups)\\.cfg|manager_status)",
    "mapping/(?:pci|usb|directory)\\.cfg",
    "sdn/(?:(?:zones|vnets|subnets|controllers|fabrics|ipams|dns)\\.cfg|\\.running-config|pve-ipam-state\\.json|firewall/[^/]+\\.fw)",
    "virtual-guest/cpu-models\\.conf",
    "corosync\\.conf",
    "interfaces",
  ]
    .map((one) => `^${one}$`)
    .join("|"),
);

/** Files of one node among several say whose they are: `pve1:/etc/hosts`. */
function placeOf(path: string): string {
  const [, node, rest = path] = /^([a-zA-Z0-9-]+):(\/.*)$/.exec(path) ?? [];
  const below = node === undefined ? "" : `nodes/${node}/`;
  const inside = rest.replace(/^\/?(.*\/)?etc\/pve\//, "");
  if (/^nodes\//.test(inside)) return inside;
  return (
    inside
      .replace(/^\/?(.*\/)?network\/(interfaces(\.new)?)$/, `${below}$2`)
      .replace(new RegExp(`^/?(?:.*/)?etc/(${own})$`), `${below}etc/$1`)
      // The folders of one node's guests, taken without the node.
      .replace(/^(qemu-server|lxc)\//, "nodes/pve/$1/")
  );
}

function walk(root: string, below: string): string[] {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "priv" ? [] : walk(root, path);
    return entry.isFile() && /\.(conf|cfg|fw|sources|list|new)$|^(interfaces|config|hosts|timezone|manager_status|\.running-config|pve-ipam-state\.json|sources\.list)$/.test(entry.name) ? [path] : [];
  });
}
