import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What Terraform's http backend talks to. */
export async function stateServer() {
  let state: string | undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.method === "LOCK" && made.lockedBy !== undefined) return void response.writeHead(423).end(JSON.stringify(made.lockedBy));
      if (request.method === "POST" && made.isFull) return void response.writeHead(507).end();
      if (request.method === "POST") state = Buffer.concat(chunks).toString();
      response.writeHead(request.method === "GET" && state === undefined ? 404 : 200).end(request.method === "GET" ? state : "");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const made = {
    server,
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/home`,
    isFull: false,
    /** Who holds its lock. */
    lockedBy: undefined as object | undefined,
    /** The state as it is there; undefined if nobody has put one. */
    text: () => state,
    put: (text: string | undefined) => void (state = text),
    state: () => (state === undefined ? undefined : (JSON.parse(state) as { readonly resources: readonly object[] })),
  };
  return made;
}
