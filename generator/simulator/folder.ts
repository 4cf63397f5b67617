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

const wanted =
  /^(nodes\/[^/]+\/(qemu-server|lxc)\/\d+\.conf|nodes\/[^/]+\/interfaces|(storage|user|datacenter|domains)\.cfg|corosync\.conf|interfaces)$/;

function placeOf(path: string): string {
  return (
    path
      .replace(/^\/?(.*\/)?etc\/pve\//, "")
      .replace(/^\/?(.*\/)?network\/interfaces$/, "interfaces")
      // The folders of one node's guests, taken without the node.
      .replace(/^(qemu-server|lxc)\//, "nodes/pve/$1/")
  );
}

function walk(root: string, below: string): string[] {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "priv" ? [] : walk(root, path);
    return entry.isFile() && /\.(conf|cfg)$|^interfaces$/.test(entry.name) ? [path] : [];
  });
}
