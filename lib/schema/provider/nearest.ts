import { parsePropertyString } from "../../pve/property-string";
import type { TerraformValue } from "../shape";
import { cpuTypes, networkModels } from "./bpg";

/** Of `pc-q35-9.2,viommu=intel` the type; of `q35,viommu=intel,aw-bits=48` the IOMMU as well. */
export function nearestMachine(machine: TerraformValue): string | undefined {
  const parts = new Map(parsePropertyString(String(machine), { defaultKey: "type" }));
  const [type, viommu] = [parts.get("type"), parts.get("viommu")];
  return type === "q35" && viommu !== undefined ? `${type},viommu=${viommu}` : type;
}

/** Processors that the provider does not know at all, and the nearest that any node that has them can do. */
const predecessors: Readonly<Record<string, string>> = { "EPYC-Turin": "EPYC-Genoa", GraniteRapids: "SapphireRapids", SierraForest: "x86-64-v3", ClearwaterForest: "x86-64-v3" };

/**
 * Of `Icelake-Server-v7` the newest earlier version that the provider knows; of a family that it does not know, the one before; of ARM's
 * processors, of which it knows none, all that the node can do; nothing for others of which it knows none.
 */
export function nearestCpuType(name: TerraformValue): string | undefined {
  if (/^(a64fx|cortex-|neoverse-)/.test(String(name))) return "max";
  const [, model, version] = /^(.+?)(?:-v(\d+))?$/.exec(String(name)) ?? [];
  const versionOf = (one: string) => (one === model ? 1 : one.startsWith(`${model}-v`) ? Number(one.slice(`${model}-v`.length)) : undefined);
  const known = cpuTypes.map((one) => [one, versionOf(one)] as const).filter(([, own]) => own !== undefined && own <= Number(version ?? 1));
  return known.sort(([, a], [, b]) => b! - a!)[0]?.[0] ?? predecessors[model ?? ""];
}

/** A card of the same family: of `e1000-82544gc` the e1000; of older ones that of the same speed. */
export function nearestModel(model: TerraformValue): string | undefined {
  const family = String(model).split("-")[0]!;
  if (networkModels.some((one) => one === family)) return family;
  return /^(i825|ne2k|pcnet)/.test(family) ? "rtl8139" : undefined;
}

/** The features that the provider knows. */
export function nearestHotplug(features: TerraformValue): string | undefined {
  const known = String(features).split(",").filter((one) => ["cpu", "disk", "memory", "network", "usb"].includes(one));
  return known.length > 0 ? known.join(",") : undefined;
}
