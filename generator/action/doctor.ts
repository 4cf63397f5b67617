import { exit, isPmpcError, worstExit, type ExitCode } from "../../lib/error";
import { changeRights, grantAll, grantChanges, hasNoRights, missingRights, printRight } from "../../lib/inventory/rights";
import { blame } from "../../lib/pve/blame";
import { openShellSource } from "../source/shell/shell-source";
import { findTool } from "../terraform/tool";
import type { ApiResponse } from "../transport/client";
import { isMissing } from "../transport/command-error";
import type { NodeShell } from "../transport/node-shell";
import { action, type Context } from "../engine/action";
import { fact, facts } from "../engine/view";
import { writeTokenName } from "../gate/environment";
import { readConfiguration, type Configuration } from "../settings/configuration";
import { isQuorate } from "../show/health";
import { connect, connectionOptions, connectionQuestions, endpointsOf, writeTokenIn } from "../connect/connection";
import { hostOptions, openNodeShell, transportOf } from "../connect/node-shell";
import { openCluster } from "../connect/cluster";
import { findRoot } from "../session/session";

export interface Check {
  readonly name: string;
  readonly state: "good" | "bad" | "missing";
  readonly says: string;
  readonly remedy?: string;
  /** What an import would end with because of it. @default 0 */
  readonly exit?: ExitCode;
}

const marks = { good: "ok", bad: "bad", missing: "-" } as const;
const widthOf = (checks: readonly Check[]) => Math.max(...checks.map(({ name }) => name.length));

/** `pmpc doctor`: whether an import would see everything, and what is lacking. */
export const doctor = action({
  name: "doctor",
  summary: "Check connection, certificate, rights and tools",
  topic: "first steps",
  effect: "reads",
  common: true,
  says: "Check the connection, the certificate, the rights that an import and an apply need, and the tools.",
  input: { ...connectionOptions, ...hostOptions },
  confirms: connectionQuestions,
  async run(input, context) {
    const checks: Check[] = [{ name: "node", state: "good", says: process.version }];
    for (const tool of ["terraform", "tofu", "ansible-inventory"]) {
      const found = await findTool(tool);
      checks.push(found === undefined ? { name: tool, state: "missing", says: "not on the PATH" } : { name: tool, state: "good", says: found });
    }
    checks.push(...(await checkCluster(input, context)));
    return { exit: worstExit(...checks.map(({ exit: code = exit.done }) => code)), report: { checks } };
  },
  view: ({ checks }) => [facts(...checks.map(({ name, state, says, remedy }) => fact(marks[state], `${name.padEnd(widthOf(checks))}  ${says}`, { below: remedy?.split("\n") })))],
});

/** The settings of the workspace that one is in; undefined outside of one. */
async function configurationHere(context: Context): Promise<Configuration | undefined> {
  const root = await findRoot(undefined, context);
  return root === undefined ? undefined : readConfiguration(root);
}

async function checkCluster(...[input, context]: Parameters<typeof doctor.run>): Promise<Check[]> {
  return told(async () => {
    const configuration = await configurationHere(context);
    const transport = transportOf(input, configuration);
    if (transport === "api") return checkApi(input, configuration, context);
    if (transport === "pct") return [...(await checkNode(openNodeShell(input, configuration, context), context)), ...(await checkForPlans(input, configuration, context))];
    const { source } = await openCluster(input, configuration, context);
    return [{ name: "cluster", state: "good", says: source.name }, ...(await checkForPlans(input, configuration, context))];
  });
}

/** What a check says, or what kept it from being made. */
async function told(checks: () => Promise<Check[]>): Promise<Check[]> {
  try {
    return await checks();
  } catch (error) {
    if (!isPmpcError(error)) throw error;
    // Stopping it says nothing about the cluster.
    if (error.code === "stopped") throw error;
    return [{ name: "cluster", state: "bad", says: error.message, remedy: error.hint, exit: error.exit }];
  }
}

/** Terraform goes over the API whichever way pmpc reads: an import does not need it, a plan and an apply do. */
async function checkForPlans(input: Parameters<typeof doctor.run>[0], configuration: Configuration | undefined, context: Parameters<typeof doctor.run>[1]): Promise<Check[]> {
  if (configuration === undefined) return [];
  const lacking = input.apiToken === undefined && input.username === undefined;
  if (lacking) return [{ name: "API", state: "missing", says: `${endpointsOf(input, configuration)[0] ?? "its address"} was not asked: PROXMOX_VE_API_TOKEN is not set`, remedy: "an import does not need it, a plan and an apply do:\nexport PROXMOX_VE_API_TOKEN='user@realm!name=secret'" }];
  const checks = await told(() => checkApi(input, configuration, context));
  return checks.map(({ exit: _, ...check }) => ({ ...check, ...(check.name === "cluster" ? { name: "API" } : {}) }));
}

async function checkApi(input: Parameters<typeof doctor.run>[0], configuration: Configuration | undefined, context: Parameters<typeof doctor.run>[1]): Promise<Check[]> {
  const { client, settings } = await connect(input, configuration, context);
  try {
    const version = await client.get("/version");
    const permissions = await client.get("/access/permissions");
    const trust = settings.insecure ? "not checked" : settings.fingerprint ? `pinned: ${settings.fingerprint}` : "signed by a known authority";
    return [
      { name: "cluster", state: "good", says: `${client.url}, Proxmox VE ${versionOf(version) ?? "?"}` },
      ...quorumCheck((await client.get("/cluster/status")).data),
      { name: "certificate", state: settings.insecure ? "bad" : "good", says: trust },
      ...rightChecks(client.identity, permissions.data, versionOf(version)),
      await changeCheck(writeTokenIn(input, context), client.identity, permissions.data, input, context),
    ];
  } finally {
    client.close();
  }
}

async function checkNode(node: NodeShell, { signal }: Context): Promise<Check[]> {
  try {
    const { name, cluster, files } = await openShellSource({ ...node, signal });
    const checks: Check[] = [{ name: "cluster", state: "good", says: `${cluster ?? "?"}, by ${name}` }, ...quorumCheck(await quorumOf(node, signal))];
    for (const tool of ["pct", "qm"] as const) {
      const { code } = await node.shell.run(node.commands[tool], ["help"], { timeout: node.timeout, signal }).catch(missing);
      checks.push({ name: tool, state: code === 0 ? "good" : "missing", says: code === 0 ? node.commands[tool] : `${node.commands[tool]} does not answer` });
    }
    const slow = "each guest's configuration needs a command of its own";
    checks.push(files ? { name: "cluster file system", state: "good", says: node.folder } : { name: "cluster file system", state: "missing", says: `${node.folder} is not there: ${slow}`, remedy: "give its path with --pve-dir" });
    return checks;
  } finally {
    await node.shell.close();
  }
}

/** What the node says of its cluster; nothing where it does not say. */
async function quorumOf({ shell, commands, timeout }: NodeShell, signal: AbortSignal): Promise<unknown> {
  const { stdout } = await shell.run(commands.pvesh, ["get", "/cluster/status", "--output-format", "json"], { timeout, signal }).catch(() => ({ stdout: "" }));
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}

/** A cluster without a quorum can be read as always, and nothing of it can be changed. */
function quorumCheck(status: unknown): Check[] {
  if (isQuorate(status) !== false) return [];
  return [{ name: "quorum", state: "missing", says: "the cluster has no quorum: it can be read, and nothing can be changed", remedy: blame({ words: "no quorum" })?.remedy }];
}

function missing(error: unknown): { readonly code: number } {
  if (isMissing(error)) return { code: 127 };
  throw error;
}

const versionOf = ({ data }: ApiResponse) => (data as { readonly version?: string } | undefined)?.version;

/** What an apply may do with the token that it would use: its own, where there is one, else that which reads. */
async function changeCheck(apiToken: string | undefined, reader: string, permissions: unknown, ...[input, context]: Parameters<typeof doctor.run>): Promise<Check> {
  if (apiToken === undefined) return rightsToChange(reader, permissions);
  try {
    const { client } = await connect({ ...input, apiToken }, await configurationHere(context), context);
    try {
      return rightsToChange(client.identity, (await client.get("/access/permissions")).data);
    } finally {
      client.close();
    }
  } catch (error) {
    if (!isPmpcError(error) || error.code === "stopped") throw error;
    return { name: "changes", state: "bad", says: `${writeTokenName}: ${error.message}`, remedy: error.hint, exit: error.exit };
  }
}

function rightsToChange(identity: string, permissions: unknown): Check {
  const missing = missingRights(permissions, changeRights);
  if (missing.length === 0) return { name: "changes", state: "good", says: `${identity} may change everything that an apply can` };
  const lacks = [...new Set(missing.map(({ purpose }) => purpose))].join("; ");
  return { name: "changes", state: "missing", says: `${identity} may not: ${lacks}`, remedy: `an import and a plan do not need it. For applies, a token of its own is better: ${writeTokenName}; on a node, as root:\n${grantChanges(identity)}` };
}

function rightChecks(identity: string, permissions: unknown, version: string | undefined): Check[] {
  const missing = missingRights(permissions);
  if (missing.length === 0) return [{ name: "rights", state: "good", says: `${identity} may read everything that an import needs` }];
  const end = hasNoRights(permissions) ? exit.notAuthorised : exit.partial;
  return missing.map((right, at) => ({
    name: "rights",
    state: right.auditor ? "bad" : "missing",
    says: `${identity} lacks ${printRight(right)}: ${right.purpose}`,
    ...(right.auditor ? { exit: end } : {}),
    // One way out for all of them.
    ...(at === missing.length - 1 ? { remedy: `on a node, as root:\n${grantAll(identity, missing, version)}` } : {}),
  }));
}
