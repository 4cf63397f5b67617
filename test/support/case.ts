import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { home, paths, pmpc, reach } from "../bin/command";

/** A scenario, and what becomes of it: the whole workspace, what the terminal shows, and the report. */
interface Case {
  readonly says: string;
  /** A scenario of the simulator, or a path in this repository. */
  readonly scenario: string;
  readonly fail?: readonly string[];
  /** Options of the first import. */
  readonly options?: readonly string[];
  /** What happens afterwards: on the cluster, or to the workspace. */
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
  const { scenario, fail, options = [], then = [] } = readCase(name);
  const simulator = await startSimulator({ scenario: scenario.includes("/") ? join(home, scenario) : scenario, fail });
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "pmpc-case-")));
  const workspace = join(folder, "workspace");
  const same = stable(simulator, folder);
  try {
    const shown: string[] = [];
    const run = async (args: readonly string[], cwd: string) => {
      const { code, stdout, stderr } = await pmpc(args, cwd, { PROXMOX_VE_API_TOKEN: simulator.tokens.root });
      shown.push(`$ pmpc ${args.filter((one, at) => !/^--(endpoint|api-token|fingerprint|out|no-verify)$/.test(one) && !/^--(endpoint|api-token|fingerprint|out)$/.test(args[at - 1] ?? "")).join(" ")}\n${stdout}${stderr}[${code}]\n`);
    };
    await run(["import", ...reach(simulator, simulator.tokens.root), "--out", "workspace", "--no-verify", ...options], folder);
    for (const { edit = {}, run: args } of then) {
      for (const [vmId, [before, after]] of Object.entries(edit)) simulator.cluster.edit(Number(vmId), (text) => replaced(text, before, after));
      if (args !== undefined) await run(args[0] === "import" ? [...args, "--no-verify"] : args, workspace);
    }
    const { stdout } = await pmpc(["generate", "--json"], workspace);
    const written = filesIn(workspace, (path) => !/^\.proxmox\/(base|once|terraform|state\.db)/.test(path));
    const files = Object.entries(written).map(([path, text]) => [`workspace/${path}`, text] as const);
    return Object.fromEntries([...files, ["terminal.txt", shown.join("\n")] as const, ["report.json", stdout] as const].map(([path, text]) => [path, same(text)]));
  } finally {
    await simulator.close();
    rmSync(folder, { recursive: true });
  }
}

function replaced(text: string, before: string, after: string): string {
  if (!text.includes(before)) throw new Error(`"${before}" is not in the guest's configuration`);
  return text.replace(before, after);
}

/** Text without what differs from run to run: the port, the certificate, folders, the time. */
function stable({ endpoint, fingerprint256 }: Simulator, folder: string): (text: string) => string {
  return (text) =>
    text
      .replaceAll(endpoint, "https://pve.test:8006")
      .replaceAll(new URL(endpoint).host, "pve.test:8006")
      .replace(new RegExp(`\\b${new URL(endpoint).port}\\b`, "g"), "8006")
      .replaceAll(fingerprint256, "AA:BB:…:FF")
      .replaceAll(folder, "/home/kim")
      .replaceAll(home, "/usr/lib/pmpc")
      .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?Z?/g, "2026-01-01 00:00");
}

const filesIn = (folder: string, isWanted: (path: string) => boolean): Readonly<Record<string, string>> =>
  Object.fromEntries(paths(folder).filter(isWanted).map((path) => [path, readFileSync(join(folder, path), "utf8")]));
