import type { ResourceChange } from "../../lib/inventory/change";
import type { Guest } from "../../lib/inventory/inventory";
import type { ResourceKey } from "../../lib/pve/address";
import { printName } from "../../lib/schema/kind/name";
import { changeRows } from "../judge/change-rows";
import type { Grading, ResourceReport } from "../judge/grading";
import { labelOf } from "../judge/plan-view";
import type { Author } from "../show/author";
import type { Declared, Place } from "../show/declared";
import { harmless, isLeftOut, type Grade } from "../terraform/grade";
import type { KnownDrift } from "./known-drift";

/** What a finding is about. `policy`: the project's own tests; `types`: its TypeScript. `waiting`: the guest runs without what its configuration says, until it is started anew. `change`: an apply changes it and interrupts nobody. `expired`: an entry of known-drift.yml whose day is over; `unused`: one that matches nothing. */
export const rules = ["destroy", "replace", "reboot", "policy", "types", "drift", "unmanaged", "expired", "unread", "waiting", "unused", "change"] as const;
export type Rule = (typeof rules)[number];

/** What may be asked to alarm; `expired` and `unread` always do. */
export const alarming = ["reboot", "replace", "destroy", "drift", "unmanaged", "waiting", "policy", "types"] as const;

export interface Alert {
  readonly rule: Rule;
  /** `vm 105 web-02`, or Terraform's address of what is not a guest. */
  readonly guest: string;
  readonly key?: ResourceKey;
  /** Terraform's. */
  readonly address?: string;
  /** The property, where it is about one. */
  readonly setting?: string;
  /** In one line. */
  readonly says: string;
  /** Where the code, or known-drift.yml, mentions it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Who did something to the guest since the last run, the newest first. */
  readonly by: readonly Author[];
  /** Why it does not alarm: somebody knows of it, or it is inside its window. */
  readonly known?: string;
  readonly alarms: boolean;
}

export interface Facts {
  readonly grading: Grading;
  /** What is wrong with the code itself. */
  readonly code?: readonly Finding[];
  /** The guests as they are now. */
  readonly guests: readonly Guest[];
  /** What the code declares. */
  readonly declared: readonly Place[];
  /** What an import wrote, or an apply made: it was on the cluster once. */
  readonly seen: ReadonlySet<string>;
  /** Guests that the code let go of on purpose. */
  readonly forgotten: ReadonlySet<string>;
  /** What moved on the cluster since the last run; undefined if there is none. */
  readonly moved?: ReadonlyMap<string, ResourceChange>;
  /** Terraform's addresses of what has other code than at the last run; undefined if that is not known. */
  readonly edited?: ReadonlySet<string>;
  readonly by: (key: string) => readonly Author[];
  readonly known: readonly KnownDrift[];
  readonly knownPath: string;
  readonly failOn: readonly string[];
  /** Whether a guest with these tags may be interrupted now. */
  readonly mayRestart: (tags: readonly string[]) => boolean;
  /** Today: `2026-11-29`, UTC. */
  readonly today: string;
}

const ruleOf: Readonly<Partial<Record<Grade, Rule>>> = { "needs reboot": "reboot", replace: "replace", destroy: "destroy", "loses a disk": "destroy", "becomes a template": "destroy" };

/** A finding before it is decided whether it alarms. */
export type Finding = Omit<Alert, "alarms" | "by">;
type Found = Finding;

/** All findings, the worst first. */
export function findingsOf(given: Facts): readonly Alert[] {
  const facts = { ...given, used: new Set<KnownDrift>() };
  const found = [...facts.grading.resources.flatMap((one) => ofResource(one, facts)), ...unmanagedIn(facts), ...expiredIn(facts), ...(facts.code ?? [])];
  found.push(...unusedIn(facts));
  const rank = (rule: Rule) => rules.indexOf(rule);
  return found
    .map((one): Alert => ({ ...one, by: one.key === undefined ? [] : facts.by(one.key).slice(0, 3), alarms: one.known === undefined && (one.rule === "expired" || one.rule === "unread" || facts.failOn.includes(one.rule)) }))
    .sort((a, b) => rank(a.rule) - rank(b.rule) || byNumber.compare(a.guest, b.guest));
}

/** The facts, and the known differences that were found. */
interface Noting extends Facts {
  readonly used: Set<KnownDrift>;
}

const byNumber = new Intl.Collator("en", { numeric: true });

function ofResource(resource: ResourceReport, facts: Noting): readonly Found[] {
  const { address, grade, reason = "", importing } = resource;
  const place = placeIn(facts.declared, resource);
  const key = resource.key ?? place?.key;
  const named = { guest: labelOf(resource), address, ...(key === undefined ? {} : { key }), ...lineIn(place?.declared, undefined) };
  if (isLeftOut(grade) || grade === "refused" || grade === "already there") return [{ rule: "unread", ...named, says: oneLine(reason) || grade }];
  if (resource.waiting !== undefined) return [{ rule: "waiting", ...named, says: oneLine(reason), ...muteOf(resource.waiting.map(settingOf), resource, facts) }];
  if (harmless.includes(grade)) return [];
  const known = resource.changes.filter(({ unknown }) => !unknown);
  // What the provider computes says nothing beside what differs.
  const changes = (known.length > 0 ? known : resource.changes).filter(({ grade: one }) => one !== "state only");
  const rows = changes.flatMap((change) => changeRows({ key: resource.key, address: resource.address, changes: [change] }).map(([setting, moves, says]) => ({ setting, grade: change.grade, moves, says, prop: change.prop, known: knownOf(resource, setting, facts) })));
  const rule = ruleOf[grade];
  const isIn = rule === "reboot" && facts.mayRestart(facts.guests.find((guest) => guest.key === key)?.tags ?? []);
  const mutes = rows.length === 0 ? [knownOf(resource, "*", facts)] : rows.map((row) => row.known);
  const mute = isIn ? "inside its window" : mutes.every((one) => one !== undefined) ? mutes[0] : undefined;
  const whole = importing ? "it is taken into Terraform's state" : grade === "create" ? "it is made" : `an apply would ${grade} it`;
  const says = rows.length === 0 ? whole : rows.map((row) => `${row.setting} ${row.moves}: ${row.says}`).join("; ");
  const graded: Found = { rule: rule ?? "change", ...named, ...lineIn(place?.declared, rows.find((row) => row.grade === grade)?.prop), says: oneLine(says), ...(mute === undefined ? {} : { known: mute }) };
  if (isGone(resource, place, facts)) return [{ ...graded, rule: "drift", says: "it is gone from the cluster, and an apply would make it again" }];
  if (!hasDrifted(resource, place, facts)) return [graded];
  const drift = rows.map((row): Found => ({ rule: "drift", ...named, setting: row.setting, ...lineIn(place?.declared, row.prop), says: oneLine(`${row.setting}: cluster → code ${row.moves}`), ...(row.known === undefined ? {} : { known: row.known }) }));
  return rule === undefined ? drift : [graded, ...drift];
}

/** `memory 8192 → 9216` → `memory` */
const settingOf = (waiting: string) => waiting.split(" ")[0]!;

/** Known is what somebody knows all of. */
function muteOf(settings: readonly string[], resource: ResourceReport, facts: Noting): Pick<Finding, "known"> {
  const mutes = (settings.length === 0 ? ["*"] : settings).map((setting) => knownOf(resource, setting, facts));
  return mutes.every((one) => one !== undefined) ? { known: mutes[0] } : {};
}

/**
 * Whether it is the cluster that differs: it moved since the last run, or the code was not changed since then. Without a run to compare with,
 * whatever differs counts.
 */
function hasDrifted({ key, importing, changes, grade }: ResourceReport, place: Place | undefined, { moved, edited }: Facts): boolean {
  if (importing || grade === "create" || grade === "destroy" || changes.length === 0) return false;
  return moved === undefined || edited === undefined || moved.has(key ?? place?.key ?? "") || (place !== undefined && !edited.has(place.address));
}

/** Whether something would be made because somebody removed it, and not because the code wants it for the first time. */
function isGone({ key: numbered, grade, importing }: ResourceReport, place: Place | undefined, { moved, seen }: Facts): boolean {
  const key = numbered ?? place?.key;
  return grade === "create" && !importing && key !== undefined && (seen.has(key) || moved?.get(key)?.change === "gone");
}

function unmanagedIn({ guests, grading, declared, forgotten, known, today, used }: Noting): readonly Found[] {
  const inCode = new Set<string>([...declared.flatMap(({ key }) => key ?? []), ...grading.resources.flatMap(({ key }) => key ?? [])]);
  return guests
    .filter(({ key }) => !inCode.has(key) && !forgotten.has(key))
    .map(({ key, name = "" }): Found => {
      const names = namesOf(key, name);
      const entry = known.find(({ address, key: prop, until }) => names.includes(address) && prop === "*" && until >= today);
      if (entry !== undefined) used.add(entry);
      return { rule: "unmanaged", guest: `${printName(key)} ${name}`.trim(), key, says: "it is on the cluster, and in no code", file: "main.ts", line: 1, ...(entry === undefined ? {} : { known: sayKnown(entry) }) };
    });
}

function expiredIn({ known, knownPath, today }: Facts): readonly Found[] {
  return known.filter(({ until }) => until < today).map(({ address, key, reason, until, line }) => ({ rule: "expired", guest: address, setting: key, says: oneLine(`known until ${until}: ${reason}`), file: knownPath, line }));
}

/** Entries that match nothing: a difference that has gone, or a slip. */
function unusedIn({ known, knownPath, today, used, guests, declared, grading, forgotten }: Noting): readonly Found[] {
  const names = new Set([
    ...guests.flatMap(({ key, name }) => namesOf(key, name)),
    ...declared.flatMap(({ key, address }) => [address, ...(key === undefined ? [] : namesOf(key))]),
    ...grading.resources.flatMap((one) => [one.address, labelOf(one)]),
    ...[...forgotten].flatMap((key) => namesOf(key as ResourceKey)),
  ]);
  return known
    .filter((entry) => entry.until >= today && !used.has(entry))
    .map(({ address, key, line }) => ({
      rule: "unused",
      guest: address,
      setting: key,
      says: oneLine(names.has(address) ? `nothing of ${key === "*" ? "it" : key} differs, so this entry can go` : "nothing is called that: an address is one such as vm 104, storage tank, or Terraform's"),
      file: knownPath,
      line,
    }));
}

/** What people call it: `vm 104`, `vm 104 web`, `qemu/104`. */
const namesOf = (key: ResourceKey, name = ""): readonly string[] => [key, printName(key), `${printName(key)} ${name}`.trim()];

function knownOf(resource: ResourceReport, setting: string, { known, today, declared, used }: Noting): string | undefined {
  const own = resource.key ?? placeIn(declared, resource)?.key;
  const names = [resource.address, labelOf(resource), ...(own === undefined ? [] : namesOf(own))];
  const isPart = (key: string) => key === "*" || key === setting || (setting.startsWith(key) && /^[. []/.test(setting.slice(key.length)));
  const entry = known.find(({ address, key, until }) => names.includes(address) && isPart(key) && until >= today);
  if (entry === undefined) return undefined;
  used.add(entry);
  return sayKnown(entry);
}

const sayKnown = ({ reason, until }: KnownDrift) => oneLine(`until ${until}: ${reason}`);

/** Where the code declares it. */
function placeIn(declared: readonly Place[], { key, address }: ResourceReport): Place | undefined {
  return declared.find((one) => key !== undefined && one.key === key) ?? declared.find((one) => one.address === address);
}

/** The line of the property where it is written down; else that of the construct. */
function lineIn(declared: Declared | undefined, prop: string | undefined): { readonly file: string; readonly line: number } {
  if (declared === undefined) return { file: "main.ts", line: 1 };
  const said = prop === undefined ? undefined : declared.props.get(prop.split(/[.[]/)[0]!);
  return { file: declared.file, line: said?.line ?? declared.line };
}

const longest = 400;
const oneLine = (text: string) => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
};
