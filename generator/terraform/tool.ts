import { runProcess } from "./process";

/** The first line of a tool's `--version`; undefined where it is not on the PATH. */
export async function findTool(name: string, environment: Readonly<Record<string, string | undefined>> = process.env): Promise<string | undefined> {
  const { code, stdout, stopped } = await runProcess(name, ["--version"], { cwd: process.cwd(), environment, timeout: 10_000 });
  if (stopped === "not-found") return undefined;
  return code === 0 ? stdout.split("\n")[0]!.trim() : "found, but --version fails";
}

/** The program that plans and applies: what TERRAFORM_BINARY_NAME names, else terraform, else OpenTofu. */
export async function findTerraform(environment: Readonly<Record<string, string | undefined>>): Promise<string | undefined> {
  const named = environment.TERRAFORM_BINARY_NAME;
  for (const name of named ? [named] : ["terraform", "tofu"]) if ((await findTool(name, environment)) !== undefined) return name;
  return undefined;
}
