import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { newFolder, pmpc, reach, remove } from "../bin/command";
import { ask, serve, type Served } from "../support/served";

/** The program, where somebody installed it: `pip install schemathesis`, 4 or newer. */
const program = process.env.PMPC_SCHEMATHESIS;
const why = program === undefined ? " (skipped: PMPC_SCHEMATHESIS does not say where schemathesis is)" : "";

describe(`schemathesis against the description of REST${why}`, () => {
  let folder: string;
  let simulator: Simulator;
  let door: Served;
  before(async function () {
    if (program === undefined) return this.skip();
    folder = newFolder();
    simulator = await startSimulator();
    const { code, stderr } = await pmpc(["import", ...reach(simulator), "--out", "home", "--no-verify"], folder);
    expect(code, stderr).to.be.oneOf([0, 3]);
    door = await serve(["serve", "--port", "0", "--allow-writes", "--out", "home"], folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.auditor });
  });
  after(async () => {
    await door?.close();
    await simulator?.close();
    if (folder !== undefined) remove(folder);
  });

  it("finds no server error, and no answer that is not declared", async () => {
    const authorization = `Bearer ${door.token}`;
    writeFileSync(join(folder, "openapi.json"), (await ask(door.port, "/api/v1/openapi.json", { headers: { authorization } })).text);
    // What a verb makes of a name or a filter is beyond a schema: that it is refused is declared. No more is asked than is answered.
    const args = ["--no-color", "run", "openapi.json", "--url", `http://127.0.0.1:${door.port}`, "--header", `Authorization: ${authorization}`, "--phases", "coverage,fuzzing", "--max-examples", "3", "--exclude-checks", "positive_data_acceptance", "--rate-limit", "40/s", "--seed", "1", "--no-shrink", "--generation-database", "none"];
    const { failed, said } = await new Promise<{ failed: boolean; said: string }>((resolve) => execFile(program!, args, { cwd: folder, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => resolve({ failed: error !== null, said: stdout + stderr })));
    expect(failed, said.slice(-8000)).to.equal(false);
    const [, cases] = /(\d+) generated/.exec(said) ?? [];
    expect(Number(cases), said.slice(-2000)).to.be.greaterThan(500);
  });
});
