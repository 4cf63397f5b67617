import { exit, PmpcError } from "../../lib/error";
import { readInventory } from "../../lib/inventory/inventory";
import { guestKinds } from "../../lib/schema/kind/all";
import { action } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts, type View } from "../engine/view";
import { checkSaid } from "../creation/check";
import { readGround } from "../creation/ground";
import { readProject } from "../edit/project";
import { checkNumbers, checkRevision } from "../revise/check";
import { checkVolumes } from "../revise/existing-volume";
import { settingOptions, readSaid } from "../revise/options";
import { reviseGuest, type StillIgnored, type ValueChange } from "../revise/revise";
import { diffsOf, tellDiffs, type FileDiff } from "../revise/view";
import { findCodeGuest } from "../session/code-guest";
import { findRoot, noWorkspace, withSession } from "../session/session";
import { readWritten } from "../session/written";
import { changeFiles } from "../workspace/change";
import { readCode } from "../workspace/code";

export interface UpdateReport {
  readonly workspace: string;
  /** `vm 101` */
  readonly guest: string;
  readonly changes: readonly ValueChange[];
  /** What the code said before. */
  readonly same: readonly string[];
  /** Entries of `ignoreChanges` that were removed, so that an apply changes what was asked for. */
  readonly enforced: readonly string[];
  /** What an apply does not change, because an entry of `ignoreChanges` is about it. */
  readonly ignored: readonly StillIgnored[];
  readonly files: readonly FileDiff[];
  /** Nothing was written. */
  readonly dryRun?: true;
  readonly next?: string;
}

/** `pmpc update vm 101 --memory 8GiB`: changes what the code says of a guest. */
export const update = action({
  name: "update",
  summary: "Change a guest's code: update vm 101 --memory 8GiB",
  topic: "code onto cluster",
  effect: "writes workspace",
  confirms: ["run-under-way"],
  says: "Change the settings of a guest in the code, wherever they are, and leave the rest of the file unchanged. The next apply changes the guest. Proxmox VE's own notation works, too: --net0 virtio,bridge=vmbr0,tag=20.",
  input: {
    guest: option.text("The guest: vm 101, container 202, or its name.", { positional: "rest", required: true, placeholder: "GUEST", names: "guest" }),
    dryRun: option.flag("Show the difference, and write nothing."),
    unset: option.list("Settings to remove from the code: cores, net1, net0.tag.", { placeholder: "SETTING" }),
    delete: option.list("The same in Proxmox VE's words.", { placeholder: "SETTING", hidden: true }),
    out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
    ...settingOptions(["qemu", "lxc"], ["vm-id"]),
    vmid: option.text("The number, which stays.", { hidden: true }),
    vmId: option.text("The same.", { hidden: true }),
  },
  async run({ guest: words, dryRun, unset = [], delete: gone = [], out, vmid, vmId, ...input }, context) {
    const root = await findRoot(out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    return withSession(root, "update", context, async (session) => {
      if (session.configuration === undefined) throw noWorkspace(root);
      const written = await readWritten(root);
      const guest = await findCodeGuest(words ?? "", written, session);
      const said = readSaid(guest.type, input, "nothing was written; pmpc update --help lists the settings, and what each takes");
      const unsaid = [...unset, ...gone].flatMap((one) => one.split(","));
      if ((vmid ?? vmId) !== undefined || unsaid.some((one) => /^vm-?id$/i.test(one))) throw new PmpcError("wrong-input", `vmid: ${guest.label} keeps its number, which Proxmox VE cannot change`, { hint: `for a copy under another number: pmpc create ${guestKinds[guest.type].word.short} --name NAME --from ${guest.vmId}`, exit: exit.usage, facts: { option: "vmid", expected: "nothing" } });
      const nothingSaid = () => new PmpcError("nothing-said", `no setting is given for ${guest.label}`, { hint: `pmpc update ${guest.label} --memory 8GiB\npmpc update --help lists the settings`, exit: exit.usage });
      if (said.length + unsaid.length === 0) throw nothingSaid();
      const code = await readCode(root);
      const names = new Map([...written.names, ...written.ownNames]);
      const of = { code, key: guest.key, type: guest.type, label: guest.label, names };
      const run = await session.store.latestRun(session.configuration);
      const observation = run && (await session.store.observation(run.id));
      const seen = observation && readInventory(observation);
      checkNumbers(of, said, unsaid, seen);
      checkVolumes(of, said, seen);
      const { files, changes, same, enforced, ignored } = reviseGuest(of, said, unsaid);
      // A card or a disk that is there, and nothing of it: `--net0` alone.
      if (files.size + changes.length + same.length + enforced.length + ignored.length + unsaid.length === 0) throw nothingSaid();
      checkRevision(of, files, said, seen);
      const node = seen?.guests.find(({ key }) => key === guest.key)?.node;
      const problems = observation === undefined || node === undefined ? [] : checkSaid(guest.type, node, said, readGround(observation, readProject(code), written));
      if (problems.length > 0) throw new PmpcError("cannot-edit", `${guest.label} cannot be changed as asked: ${problems.map(({ says }) => says).join("; ")}`, { hint: ["nothing was written", ...problems.map(({ remedy }) => remedy), "pmpc sync looks at the cluster again"].join("\n"), exit: exit.refused });
      if (!dryRun && files.size > 0) await changeFiles(root, files);
      const report: UpdateReport = { workspace: root, guest: guest.label, changes, same, enforced, ignored, files: diffsOf(code, files), ...(dryRun ? { dryRun: true } : {}), ...(files.size > 0 && !dryRun ? { next: "pmpc plan" } : {}) };
      return { exit: exit.done, report };
    });
  },
  view: ({ guest, changes, same, enforced, ignored, files, dryRun, next }): View => [
    facts(
      ...changes.map(({ file, line, prop, before, after, because }, at) => fact(at === 0 ? (dryRun ? "would change" : "changed") : "", `${file}:${line}  ${prop}: ${before ?? "nothing"} → ${after ?? "nothing"}`, because === undefined ? {} : { below: [because] })),
      same.length > 0 ? fact("unchanged", `${same.join(", ")}: the code of ${guest} already has this value`) : undefined,
      enforced.length > 0 ? fact(dryRun ? "would enforce" : "enforced", enforced.join(", "), { below: ["removed from ignoreChanges; otherwise an apply would not change it"] }) : undefined,
      ...ignored.map(({ prop, by }) => fact("no effect", `${prop}: an apply does not change it, because ignoreChanges has ${by}`, { below: ["the comment beside the entry says why; without the entry, pmpc plan shows everything that would change"] })),
      files.length === 0 ? undefined : fact("in", count(files.length, "file")),
      next === undefined ? undefined : fact("next", next, { below: ["pmpc plan shows what an apply would do; pmpc apply does it"] }),
    ),
    ...(dryRun ? tellDiffs(files) : []),
  ],
});
