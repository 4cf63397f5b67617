import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { newFolder, pmpc, reach, remove } from "./command";

describe("pmpc test", () => {
  let [simulator, folder]: [Simulator, string] = [undefined as never, ""];
  before(async () => {
    simulator = await startSimulator();
    folder = newFolder();
    await pmpc(["import", ...reach(simulator), "--out", ".", "--no-verify"], folder);
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });
  const withScript = (script: string | undefined) => {
    const path = join(folder, "package.json");
    const manifest = JSON.parse(readFileSync(path, "utf8")) as { scripts: Record<string, string | undefined> };
    writeFileSync(path, JSON.stringify({ ...manifest, scripts: { ...manifest.scripts, test: script } }, null, 2));
  };
  const run = (...args: string[]) => pmpc(["test", "--no-rehearse", ...args], folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.root });

  it("says what keeps the tests from running", async () => {
    withScript("node -e 0");
    const { code, stdout } = await run();
    expect([code, stdout]).to.satisfy(([end, text]: [number, string]) => end === 3 && text.includes("not run: the project's packages are not installed: npm install"));
  });

  it("runs npm test without the cluster's credentials, and ends as it did", async () => {
    for (const name of ["pmpc", "cdktf", "constructs"]) {
      mkdirSync(join(folder, "node_modules", name), { recursive: true });
      writeFileSync(join(folder, "node_modules", name, "package.json"), JSON.stringify({ name, version: "0.1.0" }));
      writeFileSync(join(folder, "node_modules", name, "index.js"), "");
    }
    withScript(`node -e "console.log('saw', process.env.PROXMOX_VE_API_TOKEN)"`);
    const passed = await run();
    expect([passed.code, passed.stdout], passed.stderr).to.satisfy(([code, text]: [number, string]) => code === 0 && text.includes("saw undefined") && /^ {2}tests +passed$/m.test(text));
    withScript(`node -e "console.error('boom'); process.exit(3)"`);
    const failed = await run();
    expect([failed.code, failed.stdout]).to.satisfy(([code, text]: [number, string]) => code === 1 && text.includes("boom") && /^ {2}tests +failed$/m.test(text));
    const { stdout } = await run("--json");
    expect(JSON.parse(stdout.slice(stdout.indexOf("{")))).to.deep.include({ tests: { passed: false }, passed: false });
  });

  it("shows the lines of the tests without colours, whatever is set for the terminal", async () => {
    withScript(`node -e "console.log('\\u001b[32msaw\\u001b[39m', process.env.NO_COLOR, process.env.FORCE_COLOR, process.env.MOCHA_COLORS)"`);
    const { stdout } = await pmpc(["test", "--no-rehearse"], folder, { CI: "true", FORCE_COLOR: "1", MOCHA_COLORS: "1" });
    expect(stdout).to.contain("saw 1 0 undefined");
  });
});
