import { expect } from "chai";
import { terminalHost } from "../../../bin/cli/host";

describe("a question that --yes answers", () => {
  async function told(says: string): Promise<string> {
    let text = "";
    const host = terminalHost({ yes: true, json: false, streams: { stdin: {}, stdout: { write: () => true }, stderr: { write: (one) => (text += one) } } });
    expect(await host.ask({ code: "apply", says, about: [], data: { grades: {} }, answer: "yes or no", option: "--yes", run: "1" })).to.deep.equal({ value: "yes" });
    return text;
  }

  it("has its lines one below the other, the first like the others", async () => {
    expect(await told("  forget       vm 100 web\n  forget       vm 101 db\nApply?")).to.equal("  forget       vm 100 web\n  forget       vm 101 db\n  Apply? yes\n");
    expect(await told("certificate  9A\n             SHA-256\nTrust it?")).to.equal("  certificate  9A\n               SHA-256\n  Trust it? yes\n");
    expect(await told("Go on?")).to.equal("Go on? yes\n");
  });
});
