import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readArchive } from "../../../../generator/source/shell/archive";

describe("an archive", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "pmpc-archive-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const long = `${"n".repeat(70)}/${"q".repeat(60)}`;
  const texts: Readonly<Record<string, string>> = { ".members": "{}\n", empty: "", "nodes/pve/lxc/200.conf": "#ü%20x\nhostname: a\n", exact: "x".repeat(512), more: "y".repeat(513), [`${long}/300.conf`]: "z\n" };

  function pack(): string {
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(join(folder, path, ".."), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return execFileSync("tar", ["-cf", "-", "--format=ustar", "-C", folder, ...Object.keys(texts), "nodes"]).toString("latin1");
  }

  it("gives every file that tar put in, under its name", () => {
    expect(Object.fromEntries(readArchive(pack())!)).to.deep.equal(texts);
  });

  it("is none when it was cut off anywhere, or has something before it", () => {
    const whole = pack();
    // The end itself is two empty blocks, and padding behind them.
    const end = whole.trimEnd().replace(/\0+$/, "").length;
    for (let length = 0; length < end; length += 97) expect(readArchive(whole.slice(0, length)), String(length)).to.equal(undefined);
    expect(readArchive(`Welcome\n${whole}`)).to.equal(undefined);
  });
});
