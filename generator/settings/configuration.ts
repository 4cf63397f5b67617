import { isMap, isNode, LineCounter, parseDocument, type Document, type Node } from "yaml";
import { exit, PmpcError } from "../../lib/error";
import type { FactsChoice } from "../emit/ansible/facts";
import type { Grouping } from "../plan/group";
import type { Keep } from "../store/state-store";
import { readText, writeText } from "../workspace/text";
import { findProblem } from "./configuration-schema";

export const configurationPath = ".proxmox/config.yml";

/** What a workspace remembers of how it reaches its cluster, or was told by hand. Never a secret. */
export interface Configuration {
  /** Undefined until the cluster was read. */
  readonly cluster?: string;
  readonly endpoint?: string;
  /** SHA-256 of the certificate that was accepted. */
  readonly fingerprint?: string;
  /** PEM file of the authority that signs the certificate. */
  readonly ca?: string;
  readonly insecure?: boolean;
  /** @default "node" */
  readonly groupBy?: Grouping;
  /** How much the inventory says of each guest. @default "full", as it was when it was not yet a setting */
  readonly facts?: FactsChoice;
  /** Guests that Terraform let go of, as people write them: `vm 101`. They stay out of the code. */
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
  facts: "facts",
  forget: "forget",
  transport: "transport",
  ssh: "ssh",
  pveDir: "pve_dir",
} as const;

/** Reads `.proxmox/config.yml`; undefined where the folder is not a workspace yet. */
export async function readConfiguration(root: string): Promise<Configuration | undefined> {
  const text = await readText(root, configurationPath);
  return text === undefined ? undefined : parseConfiguration(text, `${root}/${configurationPath}`);
}

/** Reads the text of a configuration; errors say file, line and column. */
export function parseConfiguration(text: string, path: string): Configuration {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const wrong = (offset: number, what: string) => {
    const { line, col } = lines.linePos(offset);
    return new PmpcError("wrong-configuration", `${path}:${line}:${col}: ${what}`, { exit: exit.usage });
  };
  const [broken] = document.errors;
  if (broken) throw wrong(broken.pos[0], broken.message.split("\n")[0]!.replace(/ at line \d+, column \d+:?$/, ""));
  const values = (document.toJS() ?? {}) as Readonly<Record<string, unknown>>;
  const problem = findProblem(values);
  if (problem) throw wrong(offsetOf(document, problem.path, problem.key), problem.what);
  const named = Object.entries(values).map(([key, value]) => [key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), value]);
  return Object.fromEntries(named) as Configuration;
}

/** How the cluster is reached, of a workspace that has seen it. */
export function settingsOf(configuration: Configuration, root: string): Settings {
  const { endpoint } = configuration;
  if (endpoint !== undefined) return { ...configuration, endpoint };
  throw new PmpcError("wrong-configuration", `${root}/${configurationPath} lacks endpoint`, { hint: "expected the API's address, which Terraform uses: `endpoint: https://pve1.lan:8006`", exit: exit.usage });
}

/** Where a value begins, or one of the keys in it; the nearest place around it where there is none. */
function offsetOf(document: Document, path: readonly string[], key: string | undefined): number {
  const node = path.length === 0 ? document.contents : document.getIn(path.map((part) => (/^\d+$/.test(part) ? Number(part) : part)), true);
  const named = isMap(node) && key !== undefined ? node.items.map((item) => item.key as Node).find((name) => String(name) === key) : undefined;
  const found = named ?? node;
  if (isNode(found)) return found.range?.[0] ?? 0;
  return path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1), path.at(-1));
}

/** Brings `.proxmox/config.yml` up to date; the user's comments in it stay. */
export async function writeConfiguration(root: string, configuration: Configuration): Promise<void> {
  const before = await readText(root, configurationPath);
  const document = parseDocument(before ?? "# How this workspace reaches its cluster. Secrets belong in the environment: PROXMOX_VE_API_TOKEN.\n");
  for (const [name, key] of Object.entries(keys)) {
    const value = configuration[name as keyof typeof keys];
    if (value === undefined || value === false || (Array.isArray(value) && value.length === 0)) document.delete(key);
    else document.set(key, value);
  }
  const text = document.toString({ lineWidth: 0 });
  if (text !== before) await writeText(root, configurationPath, text);
}
