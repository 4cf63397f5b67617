import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, relative, sep } from "node:path";
import { expect } from "chai";
import ts from "typescript";
import { completions } from "./completion";
import { installed, locked, makeConsumer, type Consumer } from "./consumer";

/** What runs the package: this Node, and others that `.ci/run` has laid out. They share one installation. */
const nodes = [process.execPath, ...(process.env.PMPC_TEST_NODES ?? "").split(delimiter).filter((path) => path !== "")].map((path) => {
  const [version = "", runsTypeScript] = execFileSync(path, ["-p", "`${process.versions.node} ${process.features.typescript ?? false}`"], { encoding: "utf8" }).trim().split(" ");
  return { path, name: `Node ${version}`, runsTypeScript: runsTypeScript !== "false" };
});

/** Tells what holds on every Node. */
const onEachNode = (title: string, holds: (node: (typeof nodes)[number]) => Promise<void>) => {
  for (const node of nodes) it(`${title}, on ${node.name}`, () => holds(node));
};

describe("packages, installed from npm's tarballs in a folder of their own", () => {
  let consumer: Consumer;

  before(async () => {
    consumer = await makeConsumer();
  });
  after(() => consumer?.remove());

  const run = ({ path }: (typeof nodes)[number], ...args: string[]) => consumer.run(path, args);
  const node = (...args: string[]) => run(nodes[0]!, ...args);
  const bin = (name: string) => join(consumer.folder, "node_modules", name);
  const synthesised = (app: string) => readFileSync(join(consumer.folder, app, "cdktf.out/stacks/lab/cdk.tf.json"), "utf8");
  const succeeds = { code: 0, output: "" };

  const compiled = (source: string) => ts.transpileModule(source, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext } }).outputText;
  const filesOf = (name: string) => readdirSync(bin(name), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name: file, parentPath }) => relative(bin(name), join(parentPath, file)));
  /** What a README of an installed package leads to inside the package. */
  const linksOf = (name: string) => [...readFileSync(join(bin(name), "README.md"), "utf8").matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path!);
  const resources = ["proxmox_acl", "proxmox_virtual_environment_container", "proxmox_virtual_environment_vm"];

  describe("pmpc-constructs", () => {
    before(() => consumer.add(consumer.tarballs.constructs));

    it("needs no package but its peers", () => {
      const packages = installed(consumer);
      expect(packages["node_modules/pmpc-constructs"]).to.not.have.any.keys("dependencies", "optionalDependencies");
      expect(packages["node_modules/pmpc-constructs"]!.peerDependencies).to.have.all.keys("cdktf", "constructs");
      expect(Object.keys(packages).filter((path) => /node_modules\/(pmpc|typeorm|libsql|@libsql|got|ajv|yaml|@babel)(\/|$)/.test(path))).to.deep.equal([]);
    });

    it("holds the library, its page and the examples, and everything that its README leads to", () => {
      const odd = filesOf("pmpc-constructs").filter((file) => !/^(dist\/(constructs|lib)\/.*\.(js|d\.ts)|docs\/constructs\.md|examples\/[\w-]+\/(main\.ts|README\.md))$/.test(file.split(sep).join("/")));
      expect(odd.sort()).to.deep.equal(["LICENSE", "README.md", "package.json"]);
      expect(linksOf("pmpc-constructs")).to.include.members(["docs/constructs.md", "examples"]);
      expect(linksOf("pmpc-constructs").filter((path) => !existsSync(join(bin("pmpc-constructs"), path)))).to.deep.equal([]);
    });

    onEachNode("is used by a CommonJS app with ts-node and by an ES module app with tsx", async ({ path }) => {
      for (const [app, tool] of [["commonjs", "ts-node/dist/bin.js"], ["esm", "tsx/dist/cli.mjs"]] as const) {
        const cwd = join(consumer.folder, app);
        writeFileSync(join(cwd, "light.ts"), readFileSync(join(cwd, "main.ts"), "utf8").replaceAll('"pmpc', '"pmpc-constructs'));
        expect(await consumer.run(path, [bin(tool), "light.ts"], { cwd }), app).to.deep.equal(succeeds);
        expect(JSON.parse(synthesised(app)).resource, app).to.have.all.keys(resources);
      }
    });
  });

  describe("pmpc", () => {
    let subpaths: readonly string[];

    before(async () => {
      await consumer.add(consumer.tarballs.pmpc);
      subpaths = readdirSync(join(consumer.folder, "node_modules/pmpc/dist/constructs/imports")).map((name) => `pmpc/provider/${name}`);
    });

    it("holds the library, the command, the page of the constructs and the examples, and everything that its README leads to", () => {
      const odd = filesOf("pmpc").filter((file) => !/^(dist\/.*\.(js|json|d\.ts)|docs\/(constructs\.md|coverage\.md|verbs\.md|(guests|export-map)\.schema\.json|flow\.svg|guide\/[\w-]+\.md)|examples\/[\w-]+\/(main\.ts|README\.md))$/.test(file.split(sep).join("/")));
      expect(odd.sort()).to.deep.equal(["LICENSE", "README.md", "package.json"]);
      expect(linksOf("pmpc")).to.include.members(["docs/constructs.md", "examples/k3s"]);
      expect(linksOf("pmpc").filter((path) => !existsSync(join(bin("pmpc"), path)))).to.deep.equal([]);
    });

    it("has all of pmpc-constructs, byte for byte", () => {
      const shared = filesOf("pmpc-constructs").filter((file) => file.startsWith("dist"));
      expect(shared).to.have.length.above(200);
      expect(shared.filter((file) => !readFileSync(join(bin("pmpc"), file)).equals(readFileSync(join(bin("pmpc-constructs"), file))))).to.deep.equal([]);
    });

    onEachNode("works in one app with pmpc-constructs", async ({ path }) => {
      const cwd = join(consumer.folder, "both");
      writeFileSync(join(cwd, "plain.js"), compiled(readFileSync(join(cwd, "main.ts"), "utf8")));
      const numbered = (number: string) => consumer.run(path, ["plain.js"], { cwd, env: { DB_NUMBER: number } });
      expect((await numbered("101")).output).to.contain("vmId 101 is also vmId of lab/web");
      expect(await numbered("102")).to.deep.equal(succeeds);
      expect(JSON.parse(synthesised("both")).resource).to.have.all.keys(resources.slice(1));
    });

    it("needs no package that wants to run a script", () => {
      const development = ["esbuild", "fsevents"];
      const scripted = Object.entries(installed(consumer)).filter(([, { hasInstallScript }]) => hasInstallScript);
      expect(scripted.map(([path]) => path.replace(/^.*node_modules\//, "")).filter((name) => !development.includes(name))).to.deep.equal([]);
    });

    onEachNode("is used by a CommonJS app, as `cdktf init` makes one for ts-node", async ({ path }) => {
      const cwd = join(consumer.folder, "commonjs");
      expect(await consumer.run(path, [bin("ts-node/dist/bin.js"), "main.ts"], { cwd })).to.deep.equal(succeeds);
      expect(Object.keys(JSON.parse(synthesised("commonjs")).resource)).to.have.members(resources);
    });

    onEachNode("is used by an ES module app: tsx, node, and node with types in the source where it takes them", async ({ path, runsTypeScript }) => {
      const cwd = join(consumer.folder, "esm");
      const source = readFileSync(join(cwd, "main.ts"), "utf8");
      writeFileSync(join(cwd, "plain.js"), compiled(source));
      const texts: string[] = [];
      for (const args of [[bin("tsx/dist/cli.mjs"), "main.ts"], ["plain.js"], ...(runsTypeScript ? [["--no-warnings", "main.ts"]] : [])]) {
        expect(await consumer.run(path, args, { cwd }), args.join(" ")).to.deep.equal(succeeds);
        texts.push(synthesised("esm"));
      }
      expect(new Set(texts).size).to.equal(1);
      expect(JSON.parse(texts[0]!).resource).to.deep.equal(JSON.parse(synthesised("commonjs")).resource);
    });

    it("has declarations without an error, for CommonJS and for ES modules", async () => {
      const every = ["pmpc", "pmpc/testing", "pmpc-constructs", "pmpc-constructs/testing", "pmpc-constructs/provider/acl", ...subpaths].map((path, index) => `export * as m${index} from "${path}";\n`).join("");
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

    onEachNode("loads nothing but the constructs for those who use nothing else", async (one) => {
      const script = `for (const value of Object.values(require("pmpc"))) void value; console.log(JSON.stringify(Object.keys(require.cache)))`;
      const { output } = await run(one, "-e", script);
      const loaded = (JSON.parse(output) as string[]).map((path) => path.slice(path.indexOf("node_modules")).split(sep));
      expect([...new Set(loaded.map(([, name]) => name))].sort()).to.deep.equal(["cdktf", "constructs", "pmpc"]);
      const own = loaded.filter(([, name]) => name === "pmpc").map(([, , , folder]) => folder);
      expect([...new Set(own)].sort()).to.deep.equal(["constructs", "lib"]);
    });

    onEachNode("loads for a stack of guests only what guests need: no other kind of the table, and nothing that reads a cluster", async (one) => {
      const script = `const all = require("pmpc"); for (const name of ["ProxmoxStack", "ProxmoxProvider", "VirtualMachine", "Container"]) void all[name]; console.log(JSON.stringify(Object.keys(require.cache)))`;
      const { output } = await run(one, "-e", script);
      const own = (JSON.parse(output) as string[]).filter((path) => path.includes(join("node_modules", "pmpc"))).map((path) => path.split(sep).join("/"));
      expect(own.filter((path) => /schema\/(kind\/(?!guests|container|virtual-machine)|cluster\/|read-back)/.test(path))).to.deep.equal([]);
      expect(own.length).to.be.below(115);
    });

    onEachNode("loads one resource where one is imported", async (one) => {
      const { output } = await run(one, "-e", `require("pmpc/provider/acl"); console.log(JSON.stringify(Object.keys(require.cache)))`);
      const own = (JSON.parse(output) as string[]).filter((path) => path.includes(join("node_modules", "pmpc")));
      expect(own).to.have.lengthOf(1);
    });

    it("tests stacks in mocha, jest and vitest, and a test that fails says what differs", async function () {
      const error = await consumer.add(`mocha@${locked("mocha")}`, "jest@^30", "vitest@^3").then(() => undefined, (one: Error) => one);
      if (error !== undefined && /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTCACHED|E40[34]/.test(error.message)) {
        this.test!.title += " (skipped: npm's registry is out of reach)";
        return this.skip();
      }
      if (error !== undefined) throw error;
      const cwd = join(consumer.folder, "runners");
      const runners: readonly (readonly [string, ...string[]])[] = [
        ["mocha/bin/mocha.js", "template.spec.cjs"],
        ["jest/bin/jest.js", "--rootDir", ".", "--testMatch", "**/template.spec.cjs"],
        ["vitest/vitest.mjs", "run", "template.spec.mjs"],
      ];
      for (const [program, ...args] of runners) {
        const test = (env: Readonly<Record<string, string>>) => consumer.run(process.execPath, [bin(program), ...args], { cwd, env: { ...env, CI: "true", NO_COLOR: "1", FORCE_COLOR: "0" } });
        expect((await test({})).code, program).to.equal(0);
        const failed = await test({ WANTED_MEMORY: "8" });
        expect(failed.code, program).to.not.equal(0);
        expect(failed.output, program).not.to.match(/no visual difference|Received:/);
        expect(failed.output, program).to.match(/memory/).and.match(/8192|8G|Size\.gibibytes\(8\)/);
      }
    });

    onEachNode("brings the command with all that it needs", async (one) => {
      const home = join(consumer.folder, `home on ${one.name}`);
      expect((await run(one, bin("pmpc/dist/bin/pmpc.js"), "demo", "--out", home)).code).to.equal(0);
      expect(readdirSync(home)).to.include.members(["main.ts", "cluster.ts", "guests"]);
    });

    it("is what publint and arethetypeswrong would have it be, and so is pmpc-constructs", async () => {
      const { publint } = await import("publint");
      const { checkPackage, createPackageFromTarballData } = await import("@arethetypeswrong/core");
      // The files of both are the same, so one resource of the provider stands for all.
      const all = [
        [consumer.tarballs.pmpc, ["./testing", ...subpaths.map((path) => path.replace("pmpc", "."))]],
        [consumer.tarballs.constructs, ["./testing", "./provider/acl"]],
      ] as const;
      for (const [path, resources] of all) {
        const data = readFileSync(path);
        const tarball = data.buffer.slice(data.byteOffset, data.byteOffset + data.length);
        expect((await publint({ pack: { tarball }, strict: true })).messages).to.deep.equal([]);
        const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(data)), { entrypoints: [".", "./package.json", ...resources] });
        expect(analysis).to.have.property("problems").that.deep.equals([]);
      }
    });

    it("takes CDK Terrain under the name of cdktf", async () => {
      await consumer.add(`cdktf@npm:cdktn@${locked("cdktn")}`);
      const before = JSON.parse(synthesised("esm"));
      expect(await consumer.run(process.execPath, ["plain.js"], { cwd: join(consumer.folder, "esm") })).to.deep.equal(succeeds);
      expect(await consumer.run(process.execPath, ["plain.js"], { cwd: join(consumer.folder, "both"), env: { DB_NUMBER: "102" } })).to.deep.equal(succeeds);
      const after = JSON.parse(synthesised("esm"));
      expect(after["//"].metadata.version).not.to.equal(before["//"].metadata.version);
      expect(after.resource).to.deep.equal(before.resource);
    });
  });
});
