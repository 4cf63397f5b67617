import { redacted } from "../pve/secret";
import { catalog } from "./catalog";
import { claimKeys, type Claim, type ClaimSink, type Finding } from "./coverage";
import { driveRole } from "./drive";
import { devicesOf, presetOf, readBack, sameValue, scopeOf, type Elements, type ReadableGuest, type State } from "./read-back";
import { formatOf, keysOf } from "./format";
import { slot, type Block, type Member, type Row } from "./row";
import type { TerraformValue } from "./shape";

/** What an import writes for one guest, so that Terraform finds nothing to change. */
export interface Writing {
  /** Attributes and blocks, in Terraform's words. */
  readonly config: State;
  /** Entries of ignore_changes, each with its reason. */
  readonly ignore: readonly Ignore[];
  /** Values of the state that the provider's validators refuse, and that are therefore left out. */
  readonly rejected: readonly Rejected[];
  /** What became of every key and sub-key of the guest's configuration. */
  readonly claims: readonly Claim[];
}

export interface Ignore {
  /** `numa[0].policy` */
  readonly path: string;
  readonly why: string;
}

export interface Rejected {
  readonly path: string;
  readonly value: TerraformValue;
  readonly expected: string;
}

type Scope = Readonly<Record<string, unknown>>;

const holdsSecret = "it holds a secret, which pmpc does not copy";

interface Page {
  readonly guest: ReadableGuest;
  readonly record: Scope;
  readonly state: State;
  readonly ignore: Map<string, string>;
  readonly rejected: Rejected[];
  readonly claim: ClaimSink;
}

/** Decides what to write for a guest. Throws a Refusal where the provider cannot read it. */
export function writeGuest(guest: ReadableGuest): Writing {
  const { rows } = catalog[guest.type];
  const claims = claimKeys(guest);
  const page: Page = { guest, record: scopeOf(guest), state: readBack(guest), ignore: new Map(), rejected: [], claim: claims.sink };
  const config: Record<string, TerraformValue> = {};
  writeMembers(rows, page.state, page.record, "", page, config);
  for (const path of requiredBy(rows, config)) sayRequired(path, page.state, config);
  return {
    config,
    ignore: [...page.ignore].map(([path, why]) => ({ path, why })),
    rejected: page.rejected,
    claims: claims.settle(),
  };
}

/** What the provider wants to see said beside what was written. */
function requiredBy(members: readonly Member[], config: State): readonly string[] {
  return members.flatMap((member) => {
    const value = member.terraform === null ? undefined : config[member.terraform];
    if (value === undefined || value === null) return [];
    return member.kind === "row" ? (member.requires ?? []) : (value as Elements).flatMap((element) => requiredBy(member.rows, element));
  });
}

// The provider looks at what is said, not at what is so: `numa = false` satisfies it, the same default unsaid does not.
function sayRequired(path: string, state: State, config: Record<string, TerraformValue>): void {
  const [block, name] = path.split(".") as [string, string];
  const [found] = state[block] as Elements;
  const [said] = (config[block] ?? []) as Elements;
  config[block] = [{ [name]: found![name]!, ...said }];
}

/** Writes the members of one element; false when a required value cannot be written. */
function writeMembers(members: readonly Member[], state: State, scope: Scope, path: string, page: Page, config: Record<string, TerraformValue>): boolean {
  let complete = true;
  for (const member of members) {
    if (member.terraform === null) continue;
    const value = state[member.terraform];
    if (member.kind === "row") complete = writeRow(member, value, scope, path, page, config) && complete;
    else writeBlock(member, (value ?? []) as Elements, scope, path, page, config);
  }
  return complete;
}

// ---- values -----------------------------------------------------------------------------------------------------------------

function writeRow(row: Row, value: TerraformValue | undefined, scope: Scope, path: string, page: Page, config: Record<string, TerraformValue>): boolean {
  const name = row.terraform!;
  const where = path + name;
  const preset = presetOf(row);
  if (row.onlyAsked) return true;
  if (row.output) return claimAll(row, scope, page, "said"), true;
  if (value === null || value === undefined) {
    if (preset === null || row.computed) return true;
    page.ignore.set(where, "Read leaves it empty while the schema has a default");
    // Proxmox VE's own default is the truth where the provider reads nothing.
    if (row.pveDefault !== undefined) config[name] = row.pveDefault;
    return true;
  }
  const refusal = refusalOf(row, value, page);
  if (refusal !== undefined) {
    page.rejected.push({ path: where, value, expected: refusal });
    if (sameValue(value, preset)) return claimAll(row, scope, page, "default"), !row.required;
    claimAll(row, scope, page, "notSaid", refusal);
    if (!row.computed) page.ignore.set(where, refusal);
    return !row.required;
  }
  if (JSON.stringify(value).includes(redacted)) {
    page.ignore.set(where, holdsSecret);
    return claimAll(row, scope, page, "notSaid", holdsSecret), true;
  }
  if (row.normalise && row.normalise(value as string) !== value) page.ignore.set(where, "the provider would rewrite the text");
  if (isImplied(row, value)) return claimAll(row, scope, page, "default"), true;
  if (row.saidIf && !row.saidIf(scope)) return true;
  config[name] = row.normalise?.((value as string).trimEnd()) === value ? (value as string).trimEnd() : value;
  claimAll(row, scope, page, "said");
  return true;
}

// A construct writes `unsaid` by itself, so a value that equals it need not be said.
function isImplied(row: Row, value: TerraformValue): boolean {
  if (row.always) return false;
  if (row.unsaid !== undefined) return sameValue(value, row.unsaid);
  return !row.required && sameValue(value, presetOf(row));
}

function refusalOf(row: Row, value: TerraformValue, page: Page): string | undefined {
  if (row.secret) return row.why;
  if (row.accepts && !row.accepts(value)) return value === "" ? "the provider does not accept an empty text" : `the provider accepts only ${row.accepts.expected}`;
  if (row.requires && !isWritten(row.requires, page.state)) return `the provider accepts it only beside ${row.requires}`;
  return undefined;
}

const isWritten = (path: string, state: State) => ((state[path.split(".")[0]!] ?? []) as Elements).length > 0;

function claimAll(row: Row, scope: Scope, page: Page, outcome: Claim["outcome"], why?: string): void {
  for (const source of keysOf(row.pve)) page.claim(source, scope, { outcome, why, loses: row.shape.loses });
}

// ---- blocks -----------------------------------------------------------------------------------------------------------------

function writeBlock(block: Block, elements: Elements, scope: Scope, path: string, page: Page, config: Record<string, TerraformValue>): void {
  const name = block.terraform!;
  const where = path + name;
  const scopes = scopesOf(block, scope, page);
  if (elements.length === 0) {
    const truth = truthOf(block, scopes, page);
    if (truth) {
      config[name] = [truth];
      page.ignore.set(where, block.unread ?? "the provider does not read it there");
    } else claimUnread(block, scopes, page);
    if (block.implied) page.ignore.set(where, block.unread ?? "the provider does not read it");
    return;
  }
  if (block.gapIgnores && elements.some((element) => Object.values(element).every((value) => value === null))) {
    for (const one of block.gapIgnores) page.ignore.set(one, "the numbers have a gap, which the provider cannot write");
    claimBlock(block, scopes, page, { outcome: "notSaid", why: "the numbers have a gap, which the provider cannot write" });
    return;
  }
  const refusedBefore = page.rejected.length;
  const before = new Map(page.ignore);
  // What is found out about an element holds only where the list is written.
  const claimed: Parameters<ClaimSink>[] = [];
  const draft: Page = { ...page, claim: (...one) => void claimed.push(one) };
  const written = elements.map((element, at) => {
    const one: Record<string, TerraformValue> = {};
    const complete = writeMembers(block.rows, element, scopes[at] ?? scope, `${where}[${at}].`, draft, one);
    return complete ? one : undefined;
  });
  const spoiled = whySpoiled(block, elements, written, page, page.rejected.slice(refusedBefore));
  if (spoiled !== undefined) {
    // The list goes as a whole, and with it what was said of its elements.
    forget(before, page);
    claimBlock(block, scopes, page, { outcome: "notSaid", why: spoiled });
    if (!block.whole) page.ignore.set(where, spoiled);
    return;
  }
  for (const one of claimed) page.claim(...one);
  if (block.from?.is === "lines") page.claim(block.from.key, {}, { outcome: "said" });
  // Props that stand among their parent's cannot say an empty block.
  if (block.flat && block.when !== "always" && Object.keys(written[0]!).length === 0) return ignoreWhole(where, before, page);
  if (!block.implied || Object.keys(written[0]!).length > 0) config[name] = written as State[];
}

/** Why a list cannot be written at all; undefined where it can. */
function whySpoiled(block: Block, elements: Elements, written: readonly (State | undefined)[], page: Page, refused: readonly Rejected[]): string | undefined {
  if (block.most !== undefined && elements.length > block.most) return `the provider takes at most ${block.most} of them`;
  const besides = block.beside === undefined ? undefined : catalog[page.guest.type].rows.find(({ prop }) => prop === block.beside)?.terraform;
  if (besides) return page.ignore.get(besides);
  if (!written.includes(undefined) && !(block.whole && refused.length > 0)) return undefined;
  return refused.at(-1)?.expected ?? "a required value cannot be written";
}

function ignoreWhole(where: string, before: ReadonlyMap<string, string>, page: Page): void {
  const [why] = [...page.ignore].filter(([path]) => !before.has(path)).map(([, reason]) => reason);
  forget(before, page);
  page.ignore.set(where, why ?? "nothing of it can be written");
}

function forget(before: ReadonlyMap<string, string>, page: Page): void {
  for (const path of page.ignore.keys()) if (!before.has(path)) page.ignore.delete(path);
}

/** The devices behind the elements of a state, one for each. */
function scopesOf(block: Block, scope: Scope, page: Page): Scope[] {
  const { from } = block;
  if (from === undefined) return [scope];
  if (from.is === "key") return [page.record[from.key] === undefined ? {} : { ...(page.record[from.key] as Scope), slot: from.key }];
  if (from.is === "lines") return [];
  const devices = devicesOf(block, page);
  if (!block.gaps || block.gaps === "close") return devices.map(({ device }) => device);
  const length = Math.max(-1, ...devices.map(({ number }) => number)) + 1;
  return Array.from({ length }, (_, number) => devices.find((one) => one.number === number)?.device ?? {});
}

function claimBlock(block: Block, scopes: readonly Scope[], page: Page, finding: Finding): void {
  if (block.from?.is === "lines") page.claim(block.from.key, {}, finding);
  for (const scope of scopes) for (const row of block.rows) claimMember(row, scope, page, finding);
}

function claimMember(member: Member, scope: Scope, page: Page, { outcome, why }: Finding): void {
  if (member.kind === "row") claimAll(member, scope, page, outcome, why);
  else for (const row of member.from ? [] : member.rows) claimMember(row, scope, page, { outcome, why });
}

/** What Read leaves out because it equals the defaults, or because the provider does not look there. */
function claimUnread(block: Block, scopes: readonly Scope[], page: Page): void {
  for (const scope of scopes) {
    const state = readBlock(block, scope);
    for (const row of block.rows) {
      if (row.kind !== "row" || row.terraform === null) continue;
      if (sameValue(state[row.terraform]!, presetOf(row))) claimAll(row, scope, page, "default");
      else claimAll(row, scope, page, "notSaid", row.why ?? block.unread);
    }
  }
}

/** A block that Proxmox VE has and Read leaves out: it is written all the same, for the day the guest is built again. */
function truthOf(block: Block, scopes: readonly Scope[], page: Page): State | undefined {
  if (block.unsought) return truthOfDrive(block, block.unsought, page);
  const [scope] = scopes;
  if (!block.unread || !scope) return undefined;
  const state = readBlock(block, scope);
  const isDefault = (row: Member) => row.terraform === null || row.kind === "block" || sameValue(state[row.terraform]!, presetOf(row));
  // A device is there by its key; values spread over the configuration count where they are no defaults.
  if (block.from ? scope.slot === undefined : block.rows.every(isDefault)) return undefined;
  const one: Record<string, TerraformValue> = {};
  const silent: Page = { ...page, ignore: new Map(), rejected: [] };
  writeMembers(block.rows, state, scope, "", silent, one);
  return one;
}

function valueAt(scope: Scope, path: string): unknown {
  const [key, field] = path.split("/") as [string, string?];
  return field === undefined ? scope[key] : (scope[key] as Scope | undefined)?.[field];
}

function readBlock(block: Block, scope: Scope): State {
  return Object.fromEntries(
    block.rows.flatMap((row) => {
      if (row.kind !== "row" || row.terraform === null) return [];
      const keys = row.pve === slot ? ["slot"] : keysOf(row.pve);
      const raw = keys.map((key) => valueAt(scope, key)).find((value) => value !== undefined);
      return [[row.terraform, raw === undefined ? presetOf(row) : row.shape.read(raw)]];
    }),
  );
}

/** The one drive of the block's role that Read does not look for. */
function truthOfDrive(block: Block, families: readonly string[], page: Page): State | undefined {
  const isSought = (key: string) => families.includes(formatOf(page.guest.type, key)?.family ?? "");
  const drives = Object.entries(page.record).filter(([key, value]) => isSought(key) && driveRole(value as Scope, page.guest.vmId) === block.role);
  const [only] = drives;
  if (!only || drives.length > 1 || (only[1] as Scope).file === "none") return undefined;
  const scope = { ...(only[1] as Scope), slot: only[0] };
  const config: Record<string, TerraformValue> = {};
  const silent: Page = { ...page, ignore: new Map(), rejected: [] };
  const complete = writeMembers(block.rows, readBlock(block, scope), scope, "", silent, config);
  return complete && silent.rejected.length === 0 ? config : undefined;
}
