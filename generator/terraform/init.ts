import { access, readFile } from "node:fs/promises";
import { join } from "node:path";

export const reachable = "make the provider bpg/proxmox reachable: the registry, or a mirror on this machine (terraform providers mirror DIR makes one where there is a network)";

/** The flag with which an `init` that failed can be tried again without losing anything; undefined if there is none. */
export async function wayOn(said: string, folder: string): Promise<"-upgrade" | "-reconfigure" | undefined> {
  // The code names another release than the one that was locked here: the code counts.
  if (said.includes("init -upgrade")) return "-upgrade";
  return isBackendChanged(said) && (await hasMoved(folder)) ? "-reconfigure" : undefined;
}

/** What a person can do where pmpc cannot. */
export async function remedyFor(said: string, folder: string): Promise<string> {
  if (said.includes("checksums")) return `if the providers now come from another registry or mirror: rm ${join(folder, ".terraform.lock.hcl")}`;
  if (isBackendChanged(said)) return "the code names another backend than the one with the state; to move the state: pmpc state --move\nif a colleague has moved it, take over what the move wrote: git pull brings .proxmox/state.json";
  const { terraform } = ((await readJson(join(folder, "cdk.tf.json"))) ?? {}) as NonNullable<Code>;
  const backend = Object.keys(terraform?.backend ?? {})[0];
  if (backend === undefined || backend === "local" || !said.includes("Initializing the backend") || /Initializing (?:provider plugins|modules)/.test(said)) return reachable;
  const own = environmentOf[backend];
  return `the state is in the backend ${backend}, and cannot be opened there: its settings are in main.ts${own === undefined ? "" : `, and in the environment: ${own}`}`;
}

/** Where a backend takes its credentials from. */
const environmentOf: Readonly<Record<string, string>> = {
  pg: "PGPASSWORD, PGSSLMODE=disable for a server without TLS",
  http: "TF_HTTP_USERNAME, TF_HTTP_PASSWORD",
  s3: "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",
};

/** The code names another backend, or another place of it, than the one that was opened last. */
export const isBackendChanged = (said: string): boolean => said.includes("Backend configuration changed");

/** Whether only the folder of the project is another: the path of a local state is an absolute one. */
async function hasMoved(folder: string): Promise<boolean> {
  const [before, now] = [await readJson(join(folder, ".terraform/terraform.tfstate")), await readJson(join(folder, "cdk.tf.json"))] as [Initialised, Code];
  const [was, is] = [before?.backend?.type === "local" ? before.backend.config?.path : undefined, now?.terraform?.backend?.local?.path];
  if (was === undefined) return false;
  // Where nothing is left behind, nothing is to be taken along.
  return !(await exists(was)) || (is !== undefined && (await exists(is)));
}

type Initialised = { readonly backend?: { readonly type?: string; readonly config?: { readonly path?: string } } } | undefined;
type Code = { readonly terraform?: { readonly backend?: { readonly local?: { readonly path?: string } } & Readonly<Record<string, unknown>> } } | undefined;

const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, "utf8").catch(() => "null")) ?? undefined;

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
