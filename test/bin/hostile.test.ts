import { readFileSync } from "node:fs";
import { join, normalize, sep } from "node:path";
import { expect } from "chai";
import { startSimulator } from "../../generator/simulator/simulator";
import { hostileFiles, texts } from "../support/hostile";
import { terraformPath, validate } from "../support/terraform";
import { check, constructs, install, newFolder, paths, pmpc, reach, remove, synthesise } from "./command";

type Stack = Readonly<Record<"resource", Readonly<Record<string, Readonly<Record<string, { readonly description: string; readonly vm_id: number; readonly name?: string }>>>>>>;

/** What terraform reads where a template says this, with what cdktf's marks had to become. */
const asTerraformReads = (text: string) => text.replace(/\$\{"([^"]*)"\}/g, "$1").replace(/([$%])\1\{/g, "$1{");

describe("an import of guests whose texts are hostile", () => {
  let folder: string;
  let ended: Awaited<ReturnType<typeof pmpc>>;

  before(async () => {
    folder = newFolder();
    const simulator = await startSimulator({ scenario: { name: "hostile", files: { ...hostileFiles(), "storage.cfg": "dir: local\n\tpath /var/lib/vz\n\tcontent images,rootdir,iso\n" } } });
    ended = await pmpc(["import", ...reach(simulator), "--out", join(folder, "project")], folder);
    await simulator.close();
  });
  after(() => {
    remove(folder);
  });

  it("imports all of them under ids of their own", () => {
    expect(ended.stderr).to.equal("");
    expect(Object.keys(constructs(join(folder, "project")))).to.have.lengthOf(2 * texts.length);
  });

  it("writes below its folder only, and nothing unseen on the terminal", () => {
    expect(paths(folder).filter((path) => !normalize(path).startsWith(`project${sep}`))).to.deep.equal([]);
    expect(ended.stdout).not.to.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]/);
    for (const path of paths(folder).filter((one) => one.endsWith(".ts"))) expect(readFileSync(join(folder, path), "utf8"), path).not.to.match(/[\u001b\u202e\u2028]/);
  });

  it("type-checks, and gives terraform the very same characters", async () => {
    const project = join(folder, "project");
    install(project, { tsx: false });
    expect(await check(project)).to.deep.equal({ code: 0, stdout: "", stderr: "" });
    const stack = await synthesise(project);
    const { resource } = JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8")) as Stack;
    for (const { vm_id, description } of [...Object.values(resource).flatMap((one) => Object.values(one))]) {
      expect(asTerraformReads(description).trimEnd(), String(vm_id)).to.equal(texts[vm_id % 100]);
    }
    if (terraformPath !== undefined) expect((await validate(stack)).filter(({ severity }) => severity === "error")).to.deep.equal([]);
  });
});
