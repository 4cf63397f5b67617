import { listLeftOut } from "../../../lib/inventory/left-out";
import type { Plan, PlannedGuest } from "../../plan/plan";
import type { EmittedFile } from "../file";
import { code, plain, table } from "./markdown";
import { tellShared } from "./shared";

const kinds = { qemu: "vm", lxc: "container" } as const;
const label = ({ guest }: PlannedGuest) => `${kinds[guest.type]} ${guest.vmId}`;
const name = ({ guest }: PlannedGuest) => plain(guest.name ?? "");

/** `docs/import-report.md`: what was read, what was written, what was set aside and why, and every key that the code cannot say. */
export function emitReport(plan: Plan): EmittedFile {
  const of = (...outcomes: readonly PlannedGuest["outcome"][]) => plan.guests.filter(({ outcome }) => outcomes.includes(outcome));
  const written = of("imported", "kept");
  const lines = [
    "# Import report",
    "",
    `What pmpc made of the cluster ${plain(plan.inventory.name)}. It is renewed by every import.`,
    "",
    ...table(
      ["", "guests"],
      [
        ["in the code", String(of("imported", "kept").length)],
        ["of these not seen this time, and kept as they were", String(of("kept").length)],
        ["refused: the provider cannot read them", String(of("refused").length)],
        ["not readable", String(of("unreadable").length)],
        ["left out by the filters", String(of("skipped").length)],
        ["let go", String(of("released").length)],
      ],
    ),
    ...section("Set aside", "Terraform's provider cannot read these guests. The command makes a guest importable; pmpc never runs it.", [
      ["guest", "name", "why", "to import it"],
      of("refused").map((one) => [label(one), name(one), plain(one.reason ?? ""), code(one.remedy ?? "", 400)]),
    ]),
    ...section("Repaired", "Terraform would have changed these values of guests as they are. The code says them, and ignoreChanges leaves them alone.", [
      ["guest", "name", "attribute", "why"],
      of("imported", "kept").flatMap((one) => one.repairs.map(({ path, why }) => [label(one), name(one), code(path), plain(why)])),
    ]),
    ...section("Let go", "Terraform lets go of these guests (pmpc forget). They stay as they are.", [
      ["guest", "name", "to bring it back"],
      of("released").map((one) => [label(one), name(one), code(one.remedy ?? "")]),
    ]),
    ...section("Not readable", "pmpc could not read these guests, and they were never written.", [
      ["guest", "name", "why", "what helps"],
      of("unreadable").map((one) => [label(one), name(one), plain(one.reason ?? ""), code(one.remedy ?? "", 400)]),
    ]),
    ...section("Kept", "These guests were written earlier and not seen this time. Their code stays as it was.", [
      ["guest", "name", "why", "what helps"],
      of("kept").map((one) => [label(one), name(one), plain(one.reason ?? ""), code(one.remedy ?? "", 400)]),
    ]),
    ...section("Shared addresses", "Several have these addresses. The inventory gives an address to one that surely has it, and to nobody where that is not certain.", [
      ["address", "what is known"],
      plan.addresses.shared.map((one) => [code(one.address), plain(tellShared(one))]),
    ]),
    ...section("Gone", "The cluster proved that these guests are gone. A `removed` block takes them out of Terraform's state without touching anything.", [
      ["guest", "name", "address"],
      plan.forgotten.filter(({ released }) => !released).map(({ key, name: gone, id }) => [plain(key), plain(gone), code(id)]),
    ]),
    ...section("Not in the code", "Terraform cannot say these keys. They stay on the server as they are.", unsaid(written, false)),
    ...folded("records of Proxmox VE's own that no code needs", unsaid(written, true)),
    ...section("Not understood", "Proxmox VE does not understand these lines of guests' files, and deletes them when it next writes the file.", [
      ["guest", "name", "lines"],
      plan.inventory.guests.flatMap(({ type, vmId, name: called = "", leftOut }) => (leftOut === undefined ? [] : [[`${kinds[type]} ${vmId}`, plain(called), code(listLeftOut(leftOut), 400)]])),
    ]),
    ...section("Not asked", "These addresses of the API did not answer.", [
      ["address", "why"],
      plan.inventory.unreadable.map(({ address, message }) => [code(address), plain(message)]),
    ]),
    ...section("Every guest", "How many keys and sub-keys of its configuration are said, equal the default, or stay on the server only; without Proxmox VE's own records.", [
      ["guest", "name", "node", "outcome", "said", "default", "not said"],
      plan.guests.map((one) => [
        label(one),
        name(one),
        plain(one.guest.node),
        one.outcome,
        ...(one.entry ? [one.counts.said, one.counts.default, one.counts.notSaid].map(String) : ["", "", ""]),
      ]),
    ]),
  ];
  return { path: "docs/import-report.md", content: `${lines.join("\n").trimEnd()}\n`, mode: "owned" };
}

type Rows = readonly [readonly string[], readonly (readonly string[])[]];

/** Keys that somebody set, or those that Proxmox VE keeps for itself. */
function unsaid(guests: readonly PlannedGuest[], internal: boolean): Rows {
  const rows = guests.flatMap((one) => one.notSaid.filter((key) => (key.internal === true) === internal).map(({ key, value, why }) => [label(one), name(one), code(key), code(value), plain(why)]));
  return [["guest", "name", "key", "value", "why"], rows];
}

/** A table that is there for who asks. */
function folded(what: string, [head, rows]: Rows): string[] {
  return rows.length === 0 ? [] : ["<details>", `<summary>${rows.length} ${what}</summary>`, "", ...table(head, rows), "</details>", ""];
}

function section(title: string, says: string, [head, rows]: Rows): string[] {
  return rows.length === 0 ? [] : [`## ${title}`, "", says, "", ...table(head, rows)];
}
