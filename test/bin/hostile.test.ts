import { readFileSync } from "node:fs";
import { join, normalize, sep } from "node:path";
import { expect } from "chai";
import { startSimulator } from "../../generator/simulator/simulator";
import { printGuestFile, type Setting } from "../../lib/pve/guest-config";
import { terraformPath, validate } from "../support/terraform";
import { check, constructs, install, newFolder, paths, pmpc, reach, remove, synthesise } from "./command";

const texts = [
  '${file("/etc/passwd")}',
  "%{ if true }yes%{ endif }",
  "`${process.exit(1)}`",
  "*/ process.exit(1) /*",
  "{{ lookup('pipe','id') }}",
  "\u001b[31mred\u001b[0m \u001b]0;title\u0007",
  "../../x",
  "__proto__",
  "class",
  "$& $$ $1 $` $'",
  "$${not} %%{not} $${file(1)}",
  "${TfToken[TOKEN.0]}",
  "#{TfToken[TOKEN.0]} &{TfToken[TOKEN.1]}",
  "Map Token Value",
  "-1.8881545897087505e+289",
  "line\u2028separator \u202eevil",
  "first\nsecond ${TfToken[TOKEN.1]}\n\n  fourth\\n",
  "a long one: ".repeat(700).trim(),
];

/** A machine and a container for each text, which stands wherever a guest's text can stand. */
function files(): Record<string, string> {
  const file = (text: string, settings: readonly Setting[]) => printGuestFile({ current: { description: text, settings, raw: [] }, sections: [] });
  const flat = (text: string) => text.replace(/[\n\u2028]/g, " ").trim();
  return Object.fromEntries(
    texts.flatMap((text, at) => {
      const name = flat(text).slice(0, 60);
      const tags = /^[\w./$&-]+$/.test(text) ? [["tags", text] as const] : [];
      return [
        [`nodes/pve/qemu-server/${100 + at}.conf`, file(text, [["name", name], ["memory", "512"], ...tags])],
        [`nodes/pve/lxc/${200 + at}.conf`, file(text, [["hostname", at % 2 === 0 ? "same" : name], ["memory", "512"], ["ostype", "debian"], ["arch", "amd64"], ["rootfs", `local:${200 + at}/vm-${200 + at}-disk-0.raw,size=4G`], ...tags])],
      ];
    }),
  );
}

type Stack = Readonly<Record<"resource", Readonly<Record<string, Readonly<Record<string, { readonly description: string; readonly vm_id: number; readonly name?: string }>>>>>>;

/** What terraform reads where a template says this, with what cdktf's marks had to become. */
const asTerraformReads = (text: string) => text.replace(/\$\{"([^"]*)"\}/g, "$1").replace(/([$%])\1\{/g, "$1{");

describe("an import of guests whose texts are hostile", () => {
  let folder: string;
  let ended: Awaited<ReturnType<typeof pmpc>>;

  before(async () => {
    folder = newFolder();
    const simulator = await startSimulator({ scenario: { name: "hostile", files: { ...files(), "storage.cfg": "dir: local\n\tpath /var/lib/vz\n\tcontent images,rootdir,iso\n" } } });
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
    install(project);
    expect(await check(project)).to.deep.equal({ code: 0, stdout: "", stderr: "" });
    const stack = await synthesise(project);
    const { resource } = JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8")) as Stack;
    for (const { vm_id, description } of [...Object.values(resource).flatMap((one) => Object.values(one))]) {
      expect(asTerraformReads(description).trimEnd(), String(vm_id)).to.equal(texts[vm_id % 100]);
    }
    if (terraformPath !== undefined) expect((await validate(stack)).filter(({ severity }) => severity === "error")).to.deep.equal([]);
  });
});
