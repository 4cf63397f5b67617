import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:https";
import { PmpcError } from "../../lib/error";
import { answer } from "../../lib/simulator/answer";
import { controlOf, type Control } from "../../lib/simulator/control";
import { loadCluster } from "../../lib/simulator/load";
import { newcomerPasswords, newcomers, newcomerSecrets, withNewcomers } from "../../lib/simulator/newcomer";
import type { Answer, Request } from "../../lib/simulator/request";
import type { Scenario } from "../../lib/simulator/scenario";
import { selfSigned } from "./certificate";
import { faults } from "./fault";
import { readInput } from "./input";
import { listener, type ServedRequest } from "./listener";
import { isRecording, replay } from "./recording";

export interface SimulatorOptions {
  /** A scenario or its name, a folder like `/etc/pve`, or a JSON file with a recording. @default "homelab" */
  readonly scenario?: string | Scenario;
  /** @default any free port */
  readonly port?: number;
  /** Where to listen. @default "127.0.0.1" */
  readonly host?: string;
  /** Milliseconds before each answer. @default 0 */
  readonly latency?: number;
  /** What goes wrong: `5%:502`, `/nodes/pve2:595`, `/version:hang`. */
  readonly fail?: readonly string[];
  /** Seconds since 1970. @default the machine's clock */
  readonly now?: () => number;
}

/** A running simulator. */
export interface Simulator {
  /** `https://127.0.0.1:43117` */
  readonly endpoint: string;
  /** SHA-256 of the certificate: `9A:1C:…:4E`. */
  readonly fingerprint256: string;
  /** The certificate in PEM; it is its own authority. */
  readonly certificate: string;
  /** `user@realm!name=secret` */
  readonly tokens: { readonly root: string; readonly auditor: string };
  /** Everything that was asked, in order, without secrets. */
  readonly requests: ServedRequest[];
  /** What happens to the cluster behind the API's back. A recording cannot be changed and throws. */
  readonly cluster: Control;
  /** From now on, this goes wrong instead. */
  fail(...rules: string[]): void;
  close(): Promise<void>;
}

/** Puts a simulated cluster on a port, over HTTPS, with a certificate of its own. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { scenario = "homelab", host = "127.0.0.1", port = 0, latency = 0, now = () => Math.floor(Date.now() / 1000) } = options;
  const { key, cert, fingerprint256 } = selfSigned({ dns: ["localhost", "pve"], ip: ["127.0.0.1", "::1"] }, new Date());
  const { respond, control } = open(scenario, fingerprint256, now);
  const requests: ServedRequest[] = [];
  let fault = faults(options.fail ?? []);
  const server = createServer({ key, cert, minVersion: "TLSv1.2" }, listener({ respond, latency, fault: (address) => fault(address), requests }));
  // Clients keep connections; one that is closed under them looks like a fault.
  server.keepAliveTimeout = 120_000;
  await listen(server, port, host);
  return {
    endpoint: `https://${host.includes(":") ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    fingerprint256,
    certificate: cert,
    tokens: newcomers,
    requests,
    get cluster() {
      if (!control) throw new PmpcError("not-simulated", "a recording cannot be changed");
      return control;
    },
    fail: (...rules) => void (fault = faults(rules)),
    close: () => close(server),
  };
}

function open(scenario: string | Scenario, fingerprint: string, now: () => number): { respond: (request: Request) => Answer; control?: Control } {
  const input = typeof scenario === "string" ? readInput(scenario) : scenario;
  if (isRecording(input)) return { respond: replay(input) };
  const cluster = loadCluster(withNewcomers(input), { now, fingerprint, secrets: newcomerSecrets, passwords: newcomerPasswords });
  return { respond: (request) => answer(cluster, request), control: controlOf(cluster) };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const taken = cause.code === "EADDRINUSE";
      reject(
        new PmpcError("port-not-free", taken ? `port ${port} of ${host} is taken` : `cannot listen on ${host}: ${cause.message}`, {
          cause,
          hint: "leave out the port to get a free one",
        }),
      );
    });
    server.listen(port, host, resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
