import type { Document, Unreadable } from "../../lib/inventory/document";
import type { Address } from "../../lib/pve/address";
import { redact, redacted } from "../../lib/pve/secret";
import { addressTemplate } from "../../lib/pve/template";
import { kinds } from "../../lib/schema/kind/all";
import { isUnreadable, type Finding } from "./finding";

/** Gives answers without what must never be kept. `onAnswer` is told of each as it came, for anyone who keeps it in memory alone. */
export async function* withoutSecrets(answers: AsyncIterable<Finding>, onAnswer: (answer: Document | Unreadable) => void = () => {}): AsyncGenerator<Finding> {
  for await (const answer of answers) {
    onAnswer(answer);
    yield isUnreadable(answer) ? answer : { ...answer, body: withoutNamed(redact(answer.body), secretsAt(answer.address)) };
  }
}

/** Where the API answers secrets in clear text, and under which names: the records of the kinds say so. */
const places = kinds.all.flatMap(({ reads: { list, documents = {}, secrets = [] } }) => (secrets.length === 0 ? [] : [list, ...Object.values(documents)].map((text) => ({ begins: text.split("{")[0]!, template: addressTemplate(text), secrets }))));

function secretsAt(address: Address): readonly string[] {
  return places.flatMap(({ begins, template, secrets }) => (address.startsWith(begins) && template.parse(address) !== undefined ? secrets : []));
}

/** An object, or the rows of a list, without settings of these names. */
function withoutNamed(body: unknown, names: readonly string[]): unknown {
  if (names.length === 0 || typeof body !== "object" || body === null) return body;
  if (Array.isArray(body)) return body.map((one) => withoutNamed(one, names));
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, names.includes(name) && value !== undefined && value !== null && value !== "" ? redacted : (value as unknown)]));
}
