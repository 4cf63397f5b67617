import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { append } from "../../../generator/audit/log";
import { leftOff } from "../../../generator/session/left-off";

describe("what a run left switched off", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "pmpc-left-off-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const since = "2026-11-30T10:00:00.000Z";
  const key = "qemu/100";
  const power = (what: string, verb = "apply", at = since) => append(root, { at, verb, key, asked: { request: `POST /nodes/pve/qemu/100/status/${what}` } });
  const off = () => leftOff(root, { verb: "apply", since });

  it("is a guest that it shut down, and did not start", async () => {
    const { n } = await power("shutdown");
    await append(root, { at: since, verb: "apply", key, of: n, answer: "begun" });
    expect(off()).to.deep.equal([{ type: "qemu", vmId: 100 }]);
    await power("start");
    expect(off()).to.deep.equal([]);
  });

  it("is a guest whose start Proxmox VE refused", async () => {
    await power("shutdown");
    const { n } = await power("start");
    await append(root, { at: since, verb: "apply", key, of: n, answer: "500 start failed" });
    expect(off()).to.have.lengthOf(1);
  });

  it("is not what an earlier run, or another verb, switched off", async () => {
    await power("shutdown", "apply", "2026-11-30T09:59:59.000Z");
    await power("stop", "stop");
    expect(off()).to.deep.equal([]);
  });

  it("is nothing where nothing was written", () => {
    expect(off()).to.deep.equal([]);
  });
});
