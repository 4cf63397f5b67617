import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { synthesise, type Stack } from "../../../generator/terraform/app";
import { readStackCode } from "../../../generator/terraform/configuration";
import type { PmpcError } from "../../../lib/error";

const home = join(__dirname, "../../..");

const app = (rest: string) => `import { App } from "cdktf";
import { ProxmoxProvider, ProxmoxStack, VirtualMachine } from "pmpc";
const app = new App();
const stack = new ProxmoxStack(app, "home");
new ProxmoxProvider(stack);
${rest}
app.synth();
`;

describe("an app that is synthesised", function () {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), "pmpc-app-"))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function write(files: Readonly<Record<string, string>>): void {
    const all = { "cdktf.json": '{ "language": "typescript", "app": "npx tsx main.ts" }', "package.json": '{ "private": true, "dependencies": { "listed": "^1" } }', ...files };
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  }

  function install(): void {
    mkdirSync(join(root, "node_modules"));
    symlinkSync(home, join(root, "node_modules/pmpc"), "junction");
    for (const name of ["cdktf", "constructs", "tsx"]) symlinkSync(join(home, "node_modules", name), join(root, "node_modules", name), "junction");
  }

  const run = (): Promise<readonly Stack[]> => synthesise({ root, outdir: join(root, ".out"), home, environment: process.env });

  /** Why it does not synthesise: the message without what is the same in all, then the hint. */
  async function told(): Promise<readonly string[]> {
    const error = await run().then(
      () => expect.fail("it synthesises"),
      (thrown: PmpcError) => thrown,
    );
    return [error.message.replace(`the code in ${root} does not synthesise: `, "").replaceAll(root, "ROOT"), ...(error.hint?.replaceAll(root, "ROOT").split("\n") ?? [])];
  }

  const guest = `import type { Construct } from "constructs";
import { VirtualMachine } from "pmpc";

export function addWeb(scope: Construct, cores: any): void {
  const web = new VirtualMachine(scope, "web", { node: "pve1", cpu: { cores: cores.of.web } });
}
`;

  // What the two say of the same code, which run it by tsx and by what pmpc lends.
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[]])[] = [
    ["values of another type", { "main.ts": app('new VirtualMachine(stack, "web", { node: "pve1", cpu: 4 as any, memory: 4096 as any });\nnew VirtualMachine(stack, "db", { node: "pve1", onBoot: "yes" as any });') }, [
      "3 things are wrong",
      "home/web: cpu: expected an object such as { cores: 4 }, got 4",
      "home/web: memory: expected an object such as { dedicated: Size.mebibytes(4096) }, got 4096",
      'home/db: onBoot: expected true or false, got "yes"',
    ]],
    ["one value of another type", { "main.ts": app('new VirtualMachine(stack, "web", { node: 1 as any });') }, ["one thing is wrong", 'home/web: node: expected a node, or its name such as "pve1", got 1']],
    ["a note of an error", { "main.ts": app('require("cdktf").Annotations.of(stack).addError("not today");') }, ["one thing is wrong", "home: not today"]],
    ["an error in a file of its own", { "main.ts": `import { addWeb } from "./guests/web";\n${app("addWeb(stack, {});")}`, "guests/web.ts": guest }, [
      "TypeError: Cannot read properties of undefined (reading 'web')", "at guests/web.ts:5", "at main.ts:7",
    ]],
    ["an error of a library's", { "main.ts": app('for (const _ of [1, 2]) new VirtualMachine(stack, "web", { node: "pve1" });') }, ["There is already a Construct with name 'web' in ProxmoxStack [home]", "at main.ts:6"]],
    ["an error with several lines and a cause", { "main.ts": 'throw new Error("no such\\n  cluster: lab", { cause: new Error("gone") });' }, ["no such", "  cluster: lab", "because of Error: gone", "at main.ts:1"]],
    ["an error of pmpc's own, with what to do", { "main.ts": app('stack.forget("a.b");').replace("const app", 'process.env.SYNTH_HCL_OUTPUT = "true"; const app') }, [
      "cdktf cannot write `removed` blocks as HCL", "at main.ts:7", "synthesise JSON: unset SYNTH_HCL_OUTPUT",
    ]],
    ["an error that comes late", { "main.ts": 'async function late(): Promise<void> {\n  await null;\n  throw new RangeError("too late");\n}\nvoid late();\n' }, ["RangeError: too late", "at main.ts:3"]],
    ["a promise that was rejected", { "main.ts": 'void Promise.reject("nope");' }, ['a promise was rejected with "nope", and nothing handles it', "reject with an Error, which says where it comes from"]],
    ["a class that has another name now", { "main.ts": 'import { SdnNetwork } from "pmpc";\nnew (SdnNetwork as any)();\n' }, ["pmpc has no SdnNetwork", "at main.ts:2", "it is called SdnVnet now"]],
    ["a package that is not installed", { "main.ts": 'import { x } from "@some/package/sub";\nconsole.log(x);\n' }, ["main.ts imports @some/package/sub, which is not installed", "cd ROOT && npm install @some/package"]],
    ["a package that is only listed", { "main.ts": 'import { x } from "listed";\nconsole.log(x);\n' }, ["main.ts imports listed, which is not installed", "cd ROOT && npm install"]],
    ["a file that is not there", { "main.ts": 'import { x } from "./guests/web";\nconsole.log(x);\n' }, ["main.ts imports ./guests/web, which is not there", "restore the file, or remove the import"]],
    ["no app at all", {}, ["main.ts is not there", "cdktf.json names it: restore the file, or name another one"]],
    ["an app that ends early", { "main.ts": "process.exit(3);" }, ["it ended with exit code 3, without a message"]],
    ["an app that says something and ends", { "main.ts": 'console.error("first\\nlast"); process.exitCode = 2;' }, ["it ended with exit code 2", "first", "last"]],
    ["an app that is killed", { "main.ts": 'process.kill(process.pid, "SIGKILL"); setInterval(() => undefined, 1000);' }, ["it was killed (SIGKILL)", "the system does that when memory runs out"]],
  ];
  for (const how of ["installed", "lent"] as const) {
    for (const [what, files, lines] of cases) {
      it(`says what is wrong in the lines that help: ${what} (${how})`, async () => {
        write(files);
        if (how === "installed") install();
        expect(await told()).to.deep.equal(lines);
      });
    }

    it(`says where code cannot be read (${how})`, async () => {
      write({ "main.ts": 'import { x } from "./guests/web";\nconsole.log(x);\n', "guests/web.ts": "export const x = f(1;\n" });
      if (how === "installed") install();
      const [why, where, ...more] = await told();
      expect([why, more]).to.deep.equal(["it cannot be read as TypeScript", []]);
      expect(where).to.match(/^guests\/web\.ts:1:\d+: \S/);
    });

    it(`says nothing, and writes the stack, where all is well (${how})`, async () => {
      write({ "main.ts": app('new VirtualMachine(stack, "web", { node: "pve1" });') });
      if (how === "installed") install();
      const [stack] = await run();
      expect(readStackCode(stack!.folder).resources.map(({ address }) => address)).to.include("proxmox_virtual_environment_vm.web");
    });
  }

  it("says what an app of another kind said last", async () => {
    write({ "cdktf.json": '{ "app": "echo first; echo that is it >&2; exit 4" }' });
    expect(await told()).to.deep.equal(["it ended with exit code 4", "that is it"]);
    write({ "cdktf.json": '{ "app": "kill -9 $$" }' });
    expect((await told())[0]).to.equal("it was killed (SIGKILL)");
    write({ "cdktf.json": '{ "app": "sh -c \'kill -9 $$\'; exit $?" }' });
    expect((await told())[0]).to.equal("it was killed (SIGKILL)");
    write({ "cdktf.json": '{ "app": "no-such-command-here main.ts" }' });
    const [why, which] = await told();
    expect(why).to.equal("cdktf.json names an app that cannot be started");
    expect(which).to.contain("no-such-command-here");
  });

  it("says that it wrote nothing, where it does not end in a synthesis", async () => {
    write({ "main.ts": "void new Promise(() => undefined);" });
    expect((await told()).join(" ")).to.match(/wrote no manifest\.json it must end in app\.synth\(\).* never settles/);
  });

  it("says what it awaits for ever, as a module", async () => {
    write({ "cdktf.json": '{ "app": "node main.mjs" }', "main.mjs": "const x = 1;\nawait new Promise(() => undefined);\n" });
    const [why, where] = await told();
    expect(why).to.equal("it awaits a promise that never settles");
    // Not every Node says where.
    expect(["at main.mjs:2", undefined]).to.include(where);
  });

  it("says what is wrong with cdktf.json", async () => {
    for (const [text, why] of [["{ app", "is not JSON"], ["{}", "names no app"], ["null", "names no app"], ['{ "app": " " }', "names no app"]] as const) {
      write({ "cdktf.json": text });
      const [message, hint] = await told();
      expect(message).to.equal(`ROOT/cdktf.json ${why}`);
      expect(hint).to.contain("npx tsx main.ts");
    }
  });
});
