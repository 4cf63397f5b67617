import { unsetSecret } from "../../lib/pve/secret";
import type { Json, PlanDocument } from "./plan";

/** An attribute whose value is a secret that nobody has set. */
export interface Unset {
  readonly attribute: string;
  /** The variable of Terraform's: `nas_password`. */
  readonly variable: string;
}

/** Attributes of a plan's resources whose secret is not set, by address. */
export function unsetSecrets({ variables = {}, configuration }: PlanDocument): ReadonlyMap<string, readonly Unset[]> {
  const unset = new Set(Object.entries(variables).flatMap(([name, { value }]) => (value === unsetSecret ? [name] : [])));
  if (unset.size === 0) return new Map();
  return new Map(
    (configuration?.root_module?.resources ?? []).flatMap(({ address, expressions = {} }) => {
      const found = Object.entries(expressions).flatMap(([attribute, expression]) => variablesIn(expression).flatMap((variable) => (unset.has(variable) ? [{ attribute, variable }] : [])));
      return found.length === 0 ? [] : [[address, found] as const];
    }),
  );
}

/** `{ "references": ["var.nas_password"] }`, however deep. */
function variablesIn(expression: Json): readonly string[] {
  if (typeof expression === "string") return /^var\.(\w+)$/.exec(expression)?.slice(1) ?? [];
  return typeof expression === "object" && expression !== null ? Object.values(expression).flatMap(variablesIn) : [];
}

/** What is to be written and is not set, and what helps, in words; undefined if nothing is missing. */
export function missingSecret(unset: readonly Unset[]): { readonly reason: string; readonly remedy: string } | undefined {
  if (unset.length === 0) return undefined;
  const [first] = unset;
  return {
    reason: unset.length === 1 ? `${first!.attribute} is a secret that is not set` : `${unset.map(({ attribute }) => attribute).join(" and ")} are secrets that are not set`,
    remedy: unset.map(({ variable }) => `export TF_VAR_${variable}='…'`).join("\n"),
  };
}
