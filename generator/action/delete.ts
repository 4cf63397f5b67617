import { utc } from "../../lib/pve/utc";
import { exit, PmpcError } from "../../lib/error";
import type { Inventory } from "../../lib/inventory/inventory";
import { guestTypeOf, splitGuestName } from "../../lib/schema/kind/name";
import { putBack } from "../edit/insert";
import { instancesIn } from "../edit/instance";
import { readProject, type Project } from "../edit/project";
import { withoutConstruct } from "../edit/remove";
import { putBackMember, takeOut } from "../edit/take-out";
import { action } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts, type View } from "../engine/view";
import { constructOf } from "../change/settle";
import { findPlaceBack } from "../creation/code";
import { hostOf } from "../creation/companion";
import { connectionOptions, connectionQuestions } from "../connect/connection";
import { readGround, type Ground } from "../creation/ground";
import { explainLeaving, type Leaving } from "../creation/leaving";
import { openLibrary, type Library } from "../creation/volumes";
import { findGuest, guestConstructs, isGuest } from "../revise/find";
import { diffsOf, tellDiffs, type FileDiff } from "../revise/view";
import { findCodeGuest, type CodeGuest } from "../session/code-guest";
import { followQuestions } from "../session/earlier-run";
import { findRoot, noWorkspace, withSession, type Session } from "../session/session";
import { readWritten, type Written } from "../session/written";
import { changeFiles } from "../workspace/change";
import { readCode } from "../workspace/code";
import { deletedPath, readDeleted, type Deleted } from "../workspace/deleted";
import { printLines } from "../workspace/lines";
import { namesPath, type Name } from "../workspace/names";
import { readText } from "../workspace/text";

export interface DeleteReport extends Partial<Leaving> {
  readonly workspace: string;
  /** `vm 101` */
  readonly guest: string;
  readonly name: string;
  /** It is out of the code; false where it is back. */
  readonly deleted: boolean;
  /** The cluster has it. */
  readonly exists: boolean;
  /** Where the cluster could not be asked now: when it was read last, and why. */
  readonly asOf?: { readonly read: string; readonly why: string };
  readonly file: string;
  readonly line?: number;
  readonly files: readonly FileDiff[];
  readonly dryRun?: true;
  readonly next?: string;
  readonly back?: string;
}

const { concurrency: _, ...reaching } = connectionOptions;

/** `pmpc delete vm 101`: takes a guest out of the code, for the next apply to destroy. */
export const deleteGuest = action({
  name: "delete",
  summary: "Take a guest out of the code, for the next apply to destroy",
  topic: "code onto cluster",
  effect: "writes workspace",
  confirms: [...followQuestions, ...connectionQuestions],
  says: "Take a guest out of the code, and say what would be destroyed with it and which backups stay. Nothing happens on the cluster before an apply, which asks for the guest's name. An import does not bring it back. To keep the guest and only let go of it: pmpc forget.",
  input: {
    guest: option.text("The guest: vm 101, container 202, or its name.", { positional: "rest", required: true, placeholder: "GUEST", names: "guest" }),
    undo: option.flag("Put it back into the code."),
    dryRun: option.flag("Show the difference, and write nothing."),
    out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
    ...reaching,
  },
  async run({ guest: words, undo, dryRun = false, out, ...input }, context) {
    const root = await findRoot(out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    return withSession(root, "delete", context, async (session) => {
      if (session.configuration === undefined) throw noWorkspace(root);
      const written = await readWritten(root);
      if (undo) return { exit: exit.done, report: await bringBack(words ?? "", written, session, dryRun) };
      const library = openLibrary({ ...input, concurrency: 4 }, session.configuration, context);
      try {
        return { exit: exit.done, report: await take(await findCodeGuest(words ?? "", written, session), written, session, library, dryRun) };
      } finally {
        library.close();
      }
    });
  },
  view: ({ guest, name, deleted, exists, asOf, disks = [], backups = [], notes = [], file, line, files, dryRun, next, back }): View => [
    facts(
      fact(`${dryRun ? "would be " : ""}${deleted ? "out of the code" : "back"}`, `${guest} ${name}`, { below: [line === undefined ? file : `${file}:${line}`] }),
      ...(deleted && asOf === undefined && !exists ? [fact("cluster", "it is not there, as far as the credentials may see: nothing is destroyed")] : []),
      ...(deleted && asOf !== undefined ? [fact("as of", `${asOf.read}, when the cluster was read last; it was not asked now: ${asOf.why}`, exists ? {} : { below: ["it was not there; if it was made since then, an apply destroys it with its disks"] })] : []),
      ...disks.map((disk, at) => fact(at === 0 ? "is destroyed" : "", disk)),
      ...some(backups).map((backup, at) => fact(at === 0 ? "stays" : "", backup)),
      ...notes.map((note, at) => fact(at === 0 ? "note" : "", note)),
      fact("in", count(files.length, "file")),
      next === undefined ? undefined : fact("next", next, { below: back === undefined ? [] : [`to undo this: ${back}`] }),
    ),
    ...(dryRun ? tellDiffs(files) : []),
  ],
});

const some = (all: readonly string[]) => (all.length > 5 ? [...all.slice(0, 4), `… and ${all.length - 4} older backups`] : all);

async function take({ key, label, type }: CodeGuest, written: Written, { root, store, configuration }: Session, library: Library, dryRun: boolean): Promise<DeleteReport> {
  const code = await readCode(root);
  const project = readProject(code);
  const names = new Map([...written.names, ...written.ownNames]);
  const instance = findGuest(project, key, names, label);
  const ground = await groundOf(store, configuration, project, written);
  const before = ground?.inventory.guests.find((one) => one.key === key);
  const { guest: now, unasked } = await library.guest(key);
  // What was read last may be older than the last apply; a list that does not name a guest proves nothing.
  const guest = now === undefined ? before : { ...before, ...now };
  if (guest !== undefined && written.names.get(key)?.adopt) throw new PmpcError("not-adopted", `Terraform does not have ${label} in its state yet: an apply would destroy nothing, and let go of it`, { hint: `to destroy it: pmpc apply, which adopts it, then: pmpc delete ${label}\nto leave it as it is, out of the code: pmpc forget ${label}`, exit: exit.refused });
  const { notes, ...losses }: Leaving = guest === undefined || ground === undefined ? { disks: [], backups: [], notes: [] } : await explainLeaving(guest, ground, library);
  const isUnlisted = before !== undefined && now === undefined && unasked === undefined;
  const leaving = { ...losses, notes: [...(isUnlisted ? ["the cluster does not list it any more, as far as the credentials may see; what is said here was read last"] : []), ...notes] };
  const taken = takeOut(project, guestConstructs, instance);
  if ("why" in taken) throw new PmpcError("cannot-edit", `${taken.file}:${taken.line} keeps ${label} in the code: ${taken.why}`, { hint: "nothing was written; take it out there by hand, or change what uses it first", exit: exit.refused, facts: { file: taken.file, line: taken.line, why: taken.why } });
  const name = guest?.name ?? instance.id ?? label;
  const [remembered, id] = [written.names.get(key), instance.id ?? written.names.get(key)?.id ?? label];
  const path = `tests/guests/${hostOf(name, type, key)}.test.ts`;
  const test = await readText(root, path);
  const base = written.texts.get(taken.file);
  const generated = base === undefined || remembered === undefined ? undefined : withoutConstruct(base, constructOf(remembered));
  const files = new Map<string, string | undefined>([...[taken.file, ...(taken.others ?? [])].map((one) => [one, taken.project.source(one)!.text] as const), ...(test === undefined ? [] : ([[path, undefined]] as const))]);
  if (!dryRun) {
    const deleted = await readDeleted(root);
    const record: Deleted = { key, id, name, file: taken.file, text: taken.text, whole: taken.isStatement, ...(taken.member === undefined ? {} : { member: taken.member }), ...(remembered === undefined ? {} : { remembered }), ...(test === undefined ? {} : { test: { path, text: test } }) };
    const others = [...written.names.values(), ...written.ownNames.values()].filter((one) => one.key !== key);
    await changeFiles(root, files, generated === undefined ? new Map() : new Map([[taken.file, generated]]), memoryOf(new Map([...deleted, [key, record]]).values(), remembered && others));
  }
  const diffs = diffsOf(new Map([...code, ...(test === undefined ? [] : ([[path, test]] as const))]), files);
  return { workspace: root, guest: label, name, deleted: true, exists: guest !== undefined, ...(unasked === undefined ? {} : { asOf: { read: ground === undefined ? "never" : utc(ground.readAt), why: unasked } }), ...leaving, file: taken.file, line: taken.line, files: diffs, ...(dryRun ? { dryRun: true } : { next: guest === undefined ? "pmpc plan" : `pmpc apply --confirm ${id}`, back: `pmpc delete ${label} --undo` }) };
}

async function bringBack(words: string, written: Written, { root, store, configuration }: Session, dryRun: boolean): Promise<DeleteReport> {
  const deleted = await readDeleted(root);
  const [word, called] = splitGuestName(words.trim());
  const type = guestTypeOf(word.slice(0, -1));
  const found = [...deleted.values()].filter(({ key, id, name }) => (type === undefined || key.startsWith(`${type}/`)) && [id, name, key.split("/")[1]].includes(called));
  const [record] = found;
  if (record === undefined || found.length > 1) throw new PmpcError("not-deleted", record === undefined ? `${words} was not taken out of the code with pmpc delete` : `${found.length} guests are called ${words}`, { hint: deleted.size > 0 ? `taken out are: ${[...deleted.values()].map(({ key, name }) => `${key} ${name}`).join(", ")}` : "git has what the code said before", exit: exit.notFound });
  const { key, file, text, whole, member, remembered, test, name } = record;
  const guest = await findCodeGuest(key, written, { store, configuration });
  const byHand = (why: string) => new PmpcError("cannot-edit", `${guest.label} cannot be put back: ${why}`, { hint: `nothing was written; put it back by hand:\n${text}`, exit: exit.refused });
  if (!whole && member === undefined) throw byHand(`it was a part of an expression in ${file}`);
  const code = await readCode(root);
  const inventory = (await groundOf(store, configuration, readProject(code), written))?.inventory ?? ({ guests: [] } as unknown as Inventory);
  const node = inventory.guests.find((one) => one.key === key)?.node ?? "";
  const restored = (texts: ReadonlyMap<string, string>) => {
    const project = readProject(texts);
    if (!whole) return memberBack(project, record)?.source(file);
    const spot = findPlaceBack(project, file, { ...guest, node }, { inventory });
    return putBack(project, spot, text).source(spot.source.path);
  };
  const fresh = restored(code);
  if (fresh === undefined) throw byHand(`${file} has no list ${member!.of} any more that would make it`);
  const base = written.texts.get(file);
  const generated = base === undefined || remembered === undefined ? undefined : restored(new Map([[file, base]]))?.text;
  const files = new Map([[fresh.path, fresh.text], ...(test === undefined ? [] : ([[test.path, test.text]] as const))]);
  if (!dryRun) {
    const all = remembered && [...written.names.values(), ...written.ownNames.values(), remembered];
    await changeFiles(root, files, generated === undefined ? new Map() : new Map([[file, generated]]), memoryOf([...deleted.values()].filter((one) => one.key !== key), all));
  }
  return { workspace: root, guest: guest.label, name, deleted: false, exists: node !== "", file: fresh.path, files: diffsOf(code, files), ...(dryRun ? { dryRun: true } : { next: "pmpc plan" }) };
}

/** The code with a row in its table again; undefined where that would not make the guest. */
function memberBack(project: Project, { key, id, file, member, text }: Deleted): Project | undefined {
  const after = putBackMember(project, file, member!, text);
  return after && instancesIn(after, guestConstructs).filter(isGuest(key, new Map([[key, { key, id }]]))).length === 1 ? after : undefined;
}

/** What is remembered changes with the code, or not at all: alone, either would bring the guest back, or twice. */
const memoryOf = (deleted: Iterable<Deleted>, names: Iterable<Name> | undefined) => new Map([[deletedPath, printLines(deleted)], ...(names === undefined ? [] : ([[namesPath, printLines(names)]] as const))]);

/** The cluster as it was seen last; undefined if it never was. */
async function groundOf(store: Session["store"], configuration: Session["configuration"], project: Project, written: Written): Promise<(Ground & { readonly readAt: string }) | undefined> {
  const run = configuration === undefined ? undefined : await store.latestRun(configuration);
  return run === undefined ? undefined : { ...readGround(await store.observation(run.id), project, written), readAt: run.startedAt };
}
