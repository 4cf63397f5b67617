import { expect } from "chai";
import { parseKnownDrift } from "../../../generator/verdict/known-drift";
import { readWindows } from "../../../generator/verdict/window";
import { thrown } from "../../support/thrown";

describe("known-drift.yml", () => {
  it("says what is known, why, until when, and on which line", () => {
    const text = "# ours\n- address: vm 104\n  key: networkDevices\n  reason: the switch is being replaced\n  until: 2026-12-31\n- { address: container 202, key: '*', reason: on its way out, until: 2027-01-15 }\n";
    expect(parseKnownDrift(text)).to.deep.equal([
      { address: "vm 104", key: "networkDevices", reason: "the switch is being replaced", until: "2026-12-31", line: 2 },
      { address: "container 202", key: "*", reason: "on its way out", until: "2027-01-15", line: 6 },
    ]);
    expect(parseKnownDrift("")).to.deep.equal([]);
    expect(parseKnownDrift("# nothing yet\n")).to.deep.equal([]);
  });

  for (const [text, says] of [
    ["- address: vm 104\n  key: memory\n  reason: x\n", "known-drift.yml:1: 0: until is missing"],
    ["- { address: vm 104, key: memory, reason: x, until: soon }", "known-drift.yml:1: until: expected a day such as 2026-12-31"],
    ["- { address: vm 104, key: memory, reason: x, until: 2026-13-45 }", "known-drift.yml:1: until: 2026-13-45 is not a day"],
    ["\n- { address: vm 104, key: memory, reason: x, until: 2026-12-31, owner: me }", 'known-drift.yml:2: 0: there is no "owner"'],
    ["a: [", "known-drift.yml:"],
    ["just words", "known-drift.yml:1:"],
  ] as const) {
    it(`is not misread: ${JSON.stringify(text).slice(0, 60)}`, async () => {
      const error = await thrown(Promise.resolve().then(() => parseKnownDrift(text)));
      expect(error).to.include({ code: "wrong-known-drift" });
      expect(error.message).to.contain(says);
    });
  }
});

describe("a window", () => {
  const sunday = (time: string) => new Date(`2026-11-29T${time}:00Z`);
  for (const [window, at, isOpen] of [
    ["prod sun 02:00-05:00", "02:00", true],
    ["prod sun 02:00-05:00", "05:00", false],
    ["prod sat 22:00-04:00", "03:59", true],
    ["prod sat 22:00-04:00", "22:30", false],
    ["prod daily 00:00-24:00", "23:59", true],
    ["other daily 00:00-24:00", "12:00", false],
  ] as const) {
    it(`${window} is ${isOpen ? "open" : "shut"} on Sunday at ${at}`, () => expect(readWindows([window], sunday(at))(["prod"])).to.equal(isOpen));
  }

  it("that nobody can read is refused", async () => {
    for (const text of ["prod 02:00-05:00", "prod someday 02:00-05:00", "prod daily 25:00-26:00", ""]) expect(await thrown(Promise.resolve().then(() => readWindows([text], sunday("00:00"))))).to.include({ code: "wrong-input" });
  });
});
