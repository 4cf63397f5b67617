import { parseBlocks, type Block } from "./section-config";

/** A place that is told, or a matcher, as the API answers it. */
export interface Notification {
  /** `sendmail`, `smtp`, `gotify`, `webhook`, or `matcher`. */
  readonly type: string;
  readonly name: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** What is there without anybody having said it. */
const builtin: readonly Block[] = [
  { type: "sendmail", id: "mail-to-root", lines: [["comment", "Send mails to root@pam's email address"], ["mailto-user", "root@pam"]] },
  { type: "matcher", id: "default-matcher", lines: [["comment", "Route all notifications to mail-to-root"], ["mode", "all"], ["target", "mail-to-root"]] },
];

const lists = new Set(["mailto", "mailto-user", "header", "target", "match-field", "match-severity", "match-calendar"]);
const flags = new Set(["disable", "invert-match"]);

/** `notifications.cfg`, with what Proxmox VE has built in. Its secrets are in another file, which only root reads. */
export function parseNotifications(text: string): readonly Notification[] {
  const blocks = new Map([...builtin, ...parseBlocks(text)].map((block) => [`${block.type} ${block.id}`, block]));
  return [...blocks.values()].map(({ type, id, lines }) => {
    const row: Record<string, unknown> = { name: id };
    for (const [key, value = "1"] of lines) {
      if (lists.has(key)) row[key] = [...((row[key] as readonly string[] | undefined) ?? []), value];
      else if (flags.has(key)) row[key] = /^(1|true|on|yes)$/i.test(value) ? 1 : 0;
      else row[key] = key === "port" ? Number(value) : value;
    }
    const own = builtin.find((block) => block.type === type && block.id === id);
    const origin = own === undefined ? "user-created" : sameLines(own, lines) ? "builtin" : "modified-builtin";
    return { type, name: id, row: { ...row, origin } };
  });
}

const sameLines = ({ lines }: Block, others: Block["lines"]) => [...lines].map(String).sort().join("\n") === [...others].map(String).sort().join("\n");

/** The row of the list of targets, which is the same for all types. */
export const targetAnswer = ({ type, row: { name, comment, disable, origin } }: Notification) => ({ name, type, origin, ...(comment === undefined ? {} : { comment }), ...(disable === undefined ? {} : { disable }) });
