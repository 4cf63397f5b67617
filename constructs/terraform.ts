import { isMany, terraformPath, toTerraform, type Props } from "../lib/schema/props";
import type { Elements, State } from "../lib/schema/read-back";
import { asWritten, type Block, type GuestTable, type Member } from "../lib/schema/row";
import type { TerraformValue } from "../lib/schema/shape";
import { asData } from "./text";

/** Props → the configuration of the binding, by the table. */
export function toBinding(table: GuestTable, props: object): Record<string, unknown> {
  const rows = table.rows.filter((member) => !isWhole(member));
  return camelize(rows, toTerraform({ ...table, rows }, props as Props));
}

/** Attributes that the binding cannot write: lists of objects of which Terraform wants every key, null included. */
export function overridesOf(table: GuestTable, props: object): Readonly<Record<string, TerraformValue>> {
  const config = toTerraform({ ...table, rows: table.rows.filter(isWhole) }, props as Props);
  return Object.fromEntries(Object.entries(config).map(([attribute, value]) => [attribute, asData(value)]));
}

const isWhole = (member: Member) => member.kind === "block" && member.whole === true;

// The binding's words are Terraform's in camel case; keys of maps are the user's own and stay.
function camelize(members: readonly Member[], config: State): Record<string, unknown> {
  const binding: Record<string, unknown> = {};
  for (const named of members) {
    const member = asWritten(named);
    const value = member.terraform === null ? undefined : config[member.terraform];
    if (value === undefined || value === null) continue;
    binding[bindingName(member.terraform!)] = member.kind === "row" ? asData(value) : elements(member, value as Elements);
  }
  return binding;
}

function elements(block: Block, list: Elements): unknown {
  const written = list.map((element) => camelize(block.rows, element));
  return isMany(block) ? written : written[0];
}

/** What the binding calls an attribute: Terraform's word in camel case, but for the name of a method that every resource has. */
export function bindingName(words: string): string {
  const name = names.get(words) ?? words.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  names.set(words, name);
  return name;
}

const names = new Map([["import_from", "importFromAttribute"]]);

/** Entries of `ignoreChanges` in Terraform's words; Terraform's own are taken as well. */
export function ignoredPaths(table: GuestTable, paths: readonly string[]): string[] {
  return paths.map((path) => terraformPath(table.rows, path));
}
