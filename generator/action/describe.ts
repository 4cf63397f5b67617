import { utc } from "../../lib/pve/utc";
import { exit } from "../../lib/error";
import { reportedAddressesOf } from "../show/addresses";
import { action } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts, type Fact } from "../engine/view";
import { findRoot, lastRun, noWorkspace, withStore } from "../session/session";
import { graphOf } from "../../lib/inventory/link";
import { kinds } from "../../lib/schema/kind/all";
import { printName } from "../../lib/schema/kind/name";
import { readChains } from "../audit/log";
import { readCode } from "../workspace/code";
import { pastOf, type Past } from "../show/past";
import { readDeclared } from "../show/declared";
import { findKnown } from "../show/find";
import { columns, type Row } from "../show/row";
import { seenIn } from "../show/seen";

export interface DescribeReport {
  readonly workspace: string;
  /** ISO 8601, UTC: when it was seen. */
  readonly seenAt: string;
  readonly resource: Row;
  /** Where the code declares it. */
  readonly declared?: { readonly file: string; readonly line: number; readonly id: string; readonly adopt: boolean };
  readonly addresses: readonly string[];
  /** Where the code names it, if it does not declare it: `cluster.ts:9`. */
  readonly named?: readonly string[];
  /** What it names: `storage local-lvm`, each with the settings that do. */
  readonly uses: readonly Linked[];
  /** What names it. */
  readonly usedBy: readonly Linked[];
  /** What changed of it between the last runs, the newest first. */
  readonly history: readonly Past[];
  /** Its configuration in Proxmox VE's words; secrets are masked. */
  readonly configuration: Readonly<Record<string, unknown>>;
}

export interface Linked {
  readonly what: string;
  readonly at: readonly string[];
  /** It was not seen, although others of its kind were. */
  readonly missing?: true;
}

/** `pmpc describe vm web-02`: one thing with all that is known of it, without asking the cluster. */
export const describe = action({
  name: "describe",
  summary: "Show one resource: its configuration, addresses, and where the code declares it",
  topic: "workspace",
  effect: "reads",
  common: true,
  confirms: [],
  says: "Show one resource as it was last read: its usage, addresses and configuration, and where the code declares it. The cluster is not asked.",
  input: {
    what: option.text("The resource: vm 105, container web, storage local, or a name that only one resource has.", { positional: "rest", required: true, placeholder: "KIND NAME", names: "resource" }),
    out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
  },
  async run({ what = "", out }, context) {
    const root = await findRoot(out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    return withStore(root, "describe", context, async (session) => {
      const run = await lastRun(session);
      const { rows, inventory } = await seenIn(session, run);
      const resource = findKnown(what, rows);
      const guest = inventory.guests.find(({ key }) => key === resource.key);
      const place = (await readDeclared(root)).get(resource.key);
      const graph = graphOf(inventory);
      const { config, row } = inventory.resources.get(resource.key) ?? {};
      const report: DescribeReport = {
        workspace: root,
        seenAt: run.finishedAt,
        resource,
        ...(place === undefined ? {} : { declared: { file: place.file, line: place.line, id: place.id, adopt: place.adopt } }),
        addresses: guest === undefined ? [] : reportedAddressesOf(guest),
        ...(place === undefined ? await namedIn(root, resource) : {}),
        uses: graph.linksOf(resource.key).map(({ to, at, missing }) => ({ what: printName(to), at, ...(missing ? { missing } : {}) })),
        usedBy: graph.linkedFrom(resource.key).map(({ from, at }) => ({ what: printName(from), at })),
        history: await pastOf(session.store, session.configuration, resource.key, [...readChains(root).values()].flatMap(({ records }) => records)),
        configuration: config ?? row ?? {},
      };
      return { exit: exit.done, report };
    });
  },
  view: (report) => [facts(...headOf(report)), facts(...linkFacts(report)), facts(...Object.entries(report.configuration).map(([key, value]) => fact(key, typeof value === "object" ? JSON.stringify(value) : String(value))))],
});

const most = 8;

function linkFacts({ uses, usedBy, history }: DescribeReport): (Fact | undefined)[] {
  const some = (lines: readonly string[]) => (lines.length > most ? [...lines.slice(0, most), `… and ${lines.length - most} more`] : lines);
  const line = ({ what, at, missing }: Linked) => `${what}  ${at.join(", ")}${missing ? "  (was not seen)" : ""}`;
  return [
    uses.length === 0 ? undefined : fact("uses", count(uses.length, "other"), { below: some(uses.map(line)) }),
    usedBy.length === 0 ? undefined : fact("used by", count(usedBy.length, "other"), { below: some(usedBy.map(line)) }),
    history.length === 0 ? undefined : fact("history", count(history.length, "change"), { below: some(history.map(({ at, says }) => `${utc(at)}  ${says}`)) }),
  ];
}

/** Where the code names it: `readonly fast = Storage.fromName(this, "fast")`. */
async function namedIn(root: string, { key, name }: Row): Promise<Pick<DescribeReport, "named">> {
  const construct = kinds.of(key.slice(0, key.indexOf("/")))?.construct;
  if (construct === undefined) return {};
  const called = [key.slice(key.lastIndexOf("/") + 1), name].map((one) => JSON.stringify(one));
  const named = [...(await readCode(root))].flatMap(([file, text]) => text.split("\n").flatMap((line, at) => (line.includes(`${construct}.fromName(`) && called.some((one) => line.includes(`, ${one})`)) ? [`${file}:${at + 1}`] : [])));
  return named.length === 0 ? {} : { named };
}

function headOf({ resource, declared, named, addresses, seenAt }: DescribeReport): (Fact | undefined)[] {
  const { kind, id, name, node, uptime } = resource;
  const isNamed = named !== undefined && named.length > 0;
  const used = (["cpu", "memory", "disk"] as const).flatMap((one) => (columns[one]!.show(resource) === "" ? [] : [`${one} ${columns[one]!.show(resource)}`]));
  const where = [resource.status, node === undefined ? undefined : `on ${node}`, uptime ? `for ${columns.uptime!.show(resource)}` : undefined].filter((part) => part !== undefined);
  return [
    fact(`${kind} ${id}`, [name === id ? undefined : name, where.join(" ")].filter(Boolean).join("  ") || "seen"),
    declared === undefined ? undefined : fact("declared", `${declared.file}:${declared.line}`, { below: declared.adopt ? ["its import is not applied yet: pmpc apply"] : [] }),
    declared === undefined && resource.isGuest ? fact("declared", "not in the code") : undefined,
    isNamed ? fact("named", named.slice(0, 4).join(", ")) : undefined,
    used.length === 0 ? undefined : fact("usage", used.join(" · ")),
    addresses.length === 0 ? undefined : fact("addresses", addresses.join(", ")),
    resource.pool === undefined ? undefined : fact("pool", resource.pool),
    resource.tags === undefined || resource.tags.length === 0 ? undefined : fact("tags", resource.tags.join(", ")),
    fact("read", utc(seenAt)),
  ];
}
