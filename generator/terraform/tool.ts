import { runProcess } from "./process";

/** The line of a tool's `--version` that has it; undefined if it is not on the PATH. */
export async function findTool(name: string, environment: Readonly<Record<string, string | undefined>> = process.env): Promise<string | undefined> {
  // Terraform would ask its maker's server for a newer release.
  const { code, stdout, stopped } = await runProcess(name, ["--version"], { cwd: process.cwd(), environment: { CHECKPOINT_DISABLE: "1", ...environment }, signal: AbortSignal.timeout(60_000), grace: 1_000 });
  if (stopped === "not-found") return undefined;
  if (stopped === "aborted") return "found, but --version does not end";
  if (code !== 0) return "found, but --version fails";
  // Warnings about its configuration come before it.
  const lines = stdout.split("\n").map((line) => line.trim());
  return lines.find((line) => /\bv?\d+\.\d+/.test(line) && !/^warning/i.test(line)) ?? lines[0]!;
}

/** A program, and what it says of itself. */
export interface Tool {
  /** As it is called: `terraform`, or a path. */
  readonly name: string;
  /** `Terraform v1.11.4` */
  readonly version: string;
}

/** The program that plans and applies: what TERRAFORM_BINARY_NAME names, else terraform, else OpenTofu. */
export async function findTerraform(environment: Readonly<Record<string, string | undefined>>): Promise<Tool | undefined> {
  const named = environment.TERRAFORM_BINARY_NAME;
  for (const name of named ? [named] : ["terraform", "tofu"]) {
    const version = await findTool(name, environment);
    if (version !== undefined) return { name, version };
  }
  return undefined;
}

/** Terraform and OpenTofu have counted alike so far. */
const since: Readonly<Record<string, readonly [major: number, minor: number]>> = { import: [1, 5], removed: [1, 7] };

/** The first of some kinds of blocks that it is too old for, with the version that it takes. */
export function tooOldFor({ version }: Tool, blocks: readonly string[]): { readonly block: string; readonly needed: string } | undefined {
  const [, major, minor] = /\bv(\d+)\.(\d+)\./.exec(version)?.map(Number) ?? [];
  if (major === undefined || minor === undefined) return undefined;
  const block = blocks.find((one) => since[one] && (major < since[one][0] || (major === since[one][0] && minor < since[one][1])));
  return block === undefined ? undefined : { block, needed: since[block]!.join(".") };
}

/** Whether it knows `lifecycle { destroy = false }`, which keeps what has left the code: OpenTofu from 1.12.4 on. */
export function knowsKeeping({ version }: Tool): boolean {
  const [, major, minor, patch] = /^OpenTofu v(\d+)\.(\d+)\.(\d+)/.exec(version)?.map(Number) ?? [];
  return major !== undefined && (major > 1 || (major === 1 && (minor! > 12 || (minor === 12 && patch! >= 4))));
}
