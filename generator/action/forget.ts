import { exit, PmpcError } from "../../lib/error";
import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { clusterTables } from "../../lib/schema/cluster/all";
import { kinds } from "../../lib/schema/kind/all";
import { isGuestKind, printName, terraformAddress } from "../../lib/schema/kind/name";
import { thingOf } from "../../lib/schema/kind/reference";
import { withLineInConstructor, withNameFor } from "../edit/class";
import { constructsIn } from "../edit/construct";
import { parseSource } from "../edit/parse";
import { giverOf, withoutConstruct, type ConstructName } from "../edit/remove";
import { readCode } from "../workspace/code";
import { readClusterNames } from "../workspace/cluster-names";
import { editFiles, type Edit } from "../workspace/edit";
import type { FileChange } from "../workspace/file";
import { writeForgotten } from "../workspace/forgotten";
import { writeNames } from "../workspace/names";
import { action, type Context, type Outcome } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts } from "../engine/view";
import { findCodeGuest, type CodeGuest } from "../session/code-guest";
import { readConfiguration, settingsOf, writeConfiguration, type Configuration } from "../settings/configuration";
import { findRoot, noWorkspace, withSession, type Session } from "../session/session";
import { constructOf } from "../change/settle";
import { writeQuestions, writeWorkspace } from "../renew/write";
import { fileFacts } from "../renew/write-view";
import { readWritten, type Written } from "../session/written";
import { followQuestions } from "../session/follow-run";

export interface ForgetReport {
  readonly workspace: string;
  /** `vm 101`, or how many. */
  readonly guest: string;
  /** Every guest in the code. */
  readonly all?: true;
  /** What Terraform's state lets go of. */
  readonly address?: string;
  readonly forgotten: boolean;
  readonly files: readonly FileChange[];
  readonly next: string;
  /** How to undo it. */
  readonly back?: string;
}

/** `pmpc forget vm 101`: Terraform lets go of a guest; the guest stays as it is. */
export const forget = action({
  name: "forget",
  summary: "Remove a guest, or all of them, from the code and the state, and leave them unchanged",
  topic: "code onto cluster",
  effect: "writes workspace",
  says: "Remove a guest from the code and, with the next apply, from Terraform's state. The guest itself does not change. --all does so with every guest in the code: afterwards the cluster is as it is, and nothing manages it.",
  input: {
    guest: option.text("The guest: vm 101, container 202, or its name.", { positional: "rest", placeholder: "GUEST", names: "guest" }),
    all: option.flag("Every guest in the code."),
    undo: option.flag("Put it back into the code."),
    out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
  },
  confirms: [...followQuestions, ...writeQuestions],
  async run(input, context): Promise<Outcome<ForgetReport>> {
    const root = await findRoot(input.out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    return withSession(root, "forget", context, async (session) => {
      const { configuration } = session;
      if (configuration === undefined) throw noWorkspace(root);
      if (input.all) return forgetAll(root, context, input.guest !== undefined || input.undo === true);
      if (input.guest === undefined) throw new PmpcError("wrong-input", "guest: it is missing", { hint: "pmpc forget vm 101, or pmpc forget --all", exit: exit.usage, facts: { option: "guest", expected: "a guest" } });
      await refuseOthers(input.guest, root);
      const written = await readWritten(root);
      const guest = await findCodeGuest(input.guest ?? "", written, session);
      const files = input.undo ? await bringBack(guest, session, configuration, context) : await letGo(guest, root, configuration, written);
      const id = written.names.get(guest.key)?.id ?? [...written.forgotten.values()].find((one) => one.guest === guest.key)?.id;
      return {
        exit: files.some(({ change }) => change === "conflict") ? exit.changes : exit.done,
        report: {
          workspace: root,
          guest: guest.label,
          ...(id === undefined ? {} : { address: addressOf(guest, id) }),
          forgotten: input.undo !== true,
          files,
          next: input.undo && files.length === 0 ? "pmpc import" : "pmpc apply",
          ...(input.undo ? {} : { back: `pmpc forget ${guest.label} --undo` }),
        },
      };
    });
  },
  view: ({ workspace, guest, all: isAll, forgotten, files, next, back }) => [
    facts(
      fact(forgotten ? "forgotten" : "back", forgotten ? `${guest} ${isAll ? "are removed from the code; they are" : "is removed from the code; it is"} unchanged on the cluster` : `${guest} is in the code again`),
      ...fileFacts(files, workspace),
      fact("next", next, { below: back === undefined ? [] : [`to undo this: ${back}`] }),
    ),
  ],
});

/** Refuses what is not a guest, with what helps instead. */
async function refuseOthers(said: string, root: string): Promise<void> {
  const named = kinds.parseName(said) ?? kinds.parseKey(said as ResourceKey);
  if (named === undefined || isGuestKind(named.kind)) return;
  const [label, name] = [kinds.printName(named), (await readClusterNames(root)).get(kinds.printKey(named))];
  const type = clusterTables.find(({ type: kind, construct }) => kind === named.kind.prefix && construct === name?.construct)?.terraform;
  const isThere = name !== undefined && type !== undefined;
  throw new PmpcError("not-a-guest", `${label} is not a guest, and pmpc forget takes guests alone: nothing is changed`, {
    hint: isThere ? `to let go of it: remove it from ${name.file}, and add to the constructor of the stack in cluster.ts:\n  this.forget("${type}.${name.id}");` : `${label} is not in the code that pmpc wrote`,
    exit: exit.usage,
  });
}

/** Lets go of every guest that pmpc has written, one after another: who is killed in between has forgotten some, and the next call does the rest. */
async function forgetAll(root: string, { host }: Context, isMore: boolean): Promise<Outcome<ForgetReport>> {
  if (isMore) throw new PmpcError("wrong-options", "--all means every guest, and nothing else", { hint: "pmpc forget --all; each of them comes back with pmpc forget GUEST --undo", exit: exit.usage });
  const all = [...(await readWritten(root)).names.keys()];
  const files = new Map<string, FileChange>();
  for (const [at, key] of all.entries()) {
    const label = printName(key);
    host.progress("forget", `forgets ${label}`, { done: at, total: all.length });
    for (const change of await letGo({ key, label, ...parseGuestKey(key)! }, root, (await readConfiguration(root))!, await readWritten(root))) if (change.change !== "unchanged" || !files.has(change.path)) files.set(change.path, change);
  }
  host.idle();
  const changes = [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    exit: changes.some(({ change }) => change === "conflict") ? exit.changes : exit.done,
    report: { workspace: root, guest: count(all.length, "guest"), all: true, forgotten: true, files: changes, next: "pmpc apply", ...(all.length === 0 ? {} : { back: `pmpc forget ${printName(all[0]!)} --undo, and so on` }) },
  };
}

const addressOf = ({ key }: CodeGuest, id: string) => terraformAddress(key, id);

/** Removes a guest's code wherever it is, and adds a line to the stack that forgets it: never one without the other. */
async function letGo(guest: CodeGuest, root: string, configuration: Configuration, { names, forgotten }: Written): Promise<readonly FileChange[]> {
  const { key, label } = guest;
  const name = names.get(key);
  if (name === undefined) {
    const isForgotten = configuration.forget?.includes(label);
    throw new PmpcError("not-in-code", isForgotten ? `${label} is already forgotten` : `${label} is not in the code that pmpc wrote`, { hint: isForgotten ? `to undo this: pmpc forget ${label} --undo` : "pmpc list shows all guests", exit: exit.notFound });
  }
  const construct = constructOf(name);
  const code = await readCode(root);
  const [file, text] = [...code].find(([, one]) => constructsIn(one).some((found) => isOf(found, construct))) ?? [];
  if (file === undefined) refuseBroken(code, label);
  const line = `this.forget("${addressOf(guest, name.id)}"); // ${key}: forgotten with pmpc forget`;
  // Others may go on referring to it.
  const giver = text === undefined ? undefined : giverOf(text, construct);
  const named = (one: string) => (giver === undefined ? one : withNameFor(one, giver, thingOf(construct.className)!.factory, parseGuestKey(key)!.vmId));
  const edits = new Map<string, Edit>([["cluster.ts", (one) => named(withLineInConstructor(one, line) ?? one)]]);
  if (file !== undefined && withoutConstruct(text!, construct) === undefined) throw byHand(file, text!, construct, line, label);
  for (const path of [file, name.file]) if (path !== undefined) edits.set(path, (one) => withoutConstruct(one, construct) ?? one);
  const cluster = code.get("cluster.ts");
  if (cluster === undefined || withLineInConstructor(cluster, line) === undefined) throw new PmpcError("cannot-edit", "cluster.ts has no stack with a constructor that pmpc can add a line to", { hint: `remove ${label} from ${file ?? "the code"}, and add to the stack's constructor:\n  ${line}`, exit: exit.refused });
  // What is remembered comes first: code without it would be taken for a guest to destroy.
  const address = addressOf(guest, name.id);
  // All of it may have been begun before, by a command that was killed.
  await writeForgotten(root, new Map([...forgotten, [address, { key: address, guest: key, id: name.id, name: name.id }]]).values());
  await writeConfiguration(root, { ...configuration, forget: [...new Set([...(configuration.forget ?? []), label])] });
  const changes = await editFiles(root, edits);
  await writeNames(root, [...names.values()].filter((one) => one.key !== key));
  return changes;
}

/** Code that cannot be read may hold the guest all the same. */
function refuseBroken(code: ReadonlyMap<string, string>, label: string): void {
  const [path, text] = [...code].find(([name, one]) => name.endsWith(".ts") && parseSource(one) === undefined) ?? [];
  if (path === undefined) return;
  const marks = text!.split("\n").findIndex((line) => /^(<{7}|={7}|>{7})/.test(line));
  throw new PmpcError("cannot-read", `${path} is not TypeScript that can be read${marks < 0 ? "" : `: git left the marks of a conflict in line ${marks + 1}`}, and may hold ${label}`, { hint: "mend the file, then run this again", exit: exit.refused });
}

const isOf = ({ className, id }: { readonly className: string; readonly id: string | undefined }, construct: ConstructName) => className === construct.className && id === construct.id;

function byHand(file: string, text: string, construct: ConstructName, line: string, label: string): PmpcError {
  const at = text.slice(0, constructsIn(text).find((one) => isOf(one, construct))?.span.start ?? 0).split("\n").length;
  return new PmpcError("cannot-edit", `${file}:${at} makes ${label} in an expression that pmpc cannot split`, { hint: `remove it there, and add to the constructor of the stack in cluster.ts:\n  ${line}`, exit: exit.refused });
}

/** Writes a guest's code again from what was seen last; nothing if it was not seen here. */
async function bringBack({ label, key }: CodeGuest, { root, store }: Session, configuration: Configuration, context: Parameters<typeof writeWorkspace>[1]): Promise<readonly FileChange[]> {
  if (!configuration.forget?.includes(label)) throw new PmpcError("not-forgotten", `${label} is not forgotten`, { hint: "pmpc status lists the forgotten guests", exit: exit.notFound });
  const before = { ...configuration, forget: configuration.forget.filter((one) => one !== label) };
  const run = await store.latestRun(configuration);
  if (run === undefined) {
    await writeConfiguration(root, before);
    return [];
  }
  // The settings are written with the code, after it: who is killed before can begin again.
  const { report } = await writeWorkspace({ root, store, run, settings: settingsOf(before, root), before, selection: (guest) => guest.key === key, groupBy: undefined }, context);
  return report.files.filter(({ change }) => change !== "unchanged");
}
