import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readChains } from "../../generator/audit/log";
import { startSimulator } from "../../generator/simulator/simulator";
import { schema } from "../../test/support/terraform";
import { attachProvider } from "../../test/support/terraform-provider/server";
import { stateServer } from "../../test/support/state-server";
import { backendAddress, exported, newestCopy, proposedCode, type Scene } from "./scene";

const home = join(__dirname, "../..");

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** The processes that may be killed, in the order in which they begin. */
export const processes = ["pmpc", "runner", "gate"] as const;
export type Who = (typeof processes)[number];

/** Which process gets which signal, at which of its moments. */
export interface Kill {
  readonly who: Who;
  readonly signal: NodeJS.Signals;
  readonly at: number;
}

/** Everything by which two plays of a scene are held against each other. */
export interface Result {
  /** Path → text of what people and git see. */
  readonly files: Readonly<Record<string, string>>;
  /** What Terraform's state has, without its serial. */
  readonly state: unknown;
  /** How often each guest was changed by the stand-in provider. */
  readonly changes: Readonly<Record<string, number>>;
  /** Requests that write, each once. */
  readonly writes: readonly string[];
  /** The configuration of each guest, and whether it runs. */
  readonly guests: Readonly<Record<number, string>>;
  /** What the audit log says was asked of which guest, each once. */
  readonly audited: readonly string[];
  /** Files that are not needed any more. */
  readonly left: readonly string[];
}

/** A simulated cluster, a provider, and one workspace that can be put back. */
export interface Lab {
  prepare(scene: Scene): Promise<void>;
  /** Puts the workspace back to where the scene starts. */
  restore(): void;
  run(args: readonly string[], kill?: Kill): Promise<Ended>;
  /** Runs a verb to its end, and counts the moments of its processes: 0 where it has no such process. */
  count(args: readonly string[]): Promise<{ readonly ended: Ended; readonly moments: Readonly<Record<Who, number>> }>;
  result(): Result;
  close(): Promise<void>;
}

export async function openLab(): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-torture-"));
  const [root, base, beside] = [join(folder, "home"), join(folder, "base"), join(folder, exported)];
  let changes: Record<string, number> = {};
  const backend = await stateServer();
  let shared: string | undefined;
  const provider = await attachProvider("bpg/proxmox", schema, async (question, { typeName }) => {
    if (question === "ApplyResourceChange") changes = { ...changes, [typeName]: (changes[typeName] ?? 0) + 1 };
  });
  let simulator = await startSimulator({ scenario: "homelab" });
  let putBack = simulator.cluster.keep();
  let [isReal, mayWrite, unlike]: [boolean, boolean, RegExp | undefined] = [false, false, undefined];
  const environment = (): Record<string, string> => ({
    ...Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => !/^(PROXMOX_VE_|NODE_OPTIONS$|TF_)/.test(entry[0]) && entry[1] !== undefined)),
    ...(isReal ? {} : { TF_REATTACH_PROVIDERS: provider.reattach, TF_CLI_CONFIG_FILE: "/dev/null" }),
    PROXMOX_VE_API_TOKEN: isReal || mayWrite ? simulator.tokens.root : simulator.tokens.auditor,
  });
  const run = async (args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ended> => {
    const way = args[0] === "import" || args[0] === "init" ? ["--endpoint", simulator.endpoint, "--fingerprint", simulator.fingerprint256] : [];
    const newest = (folder: string) => readdirSync(join(base, ".proxmox/terraform", folder)).sort().at(-1)!;
    const words = args.map((word) => (word === newestCopy ? newest("states") : word === proposedCode ? newest("proposals").replace(".json", "") : word.replace(backendAddress, backend.address)));
    const child = spawn(process.execPath, [join(home, "dist/bin/pmpc.js"), ...words, ...way], { cwd: root, env: { ...environment(), ...more }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    // What it started may hold on to its output.
    const [code] = (await once(child, "exit")) as [number | null];
    return { code, output };
  };
  const hook = { NODE_OPTIONS: `--require=${join(__dirname, "moment.cjs")}` };
  const restore = () => {
    for (const place of [root, beside]) rmSync(place, { recursive: true, force: true });
    cpSync(base, root, { recursive: true });
    backend.put(shared);
    putBack();
    changes = {};
    simulator.requests.length = 0;
  };
  const written = (): Pick<Result, "writes" | "guests" | "audited"> => ({
    audited: [...new Set([...readChains(root).values()].flatMap(({ records }) => records.filter(({ asked }) => asked !== undefined).map(({ key, asked }) => `${key} ${JSON.stringify(asked).replace(snapshot, "pmpc-TIME")}`.replace(madeToken, "token/import"))))].sort(),
    writes: [...new Set(simulator.requests.filter(({ method }) => method !== "GET").map(({ method, address }) => `${method} ${address}`.replace(madeToken, "token/import")))].sort(),
    guests: Object.fromEntries(simulator.cluster.guests().map((vmId) => [vmId, `${simulator.cluster.isRunning(vmId) ? "runs" : "is off"}\n${withoutMoments(simulator.cluster.text(vmId))}`])),
  });
  return {
    async prepare({ before, edit, cluster, taskTime, ...scene }) {
      await simulator.close();
      [isReal, mayWrite, unlike] = [scene.isReal ?? false, scene.mayWrite ?? false, scene.unlike];
      simulator = await startSimulator({ scenario: "homelab", taskTime });
      backend.put(undefined);
      for (const place of [root, base, beside]) rmSync(place, { recursive: true, force: true });
      cpSync(mkdtempSync(join(folder, "empty-")), root, { recursive: true });
      const changing = before.some(([verb]) => verb === "sync") ? before.findIndex(([verb]) => verb === "sync") : before.length;
      for (const [at, args] of before.entries()) {
        if (at === changing && cluster) simulator.cluster.edit(100, cluster);
        const { code, output } = await run(args);
        if (code === null || ![0, 2, 3].includes(code)) throw new Error(`${args.join(" ")} ended with ${code}: ${output}`);
      }
      if (changing === before.length && cluster) simulator.cluster.edit(100, cluster);
      const code = join(root, "guests/pve.ts");
      if (edit) writeFileSync(code, edit(readFileSync(code, "utf8")));
      cpSync(root, base, { recursive: true });
      keepProposals(base);
      shared = backend.text();
      putBack = simulator.cluster.keep();
      restore();
    },
    restore,
    run: (args, kill) => run(args, kill === undefined ? {} : { ...hook, TORTURE_WHO: kill.who, TORTURE_SIGNAL: kill.signal, TORTURE_AT: String(kill.at) }),
    async count(args) {
      const counted = (who: Who) => join(folder, `moments-${who}`);
      for (const who of processes) rmSync(counted(who), { force: true });
      const ended = await run(args, { ...hook, TORTURE_COUNT: join(folder, "moments-") });
      const momentsOf = (who: Who) => (existsSync(counted(who)) ? Number(readFileSync(counted(who), "utf8")) : 0);
      return { ended, moments: { pmpc: momentsOf("pmpc"), runner: momentsOf("runner"), gate: momentsOf("gate") } };
    },
    result: () => ({ ...look(root, backend.text(), unlike), changes, ...written() }),
    async close() {
      provider.close();
      backend.server.closeAllConnections();
      backend.server.close();
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// Nobody knows the secret of a token whose maker was killed, so another one is made.
const madeToken = /token\/import\d+/g;

// A guest tells when it was made, and a snapshot is named after its moment, and whoever is killed between it and the change leaves one more.
const snapshot = /pmpc-\d{14}/g;
const withoutMoments = (text: string) => text.replace(/ctime=\d+/, "ctime=TIME").replace(/^parent: pmpc-\d+\n/m, "").replace(/\n*\[pmpc-\d{14}\]\n(?:(?!\[).*\n?)*/g, "\n");

/** A proposal counts for minutes, and a scene is played for longer. */
export function keepProposals(root: string): void {
  const folder = join(root, ".proxmox/terraform/proposals");
  if (!existsSync(folder)) return;
  for (const path of readdirSync(folder).map((name) => join(folder, name))) writeFileSync(path, readFileSync(path, "utf8").replace(/"until": "\d+/, `"until": "${new Date().getFullYear() + 1}`));
}

const leftOver = /\.tfplan$|\.part$|\.tmp$|^\.proxmox\/(lock|tmp\/(app|apart|code|stage|text))|pmpc\.(push|peek)|errored\.tfstate/;
// The name of a file of the audit log is drawn by chance.
const private_ = /^\.proxmox\/(terraform|tmp|audit)\/|^\.proxmox\/state\.db|tfstate|^node_modules\//;

function look(root: string, shared: string | undefined, unlike: RegExp | undefined): Pick<Result, "files" | "state" | "left"> {
  const beside = existsSync(join(root, "..", exported)) ? readdirSync(join(root, "..", exported), { recursive: true, encoding: "utf8" }).map((path) => `../${exported}/${path}`) : [];
  const paths = [...readdirSync(root, { recursive: true, encoding: "utf8" }), ...beside].filter((path) => statSync(join(root, path), { throwIfNoEntry: false })?.isFile());
  const state = paths.find((path) => /^terraform\..*\.tfstate$/.test(path));
  return {
    files: Object.fromEntries(paths.filter((path) => !private_.test(path) && path !== ".proxmox/state.json").sort().map((path) => [path, unlike?.test(path) ? "" : readFileSync(join(root, path), "utf8")])),
    state: [state === undefined ? undefined : readFileSync(join(root, state), "utf8"), shared].map((text) => (text ? (JSON.parse(text) as { resources: unknown }).resources : undefined)),
    left: [...paths.filter((path) => leftOver.test(path)), ...readdirSync(join(root, "..")).filter((name) => name.endsWith(".part"))],
  };
}
