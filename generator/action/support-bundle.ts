import { hostname, userInfo } from "node:os";
import { basename, dirname, resolve } from "node:path";
import { exit, PmpcError } from "../../lib/error";
import { readInventory } from "../../lib/inventory/inventory";
import { action } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts } from "../engine/view";
import { findRoot, noWorkspace, withStore } from "../session/session";
import { readMoments, sayMoment } from "../show/moment";
import { partsOf, printBundle } from "../support/parts";
import { newVeil } from "../support/veil";
import { findTool } from "../terraform/tool";
import { readText, writeText } from "../workspace/text";

export interface SupportReport {
  /** The file that was written. */
  readonly file: string;
  /** What is in it, and how many lines. */
  readonly parts: readonly { readonly title: string; readonly lines: number }[];
}

/** `pmpc support-bundle`: versions, settings, history and logs for a report of a fault, without names, addresses and secrets. */
export const supportBundle = action({
  name: "support-bundle",
  summary: "Write versions, settings and logs into one file for a bug report, without names and secrets",
  topic: "workspace",
  effect: "writes workspace",
  // It chooses a file outside the workspace.
  atTerminal: true,
  says: "Write versions, settings, the history and the last logs into one file that you can read and attach to a bug report. Names of guests, nodes, storages and people, addresses, keys and paths are replaced, the same one by the same word. Secrets are not in it. The parts are listed before the file is written.",
  input: {
    file: option.text("File to write. Default: pmpc-support.md.", { positional: "one", placeholder: "FILE", local: true }),
    out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
  },
  confirms: ["write-bundle"],
  async run({ file = "pmpc-support.md", out }, context) {
    const root = await findRoot(out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    const target = resolve(context.folder, file);
    const before = await readText(dirname(target), basename(target));
    if (before !== undefined && !before.startsWith("# pmpc support bundle\n")) throw new PmpcError("file-exists", `${target} is another file`, { hint: "name a file that does not exist", exit: exit.refused });
    const tools = (await Promise.all(["terraform", "tofu", "ansible-inventory"].map((tool) => findTool(tool, context.environment)))).filter((found) => found !== undefined);
    const parts = await withStore(root, "support-bundle", context, async ({ configuration, store }) => {
      const run = await store.latestRun(configuration);
      const inventory = run && readInventory(await store.observation(run.id));
      const history = (await readMoments(store, configuration)).slice(0, 50).map((moment) => [moment.at, moment.verb, sayMoment(moment)].join(" "));
      const veil = newVeil(inventory, [["user", nameOfUser()], ["machine", hostname()], ["path", root]]);
      return partsOf({ root, version: context.version, tools, inventory, history }, veil);
    });
    const listed = parts.map(({ title, text }) => ({ title, lines: text.trimEnd().split("\n").length }));
    const help = listed.map(({ title, lines }) => `${title}: ${count(lines, "line")}`).join("\n");
    if (!(await context.host.confirm({ code: "write-bundle", says: `Write them to ${target}?`, help, about: [], data: {} }))) {
      throw new PmpcError("not-confirmed", "nothing was written", { hint: `${help}\n--yes writes ${target}`, exit: exit.refused });
    }
    await writeText(dirname(target), basename(target), printBundle(parts));
    return { exit: exit.done, report: { file: target, parts: listed } };
  },
  view: ({ file, parts }) => [facts(...parts.map(({ title, lines }) => fact(title, count(lines, "line"))), fact("written", `${file}; read it before you send it`))],
});

function nameOfUser(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
