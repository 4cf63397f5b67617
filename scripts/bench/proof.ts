// What a proof costs: the processors' time of pmpc with all that it starts, beside a bare `terraform plan` of the same settled code.
// Wanted for 1,000 guests: 1.25 without the app's synthesis, which a bare plan does not do; with one guest changed, 0.35 of the first proof.
import { spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withCluster, type Cluster } from "./import";
import { ratio, seconds, type Rows } from "./measure";

const root = join(__dirname, "../..");

/** Imports, adopts, plans and imports again a simulated cluster with so many guests. The simulator is a process of its own, and not counted. */
export const benchProof = (guests: number): Promise<Rows> => withCluster(guests, (cluster, process) => measure(guests, cluster, process));

async function measure(guests: number, cluster: Cluster, simulator: ChildProcess): Promise<Rows> {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-bench-"));
  try {
    const workspace = join(folder, "large");
    const reach = ["--endpoint", cluster.endpoint, "--fingerprint", cluster.fingerprint256, "--out", workspace];
    const environment = { ...process.env, PROXMOX_VE_API_TOKEN: cluster.token };
    const pmpc = (...args: string[]) => cpuOf([process.execPath, join(root, "dist/bin/pmpc.js"), ...args], folder, environment);
    pmpc("import", ...reach, "--no-verify");
    install(workspace);
    const reading = pmpc("import", ...reach, "--no-verify");
    const proof = pmpc("import", ...reach) - reading;
    pmpc("apply", "--yes", "--no-types", "--out", workspace);
    const plan = pmpc("plan", "--no-types", "--out", workspace);
    const stack = join(workspace, ".proxmox/terraform/large");
    writeFileSync(join(folder, "authority.pem"), cluster.certificate);
    // The code's own provider, and the settings that pmpc plans with.
    rmSync(join(stack, "pmpc_gate_override.tf.json"), { force: true });
    const bare = cpuOf(["terraform", "plan", "-input=false", `-out=${join(folder, "bare.tfplan")}`], stack, { ...environment, GOGC: "400", SSL_CERT_FILE: join(folder, "authority.pem") });
    const synthesis = cpuOf([process.execPath, "--import", "tsx", "main.ts"], workspace, environment);
    pmpc("import", ...reach, "--full");
    simulator.send("change");
    await once(simulator, "message");
    const again = pmpc("import", ...reach) - reading;
    return [
      ["guests", String(guests)],
      ["bare plan", seconds(bare)],
      ["the app's synthesis", seconds(synthesis)],
      // It synthesises nothing that is as it was.
      ["pmpc plan", `${seconds(plan)}   ${ratio(plan, bare)} the bare plan`],
      ["first proof", `${seconds(proof)}   ${ratio(proof - synthesis, bare)} the bare plan without the synthesis, ${ratio(proof, bare)} with it`],
      ["one guest changed", `${seconds(again)}   ${ratio(again, proof)} the first proof`],
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds of the processors, of a command and of everything that it waited for. */
function cpuOf(command: readonly string[], cwd: string, environment: NodeJS.ProcessEnv): number {
  const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", '"$@" >"$0" 2>&1; code=$?; times; exit $code', join(cwd, "said"), ...command], { cwd, env: environment, encoding: "utf8" });
  // One guest to import or to change is no failure of the bench.
  if (status !== 0 && status !== 2) throw new Error(`${command.join(" ")} ended with ${status}: ${readFileSync(join(cwd, "said"), "utf8").slice(-2000)}${stderr}`);
  const children = stdout.trim().split("\n").at(-1)!;
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60_000 + Number(rest) * 1000, 0);
}

function install(workspace: string): void {
  const modules = join(workspace, "node_modules");
  mkdirSync(modules, { recursive: true });
  for (const name of ["cdktf", "constructs", "tsx", "@types"]) symlinkSync(join(root, "node_modules", name), join(modules, name), "junction");
  if (!readdirSync(modules).includes("pmpc")) symlinkSync(root, join(modules, "pmpc"), "junction");
}
