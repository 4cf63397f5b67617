import type { Project } from "../judge/project";
import { readConfiguration } from "../terraform/layout";
import { isMedia } from "../twin/media";
import { referencesIn, type References } from "./reference";
import { adoptedBy, type Part } from "./scope";

type Values = Readonly<Record<string, unknown>>;

/** What the code and Terraform's state are made of. */
export interface Parts {
  /** Resources and data. */
  readonly all: readonly Part[];
  /** Addresses of what Terraform makes and changes. */
  readonly managed: readonly string[];
  readonly references: References;
  /** Files of storages that the code names, and that nothing in it makes. */
  readonly named: readonly string[];
  /** What the code calls the provider for Proxmox VE. */
  readonly provider: string;
  /** Configurations of it for other clusters: `proxmox.other`. */
  readonly elsewhere: ReadonlySet<string>;
}

/** Takes a synthesised stack apart, with what the state has of it. */
export function partsOf(folder: string, { code, state, adoption, past }: Project): Parts {
  const configuration = readConfiguration(folder);
  const recorded = new Map<string, Values>((state?.resources ?? []).flatMap(({ mode, module, type, name, instances }) => (mode === "managed" && module === undefined ? [[`${type}.${name}`, instances?.[0]?.attributes ?? {}] as const] : [])));
  const imports = new Map([...((configuration.import ?? []) as readonly { readonly to: string; readonly id: string }[]), ...adoption.imports].map(({ to, id }) => [to, id]));
  const partOf = (address: string, values: Values | undefined): Part => {
    const type = address.split(".").at(-2)!;
    const adopts = imports.has(address) && !recorded.has(address) ? adoptedBy(type, String(imports.get(address))) : undefined;
    return { address, type, ...(values === undefined ? {} : { values }), ...(recorded.has(address) ? { recorded: recorded.get(address)! } : {}), ...(adopts === undefined ? {} : { adopts }) };
  };
  const declared = code.resources.map(({ address, values }) => partOf(address, values));
  const known = new Set(declared.map(({ address }) => address));
  const moved = new Set([...adoption.moves, ...((configuration.moved ?? []) as readonly { readonly from: string }[])].map(({ from }) => from));
  const gone = [...recorded.keys()].filter((address) => !known.has(address) && !moved.has(address)).map((address) => partOf(address, undefined));
  const data = blocks(configuration.data).map(([address, values]): Part => ({ address: `data.${address}`, type: address.split(".")[0]!, values }));
  const resources = [...declared, ...gone];
  return {
    all: [...resources, ...data],
    managed: resources.map(({ address }) => address),
    references: referencesIn(configuration),
    named: [...new Set(declared.flatMap(({ values }) => textsIn(values)).filter(isMedia))].sort(),
    provider: code.providers[0]?.name ?? "proxmox",
    elsewhere: new Set(past.map(({ name, values }) => (values.alias === undefined ? name : `${name}.${String(values.alias)}`))),
  };
}

function blocks(types: unknown): readonly (readonly [address: string, values: Values])[] {
  return Object.entries((types ?? {}) as Readonly<Record<string, Readonly<Record<string, Values>>>>).flatMap(([type, named]) => Object.entries(named).map(([name, values]) => [`${type}.${name}`, values] as const));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
