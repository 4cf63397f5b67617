import type { TerraformProvider } from "cdktf";
import type { GuestTable, Row } from "../../lib/schema/row";
import type { PropValue } from "../../lib/schema/shape";
import { pathsTo, valuesAt, type PropPath } from "../prop-path";
import { isToken } from "../token";

interface Rooted {
  readonly path: PropPath;
  readonly row: Row;
}

const known = new WeakMap<GuestTable, readonly Rooted[]>();

function rootedIn(table: GuestTable): readonly Rooted[] {
  const before = known.get(table);
  if (before !== undefined) return before;
  const rows: Row[] = [];
  const paths = pathsTo(table.rows, (row) => row.rootOnly !== undefined && rows.push(row) > 0);
  const found = paths.map((path, at) => ({ path, row: rows[at]! }));
  known.set(table, found);
  return found;
}

/** The props by which a guest says what Proxmox VE takes from root@pam alone. */
export function rootOnly(table: GuestTable, props: object): readonly string[] {
  const all = rootedIn(table);
  // Few say any, and every guest is asked.
  if (!all.some(({ path }) => path[0]!.prop in props)) return [];
  return all.filter(({ path, row }) => path[0]!.prop in props && valuesAt(props, path).some((value) => isRooted(row, value))).map(({ path }) => path.map(({ prop }) => prop).join("."));
}

function isRooted({ rootOnly: only, shape }: Row, value: unknown): boolean {
  if (isToken(value) || value === false || value === "") return false;
  return typeof only === "function" ? only(shape.toTerraform(value as PropValue)) : true;
}

/** Why a provider is refused what only root@pam may say: the code says that it is somebody else. What the environment says is not known. */
export function whyNotRoot(provider: TerraformProvider | undefined): string | undefined {
  const { apiTokenInput, usernameInput } = (provider ?? {}) as { readonly apiTokenInput?: string; readonly usernameInput?: string };
  if (apiTokenInput !== undefined) return "Proxmox VE refuses every token";
  return usernameInput === undefined || isToken(usernameInput) || usernameInput === "root@pam" ? undefined : `the provider is ${usernameInput}`;
}

/** What is wrong with props that only root@pam may say, as a sentence. */
export function problemsOfRights(rooted: readonly string[], provider: () => TerraformProvider | undefined, otherwise = ""): string[] {
  // To find the provider of a stack is to walk through all of it.
  if (rooted.length === 0) return [];
  const why = whyNotRoot(provider());
  return why === undefined ? [] : [`${rooted.join(" and ")} can only be set by root@pam, and ${why}; say username and password of root@pam for the provider, or take ${rooted.length === 1 ? "it" : "them"} away${otherwise}`];
}
