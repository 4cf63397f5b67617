import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";

const home = join(__dirname, "../../..");

const verb = `
const { action } = require("../engine/action");
const { option } = require("../engine/option");
const { facts, fact } = require("../engine/view");
exports.greet = action({
  name: "greet", summary: "Greet a guest", topic: "guests", effect: "reads", says: "Greet a guest.", confirms: [],
  input: { guest: option.text("Whom.", { positional: "one", required: true }) },
  run: async ({ guest }) => ({ exit: 0, report: { greeted: guest } }),
  view: ({ greeted }) => [facts(fact("greeted", greeted))],
});
`;

describe("a verb", () => {
  let root: string;
  const pmpc = (...args: string[]) => promisify(execFile)(process.execPath, [join(root, "dist/bin/pmpc.js"), ...args]).then(({ stdout }) => stdout);

  before(() => {
    // The built package, with one file more and without the list that the build makes.
    root = mkdtempSync(join(tmpdir(), "pmpc-verb-"));
    cpSync(join(home, "dist"), join(root, "dist"), { recursive: true, filter: (path) => !path.endsWith("listing.json") });
    cpSync(join(home, "package.json"), join(root, "package.json"));
    symlinkSync(join(home, "node_modules"), join(root, "node_modules"), "junction");
    writeFileSync(join(root, "dist/generator/action/greet.js"), verb);
  });
  after(() => rmSync(root, { recursive: true }));

  it("is one file: with it the help lists it, it runs, and its report is printed", async () => {
    expect(await pmpc("--help")).to.contain("pmpc greet        Greet a guest");
    expect(await pmpc("greet", "--help")).to.contain("pmpc greet guest [options]");
    expect(await pmpc("greet", "web")).to.equal("  greeted     web\n");
    expect(JSON.parse(await pmpc("greet", "web", "--json"))).to.deep.equal({ greeted: "web" });
  });
});
