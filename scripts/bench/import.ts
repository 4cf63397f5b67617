// How fast an import is: a bare fetch of the same addresses, the fetching stage, and the whole command.
import { fork, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiSource } from "../../generator/source/api/api-source";
import { createClient } from "../../generator/transport/client";
import { megabytes, ratio, seconds, time, type Rows } from "./measure";

const concurrency = 16;
const root = join(__dirname, "../..");

/** A simulated cluster, and what reaches it. */
export interface Cluster {
  readonly endpoint: string;
  readonly certificate: string;
  readonly fingerprint256: string;
  readonly token: string;
}

interface Command {
  /** Milliseconds on the clock. */
  readonly time: number;
  /** Milliseconds of the processors. */
  readonly cpu: number;
  /** KB at most. */
  readonly memory: number;
}

/** Imports a simulated cluster with so many guests; the best of some runs of each. */
export async function benchImport(guests: number): Promise<Rows> {
  return withCluster(guests, async (cluster, process) => {
    await fetching(cluster);
    process.send("addresses");
    const [addresses] = (await once(process, "message")) as [string[]];
    const runs = Array.from({ length: guests > 2000 ? 1 : 3 });
    const [bare, stage] = [[] as number[], [] as number[]];
    for (const _ of runs) {
      bare.push(await time(() => bareFetch(cluster, addresses)));
      stage.push(await time(() => fetching(cluster)));
    }
    const commands: Command[] = [];
    for (const _ of runs) commands.push(await command(cluster));
    const [fetched, staged, whole] = [Math.min(...bare), Math.min(...stage), commands.sort((a, b) => a.time - b.time)[0]!];
    return [
      ["guests", String(guests)],
      ["requests", String(addresses.length)],
      ["bare fetch", seconds(fetched)],
      ["fetching stage", `${seconds(staged)}   ${ratio(staged, fetched)} the bare fetch`],
      ["whole command", `${said(whole)}   the bare fetch and ${seconds(whole.time - fetched)}`],
    ];
  });
}

/** Imports so many guests, and ten times as many. */
export async function benchGrowth(guests: number): Promise<Rows> {
  const few = await withCluster(guests, command);
  const many = await withCluster(10 * guests, command);
  return [
    [`${guests} guests`, said(few)],
    [`${10 * guests} guests`, `${said(many)}   ${ratio(many.time, few.time)} the time, ${ratio(many.cpu, few.cpu)} the work`],
  ];
}

const said = ({ time, cpu, memory }: Command) => `${seconds(time)} (${seconds(cpu)} of work), ${megabytes(memory)}`;

export async function withCluster<T>(guests: number, work: (cluster: Cluster, process: ChildProcess) => Promise<T>): Promise<T> {
  const child = fork(join(__dirname, "cluster.ts"), [String(guests)], { execArgv: ["--import", "tsx"] });
  try {
    const [cluster] = (await once(child, "message")) as [Cluster];
    return await work(cluster, child);
  } finally {
    child.kill();
  }
}

async function fetching({ endpoint, token, fingerprint256 }: Cluster): Promise<void> {
  const client = await createClient({ endpoints: [endpoint], credentials: { apiToken: token }, concurrency, trust: { fingerprints: [fingerprint256] } });
  const source = apiSource(client);
  for await (const _ of source.read({})) void _;
  await source.close();
}

async function bareFetch({ endpoint, token, certificate }: Cluster, addresses: readonly string[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency, ca: certificate });
  const headers = { authorization: `PVEAPIToken=${token}` };
  const rest = [...addresses];
  const one = (address: string) =>
    new Promise<void>((resolve, reject) => {
      request(`${endpoint}/api2/json${address}`, { agent, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => resolve(void Buffer.concat(chunks).toString()));
      }).on("error", reject).end();
    });
  await Promise.all(Array.from({ length: concurrency }, async () => {
    for (let address = rest.pop(); address !== undefined; address = rest.pop()) await one(address);
  }));
  agent.destroy();
}

async function command({ endpoint, token, fingerprint256 }: Cluster): Promise<Command> {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-bench-"));
  // The self-check costs what terraform takes for its plan.
  const args = ["import", "--endpoint", endpoint, "--fingerprint", fingerprint256, "--out", join(folder, "large"), "--no-verify", "--json"];
  // What the command used is its own to say.
  const script = join(folder, "report.cjs");
  writeFileSync(script, "process.on('exit', () => require('fs').writeSync(3, JSON.stringify(process.resourceUsage())))");
  let used = "";
  const duration = await time(async () => {
    const child = spawn(process.execPath, ["--require", script, join(root, "dist/bin/pmpc.js"), ...args], {
      env: { ...process.env, PROXMOX_VE_API_TOKEN: token },
      stdio: ["ignore", "ignore", "inherit", "pipe"],
    });
    child.stdio[3]!.on("data", (chunk: Buffer) => (used += chunk.toString()));
    const [code] = (await once(child, "close")) as [number];
    if (code !== 0) throw new Error(`pmpc import ended with ${code}`);
  });
  rmSync(folder, { recursive: true, force: true });
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(used) as NodeJS.ResourceUsage;
  return { time: duration, cpu: (userCPUTime + systemCPUTime) / 1000, memory: maxRSS };
}
