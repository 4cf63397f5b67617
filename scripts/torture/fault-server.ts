import { createServer, request } from "node:https";
import type { AddressInfo } from "node:net";
import { selfSigned } from "../../generator/transport/self-signed";

/** What comes instead of an answer. */
export type Instead = "reset" | "hang" | { readonly status: number; readonly body: string; readonly type?: string; readonly headers?: Readonly<Record<string, string>> };

/** Says of a request what goes wrong with it, if anything; `nth` counts from 1 those that it was asked about. */
export type Fault = (address: string, nth: number) => Instead | undefined;

/** Stands between pmpc and a simulator. */
export interface FaultServer {
  readonly endpoint: string;
  readonly fingerprint: string;
  /** What goes wrong from now on. */
  set(fault: Fault | undefined): void;
  close(): Promise<void>;
}

export async function startFaultServer(upstream: string): Promise<FaultServer> {
  const certificate = selfSigned({ dns: ["localhost"], ip: ["127.0.0.1"] }, new Date());
  const { hostname, port } = new URL(upstream);
  let [fault, nth]: [Fault | undefined, number] = [undefined, 0];
  const server = createServer({ key: certificate.key, cert: certificate.cert }, (incoming, outgoing) => {
    const address = (incoming.url ?? "").replace("/api2/json", "");
    const instead = fault?.(address, ++nth);
    if (instead === "hang") return;
    if (instead === "reset") return void incoming.socket.destroy();
    if (instead !== undefined) {
      outgoing.writeHead(instead.status, { "content-type": instead.type ?? "application/json;charset=UTF-8", ...instead.headers });
      return void outgoing.end(instead.body);
    }
    const forwarded = request({ host: hostname, port, path: incoming.url, method: incoming.method, headers: incoming.headers, rejectUnauthorized: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on("error", () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fingerprint: certificate.fingerprint256,
    set: (next) => void ([fault, nth] = [next, 0]),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
