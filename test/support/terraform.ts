import { execFile } from "node:child_process";
import { accessSync, constants, readFileSync } from "node:fs";
import { devNull } from "node:os";
import { delimiter, join } from "node:path";
import { attachProvider } from "./terraform-provider/server";
import { droppedKeys } from "./terraform-provider/key";
import type { ProviderSchema } from "./terraform-provider/schema";

/** The provider's schema, under the name that it has in the registry. */
export const schema = (
  JSON.parse(readFileSync(join(__dirname, "../../provider/schema.json"), "utf8")) as { provider_schemas: Record<string, ProviderSchema> }
).provider_schemas["registry.terraform.io/bpg/proxmox"] as ProviderSchema;

/** Where a command is; undefined if it is not installed. */
export const pathOf = (name: string): string | undefined => onPath(name)[0];

/** Where terraform or tofu is; undefined if neither is installed, and tests that need it skip. */
export const terraformPath = [process.env.TERRAFORM_BINARY_NAME, "terraform", "tofu"].flatMap((name) => (name ? (pathOf(name) ?? []) : []))[0];

/** What terraform has to say about a configuration. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
}

/** What terraform would do to each resource. */
export interface ResourceChange {
  readonly address: string;
  readonly change: { readonly actions: readonly ("no-op" | "create" | "read" | "update" | "delete" | "forget")[]; readonly importing?: { readonly id: string } };
}

/** Checks a folder with synthesised Terraform against the provider's schema, and those of others by their source, without a network. */
export async function validate(folder: string, others: Readonly<Record<string, ProviderSchema>> = {}): Promise<readonly Diagnostic[]> {
  return attached(
    folder,
    async (run) => {
      await run("init", "-backend=false");
      const { stdout } = await run("validate", "-json");
      return [...JSON.parse(stdout).diagnostics, ...droppedKeys(schema, configurationIn(folder)).map(droppedKey)];
    },
    others,
  );
}

/** Plans what is in a folder, against the state it names. */
export async function plan(folder: string): Promise<readonly ResourceChange[]> {
  return attached(folder, async (run) => {
    await must(run("init", "-reconfigure"));
    await must(run("plan", "-out=plan.tfplan"));
    return JSON.parse(await must(run("show", "-json", "plan.tfplan"))).resource_changes ?? [];
  });
}

/** Applies what is in a folder: afterwards the state has all of it. */
export async function apply(folder: string): Promise<void> {
  await attached(folder, async (run) => {
    await must(run("init", "-reconfigure"));
    await must(run("apply", "-auto-approve"));
  });
}

function configurationIn(folder: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8"));
}

function droppedKey(path: string): Diagnostic {
  return { severity: "error", summary: "Unknown key inside an attribute", detail: `The schema has no "${path}"; terraform would drop it.` };
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Run = (...args: string[]) => Promise<Ended>;

async function attached<T>(cwd: string, work: (run: Run) => Promise<T>, others: Readonly<Record<string, ProviderSchema>> = {}): Promise<T> {
  if (terraformPath === undefined) throw new Error("neither terraform nor tofu is on the PATH");
  const providers = await Promise.all(Object.entries({ "bpg/proxmox": schema, ...others }).map(([source, one]) => attachProvider(source, one)));
  const reattach = JSON.stringify(Object.assign({}, ...providers.map((provider) => JSON.parse(provider.reattach) as object)));
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("TF_"));
  // An empty file for the settings: those of the person at this machine may name mirrors, or not exist.
  const set = { TF_REATTACH_PROVIDERS: reattach, TF_CLI_CONFIG_FILE: devNull, TF_INPUT: "0", CHECKPOINT_DISABLE: "1" };
  const env = { ...Object.fromEntries(own), ...set };
  const run: Run = (...args) =>
    new Promise((resolve) => {
      execFile(terraformPath, [...args, "-no-color"], { cwd, env, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      });
    });
  try {
    return await work(run);
  } finally {
    for (const { close } of providers) close();
  }
}

async function must(ended: Promise<Ended>): Promise<string> {
  const { code, stdout, stderr } = await ended;
  if (code !== 0) throw new Error(`terraform ended with ${code}\n${stdout}${stderr}`);
  return stdout;
}

function onPath(name: string): string[] {
  const files = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => [join(folder, name), join(folder, `${name}.exe`)]);
  return files.filter((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
