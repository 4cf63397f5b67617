import type { IncomingMessage, ServerResponse } from "node:http";
import type { Address } from "../../lib/pve/address";
import { parseForm, type Answer, type Parameters, type Request } from "../../lib/simulator/request";
import type { Fault } from "./fault";

/** A request that was answered, or left without an answer. */
export interface ServedRequest {
  readonly method: string;
  /** Path and query, as they came, without `/api2/json`. */
  readonly address: Address;
  /** The status answered; undefined where the connection hung or broke. */
  readonly status?: number;
  /** Who asked, without the secret. */
  readonly user?: string;
  /** How many requests were in work when this one came, itself included. */
  readonly concurrent: number;
}

export interface ListenerOptions {
  readonly respond: (request: Request) => Answer;
  /** Milliseconds. */
  readonly latency: number;
  readonly fault: (address: Address) => Fault | undefined;
  readonly requests: ServedRequest[];
}

const prefix = "/api2/json";

/** Speaks HTTP as Proxmox VE's own server does: reasons in the status line, bodies as JSON. */
export function listener({ respond, latency, fault, requests }: ListenerOptions): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  let inWork = 0;
  return (incoming, outgoing) => {
    const { method = "GET", url = "/" } = incoming;
    const address = url.startsWith(prefix) ? url.slice(prefix.length) || "/" : url;
    const concurrent = ++inWork;
    outgoing.once("close", () => inWork--);
    readBody(incoming, (body) => {
      const wrong = fault(address);
      const answer: Answer | undefined = typeof wrong === "object" ? wrong : wrong === undefined ? ask(respond, incoming, address, body) : undefined;
      requests.push({ method, address, concurrent, status: answer?.status, user: answer?.user });
      if (answer && latency > 0) setTimeout(() => send(outgoing, answer), latency);
      else if (answer) send(outgoing, answer);
      else if (wrong === "reset") incoming.socket.destroy();
    });
  };
}

function readBody(incoming: IncomingMessage, then: (body: string) => void): void {
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("end", () => then(Buffer.concat(chunks).toString("utf8")));
}

function ask(respond: ListenerOptions["respond"], { method = "GET", url = "/", headers }: IncomingMessage, address: Address, text: string): Answer {
  if (!url.startsWith(prefix)) return { status: 404, reason: "Not Found" };
  if (text !== "" && (method === "GET" || method === "DELETE")) return { status: 501, reason: `Unexpected content for method '${method}'` };
  const body = text === "" ? {} : parseBody(text, headers["content-type"]);
  if (!body) return { status: 500, reason: "malformed JSON string" };
  const { authorization, cookie, csrfpreventiontoken } = headers;
  return respond({ method, address, body, headers: { authorization, cookie, csrfpreventiontoken: String(csrfpreventiontoken ?? "") } });
}

function parseBody(text: string, type = ""): Parameters | undefined {
  if (!type.startsWith("application/json")) return parseForm(text);
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Parameters) : undefined;
  } catch {
    return undefined;
  }
}

function send(outgoing: ServerResponse, { status, reason, body }: Answer): void {
  // A status line holds one line of ASCII; the whole text stands in the body.
  const phrase = reason.replace(/[^\x20-\x7e]+/g, " ");
  const text = body === undefined ? "" : JSON.stringify(body);
  outgoing.writeHead(status, phrase, {
    server: "pve-api-daemon/3.0",
    "cache-control": "max-age=0",
    pragma: "no-cache",
    "content-length": Buffer.byteLength(text),
    ...(body === undefined ? {} : { "content-type": "application/json;charset=UTF-8" }),
  });
  outgoing.end(text);
}
