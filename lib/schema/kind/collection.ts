import type { Kind, TerraformType } from "./kind";
import type { Write } from "./write";

/** What differs between kinds of which the API has a list, and each below it by its name. */
interface Collection extends Omit<Kind, "id" | "writes" | "reads"> {
  /** The list: `/cluster/ha/rules`. */
  readonly at: string;
  /** The part that names one, as the list's rows and the body of a creation call it: `rule`. */
  readonly part: string;
  /** Where one is made or changed, `rename` names another one: the one that gets this name, or the name that this one gets. */
  readonly renames?: true;
  readonly reads?: Partial<Kind["reads"]>;
  /** Requests beside those that make, change and remove one. */
  readonly writes?: readonly Write[];
}

/** `POST list` makes one, `PUT list/name` changes it, `DELETE list/name` removes it; `GET list/name` says more than the list. */
export function collection({ at, part, renames, reads, writes = [], ...kind }: Collection): Kind {
  const one = `${at}/{${part}}`;
  const names = renames && { names: { rename: part } };
  return {
    ...kind,
    id: `{${part}}`,
    reads: { list: at, documents: { config: one }, ...reads },
    writes: [
      { operation: "create", method: "POST", address: at, body: { [part]: `{${part}}` }, ...names },
      { operation: "configure", method: "PUT", address: one, ...names },
      { operation: "destroy", method: "DELETE", address: one },
      ...writes,
    ],
  };
}

/** A type of Terraform's under its short name, and the long one that older code has. */
export const shortAndLong = (name: string, options: Omit<TerraformType, "type" | "aliases">): TerraformType => ({ type: `proxmox_${name}`, aliases: [`proxmox_virtual_environment_${name}`], ...options });

/** A type that has only the long name. */
export const longOnly = (name: string, options: Omit<TerraformType, "type">): TerraformType => ({ type: `proxmox_virtual_environment_${name}`, ...options });

export const words = (short: string, one: string, many: string, ...synonyms: readonly string[]): Kind["word"] => ({ short, one, many, synonyms });
