import { Agent, request, type RequestOptions } from "node:https";
import type { TLSSocket } from "node:tls";
import type { Simulator } from "../../../generator/simulator/simulator";

export interface Reply {
  readonly status: number;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The `data` of a JSON body. */
  readonly data: unknown;
  readonly protocol: string | null;
}

/** Asks a simulator over the wire, its certificate verified. */
export function ask(
  simulator: Simulator,
  address: string,
  options: RequestOptions & { readonly token?: string; readonly body?: string } = {},
): Promise<Reply> {
  const { token = simulator.tokens.root, body, headers, ...rest } = options;
  const url = new URL(`${simulator.endpoint}${address.startsWith("/api2") ? address : `/api2/json${address}`}`);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { ca: simulator.certificate, headers: { authorization: `PVEAPIToken=${token}`, ...headers }, ...rest },
      (incoming) => {
        const chunks: Buffer[] = [];
        const protocol = (incoming.socket as TLSSocket).getProtocol();
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          const data = text.startsWith("{") ? (JSON.parse(text) as { data: unknown }).data : undefined;
          resolve({ status: incoming.statusCode ?? 0, reason: incoming.statusMessage ?? "", headers: incoming.headers, text, data, protocol });
        });
        incoming.on("error", reject);
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** Keeps one connection for all requests. */
export function keeper(simulator: Simulator): Agent {
  return new Agent({ keepAlive: true, maxSockets: 1, ca: simulator.certificate });
}
