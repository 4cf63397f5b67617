import { apart } from "./apart";
import { guestKinds } from "../../lib/schema/kind/all";
import { printName } from "../../lib/schema/kind/name";
import { count, fact, facts, type Fact, type View } from "../engine/view";
import { changeFacts } from "./change-view";
import { alike, blocksOf, bothWays, labelOf as resourceLabel, notProven } from "../judge/plan-view";
import type { Proof } from "./proof";
import type { ClusterReport, GuestReport, WriteReport } from "./write-report";

const most = 12;

/** What an import or a generate did. */
export function viewWriting({ guests, resources = [], files, workspace, proof, warnings, changed, installs, conflicts, deleted, comments }: WriteReport): View {
  const written = guests.filter(({ outcome, kept }) => outcome === "imported" || kept);
  const aside = guests.filter(({ outcome, kept }) => !kept && (outcome === "refused" || outcome === "unreadable"));
  const skipped = guests.filter((guest) => guest.outcome === "skipped" && !guest.kept);
  const released = guests.filter(({ outcome }) => outcome === "released");
  const repaired = written.filter(({ repairs }) => repairs.length > 0);
  // What Proxmox VE notes for itself is not a loss.
  const unsaid = written.flatMap(({ notSaid }) => notSaid).filter(({ internal }) => !internal);
  const kindsOf = Object.values(guestKinds).map(({ prefix, word }) => count(written.filter(({ key }) => key.startsWith(`${prefix}/`)).length, word.one));
  return [
    facts(
      fact("imported", kindsOf.join(", "), { amount: written.length }),
      ...resourceFacts(resources),
      ...listed("set aside", aside),
      ...(aside.length > 0 && aside.length <= most ? [fact("", `to leave ${aside.length === 1 ? "it" : "them"} out until then: pmpc import --exclude ${aside.map(({ key }) => `vmid=${key.split("/")[1]!}`).join(" ")}`)] : []),
      ...listed("kept", guests.filter((guest) => guest.kept)),
      skipped.length > 0 ? fact("left out", "by the filters", { amount: skipped.length }) : undefined,
      unsaid.length > 0 ? fact("left as is", "keys that the code cannot express (they stay on the server; listed in docs/import-report.md)", { amount: unsaid.length }) : undefined,
      ...changeFacts(changed),
      released.length > 0 ? fact("forgotten", "by pmpc forget", { amount: released.length }) : undefined,
      repaired.length > 0 ? fact("repaired", "values that Terraform would have changed are under ignoreChanges, listed in docs/import-report.md", { amount: repaired.length }) : undefined,
    ),
    facts(...fileFacts(files, workspace), ...conflictFacts({ conflicts, deleted, ...(comments ? { comments } : {}) }), ...(installs ? [installFact(installs)] : []), ...(proof === undefined ? [] : unreachedFacts(proof)), ...(proof?.proven ? [provenFact(proof)] : [])),
    ...(proof === undefined || proof.proven ? [] : unprovenNodes(proof)),
    { is: "notes", notes: [...warnings.slice(0, 5), ...(warnings.length > 5 ? [`${warnings.length - 5} more, in docs/import-report.md`] : [])] },
  ];
}

/** What is not a guest: how many of each area, and what is left to Proxmox VE. */
function resourceFacts(resources: readonly ClusterReport[]): Fact[] {
  const written = resources.filter(({ outcome }) => outcome !== "aside");
  const aside = resources.filter(({ outcome }) => outcome === "aside");
  const reasons = [...new Set(aside.map(({ reason }) => reason))];
  const areas = [...new Set(written.map(({ area }) => area))].map((area) => `${area} ${written.filter((one) => one.area === area).length}`);
  const unsaid = written.flatMap(({ notSaid }) => notSaid.filter(({ internal }) => !internal)).length;
  return [
    ...(written.length === 0 ? [] : [fact("cluster", areas.join(", "), { amount: written.length })]),
    ...(unsaid === 0 ? [] : [fact("", "settings that the provider does not know stay on the server (listed in docs/import-report.md)", { amount: unsaid })]),
    ...reasons.slice(0, most).map((reason, at) => fact(at === 0 ? "left out" : "", `${nameSome(aside.filter((one) => one.reason === reason))}: ${reason ?? ""}`, at === 0 ? { amount: aside.length } : {})),
    ...(reasons.length > most ? [fact("", "and more, for other reasons, in docs/import-report.md")] : []),
  ];
}

const nameSome = (all: readonly ClusterReport[]) => `${all.slice(0, 3).map(({ key }) => printName(key)).join(", ")}${all.length > 3 ? ` and ${all.length - 3} more` : ""}`;

function installFact({ spec, from }: NonNullable<WriteReport["installs"]>): Fact {
  // Files on this machine are not anywhere else.
  return fact("installs", `pmpc from ${spec}${spec.startsWith("file:") ? `, a ${from} on this machine (see package.json)` : ""}`);
}

function provenFact({ by = "Terraform", imports, unchanged, planned, records }: Proof): Fact {
  const since = unchanged === 0 ? "" : planned === 0 ? `; nothing has changed since all ${unchanged} were proven (--full plans them again)` : `; ${planned} planned, ${unchanged} unchanged since they were proven (--full plans all)`;
  return fact("proven", `plan of ${by}: ${imports} to import, 0 to add, 0 to change, 0 to destroy${records > 0 ? `; ${records} in Terraform's own record (pmpc apply)` : ""}${since}`);
}

function unreachedFacts({ unreached }: Proof): Fact[] {
  return alike(unreached).map((group) => fact(group[0]!.grade, `${group.map(resourceLabel).join(", ")}: ${group[0]!.reason ?? ""}`, { below: group[0]!.remedy?.split("\n") }));
}

function unprovenNodes({ unclean, reason = "the code differs from the cluster", remedy }: Proof): View {
  const ways = [...bothWays(unclean), ...(remedy === undefined ? [] : [`to prove it: ${remedy}`])];
  return [...blocksOf(unclean), facts(notProven(reason, ways.length === 0 ? undefined : ways.join("\n")))];
}

/** One fact for each guest, the first of them under the title and the number of all. */
function listed(title: string, guests: readonly GuestReport[]): Fact[] {
  const shown = guests.slice(0, most);
  const width = Math.max(0, ...shown.map((guest) => labelOf(guest).length));
  // What helps several of them is said once, below the last.
  const helps = ({ remedy }: GuestReport, at: number) => (remedy === undefined || remedy === shown[at + 1]?.remedy ? undefined : remedy.split("\n"));
  const rows = shown.map((guest, at): Fact => fact(at === 0 ? title : "", `${labelOf(guest).padEnd(width)}  ${guest.reason ?? ""}`.trimEnd(), { ...(at === 0 ? { amount: guests.length } : {}), below: helps(guest, at) }));
  return guests.length > most ? [...rows, fact("", `and ${guests.length - most} more, in docs/import-report.md`)] : rows;
}

function labelOf({ key, name }: GuestReport): string {
  return `${printName(key)} ${name}`;
}

/** What both changed, each with both sides, and guests that the user deleted. */
export function conflictFacts({ conflicts, deleted, comments = [] }: Pick<WriteReport, "conflicts" | "deleted" | "comments">): Fact[] {
  const shown = conflicts.slice(0, most).map(({ of, title, file, line, cluster, yours, why }, at) =>
    fact(at === 0 ? "conflict" : "", `${file}:${line}  ${of}${title === "" ? "" : `  ${title}`}${why === undefined ? "" : `: ${why}`}`, {
      ...(at === 0 ? { amount: conflicts.length } : {}),
      ...(cluster === undefined && yours === undefined ? {} : { below: sides(cluster, yours) }),
    }),
  );
  return [
    ...(deleted.length === 0 ? [] : [fact("deleted", `${deleted.slice(0, most).map(printName).join(", ")}${deleted.length > most ? ", …" : ""}: taken out of the code, and left out`, { amount: deleted.length })]),
    ...comments.slice(0, most).map(({ file, line, text }, at) => fact(at === 0 ? "comment" : "", `${file}:${line}  ${short(text)}`, { ...(at === 0 ? { amount: comments.length } : {}), below: ["it stays, although what it is about has gone"] })),
    ...(comments.length > most ? [fact("", `and ${comments.length - most} more comments: --json has them all`)] : []),
    ...shown,
    ...(conflicts.length > most ? [fact("", `and ${conflicts.length - most} more: --json has them all`)] : []),
    ...(conflicts.length === 0 ? [] : [fact("decide", "pmpc resolve: until then the code has it your way")]),
  ];
}

function sides(cluster: string | undefined, yours: string | undefined): readonly string[] {
  const [theirs, mine] = apart(cluster, yours);
  return [`cluster  ${theirs}`, `yours    ${mine}`];
}

const short = (code = "nothing") => {
  const line = code.replace(/\s+/g, " ");
  return line.length > 100 ? `${line.slice(0, 100)}…` : line;
};

/** What became of the files: how many were written, and which are the user's. */
export function fileFacts(files: WriteReport["files"], workspace: string): Fact[] {
  const changed = files.filter(({ change }) => change !== "unchanged");
  if (changed.length === 0) return [fact("unchanged", `${workspace}: nothing to write`)];
  const conflicts = changed.filter(({ change }) => change === "conflict");
  const merged = changed.filter(({ change }) => change === "merged");
  const done = changed.length - conflicts.length - merged.length;
  return [
    ...(done > 0 ? [fact("written", `${done === 1 ? "file" : "files"} in ${workspace}`, { amount: done })] : []),
    ...merged.map(({ path }, at) => fact(at === 0 ? "merged" : "", `${path}, with what you have edited`)),
    ...conflicts.filter(({ beside }) => beside === undefined).map(({ path }) => fact("yours", `${path} is edited and no longer generated`)),
  ];
}
