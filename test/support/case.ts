import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { devNull, hostname, tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { asTyped, home, paths, reach } from "../bin/command";
import { schema } from "./terraform";
import { attachProvider } from "./terraform-provider/server";

/** A scenario, and what becomes of it: the whole workspace, what the terminal shows, and the reports. */
interface Case {
  readonly says: string;
  /** A scenario of the simulator, or a path in this repository. */
  readonly scenario: string;
  readonly fail?: readonly string[];
  /** Options of the first import. */
  readonly options?: readonly string[];
  /** The files of the workspace that are compared; all without it. */
  readonly keep?: readonly string[];
  /** What is in the environment of each command. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether Terraform plans what is imported, with a provider that has a schema and no cluster behind it. */
  readonly terraform?: boolean;
  /** What happens afterwards: on the cluster, or to the workspace. What a command with `--json` prints becomes a file of its own. */
  readonly then?: readonly { readonly edit?: Readonly<Record<string, readonly [string, string]>>; readonly run?: readonly string[] }[];
}

const root = join(__dirname, "../case");

export const caseNames = readdirSync(root).sort();

export const readCase = (name: string): Case => JSON.parse(readFileSync(join(root, name, "case.json"), "utf8")) as Case;

/** The files that a case has in the repository: what was reviewed. */
export const reviewed = (name: string): Readonly<Record<string, string>> => filesIn(join(root, name), (path) => path !== "case.json");

/** Takes what a case becomes now as what it should become. */
export function renew(name: string, files: Readonly<Record<string, string>>): void {
  for (const path of Object.keys(reviewed(name))) if (files[path] === undefined) rmSync(join(root, name, path));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name, path)), { recursive: true });
    writeFileSync(join(root, name, path), text);
  }
}

/** Plays a case with the built command line, and gives every file that it becomes. */
export async function play(name: string): Promise<Readonly<Record<string, string>>> {
  const { scenario, fail, options = [], terraform = false, environment: own = {}, keep, then = [] } = readCase(name);
  const simulator = await startSimulator({ scenario: scenario.includes("/") ? join(home, scenario) : scenario, fail });
  const provider = terraform ? await attachProvider("bpg/proxmox", schema) : undefined;
  const environment = { PROXMOX_VE_API_TOKEN: simulator.tokens.root, ...own, ...(provider === undefined ? {} : { TF_REATTACH_PROVIDERS: provider.reattach, TF_CLI_CONFIG_FILE: devNull }) };
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "pmpc-case-")));
  const workspace = join(folder, "workspace");
  const shown: string[] = [];
  const reports = new Map<string, string>();
  const run = async (args: readonly string[], cwd: string, name?: string) => {
    const { code, stdout, stderr } = await asTyped(args, cwd, environment);
    const typed = withoutPlace(args);
    if (args.includes("--json")) reports.set(`json/${name ?? nameOf(typed, reports)}.json`, stdout);
    else shown.push(`$ pmpc ${typed.join(" ")}\n${stdout}${stderr}[${code}]\n`);
  };
  try {
    const importing = ["import", ...reach(simulator, simulator.tokens.root), "--out", "workspace", ...(terraform ? [] : ["--no-verify"]), ...options];
    if (keep === undefined || terraform) {
      await run([...importing, "--json"], folder, "import");
      rmSync(workspace, { recursive: true });
    }
    await run(importing, folder);
    for (const { edit = {}, run: args } of then) {
      for (const [vmId, [before, after]] of Object.entries(edit)) simulator.cluster.edit(Number(vmId), (text) => replaced(text, before, after));
      if (args !== undefined) await run(args[0] === "import" && !terraform ? [...args, "--no-verify"] : args, workspace);
    }
    const written = Object.entries(filesIn(workspace, (path) => !isOfThisMachine.test(path) && (keep?.includes(path) ?? true))).map(([path, text]) => [`workspace/${path}`, text] as const);
    const same = stable(simulator, folder);
    return Object.fromEntries([...written, ["terminal.txt", shown.join("\n")] as const, ...reports].map(([path, text]) => [path, same(text)]));
  } finally {
    provider?.close();
    await simulator.close();
    rmSync(folder, { recursive: true });
  }
}

/** What git ignores, and what only a machine needs. */
const isOfThisMachine = /^\.proxmox\/(base|once|terraform|state\.db|audit)|^cdktf\.out\/|\.tfstate/;

/** A command line without what says where the cluster is. */
const withoutPlace = (args: readonly string[]) => args.filter((one, at) => !/^--(endpoint|api-token|fingerprint|out|no-verify)$/.test(one) && !/^--(endpoint|api-token|fingerprint|out)$/.test(args[at - 1] ?? ""));

/** `describe-vm-101`; `import-2` for the second of its name. */
function nameOf(args: readonly string[], others: ReadonlyMap<string, string>): string {
  const name = args.filter((one) => one !== "--json").map((one) => one.replace(/^-+|[^\w.-]+/g, "")).join("-");
  const before = [...others.keys()].filter((one) => one === `json/${name}.json` || one.startsWith(`json/${name}-`)).length;
  return before === 0 ? name : `${name}-${before + 1}`;
}

function replaced(text: string, before: string, after: string): string {
  if (!text.includes(before)) throw new Error(`"${before}" is not in the guest's configuration`);
  return text.replace(before, after);
}

/** Text without what differs from run to run: the port, the certificate, folders, the time, the person, ids that are drawn. */
function stable({ endpoint, fingerprint256 }: Simulator, folder: string): (text: string) => string {
  const { username } = userInfo();
  return (text) =>
    text
      .replaceAll(endpoint, "https://pve.test:8006")
      .replaceAll(new URL(endpoint).host, "pve.test:8006")
      .replace(new RegExp(`\\b${new URL(endpoint).port}\\b`, "g"), "8006")
      .replaceAll(fingerprint256, "AA:BB:…:FF")
      .replaceAll(folder, "/home/kim")
      .replaceAll(home, "/usr/lib/pmpc")
      .replaceAll(`${username}@${hostname()}`, "kim@desk")
      .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?Z?/g, "2026-01-01 00:00")
      .replace(/\b\d{8}T\d{6}(\d{3})?Z/g, "20260101T000000Z")
      .replace(/\b[0-9a-f]{64}\b/g, "0".repeat(64))
      .replace(/\b00-[0-9a-f]{32}-[0-9a-f]{16}-01\b/g, `00-${"0".repeat(32)}-${"0".repeat(16)}-01`)
      .replace(/(head )[0-9a-f]{16}/g, "$10000000000000000")
      .replace(/[a-z0-9-]+\.[a-z0-9-]+\.[0-9a-f]{8}(: \d+ record|")/g, "kim.desk.00000000$1")
      .replace(/(lineage"?:? +"?)[0-9a-f-]{36}/g, "$100000000-0000-0000-0000-000000000000")
      .replaceAll(`"person": "${username}"`, `"person": "kim"`)
      .replace(new RegExp(`(\\d\\d:\\d\\d) +${username} +`, "g"), "$1  kim  ")
      .replace(/TIME +WHO +/g, "TIME  WHO  ")
      .replace(/(UPID:\w+):[0-9A-F:]+:(\w+)/g, "$1:…:$2")
      .replace(/(Terraform|OpenTofu) v?\d+\.\d+\.\d+/g, "Terraform v1.x")
      .replace(/(uptime"?:? +)\d+/g, "$1518500")
      .replaceAll(process.version, "v20.x")
;
}

const filesIn = (folder: string, isWanted: (path: string) => boolean): Readonly<Record<string, string>> =>
  Object.fromEntries(paths(folder).filter(isWanted).map((path) => [path, readFileSync(join(folder, path), "utf8")]));
