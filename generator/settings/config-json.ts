import { basename, dirname } from "node:path";
import { exit, PmpcError } from "../../lib/error";
import { explainDisk } from "../../lib/disk";
import { readText } from "../workspace/text";
import { findProblem } from "./configuration-schema";
import { fromSettings, type Configuration } from "./configuration";

/** What a `config.json` of pmpc's predecessor says: settings, and a token if it has one. */
export interface FormerConfiguration {
  /** By the names of `.proxmox/config.yml`. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly configuration: Configuration;
  /** For this connection only: a workspace never stores it. */
  readonly apiToken?: string;
}

/**
 * Reads `{ "proxmox": { "pct_path", "node", "timeout", "legacy_api": { "hosts", "port", "token" } } }`. The keys are those of
 * `.proxmox/config.yml`, but `token` is the token itself there, and the name of an environment variable here.
 */
export async function readFormerConfiguration(path: string): Promise<FormerConfiguration> {
  const wrong = (what: string) => new PmpcError("wrong-configuration", `${path}: ${what}`, { hint: 'expected { "proxmox": { "pct_path": "/usr/sbin/pct", "node": "pve1", "legacy_api": { "hosts": ["pve1.lan"] } } }', exit: exit.usage });
  const text = await readText(dirname(path), basename(path)).catch((error: unknown) => {
    throw explainDisk(error, path);
  });
  if (text === undefined) throw new PmpcError("not-found", `${path} does not exist`, { hint: "--config names a config.json", exit: exit.usage });
  const given = parse(text, wrong);
  const api = isGroup(given.legacy_api) ? given.legacy_api : undefined;
  const { token, ...reachable } = api ?? {};
  const isName = typeof token === "string" && /^[A-Z][A-Z0-9_]*$/.test(token);
  const usesCommands = given.pct_path !== undefined || given.qm_path !== undefined || given.node !== undefined;
  const settings = {
    ...given,
    ...(given.transport === undefined && usesCommands ? { transport: "pct" } : {}),
    ...(api === undefined ? {} : { legacy_api: { ...reachable, ...(isName ? { token } : {}) } }),
  };
  const problem = findProblem(settings);
  if (problem) throw wrong(problem.what);
  return { settings, configuration: fromSettings(settings), ...(typeof token === "string" && token !== "" && !isName ? { apiToken: token } : {}) };
}

function parse(text: string, wrong: (what: string) => PmpcError): Readonly<Record<string, unknown>> {
  let all: unknown;
  try {
    all = JSON.parse(text);
  } catch {
    // The parser's own message repeats the text, which may hold the token.
    throw wrong("it is not JSON");
  }
  if (isGroup(all) && isGroup(all.proxmox)) return all.proxmox;
  throw wrong('it has no group "proxmox"');
}

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);
