import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { startSimulator, type Simulator } from "../../../generator/simulator/simulator";
import { parseKnownDrift } from "../../../generator/verdict/known-drift";
import { home, newFolder, pmpc, reach, remove } from "../command";

const guide = readFileSync(join(home, "docs/guide/ci.md"), "utf8");
const blocks = new Map([...guide.matchAll(/```yaml\n# (\S+)[^\n]*\n([\s\S]*?)```/g)].map(([, name, text]) => [name!, text!]));

interface Step {
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Workflow {
  readonly jobs: { readonly verdict: { readonly steps: readonly Step[]; readonly if: string } };
}
interface Pipeline {
  readonly pmpc: { readonly script: readonly string[]; readonly artifacts: { readonly paths: readonly string[]; readonly reports: Readonly<Record<string, string>> } };
}

describe("the guide to pipelines", () => {
  let folder: string;
  let simulator: Simulator;
  before(async () => {
    folder = newFolder();
    simulator = await startSimulator();
    const { code, stderr } = await pmpc(["import", ...reach(simulator), "--out", "home", "--no-verify"], folder);
    expect(code, stderr).to.equal(0);
    // What a runner has: npm, and npx, which finds pmpc.
    mkdirSync(join(folder, "tools"));
    const tools = { npm: "exit 0", npx: `shift; exec "${process.execPath}" "${join(home, "dist/bin/pmpc.js")}" "$@"` };
    for (const [name, script] of Object.entries(tools)) {
      writeFileSync(join(folder, "tools", name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(folder, "tools", name), 0o755);
    }
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });

  /** Runs a step's script as runners do; without Terraform the verdict says that it cannot plan, and says it in the pipeline's words. */
  function step(script: string, environment: Readonly<Record<string, string>>): Promise<{ readonly code: number; readonly said: string }> {
    const env = { PATH: `${join(folder, "tools")}:/usr/bin:/bin`, HOME: folder, PROXMOX_VE_API_TOKEN: simulator.tokens.auditor, TERRAFORM_BINARY_NAME: "no-such-terraform", ...environment };
    return new Promise((resolve) => execFile("bash", ["-e", "-o", "pipefail", "-c", script], { cwd: join(folder, "home"), env }, (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr })));
  }

  for (const name of [".github/workflows/pmpc.yml", ".forgejo/workflows/pmpc.yml"]) {
    it(`has a workflow that parses, gives forks no secret, and whose command pmpc understands: ${name}`, async () => {
      const { verdict } = (parse(blocks.get(name)!) as Workflow).jobs;
      expect(verdict.if).to.contain("head.repo.full_name == github.repository");
      expect(blocks.get(name)).not.to.contain("pull_request_target");
      const commands = verdict.steps.flatMap(({ run = "" }) => (run.includes("pmpc ci") ? [run] : []));
      expect(commands).to.have.length(1);
      const { code, said } = await step(commands[0]!, { FAIL_ON: "replace,destroy", GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: join(folder, "step.md") });
      expect([code, said]).to.satisfy(([ended, text]: [number, string]) => ended === 1 && text.includes("terraform"), said);
    });
  }

  it("has a pipeline for GitLab whose command pmpc understands, and which keeps what it writes", async () => {
    const { script, artifacts } = (parse(blocks.get(".gitlab-ci.yml")!) as Pipeline).pmpc;
    const { code, said } = await step(script.join("\n"), { FAIL_ON: "drift", GITLAB_CI: "true" });
    expect([code, said]).to.satisfy(([ended, text]: [number, string]) => ended === 1 && text.includes("terraform"), said);
    const written = [...script.join(" ").matchAll(/--(?:summary|junit|sarif) (\S+)/g)].map(([, path]) => path!);
    expect([...artifacts.paths, ...Object.values(artifacts.reports)]).to.include.members(written);
  });

  it("shows a known difference that pmpc reads, with the schema where it is", () => {
    const text = blocks.get("yaml-language-server:")!;
    expect(parseKnownDrift(text)).to.have.length(1);
    const [, schema = ""] = /\$schema=node_modules\/pmpc\/(\S+)/.exec(guide)!;
    expect(existsSync(join(home, schema))).to.equal(true);
  });
});
