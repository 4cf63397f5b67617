import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { bindingName } from "../../constructs/terraform";
import { catalog } from "../../lib/schema/catalog";
import { schema } from "../support/terraform";
import type { Attribute, Block } from "../support/terraform-provider/schema";

describe("the name that a binding gives an attribute", () => {
  for (const { terraform: resource } of Object.values(catalog)) {
    it(`is known for everything that can be said of ${resource}`, () => {
      const folder = resource.replace(/^proxmox_/, "").replaceAll("_", "-");
      const types = readFileSync(join(__dirname, "../../constructs/imports", folder, "index.d.ts"), "utf8");
      const names = settable(schema.resource_schemas[resource]!.block);
      expect(names).to.include(resource.endsWith("_vm") ? "import_from" : "mount_options");
      expect(names.filter((name) => !types.includes(`readonly ${bindingName(name)}?:`) && !types.includes(`readonly ${bindingName(name)}:`))).to.deep.equal([]);
    });
  }
});

/** The words of a block and of those inside it, but for what only the provider says. */
function settable({ attributes = {}, block_types = {} }: Block): string[] {
  const said = ([, { optional, required }]: [string, Attribute]): boolean => optional === true || required === true;
  return [
    ...Object.entries(attributes).filter(said).map(([name]) => name),
    ...Object.entries(block_types).flatMap(([name, { block }]) => [name, ...settable(block)]),
  ];
}
