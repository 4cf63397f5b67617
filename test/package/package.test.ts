import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { expect } from "chai";
import ts from "typescript";
import { completions } from "./completion";
import { install, installed, locked, type Consumer } from "./consumer";

const runsTypeScript = "typescript" in process.features && process.features.typescript !== false;

describe("the package, installed from npm's tarball in a folder of its own", () => {
  let consumer: Consumer;
  let subpaths: readonly string[];

  before(async () => {
    consumer = await install();
    subpaths = readdirSync(join(consumer.folder, "node_modules/pmpc/dist/constructs/imports")).map((name) => `pmpc/provider/${name}`);
  });
  after(() => consumer?.remove());

  const node = (...args: string[]) => consumer.run(process.execPath, args);
  const bin = (name: string) => join(consumer.folder, "node_modules", name);
  const synthesised = (app: string) => readFileSync(join(consumer.folder, app, "cdktf.out/stacks/lab/cdk.tf.json"), "utf8");
  const succeeds = { code: 0, output: "" };

  it("holds the library, the command, and nothing else", () => {
    const files = readdirSync(bin("pmpc"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const odd = files.filter(({ name, parentPath }) => !(/\.(js|json|d\.ts)$/.test(name) && parentPath.includes(`${sep}dist`))).map(({ name }) => name);
    expect(odd.sort()).to.deep.equal(["LICENSE", "README.md", "package.json"]);
  });

  it("needs no package that wants to run a script", () => {
    const development = ["esbuild", "fsevents"];
    const scripted = Object.entries(installed(consumer)).filter(([, { hasInstallScript }]) => hasInstallScript);
    expect(scripted.map(([path]) => path.replace(/^.*node_modules\//, "")).filter((name) => !development.includes(name))).to.deep.equal([]);
  });

  it("is used by a CommonJS app, as `cdktf init` makes one for ts-node", async () => {
    const cwd = join(consumer.folder, "commonjs");
    expect(await consumer.run(process.execPath, [bin("ts-node/dist/bin.js"), "main.ts"], { cwd })).to.deep.equal(succeeds);
    expect(Object.keys(JSON.parse(synthesised("commonjs")).resource)).to.have.members([
      "proxmox_acl",
      "proxmox_virtual_environment_container",
      "proxmox_virtual_environment_vm",
    ]);
  });

  it("is used by an ES module app: tsx, node, and node with types in the source where it takes them", async function () {
    const cwd = join(consumer.folder, "esm");
    const source = readFileSync(join(cwd, "main.ts"), "utf8");
    writeFileSync(join(cwd, "plain.js"), ts.transpileModule(source, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext } }).outputText);
    const texts: string[] = [];
    for (const args of [[bin("tsx/dist/cli.mjs"), "main.ts"], ["plain.js"], ...(runsTypeScript ? [["--no-warnings", "main.ts"]] : [])]) {
      expect(await consumer.run(process.execPath, args, { cwd }), args.join(" ")).to.deep.equal(succeeds);
      texts.push(synthesised("esm"));
    }
    expect(new Set(texts).size).to.equal(1);
    expect(JSON.parse(texts[0]!).resource).to.deep.equal(JSON.parse(synthesised("commonjs")).resource);
  });

  it("has declarations without an error, for CommonJS and for ES modules", async () => {
    const every = ["pmpc", ...subpaths].map((path, index) => `export * as m${index} from "${path}";\n`).join("");
    const check = (app: string) => {
      writeFileSync(join(consumer.folder, app, "every.ts"), every);
      return node(bin("typescript/bin/tsc"), "-p", app, "--noEmit", "--skipLibCheck", "false");
    };
    expect(await Promise.all(["commonjs", "esm"].map(check))).to.deep.equal([succeeds, succeeds]);
  });

  it("lets an editor complete the resources of the provider and what each of them has", () => {
    for (const moduleResolution of [ts.ModuleResolutionKind.Node10, ts.ModuleResolutionKind.NodeNext, ts.ModuleResolutionKind.Bundler]) {
      const paths = completions(consumer.folder, 'import {} from "pmpc/provider/|";', moduleResolution);
      expect(paths).to.have.members(subpaths.map((path) => path.replace("pmpc/provider/", "")));
      expect(completions(consumer.folder, 'import { | } from "pmpc/provider/acl";', moduleResolution)).to.include.members(["Acl", "AclConfig"]);
    }
  });

  it("loads nothing but the constructs for those who use nothing else", async () => {
    const script = `for (const value of Object.values(require("pmpc"))) void value; console.log(JSON.stringify(Object.keys(require.cache)))`;
    const { output } = await node("-e", script);
    const loaded = (JSON.parse(output) as string[]).map((path) => path.slice(path.indexOf("node_modules")).split(sep));
    expect([...new Set(loaded.map(([, name]) => name))].sort()).to.deep.equal(["cdktf", "constructs", "pmpc"]);
    const own = loaded.filter(([, name]) => name === "pmpc").map(([, , , folder]) => folder);
    expect([...new Set(own)].sort()).to.deep.equal(["constructs", "lib"]);
  });

  it("loads one resource where one is imported", async () => {
    const { output } = await node("-e", `require("pmpc/provider/acl"); console.log(JSON.stringify(Object.keys(require.cache)))`);
    const own = (JSON.parse(output) as string[]).filter((path) => path.includes(join("node_modules", "pmpc")));
    expect(own).to.have.lengthOf(1);
  });

  it("brings the command with all that it needs", async () => {
    expect((await node(bin("pmpc/dist/bin/pmpc.js"), "demo", "--out", join(consumer.folder, "home"))).code).to.equal(0);
    expect(readdirSync(join(consumer.folder, "home"))).to.include.members(["main.ts", "cluster.ts", "guests"]);
  });

  it("is what publint and arethetypeswrong would have it be", async () => {
    const data = readFileSync(consumer.tarball);
    const { publint } = await import("publint");
    const tarball = data.buffer.slice(data.byteOffset, data.byteOffset + data.length);
    expect((await publint({ pack: { tarball }, strict: true })).messages).to.deep.equal([]);

    const { checkPackage, createPackageFromTarballData } = await import("@arethetypeswrong/core");
    const entrypoints = [".", "./package.json", ...subpaths.map((path) => path.replace("pmpc", "."))];
    const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(data)), { entrypoints });
    expect(analysis).to.have.property("problems").that.deep.equals([]);
  });

  it("takes CDK Terrain under the name of cdktf", async () => {
    await consumer.add(`cdktf@npm:cdktn@${locked("cdktn")}`);
    const before = JSON.parse(synthesised("esm"));
    expect(await consumer.run(process.execPath, ["plain.js"], { cwd: join(consumer.folder, "esm") })).to.deep.equal(succeeds);
    const after = JSON.parse(synthesised("esm"));
    expect(after["//"].metadata.version).not.to.equal(before["//"].metadata.version);
    expect(after.resource).to.deep.equal(before.resource);
  });
});
