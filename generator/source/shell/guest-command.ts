import type { GuestType } from "../../../lib/pve/address";
import type { Setting } from "../../../lib/pve/guest-config";
import { keyOfLine, type LeftOut } from "../../../lib/inventory/left-out";
import { parseGuestFile } from "../../../lib/pve/guest-text";
import { decodeNotes } from "../../../lib/pve/notes";
import { processorComplaint } from "../../../lib/schema/check";
import { guestKinds } from "../../../lib/schema/kind/all";
import { answerOf } from "../../../lib/schema/config-response";
import { demandSuccess, invalidOutput, type Ran } from "../../transport/command-error";

/**
 * The API's answer, without the digest, by what `qm config` or `pct config` printed: its lines are those of the file with
 * pending changes applied, but for the notes, which are one line, and a container's environment, which is one value.
 */
export function parseConfig(type: GuestType, ran: Ran): Record<string, unknown> {
  const printed = demandSuccess(ran).stdout;
  const notes = /^description: (.*)$/m.exec(printed)?.[1];
  const { current, unparsed } = parseGuestFile(type, printed.replace(/^description: .*$/m, "").replace(/^([a-z][a-z_-]*\d*): $/gm, '$1: ""'));
  const [strange] = unparsed;
  if (strange !== undefined) throw invalidOutput(ran, "it printed a line that is not a setting", strange);
  if (current.settings.length + current.raw.length === 0) throw invalidOutput(ran, "it printed no settings");
  const settings = guestKinds[type].isStrict ? current.settings.map(quoted) : current.settings;
  return answerOf(type, { ...current, settings, ...(notes === undefined ? {} : { description: decodeNotes(notes) }) });
}

// A machine's text loses its quotes where its file is read; what is printed has lost them already, and may be empty.
const quoted = ([key, value]: Setting): Setting => [key, key !== "args" && /^".+"$/s.test(value) ? `"${value}"` : value];

/** The lines of a guest's file that Proxmox VE complains of while it prints what it understood. */
export function complaintsIn(type: GuestType, { stderr }: Ran): readonly LeftOut[] {
  return stderr.split("\n").flatMap((line): LeftOut[] => {
    const [, complaint] = /^vm \d+ - (.*)$/s.exec(line) ?? [];
    if (complaint === undefined) return [];
    const [, text] = /^unable to parse config: (.*)$/s.exec(complaint) ?? [];
    if (text !== undefined) return [{ key: keyOfLine(text) }];
    // A container's value that is wrong is kept.
    const [, key] = guestKinds[type].complaint.exec(complaint) ?? [];
    const [, section] = /^(?:skipping unknown section: '|duplicate (?:special |snapshot )?section: )([^']*)/.exec(complaint) ?? [];
    if (section !== undefined) return [{ key: `[${section}]` }];
    return key === undefined ? (complaint.startsWith("property 'delete'") ? [{ key: "delete" }] : []) : [withReason({ key }, processorComplaint(complaint))];
  });
}

const withReason = (line: LeftOut, why: string | undefined): LeftOut => (why === undefined ? line : { ...line, why });

/** Whether a command printed nothing, as it does of a guest without any setting. */
export function saysNothing({ code, stdout }: Ran): boolean {
  return code === 0 && stdout.trim() === "";
}

/** Whether a command refused to print a configuration in which something does not pass Proxmox VE's own check; the API shows it all the same. */
export function isTooStrict({ code, stderr }: Ran): boolean {
  return code === 255 && /^400 Result verification failed/m.test(stderr);
}
