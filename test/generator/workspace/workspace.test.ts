import { expect } from "chai";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { FileMode, GeneratedFile } from "../../../generator/workspace/file";
import { checkRoot, planFiles, writeFiles } from "../../../generator/workspace/workspace";

describe("workspace", () => {
  let folder: string;
  let root: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pmpc-workspace-"));
    root = join(folder, "home");
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const at = (path: string) => join(root, path);
  const read = (path: string) => readFileSync(at(path), "utf8");
  const put = (path: string, content: string) => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), content);
  };
  const write = async (files: GeneratedFile[]) => (await writeFiles(root, files)).map(({ path, change }) => `${path} ${change}`);

  describe("writing", () => {
    it("creates, updates and removes what nobody has touched", async () => {
      expect(await write(owned({ "main.ts": "1", "guests/pve1.ts": "1", "guests/pve2.ts": "1" }))).to.deep.equal([
        "guests/pve1.ts created",
        "guests/pve2.ts created",
        "main.ts created",
      ]);
      expect(await write(owned({ "main.ts": "1", "guests/pve1.ts": "2" }))).to.deep.equal([
        "guests/pve1.ts updated",
        "guests/pve2.ts removed",
        "main.ts unchanged",
      ]);
      expect(read("guests/pve1.ts")).to.equal("2");
      expect(tree(root)).to.deep.equal(["guests/pve1.ts", "main.ts"]);
    });

    it("touches nothing where nothing changes", async () => {
      const files = [...owned({ "main.ts": "1", "guests/pve1.ts": "1" }), ...once({ "package.json": "{}" })];
      await write(files);
      const before = stamps(root);
      expect(await write(files)).to.deep.equal(["guests/pve1.ts unchanged", "main.ts unchanged", "package.json unchanged"]);
      expect(stamps(root)).to.deep.equal(before);
    });

    it("renews what git ignores each time, and keeps no base of it", async () => {
      const passing = (content: string): GeneratedFile[] => [{ path: "status.yml", content, mode: "passing" }, ...owned({ a: "1" })];
      expect(await write(passing("1"))).to.deep.equal(["a created", "status.yml created"]);
      expect(await write(passing("1"))).to.deep.equal(["a unchanged", "status.yml unchanged"]);
      put("status.yml", "edited");
      expect(await write(passing("2"))).to.deep.equal(["a unchanged", "status.yml updated"]);
      expect(read("status.yml")).to.equal("2");
      expect(memory(root)).to.deep.equal(["base/a", "manifest.json"]);
    });

    it("keeps the text that was generated last beside each, for git", async () => {
      await write([...owned({ b: "1", "c/d": "3" }), ...once({ a: "2" })]);
      expect(memory(root)).to.deep.equal(["base/b", "base/c/d", "manifest.json", "once/a"]);
      await write([...owned({ b: "4" }), ...once({ a: "5" })]);
      expect(memory(root)).to.deep.equal(["base/b", "manifest.json", "once/a"]);
      expect([read(".proxmox/base/b"), read(".proxmox/once/a")]).to.deep.equal(["4", "2"]);
    });

    it("removes the folders that this leaves empty, and no others", async () => {
      await write(owned({ "a/b/c/1": "", "a/2": "", "d/3": "" }));
      put("d/mine", "mine");
      await write(owned({ "a/2": "" }));
      expect(tree(root)).to.deep.equal(["a/2", "d/mine"]);
      expect(existsSync(at("a/b"))).to.equal(false);
    });

    it("keeps the permissions of a file that it updates", async () => {
      await write(owned({ "vars.yml": "1" }));
      chmodSync(at("vars.yml"), 0o660);
      await write(owned({ "vars.yml": "2" }));
      expect(statSync(at("vars.yml")).mode & 0o777).to.equal(0o660);
    });

    it("writes an owned file again that somebody deleted", async () => {
      await write(owned({ "main.ts": "1" }));
      rmSync(at("main.ts"));
      expect(await write(owned({ "main.ts": "1" }))).to.deep.equal(["main.ts created"]);
    });

    it("takes line ends that git changed for no edit", async () => {
      await write(owned({ "main.ts": "a\nb\n", "cluster.ts": "a\nb\n" }));
      put("main.ts", "a\r\nb\r\n");
      put("cluster.ts", "a\r\nb\r\n");
      expect(await write(owned({ "main.ts": "a\nb\n", "cluster.ts": "a\nc\n" }))).to.deep.equal(["cluster.ts updated", "main.ts unchanged"]);
      expect(read("main.ts")).to.equal("a\r\nb\r\n");
    });

    it("writes any text as it is", async () => {
      const text = '${file("/etc/passwd")} %{ if } `*/` {{ x }} \u001b[31m $& $$ \u2028 \ud83d\ude00\n';
      await write(owned({ "main.ts": text }));
      expect(read("main.ts")).to.equal(text);
    });

    it("only says what it will do when it is only asked", async () => {
      const { changes } = await planFiles(root, owned({ "main.ts": "1" }));
      expect(changes).to.deep.equal([{ path: "main.ts", change: "created" }]);
      expect(existsSync(root)).to.equal(false);
    });
  });

  describe("file that is written once", () => {
    it("is its reader's own from then on", async () => {
      expect(await write(once({ "package.json": "{}" }))).to.deep.equal(["package.json created"]);
      put("package.json", "mine");
      expect(await write(once({ "package.json": "{ new }" }))).to.deep.equal(["package.json unchanged"]);
      expect(read("package.json")).to.equal("mine");
      expect(await write([])).to.deep.equal([]);
      expect(read("package.json")).to.equal("mine");
    });

    it("stays deleted", async () => {
      await write(once({ "README.md": "1" }));
      rmSync(at("README.md"));
      expect(await write(once({ "README.md": "2" }))).to.deep.equal(["README.md unchanged"]);
      expect(existsSync(at("README.md"))).to.equal(false);
    });

    it("leaves one that was there before", async () => {
      put("README.md", "mine");
      expect(await write(once({ "README.md": "1" }))).to.deep.equal(["README.md unchanged"]);
      expect(read("README.md")).to.equal("mine");
    });

    it("may become owned, and an owned one its reader's", async () => {
      await write([...once({ a: "1" }), ...owned({ b: "1" })]);
      expect(await write([...owned({ a: "2" }), ...once({ b: "2" })])).to.deep.equal(["a updated", "b unchanged"]);
      expect([read("a"), read("b")]).to.deep.equal(["2", "1"]);
    });
  });

  describe("edited file", () => {
    beforeEach(async () => {
      await write(owned({ "main.ts": "1" }));
      put("main.ts", "mine");
    });

    it("stays, and nothing lies beside it while there is nothing new", async () => {
      expect(await write(owned({ "main.ts": "1" }))).to.deep.equal(["main.ts unchanged"]);
      expect(tree(root)).to.deep.equal(["main.ts"]);
    });

    it("becomes what was merged for it, with what is open listed beside it", async () => {
      const conflict = [{ path: "main.ts", change: "conflict", beside: "main.ts.conflict" }];
      const merged = new Map([["main.ts", { content: "mine, 2", conflicts: "1 or 2" }]]);
      expect(await writeFiles(root, owned({ "main.ts": "2" }), merged)).to.deep.equal(conflict);
      expect([read("main.ts"), read("main.ts.conflict")]).to.deep.equal(["mine, 2", "1 or 2"]);
    });

    it("is not written over where nothing was merged for it", async () => {
      expect(await rejection(write(owned({ "main.ts": "2", "other.ts": "1" })))).to.include({ code: "path-refused", exit: 6 });
      expect(tree(root)).to.deep.equal(["main.ts"]);
      expect(read("main.ts")).to.equal("mine");
    });

    it("is owned again once it is what is generated", async () => {
      await writeFiles(root, owned({ "main.ts": "2" }), new Map([["main.ts", {}]]));
      put("main.ts", "2");
      expect(await write(owned({ "main.ts": "2" }))).to.deep.equal(["main.ts unchanged"]);
      expect(await write(owned({ "main.ts": "3" }))).to.deep.equal(["main.ts updated"]);
    });

    it("loses what an older pmpc laid beside it", async () => {
      for (const path of ["main.ts.new", ".proxmox/base/main.ts.new"]) put(path, "2");
      expect(await write(owned({ "main.ts": "1" }))).to.deep.equal(["main.ts unchanged"]);
      expect(tree(root)).to.deep.equal(["main.ts"]);
    });

    it("stays when it is no longer generated, which is said once", async () => {
      expect(await writeFiles(root, [])).to.deep.equal([{ path: "main.ts", change: "conflict" }]);
      expect(tree(root)).to.deep.equal(["main.ts"]);
      expect(await write([])).to.deep.equal([]);
      expect(read("main.ts")).to.equal("mine");
    });

    it("may be a link or a folder by now, which stays", async () => {
      put("main.ts", "1");
      await write(owned({ "main.ts": "1", "a.ts": "1", "b.ts": "1" }));
      rmSync(at("a.ts"));
      mkdirSync(at("a.ts"));
      rmSync(at("b.ts"));
      symlinkSync("main.ts", at("b.ts"));
      const error = await rejection(write(owned({ "main.ts": "2", "a.ts": "2", "b.ts": "1" })));
      expect(error).to.include({ code: "path-refused", exit: 6 });
      expect(String(error)).to.contain("a.ts is a folder or a link, and pmpc writes a file there");
      expect(await write(owned({ "main.ts": "1", "a.ts": "1", "b.ts": "1" }))).to.deep.equal(["a.ts unchanged", "b.ts unchanged", "main.ts unchanged"]);
      expect(lstatSync(at("b.ts")).isSymbolicLink()).to.equal(true);
      expect(read("main.ts")).to.equal("1");
    });
  });

  describe("boundary", () => {
    it("is kept where a folder is a link that leads out", async () => {
      mkdirSync(join(folder, "elsewhere"));
      mkdirSync(root);
      symlinkSync("../elsewhere", at("guests"));
      expect(await rejection(write(owned({ "guests/pve1.ts": "1" })))).to.include({ code: "path-refused", exit: 6 });
      symlinkSync("../nowhere", at("docs"));
      expect(await rejection(write(owned({ "docs/a.md": "1" })))).to.include({ code: "path-refused" });
      symlinkSync("../elsewhere", at(".proxmox"));
      expect(await rejection(write(owned({ "main.ts": "1" })))).to.include({ code: "path-refused" });
      expect(readdirSync(join(folder, "elsewhere"))).to.deep.equal([]);
    });

    it("is not crossed by a link that stays inside", async () => {
      mkdirSync(at("real"), { recursive: true });
      symlinkSync("real", at("guests"));
      await write(owned({ "guests/pve1.ts": "1" }));
      expect(read("real/pve1.ts")).to.equal("1");
    });

    it("holds though a repository brings base texts of its own", async () => {
      writeFileSync(join(folder, "precious"), "1");
      await write(owned({ "main.ts": "1" }));
      symlinkSync(join(folder, "precious"), at(".proxmox/base/precious"));
      expect(await write(owned({ "main.ts": "1" }))).to.deep.equal(["main.ts unchanged"]);
      put(".proxmox/base/.git/hooks/post-checkout", "1");
      expect(await rejection(write([]))).to.include({ code: "path-refused" });
      expect(existsSync(join(folder, "precious"))).to.equal(true);
    });

    it("refuses a file in the way of a folder before anything is written", async () => {
      put("guests", "mine");
      expect(await rejection(write(owned({ "a.ts": "1", "guests/pve1.ts": "1" })))).to.include({ code: "path-refused" });
      expect(tree(root)).to.deep.equal(["guests"]);
    });
  });

  describe("memory", () => {
    it("of a newer pmpc is refused, and nothing is written", async () => {
      await write(owned({ "main.ts": "1" }));
      put(".proxmox/manifest.json", '{ "version": 3, "files": [] }');
      expect(await rejection(write(owned({ "main.ts": "2" })))).to.include({ code: "workspace-newer", exit: 6 });
      expect(await rejection(checkRoot(root))).to.include({ code: "workspace-newer" });
      expect(read("main.ts")).to.equal("1");
    });

    for (const text of ["", "<<<<<<< HEAD\n{}", "[]", "null", '{"version":"1"}'])
      it(`whose manifest reads ${JSON.stringify(text)} is refused`, async () => {
        put(".proxmox/manifest.json", text);
        expect(await rejection(write(owned({ "main.ts": "2" })))).to.include({ code: "manifest-unreadable" });
      });

    it("that git could not merge is refused, and nothing is written", async () => {
      await write(owned({ "main.ts": "1" }));
      put(".proxmox/base/main.ts", "<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> theirs\n");
      expect(await rejection(write(owned({ "main.ts": "2" })))).to.include({ code: "merge-conflict", exit: 6 });
      expect(read("main.ts")).to.equal("1");
    });

    it("that is lost costs nothing: what is there is not written over", async () => {
      await write(owned({ "main.ts": "1", "cluster.ts": "1" }));
      rmSync(at(".proxmox"), { recursive: true });
      expect(await rejection(write(owned({ "main.ts": "1", "cluster.ts": "2" })))).to.include({ code: "path-refused" });
      expect(await write(owned({ "main.ts": "1", "cluster.ts": "1" }))).to.deep.equal(["cluster.ts unchanged", "main.ts unchanged"]);
    });

    it("is whole in a clone, where git has changed the line ends", async () => {
      await write(owned({ "main.ts": "1\n2\n" }));
      for (const path of ["main.ts", ".proxmox/base/main.ts"]) put(path, "1\r\n2\r\n");
      expect(await write(owned({ "main.ts": "3\n" }))).to.deep.equal(["main.ts updated"]);
    });
  });

  describe("root", () => {
    it("may be missing, empty, a fresh repository, or what an interrupted import left", async () => {
      await checkRoot(root);
      for (const entry of [".git", ".proxmox", ".DS_Store"]) mkdirSync(at(entry), { recursive: true });
      await checkRoot(root);
    });

    it("may be a workspace, whatever else is in it", async () => {
      await write(owned({ "main.ts": "1" }));
      put("node_modules/x/index.js", "");
      await checkRoot(root);
    });

    it("is refused when it holds anything else", async () => {
      for (const file of ["d", "a", "c", "b", ".git/config"]) put(file, "");
      const refusal = await rejection(checkRoot(root));
      expect(refusal).to.include({ code: "folder-not-empty", exit: 6 });
      expect((refusal as Error).message).to.equal(`${root} is not empty and is not a workspace: it holds a, b, c, …`);
    });

    it("is refused when it is a file", async () => {
      writeFileSync(root, "");
      expect(await rejection(checkRoot(root))).to.include({ code: "folder-not-empty", exit: 6 });
    });
  });
});

const files =
  (mode: FileMode) =>
  (contents: Record<string, string>): GeneratedFile[] =>
    Object.entries(contents).map(([path, content]) => ({ path, content, mode }));
const owned = files("owned");
const once = files("once");

/** Every file of the project, and what pmpc remembers of it. */
const tree = (folder: string) => filesIn(folder).filter((path) => !path.startsWith(".proxmox/"));
const memory = (folder: string) => filesIn(folder).flatMap((path) => (path.startsWith(".proxmox/") ? [path.slice(9)] : []));

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** Everything that a write would change, of files and folders. */
function stamps(folder: string): unknown {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => {
    const { ino, mtimeMs, ctimeMs } = statSync(join(folder, path));
    return { path, ino, mtimeMs, ctimeMs };
  });
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail("it was accepted"),
    (error: unknown) => error,
  );
}
