import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "./body";

type Fetch = (request: Request) => Promise<Response>;

/** Answers a request of Node's with what speaks the requests of the web. */
export async function answerWith(fetch: Fetch, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const body = request.method === "GET" || request.method === "HEAD" ? undefined : await readBody(request);
  const headers = Object.entries(request.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value] as [string, string]]));
  const answer = await fetch(new Request(`http://${request.headers.host ?? "localhost"}${request.url ?? "/"}`, { method: request.method, headers, body, signal: gone.signal }));
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body !== null) {
    for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
      if (response.destroyed) break;
      // Who reads slowly is not buffered for.
      if (!response.write(part)) await Promise.race([once(response, "drain"), once(response, "close")]);
    }
  }
  response.end();
}
