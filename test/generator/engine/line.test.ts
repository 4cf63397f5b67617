import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { assert, asyncProperty, array, property, string, stringMatching } from "fast-check";
import { quoteWord, splitLine } from "../../../generator/engine/line";

const texts = (line: string) => splitLine(line).map(({ text }) => text);

describe("a typed line", () => {
  for (const [line, words] of [
    ["", []],
    ["  list   vms ", ["list", "vms"]],
    ["create vm --name 'my web' --notes \"a \\\"b\\\" c\"", ["create", "vm", "--name", "my web", "--notes", 'a "b" c']],
    ["--net0 virtio,bridge=vmbr0", ["--net0", "virtio,bridge=vmbr0"]],
    ["a\\ b '' c''d", ["a b", "", "cd"]],
    ["back\\\\slash", ["back\\slash"]],
  ] as const) {
    it(`splits ${JSON.stringify(line)}`, () => expect(texts(line)).to.deep.equal(words));
  }

  it("says where each word begins, and which quote is open", () => {
    expect(splitLine("stop 'vm web").map(({ at, open }) => [at, open])).to.deep.equal([
      [0, undefined],
      [5, "'"],
    ]);
  });

  it("reads back every word that was quoted", () => assert(property(array(string({ unit: "binary" })), (words) => {
    expect(texts(words.map(quoteWord).join(" "))).to.deep.equal(words);
  })));

  it("quotes as a shell reads", () => assert(asyncProperty(array(stringMatching(/^[\x01-\uD7FF]*$/), { minLength: 1, maxLength: 20 }), async (words) => {
    const printed = execFileSync("sh", ["-c", `printf '%s\\0' ${words.map(quoteWord).join(" ")}`], { encoding: "utf8" });
    expect(printed.split("\0").slice(0, -1)).to.deep.equal(words);
  }), { numRuns: 20 }));
});
