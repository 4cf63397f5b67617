import { expect } from "chai";
import { liveLine } from "../../../bin/cli/live";

describe("the line that tells how far a verb is", () => {
  function told(columns: number | undefined, isPlain = false, isShown = true) {
    let text = "";
    const to = { columns, write: (one: string) => (text += one) };
    const live = liveLine(to, { isShown, isPlain, room: { width: Infinity, wrap: (one) => one, widthOf: (one) => [...one].reduce((sum, char) => sum + (char > "\u1000" ? 2 : 1), 0) } });
    return { live, to, text: () => text };
  }

  it("fits into the window as it is now, so that it can be written over", () => {
    const { live, to, text } = told(40);
    live.tell("planning", "3 of 9 resources, not yet a-guest-with-a-long-name");
    expect(text()).to.equal("\r\u001b[K  planning     3 of 9 resources, not y…");
    to.columns = 20;
    live.tell("planning", "漢字漢字漢字");
    expect(text().split("\u001b[K").at(-1)).to.equal("  planning     漢…");
    live.clear();
    expect(text()).to.match(/\r\u001b\[K$/);
  });

  it("is a line for each stage where nothing is written over, and nothing where nobody looks", () => {
    const { live, text } = told(40, true);
    for (const [stage, says] of [["reading", "1 of 2"], ["reading", "2 of 2"], ["planning", "1 of 1"]] as const) live.tell(stage, says);
    live.clear();
    expect(text()).to.equal("  reading\n  planning\n");
    const silent = told(40, false, false);
    silent.live.tell("reading", "1 of 2");
    silent.live.clear();
    expect(silent.text()).to.equal("");
  });
});
