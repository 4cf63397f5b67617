import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readChains } from "../../../generator/audit/log";
import type { Writes } from "../../../generator/gate/approval";
import type { GateOrder } from "../../../generator/gate/order";
import { credentialsFor } from "../../../generator/gate/server";
import { startGate, type StartedGate } from "../../../generator/gate/start";
import { startSimulator, type Simulator } from "../../../generator/simulator/simulator";
import { createClient } from "../../../generator/transport/client";
import { speak } from "./speak";

const scenario = { name: "one", files: { "nodes/pve/qemu-server/100.conf": "cipassword: $5$abc\nmemory: 2048\nname: web\n", "nodes/pve/qemu-server/101.conf": "memory: 2048\n" } };

describe("the process of an apply's gate", () => {
  let folder: string;
  let simulator: Simulator;
  let gate: StartedGate;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "pmpc-gate-"));
    simulator = await startSimulator({ scenario });
  });
  afterEach(async () => {
    await gate.end();
    await simulator.close();
    rmSync(folder, { recursive: true });
  });

  async function open(order: Partial<GateOrder>): Promise<void> {
    const way = { endpoints: [simulator.endpoint] as const, credentials: { apiToken: simulator.tokens.root }, trust: { fingerprints: [simulator.fingerprint256] } };
    gate = await startGate({ way, audit: { root: folder, verb: "apply" }, stopped: join(folder, "stopped.jsonl"), ...order }, openSync(join(folder, "words"), "a"));
  }
  const ask = (method: string, path: string, body = "") => speak(gate, method, path, { headers: { authorization: `PVEAPIToken=${credentialsFor(gate, { as: "token" }).PROXMOX_VE_API_TOKEN}` }, body });
  const written = () => simulator.requests.filter(({ method }) => method !== "GET");
  const digest = async () => String(((await ask("GET", "/nodes/pve/qemu/100/config")).data as { digest: string }).digest);
  const writes = (digestNow: string): Writes => ({
    address: "vm.web",
    kinds: ["qemu"],
    parts: { vmid: "100" },
    operations: ["configure", "start"],
    guest: { nodes: ["pve"], isNew: false, digest: digestNow, keys: ["memory", "cipassword"], drives: [], cloudInit: false, losing: [], moving: [], storages: [], volumes: [] },
  });

  it("lets nothing but reads pass where nothing was agreed to", async () => {
    await open({});
    expect((await ask("GET", "/nodes/pve/qemu/100/config")).status).to.equal(200);
    expect((await ask("PUT", "/nodes/pve/qemu/100/config", "memory=4096")).status).to.equal(403);
    expect(written()).to.deep.equal([]);
  });

  it("writes down what passes, with the configuration before and without secrets, what its task came to, and what was stopped", async () => {
    await open({});
    const now = await digest();
    await gate.end();
    await open({ approval: { plan: "0123456789abcdef", writes: [writes(now)] } });
    expect((await ask("PUT", "/nodes/pve/qemu/100/config", "memory=4096&cipassword=correct-horse")).status).to.equal(200);
    const { data: task } = await ask("POST", "/nodes/pve/qemu/100/status/start");
    await ask("GET", `/nodes/pve/tasks/${encodeURIComponent(String(task))}/status`);
    await ask("GET", `/nodes/pve/tasks/${encodeURIComponent(String(task))}/status`);
    expect((await ask("DELETE", "/nodes/pve/qemu/101")).status).to.equal(403);
    await gate.end();
    const [chain] = readChains(folder).values();
    expect(chain).not.to.have.property("fault");
    const { records } = chain!;
    expect(records.map(({ verb, plan, key, asked, of, answer, task: of2 }) => [verb, plan, key, asked?.request, of, answer, of2])).to.deep.equal([
      ["apply", "0123456789abcdef", "qemu/100", "PUT /nodes/pve/qemu/100/config", undefined, undefined, undefined],
      ["apply", "0123456789abcdef", "qemu/100", undefined, 1, "OK", undefined],
      ["apply", "0123456789abcdef", "qemu/100", "POST /nodes/pve/qemu/100/status/start", undefined, undefined, undefined],
      ["apply", "0123456789abcdef", "qemu/100", undefined, 3, "begun", task],
      ["apply", "0123456789abcdef", "qemu/100", undefined, 3, "OK", task],
      ["apply", "0123456789abcdef", "qemu/101", "DELETE /nodes/pve/qemu/101", undefined, "stopped: vm 101 is not in the plan that was agreed to", undefined],
    ]);
    expect(records[0]).to.have.nested.include({ "before.memory": "2048", "before.name": "web", "asked.memory": "4096" });
    const text = readFileSync(join(folder, `.proxmox/audit/${[...readChains(folder).keys()][0]}.jsonl`), "utf8");
    for (const secret of ["correct-horse", "$5$abc", gate.secret, simulator.tokens.root]) expect(text).not.to.contain(secret);
    expect(JSON.parse(readFileSync(join(folder, "stopped.jsonl"), "utf8"))).to.include({ key: "qemu/101", request: "DELETE /nodes/pve/qemu/101" });
  });

  it("reads with one token and writes what was agreed to with another", async () => {
    const wayOf = (apiToken: string) => ({ endpoints: [simulator.endpoint] as const, credentials: { apiToken }, trust: { fingerprints: [simulator.fingerprint256] } });
    const ways = { way: wayOf(simulator.tokens.auditor), writeWay: wayOf(simulator.tokens.root) };
    const { data } = await (await createClient({ ...ways.way })).get("/nodes/pve/qemu/100/config");
    await open({ ...ways, approval: { plan: "plan", writes: [writes((data as { digest: string }).digest)] } });
    simulator.requests.length = 0;
    await ask("GET", "/nodes/pve/qemu/101/config");
    expect((await ask("PUT", "/nodes/pve/qemu/100/config", "memory=4096")).status).to.equal(200);
    const { data: task } = await ask("POST", "/nodes/pve/qemu/100/status/start");
    expect((await ask("GET", `/nodes/pve/tasks/${encodeURIComponent(String(task))}/status`)).status).to.equal(200);
    const [reader, writer] = [simulator.tokens.auditor, simulator.tokens.root].map((token) => token.split("=")[0]);
    const by = simulator.requests.map(({ method, address, user }) => [method, address.split("/")[3], user]);
    expect(by).to.deep.include.members([["GET", "qemu", reader], ["PUT", "qemu", writer], ["POST", "qemu", writer], ["GET", "tasks", writer]]);
    expect(by.filter(([method, what, user]) => user === writer && method === "GET" && what !== "tasks")).to.deep.equal([]);
    expect(by.filter(([method, , user]) => user === reader && method !== "GET")).to.deep.equal([]);
  });

  it("does nothing that it cannot write down", async () => {
    await open({});
    const now = await digest();
    await gate.end();
    await open({ approval: { plan: "plan", writes: [writes(now)] }, audit: { root: join(folder, "words"), verb: "apply" } });
    const { status, reason } = await ask("PUT", "/nodes/pve/qemu/100/config", "memory=4096");
    expect(status).to.equal(403);
    expect(reason).to.match(/^pmpc: it cannot be written down, so it is not done/);
    expect(written()).to.deep.equal([]);
  });
});
