// The demo: what a user with a cluster does, on the simulator. Installed and built by `npm run demo` before this starts.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { terraformPath, validate } from "../test/support/terraform";

const run = promisify(execFile);
const root = join(__dirname, "..");
const project = join(mkdtempSync(join(tmpdir(), "pmpc-demo-")), "home");

const say = (text = "") => process.stdout.write(`${text}\n`);
const stage = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
  const start = performance.now();
  const result = await work();
  say(`  ${name.padEnd(12)}${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
};

async function main(): Promise<void> {
  say("\npmpc imports a simulated home cluster of fifteen guests\n");
  const { stdout } = await run(process.execPath, [join(root, "dist/bin/pmpc.js"), "demo", "--out", project], { cwd: root });
  say(stdout);
  for (const path of tree(project)) say(`    ${path}`);
  say(`\n  cluster.ts\n`);
  for (const line of readFileSync(join(project, "cluster.ts"), "utf8").trimEnd().split("\n")) say(`    ${line}`);
  say();
  // `npm install` in the project does this for real; here the packages are at hand.
  link();
  await stage("type check", () => run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", project], { cwd: project }));
  await stage("synthesise", () => run(process.execPath, ["--import", "tsx", "main.ts"], { cwd: project }));
  const stacks = join(project, "cdktf.out/stacks");
  const [stack] = readdirSync(stacks);
  if (terraformPath === undefined) say("  validate    not done: neither terraform nor tofu is on the PATH");
  else {
    const problems = (await stage("validate", () => validate(join(stacks, stack!)))).filter(({ severity }) => severity === "error");
    for (const { summary, detail } of problems) say(`    ${summary}: ${detail ?? ""}`);
    if (problems.length > 0) process.exitCode = 1;
  }
  say(`\n  the project  ${project}`);
  say("  next         read guests/pve.ts, docs/import-report.md and ansible/inventory in it");
  say("               npx pmpc import --endpoint HOST    the same with your own cluster\n");
}

function tree(folder: string, base = folder): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .filter(({ name }) => name !== ".proxmox" && name !== "node_modules")
    .flatMap((entry) => (entry.isDirectory() ? tree(join(folder, entry.name), base) : [relative(base, join(folder, entry.name))]))
    .filter((path, _, all) => all.length < 30 || !path.includes("host_vars"));
}

function link(): void {
  const modules = join(project, "node_modules");
  mkdirSync(modules);
  symlinkSync(root, join(modules, "pmpc"), "junction");
  for (const name of ["cdktf", "constructs", "tsx", "@types"]) symlinkSync(join(root, "node_modules", name), join(modules, name), "junction");
}

void main();
