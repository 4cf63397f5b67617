import { tmpdir } from "node:os";
import { expect } from "chai";
import { hasTmux, openScreen, type Screen } from "./screen";
import { thrown } from "./thrown";

describe("a screen (skipped where there is no tmux)", () => {
  let screen: Screen;
  before(function () {
    if (!hasTmux()) this.skip();
  });
  afterEach(() => screen.close());

  const open = async (script: string) => (screen = await openScreen([process.execPath, "-e", script], { folder: tmpdir(), patience: 40 }));

  it("that stands still, while its program waits, will not show what is waited for", async () => {
    await open('process.stdout.write("Which node? "); setInterval(() => {}, 1e6)');
    await screen.until("Which node?");
    expect((await thrown(screen.until("done"))).message).to.equal("it waits, and does not show done:\nWhich node?");
  });

  it("is waited for as long as anything works that its program started", async () => {
    await open('const { spawn } = require("child_process"); spawn(process.execPath, ["-e", "for (const end = Date.now() + 6000; Date.now() < end;);"]).on("exit", () => { console.log("done"); setInterval(() => {}, 1e6); })');
    expect(await screen.until("done")).to.equal("done");
  });

  it("of a program that ended is not waited for", async () => {
    await open('console.log("bye")');
    expect((await thrown(screen.until("done"))).message).to.match(/^it ended, and never showed done:\nbye/);
  });
});
