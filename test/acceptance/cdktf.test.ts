import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator } from "../../generator/simulator/simulator";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { install, newFolder, pmpc, remove } from "../bin/command";
import { pathOf } from "../support/terraform";
import { whyUnproven } from "./terraform";

const recording = join(__dirname, "../fixture/pve/cluster-b.json");
const cdktf = pathOf("cdktf");

describe("an import, deployed by cdktf with the real provider", () => {
  before(async function () {
    const why = cdktf === undefined ? "skipped: cdktf is not installed" : await whyUnproven(providerVersion);
    if (why === undefined) return;
    for (const test of this.test!.parent!.tests) test.title += ` (${why})`;
    this.skip();
  });

  it("adopts, changes nothing, and shares its state with pmpc, which settles it", async () => {
    const folder = newFolder();
    const simulator = await startSimulator({ scenario: recording });
    const environment = { PROXMOX_VE_API_TOKEN: simulator.tokens.root };
    const run = async (verb: string) => [verb, (await pmpc([verb], folder, environment)).code];
    // The registry is not asked, reports go nowhere, and nothing is kept in anybody's home.
    const quiet = { CDKTF_SKIP_PROVIDER_LOCK: "true", CDKTF_DISABLE_PLUGIN_CACHE_ENV: "true", CHECKPOINT_DISABLE: "1", DISABLE_VERSION_CHECK: "1", CDKTF_HOME: join(folder, ".cdktf") };
    const deploy = (...args: string[]) =>
      new Promise<string>((resolve) => {
        const env = { ...process.env, ...quiet, ...environment, PROXMOX_VE_INSECURE: "true" };
        execFile(cdktf!, args, { cwd: folder, env, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => resolve(`${stdout}${stderr}${error === null ? "" : `ended with ${String(error.code)}`}`));
      });
    try {
      const imported = await pmpc(["import", "--endpoint", simulator.endpoint, "--fingerprint", simulator.fingerprint256, "--no-verify", "--out", "."], folder, environment);
      expect(imported.code, imported.stderr).to.equal(0);
      install(folder);
      expect(await deploy("diff")).to.contain("15 to import, 0 to add, 0 to change, 0 to destroy").and.not.contain("ended with");
      expect(await deploy("deploy", "--auto-approve")).to.contain("15 imported, 0 added, 0 changed, 0 destroyed");
      for (const verb of ["plan", "apply"]) expect(await run(verb)).to.deep.equal([verb, 0]);
      // The containers' timeouts followed with the apply, in Terraform's record.
      expect(await deploy("diff")).to.contain("No changes.");
      expect(await run("plan")).to.deep.equal(["plan", 0]);
      expect(simulator.requests.filter(({ method }) => method !== "GET")).to.deep.equal([]);
    } finally {
      await simulator.close();
      remove(folder);
    }
  });
});
