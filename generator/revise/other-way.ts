import { exit, PmpcError } from "../../lib/error";
import { parseGuestKey } from "../../lib/pve/address";
import { printName } from "../../lib/schema/kind/name";
import type { Recorded } from "../audit/record";

const running = new Set(["start", "resume"]);
const stopping = new Set(["stop", "shutdown", "suspend"]);

/** Refuses what changed no configuration, with the command that takes it back, where there is one. */
export function refuseOtherWays({ n, key, verb, asked }: Recorded): void {
  if (key === undefined || parseGuestKey(key) === undefined) return;
  const [guest, request] = [printName(key), typeof asked?.request === "string" ? asked.request : undefined];
  const power = request === undefined ? verb : /^POST \S+\/status\/(\w+)$/.exec(request)?.[1];
  const told = (says: string, hint: string) => new PmpcError("nothing-to-undo", `record ${n} ${says}`, { hint, exit: exit.refused });
  if (power !== undefined && running.has(power)) throw told(`started ${guest}, and changed no configuration`, `pmpc stop ${guest} stops it`);
  if (power !== undefined && stopping.has(power)) throw told(`stopped ${guest}, and changed no configuration`, `pmpc start ${guest} starts it`);
  if (power === "reboot" || power === "reset") throw told(`restarted ${guest}, and changed no configuration`, "a restart cannot be taken back");
  if (request?.startsWith("DELETE ") && new RegExp(`/${key}(\\?|$)`).test(request)) throw told(`destroyed ${guest} with its disks`, `pmpc delete ${guest} --undo brings its code back, and an apply then makes a new one; what was on its disks is only in a backup`);
  if (request !== undefined && /^POST \S+\/(clone|qemu|lxc)$/.test(request)) throw told(`made ${guest}`, `pmpc delete ${guest} takes it out of the code, and an apply then destroys it`);
  if (request !== undefined && !/\/config(\?|$)/.test(request)) throw told(`is no change of a configuration: ${request}`, "change it in the code, or on the cluster; pmpc audit --json shows what it was before, where that is known");
}
