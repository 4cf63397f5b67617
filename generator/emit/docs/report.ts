import { isOfMoment } from "../../../lib/pve/measure";
import { listLeftOut } from "../../../lib/inventory/left-out";
import { printName } from "../../../lib/schema/kind/name";
import type { Plan, PlannedGuest } from "../../plan/plan";
import type { EmittedFile } from "../file";
import { advice, code, plain, table } from "./markdown";
import { tellShared } from "./shared";

const kinds = { qemu: "vm", lxc: "container" } as const;
const label = ({ guest }: PlannedGuest) => `${kinds[guest.type]} ${guest.vmId}`;
const name = ({ guest }: PlannedGuest) => plain(guest.name ?? "");

/** `docs/import-report.md`: what was read, what was written, what was set aside and why, and every key that the code cannot express. */
export function emitReport(plan: Plan): EmittedFile {
  const of = (...outcomes: readonly PlannedGuest["outcome"][]) => plan.guests.filter(({ outcome }) => outcomes.includes(outcome));
  const written = of("imported", "kept");
  const lines = [
    "# Import report",
    "",
    `What pmpc wrote for the cluster ${plain(plan.inventory.name)}. Every import updates this report.`,
    "",
    ...table(
      ["", "guests"],
      [
        ["in the code", String(of("imported", "kept").length)],
        ["of these, not seen by this import and kept unchanged", String(of("kept").length)],
        ["refused: the provider cannot read them", String(of("refused").length)],
        ["not readable", String(of("unreadable").length)],
        ["left out by the filters", String(of("skipped").length)],
        ["forgotten", String(of("released").length)],
      ],
    ),
    ...section("Set aside", "Terraform's provider cannot read these guests. The command makes a guest importable; pmpc never runs it.", [
      ["guest", "name", "why", "to import it"],
      of("refused").map((one) => [label(one), name(one), plain(one.reason ?? ""), advice(one.remedy ?? "")]),
    ]),
    ...section("Waited for", waitedFor, [
      ["guest", "name", "why", "what helps", "or turn the agent off"],
      written.flatMap((one) => (one.wait?.certain ? [[label(one), name(one), plain(one.wait.refusal), plain(one.wait.help), advice(one.wait.remedy)]] : [])),
    ]),
    ...section("Repaired", "Terraform would have changed these values. The code contains them, and ignoreChanges keeps Terraform from changing them.", [
      ["guest", "name", "attribute", "why"],
      of("imported", "kept").flatMap((one) => one.repairs.map(({ path, why }) => [label(one), name(one), code(path), plain(why)])),
    ]),
    ...section("Let go", "These guests were removed from the code and the state with pmpc forget. The guests themselves are unchanged.", [
      ["guest", "name", "to bring it back"],
      of("released").map((one) => [label(one), name(one), advice(one.remedy ?? "")]),
    ]),
    ...section("Not readable", "pmpc could not read these guests, and has no earlier code for them.", [
      ["guest", "name", "why", "what helps"],
      of("unreadable").map((one) => [label(one), name(one), plain(one.reason ?? ""), advice(one.remedy ?? "")]),
    ]),
    ...section("Kept", "This import could not read these guests. Their code from an earlier import is unchanged.", [
      ["guest", "name", "why", "what helps"],
      of("kept").map((one) => [label(one), name(one), plain(one.reason ?? ""), advice(one.remedy ?? "")]),
    ]),
    ...section("Shared addresses", "Several guests have these addresses. The inventory uses an address only for the guest that certainly has it.", [
      ["address", "what is known"],
      plan.addresses.shared.map((one) => [code(one.address), plain(tellShared(one))]),
    ]),
    ...section("Gone", "The cluster confirmed that these guests are gone. A `removed` block removes them from Terraform's state and changes nothing else.", [
      ["guest", "name", "address"],
      plan.forgotten.filter(({ released }) => !released).map(({ key, name: gone, id }) => [plain(key), plain(gone), code(id)]),
    ]),
    ...section("Not in the code", "Terraform's provider does not support these keys. They stay unchanged on the server.", unsaid(written, false)),
    ...folded("internal records of Proxmox VE, which the code does not need", unsaid(written, true)),
    ...section("Not understood", "Proxmox VE does not understand these lines in the guests' files, and deletes them when it next writes the file.", [
      ["guest", "name", "lines"],
      plan.inventory.guests.flatMap(({ type, vmId, name: called = "", leftOut }) => (leftOut === undefined ? [] : [[`${kinds[type]} ${vmId}`, plain(called), code(listLeftOut(leftOut), 400)]])),
    ]),
    ...section("Besides guests, set aside", "The provider has no resource for these, or would change them. They stay as they are on the server.", [
      ["what", "why", "what helps"],
      plan.resources.filter(({ outcome }) => outcome !== "imported").map(({ key, reason = "", remedy = "" }) => [plain(printName(key)), plain(reason), advice(remedy)]),
    ]),
    ...section("What was set aside, as it is", "What these have on the server, but for secrets. Nothing of it is in the code.", [
      ["what", "settings"],
      plan.resources.flatMap(({ key, outcome, settings = [] }) => (outcome === "aside" && settings.length > 0 ? [[plain(printName(key)), settings.map((one) => code(`${one.key} ${one.value}`, 4000)).join("<br>")]] : [])),
    ]),
    ...section("Besides guests, not in the code", "The provider does not know these settings. They stay as they are on the server, until something is made anew from the code.", [
      ["what", "key", "value", "why"],
      plan.resources.flatMap(({ key: of, notSaid }) => notSaid.filter(({ internal }) => !internal).map(({ key, value, why }) => [plain(printName(of)), code(key), code(value, 4000), plain(why)])),
    ]),
    ...folded("internal records of Proxmox VE besides guests, which the code does not need", [
      ["what", "key", "value", "why"],
      plan.resources.flatMap(({ key: of, notSaid }) => notSaid.filter(({ key, internal }) => internal && !isOfMoment(key)).sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ key, value, why }) => [plain(printName(of)), code(key), code(value), plain(why)])),
    ]),
    ...section("Not asked", "These addresses of the API did not answer.", [
      ["address", "why"],
      plan.inventory.unreadable.map(({ address, message }) => [code(address), plain(message)]),
    ]),
    ...section("Every guest", "How many keys and sub-keys of each guest's configuration are in the code, equal the default, or are only on the server. Internal records of Proxmox VE do not count.", [
      ["guest", "name", "node", "outcome", "in the code", "default", "only on the server"],
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

const waitedFor = [
  "Plain Terraform waits 15 minutes for each of these guests at every plan, because its agent should report addresses and does not. pmpc plan and apply do not wait.",
  "To end the wait, do what helps, or turn the agent off, or, once the guest is in Terraform's state, set `waitForIp: { disabled: true }` in its `agent`, which changes nothing on the cluster.",
].join(" ");

type Rows = readonly [readonly string[], readonly (readonly string[])[]];

/** Keys that somebody set, or those that Proxmox VE keeps for itself. */
function unsaid(guests: readonly PlannedGuest[], internal: boolean): Rows {
  const rows = guests.flatMap((one) => one.notSaid.filter((key) => (key.internal === true) === internal).map(({ key, value, why }) => [label(one), name(one), code(key), code(value), plain(why)]));
  return [["guest", "name", "key", "value", "why"], rows];
}

/** A table that is there for who asks. */
function folded(what: string, [head, rows]: Rows): string[] {
  return rows.length === 0 ? [] : ["<details>", `<summary>${rows.length} ${rows.length === 1 ? what.replace("records", "record") : what}</summary>`, "", ...table(head, rows), "</details>", ""];
}

function section(title: string, says: string, [head, rows]: Rows): string[] {
  return rows.length === 0 ? [] : [`## ${title}`, "", says, "", ...table(head, rows)];
}
