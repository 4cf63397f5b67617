import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { newFolder, pmpc, remove, report } from "../../../bin/command";
import { reachClusterC, serveClusterC } from "../../../support/cluster-c";
import { fixture } from "../../../support/fixture";

const { files } = fixture<{ readonly files: Readonly<Record<string, string>> }>("cluster-c.json");

const privateFiles = {
  "plugins.cfg": "dns: cf\n\tapi cf\n\tdata Q0ZfVG9rZW49hush-hush\n\tnodes core1,core2\n\tvalidation-delay 60\n\ndns: ns\n\tapi nsupdate\n\tdata hush-hush\n\tdisable\n\nstandalone: standalone\n\n",
  default: '{"account":{"contact":["mailto:hush-hush@example.net"]},"key":"-----BEGIN RSA PRIVATE KEY-----"}',
  staging: '{"key":"-----BEGIN RSA PRIVATE KEY-----"}',
} as const;

const filesBelow = (folder: string): readonly string[] => readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap((one) => (one.isFile() ? [join(one.parentPath, one.name)] : []));

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
        writeFileSync(at, path.includes("/sdn/") ? text.replace(/^(\t(?:token|key)) .*$/gm, "$1 hush-hush") : text);
      }
      // What only root reads was not recorded; an account's file has its key.
      for (const [path, text] of Object.entries(privateFiles)) {
        mkdirSync(join(folder, "pve/priv/acme"), { recursive: true });
        writeFileSync(join(folder, "pve/priv/acme", path), text);
      }
      await report(["import", ...reachClusterC(server), "--out", join(folder, "api"), "--scope", "all", "--no-verify"], folder);
      await pmpc(["import", "--via", "files", "--pve-dir", join(folder, "pve"), "--out", join(folder, "files"), "--scope", "all", "--no-verify", "--json"], folder);
      const areas = (way: string) => Object.fromEntries(readdirSync(join(folder, way, "cluster")).sort().map((name) => [name, readFileSync(join(folder, way, "cluster", name), "utf8")]));
      expect(Object.keys(areas("files"))).to.deep.equal(["access.ts", "backup.ts", "datacenter.ts", "firewall.ts", "ha.ts", "mappings.ts", "members.ts", "metrics.ts", "nodes.ts", "pools.ts", "replication.ts", "sdn.ts", "storage.ts"]);
      // Only files have the guests of a node that is off, one of which is in a pool. Only nodes themselves know their networks, names and packages.
      const comparable = (way: string) => Object.fromEntries(Object.entries(areas(way)).map(([name, code]) => [name, code.replace(/const \w+ = new|return \{.*\};/g, "new").replace(/^import .*\n/gm, "").replace(/ {2}new (?:NodeNameServers|NodeHosts|NodeTimeZone|Apt(?:Standard)?Repository)[^]*?\n {2}\}\);\n\n?/g, "").replace(/\n+}\n$/, "\n}\n")]));
      const api = comparable("api");
      for (const [name, code] of Object.entries(comparable("files"))) expect(code, name).to.equal(api[name]);
      expect(Object.keys(api).filter((name) => !(name in areas("files")))).to.deep.equal(["network.ts"]);
      expect(readFileSync(join(folder, "files/docs/import-report.md"), "utf8")).to.include("| sdn-ipam phi | the provider has no resource for it; zones name it |").and.include("| sdn-dns pdns |").and.not.include("| sdn-ipam pve |");
      for (const file of filesBelow(join(folder, "files"))) expect(readFileSync(file, "latin1"), file).not.to.match(/hush-hush|PRIVATE KEY/);
    } finally {
      await server.close();
      remove(folder);
    }
  });
});
