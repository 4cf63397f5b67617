import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import { listRuns, stateOf } from "../../../generator/runner/record";
import { home } from "../../bin/command";
import { clean, playMisfortunes, type Life } from "./life";

const changing = [110, 111, 112];
const memoryOf = (life: Life, vmId: number) => /^memory: (\d+)/m.exec(life.cluster.text(vmId)!)?.[1];

/** Gives three guests more memory, and kills a process of the apply as soon as the first of them has it. */
async function killedIn(life: Life, kill: (processes: { readonly pmpc: number; readonly runner: number }) => void): Promise<void> {
  for (const path of ["guests/one.ts", "guests/two.ts"]) life.write(path, (text) => text.replaceAll("Size.gibibytes(2)", "Size.gibibytes(3)"));
  const own = Object.entries(process.env).filter(([name]) => !/^(PROXMOX_VE_|NODE_OPTIONS$)/.test(name));
  const child = spawn(process.execPath, [join(home, "dist/bin/pmpc.js"), "apply", "--yes"], { cwd: life.folder, env: { ...Object.fromEntries(own), ...life.environment, TF_CLI_ARGS_apply: "-parallelism=1" }, stdio: ["ignore", "ignore", "ignore"] });
  const ended = once(child, "exit");
  while (!changing.some((vmId) => memoryOf(life, vmId) === "3072")) await setTimeout(20);
  const state = stateOf(listRuns(life.folder)[0]!);
  if (state.is === "running") kill({ pmpc: child.pid!, runner: state.record.runner.pid });
  await ended;
}

playMisfortunes("pmpc dies in the middle of an apply", [
  {
    title: "pmpc is killed: Terraform makes all of it, its state holds it, and no guest is changed twice",
    async play(life) {
      await killedIn(life, ({ pmpc }) => process.kill(pmpc, "SIGKILL"));
      await clean(life)();
      expect(changing.map((vmId) => memoryOf(life, vmId))).to.deep.equal(["3072", "3072", "3072"]);
      await clean(life)();
      return changing;
    },
  },
  {
    title: "pmpc is killed, and the process that applies for it: Terraform makes all of it all the same",
    async play(life) {
      await killedIn(life, ({ pmpc, runner }) => [pmpc, runner].forEach((pid) => process.kill(pid, "SIGKILL")));
      await clean(life)();
      expect(changing.map((vmId) => memoryOf(life, vmId))).to.deep.equal(["3072", "3072", "3072"]);
      return changing;
    },
  },
]);
