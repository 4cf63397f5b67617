import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { outsideOf, scanOutside } from "../../../generator/edit/outside";

describe("what a module takes from outside of itself", () => {
  it("is other modules, and nothing else, in all that an import writes", () => {
    const cases = join(__dirname, "../../case");
    const files = readdirSync(cases, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"));
    expect(files).to.have.length.above(10);
    for (const path of files) expect(outsideOf(readFileSync(join(cases, path), "utf8")).changeable, path).to.equal(undefined);
    expect(files.filter((path) => /guests/.test(path)).filter((path) => scanOutside(readFileSync(join(cases, path), "utf8")) === undefined)).to.deep.equal([]);
  });

  const same: readonly string[] = [
    'import { App, TerraformOutput } from "cdktf"; import { pve1 } from "./guests/pve1"; export class A { constructor(readonly a: string) {} } const n = Math.max(1, 2); console.log(n)',
    'import type { Construct } from "constructs"; import { Size, VirtualMachine as Vm } from "pmpc"; import { Acl } from "pmpc/provider/acl"; const notes = "process, Date.now() and fetch";',
    "// process.env is not read here\nexport const stack = 1;",
  ];
  for (const text of same) it(`stays the same: ${text}`, () => expect(outsideOf(text).changeable).to.equal(undefined));

  const changeable: readonly string[] = [
    'import { readFileSync } from "node:fs"',
    'import fs = require("fs")',
    'import * as cdktf from "cdktf"',
    'export * from "cdktf"',
    'import { TerraformAsset } from "cdktf"',
    'import { TerraformAsset as A } from "cdktf"',
    'export { TerraformAsset } from "cdktf"',
    'import "axios"',
    'import { a } from "toString"',
    "const token = process.env.TOKEN",
    "const all = { ...globalThis }",
    "const at = new Date()",
    "const at = Date.now()",
    "const id = Math.random()",
    'const id = Math["random"]()',
    "const { random } = Math",
    "const id = crypto.randomUUID()",
    'await fetch("https://cmdb.lan")',
    'const a = require("./a")',
    'const a = await import("./a")',
    "const here = import.meta.url",
    'const run = [].constructor["constructor"]("return process")()',
    "new Intl.DateTimeFormat()",
    "(1234.5).toLocaleString()",
    "const = `broken`",
  ];
  for (const text of changeable) {
    it(`may change: ${text}`, () => {
      expect(outsideOf(text).changeable).to.be.a("string");
      expect(scanOutside(text)).to.equal(undefined);
    });
  }

  it("is mostly told without a parser, and alike", () => {
    const plain = 'import { App, TerraformOutput as Out } from "cdktf"; import { type A, b } from "./a";\nexport { b } from "../b";\nexport const c = { notes: "process [\\"constructor\\"]", tags: ["db"], size: b }; // Date.now()\n/* fetch */';
    expect(scanOutside(plain)).to.deep.equal({ modules: ["./a", "../b"] });
  });

  // In each of these something hides from who only looks for words outside of texts.
  const hidden: readonly string[] = [
    'const n = [].map["construc\\u0074or"]',
    'const n = f() /* of */ ["constructor"]',
    'const n = [].at!\n["constructor"]',
    'const n = größe["constructor"]',
    "const n = \\u0070rocess",
    "const a = `${process.env.A}`",
    "const a = /'/.source; const b = process.env.B; const c = /'/.source",
    "const a = `'`; const b = process.env.B; const c = `'`",
    'const a = "\\\n"; const b = process.env.B',
    'import { a } from "node\\x3afs"',
    'import { readFileSync } from "node:fs"',
    'import a, { b } from "./a"',
    'export * from "node:fs"',
    'import { from } from "./a"; import\n{ readFileSync } from "node:fs"',
    'let a: import("node:fs").Stats',
  ];
  for (const text of hidden) it(`takes a parser: ${JSON.stringify(text)}`, () => expect(scanOutside(text)).to.equal(undefined));

  it("leads to the modules that it names", () => {
    expect(outsideOf('import a from "./a"; export * from "../b"; export { c } from "./c.js"; import d from "./d.json"; import type { E } from "./e";').modules).to.deep.equal(["./a", "../b", "./c.js", "./d.json", "./e"]);
  });
});
