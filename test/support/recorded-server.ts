import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { SecureContextOptions } from "node:tls";
import { selfSigned, type SelfSigned } from "../../generator/transport/self-signed";

export interface Recorded {
  readonly status: number;
  readonly reason: string;
  readonly body: unknown;
}

export type Recording = Readonly<Record<string, Recorded>>;

/** cluster-b as Proxmox VE answered: to a token with every right, to one with few, to a wrong one, to none. */
export const clusterB = JSON.parse(readFileSync(join(__dirname, "../fixture/pve/cluster-b.json"), "utf8")) as Readonly<
  Record<"http" | "httpLow" | "httpWrongToken" | "httpNoToken", Recording>
>;

export const tokens = {
  full: "root@pam!exam=8a1c7e50-7f0d-4c55-9a43-0c6d4b1e2f11",
  low: "auditor@pve!pool=3b0f6a52-1d7e-4f7a-8c55-6f2f4b7a9e22",
} as const;

/** What the server's log keeps of a request. */
export interface Asked {
  readonly method: string;
  /** Without `/api2/json`. */
  readonly address: string;
  readonly headers: IncomingMessage["headers"];
  readonly form: Readonly<Record<string, string>>;
}

/** Instead of the recorded answer: another one, one that comes late or never, or none at all. */
export type Trouble = Partial<Recorded> & { readonly headers?: Record<string, string>; readonly after?: number; readonly hang?: true; readonly reset?: true; readonly raw?: string | Buffer };

export interface RecordedServer extends SelfSigned {
  readonly url: string;
  readonly port: number;
  readonly asked: Asked[];
  /** How many requests went to this address. */
  count(address: string): number;
  /** How many requests wait for their answer. */
  waiting(): number;
  /** How many connections have finished their handshake. */
  connections(): number;
  close(): Promise<void>;
}

export interface RecordedServerOptions {
  /** Answers that differ from the recording, by address. */
  readonly answers?: Readonly<Record<string, Partial<Recorded>>>;
  /** Asked before every answer; `nth` counts the requests to this address from 1. */
  readonly trouble?: (address: string, nth: number, asked: Asked) => Trouble | undefined;
  readonly certificate?: SelfSigned;
  readonly tls?: Pick<SecureContextOptions, "minVersion" | "maxVersion" | "ciphers">;
  /** @default a free one */
  readonly port?: number;
}

/** Serves cluster-b over HTTPS on a free port of this machine. */
export async function recordedServer(options: RecordedServerOptions = {}): Promise<RecordedServer> {
  const certificate = options.certificate ?? selfSigned({ dns: ["localhost"], ip: ["127.0.0.1", "::1"] }, new Date());
  const asked: Asked[] = [];
  let connections = 0;
  let waiting = 0;
  const count = (address: string) => asked.filter((request) => request.address === address).length;

  const server = createServer({ key: certificate.key, cert: certificate.cert, ...options.tls }, (request, response) => {
    waiting++;
    response.once("close", () => waiting--);
    void read(request).then((now) => {
      asked.push(now);
      const trouble = options.trouble?.(now.address, count(now.address), now);
      const answer = { ...recorded(now), ...options.answers?.[now.address], ...trouble };
      if (trouble?.hang) return;
      if (trouble?.reset) return request.socket.destroy();
      const reply = () => send(response, answer);
      return trouble?.after === undefined ? reply() : setTimeout(reply, trouble.after);
    });
  });
  server.on("secureConnection", () => connections++);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...certificate,
    url: `https://127.0.0.1:${port}`,
    port,
    asked,
    count,
    waiting: () => waiting,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
  return { method: request.method ?? "", address: (request.url ?? "").replace("/api2/json", ""), headers: request.headers, form };
}

/** The recording lacks some guests that the poor token may see; what VM.Audit shows of them is what everybody sees. */
function seenByLow(address: string): Recorded | undefined {
  const permissions = (clusterB.httpLow["/access/permissions"]!.body as { data: object }).data;
  const [, vmId] = /^\/nodes\/pve\/(?:qemu|lxc)\/(\d+)\/(?:config|status\/current|interfaces)$/.exec(address) ?? [];
  return `/vms/${vmId}` in permissions ? clusterB.http[address] : undefined;
}

function recorded({ method, address, headers }: Asked): Recorded {
  const identity = headers.authorization?.replace("PVEAPIToken=", "");
  const unauthorised = (reason: string) => ({ status: 401, reason, body: null });
  if (method !== "GET") return { status: 501, reason: `Method '${method} ${address}' not implemented`, body: null };
  if (headers.cookie === undefined && identity === undefined) return clusterB.httpNoToken[address] ?? unauthorised("No ticket");
  if (identity !== undefined && identity !== tokens.full && identity !== tokens.low) return clusterB.httpWrongToken[address] ?? unauthorised("Authentication failed!");
  const recorded = identity === tokens.low ? (clusterB.httpLow[address] ?? seenByLow(address)) : clusterB.http[address];
  return recorded ?? { status: 501, reason: `Method 'GET ${address}' not implemented`, body: null };
}

function send(response: ServerResponse, { status, reason, body, headers, raw }: Recorded & Trouble): void {
  response.writeHead(status, reason, { "content-type": "application/json;charset=UTF-8", ...headers });
  response.end(raw ?? (body === null || body === undefined ? "" : JSON.stringify(body)));
}
