import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readConfiguration, type Configuration } from "./layout";
import type { StateDocument } from "./state-document";

type Json = Readonly<Record<string, unknown>>;

/** Where a state is, and what decides that. */
export interface StatePlace {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads a state that lies in a file beside the code, as `state pull` would print it: the tool reads all of the configuration before that.
 * Undefined if it lies elsewhere, is encrypted or of another version, or if that cannot be told; a state that was never written is `{ state: undefined }`.
 */
export function readLocalState({ folder, environment }: StatePlace): { readonly state: StateDocument | undefined } | undefined {
  const opened = initialised(folder);
  const path = opened && pathOf(readConfiguration(folder), opened, environment, textIn(join(folder, ".terraform/environment")));
  if (path === undefined) return undefined;
  const text = textIn(resolve(folder, path));
  // Terraform makes the file before it has anything to write.
  if (text === undefined || text === "") return { state: undefined };
  const state = parse(text) as (StateDocument & { readonly version?: unknown }) | undefined;
  return state?.version === 4 && typeof state.lineage === "string" ? { state } : undefined;
}

/** The file, where the code names one, the last init opened the same, and nothing leads to another. */
function pathOf({ terraform }: Configuration, opened: Json, { TF_WORKSPACE, TF_DATA_DIR, TF_ENCRYPTION }: StatePlace["environment"], workspace: string | undefined): string | undefined {
  const { backend, cloud, encryption } = (terraform ?? {}) as { readonly backend?: { readonly local?: Json }; readonly cloud?: unknown; readonly encryption?: unknown };
  const { path, ...others } = backend?.local ?? {};
  const isElsewhere = cloud !== undefined || encryption !== undefined || TF_DATA_DIR !== undefined || TF_ENCRYPTION !== undefined || ![undefined, "", "default"].includes(TF_WORKSPACE) || ![undefined, "default"].includes(workspace?.trim());
  if (isElsewhere || typeof path !== "string" || path.includes("${") || Object.keys(others).length > 0) return undefined;
  return opened.path === path && (opened.workspace_dir ?? null) === null ? path : undefined;
}

/** What the last init opened; undefined if it was no file. */
function initialised(folder: string): Json | undefined {
  const { backend } = (parse(textIn(join(folder, ".terraform/terraform.tfstate")) ?? "") ?? {}) as { readonly backend?: { readonly type?: unknown; readonly config?: Json } };
  return backend?.type === "local" ? backend.config : undefined;
}

function textIn(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
