import { cpSync } from "node:fs";
import { join, relative } from "node:path";
import { expect } from "chai";
import { home, newFolder, node, pmpc, remove } from "./command";

/** What libsql itself loads. */
const ofDrivers = ["@neon-rs/load", "detect-libc"];

/** What validators that the build compiled load of ajv: a function of a few lines. */
const ofValidators = /^node_modules\/ajv\/dist\/runtime\//;

/** What lays a verb's options out. */
const ofHelp = ["yargs", "yargs-parser", "cliui", "y18n", "escalade", "get-caller-file", "string-width", "wrap-ansi"];

/** The modules that a command loads: the packages, and how many files of pmpc itself. */
async function loadedBy(...args: string[]): Promise<{ readonly packages: readonly string[]; readonly own: number }> {
  const { code, stderr } = await node(["--require", join(home, "test/support/loaded.cjs"), join(home, "dist/bin/pmpc.js"), ...args], home);
  expect(code).to.equal(0);
  const files = (JSON.parse(stderr.split("\n").at(-1)!) as string[]).map((file) => relative(home, file)).filter((file) => !ofValidators.test(file));
  const packages = files.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
  return { packages: [...new Set(packages)].filter((name) => !name.startsWith("@libsql/") && !ofDrivers.includes(name)).sort(), own: files.filter((file) => file.startsWith("dist")).length };
}

// Time depends on the machine; what is loaded does not, and is what takes the time. `npm run bench -- start` measures it.
describe("pmpc starts quickly, because it loads little:", () => {
  it("the help knows the verbs without loading them", async () => {
    const { packages, own } = await loadedBy("--help");
    expect(packages).to.deep.equal(["fastest-levenshtein"]);
    expect(own).to.be.below(40);
  });

  it("the help of a verb knows its options without loading it", async () => {
    const [all, one] = [await loadedBy("--help"), await loadedBy("create", "--help")];
    expect(one.packages.filter((name) => !ofHelp.includes(name))).to.deep.equal(all.packages);
    expect(one.own).to.equal(all.own);
  });

  it("status reads the workspace without TypeORM, ajv, a parser of YAML or one of TypeScript", async () => {
    const folder = newFolder();
    cpSync(join(home, "test/fixture/workspace/one-cluster"), folder, { recursive: true });
    // The first look brings the store to its newest schema.
    await pmpc(["status"], folder);
    const { packages, own } = await loadedBy("status", "--out", folder);
    remove(folder);
    expect(packages).to.deep.equal(["fastest-levenshtein", "libsql"]);
    expect(own).to.be.below(100);
  });
});
