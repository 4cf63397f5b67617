import { between, matches, oneOf } from "../accept";
import { nameFromPath } from "../phrase";
import { lost, row, type Row } from "../row";
import { count, haGuest, haGuests, nodePriorities } from "../shape/answer";
import { flag } from "../shape/number";
import { reference } from "../shape/reference";
import { text, word } from "../shape/text";
import { groupDoes, resourceDoes, ruleDoes } from "./does";
import type { ClusterTable } from "./table";

const stripped = matches(/^\S(?:.*\S)?$/s, "text without blanks around it");
const comment: Row = row("comment", "comment", "comment", text(), { says: "Notes.", otherwise: "- none", accepts: stripped });

const named = matches(/^[a-zA-Z][a-zA-Z0-9\-_.]*[a-zA-Z0-9]$/, "two or more letters, digits, - _ .");

export const availabilityTables: readonly ClusterTable[] = [
  {
    type: "ha-resource", terraform: "proxmox_haresource", construct: "HaResource", area: "ha", policy: "protect", does: resourceDoes,
    says: "A guest that Proxmox VE keeps running, on another node where its own fails.",
    // An older word for the same.
    aside: ({ sid, state }) => (state === "enabled" ? { reason: 'state is "enabled", and the provider takes only the newer word for it', remedy: `ha-manager set ${String(sid)} --state started` } : undefined),
    rows: [
      row("sid", "guest", "resource_id", haGuest, { says: "The guest: `vm:101`, `ct:202`.", required: true, replaces: true }),
      row("state", "state", "state", text(), { says: "What it is kept at.", default: "started", absent: "started", otherwise: '"started"', accepts: oneOf("started", "stopped", "disabled", "ignored") }),
      row("group", "group", "group", reference("ha-group"), { says: "Group of nodes that it is kept on, before Proxmox VE 9.", otherwise: "- none" }),
      row("failback", "failback", "failback", flag, { says: "Goes back to the node that it belongs on.", otherwise: "true" }),
      row("max_restart", "maxRestart", "max_restart", count(0, 10), { says: "How often it is restarted where it is.", otherwise: "1", accepts: between(0, 10) }),
      row("max_relocate", "maxRelocate", "max_relocate", count(0, 10), { says: "How often it is moved after that.", otherwise: "1", accepts: between(0, 10) }),
      comment,
      { kind: "row", pve: "type", prop: null, terraform: "type", shape: text(), output: true },
    ],
  },
  {
    type: "ha-group", terraform: "proxmox_hagroup", construct: "HaGroup", area: "ha", named: "name", policy: "destroy", does: groupDoes,
    says: "Nodes that high availability keeps guests on, before Proxmox VE 9, which has rules instead.",
    rows: [
      row("group", "name", "group", text(), { says: "Its name.", otherwise: nameFromPath, replaces: true, accepts: named }),
      row("nodes", "nodes", "nodes", nodePriorities, { says: "The nodes; a higher priority comes first.", required: true }),
      row("restricted", "restricted", "restricted", flag, { says: "Its guests run on no other node: they are stopped where none of these is there.", default: false, absent: false }),
      row("nofailback", "noFailback", "no_failback", flag, { says: "Leaves guests where they are when a node with a higher priority is back.", default: false, absent: false }),
      comment,
    ],
  },
  {
    type: "ha-rule", terraform: "proxmox_harule", construct: "HaRule", area: "ha", named: "name", policy: "destroy", does: ruleDoes,
    says: "On which nodes guests are kept, or that they are kept together or apart.",
    // It sends that the rule is not disabled, which Proxmox VE passes over.
    cannot: ({ rule, type, disable: was }, { disable }) => (was === true && disable === false ? { attribute: "disable", reason: "the provider cannot switch a rule on that is disabled", remedy: `pvesh set /cluster/ha/rules/${String(rule)} --type ${String(type)} --delete disable` } : undefined),
    // Proxmox VE takes no such rule; one is left where its guests are taken away.
    aside: ({ type, resources }) => (type === "resource-affinity" && String(resources ?? "").split(",").filter((one) => one !== "").length < 2 ? { reason: "it keeps fewer than two guests together or apart", remedy: "remove it in Proxmox VE, or leave it: it has no effect" } : undefined),
    rows: [
      row("rule", "name", "rule", text(), { says: "Its name.", otherwise: nameFromPath, replaces: true, accepts: named }),
      row("type", "type", "type", word("node-affinity", "resource-affinity"), { says: "What it says: on which nodes, or beside which guests.", required: true, replaces: true }),
      row("resources", "guests", "resources", haGuests, { says: "The guests, which high availability must have: `vm:101`.", required: true }),
      row("nodes", "nodes", "nodes", nodePriorities, { says: "Nodes that it prefers; a higher priority comes first.", otherwise: "- none" }),
      row("affinity", "affinity", "affinity", word("positive", "negative"), { says: "Keeps the guests together (`positive`) or apart (`negative`).", otherwise: "- none" }),
      row("strict", "strict", "strict", flag, { says: "They run on no other node.", default: false, absent: false }),
      row("disable", "disable", "disable", flag, { says: "Keeps it from counting.", default: false, absent: false }),
      comment,
      lost("order", count(), "Proxmox VE counts the rules", { internal: true }),
      lost("errors", text(), "Proxmox VE says what is wrong with it", { internal: true }),
    ],
  },
];
