import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from "node:http";
import { request, type Agent } from "node:https";
import { pipeline, type Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { createGunzip } from "node:zlib";
import { callerNow } from "../caller/caller";

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

/** Sends requests through an agent: Node's own client and nothing above it, since a large cluster is read with thousands of them. */
export const sendThrough = (agent: Agent): Send => (asked) => {
  const { url, method, headers, form, file } = asked;
  // What has no body says so itself: a DELETE that may have one is refused.
  const sent = request(url, { agent, method, headers: { ...callerHeaders(), accept: "application/json", "accept-encoding": "gzip", ...headers, ...(form ? formHeaders : file ? headersOf(file) : {}) } });
  const answer = receive(sent, asked);
  if (file) pipeline(file.stream, sent, () => {});
  else sent.end(form && bodyOf(form));
  return answer;
};

const formHeaders = { "content-type": "application/x-www-form-urlencoded" };

const bodyOf = (form: Readonly<Record<string, string>>): string => new URLSearchParams(Object.entries(form).flatMap(([name, value]) => value.split(listSeparator).map((one): [string, string] => [name, one]))).toString();

const headersOf = ({ type, length }: Upload) => ({ "content-type": type, ...(length === undefined ? {} : { "content-length": String(length) }) });

/** Bytes; the list of ten thousand guests has five million. */
const longestAnswer = 32 * 1024 * 1024;

class AnswerTooLarge extends Error {
  override readonly name = "AnswerTooLarge";
}

class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

function receive(sent: ClientRequest, { file, timeout, signal }: HttpRequest): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(late);
      clearImmediate(turn);
      signal?.removeEventListener("abort", stop);
    };
    const fail = (error: Error) => {
      settle();
      reject(error);
      content?.destroy();
      sent.destroy();
    };
    let content: Readable | undefined;
    const stop = () => fail(signal!.reason as Error);
    const late = setTimeout(() => {
      // What has come while this process was busy is looked at first.
      turn = setImmediate(() => fail(new TimeoutError(`no answer within ${timeout / 1000} s`)));
    }, timeout);
    let turn: NodeJS.Immediate | undefined;
    signal?.addEventListener("abort", stop);
    file?.stream.on("error", fail);
    sent.on("error", fail).on("response", (head) => {
      // Piece by piece: the list of thousands of guests would else be there three times.
      const decoder = new StringDecoder("utf8");
      let body = "";
      let length = 0;
      const { statusCode = 0, statusMessage = "", headers } = head;
      content = unpacked(head.on("error", fail))
        .on("data", (chunk: Buffer) => {
          body += decoder.write(chunk);
          if ((length += chunk.length) > longestAnswer) fail(new AnswerTooLarge(`${longestAnswer / 1024 / 1024} MB`));
        })
        .on("error", fail)
        .on("end", () => {
          settle();
          // The answer may come before the end of the file, where it is refused.
          if (file && !sent.writableFinished) sent.destroy();
          resolve({ status: statusCode, statusText: statusMessage, headers, body: body + decoder.end() });
        });
    });
    if (signal?.aborted) stop();
  });
}

const unpacked = (head: IncomingMessage): Readable => (head.headers["content-encoding"] === "gzip" ? head.pipe(createGunzip()) : head);
