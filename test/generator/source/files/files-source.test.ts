import { expect } from "chai";
import Database from "libsql";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openFilesSource } from "../../../../generator/source/files/files-source";
import type { Unreadable } from "../../../../lib/inventory/document";
import { readInventory } from "../../../../lib/inventory/inventory";
import { clusterB, fixture } from "../../../support/fixture";
import { thrown } from "../../../support/thrown";

describe("the files source", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "pmpc-files-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function put(files: Readonly<Record<string, string>>, below = ""): string {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, below, path)), { recursive: true });
      writeFileSync(join(folder, below, path), text);
    }
    return join(folder, below);
  }
  async function read(path = folder) {
    const documents = new Map<string, unknown>();
    const unreadable = new Map<string, Unreadable>();
    for await (const one of (await openFilesSource(path)).read({})) {
      if ("why" in one) unreadable.set(one.address, one);
      else documents.set(one.address, one.body);
    }
    return { documents, unreadable };
  }
  const recorded = fixture<{ readonly files: Readonly<Record<string, string>> }>("cluster-b.json").files;

  it("reads a whole node's copy: every configuration as the API answers it, storages, pools, name and address", async () => {
    put({ ...recorded, "/etc/hosts": "127.0.0.1 localhost\n192.0.2.10 pve.example.net pve\n", "/usr/share/perl5/PVE/pvecfg.pm": "package PVE::pvecfg;\nsub version { return '9.2.11'; }\nsub release { return '9.2'; }\nsub repoid { return 'x'; }\n" });
    const { documents, unreadable } = await read();
    const configs = [...documents].filter(([address]) => address.endsWith("/config"));
    expect(configs).to.have.lengthOf(15);
    for (const [address, body] of configs) expect({ ...(body as object), digest: "" }, address).to.deep.equal({ ...(clusterB.http[address]!.body!.data as object), digest: "" });
    const inventory = readInventory({ documents, unreadable });
    expect(inventory).to.include({ name: "pve", version: "9.2.11" });
    expect(inventory.nodes).to.deep.equal([{ name: "pve", online: false, ip: "192.0.2.10" }]);
    expect(inventory.storages.map(({ name, type, disabled }) => `${name} ${type} ${disabled}`)).to.deep.equal(["backup dir false", "local dir false", "local-lvm lvmthin false", "nas nfs true", "tank zfspool false"]);
    expect(inventory.pools).to.deep.equal([{ name: "home", comment: "house services" }, { name: "lab", comment: "experiments" }]);
    expect(inventory.guests.find(({ vmId }) => vmId === 101)).to.include({ name: "homeassistant", pool: "home", status: "unknown" });
    expect(unreadable.size).to.equal(0);
  });

  it("knows a cluster by corosync.conf, and says nothing of who may see what", async () => {
    put({
      "nodes/pve1/lxc/200.conf": "hostname: a\n",
      "nodes/pve2/qemu-server/100.conf": "name: b\n",
      "corosync.conf": "nodelist {\n  node {\n    name: pve1\n    nodeid: 1\n    ring0_addr: 10.0.0.1\n  }\n  node {\n    name: pve2\n    nodeid: 2\n    ring0_addr: 10.0.0.2\n  }\n}\ntotem {\n  cluster_name: prod\n  config_version: 3\n}\n",
    });
    const source = await openFilesSource(folder);
    expect(source).to.include({ cluster: "prod", node: "10.0.0.1" });
    const { documents, unreadable } = await read();
    expect(readInventory({ documents, unreadable }).nodes).to.deep.equal([{ name: "pve1", online: false, ip: "10.0.0.1" }, { name: "pve2", online: false, ip: "10.0.0.2" }]);
    // A copy may be old: what it lacks is not gone.
    expect(documents.has("/access/permissions")).to.equal(false);
  });

  it("reads the database of a node that does not run, what was written last included, and leaves it as it is", async () => {
    const files = Object.entries(recorded).flatMap(([path, text]) => (path.startsWith("/etc/pve/") ? [[path.slice("/etc/pve/".length), text] as const] : []));
    mkdirSync(join(folder, "var/lib/pve-cluster"), { recursive: true });
    const path = join(folder, "var/lib/pve-cluster/config.db");
    const database = new Database(path);
    database.exec("PRAGMA journal_mode = WAL; CREATE TABLE tree (inode INTEGER PRIMARY KEY NOT NULL, parent INTEGER NOT NULL, version INTEGER NOT NULL, writer INTEGER NOT NULL, mtime INTEGER NOT NULL, type INTEGER NOT NULL, name TEXT NOT NULL, data BLOB)");
    const insert = database.prepare("INSERT INTO tree VALUES (?, ?, 1, 0, 0, ?, ?, ?)");
    const folders = new Map([["", 0]]);
    let inode = 0;
    const folderOf = (name: string): number => {
      const known = folders.get(name);
      if (known !== undefined) return known;
      const parent = folderOf(name.split("/").slice(0, -1).join("/"));
      insert.run(++inode, parent, 4, name.split("/").at(-1), null);
      folders.set(name, inode);
      return inode;
    };
    for (const [name, text] of [...files, ["priv/token.cfg", "secret"] as const]) {
      const parent = folderOf(name.split("/").slice(0, -1).join("/"));
      insert.run(++inode, parent, 8, name.split("/").at(-1), Buffer.from(text));
    }
    const before = readFileSync(path);
    const fromDatabase = await read();
    expect(readFileSync(path).equals(before)).to.equal(true);
    expect(await read(path)).to.deep.equal(fromDatabase);
    database.close();
    expect(fromDatabase).to.deep.equal(await read(put(Object.fromEntries(files), "copy")));
    expect([...fromDatabase.documents.keys()].filter((address) => address.endsWith("/config"))).to.have.lengthOf(15);
  });

  it("says that a file is no such database", async () => {
    writeFileSync(join(folder, "config.db"), "no database");
    expect(await thrown(openFilesSource(join(folder, "config.db")))).to.include({ code: "no-cluster-files" });
  });

  it("takes nothing but guests' files for guests", async () => {
    put({ "nodes/pve/lxc/200.conf": "hostname: a\n", "nodes/pve/lxc/200.conf.tmp.1": "x", "nodes/pve/lxc/20.conf": "hostname: b\n", "nodes/pve/lxc/notes.conf": "x", "nodes/pve/qemu-server/a/100.conf": "x", "nodes/pve/priv/key": "secret" });
    const { documents } = await read();
    expect([...documents.keys()].filter((address) => address.endsWith("/config"))).to.deep.equal(["/nodes/pve/lxc/200/config"]);
  });

  it("says which of two guests with one number it took", async () => {
    put({ "nodes/pve1/lxc/200.conf": "hostname: a\n", "nodes/pve2/lxc/200.conf": "hostname: b\n" });
    const { documents, unreadable } = await read();
    expect(readInventory({ documents, unreadable }).guests.map(({ name }) => name)).to.deep.equal(["a"]);
    expect(unreadable.get("/nodes/pve2/lxc/200/config")).to.include({ why: "failed", message: "lxc/200 exists twice; the one on pve1 was used" });
  });

  it("takes no secret along", async () => {
    put({ "nodes/pve/qemu-server/100.conf": "cipassword: hunter2\nname: a\n", "nodes/pve/lxc/200.conf": "lxc.environment.runtime: DB_PASSWORD=hunter2\n" });
    expect(JSON.stringify([...(await read()).documents])).not.to.include("hunter2");
  });

  it("says what it expected of a folder that is no copy", async () => {
    const error = await thrown(openFilesSource(put({ "storage.cfg": "" })));
    expect(error).to.include({ code: "no-cluster-files", exit: 5 });
    expect(error.hint).to.include("config.db");
  });

  it(`says that it may not read${process.getuid?.() === 0 ? " (skipped: root may read everything)" : ""}`, async function () {
    if (process.getuid?.() === 0) return this.skip();
    const path = put({ "nodes/pve/lxc/200.conf": "hostname: a\n" });
    chmodSync(join(path, "nodes/pve/lxc/200.conf"), 0);
    expect(await thrown(openFilesSource(path))).to.include({ code: "permission-denied", exit: 4 });
  });
});
