/** A provider's schema, as `terraform providers schema -json` prints it. */
export interface ProviderSchema {
  readonly provider: ResourceSchema;
  readonly resource_schemas: Readonly<Record<string, ResourceSchema>>;
  readonly data_source_schemas: Readonly<Record<string, ResourceSchema>>;
}

export interface ResourceSchema {
  readonly version: number;
  readonly block: Block;
}

export interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<Record<string, BlockType>>;
  readonly deprecated?: boolean;
}

export interface BlockType {
  readonly nesting_mode: Nesting;
  readonly block: Block;
  readonly min_items?: number;
  readonly max_items?: number;
}

export interface Attribute {
  readonly type?: unknown;
  readonly nested_type?: { readonly nesting_mode: Nesting; readonly attributes: Readonly<Record<string, Attribute>> };
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly deprecated?: boolean;
  readonly write_only?: boolean;
}

export type Nesting = "single" | "list" | "set" | "map";

const nestings: readonly Nesting[] = ["single", "list", "set", "map"];

/** The schema in the words of the plugin protocol. */
export function schemaMessage({ version, block }: ResourceSchema): object {
  return { version, block: blockMessage(block) };
}

function blockMessage({ attributes = {}, block_types = {}, deprecated }: Block): object {
  return {
    deprecated,
    attributes: Object.entries(attributes).map(attributeMessage),
    blockTypes: Object.entries(block_types).map(([typeName, { block, nesting_mode, min_items, max_items }]) => ({
      typeName,
      block: blockMessage(block),
      nesting: nestings.indexOf(nesting_mode) + 1,
      minItems: min_items,
      maxItems: max_items,
    })),
  };
}

function attributeMessage([name, { type, nested_type, write_only, ...flags }]: [string, Attribute]): object {
  return {
    name,
    ...flags,
    writeOnly: write_only,
    type: type === undefined ? undefined : Buffer.from(JSON.stringify(type)),
    nestedType: nested_type && {
      nesting: nestings.indexOf(nested_type.nesting_mode) + 1,
      attributes: Object.entries(nested_type.attributes).map(attributeMessage),
    },
  };
}

/** An attribute that only the provider may set. */
export function isReadOnly({ computed, optional, required }: Attribute): boolean {
  return computed === true && !optional && !required;
}
