import { execFile } from "node:child_process";
import { devNull } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { promised } from "../../scripts/docs/verbs";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { schema } from "../support/terraform";
import { attachProvider, type AttachedProvider } from "../support/terraform-provider/server";
import { home, newFolder, pmpc, reach, remove } from "./command";

/** What each promise is called with here: values for its words, and what keeps it from changing anything or needing Terraform. */
const values: Readonly<Record<string, string>> = { NAME: "web-09", ID: "101", RUN: "first" };
const more: Readonly<Record<string, readonly string[]>> = { create: ["--dry-run"], update: ["--cores", "3", "--dry-run"], delete: ["--dry-run"], rollback: ["--dry-run"], test: ["--no-rehearse"], sync: ["--store-only"] };

describe("what was promised first", () => {
  let [simulator, folder]: [Simulator, string] = [undefined as never, ""];
  before(async () => {
    simulator = await startSimulator();
    provider = await attachProvider("bpg/proxmox", schema);
    folder = newFolder();
    await pmpc(["import", ...reach(simulator, simulator.tokens.root), "--out", ".", "--no-verify"], folder);
    // What is deleted has to be Terraform's.
    expect((await pmpc(["apply", "--yes", "--allow-changes"], folder, environment())).code).to.equal(0);
  });
  after(async () => {
    provider.close();
    await simulator.close();
    for (const place of ["", "-elsewhere", "-elsewhere2"]) remove(`${folder}${place}`);
  });
  // A provider that has a schema and nothing behind it.
  let provider: AttachedProvider;
  const environment = () => ({ PROXMOX_VE_API_TOKEN: simulator.tokens.root, TF_REATTACH_PROVIDERS: provider.reattach, TF_CLI_CONFIG_FILE: devNull });

  for (const [promise, verb, words] of promised) {
    it(`${promise} works as a command, with --json, and in the console`, async () => {
      const line = verb === "init" ? ["init", ...reach(simulator), "--group-by", "node", "--out", "elsewhere"] : [...words.split(" ").map((word) => (word === "DIR" ? `${folder}-elsewhere` : (values[word] ?? word))), ...(verb === "export" ? ["--anonymise"] : []), ...(more[verb] ?? [])];
      const typed = await pmpc([...line, "--json"], folder, environment());
      const report = JSON.parse(typed.stdout.slice(typed.stdout.search(/^\{/m))) as { readonly error?: { readonly code: string } };
      // Without packages no code runs here, and that is said.
      if (!["apply", "plan"].includes(verb)) expect(report.error?.code, typed.stdout).to.equal(undefined);
      else expect(report.error?.code).not.to.be.oneOf(["wrong-input", "unexpected"]);
      const { stdout, stderr, code } = await piped(`/${line.join(" ").replace("elsewhere", "elsewhere2")}\n`);
      expect([code, stdout + stderr]).to.satisfy(([end, text]: [number, string]) => end === typed.code && text.trim() !== "" && !/is not a verb|unexpected/.test(text));
    });
  }

  function piped(text: string): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
    return new Promise((resolve) => {
      const child = execFile(process.execPath, [join(home, "dist/bin/pmpc.js")], { cwd: folder, env: { ...process.env, ...environment() } }, (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }));
      child.stdin!.end(text);
    });
  }
});
