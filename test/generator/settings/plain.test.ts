import fc from "fast-check";
import { expect } from "chai";
import { parse } from "yaml";
import { readPlain } from "../../../generator/settings/plain";

describe("a plain configuration", () => {
  it("is read without a parser", () => {
    expect(readPlain("# How this workspace reaches its cluster.\ncluster: home\nendpoint: https://pve1.lan:8006\nfingerprint: 9A:1C:00\ninsecure: true\ngroup_by: node\n")).to.deep.equal({
      cluster: "home",
      endpoint: "https://pve1.lan:8006",
      fingerprint: "9A:1C:00",
      insecure: true,
      group_by: "node",
    });
  });

  it("is read as YAML is, or not at all", () => {
    const word = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom("true", "False", "null", "~", "yes", "0x1F", "1e3", "12:30:45", "99:00", "1E:05", ".inf", "a: b", "a #b", "&a", "*a", "!a", "|", "https://pve1.lan:8006", "root@pve1", "a-", "a:"), fc.stringMatching(/^[\w.:/@#-]{1,9}$/));
    const line = fc.oneof({ weight: 8, arbitrary: fc.tuple(fc.constantFrom("cluster", "insecure", "a_b", "group_by"), fc.constant(": "), word).map((parts) => parts.join("")) }, fc.tuple(fc.constantFrom("cluster", "A", ""), fc.constantFrom(": ", ":", ":  "), word).map((parts) => parts.join("")), fc.string({ maxLength: 6 }), fc.constantFrom("", "# a", "#a", "  - b"));
    const text = fc.array(line, { maxLength: 3 }).map((lines) => lines.join("\n"));
    let plain = 0;
    fc.assert(
      fc.property(text, (one) => {
        const read = readPlain(one);
        if (read === undefined) return;
        plain++;
        expect(read).to.deep.equal(parse(one));
      }),
      { numRuns: 2000 },
    );
    expect(plain).to.be.greaterThan(50);
  });
});
