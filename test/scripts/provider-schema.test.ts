import { readFileSync } from "node:fs";
import { devNull } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { changesBetween, factsOf, installedProvider, printFacts } from "../../scripts/provider-schema";
import { schema, terraformPath } from "../support/terraform";
import { attachProvider } from "../support/terraform-provider/server";

const kept = readFileSync(join(__dirname, "../../provider/schema.json"), "utf8");

const vm = (attributes: object, blocks: object = {}): object => ({
  version: 0,
  block: { attributes, block_types: blocks, description: "A machine.", description_kind: "plain" },
});
const facts = (resource_schemas: object) => factsOf({ provider_schemas: { any: { provider: vm({}), resource_schemas, data_source_schemas: {} } as never } });
const prose = { description: "What it is.", description_kind: "markdown" };

describe("the provider's schema", () => {
  it("is printed as it is kept", () => {
    expect(printFacts(factsOf(JSON.parse(kept)))).to.equal(kept);
  });

  it("is what terraform prints of the provider, byte for byte", async function () {
    if (terraformPath === undefined) this.skip();
    const provider = await attachProvider("bpg/proxmox", schema);
    try {
      const env = { PATH: process.env.PATH, TERRAFORM_BINARY_NAME: terraformPath, TF_REATTACH_PROVIDERS: provider.reattach, TF_CLI_CONFIG_FILE: devNull };
      const installed = await installedProvider(undefined, env);
      expect(installed.version).to.equal(undefined);
      expect(printFacts(installed.facts)).to.equal(kept);
    } finally {
      provider.close();
    }
  });

  it("has no prose at any level, and keeps what is merely called so", () => {
    const attribute = { type: "string", optional: true };
    const nested = { nesting_mode: "single", attributes: { description: { ...attribute, ...prose, deprecated: true, deprecation_message: "Gone soon." } } };
    const block = { nesting_mode: "list", block: { attributes: { description_kind: { ...attribute, ...prose } }, ...prose } };
    const { resource_schemas } = facts({ proxmox_vm: vm({ description: { ...attribute, ...prose }, agent: { nested_type: nested, ...prose } }, { disk: block }) });
    expect(resource_schemas).to.deep.equal({
      proxmox_vm: {
        version: 0,
        block: {
          attributes: {
            description: attribute,
            agent: { nested_type: { nesting_mode: "single", attributes: { description: { ...attribute, deprecated: true } } } },
          },
          block_types: { disk: { nesting_mode: "list", block: { attributes: { description_kind: attribute } } } },
        },
      },
    });
  });

  it("says what a release adds, takes away and changes", () => {
    const size = { type: "number", optional: true };
    const disk = (attributes: object) => ({ disk: { nesting_mode: "list", block: { attributes } } });
    const before = facts({ proxmox_vm: vm({ name: size, old: size }, disk({ size })), proxmox_gone: vm({ a: size }) });
    const after = facts({ proxmox_vm: vm({ name: { ...size, computed: true }, tags: { ...size, type: ["list", "string"] } }, { ...disk({ size }), cpu: disk({ size }).disk }) });
    expect(changesBetween(before, after)).to.deep.equal([
      "- proxmox_gone",
      "- proxmox_gone.a",
      '+ proxmox_vm.cpu  nesting_mode "list"',
      "+ proxmox_vm.cpu.size  number, optional",
      "~ proxmox_vm.name  number, optional → number, optional, computed",
      "- proxmox_vm.old",
      '+ proxmox_vm.tags  ["list", "string"], optional',
    ]);
    expect(changesBetween(after, after)).to.deep.equal([]);
  });
});
