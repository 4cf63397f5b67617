import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../../generator/simulator/simulator";

const checkout = join(__dirname, "../../..");
const quietly = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];

/** Runs npm, or a program of its package, to the end. */
function npm(cwd: string, args: readonly string[], program = "npm"): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd, env: { ...process.env, NODE_OPTIONS: "" }, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: `${stdout}${stderr}` });
    });
  });
}

describe("a project that a packed pmpc imported", function () {
  let folder: string;
  let simulator: Simulator;

  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "pmpc-project-")));
    simulator = await startSimulator();
    expect((await npm(checkout, ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder])).code).to.equal(0);
  });
  after(async () => {
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("installs from where that pmpc came from, says so, type-checks, and has a pmpc that goes on", async () => {
    const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz"))!);
    const { endpoint, fingerprint256, tokens } = simulator;
    const reach = ["--endpoint", endpoint, "--api-token", tokens.auditor, "--fingerprint", fingerprint256];
    const imported = await npm(folder, ["--yes", ...quietly, "--package", tarball, "--", "pmpc", "import", ...reach, "--out", "home", "--exclude", "vmid=120", "--no-verify"], "npx");
    expect(imported.code, imported.output).to.equal(0);
    expect(imported.output).to.contain(`pmpc from file:${tarball}, a tarball on this machine`);
    const home = join(folder, "home");
    const project = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { readonly dependencies: Readonly<Record<string, string>>; readonly optionalDependencies?: object };
    expect(project.dependencies.pmpc).to.equal(`file:${tarball}`);
    expect(project).not.to.have.property("optionalDependencies");
    const installed = await npm(home, ["install", "--ignore-scripts", ...quietly]);
    expect(installed.code, installed.output).to.equal(0);
    expect(await npm(home, ["run", "--silent", "check"])).to.deep.equal({ code: 0, output: "" });
    const again = await npm(home, ["pmpc", "import", ...reach, "--exclude", "vmid=120", "--no-verify"], "npx");
    expect(again.output).to.match(/unchanged .*nothing to write/);
    expect(again.code).to.equal(0);
  });
});
