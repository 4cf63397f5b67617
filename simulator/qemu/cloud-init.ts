import { readDraft, writeDraft, type Values } from "../draft";
import { assertUnlocked } from "../precondition";
import type { Call } from "../route";
import { existingGuest } from "../route/guest";
import { splitList } from "../schema/format";
import { isCloudInit, isDrive, parseDrive } from "./drive";

const keys = ["cicustom", "cipassword", "citype", "ciuser", "ciupgrade", "nameserver", "searchdomain", "sshkeys"];

/** What the cloud-init drive holds, beside what it would hold if it were made now. */
export function listCloudInit(call: Call): object[] {
  const { values, special } = readDraft(existingGuest(call, "qemu"));
  const held: Values = new Map(special.get("cloudinit") ?? []);
  const added = splitList(held.get("added") ?? "");
  held.delete("added");
  const shown = (key: string, value: string | undefined) => (key === "cipassword" && value !== undefined ? "**********" : value);
  const kept = keys.filter((key) => values.get(key) && !added.includes(key));
  return [
    ...added.map((key) => ({ key, pending: shown(key, values.get(key)) })),
    ...kept.map((key) => {
      const before = held.get(key);
      const now = shown(key, values.get(key));
      return before === undefined ? { key, value: now } : { key, value: shown(key, before), pending: now };
    }),
    ...[...held.keys()].filter((key) => !values.get(key)).map((key) => ({ key, delete: 1 })),
  ];
}

/** Makes the cloud-init drive anew. */
export function remakeCloudInit(call: Call): null {
  const guest = existingGuest(call, "qemu");
  const draft = readDraft(guest);
  assertUnlocked(draft);
  const hasDrive = [...draft.values].some(([key, value]) => isDrive(key) && isCloudInit(parseDrive(key, value) ?? new Map<string, string>()));
  if (hasDrive && draft.special.delete("cloudinit")) writeDraft(guest, draft);
  return null;
}
