import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSimulator } from "../../generator/simulator/simulator";
import { schema } from "../../test/support/terraform";
import { attachProvider } from "../../test/support/terraform-provider/server";
import { stateServer } from "../../test/support/state-server";
import { backendAddress, newestCopy, type Scene } from "./scene";

const home = join(__dirname, "../..");

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Which process gets which signal, at which of its moments. */
export interface Kill {
  readonly who: "pmpc" | "runner";
  readonly signal: NodeJS.Signals;
  readonly at: number;
}

/** Everything by which two plays of a scene are held against each other. */
export interface Result {
  /** Path → text of what people and git see. */
  readonly files: Readonly<Record<string, string>>;
  /** What Terraform's state has, without its serial. */
  readonly state: unknown;
  /** How often each guest was changed by Terraform. */
  readonly changes: Readonly<Record<string, number>>;
  /** Requests of pmpc's own that write. */
  readonly writes: readonly string[];
  /** Files that is not needed any more. */
  readonly left: readonly string[];
}

/** A simulated cluster, a provider that stands in, and one workspace that can be put back. */
export interface Lab {
  prepare(scene: Scene): Promise<void>;
  /** Puts the workspace back to where the scene starts. */
  restore(): void;
  run(args: readonly string[], kill?: Kill): Promise<Ended>;
  /** How many moments a process of a verb has; 0 where the verb has no such process. */
  moments(args: readonly string[], who: Kill["who"]): Promise<number>;
  result(): Result;
  close(): Promise<void>;
}

export async function openLab(): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-torture-"));
  const [root, base, count] = [join(folder, "home"), join(folder, "base"), join(folder, "count")];
  let changes: Record<string, number> = {};
  const backend = await stateServer();
  let shared: string | undefined;
  const provider = await attachProvider("bpg/proxmox", schema, async (question, { typeName }) => {
    if (question === "ApplyResourceChange") changes = { ...changes, [typeName]: (changes[typeName] ?? 0) + 1 };
  });
  let simulator = await startSimulator({ scenario: "homelab" });
  const environment = (): Record<string, string> => ({
    ...Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => !/^(PROXMOX_VE_|NODE_OPTIONS$|TF_)/.test(entry[0]) && entry[1] !== undefined)),
    TF_REATTACH_PROVIDERS: provider.reattach,
    TF_CLI_CONFIG_FILE: "/dev/null",
    PROXMOX_VE_API_TOKEN: simulator.tokens.auditor,
  });
  const run = async (args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ended> => {
    const way = args[0] === "import" ? ["--endpoint", simulator.endpoint, "--fingerprint", simulator.fingerprint256] : [];
    const words = args.map((word) => (word === newestCopy ? readdirSync(join(base, ".proxmox/terraform/states")).sort().at(-1)! : word.replace(backendAddress, backend.address)));
    const child = spawn(process.execPath, [join(home, "dist/bin/pmpc.js"), ...words, ...way], { cwd: root, env: { ...environment(), ...more }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    // What it started may hold on to its output.
    const [code] = (await once(child, "exit")) as [number | null];
    return { code, output };
  };
  const hook = { NODE_OPTIONS: `--require=${join(__dirname, "moment.cjs")}` };
  const restore = () => {
    rmSync(root, { recursive: true, force: true });
    cpSync(base, root, { recursive: true });
    backend.put(shared);
    changes = {};
    simulator.requests.length = 0;
  };
  return {
    async prepare({ before, edit, cluster }) {
      await simulator.close();
      simulator = await startSimulator({ scenario: "homelab" });
      backend.put(undefined);
      for (const place of [root, base]) rmSync(place, { recursive: true, force: true });
      cpSync(mkdtempSync(join(folder, "empty-")), root, { recursive: true });
      const changing = before.some(([verb]) => verb === "sync") ? before.findIndex(([verb]) => verb === "sync") : before.length;
      for (const [at, args] of before.entries()) {
        if (at === changing && cluster) simulator.cluster.edit(100, cluster);
        const { code, output } = await run(args);
        if (code !== 0 && code !== 3) throw new Error(`${args.join(" ")} ended with ${code}: ${output}`);
      }
      if (changing === before.length && cluster) simulator.cluster.edit(100, cluster);
      const code = join(root, "guests/pve.ts");
      if (edit) writeFileSync(code, edit(readFileSync(code, "utf8")));
      cpSync(root, base, { recursive: true });
      shared = backend.text();
      restore();
    },
    restore,
    run: (args, kill) => run(args, kill === undefined ? {} : { ...hook, TORTURE_WHO: kill.who, TORTURE_SIGNAL: kill.signal, TORTURE_AT: String(kill.at) }),
    async moments(args, who) {
      rmSync(count, { force: true });
      await run(args, { ...hook, TORTURE_WHO: who, TORTURE_COUNT: count });
      return Number(statSync(count, { throwIfNoEntry: false }) === undefined ? 0 : readFileSync(count, "utf8"));
    },
    result: () => ({ ...look(root, backend.text()), changes, writes: simulator.requests.filter(({ method }) => method !== "GET").map(({ method, address }) => `${method} ${address}`) }),
    async close() {
      provider.close();
      backend.server.closeAllConnections();
      backend.server.close();
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const leftOver = /\.tfplan$|\.part$|\.tmp$|^\.proxmox\/(lock|tmp\/(app|stage))|pmpc\.(push|peek)|errored\.tfstate/;
const private_ = /^\.proxmox\/(terraform|tmp)\/|^\.proxmox\/state\.db|tfstate|^node_modules\//;

function look(root: string, shared: string | undefined): Pick<Result, "files" | "state" | "left"> {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => statSync(join(root, path), { throwIfNoEntry: false })?.isFile());
  const state = paths.find((path) => /^terraform\..*\.tfstate$/.test(path));
  return {
    files: Object.fromEntries(paths.filter((path) => !private_.test(path) && path !== ".proxmox/state.json").sort().map((path) => [path, readFileSync(join(root, path), "utf8")])),
    state: [state === undefined ? undefined : readFileSync(join(root, state), "utf8"), shared].map((text) => (text ? (JSON.parse(text) as { resources: unknown }).resources : undefined)),
    left: paths.filter((path) => leftOver.test(path)),
  };
}
