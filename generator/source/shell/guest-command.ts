import type { GuestType } from "../../../lib/pve/address";
import type { Setting } from "../../../lib/pve/guest-config";
import { parseGuestFile } from "../../../lib/pve/guest-text";
import { decodeNotes } from "../../../lib/pve/notes";
import { answerOf } from "../../../lib/schema/answer";
import { demandSuccess, invalidOutput, type Ran } from "../../transport/command-error";

/**
 * The API's answer, without the digest, by what `qm config` or `pct config` printed: its lines are those of the file with
 * pending changes applied, but for the notes, which are one line, and a container's environment, which is one value.
 */
export function parseConfig(type: GuestType, ran: Ran): Record<string, unknown> {
  const printed = demandSuccess(ran).stdout;
  const notes = /^description: (.*)$/m.exec(printed)?.[1];
  const { current, unparsed } = parseGuestFile(type, printed.replace(/^description: .*$/m, ""));
  const [strange] = unparsed;
  if (strange !== undefined) throw invalidOutput(ran, "it printed a line that is no setting", strange);
  if (current.settings.length + current.raw.length === 0) throw invalidOutput(ran, "it printed no settings");
  const settings = type === "qemu" ? current.settings.map(quoted) : current.settings;
  return answerOf(type, { ...current, settings, ...(notes === undefined ? {} : { description: decodeNotes(notes) }) });
}

// A machine's text loses its quotes where its file is read; what is printed has lost them already.
const quoted = ([key, value]: Setting): Setting => [key, key !== "args" && /^".*"$/s.test(value) ? `"${value}"` : value];

/** Whether a command refused to print a configuration in which something does not pass Proxmox VE's own check; the API shows it all the same. */
export function isTooStrict({ code, stderr }: Ran): boolean {
  return code === 255 && /^400 Result verification failed/m.test(stderr);
}
