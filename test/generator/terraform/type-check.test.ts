import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { startTypeCheck } from "../../../generator/terraform/type-check";

const home = join(__dirname, "../../..");

describe("the types of a project's code", () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), "pmpc-types-"))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  }
  const link = (name: string, to = join(home, "node_modules", name)) => symlinkSync(to, join(root, "node_modules", name), "junction");
  const start = () => startTypeCheck({ root, environment: process.env });

  function install(...names: readonly string[]): void {
    mkdirSync(join(root, "node_modules"), { recursive: true });
    link("pmpc", home);
    for (const name of names) link(name);
  }
  const tsconfig = JSON.stringify({ compilerOptions: { strict: true, noEmit: true, skipLibCheck: true, module: "node16", types: [] }, include: ["*.ts", "guests/*.ts"] });

  it("are what its own compiler finds, with the place", async () => {
    install("cdktf", "constructs", "typescript");
    write({ "tsconfig.json": tsconfig, "main.ts": 'import { cores } from "./guests/web";\nconst text: string = cores;\nconsole.log(text);\n', "guests/web.ts": "export const cores = 4;\n\nexport const more: boolean = { a: 1 };\n" });
    expect(await start().end()).to.deep.equal({
      problems: [
        { file: "guests/web.ts", line: 3, says: "Type '{ a: number; }' is not assignable to type 'boolean'." },
        { file: "main.ts", line: 2, says: "Type 'number' is not assignable to type 'string'." },
      ],
    });
  });

  it("are well where it finds nothing", async () => {
    install("cdktf", "constructs", "typescript");
    write({ "tsconfig.json": tsconfig, "main.ts": "export const cores: number = 4;\n" });
    expect(await start().end()).to.deep.equal({ problems: [] });
  });

  it("are wrong where the compiler cannot make sense of tsconfig.json", async () => {
    install("cdktf", "constructs", "typescript");
    write({ "tsconfig.json": '{ "include": ["nowhere/*.ts"] }' });
    const types = await start().end();
    expect(types?.problems).to.have.length(1);
    expect(types?.problems[0]).to.have.property("says").that.contains("No inputs were found");
    expect(types?.problems[0]?.file).to.equal(undefined);
  });

  it("are nobody's where the project is not installed, or has no compiler", async () => {
    expect(await start().end()).to.equal(undefined);
    install("cdktf", "constructs");
    expect(await start().end()).to.equal(undefined);
  });

  it("are unknown where the check is given up", async () => {
    install("cdktf", "constructs");
    write({ "node_modules/typescript/package.json": '{ "bin": { "tsc": "./tsc.js" } }', "node_modules/typescript/tsc.js": "setInterval(() => undefined, 1000);\n" });
    const check = start();
    check.stop();
    expect(await check.end()).to.deep.equal({ problems: [], unchecked: "the check was stopped" });
  });

  it("are unknown where the compiler breaks", async () => {
    install("cdktf", "constructs");
    write({ "node_modules/typescript/package.json": '{ "bin": { "tsc": "./tsc.js" } }', "node_modules/typescript/tsc.js": 'throw new Error("broken");\n' });
    expect(await start().end()).to.deep.equal({ problems: [], unchecked: "tsc ended without a result" });
  });
});
