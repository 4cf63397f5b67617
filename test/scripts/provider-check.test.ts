import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { catalog } from "../../lib/schema/catalog";
import { misfits, ruleChanges } from "../../scripts/provider-check";
import { factsOf } from "../../scripts/provider-schema";

interface Block {
  attributes: Record<string, unknown>;
  block_types: Record<string, { max_items?: number; block: Block }>;
}

const kept = () => JSON.parse(readFileSync(join(__dirname, "../../provider/schema.json"), "utf8")) as { provider_schemas: Record<string, { resource_schemas: Record<string, { block: Block }> }> };

/** What the table is told when the provider's schema of a kind of guest is another one. */
function told(type: "qemu" | "lxc", change: (block: Block) => void): string[] {
  const schema = kept();
  change(Object.values(schema.provider_schemas)[0]!.resource_schemas[catalog[type].terraform]!.block);
  return misfits(catalog[type], factsOf(schema as never)).map((one) => one.slice(catalog[type].terraform.length + 1));
}

describe("npm run provider:check", () => {
  it("tells what a release has and the table lacks", () => {
    const added = told("qemu", ({ attributes, block_types }) => {
      attributes.sound = { type: "string", optional: true };
      block_types.cpu!.block.attributes.turbo = { type: "bool", optional: true };
      block_types.clock = { block: { attributes: {}, block_types: {} } };
    });
    expect(added).to.have.members(["sound: the table has no row for it", "cpu.turbo: the table has no row for it", "clock: the table has no row for it"]);
  });

  it("tells what a release has no more, demands, or takes in another number", () => {
    const changed = told("lxc", ({ attributes, block_types }) => {
      delete attributes.protection;
      attributes.description = { type: "string", required: true };
      attributes.vm_id = { type: "number", optional: true };
      block_types.mount_point!.max_items = 8;
      block_types.network_interface!.max_items = 32;
      block_types.cpu!.max_items = 2;
      delete block_types.idmap;
    });
    expect(changed).to.have.members([
      "protection: the provider does not have it",
      "description: required by the provider",
      "vm_id: no longer filled in by the provider",
      "mount_point: the provider takes at most 8",
      "network_interface: the provider takes 32, and the table 10",
      "cpu: several for the provider, and not for the table",
      "idmap: the provider does not have it",
    ]);
  });

  it("tells what the rules say of one release and not of another", () => {
    expect(ruleChanges("0.111.1", "0.112.0")).to.deep.equal(["qemu initialization.ip_config most: 8 → 32"]);
    expect(ruleChanges("0.112.0", "0.112.0")).to.deep.equal([]);
  });
});
