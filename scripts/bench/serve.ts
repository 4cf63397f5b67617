// What a list of everything costs the server that programs ask, in CPU time: at rest, and while an apply goes on.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withCluster, type Cluster } from "./import";
import { ratio, type Rows } from "./measure";

const root = join(__dirname, "../..");
const pmpc = join(root, "dist/bin/pmpc.js");
const lists = ["/api/v1/list", "/api/v1/list?verbose=true"];
const rounds = 10;

/** Serves an imported cluster, and adopts some of its guests through the server with the real provider. Wanted for 1,000 guests: a list below 100 ms. */
export const benchServe = (guests: number): Promise<Rows> => withCluster(guests, measure);

async function measure({ endpoint, fingerprint256, token: apiToken }: Cluster): Promise<Rows> {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-bench-"));
  const environment = { ...process.env, PROXMOX_VE_API_TOKEN: apiToken };
  let door: ChildProcess | undefined;
  try {
    const imported = spawnSync(process.execPath, [pmpc, "import", "--endpoint", endpoint, "--fingerprint", fingerprint256, "--out", ".", "--scope", "guests", "--filter", "vmid=100-139", "--no-verify"], { cwd: folder, env: environment, encoding: "utf8" });
    // 3: an address that several guests have is told.
    if (imported.status !== 0 && imported.status !== 3) throw new Error(imported.stderr);
    install(folder);
    door = spawn(process.execPath, ["--require", join(__dirname, "asked.cjs"), pmpc, "serve", "--port", "0", "--allow-writes"], { cwd: folder, env: environment, stdio: ["ignore", "pipe", "inherit", "ipc"] });
    const ask = await askerOf(door);
    const [short, full] = [await costOf(door, ask, lists[0]!), await costOf(door, ask, lists[1]!)];
    const begun = await ask("/api/v1/apply", { method: "POST" });
    const { id } = (await begun.json()) as { id: string };
    const goesOn = async () => ((await (await ask(`/api/v1/jobs/${id}`)).json()) as { state: string }).state === "running";
    const during: [number[], number[]] = [[], []];
    while (await goesOn()) for (const at of [0, 1] as const) during[at].push(await costOf(door, ask, lists[at]!));
    const job = (await (await ask(`/api/v1/jobs/${id}`)).json()) as { state: string };
    if (job.state !== "done") throw new Error(`the apply ended as ${JSON.stringify(job).slice(0, 2000)}`);
    const typical = (all: readonly number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? NaN;
    return [
      ["a list", `${short.toFixed(0)} ms of CPU`],
      ["in full", `${full.toFixed(0)} ms   ${ratio(full, short)} the list`],
      ["in an apply", `${typical(during[0]).toFixed(0)} ms   ${ratio(typical(during[0]), short)} at rest, the dearest ${Math.max(...during[0]).toFixed(0)} ms of ${during[0].length * rounds} lists`],
      ["in full, in it", `${typical(during[1]).toFixed(0)} ms   ${ratio(typical(during[1]), full)} at rest, the dearest ${Math.max(...during[1]).toFixed(0)} ms`],
    ];
  } finally {
    door?.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Ask = (path: string, init?: RequestInit) => Promise<Response>;

async function askerOf(door: ChildProcess): Promise<Ask> {
  let said = "";
  while (!/token +\S+\n/.test(said)) said += String(((await once(door.stdout!, "data")) as [Buffer])[0]);
  const [, address, token] = /api +(\S+)\n +token +(\S+)/.exec(said)!;
  const ask: Ask = async (path, init) => {
    const answer = await fetch(`${address!}${path}`, { ...init, headers: { authorization: `Bearer ${token!}` } });
    // More than it answers in a second.
    return answer.status === 429 ? ask(path, init) : answer;
  };
  return ask;
}

/** What the server used for each of some lists, with everything else that it did meanwhile. */
async function costOf(door: ChildProcess, ask: Ask, path: string): Promise<number> {
  const before = await usedBy(door);
  for (let round = 0; round < rounds; round++) {
    const answer = await ask(path);
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(text);
  }
  return ((await usedBy(door)) - before) / rounds;
}

async function usedBy(door: ChildProcess): Promise<number> {
  door.send("how much?");
  return ((await once(door, "message")) as [number])[0];
}

function install(workspace: string): void {
  const modules = join(workspace, "node_modules");
  mkdirSync(modules, { recursive: true });
  for (const name of ["cdktf", "constructs", "tsx", "@types"]) symlinkSync(join(root, "node_modules", name), join(modules, name), "junction");
  if (!readdirSync(modules).includes("pmpc")) symlinkSync(root, join(modules, "pmpc"), "junction");
}
