import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import type { AuditReport } from "../../generator/action/audit";
import { append } from "../../generator/audit/log";
import { link, start } from "../../generator/audit/record";
import { password, startPostgres, whenPostgres } from "../support/postgres";
import { newFolder, pmpc, remove, spawned } from "./command";

describe("the end of an audit log, told to another place", () => {
  let folder: string;
  beforeEach(() => {
    folder = newFolder();
    mkdirSync(join(folder, ".proxmox"));
  });
  afterEach(() => remove(folder));

  let inDatabase = false;
  function settings(anchor: string, store?: string): void {
    inDatabase = store !== undefined;
    writeFileSync(join(folder, ".proxmox/config.yml"), `cluster: homelab\nendpoint: https://pve.lan:8006\naudit_anchor: ${anchor}\n${store === undefined ? "" : `store: ${store}\n`}`);
  }
  const log = () => join(folder, ".proxmox/audit", readdirSync(join(folder, ".proxmox/audit"))[0]!);
  const write = async (...verbs: readonly string[]) => {
    for (const verb of verbs) await append(folder, { at: "2026-11-29T12:00:00Z", verb, key: "qemu/100", answer: "OK" });
  };
  async function audit(...args: readonly string[]): Promise<{ readonly code: number; readonly report: AuditReport; readonly stderr: string }> {
    // The client of PostgreSQL reads the environment of its process.
    const { code, stdout, stderr } = await (inDatabase ? spawned(["audit", ...args, "--json"], folder, { PGPASSWORD: password }) : pmpc(["audit", ...args, "--json"], folder));
    return { code, report: JSON.parse(stdout) as AuditReport, stderr };
  }
  /** The same numbers with other deeds, and every hash as it has to be. */
  function forge(verbs: readonly string[]): void {
    let head = start;
    const lines = verbs.map((verb) => {
      const { record, line } = link({ at: "2026-11-29T12:00:00Z", person: "eve", verb, key: "qemu/100", answer: "OK" }, head);
      head = { n: record.n, hash: record.hash };
      return line;
    });
    writeFileSync(log(), lines.join(""));
  }

  it("says where a clock was set back, and that nothing after a line that was changed is undone", async () => {
    settings("store");
    await append(folder, { at: "2026-11-29T12:00:00Z", verb: "start", key: "qemu/100" });
    await append(folder, { at: "2026-11-29T11:00:00Z", verb: "stop", key: "qemu/100" });
    const back = await audit("--verify");
    expect([back.code, back.report.chains[0]!.datedBack, back.report.records.map(({ n }) => n)]).to.deep.equal([0, 2, [2, 1]]);
    expect((await pmpc(["audit"], folder)).stdout).to.contain("record 2 is dated before the one that it follows: the clock was set back");
    writeFileSync(log(), readFileSync(log(), "utf8").replace('"stop"', '"reboot"'));
    const { code, stderr } = await pmpc(["undo", "2"], folder);
    expect([code, stderr]).to.satisfy(([ended, said]: [number, string]) => ended === 5 && said.includes("no record 2 before the line where it is broken") && said.includes("line 2 was changed: its hash does not match"));
  });

  it("is no help to undo what changed no configuration, which says the command that does", async () => {
    settings("store");
    const entries = [
      { verb: "stop", asked: { node: "pve" } },
      { verb: "apply", asked: { request: "POST /nodes/pve/qemu/100/status/start" } },
      { verb: "apply", asked: { request: "POST /nodes/pve/qemu/100/status/reboot" } },
      { verb: "apply", asked: { request: "DELETE /nodes/pve/qemu/100?purge=1" } },
      { verb: "apply", asked: { request: "POST /nodes/pve/qemu/9000/clone" } },
      { verb: "apply", asked: { request: "PUT /nodes/pve/qemu/100/firewall/options" } },
    ];
    for (const entry of entries) await append(folder, { at: "2026-11-29T12:00:00Z", key: "qemu/100", before: { cores: 2 }, ...entry });
    const said = [];
    for (const n of entries.keys()) {
      const { code, stderr } = await pmpc(["undo", String(n + 1)], folder);
      said.push([code, stderr.split("\n").slice(0, 2).join(" |").slice(0, 90)]);
    }
    expect(said.slice(0, 5)).to.deep.equal([
      [6, "pmpc: record 1 stopped vm 100, and changed no configuration |  pmpc start vm 100 starts it"],
      [6, "pmpc: record 2 started vm 100, and changed no configuration |  pmpc stop vm 100 stops it"],
      [6, "pmpc: record 3 restarted vm 100, and changed no configuration |  a restart cannot be taken"],
      [6, "pmpc: record 4 destroyed vm 100 with its disks |  pmpc delete vm 100 --undo brings its cod"],
      [6, "pmpc: record 5 made vm 100 |  pmpc delete vm 100 takes it out of the code, and an apply th"],
    ]);
    expect(said[5]![0]).to.equal(6);
  });

  it("tells a log that was cut off, written anew, or taken away, whose own hashes all match", async () => {
    settings("store");
    await write("start", "stop");
    expect((await audit("--anchor")).report.anchored).to.equal("store");
    await write("start");
    expect((await audit("--anchor")).code).to.equal(0);
    const whole = await audit("--verify");
    expect([whole.code, whole.report.anchors]).to.deep.equal([0, { held: 2, departures: [] }]);
    const text = readFileSync(log(), "utf8");

    writeFileSync(log(), text.split("\n").slice(0, 2).map((line) => `${line}\n`).join(""));
    const cut = await audit("--verify");
    expect([cut.code, cut.report.chains.map(({ fault }) => fault)]).to.deep.equal([1, [undefined]]);
    expect(cut.report.anchors!.departures.map(({ says }) => says.replace(/ at \d{4}\S+Z/, ""))).to.deep.equal(["it ends at record 2, and record 3 was anchored: what came after it is missing"]);

    forge(["start", "nothing", "start", "stop"]);
    const forged = await audit("--verify");
    expect([forged.code, forged.report.chains.map(({ fault }) => fault)]).to.deep.equal([1, [undefined]]);
    expect(forged.report.anchors!.departures[0]!.says).to.match(/^record 2 is not the one that was anchored/);

    rmSync(log());
    const gone = await audit("--verify");
    expect([gone.code, gone.report.anchors!.departures[0]!.says.replace(/ at \d{4}\S+Z/, "")]).to.deep.equal([1, "the chain is missing: its record 2 was anchored"]);
  });

  it(`is kept by a team's PostgreSQL, whose role for pmpc may add to it, and change nothing of it${whenPostgres}`, async function () {
    const postgres = await startPostgres();
    if (postgres === undefined) return this.skip();
    try {
      const store = await postgres.newDatabase();
      settings("store", store);
      await write("start", "stop");
      expect((await audit("--anchor")).report.anchored).to.equal("store");
      for (const statement of [
        `CREATE ROLE member LOGIN PASSWORD '${password}'`,
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO member", "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO member", "REVOKE UPDATE, DELETE ON anchor FROM member",
      ]) await postgres.query(store, statement);

      settings("store", store.replace("pmpc@", "member@"));
      await write("start");
      expect((await audit("--anchor")).code).to.equal(0);
      for (const statement of ["DELETE FROM anchor", "UPDATE anchor SET n = 1", "TRUNCATE anchor"]) {
        const error = await postgres.query(store, `SET ROLE member; ${statement}`).then(() => undefined, (one: Error) => one.message);
        expect(error, statement).to.match(/permission denied for table anchor/);
      }
      const whole = await audit("--verify");
      expect([whole.code, whole.report.anchors]).to.deep.equal([0, { held: 2, departures: [] }]);
      forge(["start", "nothing", "start"]);
      const forged = await audit("--verify");
      expect([forged.code, forged.report.anchors!.departures.length]).to.deep.equal([1, 1]);
      expect(await postgres.query(store, "SELECT n FROM anchor ORDER BY id")).to.deep.equal([{ n: 2 }, { n: 3 }]);
    } finally {
      await postgres.stop();
    }
  });

  it("goes to a syslog server by UDP and TCP, and a file of its lines is what the log is held against", async () => {
    const udp = createSocket("udp4");
    udp.bind(0, "127.0.0.1");
    await once(udp, "listening");
    const received: string[] = [];
    const tcp = createServer((socket) => void socket.on("data", (text) => received.push(text.toString())));
    tcp.listen(0, "127.0.0.1");
    await once(tcp, "listening");
    try {
      await write("start", "stop");
      settings(`udp://127.0.0.1:${udp.address().port}`);
      const heard = once(udp, "message") as Promise<[Buffer]>;
      expect((await audit("--anchor")).code).to.equal(0);
      received.push((await heard)[0].toString());
      settings(`tcp://127.0.0.1:${(tcp.address() as AddressInfo).port}`);
      expect((await audit("--anchor")).code).to.equal(0);
      expect(received[0]).to.match(/^<85>1 \d{4}-\S+Z \S+ pmpc \d+ audit - pmpc-audit homelab \S+ 2 [0-9a-f]{64}$/);
      expect(received[1]).to.match(/^\d+ <85>1 .* pmpc-audit homelab \S+ 2 [0-9a-f]{64}$/);
      // Another cluster's lines are in the same log.
      writeFileSync(join(folder, "messages"), `Nov 29 12:00:01 here ${received[0]}\nNov 29 12:00:02 here pmpc-audit other somebody.else 7 ${"0".repeat(64)}\n`);
      expect([(await audit("--verify", "--against", "messages")).report.anchors, (await audit("--verify")).report.anchors]).to.deep.equal([{ held: 1, departures: [] }, undefined]);
      forge(["start", "start"]);
      expect((await audit("--verify", "--against", "messages")).code).to.equal(1);
    } finally {
      udp.close();
      tcp.close();
    }
  });

  it("needs a place, and a log that is there", async () => {
    writeFileSync(join(folder, ".proxmox/config.yml"), "endpoint: https://pve.lan:8006\n");
    await write("start");
    const { code, stderr } = await pmpc(["audit", "--anchor"], folder);
    expect([code, stderr]).to.satisfy(([is, said]: [number, string]) => is === 64 && said.includes("audit_anchor"));
    expect((await pmpc(["audit", "--verify", "--against", "nowhere"], folder)).code).to.equal(5);
    settings("tcp://127.0.0.1:1");
    expect((await pmpc(["audit", "--anchor"], folder)).stderr).to.contain("tcp://127.0.0.1:1 did not take the audit log's end");
  });
});
