import { expect } from "chai";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { newFolder, reach, remove, spawned } from "../bin/command";
import { assistantOf, openAssistant, type Assistant, type Called } from "../support/mcp";
import { serve, type Served } from "../support/served";
import { needProvider } from "./terraform";

describe(`an assistant that knows nothing but what it is told, with the real provider ${providerVersion}`, () => {
  let folder: string;
  let simulator: Simulator;
  let environment: Readonly<Record<string, string>>;

  before(async function () {
    await needProvider(this, providerVersion);
    folder = newFolder();
    simulator = await startSimulator();
    environment = { PROXMOX_VE_API_TOKEN: simulator.tokens.auditor, PMPC_WRITE_API_TOKEN: simulator.tokens.root };
    await person("import", ...reach(simulator), "--out", ".", "--filter", "vmid=100", "--filter", "vmid=200", "--no-verify");
    await person("apply");
    // What is said to run is restarted where it has to be.
    await person("update", "vm", "100", "--started");
    await person("apply", "--yes");
  });
  after(async () => {
    await simulator?.close();
    if (folder !== undefined) remove(folder);
  });

  /** Somebody at a terminal. */
  async function person(...args: readonly string[]): Promise<void> {
    const { code, stdout, stderr } = await spawned(args, folder, environment);
    expect(code, `${args.join(" ")}: ${stdout}${stderr}`).to.equal(0);
  }

  /** Calls a tool, and waits for what takes longer, as the answer says. */
  async function ask({ call }: Assistant, tool: string, input?: Readonly<Record<string, unknown>>): Promise<Called> {
    let answered = await call(tool, input);
    for (let { job } = answered.value; job !== undefined; { job } = answered.value) answered = await call("job", { id: (job as { readonly id: string }).id });
    return answered;
  }
  const errorOf = ({ isError, value }: Called) => {
    expect(isError, JSON.stringify(value)).to.equal(true);
    return value.error!;
  };
  const fine = ({ isError, value }: Called) => {
    expect(isError, JSON.stringify(value)).to.equal(false);
    return value;
  };
  const grades = (report: unknown) => (report as { readonly resources: readonly { readonly key?: string; readonly grade: string }[] }).resources.map(({ key, grade }) => `${key} ${grade}`).sort();

  /** Asks for an apply, answers as it is told to, and proposes because it is told to. Gives the code that a person types. */
  async function propose(assistant: Assistant): Promise<string> {
    const refused = errorOf(await ask(assistant, "run_verb", { verb: "apply" }));
    expect(refused.code).to.equal("not-confirmed");
    const { plan, next } = refused.question!;
    expect(next).to.contain("propose").and.to.contain("pmpc approve");
    expect(errorOf(await ask(assistant, "run_verb", { verb: "apply", answers: { apply: { value: "yes", plan } } })).code).to.equal("not-confirmed");
    const proposed = fine(await ask(assistant, "propose", { by: "a script" })).report!.proposed as { readonly code: string; readonly next: string };
    expect(proposed.next).to.equal(`pmpc approve ${proposed.code}`);
    // It cannot be the person.
    expect(errorOf(await ask(assistant, "run_verb", { verb: "approve", input: { code: proposed.code }, answers: { apply: { value: "yes", plan } } })).code).to.equal("not-confirmed");
    return proposed.code;
  }

  it("reads, changes the code, plans, rehearses and proposes; a restart is a person's to approve (a pipe)", async () => {
    const assistant = await openAssistant(folder, environment, ["--allow-writes"]);
    try {
      const unknown = errorOf(await ask(assistant, "describe", { what: "opnsens" }));
      expect([unknown.code, unknown.hint]).to.satisfy(([code, hint]: [string, string]) => code === "not-found" && hint.includes("list all"));
      const { resources } = fine(await ask(assistant, "list", { kind: "all" })).report as { readonly resources: readonly { readonly key: string; readonly name?: string }[] };
      expect(resources.map(({ key }) => key)).to.include.members(["qemu/100", "lxc/200"]);
      const lost = errorOf(await ask(assistant, "run_verb", { verb: "set memory" }));
      expect(lost.hint).to.contain("find_verb");
      const { verbs } = fine(await ask(assistant, "find_verb", { words: "change memory" })) as unknown as { readonly verbs: readonly { readonly verb: string }[] };
      expect(verbs[0]).to.include({ verb: "update" });
      const wrong = errorOf(await ask(assistant, "run_verb", { verb: "update", input: { memory: "6G" } }));
      expect([wrong.message, wrong.hint]).to.satisfy(([message, hint]: [string, string]) => message.startsWith("guest: ") && hint.startsWith("it takes guest (required), "));
      fine(await ask(assistant, "run_verb", { verb: "update", input: { guest: "vm 100", memory: "6G" } }));
      expect(grades(fine(await ask(assistant, "plan")).report)).to.deep.equal(["lxc/200 clean", "qemu/100 needs reboot"]);
      expect(fine(await ask(assistant, "rehearse")).report).to.include({ passed: true });
      const code = await propose(assistant);
      expect(simulator.cluster.text(100)).to.match(/^memory: 4096$/m);
      await person("approve", code, "--yes");
      expect(simulator.cluster.text(100)).to.match(/^memory: 6144$/m);
      // The log says whose wish it was, and who allowed it.
      const { stdout } = await spawned(["audit", "--json"], folder, environment);
      expect(stdout).to.match(/"client": "command line, proposed by mcp [^"]+"/);
    } finally {
      await assistant.close();
    }
  });

  it("is refused to destroy a guest, which a person approves by its name (HTTP)", async () => {
    const door: Served = await serve(["mcp", "--http", "--port", "0", "--allow-writes"], folder, environment);
    const client = new Client({ name: "a script", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
    try {
      await client.connect(new StreamableHTTPClientTransport(new URL(door.address), { requestInit: { headers: { Authorization: `Bearer ${door.token}` } } }));
      const assistant = assistantOf(client);
      fine(await ask(assistant, "run_verb", { verb: "delete", input: { guest: "container 200" } }));
      expect(grades(fine(await ask(assistant, "plan")).report)).to.deep.equal(["lxc/200 destroy", "qemu/100 clean"]);
      const code = await propose(assistant);
      const unnamed = await spawned(["approve", code, "--yes", "--json"], folder, environment);
      expect([unnamed.code, simulator.cluster.guests().includes(200)], unnamed.stdout).to.deep.equal([6, true]);
      await person("approve", code, "--yes", "--confirm", "adguard");
      expect(simulator.cluster.guests()).not.to.include(200);
    } finally {
      await client.close();
      await door.close();
    }
  });
});
