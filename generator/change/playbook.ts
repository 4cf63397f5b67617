import type { Context } from "../engine/action";
import { fact, type Fact } from "../engine/view";
import { runProcess } from "../terraform/process";
import { isThere } from "../workspace/text";
import { join } from "node:path";

/** What became of the playbook of a guest that was made. */
export interface Played {
  readonly guest: string;
  /** `ansible/playbooks/web-02.yml`; undefined if it has none of its own, and `site.yml` was limited to it. */
  readonly playbook: string;
  readonly passed: boolean;
  /** Why it was not run, or did not pass. */
  readonly says?: string;
}

const inventory = "ansible/inventory/hosts.yml";

/** Ansible fills its titles with stars to 79 columns, terminal or not, which is more than an indented line has. */
const withoutStars = (line: string) => line.replace(/ \*{3,}$/, "");

/** What is missing for a playbook to be played, where Ansible says so. */
const missing = (line: string) => /plugin '?community\.proxmox\.\w+'? was not found/.test(line);

/** Runs the playbooks of guests, one after another, with the user's own Ansible and environment; what it prints is passed on as it comes. */
export async function playFor(root: string, guests: readonly string[], { environment, host, signal }: Context): Promise<readonly Played[]> {
  const played: Played[] = [];
  let isMissing = false;
  const onLine = (line: string) => {
    isMissing ||= missing(line);
    host.notify({ code: "task-line", says: withoutStars(line), data: { line } });
  };
  for (const guest of guests) {
    const own = /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(guest) ? `ansible/playbooks/${guest.toLowerCase() === "site" ? `${guest}-host` : guest}.yml` : undefined;
    const isOwn = own !== undefined && (await isThere(join(root, own)));
    const playbook = isOwn ? own : "ansible/playbooks/site.yml";
    if (!isOwn && own === undefined) {
      played.push({ guest, playbook, passed: false, says: "no host of the inventory has such a name" });
      continue;
    }
    host.idle();
    const { code, stopped, stderr } = await runProcess("ansible-playbook", ["-i", inventory, playbook, ...(isOwn ? [] : ["--limit", guest])], { cwd: root, environment, signal, onLine });
    if (stopped === "not-found") return [...played, { guest, playbook, passed: false, says: "ansible-playbook is not on the PATH" }];
    const [complaint] = stderr.trim().split("\n").slice(-1);
    played.push({ guest, playbook, passed: code === 0, ...(code === 0 ? {} : { says: isMissing ? "Ansible lacks what reaches guests through their node: ansible-galaxy collection install community.proxmox" : complaint === undefined || complaint === "" ? `ansible-playbook ended with ${code ?? "a signal"}` : complaint }) });
  }
  return played;
}

export const playFact = ({ guest, playbook, passed, says }: Played): Fact => fact(passed ? "played" : "not played", `${playbook} for ${guest}${says === undefined ? "" : `: ${says}`}`);
