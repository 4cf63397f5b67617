import { exit, PmpcError } from "../../lib/error";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { compareVersions, releases } from "../../lib/schema/provider/release";
import { projectFiles } from "../emit/cdktf/project";
import type { Context } from "../engine/action";
import type { Configuration } from "../settings/configuration";
import { readCode } from "../workspace/code";
import { readText, writeText } from "../workspace/text";
import { projectFacts, type PackageOrigin } from "./package";

/** Something that has another release than before. */
export interface ReleaseChange {
  readonly what: "pmpc" | "provider" | "lock file";
  /** The file that says it. */
  readonly file: string;
  /** Undefined if nothing said it. */
  readonly from?: string;
  readonly to: string;
}

/** The release of the provider that a workspace has now. */
export const releaseOf = (configuration: Configuration): string => configuration.provider ?? providerVersion;

/** Refuses a release that no table fits, and code that names another one past the choice. */
export async function checkRelease(root: string, release: string): Promise<void> {
  const [oldest, newest] = [releases[0]!.version, releases.at(-1)!.version];
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(release)) throw new PmpcError("wrong-usage", `--provider takes a release, not "${release}"`, { hint: `pmpc knows ${releases.map(({ version }) => version).join(" and ")}`, exit: exit.usage });
  if (compareVersions(release, oldest) < 0) throw new PmpcError("provider-too-old", `pmpc writes code for the provider's releases from ${oldest} on, and ${release} is older`, { hint: `take one from ${oldest} to ${newest}`, exit: exit.refused });
  for (const [path, text] of await readCode(root)) {
    const at = text.split("\n").findIndex((line) => /addOverride\(\s*["'`]terraform\.required_providers\.proxmox/.test(line));
    if (at >= 0) throw new PmpcError("provider-overridden", `${path}:${at + 1} names a release of the provider itself, which comes before every choice`, { hint: `remove that line: .proxmox/config.yml holds the choice now\nthen: pmpc upgrade --provider ${release}`, exit: exit.refused });
  }
}

/** Whether a release is newer than all that pmpc was held against. */
export const isUntried = (release: string): boolean => compareVersions(release, releases.at(-1)!.version) > 0;

/**
 * Brings what a project has beside its code to what a new project of this pmpc would have: what is missing is added, and what its user
 * wrote stays. Gives the change of the package, and where pmpc comes from.
 */
export async function renewPackage(root: string, context: Context): Promise<{ readonly origin: PackageOrigin; readonly changes: readonly ReleaseChange[] }> {
  const facts = await projectFacts(context);
  const text = await readText(root, "package.json");
  const now = read(text);
  const { pmpc: from } = (now?.dependencies ?? {}) as { readonly pmpc?: string };
  const stays = from !== undefined && !isOlder(from, facts.origin, context.version);
  for (const [path, content] of projectFiles(String(now?.name ?? "proxmox"), facts)) {
    const own = await readText(root, path);
    if (own === undefined) continue;
    const after = path.endsWith(".json") ? withMissing(own, content, path === "package.json" && !stays ? facts.pmpc : undefined) : withLines(own, content);
    if (after !== own) await writeText(root, path, after);
  }
  return { origin: facts.origin, changes: stays || text === undefined ? [] : [{ what: "pmpc", file: "package.json", ...(from === undefined ? {} : { from }), to: facts.pmpc }] };
}

/** Whether a project asks for an older pmpc than the one that runs; one from elsewhere than a registry counts as its user's choice while the version is the same. */
function isOlder(spec: string, origin: PackageOrigin, version: string): boolean {
  const range = /^[\^~]?(\d+\.\d+\.\d+)/.exec(spec)?.[1];
  if (range !== undefined) return compareVersions(range, version) < 0;
  return origin.spec !== spec && !(origin.from === "registry" && !spec.startsWith("file:")) && /-\d+\.\d+\.\d+\.tgz$/.test(spec) && !spec.endsWith(`-${version}.tgz`);
}

function withMissing(own: string, fresh: string, pmpc: string | undefined): string {
  const mine = read(own);
  if (mine === undefined) return own;
  const joined = withBoth(mine, read(fresh)!) as { readonly dependencies?: object };
  const after = pmpc === undefined ? joined : { ...joined, dependencies: { ...joined.dependencies, pmpc } };
  return JSON.stringify(after) === JSON.stringify(mine) ? own : `${JSON.stringify(after, null, /^([ \t]+)"/m.exec(own)?.[1] ?? 2)}\n`;
}

/** What one side has and the other has not; where both say something, the first counts. */
function withBoth(mine: unknown, fresh: unknown): unknown {
  if (Array.isArray(mine) && Array.isArray(fresh)) return [...mine, ...fresh.filter((one) => !mine.includes(one))] as unknown[];
  if (!isObject(mine) || !isObject(fresh)) return mine;
  return Object.fromEntries([...new Set([...Object.keys(mine), ...Object.keys(fresh)])].map((key) => [key, key in mine ? withBoth(mine[key], fresh[key]) : fresh[key]]));
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);

function withLines(own: string, fresh: string): string {
  const lines = new Set(own.split(/\r?\n/).map((line) => line.trim()));
  const missing = fresh.split("\n").filter((line) => line !== "" && !lines.has(line));
  return missing.length === 0 ? own : `${own}${own === "" || own.endsWith("\n") ? "" : "\n"}${missing.join("\n")}\n`;
}

function read(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The release of the provider that a lock file of Terraform's holds fast. */
export function lockedRelease(lock: string): string | undefined {
  return /provider "[^"]*\/bpg\/proxmox" \{[^}]*?\bversion\s*=\s*"([^"]+)"/s.exec(lock)?.[1];
}
