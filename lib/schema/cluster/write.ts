import { redacted } from "../../pve/secret";
import type { State } from "../read-back";
import { presetOf, sameValue } from "../read-back";
import type { Kept } from "../kept";
import type { Block, Member, Row } from "../row";
import { Refusal, type PropValue, type TerraformValue } from "../shape";
import { claimsOf, masked, type ClusterClaim } from "./claim";
import { innerOf, itemsOf, nameOf, plannedUnsaid, stateOf, valueAt } from "./read";
import type { Aside, ClusterTable, Document } from "./table";

/** What an import writes for one document of the cluster. */
export interface ClusterWriting {
  /** Attributes, in Terraform's words. */
  readonly config: State;
  /** Entries of ignore_changes, in Terraform's words, each with its reason. */
  readonly ignore: readonly { readonly path: string; readonly why: string }[];
  /** Attributes whose value is a secret, which the code takes from a variable. */
  readonly secrets: readonly string[];
  /** What became of every key of the document. */
  readonly claims: readonly ClusterClaim[];
  /** What code says beside the attributes. */
  readonly beside: Readonly<Record<string, PropValue | undefined>>;
  /** What an admin has to know, as sentences. */
  readonly notes: readonly string[];
}

/** Decides what to write so that Terraform finds nothing to change, or why that is impossible. */
export function writeDocument(table: ClusterTable, answered: Document): ClusterWriting | Aside {
  const document = table.document?.(answered) ?? answered;
  const aside = table.aside?.(document);
  if (aside !== undefined) return aside;
  try {
    return write(table, document);
  } catch (error) {
    if (error instanceof Refusal) return { reason: error.message, ...(error.remedy === undefined ? {} : { remedy: error.remedy }) };
    throw error;
  }
}

export const isAside = (writing: ClusterWriting | Aside): writing is Aside => "reason" in writing;

interface Page {
  readonly older: boolean;
  readonly ignore: { path: string; why: string }[];
  readonly secrets: string[];
  /** Secrets that the code does not say, and that the document has not. */
  readonly unsaid: ClusterClaim[];
  /** Keys and sub-keys that are said, or equal what is meant without them. */
  readonly said: Map<string, "said" | "default">;
}

function write(table: ClusterTable, document: Document): ClusterWriting {
  const page: Page = { older: table.older === true, ignore: [], secrets: [], unsaid: [], said: new Map() };
  const config = writeMembers(table.rows, stateOf(table.rows, document, page.older), document, page, { path: "", key: "" });
  return { config, ignore: page.ignore, secrets: page.secrets, claims: [...claimsOf(table, document, page.said), ...page.unsaid], beside: table.beside?.(document) ?? {}, notes: table.cautions?.(document) ?? [] };
}

/** Where members are: in Terraform, and in the document. */
interface Spot {
  readonly path: string;
  readonly key: string;
}

function writeMembers(members: readonly Member[], state: State, scope: Document, page: Page, spot: Spot): State {
  const config: Record<string, TerraformValue> = {};
  for (const member of members) {
    if (member.terraform === null) continue;
    const value = member.kind === "row" ? writeRow(member, state[member.terraform]!, scope, page, spot) : writeBlock(member, state[member.terraform]!, scope, page, spot);
    if (value !== undefined) config[member.terraform] = value;
  }
  return config;
}

function writeRow(row: Row, state: TerraformValue, scope: Document, page: Page, spot: Spot): TerraformValue | undefined {
  if (row.output || row.prop === null) return undefined;
  const raw = valueAt(row.pve, scope);
  if (row.secret || raw === redacted) return writeSecret(row, scope, page, spot);
  const path = spot.path + row.terraform!;
  const unsaid = plannedUnsaid(row, state, page.older);
  const isThere = raw !== undefined && state !== null && !isBlank(state);
  const isDefault = row.default !== undefined && sameValue(state, presetOf(row));
  const isSaid = (row.always === true || (isThere && !isDefault) || !sameValue(unsaid, state)) && state !== null;
  if (isSaid && (row.accepts === undefined || row.accepts(state))) {
    mark(page, row, spot, "said");
    return state;
  }
  // A setting that is there and empty says what none says.
  if (raw !== undefined && (isDefault || isBlank(state) || (state === null && raw === ""))) mark(page, row, spot, "default");
  if (isSaid) throw refusal(row, `${nameOf(row.pve)} is ${JSON.stringify(raw)}, and the provider takes only ${row.accepts!.expected}`);
  if (row.required) throw refusal(row, `${nameOf(row.pve)} is not set, and the provider requires it`);
  if (!sameValue(unsaid, state)) {
    const why = `Proxmox VE has no ${nameOf(row.pve)}, and the provider would set it to ${JSON.stringify(unsaid)}`;
    if (!page.older) throw refusal(row, why);
    page.ignore.push({ path, why });
  }
  return undefined;
}

/** Why code cannot say a row, with what the row says helps. */
const refusal = (row: Row, why: string) => new Refusal(why, undefined, undefined, row.why ?? "change it in Proxmox VE, or leave it to Proxmox VE");

const isBlank = (value: TerraformValue) => value === "" || (Array.isArray(value) && value.length === 0);

/** What nobody can read is taken from a variable, and left as it is where it is set. */
function writeSecret(row: Row, scope: Document, page: Page, spot: Spot): undefined {
  const isThere = valueAt(row.pve, scope) !== undefined;
  const kept = row.kept?.(scope) ?? (row.required || isThere ? unreadable : undefined);
  if (kept === undefined) return undefined;
  const path = spot.path + row.terraform!;
  if (kept.as !== "note") page.ignore.push({ path, why: kept.as === "variable" ? kept.why : `${nameOf(row.pve)}: ${kept.why}` });
  if (kept.as === "variable") page.secrets.push(path);
  else if (!isThere) page.unsaid.push({ key: spot.key + nameOf(row.pve), value: masked, outcome: "notSaid", why: kept.why });
  if (kept.as === "variable" && isThere) mark(page, row, spot, "said");
  return undefined;
}

const unreadable: Kept = { why: "it cannot be read back", as: "variable" };

function writeBlock(block: Block, state: TerraformValue, scope: Document, page: Page, spot: Spot): TerraformValue | undefined {
  if (block.prop === null) return undefined;
  if (block.from?.is === "items") {
    const states = (state ?? []) as readonly State[];
    const all = itemsOf(block, scope);
    const key = block.from.key;
    return states.length === 0 && !block.implied ? undefined : states.map((one, at) => writeMembers(block.rows, one, all[at]!, page, { path: `${spot.path}${block.terraform!}[${at}].`, key: `${key}[${at}] ` }));
  }
  const inner = innerOf(block, scope);
  if (block.unread !== undefined) return inner === undefined ? undefined : writeUnread(block, inner, page, spot);
  const one = page.older ? (state as readonly State[])[0] : (state as State | null);
  if (inner === undefined || one === undefined || one === null) return undefined;
  const key = block.from?.is === "key" ? `${block.from.key} ` : spot.key;
  return [writeMembers(block.rows, one, inner, page, { path: `${spot.path}${block.terraform!}${page.older ? "[0]" : ""}.`, key })];
}

/** The truth, which the provider does not read: it counts where the thing is made anew. */
function writeUnread(block: Block, inner: Document, page: Page, { path }: Spot): TerraformValue {
  const state = stateOf(block.rows, inner, page.older);
  const key = block.from?.is === "key" ? `${block.from.key} ` : "";
  page.ignore.push({ path: path + block.terraform!, why: `${key}${Object.entries(inner).map(([name, value]) => `${name}=${String(value)}`).join(",")}: ${block.unread!}` });
  return [writeMembers(block.rows, state, inner, { ...page, said: new Map() }, { path: `${path}${block.terraform!}.`, key })];
}

function mark(page: Page, row: Row, { key }: Spot, outcome: "said" | "default"): void {
  for (const source of typeof row.pve === "string" ? [row.pve] : row.pve.is === "first" ? row.pve.of : []) page.said.set(key + nameOf(source), outcome);
}
