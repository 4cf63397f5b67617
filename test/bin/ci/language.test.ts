import { expect } from "chai";
import { assert, property, sample, string, constantFrom, oneof, array, integer, type Arbitrary } from "fast-check";
import { commandsOf } from "../../../bin/ci/commands";
import { junitOf } from "../../../bin/ci/junit";
import { largest, markdownOf } from "../../../bin/ci/markdown";
import { sarifOf } from "../../../bin/ci/sarif";
import type { CiReport } from "../../../generator/verdict/report";
import { rules, type Alert } from "../../../generator/verdict/verdict";
import { junitErrors, sarifErrors } from "../../support/official-schema";

const nasty = constantFrom("@everyone", "::error::x", "\n::set-output name=a::b", "##[group]", "`", "``` ", "|", "\\|", "<img src=x>", "]]>", "&amp;", "%0A", "\r\n", "[a](http://b)", "[a\\\\](http://b)", "https://evil.example", "#1", "\u001b[31m", "\u202e", "\ud800", "\u0000", ",line=1", ":");
const text: Arbitrary<string> = array(oneof(nasty, string({ unit: "binary" })), { maxLength: 6 }).map((parts) => parts.join(""));
const finding: Arbitrary<Alert> = text.chain((guest) => text.chain((says) => text.chain((who) => constantFrom(...rules).chain((rule) => integer({ min: 1, max: 9999 }).map((line) => ({ rule, guest: `vm 1 ${guest}`, key: "qemu/1" as const, says, file: "guests/pve.ts", line, by: [{ at: "2026-11-29T00:00:00Z", who, what: "qmconfig" }], alarms: line % 2 === 0, ...(line % 3 === 0 ? { known: says } : {}) }))))));
const reportOf = (findings: readonly Alert[]): CiReport => ({ workspace: "/w", cluster: "pve", verdict: "alarm", says: "1 guest differs", findings, guests: [{ guest: findings[0]?.guest ?? "vm 1", key: "qemu/1", alarms: true }], problems: [] });
const reports = array(finding, { minLength: 1, maxLength: 5 }).map(reportOf);

/** What is left of a line of Markdown when its code spans are taken out, as CommonMark reads them: a run of backticks to the next run that is as long. */
function outsideCode(line: string): string {
  let rest = "";
  for (let at = 0; at < line.length; ) {
    const [run = ""] = /^`+/.exec(line.slice(at)) ?? [];
    if (run === "") {
      rest += line[at++];
      continue;
    }
    const close = [...line.slice(at + run.length).matchAll(/`+/g)].find(([found]) => found.length === run.length);
    if (close === undefined) throw new Error(`a code span is not closed: ${line}`);
    at += run.length + close.index + run.length;
  }
  return rest;
}

describe("a verdict in the languages of pipelines", () => {
  it("speaks no Markdown that came from a guest: every row has its cells, and what is in them is code", () => {
    assert(
      property(reports, (report) => {
        const lines = markdownOf(report).split("\n").filter((line) => line.startsWith("| "));
        expect(lines).to.have.length(report.findings.length + 2);
        for (const line of lines.slice(2)) {
          // A bar in code counts, but for one behind a backslash.
          expect(line.replace(/\\\|/g, "").split("|")).to.have.length(6);
          // Our own words, and nothing else.
          expect(outsideCode(line).replace(/\b(destroy|replace|restart|policy|types|differs|no code|expired|not judged|waits for a start|matches nothing|change|known|by)\b/g, "")).to.match(/^[ ,|]*$/);
        }
      }),
    );
  });

  it("says each command on one line, and no other", () => {
    assert(
      property(reports, (report) => {
        for (const line of commandsOf(report)) {
          expect(line).to.match(/^::(error|notice) file=guests\/pve\.ts,line=\d+,title=[^:,\r\n]*::[^\r\n]*$/);
          // As the runner reads it back.
          const [, title = ""] = /title=([^:]*)::/.exec(line)!;
          const read = title.replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%0A", "\n").replaceAll("%0D", "\r").replaceAll("%25", "%");
          expect(report.findings.map(({ rule, guest }) => `${rule}: ${guest}`)).to.include(read);
        }
      }),
    );
  });

  it("is XML, whatever a guest is called", () => {
    assert(
      property(reports, (report) => {
        const written = junitOf(report);
        expect(written).not.to.match(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
        // Tags and attributes, and nothing between them that opens another.
        const tag = /<(\?xml|\/?[a-z-]+)((?: [a-z]+="[^"<]*")*)\s*[/?]?>/g;
        expect(written.replace(tag, "")).not.to.match(/[<>]/);
        expect(written.replace(/&(amp|lt|gt|quot|apos|#10|#9);/g, "")).not.to.contain("&");
        expect([...written.matchAll(/<testcase /g)]).to.have.length(1);
      }),
    );
  });

  it("gives every result of SARIF a rule, a level, a file and a line, and no link of a guest", () => {
    assert(
      property(reports, (report) => {
        const { version, runs } = JSON.parse(JSON.stringify(sarifOf(report, "1.0.0"))) as { version: string; runs: { tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; ruleIndex: number; level: string; message: { text: string }; locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[] }[] }[] };
        expect(version).to.equal("2.1.0");
        for (const { ruleId, ruleIndex, level, message, locations } of runs[0]!.results) {
          // What SARIF reads as a link.
          expect(message.text).not.to.contain("](");
          expect(runs[0]!.tool.driver.rules[ruleIndex]!.id).to.equal(ruleId);
          expect(level).to.be.oneOf(["error", "note"]);
          expect(locations[0]!.physicalLocation.artifactLocation.uri).to.equal("guests/pve.ts");
          expect(locations[0]!.physicalLocation.region.startLine).to.be.at.least(1);
        }
      }),
    );
  });

  it("is accepted by the schemas of SARIF 2.1.0 and JUnit, which accept nothing else", async () => {
    const many = sample(reports, 30);
    for (const report of many) expect(sarifErrors(JSON.parse(JSON.stringify(sarifOf(report, "1.0.0")))), JSON.stringify(report)).to.deep.equal([]);
    expect(await junitErrors(...many.map((report) => junitOf({ ...report, problems: report.findings.map(({ says }) => says) })))).to.deep.equal([]);
    const [one] = many;
    expect(sarifErrors({ ...sarifOf(one!, "1.0.0"), version: "2" })).not.to.deep.equal([]);
    expect((await junitErrors(junitOf(one!).replace("<testcase ", '<testcase line="1" '))).join()).to.contain("line");
  });

  it("fits, however much there is to say, and says what it left out", () => {
    const many = Array.from({ length: 3000 }, (_, at): Alert => ({ rule: "drift", guest: `vm ${at} guest-${at}`, says: "é".repeat(300), file: "guests/pve.ts", line: at + 1, by: [], alarms: true }));
    const page = markdownOf(reportOf(many));
    expect(Buffer.byteLength(page)).to.be.within(largest / 2, largest);
    expect(page).to.match(/and \d+ more/);
  });
});
