import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { exampleFolder, exampleNames, runExample } from "../support/example";
import { terraformPath, validate } from "../support/terraform";
import type { ProviderSchema } from "../support/terraform-provider/schema";

const text = { type: "string", required: true };

/** What the example with a second provider says of it. */
const dns: ProviderSchema = {
  provider: { version: 0, block: { block_types: { update: { nesting_mode: "list", block: { attributes: { server: text } } } } } },
  resource_schemas: { dns_a_record_set: { version: 0, block: { attributes: { zone: text, name: { ...text, required: false, optional: true }, addresses: { type: ["set", "string"], required: true } } } } },
  data_source_schemas: {},
};

describe("the examples", () => {
  it("are twenty-one", () => {
    expect(exampleNames).to.have.lengthOf(21);
  });

  for (const name of exampleNames) {
    it(`import the public entry alone: ${name}`, () => {
      const sources = [...readFileSync(join(exampleFolder, name, "main.ts"), "utf8").matchAll(/from "([^"]+)"/g)].map(([, source]) => source);
      for (const source of sources) expect(source).to.match(/^(cdktf|constructs|pmpc(\/provider\/[a-z0-9-]+)?)$/);
    });

    it(`are in the README: ${name}`, () => {
      expect(readFileSync(join(exampleFolder, "../README.md"), "utf8")).to.contain(`(examples/${name})`);
      expect(readFileSync(join(exampleFolder, name, "README.md"), "utf8")).to.match(/^# \S/);
    });

    it(`are valid Terraform: ${name}${terraformPath === undefined ? " (skipped: neither terraform nor tofu is installed)" : ""}`, async function () {
      if (terraformPath === undefined) this.skip();
      const { folder, stack } = runExample(name);
      try {
        expect(await validate(stack, { "hashicorp/dns": dns })).to.deep.equal([]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
});
