import { expect } from "chai";
import fc from "fast-check";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { GeneratedFile } from "../../../generator/workspace/file";
import { runSteps } from "../../../generator/workspace/step";
import { planFiles, writeFiles } from "../../../generator/workspace/workspace";
import { runsTypeScript } from "../../support/typescript";

// Few paths and few versions, so that histories come back to where they were.
const paths = ["main.ts", "guests/pve1.ts", "guests/pve2.ts", "README.md"];

interface Generation {
  /** Path → version; README.md is written once. */
  readonly versions: Readonly<Record<string, number>>;
  /** How many steps are done before the process dies; undefined if it lives. */
  readonly dies?: number;
}
interface Edit {
  readonly path: string;
  readonly edit: "write" | "delete";
}

const generation = (dies: fc.Arbitrary<number | undefined>): fc.Arbitrary<Generation> =>
  fc.record({
    versions: fc
      .uniqueArray(fc.constantFrom(...paths))
      .chain((chosen) => fc.record(Object.fromEntries(chosen.map((path) => [path, fc.integer({ min: 1, max: 3 })])))),
    dies,
  });
const death = fc.option(fc.nat({ max: 7 }), { nil: undefined });
const edit: fc.Arbitrary<Edit> = fc.record({ path: fc.constantFrom(...paths), edit: fc.constantFrom("write" as const, "delete" as const) });

const toFiles = ({ versions }: Generation): GeneratedFile[] =>
  Object.entries(versions).map(([path, version]) => ({
    path,
    content: `${path} version ${version}\n`,
    mode: path === "README.md" ? "once" : "owned",
  }));

describe("history of a workspace", () => {
  let root: string;
  const at = (path: string) => join(root, path);
  const read = (path: string) => (existsSync(at(path)) ? readFileSync(at(path), "utf8") : undefined);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "pmpc-history-"));
  });
  const clear = () => readdirSync(root).forEach((entry) => rmSync(join(root, entry), { recursive: true }));
  afterEach(() => rmSync(root, { recursive: true }));

  /** What the user has edited is merged: here, it stays as it is. */
  async function generate(it: Generation, mine: ReadonlyMap<string, string> = new Map()) {
    const merged = new Map([...mine.keys()].filter((path) => path !== "README.md").map((path) => [path, {}]));
    if (it.dies === undefined) return writeFiles(root, toFiles(it), merged);
    const { steps, writing } = await planFiles(root, toFiles(it), merged);
    // A step that cannot be done ends it like a crash: what comes behind it is not done, and nothing is tidied up.
    await runSteps(root, [...steps.slice(0, it.dies), { do: "remove", path: "" }, ...steps.slice(it.dies)], writing).catch(() => undefined);
    return undefined;
  }

  /** Does what a user does, and tells which texts are the user's from then on. */
  function apply({ path, edit }: Edit, mine: Map<string, string>, count: number): void {
    if (edit === "delete") {
      rmSync(at(path), { force: true });
      mine.delete(path);
    } else if (existsSync(dirname(at(path)))) {
      mine.set(path, `text ${count} of the user\n`);
      writeFileSync(at(path), mine.get(path)!);
    }
  }

  it("never loses a text of the user's, and ends where it should, however it was edited and interrupted", async () => {
    const history = fc.array(fc.oneof({ weight: 2, arbitrary: generation(death) }, { weight: 3, arbitrary: edit }), { minLength: 3, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(history, generation(fc.constant(undefined)), async (events, last) => {
        clear();
        const mine = new Map<string, string>();
        for (const [index, event] of events.entries()) {
          if ("edit" in event) apply(event, mine, index);
          else await generate(event, mine);
          for (const [path, text] of mine) expect(read(path), path).to.equal(text);
        }
        const changes = (await generate(last, mine))!;
        for (const { path, content, mode } of toFiles(last)) {
          const change = changes.find((each) => each.path === path)!.change;
          if (mode === "once") expect(change).to.be.oneOf(["created", "unchanged"]);
          else if (!mine.has(path)) expect(read(path), path).to.equal(content);
        }
        for (const [path, text] of mine) expect(read(path), path).to.equal(text);
        const before = stamps(root);
        await generate(last, mine);
        expect(stamps(root)).to.deep.equal(before);
      }),
      { seed: 20261123, numRuns: 150 },
    );
  });

  it("knows no conflict and leaves nothing behind while nobody edits, however often it is interrupted", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(generation(death), { minLength: 1, maxLength: 8 }), generation(fc.constant(undefined)), async (events, last) => {
        clear();
        for (const event of events) {
          const changes = await generate(event);
          expect(changes?.filter(({ change }) => change === "conflict") ?? []).to.deep.equal([]);
        }
        expect((await generate(last))!.filter(({ change }) => change === "conflict")).to.deep.equal([]);
        for (const { path, content, mode } of toFiles(last)) if (mode === "owned") expect(read(path)).to.equal(content);
        const expected = [...Object.keys(last.versions), "README.md"];
        for (const path of tree(root).filter((one) => !one.startsWith(".proxmox/"))) expect(path).to.be.oneOf(expected);
      }),
      { seed: 20261123, numRuns: 150 },
    );
  });

  it("goes on where a killed process stopped", async () => {
    const size = 40;
    for (const milliseconds of [0, 9, 26, 53]) {
      await killWriter(root, size, milliseconds);
      const files: GeneratedFile[] = Array.from({ length: size - 1 }, (_, index) => ({
        path: `guests/${index}.ts`,
        content: "last\n",
        mode: "owned",
      }));
      const changes = await writeFiles(root, files);
      expect(changes.filter(({ change }) => change === "conflict")).to.deep.equal([]);
      for (const { path } of files) expect(read(path)).to.equal("last\n");
      expect(tree(root)).to.deep.equal([".proxmox/manifest.json", ...files.flatMap(({ path }) => [path, `.proxmox/base/${path}`])].sort());
    }
  });
});

function tree(folder: string): string[] {
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

/** Starts a process that writes one generation after another, and kills it a while after the first. */
async function killWriter(root: string, size: number, milliseconds: number): Promise<void> {
  const child = spawn(process.execPath, [...runsTypeScript, join(__dirname, "writer.ts"), root, String(size)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  setTimeout(() => child.kill("SIGKILL"), milliseconds);
  child.stdout.resume();
  await once(child, "close");
}
