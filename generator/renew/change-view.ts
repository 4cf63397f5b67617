import type { GuestChange, SettingChange } from "../../lib/inventory/difference";
import { printName } from "../../lib/schema/kind/name";
import { fact, type Fact } from "../engine/view";

const [mostGuests, mostSettings, longest] = [20, 8, 60];

/** What has changed on the cluster since it was read before, a line for each guest: `~ caddy memory 512 → 1024`, `+ web`, `- old`. */
export function changeFacts(changes: readonly GuestChange[] = []): Fact[] {
  const shown = changes.slice(0, mostGuests).map((change, at) => fact(at === 0 ? "changed" : "", sayChange(change, changes), at === 0 ? { amount: changes.length } : {}));
  return changes.length > mostGuests ? [...shown, fact("", `and ${changes.length - mostGuests} more: --json has them all`)] : shown;
}

const signs = { added: "+", changed: "~", gone: "-", unlisted: "?" } as const;

function sayChange({ key, name, change, settings }: GuestChange, all: readonly GuestChange[]): string {
  const isClear = name !== "" && all.filter((one) => one.name === name).length === 1;
  const label = isClear ? `${signs[change]} ${name}` : `${signs[change]} ${printName(key)} ${name}`.trimEnd();
  if (change === "unlisted") return `${label} is not listed, and nothing proves that it has gone`;
  const said = settings.slice(0, mostSettings).map(saySetting);
  return [label, ...(said.length === 0 ? [] : [said.join(", ")]), ...(settings.length > mostSettings ? [`and ${settings.length - mostSettings} more`] : [])].join(" ");
}

function saySetting({ setting, before, after }: SettingChange): string {
  if (before === undefined) return `${setting} set to ${short(after)}`;
  return after === undefined ? `${setting} ${short(before)} removed` : `${setting} ${short(before)} → ${short(after)}`;
}

function short(text = ""): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line === "" ? "nothing" : line.length > longest ? `${line.slice(0, longest)}…` : line;
}
