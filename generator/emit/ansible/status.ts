import type { PlannedGuest } from "../../plan/plan";
import type { EmittedFile } from "../file";
import { groupHosts, statusGroups } from "./group";
import { printInventory } from "./hosts";

const folder = "ansible/inventory";
const notice = "Facts that change by themselves: every import writes this file, and git ignores it.";

/** What guests are doing, in a file of its own that git ignores: who starts a guest changes nothing that is shared. */
export function emitStatus(guests: readonly PlannedGuest[]): EmittedFile[] {
  const variables = new Map(guests.map(({ host, guest: { status, state } }) => [host, { ...(typeof state?.qmpstatus === "string" ? { proxmox_qmpstatus: state.qmpstatus } : {}), proxmox_status: status }]));
  const groups = groupHosts(guests.map(({ host, guest }) => ({ host, groups: statusGroups(guest) })), []);
  return [
    { path: `${folder}/status.yml`, content: printInventory(groups, notice, variables), mode: "passing" },
    { path: `${folder}/.gitignore`, content: "# Changes by itself; every import writes it.\n/status.yml\n", mode: "owned" },
  ];
}
