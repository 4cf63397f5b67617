import type { Block, Member, Row } from "../../../lib/schema/row";
import type { TerraformValue } from "../../../lib/schema/shape";
import { catalog } from "../../../lib/schema/catalog";
import { providerVersion } from "../../../lib/schema/provider/bpg";
import { placesOf, toProps, toTerraform } from "../../../lib/schema/props";
import { presetOf, readBack, sameValue, type Elements, type State } from "../../../lib/schema/read-back";
import { writeGuest, type Writing } from "../../../lib/schema/write";
import type { RecordedGuest } from "../../support/guests";

/** Looks at some attributes and blocks of the state, by their names; at all of them where none are named. */
export type Only = ReadonlySet<string> | undefined;

const topOf = (path: string) => path.split(/[.[]/)[0]!;
const looksAt = (path: string, only: Only) => only === undefined || only.has(topOf(path));

/** Devices that Read leaves out, so that nobody had to ignore them: we write and ignore them, for the day the guest is built again. */
const writtenAllTheSame: Readonly<Record<string, readonly string[]>> = {
  "qemu/120": ["tpm_state", "cdrom"],
  qemu_cpuaffinity_2008: ["cpu"],
  qemu_cpunuma_2009: ["cpu"],
  qemu_sev1_2048: ["amd_sev"],
  qemu_sev4_2051: ["amd_sev"],
  qemu_cd5_2060: ["cdrom"],
  qemu_ef1_2066: ["efi_disk"],
  qemu_ef2_2067: ["efi_disk"],
  qemu_tp1_2074: ["tpm_state"],
  qemu_tp2_2075: ["tpm_state"],
  qemu_nu2_2082: ["cpu"],
  lxc_con1_2146: ["console"],
  lxc_con3_2148: ["console"],
  "qemu/cfg2cmd-efidisk-on-rbd": ["cpu"],
  "qemu/cfg2cmd-simple-disk-passthrough": ["cdrom"],
  "qemu/parse-config-expected-unknown-sections": ["cdrom"],
  "qemu/parse-config-input-fleecing-section": ["cdrom"],
  "qemu/parse-config-input-verify-snapshot": ["cdrom"],
};

/** Taken by the provider's source that the recording was made with (the column 0.112.0), and not by the release before it. */
const tooManyForTheRelease: Readonly<Record<string, readonly string[]>> = { qemu_ci16_2042: ["initialization[0].ip_config"] };

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

/** Where ignore_changes differs from what it took for a plan without changes. Where only attributes were recorded, only they are compared. */
export function ignoreProblems({ name, ignore, state }: RecordedGuest, writing: Writing, only?: Only): string[] {
  if (ignore === undefined) return [];
  const truths = [...(writtenAllTheSame[name] ?? []), ...(providerVersion === "0.111.1" ? (tooManyForTheRelease[name] ?? []) : [])];
  const precise = ignore.some((path) => path.includes("["));
  const ours = writing.ignore.map(({ path }) => path).filter((path) => !truths.includes(path) && !isAlwaysIgnored(path, state));
  const theirs = ignore.filter((path) => !isAlwaysIgnored(path, state));
  if (!precise) return difference("ignored", unique(ours.map(topOf)), unique(theirs.map(topOf)), only);
  // A list or an object that goes as a whole takes what is ignored of its elements along.
  const wholes = ours.filter((one) => theirs.some((path) => path.startsWith(`${one}[`)));
  const others = theirs.filter((path) => !wholes.some((one) => path.startsWith(`${one}[`)));
  return difference("ignored", ours, [...others, ...wholes], only);
}

const unique = (words: readonly string[]) => [...new Set(words)];

// Read leaves a container's timeouts empty; a masked password is no difference to the provider, and to us a reason.
const isAlwaysIgnored = (path: string, state: State) => (/^timeout_/.test(path) && !("timeout_migrate" in state)) || path.endsWith(".password");

/**
 * What Terraform would plan to change with the code that is written: every attribute that is not ignored must come out as the
 * state has it, be it said, filled in by the provider, or its default.
 */
export function planProblems({ guest, state }: RecordedGuest, writing: Writing, only?: Only): string[] {
  const table = catalog[guest.type];
  const config = toTerraform(table, toProps(table, writing.config, placesOf(guest)));
  const ignored = writing.ignore.map(({ path }) => path);
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
  const writing = writeGuest(recorded.guest);
  return [
    ...stateProblems(recorded, only),
    ...rejectionProblems(recorded, writing, only),
    ...ignoreProblems(recorded, writing, only),
    ...planProblems(recorded, writing, only),
  ];
}
