import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { catalog } from "../../../lib/schema/catalog";
import { isMany } from "../../../lib/schema/props";
import type { Member } from "../../../lib/schema/row";

interface SchemaBlock {
  readonly attributes?: Readonly<Record<string, { readonly required?: boolean; readonly optional?: boolean; readonly computed?: boolean; readonly type: unknown }>>;
  readonly block_types?: Readonly<Record<string, { readonly max_items?: number; readonly block: SchemaBlock }>>;
}

const provider = JSON.parse(readFileSync(join(__dirname, "../../../provider/schema.json"), "utf8")) as {
  readonly provider_schemas: Readonly<Record<string, { readonly resource_schemas: Readonly<Record<string, { readonly block: SchemaBlock }>> }>>;
};
const [{ resource_schemas: resources }] = Object.values(provider.provider_schemas) as [(typeof provider.provider_schemas)[string]];

function unnamed(members: readonly Member[], block: SchemaBlock, path: string): string[] {
  const find = (name: string) => members.find(({ terraform }) => terraform === name);
  const attributes = Object.keys(block.attributes ?? {}).filter((name) => find(name) === undefined);
  const blocks = Object.entries(block.block_types ?? {}).flatMap(([name, { block: inner }]) => {
    const member = find(name);
    if (member?.kind !== "block") return [name];
    return member.why !== undefined ? [] : unnamed(member.rows, inner, `${path}${name}.`);
  });
  return [...attributes, ...blocks].map((name) => path + name);
}

function disagreeing(members: readonly Member[], block: SchemaBlock, path: string): string[] {
  return members.flatMap((member) => {
    if (member.terraform === null) return [];
    const where = path + member.terraform;
    const attribute = block.attributes?.[member.terraform];
    if (member.kind === "row") {
      if (!attribute) return [`${where}: not in the schema`];
      const required = member.required === true === (attribute.required === true);
      const computed = member.computed !== true || attribute.computed === true;
      return required && computed ? [] : [`${where}: required ${String(attribute.required)}, computed ${String(attribute.computed)}`];
    }
    const found = block.block_types?.[member.terraform];
    if (!found) return attribute ? [] : [`${where}: not in the schema`];
    if (member.why !== undefined) return [];
    const many = isMany(member) === (found.max_items !== 1);
    return [...(many ? [] : [`${where}: one or many`]), ...disagreeing(member.rows, found.block, `${where}.`)];
  });
}

describe("the table and the provider's schema", () => {
  for (const table of Object.values(catalog)) {
    const { block } = resources[table.terraform]!;

    it(`has a row for every attribute of ${table.terraform}`, () => {
      expect(unnamed(table.rows, block, "")).to.deep.equal([]);
    });

    it(`agrees about what ${table.terraform} requires and computes`, () => {
      expect(disagreeing(table.rows, block, "")).to.deep.equal([]);
    });

    it(`says why an attribute of ${table.terraform} cannot be said`, () => {
      const silent = (members: readonly Member[]): string[] =>
        members.flatMap((member) => {
          if (member.kind === "block") return member.prop === null && member.why === undefined ? [String(member.terraform)] : silent(member.rows);
          return member.terraform !== null && member.prop === null && !member.output && member.why === undefined ? [member.terraform] : [];
        });
      expect(silent(table.rows.filter(({ terraform }) => terraform !== null))).to.deep.equal([]);
    });
  }
});
