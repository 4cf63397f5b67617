import { isMany, spell, terraformPath, type Props, type Spelling } from "../lib/schema/props";
import type { GuestTable, Member } from "../lib/schema/row";
import type { TerraformValue } from "../lib/schema/shape";
import { asData } from "./text";

/** What a binding is made with. */
export interface Binding {
  /** Its configuration. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Attributes that it cannot write: lists of objects of which Terraform wants every key, null included. */
  readonly overrides: Readonly<Record<string, TerraformValue>>;
}

/** Props → what the binding is made with, by the table. */
export function toBinding(table: Pick<GuestTable, "rows">, props: object): Binding {
  const { own, whole } = partsOf(table);
  return { config: spell<unknown>(own, props as Props, bindings), overrides: spell(whole, props as Props, overridden) };
}

// The binding's words are Terraform's in camel case; keys of maps are the user's own and stay.
const bindings: Spelling<unknown> = {
  word: bindingName,
  value: (value) => asData(value) ?? undefined,
  elements: (block, elements) => (isMany(block) ? elements : elements[0]),
};

const overridden: Spelling<TerraformValue> = { word: (terraform) => terraform, value: asData, elements: (_, elements) => elements };

const parts = new WeakMap<Pick<GuestTable, "rows">, { readonly own: readonly Member[]; readonly whole: readonly Member[] }>();

function partsOf(table: Pick<GuestTable, "rows">) {
  const known = parts.get(table);
  if (known !== undefined) return known;
  const isWhole = (member: Member) => member.kind === "block" && member.whole === true;
  const found = { own: table.rows.filter((member) => !isWhole(member)), whole: table.rows.filter(isWhole) };
  parts.set(table, found);
  return found;
}

/** What the binding calls an attribute: Terraform's word in camel case, but for the name of a method that every resource has. */
export function bindingName(words: string): string {
  const known = names.get(words);
  if (known !== undefined) return known;
  const name = words.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  names.set(words, name);
  return name;
}

const names = new Map([["import_from", "importFromAttribute"], ["node", "nodeAttribute"]]);

/** Entries of `ignoreChanges` in Terraform's words; Terraform's own are taken as well. */
export function ignoredPaths(table: Pick<GuestTable, "rows">, paths: readonly string[]): string[] {
  return paths.map((path) => terraformPath(table.rows, path));
}
