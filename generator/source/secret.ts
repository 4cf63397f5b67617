import type { Document, Unreadable } from "../../lib/inventory/document";
import { redact } from "../../lib/pve/secret";
import { isUnreadable, type Finding } from "./finding";

/** Gives answers without what must never be kept. `onAnswer` is told of each as it came, for anyone who keeps it in memory alone. */
export async function* withoutSecrets(answers: AsyncIterable<Finding>, onAnswer: (answer: Document | Unreadable) => void = () => {}): AsyncGenerator<Finding> {
  for await (const answer of answers) {
    onAnswer(answer);
    yield isUnreadable(answer) ? answer : { ...answer, body: redact(answer.body) };
  }
}
