import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import Module from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import ts from "typescript";
import { listActions } from "../../generator/engine/listing";

const root = join(__dirname, "../..");
const folder = join(root, "docs/guide");

interface Block {
  readonly name: string;
  /** Where the code would lie: its imports are found from there. */
  readonly path: string;
  readonly code: string;
}

const guides = readdirSync(folder).filter((name) => name.endsWith(".md"));
const blocks: readonly Block[] = guides.flatMap((guide) =>
  [...readFileSync(join(folder, guide), "utf8").matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code], at): Block => ({ name: `${guide} ${at + 1}`, path: join(root, "examples", `${guide.replace(".md", "")}-${at}.ts`), code: code! })),
);

const textOf = (guide: string) => readFileSync(join(folder, guide), "utf8");

/** Options that every verb takes. */
const everyVerb = ["help", "json", "verbose", "logFormat", "quiet"];
/** Proxmox VE's words for devices are options, too. */
const slot = /^(net|scsi|virtio|sata|ide|mp)\d+$/;
/** What only the provider reads. */
const theProviders = new Set(["PROXMOX_VE_SSH_USERNAME", "PROXMOX_VE_SSH_AGENT", "PROXMOX_VE_SSH_PRIVATE_KEY"]);

/** Whether words are in code: `pmpc plan`, or a line of a block. */
function isCommand(text: string, said: string): boolean {
  const before = text.slice(0, text.indexOf(said));
  return (before.split("```").length - 1) % 2 === 1 || (before.split("`").length - 1) % 2 === 1;
}

describe("the guides", () => {
  it("have code, and are all in their list", () => {
    expect(blocks).to.have.length.above(8);
    const list = readFileSync(join(folder, "README.md"), "utf8");
    for (const guide of guides.filter((name) => name !== "README.md")) expect(list).to.include(`](${guide})`);
  });

  it("lead to files that are there", () => {
    for (const guide of guides) for (const [, path] of readFileSync(join(folder, guide), "utf8").matchAll(/\]\(([\w-]+\.md)\)/g)) expect(guides, guide).to.include(path);
  });

  it("name commands and options that pmpc has", () => {
    const verbs = new Map(listActions(join(root, "generator/action")).map((verb) => [verb.name, verb]));
    const doors = ["console", "mcp", "serve"];
    const commands = guides.flatMap((guide) => [...textOf(guide).matchAll(/\bpmpc((?: [a-z][\w-]*)+)((?: [^`\n|;&]*)?)/g)].flatMap(([said, words = "", rest = ""]) => (isCommand(textOf(guide), said) ? [{ guide, said, words: words.trim().split(" "), rest }] : [])));
    expect(commands).to.have.length.above(20);
    for (const { guide, said, words, rest } of commands) {
      const verb = verbs.get(words.slice(0, 2).join(" ")) ?? verbs.get(words[0]!);
      expect(verb !== undefined || doors.includes(words[0]!) || [...verbs.keys()].some((name) => name.startsWith(`${words[0]!} `)), `${guide}: ${said}`).to.equal(true);
      const options = [...rest.matchAll(/(?<= )--([a-z][\w-]*)/g)].map(([, option]) => option!.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()));
      const own = readdirSync(join(root, "bin"), { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts")).map((path) => readFileSync(join(root, "bin", path), "utf8"));
      const known = (option: string) => [...Object.keys(verb?.input ?? {}), ...everyVerb].includes(option) || slot.test(option) || own.some((text) => text.includes(`${option}: option.`));
      expect(options.filter((option) => !known(option)), `${guide}: ${said}`).to.deep.equal([]);
    }
  });

  it("name variables that pmpc or the provider reads", () => {
    const names = new Set(guides.flatMap((guide) => [...textOf(guide).matchAll(/\b(?:PROXMOX_VE|PMPC|TERRAFORM)_[A-Z_]+\b/g)].map(([name]) => name)));
    const sources = ["bin", "constructs", "generator", "lib"].flatMap((place) => readdirSync(join(root, place), { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts") && !path.startsWith("imports")).map((path) => readFileSync(join(root, place, path), "utf8")));
    expect(names.size).to.be.above(5);
    expect([...names].filter((name) => !theProviders.has(name) && !sources.some((text) => text.includes(name)))).to.deep.equal([]);
  });

  it("repeat messages as they are", () => {
    const sources = [join(root, "constructs"), join(root, "node_modules/cdktf/lib")].flatMap((place) => readdirSync(place, { recursive: true, encoding: "utf8" }).filter((path) => /(?<!\.d)\.[tj]s$/.test(path) && !path.startsWith("imports")).map((path) => readFileSync(join(place, path), "utf8")));
    const messages = textOf("troubleshooting.md").split("\n").flatMap((line) => (/^\| `([^|]+)` \|/.exec(line)?.[1] ? [/^\| `([^|]+)` \|/.exec(line)![1]!] : []));
    expect(messages).to.have.length.above(6);
    for (const message of messages) {
      // Values are between the words.
      const words = message.split(/…|cpu\.\w+|features\.\w+|\bvmId\b|\b\d+\b|pve\d/).map((part) => part.trim()).filter((part) => part !== "");
      for (const part of words) expect(sources.some((text) => text.includes(part)), `${message}: ${part}`).to.equal(true);
    }
  });

  it("have code that compiles", () => {
    const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const host = ts.createCompilerHost({ ...options, noEmit: true });
    const texts = new Map(blocks.map(({ path, code }) => [path, code]));
    const program = ts.createProgram([...texts.keys()], { ...options, noEmit: true }, {
      ...host,
      fileExists: (path) => texts.has(path) || host.fileExists(path),
      readFile: (path) => texts.get(path) ?? host.readFile(path),
      getSourceFile: (path, ...rest) => (texts.has(path) ? ts.createSourceFile(path, texts.get(path)!, rest[0]) : host.getSourceFile(path, ...rest)),
    });
    const wrong = [...texts.keys()].flatMap((path) => ts.getPreEmitDiagnostics(program, program.getSourceFile(path)).map(({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`));
    expect(wrong).to.deep.equal([]);
  });

  for (const { name, path, code } of blocks) {
    it(`have code that is synthesised as it is: ${name}`, () => {
      const outdir = mkdtempSync(join(tmpdir(), "pmpc-guide-"));
      const { CDKTF_OUTDIR: before } = process.env;
      process.env.CDKTF_OUTDIR = outdir;
      try {
        const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true } });
        const module = new Module(path) as Module & { _compile(text: string, path: string): void };
        module.filename = path;
        module.paths = [join(root, "node_modules")];
        module._compile(outputText, path);
        if (code.includes("app.synth()")) expect(readdirSync(join(outdir, "stacks"))).to.have.length.above(0);
      } finally {
        if (before === undefined) delete process.env.CDKTF_OUTDIR;
        else process.env.CDKTF_OUTDIR = before;
        rmSync(outdir, { recursive: true, force: true });
      }
    });
  }
});
