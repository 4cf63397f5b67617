import { existsSync, readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { exit, PmpcError } from "../../lib/error";
import { guestFilePath } from "../../lib/pve/guest-config";
import type { Scenario } from "../../simulator/scenario";
import { findScenario } from "../../simulator/scenario/catalog";
import { readFolder, scenarioOf } from "./folder";
import { isRecording, type Recording } from "./recording";

/** What a word on the command line means: a folder or JSON file if there is one, else the name of a scenario. */
export function readInput(text: string): Scenario | Recording {
  if (!existsSync(text)) return findScenario(text);
  return statSync(text).isDirectory() ? readFolder(text) : readJson(text);
}

function readJson(path: string): Scenario | Recording {
  const value: unknown = parse(path);
  if (isRecording(value)) return value;
  const { files, qemu, lxc } = (value ?? {}) as Partial<Record<"files" | "qemu" | "lxc", Readonly<Record<string, unknown>>>>;
  const name = basename(path, ".json");
  if (files) return scenarioOf(name, files as Record<string, string>);
  if (qemu || lxc) return { name, files: Object.fromEntries([...loose("qemu", 1000, qemu), ...loose("lxc", 5000, lxc)]) };
  throw new PmpcError("nothing-to-simulate", `there is neither a recording nor a configuration in ${path}`, { exit: exit.usage });
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new PmpcError("nothing-to-simulate", `${path} is not JSON`, { cause, exit: exit.usage });
  }
}

/** Configurations that belong to no cluster, each under a name of its own: they get numbers and a node. */
function loose(type: "qemu" | "lxc", first: number, guests: Readonly<Record<string, unknown>> = {}): [string, string][] {
  return Object.values(guests).map((guest, index) => [guestFilePath("pve", type, first + index), String((guest as { conf?: unknown }).conf ?? "")]);
}
