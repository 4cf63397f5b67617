// How fast an import is: a bare fetch of the same addresses, the fetching stage, and the whole command.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Agent, request } from "node:https";
import { apiSource } from "../../generator/source/api/api-source";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { createClient } from "../../generator/transport/client";
import { megabytes, seconds, time, type Rows } from "./measure";

const concurrency = 16;
const root = join(__dirname, "../..");

/** Imports a simulated cluster with so many guests. */
export async function benchImport(guests: number): Promise<Rows> {
  const simulator = await startSimulator({ scenario: `large:${guests}`, latency: 5 });
  await fetching(simulator);
  const addresses = simulator.requests.filter(({ method }) => method === "GET").map(({ address }) => address);
  const bare = await time(() => bareFetch(simulator, addresses));
  const stage = await time(() => fetching(simulator));
  const whole = await command(simulator);
  await simulator.close();
  return [
    ["guests", String(guests)],
    ["requests", String(addresses.length)],
    ["bare fetch", seconds(bare)],
    ["fetching stage", `${seconds(stage)}   ${(stage / bare).toFixed(2)} x the bare fetch`],
    ["whole command", `${seconds(whole.time)}   the bare fetch and ${seconds(whole.time - bare)}, ${megabytes(whole.memory)}`],
  ];
}

async function fetching({ endpoint, tokens, fingerprint256 }: Simulator): Promise<void> {
  const client = await createClient({ endpoints: [endpoint], credentials: { apiToken: tokens.root }, concurrency, trust: { fingerprints: [fingerprint256] } });
  const source = apiSource(client);
  for await (const _ of source.read({})) void _;
  await source.close();
}

async function bareFetch({ endpoint, tokens, certificate }: Simulator, addresses: readonly string[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency, ca: certificate });
  const headers = { authorization: `PVEAPIToken=${tokens.root}` };
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

async function command({ endpoint, tokens, fingerprint256 }: Simulator): Promise<{ time: number; memory: number }> {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-bench-"));
  const args = ["import", "--endpoint", endpoint, "--fingerprint", fingerprint256, "--out", join(folder, "large"), "--json"];
  // The peak of the child's memory is its own to say.
  const report = "process.on('exit', () => require('fs').writeSync(3, String(process.resourceUsage().maxRSS)))";
  const script = join(folder, "report.cjs");
  writeFileSync(script, report);
  let memory = 0;
  const duration = await time(
    () =>
      new Promise<void>((resolve, reject) => {
        const child = spawn(process.execPath, ["--require", script, join(root, "dist/bin/pmpc.js"), ...args], {
          env: { ...process.env, PROXMOX_VE_API_TOKEN: tokens.root },
          stdio: ["ignore", "ignore", "inherit", "pipe"],
        });
        child.stdio[3]!.on("data", (chunk: Buffer) => (memory = Number(chunk.toString())));
        child.on("error", reject).on("close", () => resolve());
      }),
  );
  rmSync(folder, { recursive: true, force: true });
  return { time: duration, memory };
}
