import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { newFolder, pmpc, remove, report } from "../../../bin/command";
import { reachClusterC, serveClusterC } from "../../../support/cluster-c";
import { fixture } from "../../../support/fixture";

const { files } = fixture<{ readonly files: Readonly<Record<string, string>> }>("cluster-c.json");

describe("what is not a guest, read from a copy of /etc/pve", () => {
  it("becomes the same code as what the API answers, byte for byte but for what guests of a node that is off refer to", async () => {
    const folder = newFolder();
    mkdirSync(folder, { recursive: true });
    const server = await serveClusterC();
    try {
      for (const [path, text] of Object.entries(files)) {
        if (!path.startsWith("/etc/pve/")) continue;
        const at = join(folder, "pve", path.slice("/etc/pve/".length));
        mkdirSync(dirname(at), { recursive: true });
        writeFileSync(at, text);
      }
      await report(["import", ...reachClusterC(server), "--out", join(folder, "api"), "--scope", "all", "--no-verify"], folder);
      await pmpc(["import", "--via", "files", "--pve-dir", join(folder, "pve"), "--out", join(folder, "files"), "--scope", "all", "--no-verify", "--json"], folder);
      const areas = (way: string) => Object.fromEntries(readdirSync(join(folder, way, "cluster")).sort().map((name) => [name, readFileSync(join(folder, way, "cluster", name), "utf8")]));
      expect(Object.keys(areas("files"))).to.deep.equal(["access.ts", "backup.ts", "datacenter.ts", "ha.ts", "mappings.ts", "members.ts", "metrics.ts", "pools.ts", "replication.ts", "sdn.ts", "storage.ts"]);
      // Only files have the guests of a node that is off, one of which is in a pool. ACME and notifications lie where only root reads, or in answers.
      const comparable = (way: string) => Object.fromEntries(Object.entries(areas(way)).map(([name, code]) => [name, code.replace(/const \w+ = new|return \{.*\};/g, "new").replace(/^import .*\n/gm, "").replace(/ {2}new AcmeDnsPlugin[^]*?\n {2}\}\);\n\n/g, "").replace(/\n\n {2}\/\/ (acme|notification)-.* is set aside: .*(\n {2}\/\/ .*)*/g, "")]));
      const api = comparable("api");
      for (const [name, code] of Object.entries(comparable("files"))) expect(code, name).to.equal(api[name]);
      expect(Object.keys(api).filter((name) => !(name in areas("files")))).to.deep.equal(["firewall.ts", "network.ts", "nodes.ts"]);
    } finally {
      await server.close();
      remove(folder);
    }
  });
});
