import { parseGuestFile } from "../../../lib/pve/guest-config";
import type { GuestType } from "../../../lib/pve/address";
import { answerOf } from "../../../lib/schema/answer";
import { demandSuccess, invalidOutput, type Ran } from "../../transport/command-error";

/**
 * The API's answer, without the digest, by what `qm config` or `pct config` printed: its lines are those of the file with
 * pending changes applied, but for the notes, which are one line, and a container's environment, which is one value.
 */
export function parseConfig(type: GuestType, ran: Ran): Record<string, unknown> {
  // As a comment's line the notes keep the blank that they may begin with.
  const { current } = parseGuestFile(demandSuccess(ran).stdout.replace(/^description: /m, "#"));
  const [strange] = current.unparsed;
  if (strange !== undefined) {
    const number = ran.stdout.split("\n").indexOf(strange) + 1;
    throw invalidOutput(ran, "it printed a line that is no setting", { number, text: strange });
  }
  if (current.settings.length + current.raw.length === 0) throw invalidOutput(ran, "it printed no settings");
  const description = current.description?.replace(/\n$/, "");
  return answerOf(type, description === undefined ? current : { ...current, description });
}

/** Whether a command refused to print a configuration in which something does not pass Proxmox VE's own check; the API shows it all the same. */
export function isTooStrict({ code, stderr }: Ran): boolean {
  return code === 255 && /^400 Result verification failed/m.test(stderr);
}
