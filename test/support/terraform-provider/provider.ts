import { mapAttributes } from "./attributes";
import type { Step } from "./attributes";
import { isReadOnly, schemaMessage } from "./schema";
import type { Block, ProviderSchema, ResourceSchema } from "./schema";
import { readValue, unknown, writeValue } from "./value";
import type { ValueMessage } from "./value";

/** What terraform asks, whichever question it is. */
interface Request {
  readonly typeName: string;
  readonly id: string;
  readonly config: ValueMessage | null;
  readonly rawState: { readonly json: Uint8Array };
  readonly currentState: ValueMessage | null;
  readonly priorState: ValueMessage | null;
  /** In a question for a plan: the configuration, and for what it does not say the prior state. */
  readonly plannedState: ValueMessage | null;
}

type Answers = Readonly<Record<string, (request: Request) => object>>;

/** Answers of a provider that has a schema and nothing behind it: what is applied succeeds, what is imported has nothing but its id. */
export function answersFor({ provider, resource_schemas, data_source_schemas }: ProviderSchema): Answers {
  const resource = (typeName: string): Block => blockOf(resource_schemas, typeName);
  const dataSource = (typeName: string): Block => blockOf(data_source_schemas, typeName);
  const schema = {
    provider: schemaMessage(provider),
    resourceSchemas: mapValues(resource_schemas, schemaMessage),
    dataSourceSchemas: mapValues(data_source_schemas, schemaMessage),
  };

  return {
    GetProviderSchema: () => schema,
    ConfigureProvider: () => ({}),
    StopProvider: () => ({}),
    ValidateProviderConfig: () => ({}),
    ValidateResourceConfig: ({ typeName, config }) => ({ diagnostics: valuesOfReadOnly(resource(typeName), readValue(config)) }),
    ValidateDataResourceConfig: ({ typeName, config }) => ({ diagnostics: valuesOfReadOnly(dataSource(typeName), readValue(config)) }),

    UpgradeResourceState: ({ rawState }) => ({ state: writeValue(JSON.parse(Buffer.from(rawState.json).toString())) }),
    ReadResource: ({ currentState }) => ({ state: currentState }),
    ReadDataSource: ({ typeName, config }) => ({ state: writeValue(settle(dataSource(typeName), readValue(config))) }),
    ImportResourceState: ({ typeName, id }) => ({ importedResources: [{ typeName, state: writeValue(imported(resource(typeName), idOf(typeName, id))) }] }),

    PlanResourceChange: ({ typeName, priorState, plannedState }) => {
      const isNew = readValue(priorState) === null;
      const planned = isNew ? writeValue(computedIsUnknown(resource(typeName), readValue(plannedState))) : plannedState;
      return { plannedState: planned, legacyTypeSystem: true };
    },
    ApplyResourceChange: ({ typeName, plannedState }) => ({
      newState: writeValue(settle(resource(typeName), readValue(plannedState))),
      legacyTypeSystem: true,
    }),
  };
}

/** Terraform leaves this check to the provider. */
function valuesOfReadOnly(block: Block, config: unknown): object[] {
  const diagnostics: object[] = [];
  mapAttributes(block, config, (attribute, value, steps) => {
    if (isReadOnly(attribute) && value !== null) {
      diagnostics.push({ severity: 1, summary: "Value for a computed attribute", detail: `The provider sets "${printPath(steps)}".`, attribute: { steps } });
    }
    return value;
  });
  return diagnostics;
}

function computedIsUnknown(block: Block, value: unknown): unknown {
  return mapAttributes(block, value, (attribute, given) => (attribute.computed && given === null ? unknown : given));
}

/** Nothing is unknown once it was applied; an id is made up, the rest is left empty. */
function settle(block: Block, value: unknown): unknown {
  return mapAttributes(block, value, (_attribute, given, path) => {
    if (given !== unknown) return given;
    return printPath(path) === "id" ? "made-up" : null;
  });
}

function imported({ attributes = {}, block_types = {} }: Block, id: string): object {
  return {
    ...mapValues(attributes, () => null),
    ...mapValues(block_types, ({ nesting_mode }) => (nesting_mode === "single" ? null : nesting_mode === "map" ? {} : [])),
    ...("id" in attributes ? { id } : {}),
  };
}

/** What the real provider calls a guest that was imported as `pve1/101`: its number. */
const idOf = (typeName: string, id: string) => (/_(vm|container)\d*$/.test(typeName) ? id.split("/").at(-1)! : id);

function blockOf(schemas: Readonly<Record<string, ResourceSchema>>, typeName: string): Block {
  const schema = schemas[typeName];
  if (schema === undefined) throw new Error(`the schema has no ${typeName}`);
  return schema.block;
}

function printPath(steps: readonly Step[]): string {
  return steps.flatMap((step) => Object.values(step)).join(".");
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
