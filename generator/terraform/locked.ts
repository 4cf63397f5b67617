import { exit, PmpcError } from "../../lib/error";

/** Who holds the lock of a state. */
export interface Holder {
  readonly id?: string;
  /** `kim@laptop` */
  readonly who?: string;
  /** `apply` */
  readonly operation?: string;
  /** `2026-11-30 05:50 UTC` */
  readonly since?: string;
}

/** Who holds the lock that a command of Terraform's waited for in vain; undefined if it failed for another reason. */
export function holderIn(said: string): Holder | undefined {
  const text = said.replace(/[│╷╵|]/g, " ");
  if (!/Error acquiring the state lock|Error locking state/i.test(text)) return undefined;
  // An http backend says who holds it by number only, and shows who asks in its place.
  const [, taken] = /already locked: ID=(\S*)/.exec(text) ?? [];
  if (taken !== undefined) return taken === "" ? {} : { id: taken };
  // Words may have been put on one line; Terraform writes the labels in this order.
  const field = (name: string, next: string) => new RegExp(`\\b${name}:\\s+(\\S.*?)\\s+${next}:`, "s").exec(text)?.[1];
  const operation = field("Operation", "Who")?.replace(/^OperationType/, "").toLowerCase();
  const since = /\bCreated:\s+(\d{4}-\d\d-\d\d \d\d:\d\d)\S* \S+ UTC/.exec(text)?.[1];
  return { id: field("ID", "Path"), who: field("Who", "Version"), operation, since: since === undefined ? undefined : `${since} UTC` };
}

/** What holds it, as a sentence. */
export function sayHolder({ who, operation, since }: Holder): string {
  const what = operation === undefined || operation === "" || operation === "invalid" ? "another Terraform" : `another Terraform (${operation}${who === undefined ? "" : ` of ${who}`})`;
  return `${what} holds the lock of the state${since === undefined ? "" : ` since ${since}`}`;
}

/** The error of a command that could not get the lock; undefined if it failed for another reason. */
export function lockedError(text: string, binary: string, folder: string): PmpcError | undefined {
  const holder = holderIn(text);
  if (holder === undefined) return undefined;
  const free = holder.id === undefined ? "" : `\nif none runs any more: cd ${folder} && ${binary} force-unlock ${holder.id}`;
  return new PmpcError("state-locked", `${sayHolder(holder)}, so nothing was planned or written`, { hint: `wait until it has ended, then run this again${free}`, exit: exit.refused });
}
