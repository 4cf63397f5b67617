import { expect } from "chai";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readInput } from "../../../generator/simulator/input";
import { isRecording } from "../../../generator/simulator/recording";
import { startSimulator, type Simulator } from "../../../generator/simulator/simulator";
import type { Scenario } from "../../../simulator/scenario";
import { ask } from "./client";

describe("what a simulator is made of", () => {
  let folder: string;
  const put = (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };
  const filesOf = (path: string) => Object.keys((readInput(path) as Scenario).files).sort();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pmpc-simulator-"));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it("is a scenario by name where there is no such file", () => {
    expect(readInput("homelab")).to.have.property("name", "homelab");
  });

  it("is a copy of /etc/pve", () => {
    put({
      "nodes/n1/qemu-server/100.conf": "name: a\n",
      "nodes/n2/lxc/200.conf": "hostname: b\n",
      "nodes/n1/interfaces": "",
      "storage.cfg": "",
      "user.cfg": "",
      "corosync.conf": "",
      "priv/token.cfg": "root@pam!x secret\n",
      "priv/storage/nas.cfg": "x",
      "nodes/n1/pve-ssl.pem": "x",
      "jobs.cfg": "x",
      "authkey.pub.cfg": "x",
    });
    expect(filesOf(folder)).to.deep.equal([
      "corosync.conf",
      "jobs.cfg",
      "nodes/n1/interfaces",
      "nodes/n1/qemu-server/100.conf",
      "nodes/n2/lxc/200.conf",
      "storage.cfg",
      "user.cfg",
    ]);
  });

  it("is a copy of a node's root, or of its guests alone", () => {
    put({ "etc/pve/nodes/n1/lxc/200.conf": "hostname: b\n", "etc/pve/storage.cfg": "", "etc/network/interfaces": "auto lo\n" });
    expect(filesOf(folder)).to.deep.equal(["interfaces", "nodes/n1/lxc/200.conf", "storage.cfg"]);
    rmSync(join(folder, "etc"), { recursive: true });
    put({ "qemu-server/100.conf": "name: a\n" });
    expect(filesOf(folder)).to.deep.equal(["nodes/pve/qemu-server/100.conf"]);
  });

  it("does not follow links, which /etc/pve has to itself", () => {
    put({ "nodes/n1/lxc/200.conf": "hostname: b\n" });
    symlinkSync(folder, join(folder, "nodes/n1/local"));
    expect(filesOf(folder)).to.deep.equal(["nodes/n1/lxc/200.conf"]);
  });

  it("is a file with configurations that belong to no cluster", async () => {
    put({
      "odd.json": JSON.stringify({
        about: "x",
        qemu: { one: { conf: "name: one\n" }, two: { conf: "name: two\n" } },
        lxc: { three: { conf: "hostname: three\n" } },
      }),
    });
    expect(filesOf(join(folder, "odd.json"))).to.deep.equal([
      "nodes/pve/lxc/5000.conf",
      "nodes/pve/qemu-server/1000.conf",
      "nodes/pve/qemu-server/1001.conf",
    ]);
    const simulator = await startSimulator({ scenario: join(folder, "odd.json") });
    const { data } = await ask(simulator, "/nodes/pve/qemu/1001/config");
    await simulator.close();
    expect(data).to.include({ name: "two" });
  });

  it("is refused with a hint when there is nothing in it", () => {
    put({ "notes.txt": "x", "broken.json": "{", "empty.json": "{}" });
    expect(() => readInput(folder))
      .to.throw(`there are no files of Proxmox VE in ${folder}`)
      .with.property("hint")
      .contain("nodes/<node>/qemu-server");
    expect(() => readInput(join(folder, "broken.json"))).to.throw("is not JSON");
    expect(() => readInput(join(folder, "empty.json"))).to.throw("neither a recording nor a configuration");
    expect(() => readInput(join(folder, "nosuch"))).to.throw("there is no scenario");
  });
});

describe("a recording on the wire", () => {
  const path = join(__dirname, "../../fixture/pve/cluster-b.json");
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ scenario: path });
  });

  after(() => simulator.close());

  it("is given again word by word", async () => {
    const recording = readInput(path);
    if (!isRecording(recording)) throw new Error("no recording");
    const volume = /content\/./;
    for (const [address, { status, reason, body }] of Object.entries(recording.http)
      .filter(([one]) => !volume.test(one))
      .slice(0, 150)) {
      const reply = await ask(simulator, address);
      expect([reply.status, reply.reason, reply.text === "" ? null : JSON.parse(reply.text)], address).to.deep.equal([status, reason, body ?? null]);
    }
  });

  it("shows the poor token what it saw", async () => {
    const token = simulator.tokens.auditor;
    expect((await ask(simulator, "/nodes/pve/qemu/100/config", { token })).reason).to.equal("Permission check failed (/vms/100, VM.Audit)");
    expect((await ask(simulator, "/nodes/pve/qemu", { token })).data).to.have.lengthOf(2);
  });

  it("knows no other token", async () => {
    expect(await ask(simulator, "/version", { token: "root@pam!exam=x" })).to.include({ status: 401, reason: "Authentication failed!" });
    expect(await ask(simulator, "/version", { headers: { authorization: "" } })).to.include({ status: 401 });
  });

  it("answers one volume from the lists, or says that there is none", async () => {
    const { data } = await ask(simulator, "/nodes/pve/storage/local-lvm/content/local-lvm:vm-100-disk-0");
    expect(data).to.include({ format: "raw", size: 17_179_869_184 }).and.have.keys("path", "format", "size", "used");
    expect((await ask(simulator, `/nodes/pve/storage/tank/content/${encodeURIComponent("tank:subvol-202-disk-0")}`)).data).to.include({
      format: "subvol",
    });
    expect((await ask(simulator, "/nodes/pve/storage/local/content/local:iso%2Fvirtio-win-0.1.266.iso")).data).to.include({ size: 724_426_752 });
    expect((await ask(simulator, "/nodes/pve/storage/local-lvm/content/local-lvm:vm-7-disk-0")).reason).to.equal(
      "file_size_info on 'local-lvm:vm-7-disk-0' failed",
    );
  });

  it("takes an address in any spelling", async () => {
    expect((await ask(simulator, "/nodes/pve/tasks?source=all&limit=500")).status).to.equal(200);
    const upid = encodeURIComponent("UPID:pve:00000FA6:00018486:68E78610:vncproxy:110:root@pam!exam:");
    expect((await ask(simulator, `/nodes/pve/tasks/${upid}/status`)).data).to.include({ exitstatus: "OK" });
  });

  it("cannot be changed", async () => {
    expect(() => simulator.cluster.stop(100)).to.throw("a recording cannot be changed");
    expect((await ask(simulator, "/nodes/pve/qemu/100/status/stop", { method: "POST" })).reason).to.match(
      /^Method 'POST .*' not implemented by the simulator$/,
    );
  });
});
