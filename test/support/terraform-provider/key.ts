import type { Attribute, Block, Nesting, ProviderSchema } from "./schema";

type Body = Readonly<Record<string, unknown>>;

/**
 * The keys in Terraform JSON that the schema does not have, where terraform drops them without a word: inside the values of attributes.
 * Given as paths: `proxmox_vm.web.cpu.kernels`.
 */
export function droppedKeys(schema: ProviderSchema, terraform: Body): string[] {
  const kinds = [
    { bodies: terraform.resource, schemas: schema.resource_schemas },
    { bodies: terraform.data, schemas: schema.data_source_schemas },
  ];
  return kinds.flatMap(({ bodies, schemas }) =>
    membersOf(bodies).flatMap(([type, byName]) =>
      membersOf(byName).flatMap(([name, body]) => inBlock(schemas[type]?.block ?? {}, body, `${type}.${name}`)),
    ),
  );
}

function inBlock({ attributes = {}, block_types = {} }: Block, body: unknown, path: string): string[] {
  return membersOf(body).flatMap(([key, value]) => {
    const here = `${path}.${key}`;
    const [attribute, type] = [attributes[key], block_types[key]];
    if (attribute !== undefined) return inAttribute(attribute, value, here);
    if (type !== undefined) return elementsOf(value).flatMap((element) => inBlock(type.block, element, here));
    if (key === "dynamic") return membersOf(value).flatMap(([name, { content }]) => inBlock({ block_types }, { [name]: content }, path));
    return [];
  });
}

function inAttribute({ nested_type, type }: Attribute, value: unknown, path: string): string[] {
  if (nested_type === undefined) return inType(type, value, path);
  const { nesting_mode, attributes } = nested_type;
  return nestedIn(nesting_mode, value).flatMap((element) => inObject(attributes, inAttribute, element, path));
}

/** A type is a word or a pair: `"string"`, `["list", "string"]`, `["object", { name: "string" }]`. */
function inType(type: unknown, value: unknown, path: string): string[] {
  if (!Array.isArray(type)) return [];
  const [kind, inner] = type;
  if (kind === "object") return inObject(inner, inType, value, path);
  return nestedIn(kind, value).flatMap((element) => inType(inner, element, path));
}

function inObject<T>(known: Readonly<Record<string, T>>, look: (member: T, value: unknown, path: string) => string[], value: unknown, path: string): string[] {
  return membersOf(value).flatMap(([key, member]) => {
    const here = `${path}.${key}`;
    const type = known[key];
    return type === undefined ? [here] : look(type, member, here);
  });
}

function nestedIn(nesting: Nesting, value: unknown): unknown[] {
  return nesting === "map" ? membersOf(value).map(([, member]) => member) : elementsOf(value);
}

function elementsOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** None where the value is an expression: terraform sees to those. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the boundary: text of a file
function membersOf(value: unknown): [string, any][] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value).filter(([key]) => key !== "//") : [];
}
