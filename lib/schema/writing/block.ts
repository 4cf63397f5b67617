import { catalog } from "../catalog";
import type { ClaimSink, KeyOutcome } from "../coverage";
import { keysOf } from "../format";
import type { Scope } from "../meaning";
import { devicesOf, presetOf, sameValue, valueOf, type Elements, type State } from "../read-back";
import { slot } from "../place";
import { mostOf, type Block, type Member, type Row } from "../row";
import { Refusal, type TerraformValue } from "../shape";
import { driveElsewhere, meantState, pairsOf, saysNothing, whyMistaken, type Pair } from "./device";
import { innerPage, meantScope, type Page } from "./page";
import { claimAll, whatIs, whyZeroRefused, writeRow } from "./row";

type Open = Record<string, TerraformValue>;

/** Writes the members of one element; false when a required value cannot be written. */
export function writeMembers(members: readonly Member[], state: State, scope: Scope, path: string, page: Page, config: Open): boolean {
  let complete = true;
  for (const member of members) {
    if (member.terraform === null) continue;
    const value = state[member.terraform];
    if (member.kind === "row") complete = writeRow(member, value ?? null, scope, path, page, config) && complete;
    else writeBlock(member, (value ?? []) as Elements, scope, path, page, config);
  }
  return complete;
}

function writeBlock(block: Block, elements: Elements, scope: Scope, path: string, page: Page, config: Open): void {
  const where = path + block.terraform!;
  if (block.from?.is === "numbered") writeList(block, elements, where, page, config);
  else if (block.from?.is === "lines") writeLines(block, elements, where, page, config);
  else writeSingle(block, elements, scope, where, page, config);
}

// ---- one of a kind ------------------------------------------------------------------------------------------------------------

function writeSingle(block: Block, elements: Elements, around: Scope, where: string, page: Page, config: Open): void {
  const scope = scopeOf(block, around, page);
  if (block.missing !== undefined && scope.slot === undefined) throw missingKey(block, block.missing.why);
  const unsayable = block.unsayable?.(meantScope(scope, page) ?? {});
  if (unsayable !== undefined) {
    if (elements.length > 0) page.ignore.set(where, unsayable);
    return claimOnce(block, scope, page, unsayable);
  }
  const named = elements.length === 0 || block.when !== "present" ? undefined : namesNothing(block, page);
  if (named !== undefined) return void page.ignore.set(where, `${named} names nothing`);
  const mistaken = elements.length === 0 ? undefined : whyMistaken(block, scope, page);
  if (mistaken !== undefined) page.ignore.set(where, mistaken);
  if (elements.length === 0 || mistaken !== undefined) return writeUnread(block, scope, where, page, config);
  const before = new Map(page.ignore);
  const written: Open = {};
  const complete = writeMembers(block.rows, elements[0]!, scope, `${where}[0].`, page, written);
  const says = Object.keys(written).length > 0;
  if (!says && page.ignore.size === before.size && block.from?.is === "key" && !block.implied) return void page.ignore.set(where, `${block.from.key} says nothing`);
  // An empty object tells nothing, and among its parent's props it cannot even be said; what is left of the block is ignored whole.
  if (!complete || (!says && !block.implied && (block.flat ? block.when !== "always" : page.ignore.size > before.size))) return ignoreWhole(where, before, page);
  if (says || !block.implied) config[block.terraform!] = [written];
}

/** The key that makes a block of a guest to the provider, where Proxmox VE finds nothing in it, nor anywhere else in the block. */
function namesNothing({ packed = {}, rows }: Block, page: Page): string | undefined {
  const [key] = Object.keys(packed).filter((one) => page.meaning[one] !== undefined);
  const says = (members: readonly Member[]): boolean => members.some((one) => (one.kind === "row" ? keysOf(one.pve).some((path) => valueOf(path, page.meaning, page.guest) !== undefined) : one.from?.is === "numbered" ? pairsOf(one, page).length > 0 : says(one.rows)));
  return key === undefined || says(rows) ? undefined : key;
}

function scopeOf({ from, assumed }: Block, around: Scope, page: Page): Scope {
  if (from?.is !== "key") return around;
  const device = page.record[from.key] ?? page.meaning[from.key] ?? (assumed ? {} : undefined);
  return device === undefined ? {} : { ...(device as Scope), slot: from.key };
}

function missingKey({ from }: Block, why: string): Refusal {
  const key = from?.is === "key" ? from.key : "";
  return new Refusal(`${key}: ${why}`, undefined, { key });
}

function ignoreWhole(where: string, before: ReadonlyMap<string, string>, page: Page): void {
  const why = [...page.ignore].filter(([path]) => !before.has(path)).map(([, reason]) => reason);
  forget(before, page);
  page.ignore.set(where, [...new Set(why)].join("; ") || "nothing of it can be written");
}

function forget(before: ReadonlyMap<string, string>, page: Page): void {
  for (const path of page.ignore.keys()) if (!before.has(path)) page.ignore.delete(path);
}

/** A block that Proxmox VE has and Read leaves out is written all the same, for the day the guest is built again. */
function writeUnread(block: Block, scope: Scope, where: string, page: Page, config: Open): void {
  const found = block.unsought === undefined ? scope : driveElsewhere(block, page);
  const truth = found === undefined ? undefined : truthOf(block, found, page);
  if (truth !== undefined) {
    config[block.terraform!] = [truth];
    const once = block.rows.find(({ prop }) => prop !== null && prop === block.onceAlone)?.terraform;
    const isOnce = once != null && Object.keys(truth).every((name) => name === once);
    if (!isOnce && !page.ignore.has(where)) page.ignore.set(where, [...reasonsFor(block, scope, page), block.unread ?? "the provider reads nothing"].join("; "));
  } else {
    claimUnread(block, scope, page);
    if (block.implied) page.ignore.set(where, block.unread ?? "the provider does not read it");
  }
}

function truthOf(block: Block, scope: Scope, page: Page): State | undefined {
  const device = meantScope(scope, page);
  if (device === undefined) return undefined;
  const state = meantState(block, scope, page);
  const differing = block.rows.some((row) => row.kind === "row" && row.terraform !== null && isTelling(row, block) && !sameValue(state[row.terraform]!, presetOf(row)));
  // A device is there by its key; values spread over the configuration count where they are no defaults.
  const isThere = block.from === undefined ? differing : block.unsought !== undefined || (device.slot !== undefined && (block.unread !== undefined || differing));
  const one: Open = {};
  const complete = writeMembers(block.rows, state, scope, "", isThere ? innerPage(page) : { ...innerPage(page), claim: () => undefined, cautions: new Set() }, one);
  const [first] = block.rows;
  // A drive without what is in it tells nothing.
  const tells = block.unsought === undefined ? Object.keys(one).length > 0 : one[first!.terraform!] !== undefined;
  return isThere && complete && tells ? one : undefined;
}

// A UUID, which every machine has, does not make an otherwise empty block worth saying.
const isTelling = (row: Row, block: Block) => !row.output && !row.onlyAsked && row.unsayable === undefined && (row.counts !== "never" || block.from === undefined);

/** What Proxmox VE has, for a block whose values are spread over the configuration, or that has no key. */
function reasonsFor(block: Block, scope: Scope, page: Page): string[] {
  const isSpread = block.from === undefined || (block.assumed && Object.keys(scope).every((name) => name === "slot"));
  // Where the block has a reason of its own, that says enough of its key.
  const state = isSpread || block.unread === undefined ? meantState(block, scope, page) : {};
  return block.rows.flatMap((row) => {
    const truth = row.terraform === null ? undefined : state[row.terraform];
    return row.kind === "block" || truth === undefined || row.follows !== undefined || !isTelling(row, block) || sameValue(truth, presetOf(row)) ? [] : [whatIs(row, truth, scope, page)];
  });
}

/** What Read leaves out because it equals the defaults, or because the provider does not look there. */
function claimUnread(block: Block, scope: Scope, page: Page): void {
  const state = meantState(block, scope, page);
  for (const row of block.rows) {
    if (row.kind !== "row" || row.terraform === null) continue;
    const value = state[row.terraform]!;
    const refused = whyZeroRefused(row, value, scope, page);
    if (refused === undefined && sameValue(value, presetOf(row))) claimAll(row, scope, page, "default");
    else claimAll(row, scope, page, "notSaid", refused ?? row.why ?? block.unread);
  }
}

// ---- several of a kind ----------------------------------------------------------------------------------------------------------

const filled = "the numbers of its cards have a gap, which plain Terraform would fill with any change of the guest; pmpc apply leaves the cards as they are: change them in Proxmox VE, or close the gap there";

function writeList(block: Block, elements: Elements, where: string, page: Page, config: Open): void {
  const pairs = pairsOf(block, page);
  if (pairs.length === 0) return;
  const before = new Map(page.ignore);
  const gap = block.gapIgnores !== undefined && elements.some((element) => Object.values(element).every((value) => value === null));
  const reasons = new Set<string>(gap ? ["the numbers have a gap, which the provider cannot write"] : []);
  const slots: string[] = [];
  const written: State[] = [];
  const more: Scope[] = [];
  for (const pair of pairs) {
    if (gap && typeof pair.scope.slot !== "string") continue;
    if (written.length === mostOf(block)) {
      more.push(pair.scope);
      continue;
    }
    const [element, why] = writeElement(block, pair, elements, where, page);
    if (why !== undefined) reasons.add(why);
    if (element === undefined) continue;
    slots.push(String(pair.scope.slot));
    written.push(element);
  }
  if (gap) page.cautions.add(filled);
  if (block.gaps === "empty") sayGaps(block, pairs, where, page);
  if (more.length > 0) {
    const why = `the provider takes at most ${mostOf(block)} of them: not ${more.flatMap(({ slot: one }) => (typeof one === "string" ? one : [])).join(", ")}`;
    reasons.add(why);
    for (const scope of more) claimDevice(block, scope, page, { outcome: "notSaid", why });
    // What would follow the numbers that are missing is not there.
    while (block.gaps === "empty" && Object.keys(written.at(-1) ?? { one: 1 }).length === 0) written.pop();
  }
  if (isCompacted(block, page)) reasons.add("the provider counts only the cards that have addresses");
  if (reasons.size > 0) {
    // The list goes as a whole, and with it what was said of its elements.
    forget(before, page);
    for (const one of block.gapIgnores ?? [where]) page.ignore.set(one, [...reasons].join("; "));
  }
  const moved = renumbered(block, slots);
  if (moved.length > 0) page.notes.add(`${moved.join(", ")} in a guest that is made again: the provider counts without gaps`);
  if (written.length > 0) config[block.terraform!] = written;
}

/** A number that the provider cannot leave out, and for which something has to be said. */
function sayGaps(block: Block, pairs: readonly Pair[], where: string, page: Page): void {
  const family = block.from?.is === "numbered" ? block.from.families[0] : "";
  for (const { scope, at } of pairs) {
    if (at === undefined || typeof scope.slot === "string") continue;
    for (const path of page.ignore.keys()) if (path.startsWith(`${where}[${at}].`)) page.ignore.set(path, `there is no ${family}${at}; the provider cannot leave a number out, and a guest that is made again has it`);
  }
}

/** Devices that the provider would give another number, because nothing says which they have: `net2 becomes net0`. */
function renumbered(block: Block, slots: readonly string[]): string[] {
  if (block.gaps !== undefined || block.beside !== undefined || block.rows.some((row) => row.kind === "row" && row.pve === slot)) return [];
  const made = slots.map((one, at) => [one, one.replace(/\d+$/, String(at))] as const);
  return made.flatMap(([one, other]) => (one === other ? [] : [`${one} becomes ${other}`]));
}

/** One element, or nothing; and why the list as a whole is not what the provider reads, where that is so. */
function writeElement(block: Block, { scope, at, isThere }: Pair, elements: Elements, where: string, page: Page): readonly [State | undefined, string?] {
  const key = String(scope.slot);
  if (!isThere && block.hasNot !== undefined && meantScope(scope, page) !== undefined) {
    claimOnce(block, scope, page, block.hasNot);
    return [undefined, `${key}: ${block.hasNot}`];
  }
  if (!isThere) return [undefined, whyMistaken(block, scope, page) ?? (saysNothing(scope, page) ? `${key} names nothing` : `${key} is something else to Proxmox VE`)];
  const one: Open = {};
  const claimed: Parameters<ClaimSink>[] = [];
  const draft: Page = { ...(at === undefined ? innerPage(page) : page), claim: (...finding) => void claimed.push(finding) };
  const refused = page.rejected.length;
  const complete = writeMembers(block.rows, at === undefined ? meantState(block, scope, page) : elements[at]!, scope, at === undefined ? "" : `${where}[${at}].`, draft, one);
  if (!complete) {
    const why = draft.rejected.slice(at === undefined ? 0 : refused).at(-1)?.why ?? `${key}: a required value cannot be written`;
    claimDevice(block, scope, page, { outcome: "notSaid", why });
    return [undefined, why];
  }
  for (const finding of claimed) page.claim(...finding);
  return [one, at === undefined ? `${key}: ${block.unread ?? "the provider does not read it"}` : undefined];
}

/** Whether elements that is beside another list would be counted otherwise there: the addresses of a container's cards. */
function isCompacted(block: Block, page: Page): boolean {
  if (block.beside === undefined) return false;
  const cards = catalog[page.guest.type].rows.find(({ prop }) => prop === block.beside) as Block;
  const slots = (of: Block) => devicesOf(of, page).map(({ device }) => device.slot);
  const all = slots(cards);
  return slots(block).some((one, at) => all[at] !== one);
}

function writeLines(block: Block, elements: Elements, where: string, page: Page, config: Open): void {
  if (elements.length === 0 || block.from?.is !== "lines") return;
  const before = new Map(page.ignore);
  const written = elements.flatMap((element, at) => {
    const one: Open = {};
    return writeMembers(block.rows, element, {}, `${where}[${at}].`, page, one) ? [one] : [];
  });
  if (written.length < elements.length) ignoreWhole(where, before, page);
  page.claim(block.from.key, {}, written.length < elements.length ? { outcome: "notSaid", why: page.ignore.get(where) } : { outcome: "said" });
  if (written.length > 0) config[block.terraform!] = written;
}

function claimDevice(block: Block, scope: Scope, page: Page, finding: KeyOutcome): void {
  for (const row of block.rows) claimMember(row, scope, page, finding);
}

/** A device that is not said is one thing: what comes first in its line, its volume, tells why. */
function claimOnce({ rows }: Block, scope: Scope, page: Page, why: string): void {
  const device = meantScope(scope, page) ?? scope;
  const keys = rows.flatMap((row) => (row.kind === "row" ? keysOf(row.pve) : [])).filter((key) => Object.hasOwn(device, key));
  keys.forEach((key, at) => page.claim(key, scope, { outcome: "notSaid", why, internal: at > 0 }));
}

function claimMember(member: Member, scope: Scope, page: Page, finding: KeyOutcome): void {
  if (member.kind === "row") claimAll(member, scope, page, finding.outcome, finding.why);
  else for (const row of member.from ? [] : member.rows) claimMember(row, scope, page, finding);
}
