import { expect } from "chai";
import { chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newFolder, pmpc, remove } from "./command";

const isRoot = process.getuid?.() === 0;

describe(`a workspace above the folder that one is in${isRoot ? "" : " (skipped: only root can give a file to somebody else)"}`, () => {
  let folder: string;
  before(function () {
    if (!isRoot) return this.skip();
    folder = newFolder();
    mkdirSync(join(folder, ".proxmox"));
    mkdirSync(join(folder, "inside/deep"), { recursive: true });
    writeFileSync(join(folder, ".proxmox/config.yml"), "endpoint: https://pve1.lan:8006\n");
  });
  after(() => {
    if (folder !== undefined) remove(folder);
  });

  it("is used if it is one's own, and never if it is somebody else's: its settings say where the token goes", async () => {
    const status = async () => JSON.parse((await pmpc(["status", "--offline", "--json"], join(folder, "inside/deep"))).stdout) as { workspace?: string; error?: { code: string } };
    expect((await status()).workspace).to.equal(folder);
    chownSync(join(folder, ".proxmox/config.yml"), 12345, 12345);
    expect((await status()).error?.code).to.equal("no-workspace");
  });
});
