import { randomBytes } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { layConfiguration, layFiles, readConfiguration, type Configuration } from "./layout";
import type { ProviderBlock } from "./configuration";
import type { StateDocument } from "./terraform";

export interface ApartOptions {
  /** The folder of the synthesised stack. */
  readonly folder: string;
  /** A folder at the same depth, so that relative paths lead to the same places. It is made, for its owner alone. */
  readonly apart: string;
  readonly state: StateDocument | undefined;
  /** Where Terraform keeps its providers, if that is not in the stack's folder. */
  readonly data?: string;
  /** Configurations of the provider. */
  readonly providers: readonly ProviderBlock[];
  /** What one of them says instead. */
  readonly instead: (provider: ProviderBlock) => Configuration;
}

/** What is the place's own, and not the code's. */
const own = /\.tf\.json$|^code\.json$|tfstate|tfplan|^\.terraform|^pmpc\./;

/**
 * Lays a stack a second time, with a copy of its state beside it and no backend: whatever Terraform does there stays there. Providers and
 * modules are those of the stack, so that nothing is fetched and no init is needed.
 */
export function layApart({ folder, apart, state, data = ".terraform", providers, instead }: ApartOptions): void {
  mkdirSync(apart, { recursive: true, mode: 0o700 });
  layConfiguration(apart, JSON.stringify(withoutBackend(readConfiguration(folder))));
  const names = readdirSync(folder);
  for (const name of names) {
    if (/^pmpc.*\.tf\.json$/.test(name)) copyFileSync(join(folder, name), join(apart, name));
    else if (name === ".terraform.lock.hcl") copyFileSync(join(folder, name), join(apart, name));
    else if (!own.test(name)) symlinkSync(resolve(folder, name), join(apart, name));
  }
  mkdirSync(join(apart, ".terraform"), { mode: 0o700 });
  for (const name of ["providers", "modules"]) {
    const there = resolve(folder, data, name);
    if (existsSync(there)) symlinkSync(there, join(apart, ".terraform", name));
  }
  const provider: Record<string, Configuration[]> = {};
  for (const block of providers) (provider[block.name] ??= []).push({ ...(block.values.alias === undefined ? {} : { alias: block.values.alias }), ...instead(block) });
  layFiles(apart, /^pmpc_apart_override\./, new Map(providers.length > 0 ? [["pmpc_apart_override.tf.json", { provider }]] : []));
  if (state !== undefined) writeFileSync(join(apart, "terraform.tfstate"), JSON.stringify(state), { mode: 0o600 });
}

/** Where a stack is laid apart, in a workspace's folder for what passes. */
export const placeApart = (root: string): string => join(root, `.proxmox/tmp/apart-${randomBytes(4).toString("hex")}`);

/** Takes away all of it; what is linked stays where it is. */
export const removeApart = (apart: string): void => rmSync(apart, { recursive: true, force: true });

/** Without the place of its state, and without what would encrypt it: only this run uses the copy. */
function withoutBackend(configuration: Configuration): Configuration {
  const { backend: _backend, cloud: _cloud, encryption: _encryption, ...terraform } = (configuration.terraform ?? {}) as Configuration;
  return { ...configuration, terraform };
}

