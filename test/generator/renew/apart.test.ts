import { expect } from "chai";
import { apart } from "../../../generator/renew/apart";

const rule = (port: string, comment = "a rule of the house") => `{ direction: "in", action: "ACCEPT", protocol: "tcp", destinationPort: "${port}", comment: "${comment}" }`;
const list = (...rules: readonly string[]) => `[\n  ${rules.join(",\n  ")},\n]`;

describe("two values side by side", () => {
  it("are whole where they are short", () => {
    expect(apart('["a",\n "b"]', undefined)).to.deep.equal(['["a", "b"]', "nothing"]);
  });

  it("of a long list are the rule that differs, or the one that there is more", () => {
    const ports = ["22", "80", "443", "8006"];
    expect(apart(list(...ports.map((port) => rule(port))), list(...ports.map((port) => rule(port === "443" ? "8443" : port))))).to.deep.equal([`… ${rule("443")} …`, `… ${rule("8443")} …`]);
    const [longer, shorter] = apart(list(rule("22"), rule("80", "new"), rule("443")), list(rule("22"), rule("443")));
    expect(longer).to.contain("80").and.contain("new");
    expect(shorter.length).to.be.lessThan(longer.length);
  });

  it("of a long text are the words that differ, with some around them", () => {
    const text = (word: string) => `"${"some words of a long note ".repeat(8)}${word} ${"and more of them ".repeat(8)}"`;
    const [one, other] = apart(text("here"), text("there"));
    expect([one.length < 80, other.length < 80, one.includes("here"), other.includes("there")]).to.deep.equal([true, true, true, true]);
  });
});
