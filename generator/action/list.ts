import { utc } from "../../lib/pve/utc";
import { exit, PmpcError } from "../../lib/error";
import { action, type Outcome } from "../engine/action";
import { option } from "../engine/option";
import { fact, facts } from "../engine/view";
import { parseSelection, refuseUnmatched } from "../plan/select";
import { atWork } from "../session/at-work";
import { findRoot, lastRun, noWorkspace, withStore, type Session } from "../session/session";
import { kindOf, kindWords } from "../show/kind";
import { momentTable, readMoments, type Moment } from "../show/moment";
import { knownOf } from "../show/resource";
import { columns, sortRows, type Row } from "../show/row";
import { seenIn } from "../show/seen";
import type { RunSummary } from "../store/state-store";

export interface ListReport {
  readonly workspace: string;
  readonly cluster: string;
  /** ISO 8601, UTC. */
  readonly seenAt: string;
  /** Who changes the workspace at this moment, as a line. */
  readonly atWork?: string;
  /** What is shown of each. */
  readonly columns: readonly string[];
  readonly resources: readonly Row[];
  /** Where they were asked for: runs and applies, the newest first. */
  readonly runs?: readonly Moment[];
}

/** `pmpc list vms --filter tag=web --sort memory`: what was seen last, without asking the cluster. */
export const list = action({
  name: "list",
  summary: "List what was last read: vms, containers, nodes, storages, …",
  topic: "workspace",
  effect: "reads",
  common: true,
  confirms: [],
  says: "List what was last read from the cluster, without asking it.",
  input: {
    kind: option.text("What to list: a kind, guests (vms and containers), all, or runs. Default: guests.", { positional: "one", placeholder: "KIND", words: [...kindWords, "runs"] }),
    filter: option.list("Only these guests: type=vm,tag=prod. Several may be given.", { placeholder: "KEY=VALUE" }),
    exclude: option.list("Not these guests: vmid=900-999.", { placeholder: "KEY=VALUE" }),
    sort: option.choice("Sort by this column; what uses most comes first.", Object.keys(columns)),
    columns: option.list("Show these columns.", { words: Object.keys(columns), placeholder: "COLUMN" }),
    verbose: option.flag("Show cores, memory, disk, uptime, pool and tags, too.", { short: "v" }),
    out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
  },
  async run({ kind = "guests", filter = [], exclude = [], sort, columns: wanted, verbose, out }, context): Promise<Outcome<ListReport>> {
    const root = await findRoot(out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    if (/^(runs?|applies)$/i.test(kind)) return withStore(root, "list", context, (seen) => listRuns(root, seen));
    const isMeant = kindOf(kind);
    const named = wanted?.flatMap((one) => one.split(",")).map((one) => one.trim());
    const isInFull = verbose || (isMeant.single && !isMeant.guests);
    const usual = [...(isMeant.single ? [] : ["kind"]), "id", "name", "status", "node", ...(isInFull ? ["cpu", "memory", "disk", "uptime", "pool", "tags"] : [])];
    const unknown = named?.find((one) => !Object.hasOwn(columns, one));
    if (unknown !== undefined) throw new PmpcError("wrong-input", `columns: "${unknown}" is not a column`, { hint: `it takes ${Object.keys(columns).join(", ")}`, exit: exit.usage, facts: { option: "columns", expected: Object.keys(columns).join(", "), got: unknown } });
    const isSelected = parseSelection(filter, exclude);
    return withStore(root, "list", context, async (seen) => {
      const run = await lastRun(seen);
      const busy = atWork(root);
      const isPlain = !isInFull && filter.length === 0 && exclude.length === 0 && sort === undefined && wanted === undefined;
      const all = isPlain ? (await seen.store.resources(run.id)).map(knownOf) : await selected(seen, run, isSelected, filter.length + exclude.length > 0);
      const rows = sortRows(all.filter((row) => isMeant(row)), sort ?? "id");
      return { exit: exit.done, report: { workspace: root, cluster: run.cluster, seenAt: run.finishedAt, ...(busy === undefined ? {} : { atWork: busy }), columns: named ?? telling(usual, rows), resources: isMeant.single || sort !== undefined ? rows : byKind(rows) } };
    });
  },
  view: ({ columns: shown, resources, seenAt, runs }) => runs !== undefined ? [momentTable(runs)] : [
    { is: "table", head: shown.map((one) => columns[one]!.head), rows: resources.map((row) => shown.map((one) => columns[one]!.show(row))), none: "none were found" },
    facts(fact("read", utc(seenAt), { amount: resources.length })),
  ],
});

async function listRuns(root: string, seen: Omit<Session, "lock">): Promise<Outcome<ListReport>> {
  const run = await lastRun(seen);
  return { exit: exit.done, report: { workspace: root, cluster: run.cluster, seenAt: run.finishedAt, columns: [], resources: [], runs: await readMoments(seen.store, seen.configuration) } };
}

async function selected(seen: Parameters<typeof seenIn>[0], run: RunSummary, isSelected: ReturnType<typeof parseSelection>, onlyGuests: boolean): Promise<readonly Row[]> {
  const { inventory, rows } = await seenIn(seen, run);
  if (!onlyGuests) return rows;
  refuseUnmatched(isSelected, inventory.guests);
  const keys = new Set(inventory.guests.filter(isSelected).map(({ key }) => key));
  return rows.filter(({ key }) => keys.has(key));
}

/** The columns in which a row has something, of what is not its id once more. */
function telling(usual: readonly string[], rows: readonly Row[]): readonly string[] {
  if (rows.length === 0) return usual;
  return usual.filter((one) => one === "id" || rows.some((row) => ![one === "name" ? row.id : "", ""].includes(columns[one]!.show(row))));
}

/** The kinds one after another, in the order in which they were seen first. */
const byKind = (rows: readonly Row[]): readonly Row[] => [...new Set(rows.map(({ kind }) => kind))].flatMap((kind) => rows.filter((row) => row.kind === kind));
