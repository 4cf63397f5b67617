import { createServer, request, type RequestOptions } from "node:https";
import type { AddressInfo } from "node:net";
import { selfSigned } from "../../generator/transport/self-signed";
import type { Simulator } from "../../generator/simulator/simulator";

/** What becomes of the `data` of an answer; undefined leaves it as it is. */
export type Rewrite = (address: string, data: unknown) => unknown;

/** A server in front of a simulator, under one address and certificate, whichever simulator is behind it and whatever it makes of the answers. */
export interface RewritingProxy {
  readonly endpoint: string;
  readonly fingerprint256: string;
  rewrite: Rewrite | undefined;
  close(): Promise<void>;
}

export async function startRewritingProxy({ endpoint }: Pick<Simulator, "endpoint">): Promise<RewritingProxy> {
  const { key, cert, fingerprint256 } = selfSigned({ dns: ["localhost"], ip: ["127.0.0.1"] }, new Date());
  const { hostname, port } = new URL(endpoint);
  const proxy = { rewrite: undefined as Rewrite | undefined };
  const server = createServer({ key, cert }, (incoming, outgoing) => {
    const options: RequestOptions = { hostname, port, path: incoming.url, method: incoming.method, headers: incoming.headers, rejectUnauthorized: false };
    const passed = request(options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        const { "content-length": _, ...headers } = answer.headers;
        outgoing.writeHead(answer.statusCode!, answer.statusMessage, headers).end(rewritten(incoming.url ?? "", Buffer.concat(chunks), proxy.rewrite));
      });
    });
    passed.on("error", () => outgoing.destroy());
    incoming.pipe(passed);
  });
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(proxy, {
    endpoint: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fingerprint256,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

function rewritten(url: string, body: Buffer, rewrite: Rewrite | undefined): Buffer | string {
  const address = url.replace(/^\/api2\/json/, "");
  if (rewrite === undefined || body.length === 0) return body;
  const answer = JSON.parse(body.toString()) as { readonly data: unknown };
  const data = rewrite(address, answer.data);
  return data === undefined ? body : JSON.stringify({ ...answer, data });
}
