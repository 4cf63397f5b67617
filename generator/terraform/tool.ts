import { runProcess } from "./process";

/** The first line of a tool's `--version`; undefined where it is not on the PATH. */
export async function findTool(name: string, environment: Readonly<Record<string, string | undefined>> = process.env): Promise<string | undefined> {
  const { code, stdout, stopped } = await runProcess(name, ["--version"], { cwd: process.cwd(), environment, timeout: 10_000 });
  if (stopped === "not-found") return undefined;
  return code === 0 ? stdout.split("\n")[0]!.trim() : "found, but --version fails";
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

/** Whether it knows import blocks: Terraform does since 1.5, OpenTofu since its first release. */
export function knowsImports({ version }: Tool): boolean {
  const [, major, minor] = /\bv(\d+)\.(\d+)\./.exec(version) ?? [];
  return major === undefined || Number(major) > 1 || Number(minor) >= 5;
}
