import { exit, PmpcError } from "../../lib/error";

/** A request without an answer. */
export interface Fault {
  readonly error: PmpcError;
  /** How often it is worth another try, of the retries that the caller allows. */
  readonly retries: number;
}

/** What got and Node throw; their errors hold the whole request, credentials included, and must go no further than here. */
interface Thrown {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was cut",
  EPIPE: "the connection was cut",
  EHOSTUNREACH: "there is no way to it",
  ENETUNREACH: "there is no way to it",
  ENOTFOUND: "there is no host of that name",
  EAI_AGAIN: "the name could not be looked up",
};

/** What was asked of whom. */
export interface Attempt {
  /** The endpoint that was asked. */
  readonly url: string;
  /** Every endpoint there is. */
  readonly urls: readonly string[];
  readonly address: string;
  readonly timeout: number;
  readonly retries: number;
  /** Of those, how often where no answer came in time. @default 1 */
  readonly lateRetries?: number;
}

/** Says what became of a request that got no answer. */
export function explainFault(thrown: unknown, { url, urls, address, timeout, retries, lateRetries = 1 }: Attempt): Fault {
  const { name, code = "", message = "" } = thrown as Thrown;
  const cause = Object.assign(new Error(message), { code });
  // After such a wait, four more would be too many.
  const late = Math.min(lateRetries, retries);
  if (name === "TimeoutError") {
    return { error: new PmpcError("timeout", `${url} did not answer ${address} within ${timeout / 1000} s`, { cause }), retries: late };
  }
  if (name === "AnswerTooLarge") return { error: new PmpcError("answer-too-large", `${url} answers ${address} with more than ${message}`, { hint: notProxmoxHint, cause }), retries: 0 };
  if (/^(?:EPROTO$|ERR_SSL_)/.test(code)) {
    // What does not begin like TLS is another protocol: a server that only speaks an old TLS says so in TLS.
    if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|RECORD_LAYER_FAILURE/.test(code) || /wrong version number|packet length too long|record layer failure/.test(message)) return { error: new PmpcError("no-tls", `${url} answers, but does not speak https: it may speak plain http, or be something else than a web server`, { hint: tlsHint, cause }), retries: 0 };
    const what = code.replace(/^ERR_SSL_/, "").replaceAll("_", " ").toLowerCase();
    return { error: new PmpcError("no-tls", `${url} and pmpc do not agree on TLS 1.2 or newer: ${what}`, { hint: tlsHint, cause }), retries: 0 };
  }
  const why = sayFault({ code, message });
  const error = new PmpcError("unreachable", `${urls.join(", ")} cannot be reached: ${why}`, { hint: hints[code] ?? otherHint, cause });
  return { error, retries: code === "ETIMEDOUT" ? late : code === "ENOTFOUND" ? 0 : retries };
}

/** In words, what kept a connection from being made. */
export const sayFault = ({ code = "", message = "" }: Pick<Thrown, "code" | "message">): string => words[code] ?? (message === "" ? code : message);

const tlsHint = "Proxmox VE listens on port 8006 and speaks https only; is it the right port?";

const otherHint = "is the node up, and does a firewall let pmpc through? HTTPS_PROXY and NO_PROXY count, too";

const hints: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the web interface, pveproxy, listens on port 8006: is it running (`systemctl status pveproxy`), and is the port right?",
  ENOTFOUND: "is the name written right, and does it resolve on this machine?",
};

/** Whether a request surely never reached anybody: there was no connection that could have carried it. */
export function wasNotSent(thrown: unknown): boolean {
  return ["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN"].includes((thrown as Thrown).code ?? "");
}

/** A change that was asked for and never answered: it may have been made. */
export function outcomeUnknown(cause: PmpcError, address: string): PmpcError {
  return new PmpcError("outcome-unknown", `${cause.message}; whether ${address} was done is not known`, { hint: "look at the guest and at the tasks of its node before you try again", cause });
}

const notProxmoxHint = "Proxmox VE listens on port 8006: check the port, and whether a proxy is in between";

/** A server that answers, but not as Proxmox VE does. */
export function notProxmox(url: string, status: number, type: string | undefined, location?: string): PmpcError {
  const elsewhere = location !== undefined && URL.canParse(location, url) ? new URL(location, url).host : undefined;
  const what = elsewhere === undefined ? `${status} ${type ?? "without a content type"}` : `${status}, which leads to ${elsewhere}`;
  return new PmpcError("not-proxmox", `${url} does not answer like Proxmox VE: ${what}`, {
    hint: elsewhere === undefined ? notProxmoxHint : `something in between redirects to ${elsewhere}, perhaps to log in: reach Proxmox VE itself, on port 8006`,
    exit: exit.notFound,
  });
}

/** An answer in another shape than its address has: nothing of it is believed. */
export function somethingElse(url: string, address: string, expected: string, data: unknown): PmpcError {
  const shown = JSON.stringify(data) ?? "nothing";
  return new PmpcError("something-else", `Proxmox VE answered something else at ${address}: ${expected} was expected, and it was ${shown.length > 60 ? `${shown.slice(0, 59)}…` : shown}`, {
    hint: `is ${url} a Proxmox VE, and does something in between change what it says? If neither, this is a fault of pmpc's`,
  });
}
