import { isAbsolute, relative, resolve } from "node:path";
import { exit, PmpcError } from "../../lib/error";
import type { Scope } from "../../lib/schema/kind/scope";
import type { FactsChoice } from "../emit/ansible/facts";
import type { Grouping } from "../plan/group";
import type { Keep } from "../store/state-store";
import { isOwn, readText, writeText } from "../workspace/text";
import { findProblem } from "./configuration-schema";
import { readPlain } from "./plain";

export const configurationPath = ".proxmox/config.yml";

/** What a workspace remembers of how it reaches its cluster, or was told by hand. Never a secret. */
export interface Configuration {
  /** Undefined until the cluster was read. */
  readonly cluster?: string;
  readonly endpoint?: string;
  /** SHA-256 of the certificate that was accepted. */
  readonly fingerprint?: string;
  /** PEM file of the authority that signs the certificate. A relative path starts from the workspace. */
  readonly ca?: string;
  /** The same, wherever pmpc was started. */
  readonly caFile?: string;
  readonly insecure?: boolean;
  /** @default "node" */
  readonly groupBy?: Grouping;
  /** Guests that are equal but for a few values are written as a table and one function. @default false */
  readonly fold?: boolean;
  /** How much the inventory says of each guest. @default "full", as it was when it was not yet a setting */
  readonly facts?: FactsChoice;
  /** What an import reads and writes besides guests. @default "guests" */
  readonly scope?: Scope;
  /** Kinds that it reads and writes besides, by the prefixes of their keys. */
  readonly kinds?: readonly string[];
  /** Release of bpg/proxmox that the code asks for. @default the one that this pmpc is made for */
  readonly provider?: string;
  /** Forgotten guests, as people write them: `vm 101`. They stay out of the code. */
  readonly forget?: readonly string[];
  /** @default "api" */
  readonly transport?: Transport;
  /** The node whose commands are used, as ssh knows it. */
  readonly ssh?: string;
  readonly pctPath?: string;
  readonly qmPath?: string;
  readonly pveshPath?: string;
  /** Where the cluster file system lies. @default "/etc/pve" */
  readonly pveDir?: string;
  /** The node that the commands must be of. */
  readonly node?: string;
  /** Seconds. @default 30 */
  readonly timeout?: number;
  readonly legacyApi?: LegacyApi;
  /** Where what was seen is kept: a database of PostgreSQL's, without a password. @default a file in the workspace */
  readonly store?: string;
  /** Which runs are kept. */
  readonly keep?: Keep;
  /** Where the end of the audit log is told after every apply: the store, this machine's syslog, or a server's. */
  readonly auditAnchor?: string;
}

/** How a cluster is reached: its HTTP API, the commands of a node, a copy of its files. */
export const transports = ["api", "pct", "files"] as const;
export type Transport = (typeof transports)[number];

export interface LegacyApi {
  /** Asked in turn until one answers. */
  readonly hosts: readonly string[];
  /** @default 8006 */
  readonly port?: number;
  /** Name of the environment variable that holds the token. */
  readonly token?: string;
}

/** How a cluster was reached, for the workspace to remember. */
export type Settings = Pick<Configuration, "fingerprint" | "ca" | "insecure" | "transport" | "ssh" | "pveDir"> & { readonly endpoint: string };

/** What is written; the rest is the user's alone. */
const keys = {
  cluster: "cluster",
  endpoint: "endpoint",
  fingerprint: "fingerprint",
  ca: "ca",
  insecure: "insecure",
  groupBy: "group_by",
  fold: "fold",
  facts: "facts",
  forget: "forget",
  transport: "transport",
  ssh: "ssh",
  pveDir: "pve_dir",
} as const;

/** Whether a folder has settings of a workspace that is of who runs this. One that may not be looked into has none. */
export const isOwnWorkspace = (root: string): Promise<boolean> => isOwn(`${root}/${configurationPath}`);

/** Reads `.proxmox/config.yml`; undefined if the folder is not a workspace yet. */
export async function readConfiguration(root: string): Promise<Configuration | undefined> {
  const text = await readText(root, configurationPath);
  if (text === undefined) return undefined;
  const plain = readPlain(text);
  const configuration = fromSettings(plain !== undefined && findProblem(plain) === undefined ? plain : (await import("./text.js")).parseSettings(text, `${root}/${configurationPath}`));
  return configuration.ca === undefined ? configuration : { ...configuration, caFile: resolve(root, configuration.ca) };
}

/** A way to a cluster as the workspace remembers it: a file in it is found in every clone. */
export function asRemembered<S extends Pick<Configuration, "ca">>(settings: S, root: string): S {
  const inside = settings.ca === undefined || !isAbsolute(settings.ca) ? ".." : relative(root, settings.ca).replaceAll("\\", "/");
  return inside.startsWith("..") || isAbsolute(inside) ? settings : { ...settings, ca: inside };
}

/** A configuration by the names that code has for its settings: `groupBy` for `group_by`. */
export function fromSettings(settings: Readonly<Record<string, unknown>>): Configuration {
  const named = Object.entries(settings).map(([key, value]) => [key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), value]);
  return Object.fromEntries(named) as Configuration;
}

/** How the cluster is reached, of a workspace that has seen it. */
export function settingsOf(configuration: Configuration, root: string): Settings {
  const { endpoint } = configuration;
  if (endpoint !== undefined) return { ...configuration, endpoint };
  throw new PmpcError("wrong-configuration", `${root}/${configurationPath} lacks endpoint`, { hint: "expected the API's address, which Terraform uses: `endpoint: https://pve1.lan:8006`", exit: exit.usage });
}

/** Brings `.proxmox/config.yml` up to date; the user's comments in it stay. `more` are settings that only a person gives, by their names in the file. */
export async function writeConfiguration(root: string, configuration: Configuration, more: readonly (readonly [key: string, value: unknown])[] = []): Promise<void> {
  const { withSettings } = await import("./text.js");
  const before = await readText(root, configurationPath);
  const settings = Object.entries(keys).map(([name, key]) => [key, configuration[name as keyof typeof keys]] as const);
  const text = withSettings(before, [...more, ...settings]);
  if (text !== before) await writeText(root, configurationPath, text);
}
