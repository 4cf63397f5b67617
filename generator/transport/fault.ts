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
}

/** Says what became of a request that got no answer. */
export function explainFault(thrown: unknown, { url, urls, address, timeout, retries }: Attempt): Fault {
  const { name, code = "", message = "" } = thrown as Thrown;
  const cause = Object.assign(new Error(message), { code });
  // Whoever waited that long does not want to wait four times more.
  const late = Math.min(1, retries);
  if (name === "TimeoutError") {
    return { error: new PmpcError("timeout", `${url} did not answer ${address} within ${timeout / 1000} s`, { cause }), retries: late };
  }
  if (/^(?:EPROTO$|ERR_SSL_)/.test(code)) {
    const what = code.replace(/^ERR_SSL_/, "").replaceAll("_", " ").toLowerCase();
    return { error: new PmpcError("no-tls", `${url} and pmpc do not agree on TLS 1.2 or newer: ${what}`, { hint: tlsHint, cause }), retries: 0 };
  }
  const why = words[code] ?? (message === "" ? code : message);
  const error = new PmpcError("unreachable", `${urls.join(", ")} cannot be reached: ${why}`, { hint: hints[code] ?? otherHint, cause });
  return { error, retries: code === "ETIMEDOUT" ? late : code === "ENOTFOUND" ? 0 : retries };
}

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

/** A server that answers, but not as Proxmox VE does. */
export function notProxmox(url: string, status: number, type: string | undefined): PmpcError {
  return new PmpcError("not-proxmox", `${url} does not answer as Proxmox VE does: ${status} ${type ?? "without a content type"}`, {
    hint: "Proxmox VE listens on port 8006; is it the right one, or is there something in between?",
    exit: exit.notFound,
  });
}
