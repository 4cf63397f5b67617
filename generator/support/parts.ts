import { arch, platform, release } from "node:os";
import type { Inventory } from "../../lib/inventory/inventory";
import { guestKinds } from "../../lib/schema/kind/all";
import { count } from "../engine/view";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { listRuns, readLines, readWords, stateOf } from "../runner/record";
import { configurationPath } from "../settings/configuration";
import { readText } from "../workspace/text";
import type { Veil } from "./veil";

/** A part of a bundle, as it will be read by others. */
export interface Part {
  readonly title: string;
  readonly text: string;
}

/** What a bundle is made of. */
export interface Material {
  readonly root: string;
  readonly version: string;
  /** What the tools call themselves: `Terraform v1.11.4`. */
  readonly tools: readonly string[];
  readonly inventory: Inventory | undefined;
  /** Runs and applies, the newest first, a line each. */
  readonly history: readonly string[];
}

const lastRuns = 3;
const lastLines = 200;
const longest = 2000;

/** Everything that is in a bundle, without names, addresses and secrets. */
export async function partsOf(material: Material, veil: Veil): Promise<readonly Part[]> {
  const { root, history } = material;
  const parts: Part[] = [
    { title: "Versions", text: versions(material) },
    { title: "Cluster", text: clusterOf(material.inventory) },
    { title: "Settings", text: veil((await readText(root, configurationPath)) ?? "") },
    { title: "Runs and applies", text: veil(history.join("\n")) },
    { title: "What plans have found", text: veil((await readText(root, ".proxmox/findings.jsonl")) ?? "") },
    ...listRuns(root).slice(0, lastRuns).map((folder) => ({ title: `Log of ${folder.split(/[\\/]/).at(-1)!.slice(0, 20)}`, text: veil(logOf(folder)) })),
  ];
  return parts.filter(({ text }) => text.trim() !== "");
}

function versions({ version, tools }: Material): string {
  return [`pmpc ${version}`, `Node.js ${process.version}, ${platform()} ${release()} ${arch()}`, ...tools, `bpg/proxmox ${providerVersion}, for which the code is written`].join("\n");
}

function clusterOf(inventory: Inventory | undefined): string {
  if (inventory === undefined) return "";
  const { version, nodes, guests, storages, pools, bridges } = inventory;
  const kinds = Object.values(guestKinds).map(({ prefix, word }) => count(guests.filter(({ type }) => type === prefix).length, word.one, word.many));
  const types = [...new Set(storages.map(({ type }) => type))].sort().join(", ");
  return [`Proxmox VE ${version ?? "?"}`, `${count(nodes.length, "node")}, ${nodes.filter(({ online }) => online).length} online`, ...kinds, `${count(guests.filter((guest) => guest.unreadable !== undefined).length, "guest")} could not be read`, `${count(storages.length, "storage")}: ${types}`, `${count(bridges.length, "bridge")}, ${count(pools.length, "pool")}`].join("\n");
}

/** How a run ended, and what terraform and the runner said last. */
function logOf(folder: string): string {
  const state = stateOf(folder);
  const end = state.is === "ended" ? `ended with ${state.end.code ?? state.end.fault ?? "?"}` : state.is;
  const lines = readLines(folder).slice(-lastLines).map(lineOf).filter((line) => line !== "");
  return [end, ...lines, readWords(folder)].filter((line) => line !== "").join("\n");
}

/** Level and message of a line of terraform's; what else is in one repeats the plan. */
function lineOf(line: string): string {
  try {
    const { "@level": level, "@message": message, diagnostic } = JSON.parse(line) as { readonly "@level"?: string; readonly "@message"?: string; readonly diagnostic?: { readonly detail?: string } };
    return [level, message, diagnostic?.detail].filter(Boolean).join(": ").slice(0, longest);
  } catch {
    return line.slice(0, longest);
  }
}

/** The bundle as one file that can be read before it is sent. A fence is longer than any in the text. */
export function printBundle(parts: readonly Part[]): string {
  const fence = (text: string) => "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return `# pmpc support bundle\n\n${parts.map(({ title, text }) => `## ${title}\n\n${fence(text)}\n${text.trimEnd()}\n${fence(text)}\n`).join("\n")}`;
}
