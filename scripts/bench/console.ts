// What the console and a look at the differences cost in a workspace with many guests.
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fuzzysort from "fuzzysort";
import { newCompleter } from "../../generator/engine/complete";
import type { Known } from "../../generator/engine/known";
import { listActions } from "../../generator/engine/listing";
import { withCluster } from "./import";
import { ratio, type Rows } from "./measure";

const root = join(__dirname, "../..");
const pmpc = join(root, "dist/bin/pmpc.js");
const typed = "/describe vm web-102";

/** Opens the console and leaves it, looks at the differences, and types a line. Wanted for 1,000 guests: console 0.5 s, diff 3 s, a key 30 ms. */
export async function benchConsole(guests: number): Promise<Rows> {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-bench-"));
  try {
    return await withCluster(guests, async ({ endpoint, fingerprint256, token }) => {
      cpuOf([pmpc, "import", "--endpoint", endpoint, "--fingerprint", fingerprint256, "--out", ".", "--no-verify"], folder, token);
      for (const name of ["cdktf", "constructs", "@types/node", "tsx", "pmpc"]) link(folder, name);
      const first = cpuOf([pmpc, "diff"], folder, token);
      const [bare, open, again, edited] = [[] as number[], [] as number[], [] as number[], [] as number[]];
      for (let round = 0; round < 5; round++) {
        bare.push(cpuOf(["-e", "0"], folder, token));
        open.push(cpuOf(["--require", join(__dirname, "terminal.cjs"), pmpc], folder, token));
        again.push(cpuOf([pmpc, "diff"], folder, token));
        appendFileSync(join(folder, "main.ts"), `// ${round}\n`);
        edited.push(cpuOf([pmpc, "diff"], folder, token));
      }
      const [node, ready, diff, changed] = [bare, open, again, edited].map((all) => Math.min(...all)) as [number, number, number, number];
      const said = (cpu: number) => `${cpu.toFixed(0)} ms of CPU   ${ratio(cpu, node)} node -e 0`;
      return [
        ["node -e 0", `${node.toFixed(0)} ms of CPU`],
        ["console ready", said(ready)],
        ["diff, same code", said(diff)],
        ["diff, edited code", said(changed)],
        ["diff, first of all", said(first)],
        ...(await keys(knownIn(folder))),
      ];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The slowest key of a line, beside one search for it among as many names. */
async function keys(known: readonly Known[]): Promise<Rows> {
  const verbs = listActions(join(root, "dist/generator/action"));
  const complete = await newCompleter(verbs, known);
  const targets = known.map(({ kind, name, id }) => fuzzysort.prepare(`${kind} ${name} ${id}`));
  const best = (work: (line: string) => unknown) => Math.max(...Array.from(typed, (_, at) => Math.min(...Array.from({ length: 5 }, () => milliseconds(() => work(typed.slice(0, at + 1)))))));
  const [key, bare] = [best(complete), best((line) => fuzzysort.go(line, targets, { limit: 8 }))];
  return [["slowest key", `${key.toFixed(1)} ms   ${ratio(key, bare)} one bare search in ${known.length} names`]];
}

function milliseconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

const knownIn = (folder: string) => (JSON.parse(spawnSync(process.execPath, [pmpc, "list", "all", "--json"], { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 }).stdout) as { readonly resources: readonly Known[] }).resources;

function link(folder: string, name: string): void {
  const place = join(folder, "node_modules", name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(name === "pmpc" ? root : join(root, "node_modules", name), place, "junction");
}

/** Milliseconds of CPU that a process of Node used, with what it started. */
function cpuOf(args: readonly string[], cwd: string, token: string): number {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", '"$@" >&2; code=$?; times; exit $code', "--", process.execPath, ...args], { cwd, encoding: "utf8", env: { ...process.env, PROXMOX_VE_API_TOKEN: token }, stdio: ["ignore", "pipe", "pipe"], maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${String(status)}: ${stderr}`);
  const used = [...stdout.trim().split("\n").at(-1)!.matchAll(/(\d+)m([\d.]+)s/g)];
  return used.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000, 0);
}
