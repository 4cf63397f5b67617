import { join } from "node:path";
import { expect } from "chai";
import { startSimulator } from "../../generator/simulator/simulator";
import { terraformPath, validate } from "../support/terraform";
import { check, constructs, home, install, newFolder, node, reach, remove, report, synthesise } from "./command";

const recording = join(__dirname, "../fixture/pve/cluster-b.json");

// A home is the demo's, which does the same.
for (const [title, scenario] of [
  ["a recorded cluster", recording],
  ["an office", "office"],
] as const) {
  describe(`the project of ${title}${terraformPath === undefined ? " (terraform's part skipped: neither terraform nor tofu is installed)" : ""}`, () => {
    let folder: string;

    before(() => {
      folder = newFolder();
    });
    after(() => {
      remove(folder);
    });

    it("has every guest, but for those it says are refused", async () => {
      const simulator = await startSimulator({ scenario });
      try {
        const token = scenario === recording ? simulator.tokens.root : simulator.tokens.auditor;
        const { guests } = await report(["import", ...reach(simulator, token), "--out", folder], folder);
        const imported = guests.filter(({ outcome }) => outcome === "imported");
        expect(Object.keys(constructs(folder))).to.have.lengthOf(imported.length);
        for (const { key, outcome, reason, remedy } of guests) {
          if (outcome !== "imported") expect({ key, outcome, reason, remedy }).to.include({ outcome: "refused" }).and.have.property("remedy").that.is.a("string");
        }
        if (scenario === recording) expect(guests.map(({ outcome }) => outcome)).to.deep.equal(guests.map(() => "imported"));
      } finally {
        await simulator.close();
      }
    });

    it("type-checks", async () => {
      install(folder);
      expect(await check(folder)).to.deep.equal({ code: 0, stdout: "", stderr: "" });
    });

    // The rehearsal beside them needs the provider: acceptance/import.test.ts.
    it("has tests of its guests, which pass", async () => {
      const ended = await node([join(home, "node_modules/mocha/bin/mocha.js"), "--import=tsx", "tests/*.test.ts"], folder);
      expect(ended.code, ended.stdout + ended.stderr).to.equal(0);
      expect(ended.stdout).to.match(/[1-9] passing/);
    });

    it("synthesises what terraform finds valid", async function () {
      const stack = await synthesise(folder);
      if (terraformPath === undefined) this.skip();
      expect((await validate(stack)).filter(({ severity }) => severity === "error")).to.deep.equal([]);
    });
  });
}
