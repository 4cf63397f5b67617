import { exit, PmpcError } from "../../lib/error";
import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { textTemplate } from "../../lib/pve/template";
import { addressOfCluster } from "../../lib/schema/cluster/all";
import { guestKinds, kinds } from "../../lib/schema/kind/all";
import { isGuestKind, printName, terraformAddress } from "../../lib/schema/kind/name";
import { thingOf } from "../../lib/schema/kind/reference";
import { withLineInConstructor, withNameFor } from "../edit/class";
import { constructsIn } from "../edit/construct";
import { giverOf, withoutConstruct, withReferenceFor, type ConstructName } from "../edit/remove";
import { readCode } from "../workspace/code";
import { readClusterNames, writeClusterNames } from "../workspace/cluster-names";
import { editFiles, type Edit } from "../workspace/edit";
import type { FileChange } from "../workspace/file";
import { writeForgotten } from "../workspace/forgotten";
import { readNames, writeNames } from "../workspace/names";
import { action, type Context, type Outcome } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts } from "../engine/view";
import { quoteWord } from "../engine/line";
import { findCodeGuest, type CodeGuest } from "../session/code-guest";
import { readConfiguration, settingsOf, writeConfiguration, type Configuration } from "../settings/configuration";
import { findRoot, noWorkspace, withSession, type Session } from "../session/session";
import { constructOf } from "../change/settle";
import { keyOfDeclared } from "../judge/adoption";
import { readSynthesised } from "../judge/synthesised";
import { refuseBroken } from "../revise/find";
import { writeQuestions, writeWorkspace } from "../renew/write";
import { fileFacts } from "../renew/write-view";
import { readKnownGuests } from "../session/known-guests";
import { readWritten, type Written } from "../session/written";
import { followQuestions } from "../session/earlier-run";

export interface ForgetReport {
  readonly workspace: string;
  /** `vm 101`, `storage nas`, or how many. */
  readonly guest: string;
  /** Everything in the code. */
  readonly all?: true;
  /** What Terraform's state lets go of. */
  readonly address?: string;
  readonly forgotten: boolean;
  readonly files: readonly FileChange[];
  readonly next: string;
  /** How to undo it. */
  readonly back?: string;
}

/** `pmpc forget vm 101`: Terraform lets go of it; on the cluster it stays as it is. */
export const forget = action({
  name: "forget",
  summary: "Remove a guest or anything else, or all of it, from the code and the state, and leave it unchanged",
  topic: "code onto cluster",
  effect: "writes workspace",
  says: "Remove a guest from the code and, with the next apply, from Terraform's state; or whatever else has code: storage nas, pool prod. It does not change on the cluster. --all does so with everything in the code: afterwards the cluster is as it is, and nothing manages it.",
  input: {
    guest: option.text("The guest: vm 101, container 202, or its name. Or anything else by kind and name: storage nas.", { positional: "rest", placeholder: "GUEST", names: "guest" }),
    all: option.flag("Everything in the code."),
    undo: option.flag("Put it back into the code; with --all, everything that was forgotten."),
    out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
  },
  confirms: [...followQuestions, ...writeQuestions],
  async run(input, context): Promise<Outcome<ForgetReport>> {
    const root = await findRoot(input.out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    return withSession(root, "forget", context, async (session) => {
      const { configuration } = session;
      if (configuration === undefined) throw noWorkspace(root);
      if (input.all && input.guest !== undefined) throw new PmpcError("wrong-options", "--all means everything in the code, and nothing else", { hint: `pmpc forget --all${input.undo ? " --undo" : ""}, or pmpc forget ${input.guest}${input.undo ? " --undo" : ""}`, exit: exit.usage });
      if (input.all) return input.undo ? bringAllBack(session, configuration, context) : forgetAll(root, configuration, context);
      if (input.guest === undefined) throw new PmpcError("wrong-input", "guest: it is missing", { hint: "pmpc forget vm 101, or pmpc forget --all", exit: exit.usage, facts: { option: "guest", expected: "it is missing" } });
      const written = await readWritten(root);
      const one = otherIn(input.guest) ?? (await findCodeGuest(input.guest, written, session));
      const known = (await findInCode(one, written, root)) ?? (input.undo ? undefined : (await findOwn(written, configuration, root, context)).get(one.key));
      const files = input.undo ? await bringBack(one, session, configuration, context) : await letGo(one, known, root, configuration);
      const address = known?.address ?? [...written.forgotten.values()].find(({ guest }) => guest === one.key)?.key;
      return {
        exit: files.some(({ change }) => change === "conflict") ? exit.changes : exit.done,
        report: {
          workspace: root,
          guest: one.label,
          ...(address === undefined ? {} : { address }),
          forgotten: input.undo !== true,
          files,
          next: input.undo && files.length === 0 ? "pmpc import" : "pmpc apply",
          ...(input.undo ? {} : { back: `pmpc forget ${quoteWords(one.label)} --undo` }),
        },
      };
    });
  },
  view: ({ workspace, guest, all: isAll, forgotten, files, next, back }) => [
    facts(
      fact(forgotten ? "forgotten" : "back", sayForgotten(guest, forgotten, isAll === true)),
      ...fileFacts(files, workspace),
      fact("next", next, { below: back === undefined ? [] : [`to undo this: ${back}`] }),
    ),
  ],
});

function sayForgotten(what: string, forgotten: boolean, isAll: boolean): string {
  if (what === "nothing") return forgotten ? "nothing: the code has none of what pmpc wrote any more" : "nothing: nothing is forgotten";
  if (!forgotten) return `${what} ${isAll ? "are" : "is"} in the code again`;
  return `${what} ${isAll ? "are removed from the code; they are" : "is removed from the code; it is"} unchanged on the cluster`;
}

/** What is forgotten: its key, and what people call it. */
type Subject = Pick<CodeGuest, "key" | "label">;

/** Something of the code as it is there. */
interface InCode {
  readonly construct: ConstructName;
  /** The file that it was written into. */
  readonly file: string | undefined;
  /** Where Terraform has it. */
  readonly address: string;
  /** What it is called where code only refers to it. */
  readonly called: string | number;
  /** Takes it out of what is remembered. */
  readonly drop: () => Promise<void>;
}

/** What is not a guest, by kind and name; undefined where the words name a guest, or no kind. */
function otherIn(said: string): Subject | undefined {
  // Of what there is one, the kind alone says which: cluster-options.
  const only = kinds.of(said);
  const named = (only !== undefined && textTemplate(only.id).names.length === 0 ? { kind: only, parts: {} } : undefined) ?? kinds.parseName(said) ?? kinds.parseKey(said as ResourceKey);
  return named === undefined || isGuestKind(named.kind) ? undefined : { key: kinds.printKey(named), label: kinds.printName(named) };
}

async function findInCode({ key }: Subject, { names }: Pick<Written, "names">, root: string): Promise<InCode | undefined> {
  const guest = names.get(key);
  if (guest !== undefined) return { construct: constructOf(guest), file: guest.file, address: terraformAddress(key, guest.id), called: parseGuestKey(key)!.vmId, drop: () => dropName(root, key) };
  const all = await readClusterNames(root);
  const other = all.get(key);
  const address = other && addressOfCluster(other);
  if (other === undefined || address === undefined) return undefined;
  const { kind, parts } = kinds.parseKey(key)!;
  return { construct: { className: other.construct, id: other.id }, file: other.file, address, called: parts[textTemplate(kind.id).names.at(-1)!] ?? "", drop: () => writeClusterNames(root, [...all.values()].filter((one) => one.key !== key)) };
}

const dropName = async (root: string, key: ResourceKey) => writeNames(root, [...(await readNames(root)).values()].filter((one) => one.key !== key));

/** Guests of code that no import wrote, such as those of `pmpc create`. Where they are for Terraform, only the app knows. */
async function findOwn({ own, declared }: Written, configuration: Configuration, root: string, context: Context): Promise<ReadonlyMap<ResourceKey, InCode>> {
  const there = [...own.keys()].flatMap((key) => (declared.has(key) ? [{ key, id: declared.get(key)! }] : []));
  if (there.length === 0) return new Map();
  const { resources } = await readSynthesised(root, configuration, { aside: false }, context);
  const addresses = new Map(resources.flatMap((resource) => (keyOfDeclared(resource) === undefined ? [] : [[keyOfDeclared(resource)!, resource.address] as const])));
  return new Map(there.flatMap(({ key, id }) => (addresses.has(key) ? [[key, { construct: constructOf({ key, id }), file: own.get(key) || undefined, address: addresses.get(key)!, called: parseGuestKey(key)!.vmId, drop: () => dropName(root, key) }] as const] : [])));
}

/** Lets go of everything that pmpc has written, one after another: who is killed in between has forgotten some, and the next call does the rest. */
async function forgetAll(root: string, configuration: Configuration, context: Context): Promise<Outcome<ForgetReport>> {
  const { host } = context;
  const written = await readWritten(root);
  const own = await findOwn(written, configuration, root, context);
  const guests = [...written.names.keys(), ...own.keys()];
  // What refers to others goes before them.
  const others = [...(await readClusterNames(root)).keys()].sort((a, b) => rankOf(b) - rankOf(a));
  const all = [...others.filter((key) => rankOf(key) > guestRank), ...guests, ...others.filter((key) => rankOf(key) <= guestRank)];
  const files = new Map<string, FileChange>();
  for (const [at, key] of all.entries()) {
    const label = printName(key);
    host.progress("forget", `forgets ${label}`, { done: at, total: all.length });
    const one = { key, label };
    for (const change of await letGo(one, own.get(key) ?? (await findInCode(one, await readKnownGuests(root), root)), root, (await readConfiguration(root))!)) if (change.change !== "unchanged" || !files.has(change.path)) files.set(change.path, change);
  }
  host.idle();
  const changes = [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    exit: changes.some(({ change }) => change === "conflict") ? exit.changes : exit.done,
    report: { workspace: root, guest: all.length === 0 ? "nothing" : amountOf(guests.length, others.length), all: true, forgotten: true, files: changes, next: "pmpc apply", ...(all.length === 0 ? {} : { back: "pmpc forget --all --undo" }) },
  };
}

/** `15 guests and 9 other things` */
const amountOf = (guests: number, others: number) => [...(guests > 0 ? [count(guests, "guest")] : []), ...(others === 0 ? [] : [count(others, guests === 0 ? "thing" : "other thing")])].join(" and ");

const rankOf = (key: string) => kinds.parseKey(key)?.kind.rank ?? 0;
const guestRank = Math.max(...Object.values(guestKinds).map(({ rank }) => rank));

/** Removes something's code wherever it is, and adds a line to the stack that forgets it: never one without the other. */
async function letGo({ key, label }: Subject, known: InCode | undefined, root: string, configuration: Configuration): Promise<readonly FileChange[]> {
  if (known === undefined) {
    const isForgotten = configuration.forget?.includes(label);
    throw new PmpcError("not-in-code", isForgotten ? `${label} is already forgotten` : `${label} is not in the code that pmpc wrote`, { hint: isForgotten ? `to undo this: pmpc forget ${label} --undo` : `pmpc list shows all guests${parseGuestKey(key) === undefined ? ", and docs/import-report.md what else was read" : ""}`, exit: exit.notFound });
  }
  const { construct, address, called } = known;
  await refuseRights(key, label, root);
  const code = await readCode(root);
  // Most is where it was written.
  const [file, text] = [...code].sort(([a], [b]) => Number(b === known.file) - Number(a === known.file)).find(([, one]) => constructsIn(one).some((found) => isOf(found, construct))) ?? [];
  if (file === undefined) refuseBroken(code, label);
  const line = `this.forget(${JSON.stringify(address)}); // ${plainWords(key)}: forgotten with pmpc forget`;
  // Others may go on referring to it.
  const factory = thingOf(construct.className)?.factory;
  const giver = text === undefined ? undefined : giverOf(text, construct);
  const named = (one: string) => (giver === undefined || factory === undefined ? one : withNameFor(one, giver, factory, called));
  const { kind, parts } = kinds.parseKey(key)!;
  const instead = (scope: string) => (kind.text === undefined ? `${factory!}(${scope}, ${JSON.stringify(called)})` : JSON.stringify(textTemplate(kind.text).print(parts)));
  const without = (one: string) => withoutConstruct(one, construct) ?? (factory === undefined ? undefined : withReferenceFor(one, construct, instead));
  const edits = new Map<string, Edit>([["cluster.ts", (one) => named(withLineInConstructor(one, line) ?? one)]]);
  if (file !== undefined && without(text!) === undefined) throw byHand(file, text!, construct, line, label);
  for (const path of [file, known.file]) if (path !== undefined) edits.set(path, (one) => without(one) ?? one);
  const cluster = code.get("cluster.ts");
  if (cluster === undefined || withLineInConstructor(cluster, line) === undefined) throw new PmpcError("cannot-edit", "cluster.ts has no stack with a constructor that pmpc can add a line to", { hint: `remove ${label} from ${file ?? "the code"}, and add to the stack's constructor:\n  ${line}`, exit: exit.refused });
  // What is remembered comes first: code without it would be taken for something to destroy. All of it may have been begun before, by a command that was killed.
  await writeForgotten(root, new Map([...(await readKnownGuests(root)).forgotten, [address, { key: address, guest: key, id: construct.id, name: construct.id }]]).values());
  await writeConfiguration(root, { ...configuration, forget: [...new Set([...(configuration.forget ?? []), label])] });
  const changes = await editFiles(root, edits);
  await known.drop();
  return changes;
}

/** Rights on a virtual network are said on it, because its name alone does not tell its zone. */
async function refuseRights(key: string, label: string, root: string): Promise<void> {
  const { kind, parts } = kinds.parseKey(key)!;
  const at = kind.rights === undefined ? undefined : textTemplate(kind.rights);
  const isOnIt = (path: string | undefined) => {
    const said = path === undefined ? undefined : at?.parse(path);
    return said !== undefined && Object.entries(parts).every(([name, part]) => said[name] === part);
  };
  const rights = at === undefined ? [] : [...(await readClusterNames(root)).keys()].filter((one) => isOnIt(kinds.parseKey(one)?.parts.path));
  if (rights.length > 0) throw new PmpcError("still-named", `${label} is named by ${count(rights.length, "permission")} in the code`, { hint: `forget ${rights.length === 1 ? "it" : "them"} first:${rights.map((one) => `\n  pmpc forget '${printName(one)}'`).join("")}`, exit: exit.refused });
}

/** A name as a shell takes it. */
const quoteWords = (label: string) => label.split(" ").map(quoteWord).join(" ");

/** A key in a comment of one line. */
const plainWords = (key: string) => JSON.stringify(key).slice(1, -1);

const isOf = ({ className, id }: { readonly className: string; readonly id: string | undefined }, construct: ConstructName) => className === construct.className && id === construct.id;

function byHand(file: string, text: string, construct: ConstructName, line: string, label: string): PmpcError {
  const at = text.slice(0, constructsIn(text).find((one) => isOf(one, construct))?.span.start ?? 0).split("\n").length;
  return new PmpcError("cannot-edit", `${file}:${at} makes ${label} in an expression that pmpc cannot split`, { hint: `remove it there, and add to the constructor of the stack in cluster.ts:\n  ${line}`, exit: exit.refused });
}

/** Brings everything back that was forgotten. */
async function bringAllBack(session: Session, configuration: Configuration, context: Parameters<typeof writeWorkspace>[1]): Promise<Outcome<ForgetReport>> {
  const forgotten = (configuration.forget ?? []).flatMap((label) => kinds.parseName(label) ?? []);
  const guests = forgotten.filter(({ kind }) => isGuestKind(kind)).length;
  const files = forgotten.length === 0 ? [] : await writeAgain(configuration.forget!, new Set(forgotten.map((name) => kinds.printKey(name))), session, configuration, context);
  return {
    exit: files.some(({ change }) => change === "conflict") ? exit.changes : exit.done,
    report: { workspace: session.root, guest: forgotten.length === 0 ? "nothing" : amountOf(guests, forgotten.length - guests), all: true, forgotten: false, files, next: files.length === 0 && forgotten.length > 0 ? "pmpc import" : "pmpc plan" },
  };
}

async function bringBack({ label, key }: Subject, session: Session, configuration: Configuration, context: Parameters<typeof writeWorkspace>[1]): Promise<readonly FileChange[]> {
  if (!configuration.forget?.includes(label)) throw new PmpcError("not-forgotten", `${label} is not forgotten`, { hint: "pmpc status lists the forgotten guests", exit: exit.notFound });
  return writeAgain([label], new Set([key]), session, configuration, context);
}

/** Writes code again from what was seen last; nothing if it was not seen here. */
async function writeAgain(labels: readonly string[], keys: ReadonlySet<string>, { root, store }: Session, configuration: Configuration, context: Parameters<typeof writeWorkspace>[1]): Promise<readonly FileChange[]> {
  const before = { ...configuration, forget: configuration.forget?.filter((one) => !labels.includes(one)) ?? [] };
  const run = await store.latestRun(configuration);
  if (run === undefined) {
    await writeConfiguration(root, before);
    return [];
  }
  // The settings are written with the code, after it: who is killed before can begin again.
  const { report } = await writeWorkspace({ root, store, run, settings: settingsOf(before, root), before, selection: (guest) => keys.has(guest.key), groupBy: undefined }, context);
  return report.files.filter(({ change }) => change !== "unchanged");
}
