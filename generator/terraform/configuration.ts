import { layFiles, readConfiguration, stemOf, type Configuration } from "./layout";
import { saidOut } from "./said-out";

type Block = Readonly<Record<string, unknown>>;

/** A resource as the code declares it. */
export interface Declared {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly values: Block;
}

/** What a stack's code says, as it was synthesised. */
export interface StackCode {
  readonly resources: readonly Declared[];
  /** Addresses with an `import` block. */
  readonly imported: ReadonlySet<string>;
  /** Addresses that a `moved` or a `removed` block is about. */
  readonly left: ReadonlySet<string>;
  /** `local`, `s3`, `pg` */
  readonly backend: string;
  /** Every configuration of the provider for Proxmox VE. */
  readonly providers: readonly ProviderBlock[];
}

/** One configuration of a provider. */
export interface ProviderBlock {
  /** What the code calls the provider: `proxmox`. */
  readonly name: string;
  readonly values: Block;
}

interface Synthesised {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly import?: readonly { readonly to: string }[];
  readonly moved?: readonly { readonly from: string }[];
  readonly removed?: readonly { readonly from: string }[];
  readonly terraform?: { readonly backend?: Readonly<Record<string, unknown>>; readonly cloud?: unknown; readonly required_providers?: Readonly<Record<string, { readonly source?: string }>> };
  readonly provider?: Readonly<Record<string, Block | readonly Block[]>>;
}

/** Reads what the app wrote for a stack. */
export function readStackCode(folder: string): StackCode {
  const code = readConfiguration(folder) as Synthesised;
  return {
    resources: Object.entries(code.resource ?? {}).flatMap(([type, named]) => Object.entries(named).map(([name, values]) => ({ address: `${type}.${name}`, type, name, values: saidOut(values, code.resource!) }))),
    imported: new Set((code.import ?? []).map(({ to }) => to)),
    left: new Set([...(code.moved ?? []), ...(code.removed ?? [])].map(({ from }) => from)),
    backend: code.terraform?.cloud === undefined ? (Object.keys(code.terraform?.backend ?? {})[0] ?? "local") : "cloud",
    providers: Object.entries(code.provider ?? {}).flatMap(([name, blocks]) => (isProxmox(name, code) ? [blocks].flat().map((values) => ({ name, values })) : [])),
  };
}

const isProxmox = (name: string, { terraform }: Synthesised) => /^(?:[^/]+\/)?bpg\/proxmox$/.test(terraform?.required_providers?.[name]?.source ?? (name === "proxmox" ? "bpg/proxmox" : ""));

/** What pmpc adds to the plan, and never to the code. */
export interface Additions {
  readonly imports: readonly { readonly to: string; readonly id: string }[];
  readonly moves: readonly { readonly from: string; readonly to: string }[];
  /** Addresses of what is destroyed although the state says to keep it. */
  readonly destroys: readonly string[];
  /** What lifecycles say otherwise, by address. */
  readonly lifecycles: ReadonlyMap<string, Block>;
}

export const nothingAdded: Additions = { imports: [], moves: [], destroys: [], lifecycles: new Map() };

/** What a provider's configuration says of the way to its cluster. */
const wayAttributes = ["endpoint", "api_token", "auth_ticket", "csrf_prevention_token", "username", "password", "otp", "insecure", "min_tls"];

/**
 * Takes the way to the cluster out of configurations of the provider, so that the environment alone says it. Nothing takes its place in a
 * file: a saved plan would remember it.
 */
export function writeDetour(folder: string, providers: readonly ProviderBlock[]): void {
  const provider: Record<string, Block[]> = {};
  for (const { name, values } of providers) {
    const said = wayAttributes.filter((attribute) => values[attribute] !== undefined);
    if (said.length > 0) (provider[name] ??= []).push({ ...(values.alias === undefined ? {} : { alias: values.alias }), ...Object.fromEntries(said.map((attribute) => [attribute, null])) });
  }
  layFiles(folder, /^pmpc_gate_override\./, new Map(Object.keys(provider).length > 0 ? [["pmpc_gate_override.tf.json", { provider }]] : []));
}

/** Lays the additions beside the synthesised code, where Terraform reads both; without any, nothing is left of earlier ones. */
export function writeAdditions(folder: string, { imports, moves, destroys, lifecycles }: Additions): void {
  const files = new Map<string, Configuration>();
  if (moves.length > 0) files.set("pmpc.tf.json", { moved: moves });
  if (destroys.length > 0) files.set("pmpc.removed.tf.json", { removed: destroys.map((from) => ({ from, lifecycle: { destroy: true } })) });
  for (const block of imports) files.set(`pmpc.${stemOf(block.to)}.tf.json`, { import: [block] });
  for (const [address, lifecycle] of lifecycles) {
    const [type, name] = address.split(".") as [string, string];
    files.set(`pmpc.${stemOf(address)}_override.tf.json`, { resource: { [type]: { [name]: { lifecycle } } } });
  }
  layFiles(folder, /^pmpc(\.|_override\.)/, files);
}
