import { answer, parametersOf } from "../../../simulator/respond";
import { loadCluster } from "../../../simulator/load";
import type { Scenario } from "../../../simulator/scenario";
import type { Terminal } from "../../../simulator/shell/api-tool";
import { isTool } from "../../../simulator/shell/command";
import { runTool } from "../../../simulator/shell/shell";
import { noon } from "../asker";

/** What a command line printed, and how it ended. */
export interface Ran {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line of the node `pve` of a scenario, as root has it. */
export function prompt(scenario: Scenario, terminal?: Terminal): (tool: string, ...args: readonly string[]) => Ran {
  const cluster = loadCluster(scenario, { now: () => noon });
  const root = { user: "root@pam", ticket: true };
  return (tool, ...args) => {
    if (!isTool(tool)) throw new Error(`no tool ${tool}`);
    const place = { node: "pve", parametersOf, ask: (method: string, address: string, body?: object) => answer(cluster, { method, address, body: body as Record<string, unknown> }, root) };
    const work = runTool(place, tool, args, terminal);
    const said = { stdout: "", stderr: "" };
    for (;;) {
      const step = work.next();
      if (step.done) return { exit: step.value, ...said };
      if ("stdout" in step.value) said.stdout += step.value.stdout;
      if ("stderr" in step.value) said.stderr += step.value.stderr;
    }
  };
}
