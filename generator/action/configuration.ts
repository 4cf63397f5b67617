import { parseDocument } from "yaml";
import { exit, PmpcError } from "../../lib/error";
import { groupings, type Grouping } from "../plan/group";
import { readText, writeText } from "../workspace/text";

export const configurationPath = ".proxmox/config.yml";

/** What a workspace remembers of how it reaches its cluster. Never a secret. */
export interface Configuration {
  readonly cluster: string;
  readonly endpoint: string;
  /** SHA-256 of the certificate that was accepted. */
  readonly fingerprint?: string;
  /** PEM file of the authority that signs the certificate. */
  readonly ca?: string;
  readonly insecure?: boolean;
  readonly groupBy: Grouping;
  /** Guests that Terraform let go of, as people write them: `vm 101`. They stay out of the code. */
  readonly forget: readonly string[];
}

const keys = { cluster: "cluster", endpoint: "endpoint", fingerprint: "fingerprint", ca: "ca", insecure: "insecure", groupBy: "group_by", forget: "forget" } as const;

/** Reads `.proxmox/config.yml`; undefined where the folder is no workspace yet. */
export async function readConfiguration(root: string): Promise<Configuration | undefined> {
  const text = await readText(root, configurationPath);
  if (text === undefined) return undefined;
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem) throw wrong(root, `line ${problem.linePos?.[0].line ?? "?"}: ${problem.message.split("\n")[0]}`);
  const values = (document.toJS() ?? {}) as Readonly<Record<string, unknown>>;
  const known: readonly string[] = Object.values(keys);
  const unknown = Object.keys(values).find((key) => !known.includes(key));
  if (unknown !== undefined) throw wrong(root, `"${unknown}" is no setting; it knows ${known.join(", ")}`);
  const cluster = requireText(root, values, keys.cluster);
  const endpoint = requireText(root, values, keys.endpoint);
  const groupBy = (values[keys.groupBy] ?? "node") as Grouping;
  if (!groupings.includes(groupBy)) throw wrong(root, `group_by is one of ${groupings.join(", ")}, not "${String(groupBy)}"`);
  const forget = values[keys.forget] ?? [];
  if (!Array.isArray(forget) || !forget.every((one) => typeof one === "string")) throw wrong(root, 'forget is a list of guests: ["vm 101", "container 202"]');
  return { cluster, endpoint, groupBy, forget, ...optional(values) };
}

function optional(values: Readonly<Record<string, unknown>>): Partial<Configuration> {
  const text = (key: string) => (values[key] === undefined ? {} : { [key]: String(values[key]) });
  return { ...text("fingerprint"), ...text("ca"), ...(values.insecure === true ? { insecure: true } : {}) };
}

/** Brings `.proxmox/config.yml` up to date; the user's comments in it stay. */
export async function writeConfiguration(root: string, configuration: Configuration): Promise<void> {
  const before = await readText(root, configurationPath);
  const document = parseDocument(before ?? "# How this workspace reaches its cluster. Secrets belong in the environment: PROXMOX_VE_API_TOKEN.\n");
  for (const [name, key] of Object.entries(keys)) {
    const value = configuration[name as keyof Configuration];
    if (value === undefined || value === false || (Array.isArray(value) && value.length === 0)) document.delete(key);
    else document.set(key, value);
  }
  const text = document.toString({ lineWidth: 0 });
  if (text !== before) await writeText(root, configurationPath, text);
}

function requireText(root: string, values: Readonly<Record<string, unknown>>, key: string): string {
  if (typeof values[key] !== "string") throw wrong(root, `${key} is missing`);
  return values[key];
}

function wrong(root: string, what: string): PmpcError {
  return new PmpcError("wrong-configuration", `${root}/${configurationPath}: ${what}`, { exit: exit.usage });
}
