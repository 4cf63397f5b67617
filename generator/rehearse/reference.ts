type Values = Readonly<Record<string, unknown>>;

/** Address → the addresses that are named there. Locals and data have addresses of their own: `local.size`, `data.x.y`. */
export type References = ReadonlyMap<string, ReadonlySet<string>>;

const name = /\b(?:data\.[a-z][\w-]*\.[\w-]+|local\.[\w-]+|[a-z][\w-]*\.[a-z_][\w-]*)/gi;

/** What each block of a configuration names, in expressions and in `depends_on`. */
export function referencesIn(configuration: Values): References {
  const blocks = [...blocksOf(configuration.resource, ""), ...blocksOf(configuration.data, "data."), ...Object.entries((configuration.locals ?? {}) as Values).map(([key, value]) => [`local.${key}`, value] as const)];
  const addresses = new Set(blocks.map(([address]) => address));
  return new Map(blocks.map(([address, value]) => [address, new Set((JSON.stringify(value).match(name) ?? []).filter((found) => addresses.has(found) && found !== address))]));
}

function blocksOf(types: unknown, prefix: string): readonly (readonly [address: string, block: unknown])[] {
  return Object.entries((types ?? {}) as Readonly<Record<string, Values>>).flatMap(([type, named]) => Object.entries(named).map(([key, block]) => [`${prefix}${type}.${key}`, block] as const));
}

/** Everything that needs one of these, however far off: address → the first of what it names that is needed. */
export function dependents(of: ReadonlySet<string>, references: References): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const [address, named] of references) {
      if (of.has(address) || found.has(address)) continue;
      const needed = [...named].find((one) => of.has(one) || found.has(one));
      if (needed !== undefined) found.set(address, needed);
    }
  }
  return found;
}
