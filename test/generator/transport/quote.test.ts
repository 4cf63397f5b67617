import { expect } from "chai";
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { quoteWords } from "../../../generator/transport/quote";

/** The words that a real shell makes of a line. */
function wordsOf(line: string): string[] {
  const script = `show() { for word do printf '%s\\0' "$word"; done; }; show ${line}`;
  return execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
}

const hostile = ["", " ", "'", "''", "\\", "\\'", '"', "$HOME", "$(touch /tmp/x)", "`id`", "; reboot", "a\nb", "--", "-x", "*", "~", "!!", "#x", "a=b", "{a,b}", "ü\u202e", "\t", "\r", "\x1b[31m"];

describe("quoted words", () => {
  it("are the same words to a real shell", () => {
    for (const word of hostile) expect(wordsOf(quoteWords(["qm", word, "end"])), JSON.stringify(word)).to.deep.equal(["qm", word, "end"]);
  });

  it("are so whatever is in them", () => {
    const part = fc.oneof(fc.constantFrom(...hostile), fc.constantFrom(..."'\\\"$`!*?[]{}()<>|&;~#%^=\n\t "), fc.string({ unit: "binary", maxLength: 3 }));
    const word = fc.array(part, { maxLength: 12 }).map((parts) => parts.join("").replaceAll("\0", ""));
    fc.assert(
      // Many at a time: a shell takes longer to start than to read.
      fc.property(fc.array(word, { minLength: 1, maxLength: 60 }), (words) => void expect(wordsOf(quoteWords(words))).to.deep.equal(words)),
      { numRuns: 60 },
    );
  });

  it("stay as a person would type them where nothing stands against it", () => {
    expect(quoteWords(["pvesh", "get", "/nodes/pve1/lxc", "--output-format", "json"])).to.equal("pvesh get /nodes/pve1/lxc --output-format json");
    expect(quoteWords(["pct", "config", "it's"])).to.equal("pct config 'it'\\''s'");
  });
});
