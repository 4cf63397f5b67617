import { execFile } from "node:child_process";
import { cpSync } from "node:fs";
import { devNull } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { listActions } from "../../../generator/engine/listing";
import type { View } from "../../../generator/engine/view";
import { startSimulator, type Simulator } from "../../../generator/simulator/simulator";
import { strangeness } from "../../support/reports";
import { schema } from "../../support/terraform";
import { attachProvider, type AttachedProvider } from "../../support/terraform-provider/server";
import { runsTypeScript } from "../../support/typescript";
import { home, newFolder, pmpc, reach, remove } from "../../bin/command";

interface Answered {
  readonly exit: number;
  readonly report?: object;
  readonly error?: { readonly code: string };
  readonly view?: View;
  readonly asked: readonly { readonly code: string; readonly about: readonly string[] }[];
}

/** How each verb is asked for something that it can do: by JSON, and by words. Verbs that serve until they are stopped have none. */
const right: Readonly<Record<string, readonly [input: object, words: readonly string[]] | undefined>> = {
  demo: undefined,
  watch: undefined,
  test: [{ rehearse: false }, ["--no-rehearse"]],
  simulator: undefined,
  doctor: [{}, []],
  init: [{}, []],
  import: [{ verify: false }, ["--no-verify"]],
  sync: [{}, []],
  generate: [{ groupBy: "pool" }, ["--group-by", "pool"]],
  resolve: [{}, []],
  verify: [{ standstill: 30 }, ["--standstill", "30"]],
  plan: [{}, []],
  apply: [{}, []],
  ci: [{}, []],
  rehearse: [{}, []],
  forget: [{ guest: "container 200" }, ["container", "200"]],
  state: [{}, []],
  completion: [{ line: "stat" }, ["--line", "stat"]],
  audit: [{}, []],
  diff: [{}, []],
  describe: [{ what: "vm 101" }, ["vm", "101"]],
  list: [{ kind: "vms", sort: "name" }, ["vms", "--sort", "name"]],
  history: [{}, []],
  export: undefined,
  "support-bundle": undefined,
  undo: [{ record: 1, dryRun: true }, ["1", "--dry-run"]],
  upgrade: [{ dryRun: true }, ["--dry-run"]],
  rollback: [{ run: "first", dryRun: true }, ["first", "--dry-run"]],
  status: [{}, []],
  update: [{ guest: "container 203", cores: 3, dryRun: true }, ["container", "203", "--cores", "3", "--dry-run"]],
  create: [{ kind: "vm", name: "web-02", cores: 2, dryRun: true }, ["vm", "--name", "web-02", "--cores", "2", "--dry-run"]],
  delete: [{ guest: "container 203", dryRun: true }, ["container", "203", "--dry-run"]],
  propose: [{}, []],
  approve: [{ code: "K7MQ-2XWD" }, ["K7MQ-2XWD"]],
  protect: [{ guest: "vm 100" }, ["vm", "100"]],
  unprotect: [{ guest: "vm 100" }, ["vm", "100"]],
  start: [{ guest: "vm 101" }, ["vm", "101"]],
  stop: [{ guest: "vm 101" }, ["vm", "101"]],
  shutdown: [{ guest: "container 201", timeout: 5 }, ["container", "201", "--timeout", "5"]],
  reboot: [{ guest: "container 202" }, ["container", "202"]],
  ...Object.fromEntries(
    (["pct", "qm"] as const).flatMap((tool) => {
      const vmid = tool === "pct" ? 201 : 101;
      const one = [{ vmid }, [String(vmid)]] as const;
      const create = tool === "pct" ? ([{ vmid: 999, ostemplate: "local:vztmpl/x.tar.zst" }, ["999", "local:vztmpl/x.tar.zst"]] as const) : ([{ vmid: 998 }, ["998"]] as const);
      const verbs = { list: [{}, []], status: one, config: one, create, start: one, stop: one, shutdown: one, reboot: one, destroy: one } as const;
      return Object.entries(verbs).map(([verb, said]) => [`${tool} ${verb}`, said]);
    }),
  ),
};

const wrong = { colour: "red" };

describe("a second door", function () {
  let simulator: Simulator;
  let folder: string;
  const actions = new Map(listActions(join(home, "generator/action")).map((listed) => [listed.name, listed]));
  const verbs = [...actions.keys()];
  // A provider that has a schema and nothing behind it: what a plan says of guests is tried elsewhere.
  let provider: AttachedProvider;
  const environment = () => ({ PROXMOX_VE_API_TOKEN: simulator.tokens.root, TF_REATTACH_PROVIDERS: provider.reattach, TF_CLI_CONFIG_FILE: devNull });

  before(async () => {
    simulator = await startSimulator();
    provider = await attachProvider("bpg/proxmox", schema);
    folder = newFolder();
    const { code, stderr } = await pmpc(["import", ...reach(simulator, simulator.tokens.root), "--out", "one", "--no-verify"], folder);
    expect(code, stderr).to.equal(0);
    cpSync(join(folder, "one"), join(folder, "other"), { recursive: true });
  });
  after(async () => {
    provider.close();
    await simulator.close();
    remove(folder);
  });

  /** Asks the door, all in one go. */
  function ask(asking: readonly object[]): Promise<readonly Answered[]> {
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith("PROXMOX_VE_"));
    const args = [...runsTypeScript, join(home, "test/support/json-door.ts"), JSON.stringify({ out: join(folder, "other") })];
    return new Promise((resolve, reject) => {
      const child = execFile(process.execPath, args, { cwd: join(folder, "other"), env: { ...Object.fromEntries(own), ...environment() }, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
        if (error) reject(new Error(stderr, { cause: error }));
        else resolve(stdout.trimEnd().split("\n").map((line) => JSON.parse(line) as Answered));
      });
      child.stdin!.end(asking.map((one) => `${JSON.stringify(one)}\n`).join(""));
    });
  }

  async function type(verb: string, words: readonly string[]): Promise<Pick<Answered, "exit" | "error">> {
    const { code, stdout } = await pmpc([...verb.split(" "), ...words, "--json"], join(folder, "one"), environment());
    return { exit: code, ...(JSON.parse(stdout.slice(stdout.indexOf("{"))) as { readonly error?: { readonly code: string } }) };
  }

  it("knows every verb, and so does this test", () => {
    expect(Object.keys(right).sort()).to.deep.equal([...verbs].sort());
  });

  it("refuses wrong input as the command line does", async () => {
    const answered = await ask(verbs.map((verb) => ({ verb, input: wrong })));
    expect(answered.map(({ exit, error }) => [exit, error?.code])).to.deep.equal(verbs.map(() => [64, "wrong-input"]));
    for (const verb of verbs) expect(await type(verb, ["--colour", "red"]), verb).to.have.nested.property("error.code", "wrong-input");
  });

  it("takes no option from elsewhere that chooses a host, a file or a program", async () => {
    const options = [["doctor", "endpoint"], ["import", "out"], ["plan", "insecure"], ["apply", "confirm"], ["start", "ssh"], ["qm destroy", "confirm"]] as const;
    const answered = await ask(options.map(([verb, option]) => ({ verb, input: { guest: "vm 101", vmid: 101, [option]: "evil" } })));
    expect(answered.map(({ exit, error }) => [exit, error?.code])).to.deep.equal(options.map(() => [64, "wrong-input"]));
  });

  it("runs every verb, and it ends as on the command line", async () => {
    const runs = verbs.flatMap((verb) => (right[verb] === undefined ? [] : [{ verb, input: right[verb][0], words: right[verb][1] }]));
    const answered = await ask(runs);
    for (const [at, { verb, words }] of runs.entries()) {
      const { exit, error, view, report, asked } = answered[at]!;
      const typed = await type(verb, words);
      // What one door started, the other finds started.
      if (/\b(start|stop|shutdown|reboot|create)$/.test(verb)) expect([exit, typed.exit], `${verb}: ${error?.code}`).to.satisfy((codes: number[]) => codes.every((code) => [0, 1, 64].includes(code)));
      else expect([exit, error?.code], verb).to.deep.equal([typed.exit, typed.error?.code]);
      if (report !== undefined) expect(strangeness(verb, report), verb).to.equal(undefined);
      expect(actions.get(verb)!.load().confirms).to.include.members(asked.map(({ code }) => code));
      if (error === undefined) for (const node of view!) expect(node.is).to.be.oneOf(["facts", "table", "blocks", "notes", "text"]);
    }
  });

  it("shows which guest a question is about, and can answer it later", async () => {
    const destroy = { verb: "qm destroy", input: { vmid: 120 } };
    const [first] = await ask([destroy]);
    expect([first!.exit, first!.error?.code, first!.asked.map(({ code, about }) => [code, about])]).to.deep.equal([64, "missing-option", [["destroy-guest", ["qemu/120"]]]]);
    const [second] = await ask([{ ...destroy, answers: { "destroy-guest": { value: "nginx" } } }]);
    expect([second!.exit, second!.error?.code]).to.deep.equal([6, "not-confirmed"]);
  });
});
