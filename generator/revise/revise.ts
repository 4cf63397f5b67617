import { exit, PmpcError } from "../../lib/error";
import type { GuestType, ResourceKey } from "../../lib/pve/address";
import type { Assignment, Undecided } from "../edit/assignment";
import { canonical } from "../edit/canonical";
import { setValues } from "../edit/edit";
import { instancesIn, isSame as isSameInstance, type Instance } from "../edit/instance";
import { readProject, type Project } from "../edit/project";
import { elementsAt, valueAt } from "../edit/read";
import { lineAt, type Place } from "../edit/source";
import { unfold } from "../edit/unfold";
import type { Names } from "../workspace/names";
import { goneOf, wishesOf, type Wish } from "./assignment";
import { withCompanions } from "./companion";
import { ignoredAmong } from "./ignored";
import { findGuest, guestConstructs } from "./find";
import type { Said } from "./options";
import { canonicalValue, codeOf, referencesAt } from "./value";

/** Code that somebody wants changed. */
export interface RevisionOf {
  readonly code: ReadonlyMap<string, string>;
  readonly key: ResourceKey;
  readonly type: GuestType;
  /** `vm 101` */
  readonly label: string;
  readonly names: Names;
}

/** One value that changed, as the code says it. */
export interface ValueChange {
  /** `cpu.cores` */
  readonly prop: string;
  readonly file: string;
  readonly line: number;
  readonly before?: string;
  readonly after?: string;
  /** Why it changes although nobody asked for it, as half a sentence. */
  readonly because?: string;
}

export interface Revision {
  readonly files: ReadonlyMap<string, string>;
  readonly changes: readonly ValueChange[];
  /** What the code says already. */
  readonly same: readonly string[];
  /** Entries of `ignoreChanges` that went, so that an apply changes what was asked for. */
  readonly enforced: readonly string[];
  /** What an apply does not change, because an entry of `ignoreChanges` is about it. */
  readonly ignored: readonly StillIgnored[];
}

export interface StillIgnored {
  readonly prop: string;
  /** The entry of `ignoreChanges`: `disks`. */
  readonly by: string;
}

/** Sets and unsets values of a guest in the code. Raises `cannot-edit` with the lines that decide, and changes nothing then. */
export function reviseGuest(of: RevisionOf, said: readonly Said[], unset: readonly string[] = []): Revision {
  const project = readProject(of.code);
  const instance = findGuest(project, of.key, of.names, of.label);
  const lists = {
    size: (path: Wish["path"]) => sizeAt(project, instance, path),
    has: (path: Wish["path"]) => valueAt(project, instance, path) !== undefined,
  };
  const now = (path: Wish["path"]) => {
    const place = valueAt(project, instance, path);
    return place === undefined ? undefined : canonical(project, place, instance.frames);
  };
  const { source, node } = instance.creation;
  const homeOf = (path: Wish["path"]) => {
    const place = valueAt(project, instance, path);
    if (place === undefined || (place.source === source && place.node.start! >= node.start! && place.node.end! <= node.end!)) return "own";
    return unfold(project, instance) === undefined ? "elsewhere" : "row";
  };
  const wishes = withCompanions(of.type, [...wishesOf(said, lists), ...goneOf(of.type, unset)], now, homeOf);
  const { entries, list } = ignoreChangesOf(project, instance);
  const ignored = ignoredAmong(of.type, entries, wishes);
  const going = ignored.filter(({ mayGo }) => mayGo);
  // From the last on: the places of those before it stay as they are.
  const entriesGone = [...going].reverse().map(({ at, entry }): Wish => ({ path: [list, { item: at }], value: undefined, title: `ignoreChanges ${entry}`, withComment: true }));
  const revision = reviseValues(of, project, instance, [...wishes, ...entriesGone]);
  return {
    ...revision,
    changes: revision.changes.filter(({ prop }) => !prop.startsWith("ignoreChanges ")),
    enforced: going.map(({ entry }) => entry),
    ignored: ignored.flatMap(({ entry, props, mayGo }) => (mayGo ? [] : props.map((prop) => ({ prop, by: entry })))),
  };
}

/** The entries of a guest's `ignoreChanges`; undefined for those that are no text. */
function ignoreChangesOf(project: Project, instance: Instance) {
  const list = { prop: "ignoreChanges", before: [] };
  const place = valueAt(project, instance, [list]);
  const elements = place === undefined ? [] : (elementsAt(project, instance, place) ?? []);
  return { list, entries: elements.map(({ node }) => (node.type === "StringLiteral" ? node.value : undefined)) };
}

/** The same for values that are known by their paths. */
function reviseValues(of: RevisionOf, project: Project, instance: Instance, wishes: readonly Wish[]): Pick<Revision, "files" | "changes" | "same"> {
  const refer = referencesAt(project, instance);
  const asked = wishes.map((wish): Assignment & { readonly wish: Wish } => ({ wish, path: wish.path, withComment: wish.withComment, ...(wish.value === undefined ? {} : { code: codeOf(wish.value, refer) }) }));
  const isSame = ({ wish, code }: (typeof asked)[number]) => {
    const now = valueAt(project, instance, wish.path);
    return code === undefined ? now === undefined : now !== undefined && canonical(project, now, instance.frames) === canonicalValue(wish.value!);
  };
  const same = asked.filter(isSame);
  const wanted = asked.filter((one) => !same.includes(one));
  // Its number may be what changes; its place among the others does not.
  const place = instancesIn(project, guestConstructs).findIndex((one) => isSameInstance(one, instance));
  const { files, undecided, project: after, instance: changed } = setValues(project, guestConstructs, (_, at) => at === place, wanted);
  if (undecided.length > 0) throw refusal(of.label, undecided.map((one) => ({ ...one, title: (one.assignment as (typeof asked)[number]).wish.title })));
  return {
    files,
    same: same.flatMap(({ wish }) => (wish.because === undefined ? [wish.title] : [])),
    changes: wanted.map(({ wish }): ValueChange => {
      const [before, now] = [valueAt(project, instance, wish.path), valueAt(after, changed, wish.path)];
      const said = now ?? before ?? changed.creation;
      return { prop: wish.title, file: said.source.path, line: lineAt(said.source.text, said.node.start!), ...(before === undefined ? {} : { before: textAt(before) }), ...(now === undefined ? {} : { after: textAt(now) }), ...(wish.because === undefined ? {} : { because: wish.because }) };
    }),
  };
}

function sizeAt(project: Project, instance: Instance, path: Wish["path"]): number {
  const place = valueAt(project, instance, path);
  return place === undefined ? 0 : (elementsAt(project, instance, place)?.length ?? 0);
}

/** A value as it is, on one line. */
const textAt = ({ source, node }: Place) => source.text.slice(node.start!, node.end!).replace(/\s+/g, " ");

function refusal(label: string, undecided: readonly (Undecided & { readonly title: string })[]): PmpcError {
  const lines = undecided.map(({ title, file, line, why, write }) => `${file}:${line} decides ${title}: ${why}${write === undefined ? "" : `\n  write there: ${write}`}`);
  return new PmpcError("cannot-edit", `${label} cannot be changed as asked: ${undecided.length === 1 ? "a line decides the value" : `${undecided.length} lines decide the values`} in a way that pmpc does not change`, {
    hint: ["nothing was written", ...lines].join("\n"),
    exit: exit.refused,
    facts: { places: undecided.map(({ title, file, line, why, write }) => ({ prop: title, file, line, why, ...(write === undefined ? {} : { write }) })) },
  });
}
