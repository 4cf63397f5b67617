import { redacted } from "../../pve/secret";
import type { Claim } from "../coverage";
import { keysOf, parseDevice } from "../format";
import { meantUnsaid, type Scope } from "../meaning";
import { presetOf, sameValue, valueOf, type Elements, type State } from "../read-back";
import type { Row } from "../row";
import type { TerraformValue } from "../shape";
import { meant, meantScope, type Page } from "./page";

type Open = Record<string, TerraformValue>;

const holdsSecret = "it holds a secret, which pmpc does not copy";

/**
 * Writes one value as Proxmox VE means it. Where the provider reads another, or takes only one that is near, its path is ignored. False
 * where a required value cannot be written.
 */
export function writeRow(row: Row, found: TerraformValue, scope: Scope, path: string, page: Page, config: Open): boolean {
  if (row.onlyAsked) return true;
  if (row.output) return claimAll(row, scope, page, "said"), true;
  const where = path + row.terraform!;
  const preset = presetOf(row);
  const meaning = meant(row, scope, page);
  const truth = meaning === undefined ? found : meaning;
  const text = textOf(row, scope, page);
  const unsayable = text === undefined || row.isNone?.(text) ? whyUnsayable(row, page) : undefined;
  if (unsayable !== undefined) return leaveUnsaid(row, unsayable, text, scope, where, page);
  const caution = text === undefined ? cautionOf(row, meantScope(scope, page) ?? scope) : undefined;
  if (caution !== undefined) page.cautions.add(caution);
  if (truth === null) {
    if (preset !== null && !row.computed) page.ignore.set(where, "Read leaves it empty while the schema has a default");
    return true;
  }
  const unread = found === null ? undefined : refusalOf(row, found, page);
  if (unread !== undefined) page.rejected.push({ path: where, value: found, expected: unread, why: whyRefused(row, unread, scope, page) });
  const refusal = refusalOf(row, truth, page, page.written) ?? (row.blank?.(truth) ? whySizeless(row, scope, page) : undefined);
  const said = refusal === undefined ? truth : nearest(row, truth, scope, page);
  if (said === undefined) return leaveOut(row, truth, refusal!, scope, where, page);
  if (JSON.stringify(said).includes(redacted)) {
    page.ignore.set(where, holdsSecret);
    return claimAll(row, scope, page, "notSaid", holdsSecret), true;
  }
  const follows = row.follows !== undefined && textOf(row, scope, page) === undefined;
  const implied = follows || isImplied(row, said, meantUnsaid(row, meantScope(scope, page) ?? scope, page.guest)) || row.saidIf?.(meantScope(scope, page) ?? scope) === false;
  const why = refusal === undefined ? whyMisread(row, truth, found, scope, page) : whyRefused(row, refusal, scope, page, truth, said);
  if (!sameValue(said, found) && !follows && !(implied && row.computed)) page.ignore.set(where, why);
  if (row.normalise && row.normalise(said as string) !== said) page.ignore.set(where, "the provider would rewrite the text");
  claimAll(row, scope, page, refusal !== undefined ? "notSaid" : implied ? "default" : "said", refusal === undefined ? undefined : why);
  if (implied) return true;
  config[row.terraform!] = row.normalise?.((said as string).trimEnd()) === said ? (said as string).trimEnd() : said;
  return true;
}

const whySizeless = (row: Row, scope: Scope, page: Page) => (textOf(row, scope, page) === undefined ? `a guest that is made again gets ${String(presetOf(row))} GiB` : "a size that says nothing");
/** What is none to Proxmox VE, and to the provider a value of its own, is ignored beside the note. */
function leaveUnsaid(row: Row, why: string, text: unknown, scope: Scope, where: string, page: Page): true {
  page.notes.add(why);
  if (text === undefined) return true;
  page.ignore.set(where, `${nameOf(row, scope)} is ${shown(text)}, which is none to Proxmox VE`);
  claimAll(row, scope, page, "default");
  return true;
}

const cautionOf = ({ caution }: Row, device: Scope) => (typeof caution === "function" ? caution(device) : caution);
const whyUnsayable = ({ unsayable }: Row, { meaning }: Page) => (typeof unsayable === "function" ? unsayable(meaning) : unsayable);

function leaveOut(row: Row, truth: TerraformValue, refusal: string, scope: Scope, where: string, page: Page): boolean {
  const isPreset = sameValue(truth, presetOf(row));
  const why = whyRefused(row, refusal, scope, page);
  if (isPreset && whyZeroRefused(row, truth, scope, page) === undefined) claimAll(row, scope, page, "default");
  else claimAll(row, scope, page, "notSaid", why);
  if (!isPreset && !row.computed) page.ignore.set(where, why);
  return !row.required;
}

/** Why a zero that somebody set cannot be said, which need not mean what nothing means; undefined if it can, or none was set. */
export function whyZeroRefused(row: Row, value: TerraformValue, scope: Scope, page: Page): string | undefined {
  const refusal = textOf(row, scope, page) === undefined || row.secret ? undefined : refusalOf(row, value, page);
  return refusal === undefined ? undefined : whyRefused(row, refusal, scope, page);
}

// A construct writes `unsaid` by itself, so a value that equals it need not be said.
function isImplied(row: Row, value: TerraformValue, unsaid: TerraformValue | undefined): boolean {
  if (row.always || typeof row.follows === "string") return false;
  if (row.follows !== undefined) return sameValue(value, unsaid ?? presetOf(row));
  if (row.unsaid !== undefined) return sameValue(value, row.unsaid);
  return !row.required && sameValue(value, presetOf(row));
}

/** `written` is what is said so far, which satisfies the provider as well as what is in state: the NUMA switch of a machine whose processors are usual. */
function refusalOf(row: Row, value: TerraformValue, { state }: Page, written: State = {}): string | undefined {
  if (row.secret) return row.why;
  if (row.accepts && !row.accepts(value)) return value === "" ? "the provider does not accept an empty text" : `the provider accepts only ${row.accepts.expected}`;
  if (row.requires && !isWritten(row.requires, state, written)) return `the provider accepts it only beside ${row.requires}`;
  return undefined;
}

const isWritten = (path: string, ...all: readonly State[]) => all.some((values) => ((values[path.split(".")[0]!] ?? []) as Elements).length > 0);

/** The nearest value that the provider takes, for one that Proxmox VE has; the default for a port that must be counted. */
function nearest(row: Row, truth: TerraformValue, scope: Scope, page: Page): TerraformValue | undefined {
  if (row.secret || !row.accepts || row.accepts(truth) || row.blank?.(truth)) return undefined;
  const near = textOf(row, scope, page) === undefined ? undefined : row.accepts.nearest?.(truth);
  if (near !== undefined && row.accepts(near)) return near;
  return row.always && row.accepts(presetOf(row)) ? presetOf(row) : undefined;
}

// ---- reasons ----------------------------------------------------------------------------------------------------------------

function whyMisread(row: Row, truth: TerraformValue, found: TerraformValue, scope: Scope, page: Page): string {
  // Where both look the same, the one is in parts.
  const text = textOf(row, scope, page);
  if (typeof found === "number" && shown(found) === shown(text)) return `${nameOf(row, scope)} ${shown(text)} is ${shown(truth)} to Proxmox VE; the provider reads ${shown(found)}`;
  const read = text !== undefined && shown(found) === shown(text) ? JSON.stringify(found) : shown(found);
  return `${whatIs(row, truth, scope, page)}; the provider reads ${read}`;
}

/** What Proxmox VE has there, or takes without it. */
export function whatIs(row: Row, truth: TerraformValue, scope: Scope, page: Page): string {
  const text = textOf(row, scope, page);
  const name = nameOf(row, scope);
  if (text === undefined) return `without ${name}, Proxmox VE takes ${shown(truth)}`;
  return row.beside === undefined ? `${name} is ${shown(text)} in Proxmox VE` : `${name} ${shown(text)} is ${shown(truth)} to Proxmox VE`;
}

/** What is refused, by name; of a list or a map only what the provider does not take. */
function whyRefused(row: Row, refusal: string, scope: Scope, page: Page, truth?: TerraformValue, said?: TerraformValue): string {
  if (row.secret) return refusal;
  const text = textOf(row, scope, page);
  const left = leftOut(truth, said);
  const name = nameOf(row, scope);
  if (left.length > 0) return `${name} ${left.map(shown).join(", ")}: ${refusal}`;
  return text === undefined ? `there is no ${name}: ${refusal}` : `${name} is ${shown(text)}: ${refusal}`;
}

function leftOut(truth: TerraformValue = null, said: TerraformValue = null): readonly TerraformValue[] {
  if (Array.isArray(truth) && Array.isArray(said)) return (truth as TerraformValue[]).filter((one) => !said.includes(one));
  if (Array.isArray(truth) || typeof truth !== "object" || typeof said !== "object") return [];
  return Object.keys(truth ?? {}).filter((name) => !Object.hasOwn(said ?? {}, name));
}

/** The text that Proxmox VE has there. */
function textOf(row: Row, scope: Scope, page: Page): unknown {
  if (typeof row.pve === "object" && row.pve.is !== "first") return undefined;
  const device = meantScope(scope, page) ?? scope;
  const key = keysOf(row.pve).find((one) => valueOf(one, device, page.guest) !== undefined);
  return key === undefined ? undefined : (wordOf(key, device, page) ?? valueOf(key, device, page.guest));
}

/** A flag of a device in the word that is there: `yes`, where its meaning is 1. */
function wordOf(key: string, { slot }: Scope, { guest: { type, config } }: Page): string | undefined {
  return typeof slot === "string" && typeof config[slot] === "string" ? parseDevice(type, slot, config[slot]).parts.find(([part]) => part === key)?.[1] : undefined;
}

function nameOf(row: Row, scope: Scope): string {
  const words = (keysOf(row.pve)[0] ?? row.terraform!).split("/").filter((word) => word !== "guest");
  return [...(typeof scope.slot === "string" ? [scope.slot] : []), ...words].join(" ");
}

const most = 60;

/** For a sentence: short, and a word for what is not there, or cannot be seen. */
function shown(value: unknown): string {
  const text = (Array.isArray(value) ? value.join(" ") : String(value ?? "")).replaceAll("\0", " ");
  if (value === -1 || text.trim() === "") return typeof value === "string" && value !== "" ? "blank" : "nothing";
  if (!/[\p{L}\p{N}]/u.test(text) && text.length < most) return `"${text}"`;
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

export function claimAll(row: Row, scope: Scope, page: Page, outcome: Claim["outcome"], why?: string): void {
  for (const source of [...keysOf(row.pve), ...(row.includes ?? [])]) page.claim(source, scope, { outcome, why, loses: row.shape.loses });
}
