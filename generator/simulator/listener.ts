import type { IncomingMessage, ServerResponse } from "node:http";
import type { Address } from "../../lib/pve/address";
import type { Response, Request } from "../../simulator/request";
import type { Fault } from "./fault";
import { addressOf, respondTo } from "./wire";

/** A request that was answered, or left without an answer. */
export interface ServedRequest {
  readonly method: string;
  /** Path and query, as they came, without `/api2/json`. */
  readonly address: Address;
  /** The status answered; undefined if the connection hung or broke. */
  readonly status?: number;
  /** Who asked, without the secret. */
  readonly user?: string;
  /** The trace that it belongs to, as the client names it. */
  readonly trace?: string;
  /** How many requests were in work when this one came, itself included. */
  readonly concurrent: number;
}

export interface ListenerOptions {
  readonly respond: (request: Request) => Response;
  /** Milliseconds. */
  readonly latency: number;
  readonly fault: (address: Address) => Fault | undefined;
  readonly requests: ServedRequest[];
}

/** Speaks HTTP as Proxmox VE's own server does: reasons in the status line, bodies as JSON. */
export function listener({ respond, latency, fault, requests }: ListenerOptions): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  let inWork = 0;
  return (incoming, outgoing) => {
    const { method = "GET", url = "/" } = incoming;
    const address = addressOf(url);
    const concurrent = ++inWork;
    outgoing.once("close", () => inWork--);
    readBody(incoming, (body) => {
      const wrong = fault(address);
      const answer: Response | undefined = typeof wrong === "object" ? wrong : wrong === undefined ? respondTo(respond, { method, url, headers: incoming.headers, text: body }) : undefined;
      requests.push({ method, address, concurrent, status: answer?.status, user: answer?.user, ...(typeof incoming.headers.traceparent === "string" ? { trace: incoming.headers.traceparent } : {}) });
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

function send(outgoing: ServerResponse, { status, reason, body, plain }: Response): void {
  // A status line holds one line of ASCII; the whole text is in the body.
  const phrase = reason.replace(/[^\x20-\x7e]+/g, " ");
  const text = plain ?? (body === undefined ? "" : JSON.stringify(body));
  outgoing.writeHead(status, phrase, {
    server: "pve-api-daemon/3.0",
    "cache-control": "max-age=0",
    pragma: "no-cache",
    "content-length": Buffer.byteLength(text),
    ...(text === "" ? {} : { "content-type": plain === undefined ? "application/json;charset=UTF-8" : "text/plain" }),
  });
  outgoing.end(text);
}
