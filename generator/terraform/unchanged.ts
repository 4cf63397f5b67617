import type { Values } from "./grade";
import type { Configuration } from "./layout";
import type { Json, PlanDocument, ResourceChange } from "./plan";
import type { StateDocument } from "./state-document";

type Block = Readonly<Record<string, unknown>>;

/** What terraform said of a plan that changes nothing, and what it was made of. */
export interface Unchanged {
  /** What is taken into the state: address → the provider's id. */
  readonly imports: ReadonlyMap<string, string>;
  /** What was planned. @default all */
  readonly targets: readonly string[];
  readonly configuration: Configuration;
  readonly state: StateDocument | undefined;
}

/**
 * The document of a plan that changes nothing, from what is at hand: `terraform show` costs as much as a tenth of the plan, for nothing.
 * Undefined if the code does not name each resource: those that it counts, and those of modules.
 */
export function unchangedDocument({ imports, targets, configuration, state }: Unchanged): PlanDocument | undefined {
  const { resource = {}, module } = configuration as { readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>; readonly module?: unknown };
  const declared = Object.entries(resource).flatMap(([type, named]) => Object.entries(named).map(([name, values]) => ({ address: `${type}.${name}`, type, name, values })));
  if (module !== undefined || declared.some(({ values }) => values.count !== undefined || values.for_each !== undefined)) return undefined;
  const addresses = new Set(declared.map(({ address }) => address));
  if ([...imports.keys()].some((address) => !addresses.has(address))) return undefined;
  const recorded = new Map((state?.resources ?? []).map(({ type, name, instances }) => [`${type}.${name}`, instances?.[0]?.attributes]));
  const planned = targets.length === 0 ? addresses : new Set(targets);
  return {
    resource_changes: declared.filter(({ address }) => planned.has(address)).map(({ address, type, name, values }): ResourceChange => {
      const now = { ...literals(values), ...recorded.get(address) } as Values;
      const importing = imports.get(address);
      return {
        address,
        mode: "managed",
        type,
        name,
        change: { actions: ["no-op"], before: now, after: now, after_unknown: false, before_sensitive: false, after_sensitive: false, ...(importing === undefined ? {} : { importing: { id: importing } }) },
      };
    }),
  };
}

/** What the code says in so many words, and leaves to nothing else. */
const literals = (values: Block): Readonly<Record<string, Json>> => Object.fromEntries(Object.entries(values).filter(([, value]) => !JSON.stringify(value).includes("${"))) as Readonly<Record<string, Json>>;
