import { join } from "node:path";
import { expect } from "chai";
import { readChains } from "../../generator/audit/log";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { ask, serve } from "../support/served";
import { openAssistant } from "../support/mcp";
import { newFolder, pmpc, remove, spawned } from "./command";

const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
const parent = `00-${trace}-00f067aa0ba902b7-01`;

interface Line {
  readonly time: string;
  readonly level: string;
  readonly code: string;
  readonly message: string;
  readonly client?: string;
  readonly trace?: string;
  readonly verb?: string;
}

describe("logs for programs", () => {
  let folder: string;
  let simulator: Simulator | undefined;
  beforeEach(() => (folder = newFolder()));
  afterEach(async () => {
    await simulator?.close();
    simulator = undefined;
    remove(folder);
  });

  const linesOf = (text: string) => text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Line);

  it("are a line of JSON each, in the caller's trace, from the command line to the cluster and the audit log", async () => {
    simulator = await startSimulator({ scenario: { name: "one", files: { "nodes/pve/qemu-server/100.conf": "name: web\nmemory: 512\n" } } });
    const imported = await pmpc(["import", "--endpoint", simulator.endpoint, "--fingerprint", simulator.fingerprint256, "--no-verify", "--out", "one", "--log-format", "json"], folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.root });
    expect(imported.code, imported.stderr).to.be.oneOf([0, 2, 3]);
    const seen = linesOf(imported.stderr);
    expect(seen[0]).to.include({ level: "info", code: "verb-begun", client: "command line", verb: "import" });
    expect(seen.at(-1)).to.include({ code: "verb-ended", verb: "import" });
    expect(new Set(seen.map((line) => line.trace)).size).to.equal(1);
    simulator.requests.length = 0;
    const begun = await pmpc(["start", "vm", "100", "--log-format=json"], join(folder, "one"), { PROXMOX_VE_API_TOKEN: simulator.tokens.root, TRACEPARENT: parent });
    expect(begun.code, begun.stderr).to.equal(0);
    for (const line of linesOf(begun.stderr)) expect(line.trace).to.match(new RegExp(`^00-${trace}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`));
    const records = [...readChains(join(folder, "one")).values()].flatMap((chain) => chain.records);
    for (const { client, trace: own } of records) expect([client, own?.split("-")[1]]).to.deep.equal(["command line", trace]);
    expect(records).not.to.have.lengthOf(0);
    for (const { trace: sent } of simulator.requests) expect(sent?.split("-")[1]).to.equal(trace);
    expect(begun.stderr + imported.stderr).not.to.contain(simulator.tokens.root.split("=")[1]);
  });

  it("have what went wrong, too, and stay empty of it where no trace is one", async () => {
    for (const [args, environment] of [[["plan", "--log-format", "json"], {}], [["plan"], { PMPC_LOG_FORMAT: "json", TRACEPARENT: "not a trace" }]] as const) {
      const { code, stderr, stdout } = await pmpc(args, folder, environment);
      expect([code, stdout]).to.deep.equal([5, ""]);
      const last = linesOf(stderr).at(-1)!;
      expect(last).to.include({ level: "error", code: "no-workspace" });
      expect(last.trace).to.match(/^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    }
    const wrong = await spawned(["plan", "--log-format", "xml"], folder);
    expect([wrong.code, wrong.stderr]).to.satisfy(([code, said]: [number, string]) => code === 64 && said.includes("--log-format: expected text or json"));
  });

  it("name the token of a program's request, and the trace that it came with", async () => {
    const token = "nightly-nightly-nightly-nightly-1";
    const door = await serve(["serve", "--port", "0", "--log-format", "json"], folder, { PMPC_DOOR_TOKENS: `nightly=${token} portal=${"p".repeat(32)}` });
    let said = "";
    door.child.stderr!.on("data", (text: Buffer) => (said += text.toString()));
    const own = await ask(door.port, "/api/v1/list", { headers: { authorization: `Bearer ${token}`, traceparent: parent } });
    expect(own.status, own.text).to.be.oneOf([200, 404]);
    expect((await ask(door.port, "/api/v1/list", { headers: { authorization: `Bearer ${token}x` } })).status).to.equal(401);
    expect((await ask(door.port, "/api/v1/list", { headers: { authorization: `Bearer ${door.token}` } })).status).to.equal(own.status);
    await door.close();
    const lines = linesOf(said);
    expect(lines.map(({ client }) => client)).to.include.members(["rest nightly", "rest"]);
    for (const { client, trace: one } of lines) expect(one?.split("-")[1] === trace).to.equal(client === "rest nightly");
    expect(said).not.to.contain(token);
    const weak = await spawned(["serve", "--port", "0"], folder, { PMPC_DOOR_TOKENS: "nightly=short" });
    expect([weak.code, weak.stderr]).to.satisfy(([code, text]: [number, string]) => code === 64 && text.includes("PMPC_DOOR_TOKENS") && !text.includes("short"));
  });

  for (const era of ["auto", "legacy"] as const) {
    it(`name an assistant as it names itself (${era})`, async () => {
      const assistant = await openAssistant(folder, { PMPC_LOG_FORMAT: "json" }, [], era);
      let said = "";
      const heard = new Promise<void>((resolve) => {
        assistant.stderr.on("data", (text: Buffer) => {
          said += text.toString();
          if (said.includes("nothing-seen")) resolve();
        });
      });
      await assistant.call("list");
      await heard;
      await assistant.close();
      expect(new Set(linesOf(said).map(({ client }) => client))).to.deep.equal(new Set(["mcp a test 1.0.0"]));
    });
  }
});
