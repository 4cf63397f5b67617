import { join } from "node:path";
import { exit, PmpcError } from "../../lib/error";
import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { addressOfCluster } from "../../lib/schema/cluster/all";
import { outsideOf } from "../edit/outside";
import { synthesiseChanged } from "../terraform/synthesis";
import { tighten } from "../terraform/private";
import { openTerraform, type StateDocument, type Terraform } from "../terraform/terraform";
import { findTerraform, tooOldFor, type Tool } from "../terraform/tool";
import { nothingAdded, readStackCode, type ProviderBlock, type StackCode } from "../terraform/configuration";
import { readClusterNames } from "../workspace/cluster-names";
import { readDeleted } from "../workspace/deleted";
import { readNames } from "../workspace/names";
import type { Context } from "../engine/action";
import { option } from "../engine/option";
import { keyInState, planAdoption, type Adoption } from "./adoption";
import { settingsOf, type Configuration } from "../settings/configuration";
import { type Connecting, type ConnectionInput, endpointsOf } from "../connect/connection";
import { environmentFor, type PlanningGate } from "./planning-gate";
import { sayLong } from "./takes-long";
import { openState } from "./which-state";
import { sayPastGate, turnable } from "./past-gate";

/** The options of every verb that plans. */
export const planningOptions = {
  stack: option.text("The stack, where the app has several.", { placeholder: "NAME" }),
  standstill: option.number("Seconds without any progress after which planning is given up.", { fraction: true, preset: 60, from: 1 }),
};

/** A workspace's code, synthesised, with its provider at hand. */
export interface Project {
  readonly stack: string;
  /** The folder with what Terraform works on, relative to the workspace. */
  readonly folder: string;
  readonly terraform: Terraform;
  readonly code: StackCode;
  /** What is in Terraform's state; undefined if nothing was ever applied. */
  readonly state: StateDocument | undefined;
  /** What an import wrote besides guests: address → key. */
  readonly written: ReadonlyMap<string, ResourceKey>;
  /** What pmpc adds to the plan, because the state lacks it. */
  readonly adoption: Adoption;
  readonly tool: Tool;
  /** `Terraform v1.11.4` */
  readonly version: string;
  /** A guest's configuration as the plan's gate read it; undefined if it did not. */
  readonly configOf?: PlanningGate["configOf"];
  /** Other places that the code's providers go to, past the gate. */
  readonly pastGate: readonly string[];
  /** Configurations of the provider that go there. */
  readonly past: readonly ProviderBlock[];
}

const outdir = ".proxmox/terraform";
/** Where copies of earlier states lie, in a folder that git ignores. */
export const stateCopies = `${outdir}/states`;

/** Codes of the errors that only say what is missing to prove anything: they say nothing about the code. */
export const unproven: readonly string[] = ["terraform-not-found", "terraform-too-old", "not-installed", "init-failed", "backend-changed"];

type Access = Pick<Configuration, "endpoint" | "fingerprint" | "ca" | "insecure" | "legacyApi">;

/**
 * Runs the app, and gets the provider; throws where either cannot be done. Neither is told the cluster's credentials: what is planned goes
 * through a gate, and without one only Terraform's own state can be looked at.
 */
export async function openProject(
  root: string,
  access: Access,
  input: ConnectionInput & { readonly stack?: string; readonly moveState?: boolean; readonly leaveState?: boolean },
  context: Context<Connecting>,
  gate?: PlanningGate,
): Promise<Project> {
  const { home, signal, host } = context;
  const environment = environmentFor(access, context);
  const tool = await findTerraform(environment);
  if (tool === undefined) throw new PmpcError("terraform-not-found", "neither terraform nor tofu is on the PATH", { hint: "install one of them, or set TERRAFORM_BINARY_NAME to its path" });
  const { name: binary, version } = tool;
  host.progress("synthesising", root);
  const stacks = await synthesiseChanged({ root, outdir: join(root, outdir), home, environment, signal, onLong: sayLong(host, `the code in ${root}`), outsideOf, tool: version });
  const named = input.stack === undefined ? stacks : stacks.filter(({ name }) => name === input.stack);
  const [stack] = named;
  if (!stack || named.length > 1) {
    throw new PmpcError("which-stack", `the app has the stacks ${stacks.map(({ name }) => name).join(", ") || "(none)"}`, { hint: "name one with --stack", exit: exit.usage });
  }
  const terraform = openTerraform({
    binary,
    version,
    folder: stack.folder,
    environment: { ...environment, ...gate?.environment },
    secrets: gate?.secrets ?? [],
    signal,
    onProgress: ({ doing, done, open }) => host.progress(doing, `${done} of ${done + open.length} resources${open.length < 4 ? nameAll(open) : ""}`, { done, total: done + open.length, on: open }),
    onLong: (command, minutes) => sayLong(host, `${binary} ${command}`)(minutes),
    onReading: (what) => host.progress("reading", what),
  });
  await tighten(root, stack.folder, join(root, stateCopies));
  const code = readStackCode(stack.folder);
  const names = await readNames(root);
  const endpoints = [...endpointsOf(input, access), ...endpointsOf({}, access)];
  const { ours, past, others } = turnable(code.providers, endpoints);
  // Without the workspace's own endpoint, the code's would pass for another cluster's.
  if (endpoints.length === 0 && others.length > 0) settingsOf(access, root);
  await terraform.turn(ours);
  if (gate && others.length > 0) sayPastGate(others, host);
  await terraform.add(nothingAdded);
  refuseTooOld(tool, await terraform.blocks());
  host.progress("preparing", "the provider");
  await openState(terraform, { root, backend: code.backend, move: input.moveState ?? false });
  if (input.leaveState) await refuseUnsaved(terraform);
  else if (await terraform.rescue()) host.notify({ code: "state-rescued", says: "the last apply could not save its state; it is saved now", data: {} });
  const state = await terraform.state();
  gate?.learn(state);
  const written = new Map([...(await readClusterNames(root)).values()].map((name) => [addressOfCluster(name) ?? name.key, name.key]));
  const deleted = new Set((await readDeleted(root)).keys());
  const adoption = planAdoption({ code, state, names, deleted, others: written, tool });
  if (adoption.imports.length > 0) refuseTooOld(tool, ["import"]);
  await terraform.add(adoption);
  return { stack: stack.name, folder: `${outdir}/${stack.name}`, code, state, written, adoption, terraform, tool, version, pastGate: others, past, ...(gate === undefined ? {} : { configOf: gate.configOf }) };
}

/** Without the right to change the state, pmpc cannot go on if it is not the one that was applied. */
async function refuseUnsaved(terraform: Terraform): Promise<void> {
  if (await terraform.isUnsaved()) throw new PmpcError("state-not-saved", "the last apply could not save its state", { hint: "pmpc plan saves it", exit: exit.refused });
}

function refuseTooOld(tool: Tool, blocks: readonly string[]): void {
  const old = tooOldFor(tool, blocks);
  if (old) throw new PmpcError("terraform-too-old", `${tool.version} does not know ${old.block} blocks`, { hint: `install version ${old.needed} or newer, or set TERRAFORM_BINARY_NAME to its path` });
}

// What an end is waited for shows what stands still.
const nameAll = (addresses: readonly string[]) => (addresses.length === 0 ? "" : `, not yet ${addresses.map((address) => address.split(".").at(-1)!).join(", ")}`);

/** Addresses of everything that a state manages: `proxmox_storage_nfs.nas`. */
export const addressesInState = (state: StateDocument | undefined): ReadonlySet<string> =>
  new Set((state?.resources ?? []).flatMap(({ mode, module, type, name }) => (mode === "managed" && module === undefined ? [`${type}.${name}`] : [])));

/** Everything in a state that is of a known kind, with what it is called there. */
export function resourcesInState(state: StateDocument | undefined): ReadonlyMap<ResourceKey, string> {
  return new Map(
    (state?.resources ?? []).flatMap((resource) => {
      const key = resource.mode === "managed" && resource.module === undefined ? keyInState(resource) : undefined;
      return key === undefined ? [] : [[key, resource.name] as const];
    }),
  );
}

/** The guests in a state, with what they are called there. */
export const guestsInState = (state: StateDocument | undefined): ReadonlyMap<ResourceKey, string> => new Map([...resourcesInState(state)].filter(([key]) => parseGuestKey(key) !== undefined));
