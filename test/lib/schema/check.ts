import type { Block, Member, Row } from "../../../lib/schema/row";
import type { TerraformValue } from "../../../lib/schema/shape";
import { catalog } from "../../../lib/schema/catalog";
import { placesOf } from "../../../lib/schema/places";
import { writtenOnce, toProps, toTerraform } from "../../../lib/schema/props";
import { presetOf, readBack, sameValue, type Elements, type State } from "../../../lib/schema/read-back";
import { writeGuest, type Writing } from "../../../lib/schema/write";
import { sayable, type RecordedGuest } from "../../support/guests";

/** Looks at some attributes and blocks of the state, by their names; at all of them where none are named. */
export type Only = ReadonlySet<string> | undefined;

const topOf = (path: string) => path.split(/[.[]/)[0]!;
const looksAt = (path: string, only: Only) => only === undefined || only.has(topOf(path));

/** A default beside required values that cannot be written: left out with them, where others only leave it unsaid. */
const leftOutWithOthers: Readonly<Record<string, string>> = { qemu_nu2_2082: 'numa[0].policy="preferred"' };

/** What a running guest reports. Read asks for it elsewhere, and nobody writes it. */
const reported = new Set(["ipv4_addresses", "ipv6_addresses", "mac_addresses", "network_interface_names", "ipv4", "ipv6"]);

/** Where the state that we expect differs from the provider's. */
export function stateProblems({ guest, state }: RecordedGuest, only?: Only): string[] {
  const ours = withoutNulls(readBack(guest)) as State;
  return [...new Set([...Object.keys(state), ...Object.keys(ours)])]
    .filter((name) => looksAt(name, only) && !reported.has(name) && !sameValue(ours[name] ?? null, state[name] ?? null))
    .map((name) => `state ${name}: ${print(ours[name])} instead of ${print(state[name])}`);
}

const print = (value: unknown) => JSON.stringify(value);

function withoutNulls(value: TerraformValue): TerraformValue {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, one]) => (one === null ? [] : [[name, withoutNulls(one as TerraformValue)]])));
}

/** Where the values that we leave out differ from those that the validators refuse. A password is left out whatever they say. */
export function rejectionProblems({ name, rejected }: RecordedGuest, writing: Writing, only?: Only): string[] {
  if (rejected === undefined) return [];
  const ours = writing.rejected.filter(({ path }) => !path.endsWith(".password")).map(({ path, value }) => `${path}=${print(value)}`);
  return difference("rejected", ours.filter((one) => one !== leftOutWithOthers[name]), rejected, only);
}

function difference(what: string, ours: readonly string[], theirs: readonly string[], only: Only): string[] {
  const extra = ours.filter((one) => looksAt(one, only) && !theirs.includes(one));
  const missing = theirs.filter((one) => looksAt(one, only) && !ours.includes(one));
  return [...extra.map((one) => `${what} ${one}, which was not`), ...missing.map((one) => `not ${what} ${one}, which was`)];
}

/**
 * Where ignore_changes differs from what it took for a plan without changes: what the recording needed must be there, and what is there
 * beside it must be needed, because the code says what Proxmox VE means and not what the provider reads. Where only attributes were
 * recorded, only they are compared.
 */
export function ignoreProblems(recorded: RecordedGuest, writing: Writing, only?: Only): string[] {
  const { ignore, state } = recorded;
  if (ignore === undefined) return [];
  const ours = writing.ignore.map(({ path }) => path).filter((path) => !isAlwaysIgnored(path, state));
  const covers = (path: string) => ours.some((one) => path === one || path.startsWith(`${one}[`) || (!path.includes("[") && topOf(one) === path));
  const missing = ignore.filter((path) => looksAt(path, only) && !isAlwaysIgnored(path, state) && !covers(path) && changesWithout(path, recorded, writing));
  const extra = ours.filter((path) => looksAt(path, only) && !ignore.includes(path) && !ignore.includes(topOf(path)) && !changesWithout(path, recorded, writing));
  return [...missing.map((path) => `not ignored ${path}, which was`), ...extra.map((path) => `ignored ${path}, which is not needed`)];
}

/** Whether a plan changes something where a path is not ignored. */
const changesWithout = (path: string, recorded: RecordedGuest, writing: Writing) =>
  planProblems(recorded, { ...writing, ignore: writing.ignore.filter((one) => one.path !== path) }, new Set([topOf(path)])).length > 0;

// Read leaves a container's timeouts empty; a masked password is not a difference to the provider, and to us a reason.
const isAlwaysIgnored = (path: string, state: State) => (/^timeout_/.test(path) && !("timeout_migrate" in state)) || path.endsWith(".password");

/**
 * What Terraform would plan to change with the code that is written: every attribute that is not ignored must come out as the
 * state has it, be it said, filled in by the provider, or its default.
 */
export function planProblems({ guest, state }: RecordedGuest, writing: Writing, only?: Only): string[] {
  const table = catalog[guest.type];
  const props = toProps(table, writing.config, placesOf(guest));
  const config = toTerraform(table, props);
  const ignored = [...writing.ignore.map(({ path }) => path), ...writtenOnce(table, props)];
  return changes(table.rows, config, state, "", ignored)
    .filter((path) => looksAt(path, only))
    .map((path) => `planned to change ${path}`);
}

function changes(members: readonly Member[], config: State, state: State, path: string, ignored: readonly string[]): string[] {
  return members.flatMap((member) => {
    if (member.terraform === null) return [];
    const where = path + member.terraform;
    if (ignored.includes(where)) return [];
    const [said, found] = [config[member.terraform] ?? null, state[member.terraform] ?? null];
    if (member.kind === "row") return isChanged(member, said, found) ? [where] : [];
    return blockChanges(member, said as Elements | null, (found ?? []) as Elements, where, ignored);
  });
}

function isChanged(row: Row, said: TerraformValue, found: TerraformValue): boolean {
  if (row.output || row.onlyAsked || (said === null && row.computed)) return false;
  const planned = said === null ? presetOf(row) : row.normalise ? row.normalise(said as string) : said;
  return !sameValue(planned, found) && !(isNothing(planned, row) && isNothing(found, row));
}

// Terraform does not tell nothing from the zero of a type.
const isNothing = (value: TerraformValue, row: Row) => value === null || sameValue(value, row.shape.zero);

function blockChanges(block: Block, said: Elements | null, found: Elements, where: string, ignored: readonly string[]): string[] {
  // The list of cards is computed: left out it stays.
  if (said === null && block.whole) return [];
  const elements = said ?? [];
  if (elements.length !== found.length) return [where];
  return elements.flatMap((element, at) => changes(block.rows, element, found[at]!, `${where}[${at}].`, ignored));
}

/** Everything that one guest disagrees with. */
export function problemsOf(recorded: RecordedGuest, only?: Only): string[] {
  const writing = writeGuest(sayable(recorded.guest));
  return [
    ...stateProblems(recorded, only),
    ...rejectionProblems(recorded, writing, only),
    ...ignoreProblems(recorded, writing, only),
    ...planProblems(recorded, writing, only),
  ];
}
