import { mkdtempSync, rmSync, writeFileSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { LocalBackend, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import fc from "fast-check";
import { literal } from "../../constructs/expression";
import { ProxmoxStack } from "../../constructs/stack";
import { synthesise } from "../support/synthesis";
import { apply, terraformPath } from "../support/terraform";

/** Texts that something on the way to Terraform's state could take for an instruction. */
const texts = [
  '${file("/etc/passwd")} $${x} $$${y} $ {z} ${',
  "%{ if true }a%{ endif } %%{ %%%{ %{",
  "${TfToken[TOKEN.0]} $${TfToken[TOKEN.0]} #{TfToken[TOKEN.0]} &{TfToken[TOKEN.0]} TfToken[",
  "#{TfToken[TOKEN.0]}",
  "String Map Token Value",
  "Any Map Token Value",
  "-8.10956221259138e+298 -1e+289 1e5 -2.5e-3",
  "\\ \" ' ` */ {{ lookup('env','HOME') }} \u001b[31m $& $1 $$ \n\ttab",
  "class __proto__ ../../x </script> ünïcödé 🦄",
];

const fragments = fc.constantFrom("$", "{", "}", "%", "[", "]", "TfToken", "TOKEN.0", "-8.1", "e", "+", "298", '"', "\\", "#", "Map Token Value", "a", "\n");

describe("literal", () => {
  it("reaches Terraform's state with every character (skipped where neither terraform nor tofu is installed)", async function () {
    if (terraformPath === undefined) this.skip();
    const made = fc.sample(fc.array(fragments, { maxLength: 12 }), { numRuns: 300, seed: 7 }).map((parts) => parts.join(""));
    const all = [...texts, ...made];
    const folder = mkdtempSync(join(tmpdir(), "pmpc-"));
    try {
      const state = join(folder, "state");
      for (const Stack of [TerraformStack, ProxmoxStack]) {
        const { home } = synthesise((app) => {
          const stack = new Stack(app, "home");
          new LocalBackend(stack, { path: state });
          // There are tokens by these names: a text that passed for one would become it.
          for (let index = 0; index < 3; index++) new TerraformOutput(stack, `v${index}`, { value: new TerraformVariable(stack, `x${index}`, { default: "leak" }).stringValue });
          new TerraformOutput(stack, "texts", { value: all.map(literal) });
          new TerraformOutput(stack, "keys", { value: { [literal(texts[0] as string)]: "" } });
        });
        writeFileSync(join(folder, "cdk.tf.json"), home ?? "");
        await apply(folder);
        const { outputs } = JSON.parse(readFileSync(state, "utf8"));
        expect(outputs.texts.value).to.deep.equal(all);
        expect(Object.keys(outputs.keys.value)).to.deep.equal([texts[0]]);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("leaves ordinary text alone", () => {
    for (const text of ["web01", "64 GB, 100 % used ($5)", "{a}", "1e5", "map token value"]) expect(literal(text)).to.equal(text);
  });
});
