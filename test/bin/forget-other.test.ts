import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator } from "../../generator/simulator/simulator";
import { newFolder, pmpc, reach, remove } from "./command";

describe("pmpc forget of what is not a guest", () => {
  it("changes nothing, and says where it is and what lets go of it", async () => {
    const [folder, simulator] = [newFolder(), await startSimulator({ scenario: "datacentre" })];
    try {
      await pmpc(["import", ...reach(simulator, simulator.tokens.root), "--out", folder, "--scope", "cluster", "--no-verify"], folder);
      const code = () => ["cluster.ts", "cluster/storage.ts", ".proxmox/cluster.jsonl"].map((path) => readFileSync(join(folder, path), "utf8"));
      const before = code();
      const { code: ended, stderr } = await pmpc(["forget", "storage", "nas-1"], folder);
      expect(ended).to.equal(64);
      expect(stderr).to.include("storage nas-1 is not a guest").and.include("remove it from cluster/storage.ts").and.include('this.forget("proxmox_storage_nfs.nas-1");');
      expect((await pmpc(["forget", "pool", "nosuch"], folder)).stderr).to.include("pool nosuch is not in the code");
      expect(code()).to.deep.equal(before);
    } finally {
      await simulator.close();
      remove(folder);
    }
  });
});
