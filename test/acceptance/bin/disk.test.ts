import { execFile, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import type { PlanReport } from "../../../generator/judge/grade-workspace";
import { mountSmallDisk, type SmallDisk } from "../../support/small-disk";
import { terraformPath } from "../../support/terraform";
import { home, newFolder, paths, pmpc, reach, remove, type Ended } from "../../bin/command";
import { graded, openPlanned, two, without, type Planned } from "./planned";

/** Every verb that writes into a workspace, but for what its options choose. */
const verbs: Readonly<Record<string, (stage: Planned) => readonly string[]>> = {
  import: ({ simulator }) => ["import", ...reach(simulator), "--no-verify", ...two],
  sync: ({ simulator }) => ["sync", ...reach(simulator)],
  generate: () => ["generate", ...two],
  plan: () => ["plan"],
  apply: () => ["apply", "--yes", "--allow-changes"],
  forget: () => ["forget", "container", "200"],
  state: () => ["state"],
};

/** The others, which begin by writing that they work there. */
const others: Readonly<Record<string, readonly string[]>> = {
  create: ["create", "vm", "--name", "new", "--node", "pve", "--memory", "1GiB"],
  update: ["update", "vm", "100", "--memory", "3GiB"],
  delete: ["delete", "vm", "100"],
  undo: ["undo", "1"],
  rollback: ["rollback", "first", "--yes"],
  resolve: ["resolve"],
  protect: ["protect", "vm", "100", "--yes"],
  unprotect: ["unprotect", "vm", "100", "--yes"],
  propose: ["propose"],
  diff: ["diff"],
  verify: ["verify"],
  rehearse: ["rehearse"],
  test: ["test"],
};

describe(`a disk that takes nothing${without}`, () => {
  let stage: Planned;
  let disk: SmallDisk | undefined;
  const workspace = () => join(disk!.folder, "home");
  const run = (args: readonly string[]): Promise<Ended> => pmpc(args, workspace(), stage.environment);
  /** What people and git see. */
  const files = () => new Map(paths(workspace()).filter((path) => !/^\.proxmox\/(state\.db|terraform\/)/.test(path)).map((path) => [path, readFileSync(join(workspace(), path), "utf8")]));
  const left = () => paths(workspace()).filter((path) => /\.(tmp|part|tfplan)$|^\.proxmox\/(lock|tmp\/)/.test(path));

  before(async function () {
    if (terraformPath === undefined) return this.skip();
    disk = mountSmallDisk(2 ** 24);
    if (disk === undefined) {
      for (const test of this.test!.parent!.tests) test.title += " (skipped: nothing can be mounted here)";
      return this.skip();
    }
    stage = await openPlanned();
  });
  after(() => stage?.close());
  beforeEach(() => {
    disk ??= mountSmallDisk(2 ** 24);
  });
  afterEach(() => {
    disk?.remove();
    disk = undefined;
  });
  async function begin(scene: "imported" | "adopted"): Promise<void> {
    await stage.at(scene);
    cpSync(stage.folder, workspace(), { recursive: true });
    // What ran in this process lets go of its store when memory is collected; a process of its own has done so at its end.
    inStore('open.pragma("wal_checkpoint(TRUNCATE)")');
    expect(beside()).to.deep.equal([]);
  }
  /** Runs a script in another process with the store open. */
  const inStore = (script: string) => void spawnSync(process.execPath, ["-e", `const open = new (require("libsql"))(process.argv[1]); ${script}`, store()], { cwd: home });
  const store = () => join(workspace(), ".proxmox/state.db");
  const beside = () => ["-wal", "-shm"].filter((end) => existsSync(store() + end));

  it("says so where it is read-only, for every verb that writes, and can be looked at", async () => {
    await begin("adopted");
    const before = files();
    disk!.setReadOnly(true);
    try {
      const all = [...Object.entries(verbs).map(([verb, args]) => [verb, args(stage)] as const), ...Object.entries(others)];
      for (const [verb, args] of all) {
        const { code, stderr } = await run(args);
        expect([code, stderr], verb).to.deep.equal([1, `pmpc: cannot write ${join(workspace(), ".proxmox")}: the file system is read-only\n  make it writable, or name another folder with --out\n`]);
      }
      const init = await run(["init", ...reach(stage.simulator), "--out", join(disk!.folder, "new")]);
      expect([init.code, init.stderr]).to.deep.equal([1, `pmpc: cannot write ${join(disk!.folder, "new")}: the file system is read-only\n  make it writable, or name another folder with --out\n`]);
      for (const look of [["export", join(disk!.folder, "other"), "--anonymise"], ["support-bundle", "--yes"]]) expect((await run(look)).stderr, look[0]).to.match(/read-only\n/);
      for (const look of ["status", "list", "history"]) expect((await run([look])).code, look).to.equal(0);
      expect(files()).to.deep.equal(before);
    } finally {
      disk!.setReadOnly(false);
    }
  });

  it("can be looked at with what a process that was killed left beside its store", async () => {
    await begin("adopted");
    inStore('open.prepare("SELECT 1 FROM sqlite_master").all(); process.kill(process.pid, "SIGKILL")');
    expect(beside()).to.deep.equal(["-wal", "-shm"]);
    for (const isFull of [false, true]) {
      if (isFull) disk!.fill(0);
      else disk!.setReadOnly(true);
      try {
        for (const verb of ["status", "list"]) {
          const { code, stderr } = await run([verb]);
          expect(code, `${verb}: ${stderr}`).to.equal(0);
        }
      } finally {
        if (!isFull) disk!.setReadOnly(false);
      }
    }
  });

  it("can be looked at where it is full", async () => {
    await begin("adopted");
    disk!.fill(0);
    for (const look of [["status"], ["list"]]) {
      const { code, stderr } = await run(look);
      expect(code, stderr).to.equal(0);
    }
    const { code, stderr } = await run(["history"]);
    expect(stderr).not.to.contain("unexpected");
    expect(code).to.be.oneOf([0, 1]);
  });

  it("says so where it is full, tears nothing, and goes on when there is room", async () => {
    await begin("adopted");
    const edit = (text: string) => text.replace(/^memory: .*$/m, "memory: 6144");
    stage.simulator.cluster.edit(100, edit);
    const before = files();
    for (const bytes of [0, 40_960]) {
      disk!.fill(bytes);
      for (const [verb, args] of Object.entries(verbs)) {
        // These need next to nothing.
        if (verb === "forget" || (bytes > 0 && (verb === "state" || verb === "generate"))) continue;
        const { code, stdout, stderr } = await run(args(stage));
        expect([code, stdout], `${verb} ${bytes}`).to.deep.equal([1, ""]);
        expect(stderr, verb).to.match(/^pmpc: .*(the disk is full|MiB left)[^\n]*\n {2}.*make room[^\n]*\n$/);
        expect(left(), verb).to.deep.equal([]);
        expect(files(), verb).to.deep.equal(before);
      }
      disk!.empty();
    }
    expect((await run(verbs.import!(stage))).code).to.equal(0);
    expect(files().get("guests/pve.ts")).to.contain("Size.gibibytes(6)");
  });

  it("says so where it is full, for every verb that changes code or looks at it, and where a new project was to be", async () => {
    await begin("adopted");
    const before = files();
    disk!.fill(0);
    const other = join(disk!.folder, "other");
    const all = [...Object.entries(others).map(([verb, args]) => [verb, args, join(workspace(), ".proxmox")] as const), ["init", ["init", ...reach(stage.simulator), "--out", join(disk!.folder, "new")], join(disk!.folder, "new/.proxmox")] as const, ["export", ["export", other, "--anonymise"], other] as const];
    for (const [verb, args, place] of all) {
      const { code, stdout, stderr } = await run(args);
      expect([code, stdout, stderr], verb).to.deep.equal([1, "", `pmpc: cannot write ${place}: the disk is full\n  make room and run this again: it goes on where it stopped\n`]);
      expect(left(), verb).to.deep.equal([]);
      expect(files(), verb).to.deep.equal(before);
    }
    disk!.empty();
    expect((await run(others.update!)).code).to.equal(0);
    expect(files().get("guests/pve.ts")).to.contain("Size.gibibytes(3)");
  });

  it("begins no apply that could not save its state", async () => {
    await begin("imported");
    disk!.fill(2 ** 20);
    const { code: exit, stderr } = await run(verbs.apply!(stage));
    expect([exit, stderr.split("\n")[1]]).to.deep.equal([1, "  nothing was applied; free at least 16 MiB, then run this again"]);
    expect(left()).to.deep.equal([]);
    expect(paths(workspace()).filter((path) => path.includes("tfstate") && path.includes("states/"))).to.deep.equal([]);
    expect(files().get("guests/pve.ts")).to.equal(stage.code());
  });

  it("takes a state that an older pmpc left readable from everybody else", async () => {
    await begin("adopted");
    const state = join(workspace(), "terraform.pve.tfstate");
    chmodSync(state, 0o644);
    const planned = JSON.parse((await run(["plan", "--json"])).stdout) as PlanReport;
    expect(graded(planned)).to.deep.equal(["lxc/200 clean", "qemu/100 clean"]);
    expect(statSync(state).mode & 0o777).to.equal(0o600);
  });
});

describe("a folder that is somebody else's", () => {
  it("is said to be, and left as it is", async function () {
    // Another user must be able to read the checkout itself.
    if (process.getuid?.() === 0 && !isOpen(home)) return this.skip();
    const folder = newFolder();
    try {
      chmodSync(folder, 0o555);
      // To root, nothing is forbidden.
      const uid = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
      const { code, stderr } = await new Promise<{ code: number; stderr: string }>((resolve) => {
        execFile(process.execPath, [join(home, "dist/bin/pmpc.js"), "import", "--via", "files", "--pve-dir", join(home, "test/fixture/field-cases/lxc-twin-addresses/pve"), "--no-verify", "--out", "x"], { cwd: folder, ...uid }, (error, _, said) => resolve({ code: Number(error?.code ?? 0), stderr: said }));
      });
      expect(code).to.equal(1);
      expect(stderr).to.match(/^pmpc: cannot write \S+: permission denied\n {2}check who owns the folder and what is in it\n$/m);
      expect(paths(folder)).to.deep.equal([]);
    } finally {
      chmodSync(folder, 0o755);
      remove(folder);
    }
  });
});

/** Whether everybody may go into a folder, and into all above it. */
function isOpen(path: string): boolean {
  return (statSync(path).mode & 0o001) !== 0 && (dirname(path) === path || isOpen(dirname(path)));
}
