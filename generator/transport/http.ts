import { callerNow } from "../caller/caller";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Agent } from "node:https";
import { pipeline, type Readable, type Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

/** One request without second thoughts: no retry, no redirect, no judgement of the status. */
export interface HttpRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** @default GET */
  readonly method?: "POST" | "PUT" | "DELETE";
  /** A value with `listSeparator` in it is a list, whose name is said once for each element. */
  readonly form?: Readonly<Record<string, string>>;
  readonly file?: Upload;
  /** Milliseconds until the whole answer is there. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
}

/** Is in no value of Proxmox VE's. */
export const listSeparator = "\0";

/** A body that is sent as it comes. */
export interface Upload {
  readonly stream: Readable;
  /** Its content type, with the boundary. */
  readonly type: string;
  /** Bytes, where that is known. */
  readonly length?: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/** What the server is told of who asks: its own log may keep it. */
function callerHeaders(): Readonly<Record<string, string>> {
  const { client, trace } = callerNow() ?? {};
  return { "user-agent": client === undefined ? "pmpc" : `pmpc (${client.replace(/[()\\]/g, " ")})`, ...(trace === undefined ? {} : { traceparent: trace }) };
}

/** Loads got, which is an ES module and a heavy one, so that the help does not wait for it. */
export async function loadHttp(): Promise<(agent: Agent) => Send> {
  const { got } = await import("got");
  return (agent) => {
    const prepare = ({ headers, timeout }: HttpRequest) =>
      got.extend({
        agent: { https: agent },
        headers: { ...callerHeaders(), accept: "application/json", ...headers },
        timeout: { request: timeout },
        retry: { limit: 0 },
        throwHttpErrors: false,
        followRedirect: false,
      });
    // Options given with a request cost got more than the request itself; these repeat, and are given once.
    const prepared = new Map<string, ReturnType<typeof prepare>>();

    return (request) => {
      const key = JSON.stringify([request.headers, request.timeout, callerNow()]);
      const http = prepared.get(key) ?? prepare(request);
      prepared.set(key, http);
      const { method, form, file } = request;
      if (method === undefined) return receive(http.stream(request.url), request.signal);
      if (file) return upload(http.stream(request.url, { method, headers: headersOf(file) }), file, request.signal);
      const stream = http.stream(request.url, { method, ...(form ? bodyOf(form) : {}) });
      // A stream of any method but GET waits for a body, and is told here that there is none.
      if (!form) stream.end();
      return receive(stream, request.signal);
    };
  };
}

/** got takes no lists. */
function bodyOf(form: Readonly<Record<string, string>>) {
  if (!Object.values(form).some((value) => value.includes(listSeparator))) return { form };
  const pairs = Object.entries(form).flatMap(([name, value]) => value.split(listSeparator).map((one): [string, string] => [name, one]));
  return { body: new URLSearchParams(pairs).toString(), headers: { "content-type": "application/x-www-form-urlencoded" } };
}

const headersOf = ({ type, length }: Upload) => ({ "content-type": type, ...(length === undefined ? {} : { "content-length": String(length) }) });

/** The answer may come before the end of the file, where it is refused. */
function upload(stream: Incoming & Writable, { stream: file }: Upload, signal: AbortSignal | undefined): Promise<HttpAnswer> {
  const answer = receive(stream, signal);
  pipeline(file, stream, () => {});
  return answer;
}

/** Bytes; the list of ten thousand guests has five million. */
const longestAnswer = 32 * 1024 * 1024;

class AnswerTooLarge extends Error {
  override readonly name = "AnswerTooLarge";
}

type Incoming = NodeJS.ReadableStream & { destroy(): unknown };

function receive(stream: Incoming, signal: AbortSignal | undefined): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    // Piece by piece: the list of thousands of guests would else be there three times.
    const decoder = new StringDecoder("utf8");
    let body = "";
    let head: IncomingMessage;
    let length = 0;
    const stop = () => {
      stream.destroy();
      reject(signal?.reason as Error);
    };
    const settle = () => signal?.removeEventListener("abort", stop);
    signal?.addEventListener("abort", stop);
    stream
      .on("response", (response: IncomingMessage) => (head = response))
      .on("data", (chunk: Buffer) => {
        body += decoder.write(chunk);
        if ((length += chunk.length) <= longestAnswer) return;
        stream.destroy();
        settle();
        reject(new AnswerTooLarge(`${longestAnswer / 1024 / 1024} MB`));
      })
      .on("error", (error: unknown) => {
        settle();
        reject(error as Error);
      })
      .on("end", () => {
        settle();
        const { statusCode = 0, statusMessage = "", headers } = head;
        resolve({ status: statusCode, statusText: statusMessage, headers, body: body + decoder.end() });
      });
    if (signal?.aborted) stop();
  });
}
