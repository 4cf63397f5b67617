import { expect } from "chai";
import { startSimulator, type Simulator } from "../generator/simulator/simulator";
import { fieldCases, type ExpectedGuest } from "./support/field-case";
import { importFrom, type Imported } from "./support/imported";

describe("an import of a field case", () => {
  for (const { name, input, expected } of fieldCases.filter((one) => one.input !== undefined)) {
    describe(name, () => {
      let simulator: Simulator;
      let imported: Imported;
      before(async () => {
        simulator = await startSimulator({ scenario: input!, fail: expected.fail });
        imported = await importFrom(simulator, { addresses: input!.endsWith(".json") });
      });
      after(async () => {
        await simulator.close();
        imported.remove();
      });

      it("only reads, and every guest has code or a reason", () => {
        expect([...new Set(simulator.requests.map(({ method }) => method))]).to.deep.equal(["GET"]);
        expect(imported.report.guests).to.not.have.lengthOf(0);
        for (const guest of imported.report.guests) expect(imported.codeOf(guest.key) ?? guest.reason, guest.key).to.be.a("string").and.not.equal("");
        if (expected.cluster !== undefined) expect(imported.report.cluster).to.equal(expected.cluster);
        expect(imported.report.exit).to.equal(expected.exit ?? (imported.report.guests.every(({ outcome }) => outcome === "imported") ? 0 : 3));
      });

      it("has code that synthesises", () => expect(imported.synthesise()).to.be.an("object"));

      for (const warning of expected.warnings ?? []) {
        it(`warns: ${warning}`, () => expect(imported.report.warnings.join("\n")).to.include(warning));
      }
      if (expected.files) {
        it("says what only files know", async () => {
          const offline = await importFrom(undefined, { via: "files", pveDir: input! });
          try {
            for (const warning of expected.files?.warnings ?? []) expect(offline.report.warnings.join("\n")).to.include(warning);
            for (const [path, texts] of Object.entries(expected.files?.texts ?? {})) for (const text of texts) expect(offline.files.get(path), path).to.include(text);
          } finally {
            offline.remove();
          }
        });
      }
      for (const [key, guest] of Object.entries(expected.guests ?? {})) it(`says the truth of ${key}`, () => verify(imported, key, guest));
    });
  }
});

function verify(imported: Imported, key: string, { outcome, code = [], noCode = [], notSaid = [], reason, remedy, vars = {} }: ExpectedGuest): void {
  const guest = imported.report.guests.find((one) => one.key === key);
  if (outcome !== undefined) expect(guest?.outcome).to.equal(outcome);
  if (reason !== undefined) expect(guest?.reason).to.include(reason);
  if (remedy !== undefined) expect(guest?.remedy).to.equal(remedy);
  for (const text of code) expect(imported.codeOf(key)).to.include(text);
  for (const text of noCode) expect(imported.codeOf(key)).to.not.include(text);
  const listed = guest?.notSaid.map((one) => `${one.key}: ${one.value}: ${one.why}`).join("\n");
  for (const text of notSaid) expect(listed).to.include(text);
  for (const [name, value] of Object.entries(vars)) expect(imported.varsOf(key)?.[name] ?? null, name).to.deep.equal(value);
}
