import { row, lost } from "../row";
import { count, filled, replicationId } from "../shape/answer";
import { decimal, flag } from "../shape/number";
import { reference } from "../shape/reference";
import { text, word } from "../shape/text";
import { replicationDoes } from "./does";
import { provided, type ClusterTable } from "./table";

export const replicationTables: readonly ClusterTable[] = [
  {
    type: "replication", terraform: "proxmox_replication", construct: "Replication", area: "replication", named: "name", policy: "destroy", does: replicationDoes,
    says: "A job that copies the disks of a guest to another node.",
    // The id is made of both.
    beside: ({ id }) => ({ guest: { kind: "guest", name: String(id).split("-")[0]! }, job: Number(String(id).split("-")[1]), name: undefined }),
    rows: [
      row("id", "name", "id", replicationId, { says: "The guest's number and that of the job: `101-0`.", otherwise: "- `guest` and `job`, or the construct's id", replaces: true }),
      row("target", "target", "target", reference("node"), { says: "Node that it copies to.", required: true, replaces: true }),
      row("type", "type", "type", word("local"), { says: "Where it copies to.", unsaid: "local", required: true, otherwise: '"local"', always: true }),
      row("schedule", "schedule", "schedule", text(), { shareable: true, says: "When it runs, as a calendar event.", computed: true, otherwise: "- every 15 minutes" }),
      row("rate", "rate", "rate", decimal(0), { says: "Limit for the copy.", unit: "MB/s", otherwise: "- none" }),
      row("comment", "comment", "comment", filled(text()), { says: "Notes.", otherwise: "- none" }),
      row("disable", "disable", "disable", flag, { says: "Keeps it from running.", default: false, absent: false }),
      { ...provided("source", text(), null), pve: "source" },
      { ...provided("guest", count(), null), pve: "guest" },
      { ...provided("jobnum", count(), null), pve: "jobnum" },
      lost("remove_job", text(), "it is being removed: Proxmox VE takes it away once it has run"),
    ],
  },
];
