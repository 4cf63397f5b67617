import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import type { Context } from "../../generator/engine/action";
import { importCluster } from "../../generator/action/import";
import type { WriteReport } from "../../generator/renew/write-report";
import { constructsIn } from "../../generator/edit/construct";
import { run } from "../../generator/engine/run";
import type { Host } from "../../generator/engine/host";
import type { Simulator } from "../../generator/simulator/simulator";
import { parseGuestKey } from "../../lib/pve/address";

/** A project that an import wrote, in a folder of its own. */
export interface Imported {
  readonly folder: string;
  readonly report: WriteReport;
  /** What the import told whoever watched. */
  readonly said: readonly string[];
  /** Every file by path, but for what `.proxmox` keeps. */
  readonly files: ReadonlyMap<string, string>;
  /** The code of a guest with the comments above it; undefined if it has none. */
  codeOf(key: string): string | undefined;
  /** What Ansible is told of a guest; undefined if it is not in the inventory. */
  varsOf(key: string): Readonly<Record<string, unknown>> | undefined;
  /** Runs the code, in this process; gives what Terraform gets. */
  synthesise(): Readonly<Record<string, unknown>>;
  remove(): void;
}

/** Imports in this process, without the self-check: `--via api` from a simulator, or whatever the options say. */
export async function importFrom(simulator: Simulator | undefined, options: Readonly<Record<string, unknown>> = {}, environment: Readonly<Record<string, string>> = {}): Promise<Imported> {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-imported-"));
  const said: string[] = [];
  const reached = simulator && { endpoint: simulator.endpoint, apiToken: simulator.tokens.root, fingerprint: simulator.fingerprint256 };
  const host = hostOf(said);
  const { report } = await run(importCluster as never, { ...reached, verify: false, out: join(folder, "out"), scope: "guests", ...options }, contextIn(folder, environment), { host, local: true });
  const files = filesIn(join(folder, "out"));
  const vars = varsIn(files);
  return {
    folder: join(folder, "out"),
    report: report as WriteReport,
    said,
    files,
    codeOf: (key) => codeIn(files, key),
    varsOf: (key) => vars.get(key),
    synthesise: () => synthesiseIn(join(folder, "out"), join(folder, "synthesised")),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function synthesiseIn(root: string, outdir: string): Readonly<Record<string, unknown>> {
  const home = join(__dirname, "../..");
  mkdirSync(join(root, "node_modules"), { recursive: true });
  for (const [name, target] of [["pmpc", home], ...["cdktf", "constructs"].map((name) => [name, join(home, "node_modules", name)] as const)] as const) if (!existsSync(join(root, "node_modules", name))) symlinkSync(target, join(root, "node_modules", name), "junction");
  const before = process.env.CDKTF_OUTDIR;
  process.env.CDKTF_OUTDIR = outdir;
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- It runs when it is loaded.
    require(join(root, "main.ts"));
  } finally {
    if (before === undefined) delete process.env.CDKTF_OUTDIR;
    else process.env.CDKTF_OUTDIR = before;
  }
  const [stack] = readdirSync(join(outdir, "stacks"));
  return JSON.parse(readFileSync(join(outdir, "stacks", stack!, "cdk.tf.json"), "utf8")) as Readonly<Record<string, unknown>>;
}

/** A host that keeps what it is told, and has nobody to ask. */
export function hostOf(said: string[] = []): Host {
  return {
    notify: ({ code, says }) => {
      if (code !== "progress" && code !== "idle") said.push(says);
    },
    ask: async () => undefined,
  };
}

/** What a verb is told of where it runs. */
export function contextIn(folder: string, environment: Readonly<Record<string, string>>): Omit<Context, "host"> {
  return { version: "0.1.0", home: join(__dirname, "../.."), folder, environment, now: () => new Date(), signal: new AbortController().signal };
}

function filesIn(root: string): Map<string, string> {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).sort();
  return new Map(paths.filter((path) => !path.startsWith(".proxmox") && statSync(join(root, path)).isFile()).map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

function codeIn(files: ReadonlyMap<string, string>, key: string): string | undefined {
  const { type, vmId } = parseGuestKey(key)!;
  const className = type === "qemu" ? "VirtualMachine" : "Container";
  for (const [path, text] of files) {
    if (!path.startsWith("guests/")) continue;
    const found = constructsIn(text).find((one) => one.className === className && one.props.get("vmId")?.value === vmId);
    if (found?.statement) return text.slice(found.statement.start, found.statement.end);
  }
  return undefined;
}

/** Variables come in several files for a host, and the last says who it is. */
function varsIn(files: ReadonlyMap<string, string>): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const byHost = new Map<string, Record<string, unknown>>();
  for (const [path, text] of files) {
    const host = /host_vars\/([^/]+)\/[^/]+\.ya?ml$/.exec(path)?.[1];
    if (host !== undefined) byHost.set(host, { ...byHost.get(host), ...(parse(text, { logLevel: "silent", customTags: [{ tag: "!unsafe", resolve: (value: string) => value }] }) as object) });
  }
  const keyOf = ({ proxmox_vmtype: type, proxmox_vmid: vmId }: Record<string, unknown>) => `${String(type)}/${String(vmId)}`;
  return new Map([...byHost.values()].map((vars) => [keyOf(vars), vars]));
}
