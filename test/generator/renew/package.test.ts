import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { findOrigin } from "../../../generator/renew/package";

describe("where pmpc came from", () => {
  let root: string;
  const home = (below = "node_modules/pmpc") => join(root, below);
  const put = (path: string, content: unknown) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), JSON.stringify(content));
  };
  /** What npm notes of a package that it installed. */
  const note = (entry: object, below = "node_modules/pmpc") => {
    put(`${below}/package.json`, { name: "pmpc" });
    put("node_modules/.package-lock.json", { lockfileVersion: 3, packages: { [below]: { version: "0.1.0", ...entry } } });
  };
  const origin = (below?: string) => findOrigin(home(below), "0.1.0");

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "pmpc-origin-")));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("is the registry, by version, where that is npm's own, or where npm notes no addresses", async () => {
    note({ resolved: "https://registry.npmjs.org/pmpc/-/pmpc-0.1.0.tgz" });
    expect(await origin()).to.deep.equal({ spec: "^0.1.0", from: "registry" });
    note({ integrity: "sha512-x" });
    expect(await origin()).to.deep.equal({ spec: "^0.1.0", from: "registry" });
  });

  it("is a private registry, by address, without its credentials", async () => {
    note({ resolved: "https://me:secret@npm.corp.example/pmpc/-/pmpc-0.1.0.tgz" });
    expect(await origin()).to.deep.equal({ spec: "https://npm.corp.example/pmpc/-/pmpc-0.1.0.tgz", from: "registry" });
  });

  it("is a tarball, while it is there", async () => {
    put("npx/tarballs/pmpc-0.1.0.tgz", "");
    note({ resolved: "file:npx/tarballs/pmpc-0.1.0.tgz" });
    expect(await origin()).to.deep.equal({ spec: `file:${root.replaceAll("\\", "/")}/npx/tarballs/pmpc-0.1.0.tgz`, from: "tarball" });
    rmSync(join(root, "npx"), { recursive: true });
    expect(await origin()).to.deep.equal({ spec: `file:${home().replaceAll("\\", "/")}`, from: "folder" });
    note({ resolved: "https://downloads.example/pmpc-0.1.0.tgz" });
    expect(await origin()).to.deep.equal({ spec: "https://downloads.example/pmpc-0.1.0.tgz", from: "tarball" });
  });

  it("is a commit of git, without its credentials", async () => {
    const commit = "0123456789abcdef0123456789abcdef01234567";
    note({ resolved: `git+ssh://git@github.com/someone/pmpc.git#${commit}` });
    expect(await origin()).to.deep.equal({ spec: `git+ssh://git@github.com/someone/pmpc.git#${commit}`, from: "git" });
    note({ resolved: `git+https://me:token@git.example/pmpc.git#${commit}` });
    expect((await origin()).spec).to.equal(`git+https://git.example/pmpc.git#${commit}`);
  });

  it("is found where pmpc is a dependency of something else", async () => {
    note({ resolved: "https://npm.corp.example/pmpc/-/pmpc-0.1.0.tgz" }, "node_modules/tools/node_modules/pmpc");
    expect((await origin("node_modules/tools/node_modules/pmpc")).from).to.equal("registry");
  });

  it("is its own folder where nobody noted anything: a checkout, a global installation, an address that is a secret", async () => {
    put("checkout/package.json", { name: "pmpc" });
    expect(await origin("checkout")).to.deep.equal({ spec: `file:${home("checkout").replaceAll("\\", "/")}`, from: "folder" });
    put("lib/node_modules/pmpc/package.json", { name: "pmpc" });
    expect((await origin("lib/node_modules/pmpc")).from).to.equal("folder");
    note({ resolved: "https://git.example/pmpc.tgz?private_token=secret" });
    expect((await origin()).from).to.equal("folder");
  });

  it("is what npm 6 wrote into the package", async () => {
    put("node_modules/pmpc/package.json", { name: "pmpc", _resolved: "https://registry.npmjs.org/pmpc/-/pmpc-0.1.0.tgz" });
    expect((await origin()).from).to.equal("registry");
  });
});
