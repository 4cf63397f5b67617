import { code, table } from "../../generator/emit/docs/markdown";
import type { CiReport } from "../../generator/verdict/report";
import type { Alert } from "../../generator/verdict/verdict";

/** As much as fits into a step summary or a comment, with room for what others add to it: bytes. */
export const largest = 60_000;

const marks: Readonly<Record<Alert["rule"], string>> = { destroy: "destroy", replace: "replace", reboot: "restart", policy: "policy", types: "types", drift: "differs", unmanaged: "no code", expired: "expired", unused: "matches nothing", unread: "not judged", waiting: "waits for a start", change: "change" };

/** A verdict as a page of Markdown. Whatever comes from a cluster is in code font, where nothing is a link, a mention or HTML. */
export function markdownOf({ verdict, says, findings, problems, since }: CiReport): string {
  const first = verdict === "pass" ? "pmpc: nothing alarms" : verdict === "alarm" ? "pmpc: alarm" : "pmpc: not all could be judged";
  const head = [`### ${first}`, "", says, "", ...problems.map((one) => `- ${code(one, 400)}`), ...(since === undefined ? ["There is no earlier run to compare with: whatever differs counts as drift.", ""] : [])];
  const rows = findings.map(rowOf);
  // Whole rows, as many as fit.
  for (let shown = rows.length; ; shown = Math.floor(shown * 0.8)) {
    const rest = rows.length - shown;
    const text = [...head, "", ...table(["", "guest", "what", "where"], rows.slice(0, shown)), ...(rest > 0 ? [`and ${rest} more: the report of pmpc ci --json has them all`, ""] : [])].join("\n");
    if (Buffer.byteLength(text) <= largest) return text;
    if (shown === 0) return `### ${first}\n\n${says}\n`;
  }
}

function rowOf({ rule, known, guest, says, file, line, by }: Alert): readonly string[] {
  const who = by[0] === undefined ? "" : ` by ${code(by[0].who, 60)}`;
  return [known === undefined ? marks[rule] : `${marks[rule]}, known`, code(guest, 80), `${code(says, 200)}${who}${known === undefined ? "" : ` ${code(known, 120)}`}`, code(`${file}:${line}`)];
}
