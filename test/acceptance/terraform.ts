import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Simulator } from "../../generator/simulator/simulator";
import { pathOf, terraformPath } from "../support/terraform";

/** What terraform would do to one resource. */
export interface Planned {
  readonly address: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: unknown;
    readonly after: unknown;
    readonly importing?: { readonly id: string };
  };
}

export interface Proof {
  readonly planned: readonly Planned[];
  /** What terraform complained of, in its words. */
  readonly errors: readonly string[];
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
}

/** Less than the 15 minutes that the provider waits for the agent of a guest that is silent; nothing else here comes near. */
const patience = 14 * 60_000;

/**
 * Runs terraform with the real provider: from the mirror or the registry that this machine's terraform uses. Nothing of this machine's
 * clusters gets in.
 */
async function terraform(folder: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}, binary = terraformPath!): Promise<Ended> {
  const own = Object.entries(process.env).filter(([name]) => !/^(PROXMOX_VE_|TF_(REATTACH|VAR|CLI_ARGS|LOG|WORKSPACE|DATA_DIR))/.test(name));
  // Go collects its garbage four times as seldom: a quarter of the time here is that.
  const env = { ...Object.fromEntries(own), TF_INPUT: "0", CHECKPOINT_DISABLE: "1", GOGC: "400", ...environment };
  return new Promise((resolve) => {
    execFile(binary, args, { cwd: folder, env, maxBuffer: 2 ** 28, timeout: patience }, (error, stdout) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout });
    });
  });
}

const source = "bpg/proxmox";

/** Why nothing can be proven here; undefined if terraform, or the one tool that is asked for, and that release of the provider are at hand. */
export async function whyUnproven(version: string, tool?: "terraform" | "tofu"): Promise<string | undefined> {
  const binary = tool === undefined ? terraformPath : pathOf(tool);
  if (binary === undefined) return tool === undefined ? "skipped: neither terraform nor tofu is installed" : `skipped: ${tool} is not installed`;
  const folder = mkdtempSync(join(tmpdir(), "pmpc-provider-"));
  try {
    const needed = { terraform: { required_providers: { proxmox: { source, version } } } };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(needed));
    const { code } = await terraform(folder, ["init", "-no-color"], {}, binary);
    return code === 0 ? undefined : `skipped: no provider ${version}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The folder that a release of the provider is installed into here, with one folder for this machine's kind. */
export async function providerFolder(version: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-provider-"));
  await initialise(folder, version);
  const providers = join(folder, ".terraform/providers");
  const registry = readdirSync(providers).find((name) => name.startsWith("registry."))!;
  return join(providers, registry, "bpg/proxmox", version);
}

/** For a `before`: skips its tests, aloud, where nothing can be proven. */
export async function needProvider(hook: Mocha.Context, version: string, tool?: "terraform" | "tofu"): Promise<void> {
  const why = await whyUnproven(version, tool);
  if (why === undefined) return;
  for (const test of hook.test!.parent!.tests) test.title += ` (${why})`;
  hook.skip();
}

/** Plans a synthesised stack against a simulator, with a release of the provider: the one that the code names, or another. */
export async function prove(stack: string, simulator: Simulator, version: string): Promise<Proof> {
  const code = join(stack, "cdk.tf.json");
  const { terraform: settings, ...others } = JSON.parse(readFileSync(code, "utf8")) as { terraform: { required_providers: object } };
  expect(Object.keys(settings.required_providers)).to.deep.equal(["proxmox"]);
  writeFileSync(code, JSON.stringify({ ...others, terraform: { ...settings, required_providers: { proxmox: { source, version } } } }));
  const environment = reaching(simulator);
  const initialised = await terraform(stack, ["init", "-no-color"], environment);
  if (initialised.code !== 0) throw new Error(`terraform init: ${initialised.stdout}`);
  const { stdout } = await terraform(stack, ["plan", "-json", "-out=proof.tfplan"], environment);
  const errors = stdout.split("\n").flatMap(errorIn);
  if (errors.length > 0) return { planned: [], errors };
  const shown = await terraform(stack, ["show", "-json", "proof.tfplan"], environment);
  return { planned: (JSON.parse(shown.stdout) as { resource_changes?: readonly Planned[] }).resource_changes ?? [], errors };
}

/** Applies what was proven last. */
export async function settle(stack: string, simulator: Simulator): Promise<void> {
  const complaints = complaintsIn(await terraform(stack, ["apply", "-json", "proof.tfplan"], reaching(simulator)));
  if (complaints.length > 0) throw new Error(`terraform apply: ${complaints.join("\n")}`);
}

function errorIn(line: string): string[] {
  if (!line.startsWith("{")) return [];
  const { diagnostic } = JSON.parse(line) as { diagnostic?: { severity: string; summary: string; detail?: string; address?: string } };
  return diagnostic?.severity === "error" ? [[diagnostic.address, diagnostic.summary, diagnostic.detail].filter(Boolean).join(": ")] : [];
}

/** What terraform complained of while it ran against a simulator: an apply, a destroy; and whether a plan afterwards has nothing to do. */
export async function converge(folder: string, simulator: Simulator, verb: "apply" | "destroy", variables: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const environment = reaching(simulator, variables);
  const done = await terraform(folder, [verb, "-auto-approve", "-json"], environment);
  const complaints = complaintsIn(done);
  if (complaints.length > 0 || verb === "destroy") return complaints;
  const { code, stdout } = await terraform(folder, ["plan", "-detailed-exitcode", "-no-color"], environment);
  return code === 0 ? [] : [stdout];
}

function complaintsIn({ code, stdout }: Ended): readonly string[] {
  const errors = stdout.split("\n").flatMap(errorIn);
  return errors.length === 0 && code !== 0 ? [stdout] : errors;
}

/** Names the release of the provider that a folder's configuration is for, and installs it there. */
export async function initialise(folder: string, version: string): Promise<void> {
  writeFileSync(join(folder, "version.tf.json"), JSON.stringify({ terraform: { required_providers: { proxmox: { source, version } } } }));
  const { code, stdout } = await terraform(folder, ["init", "-no-color"]);
  if (code !== 0) throw new Error(`terraform init: ${stdout}`);
}

/** Takes in the modules of a folder that was initialised without them. */
export async function takeModules(folder: string): Promise<void> {
  const { code, stdout } = await terraform(folder, ["get", "-no-color"]);
  if (code !== 0) throw new Error(`terraform get: ${stdout}`);
}

function reaching({ endpoint, tokens }: Simulator, variables: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const named = Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value]);
  return { PROXMOX_VE_ENDPOINT: endpoint, PROXMOX_VE_API_TOKEN: tokens.root, PROXMOX_VE_INSECURE: "true", ...Object.fromEntries(named) };
}

/** What a plan would do beyond taking guests into the state, attribute by attribute. */
export function changesOf({ address, change: { actions, before, after, importing } }: Planned): string[] {
  if (actions.join() === "no-op" && importing) return [];
  return [`${address}: ${importing ? "import, " : ""}${actions.join("+")} ${differences(before, after, "").join("; ")}`];
}

function differences(before: unknown, after: unknown, path: string): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (typeof before !== "object" || typeof after !== "object" || before === null || after === null) return [`${path} ${JSON.stringify(before)} -> ${JSON.stringify(after)}`];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const at = (value: object, key: string) => (value as Record<string, unknown>)[key];
  return keys.flatMap((key) => differences(at(before, key), at(after, key), path === "" ? key : `${path}.${key}`));
}
