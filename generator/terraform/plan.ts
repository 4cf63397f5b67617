/** What `terraform show -json` says of a plan; only what pmpc looks at. */
export interface PlanDocument {
  readonly resource_changes?: readonly ResourceChange[];
  /** What changed outside of Terraform since the last apply. */
  readonly resource_drift?: readonly ResourceChange[];
  /** Planning ended in errors: what is here is not all. */
  readonly errored?: boolean;
  /** The values of variables, those of secrets among them. */
  readonly variables?: Readonly<Record<string, { readonly value?: Json }>>;
  readonly configuration?: { readonly root_module?: { readonly resources?: readonly Configured[] } };
}

/** `module.lab.proxmox_virtual_environment_vm.web["a"]` → `proxmox_virtual_environment_vm` */
export const typeOfAddress = (address: string): string => address.replace(/\[.*\]$/, "").split(".").at(-2) ?? "";

/** A resource as the code says it: of each attribute what it refers to. */
export interface Configured {
  readonly address: string;
  readonly expressions?: { readonly [attribute: string]: Json };
}

export interface ResourceChange {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly change: {
    readonly actions: readonly ("no-op" | "create" | "read" | "update" | "delete" | "forget")[];
    readonly before: Json;
    readonly after: Json;
    /** `true` where the value is known only after an apply. */
    readonly after_unknown: Json;
    /** `true` where a value must not be shown. */
    readonly before_sensitive: Json;
    readonly after_sensitive: Json;
    readonly importing?: { readonly id?: string };
    /** The attributes for which the resource would be replaced. */
    readonly replace_paths?: readonly (readonly (string | number)[])[];
  };
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json } | undefined;

/** What an error speaks about: the code, what a guest is, a part of the cluster (a node, a storage), or the way to it (the network, the rights of a token). */
export type Cause = "code" | "guest" | "cluster" | "way";

/** One error. */
export interface Problem {
  readonly says: string;
  readonly cause: Cause;
  /** The resource that it is about, where that can be told. */
  readonly address?: string;
}

/** What planning gave. */
export interface Planned {
  readonly document: PlanDocument;
  readonly problems: readonly Problem[];
  /** Resources whose reading began and did not end well: by address. */
  readonly unread: readonly string[];
  /** Planning took longer than it may. */
  readonly timedOut: boolean;
}
