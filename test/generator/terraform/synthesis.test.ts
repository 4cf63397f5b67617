import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { outsideOf } from "../../../generator/edit/outside";
import { synthesiseChanged, type SynthesisOptions } from "../../../generator/terraform/synthesis";
import { thrown } from "../../support/thrown";

// An app that says what cdktf would have written, and how often it was asked.
const main = `import { value } from "./guests/one";
const fs = require("fs"), out = process.env.CDKTF_OUTDIR;
fs.appendFileSync("runs", "x");
fs.mkdirSync(out + "/stacks/home", { recursive: true });
fs.writeFileSync(out + "/stacks/home/cdk.tf.json", JSON.stringify({ resource: { vm: { web: { value } } } }));
fs.writeFileSync(out + "/manifest.json", JSON.stringify({ stacks: { home: { name: "home", workingDirectory: "stacks/home" } } }));
`;

describe("a synthesis", () => {
  let root: string;
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), "pmpc-synthesis-"));
    write("cdktf.json", '{ "app": "npx tsx main.ts" }');
    write("main.ts", main);
    write("guests/one.ts", "export const value = 1;");
    await run();
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const runs = () => readFileSync(join(root, "runs"), "utf8").length;
  const laid = (name: string) => join(root, "out/home", name);
  // Its first module stands for what cdktf does, which is not looked into.
  const steady: SynthesisOptions["outsideOf"] = (text) => (text === main ? { modules: ["./guests/one"] } : outsideOf(text));
  const run = (more: Partial<SynthesisOptions> = {}) =>
    synthesiseChanged({ root, outdir: join(root, "out"), home: join(__dirname, "../../.."), environment: { PATH: process.env.PATH }, tool: "Terraform v1.11.4", outsideOf: steady, ...more });

  it("is left out where it would give the same, and what it gave is put right", async () => {
    writeFileSync(laid("cdk.vm.old.tf.json"), "{}");
    writeFileSync(laid("cdk.vm.web.tf.json"), "{}");
    const [stack] = await run({ environment: { PATH: process.env.PATH, EDITOR: "vi" } });
    expect(stack).to.deep.equal({ name: "home", folder: join(root, "out/home") });
    expect(JSON.parse(readFileSync(laid("cdk.vm.web.tf.json"), "utf8"))).to.deep.equal({ resource: { vm: { web: { value: 1 } } } });
    expect(() => readFileSync(laid("cdk.vm.old.tf.json"))).to.throw("ENOENT");
    expect(runs()).to.equal(1);
  });

  it("lays nothing out for Terraform where only what the code says is wanted, until it is", async () => {
    write("guests/one.ts", "export const value = 2;");
    await run({ saidOnly: true });
    const said = (name: string) => JSON.parse(readFileSync(laid(name), "utf8")) as unknown;
    expect(said("code.json")).to.deep.equal({ resource: { vm: { web: { value: 2 } } } });
    expect(said("cdk.vm.web.tf.json")).to.deep.equal({ resource: { vm: { web: { value: 1 } } } });
    await run({ saidOnly: true });
    await run();
    expect(said("cdk.vm.web.tf.json")).to.deep.equal(said("code.json"));
    expect(runs()).to.equal(2);
  });

  const changes: Readonly<Record<string, () => Partial<SynthesisOptions> | void>> = {
    "a module": () => write("guests/one.ts", "export const value = 2;"),
    "a file that an import may lead to instead": () => write("guests/one.js", "exports.value = 3;"),
    "settings of cdktf": () => write("cdktf.json", '{ "app": "npx tsx main.ts", "context": { "a": 1 } }'),
    "a lock of packages": () => write("package-lock.json", "{}"),
    "its environment": () => ({ environment: { PATH: process.env.PATH, CDKTF_CONTEXT_JSON: "{}" } }),
    "another terraform": () => ({ tool: "Terraform v1.12.0" }),
    "what it gave": () => writeFileSync(laid("code.json"), "{}"),
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`is made again after a change: ${what}`, async () => {
      await run((change() ?? {}) as Partial<SynthesisOptions>).catch(() => undefined);
      expect(runs()).to.equal(2);
    });
  }

  it("is made every time where a module may do something else", async () => {
    write("guests/one.ts", "export const value = Date.now();");
    await run();
    await run();
    expect(runs()).to.equal(3);
  });

  it("is tried every time where a module does not parse", async () => {
    write("guests/one.ts", "export const = broken;");
    for (let times = 0; times < 2; times++) expect((await thrown(run())).message).to.contain("the code in");
    write("guests/one.ts", "export const value = 4;");
    await run();
    expect(runs()).to.equal(2);
    expect(JSON.parse(readFileSync(laid("code.json"), "utf8"))).to.deep.equal({ resource: { vm: { web: { value: 4 } } } });
  });

  it("that was made while a module was edited counts for nothing", async () => {
    write("guests/one.ts", 'export const value = 2; declare const require: any; require("fs").writeFileSync("guests/one.ts", "export const value = 3;");');
    await run({ outsideOf: (text) => (text === main ? { modules: ["./guests/one"] } : { modules: [] }) });
    await run();
    expect(runs()).to.equal(3);
    expect(JSON.parse(readFileSync(laid("code.json"), "utf8"))).to.deep.equal({ resource: { vm: { web: { value: 3 } } } });
  });
});
