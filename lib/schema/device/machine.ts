import { parsePropertyString, printPropertyString } from "../../pve/property-string";
import { isWindows } from "../os-type";
import type { TerraformValue } from "../shape";

type Config = Readonly<Record<string, unknown>>;

/** The base of a machine without a version. */
const bases: Readonly<Record<string, string>> = { pc: "pc-i440fx", q35: "pc-q35", virt: "virt" };

/**
 * Windows runs on the version that it was made with, or, from before Proxmox VE kept that, on 5.1; other systems on the newest. A machine
 * that is made gets the newest.
 */
export function pinnedForWindows(machine: TerraformValue, { ostype, arch, meta }: Config): TerraformValue {
  if (!isWindows(ostype)) return machine;
  const parts = new Map(parsePropertyString(String(machine ?? ""), { defaultKey: "type" }));
  const base = bases[parts.get("type") ?? (arch === "aarch64" ? "virt" : "pc")];
  return base === undefined ? machine : printPropertyString([...parts.set("type", `${base}-${versionFor(meta)}`)], { defaultKey: "type" });
}

function versionFor(meta: unknown): string {
  const made = (meta as { readonly "creation-qemu"?: string } | undefined)?.["creation-qemu"] ?? "";
  const [, major = "0", minor = "0"] = /^(\d+)\.(\d+)/.exec(made) ?? [];
  return Number(major) > 9 || (major === "9" && Number(minor) >= 1) ? `${major}.${minor}` : "5.1";
}
