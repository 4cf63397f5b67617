import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:https";
import { exit, PmpcError } from "../../lib/error";
import type { Address } from "../../lib/pve/address";
import { answer, parametersOf } from "../../simulator/respond";
import { controlOf, type Control } from "../../simulator/control";
import { complaintsOf } from "../../simulator/guest";
import { loadCluster, type ClusterOptions } from "../../simulator/load";
import { demoPasswords, demoTokens, demoSecrets, withDemoTokens } from "../../simulator/demo-token";
import type { Response, Request } from "../../simulator/request";
import type { Scenario } from "../../simulator/scenario";
import { mountedFiles } from "../../simulator/shell/files";
import { selfSigned } from "../transport/self-signed";
import { faults } from "./fault";
import { scenarioOf } from "./folder";
import { readInput } from "./input";
import { listener, type ServedRequest } from "./listener";
import { isRecording, replay, type Recording } from "./recording";
import { openShell, type ServedCommand, type ShellOptions } from "./shell/shell";

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
  /** Seconds that tasks take. @default 0 */
  readonly taskTime?: number;
  /** A folder that gets `pct`, `qm` and `pvesh` of a node, and its `/etc/pve` as `pve`. */
  readonly shell?: string;
  /** Whose command line that is. @default the first node that is online */
  readonly node?: string;
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
  /** Every command that was run in the shell's folder, in the order in which they ended. */
  readonly commands: readonly ServedCommand[];
  /** The shell's folder, absolute. */
  readonly shell?: string;
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
  const { respond, control, node } = open(scenario, { now, fingerprint: fingerprint256, taskTime: options.taskTime });
  const requests: ServedRequest[] = [];
  const commands: ServedCommand[] = [];
  let fault = faults(options.fail ?? []);
  const shell = options.shell === undefined ? undefined : await openShell({ ...node(options.node), folder: options.shell, latency, commands });
  const server = createServer(
    { key, cert, minVersion: "TLSv1.2" },
    listener({ respond: shell ? followed(respond, shell.refresh) : respond, latency, fault: (address) => fault(address), requests }),
  );
  // Clients keep connections; one that is closed under them looks like a fault.
  server.keepAliveTimeout = 120_000;
  await listen(server, port, host).catch(async (error: unknown) => {
    await shell?.close();
    throw error;
  });
  return {
    endpoint: `https://${host.includes(":") ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    fingerprint256,
    certificate: cert,
    tokens: demoTokens,
    requests,
    commands,
    shell: shell?.folder,
    get cluster() {
      if (!control) throw new PmpcError("not-simulated", "a recording cannot be changed");
      return shell ? watched(control, shell.refresh) : control;
    },
    fail: (...rules) => void (fault = faults(rules)),
    close: async () => {
      await Promise.all([close(server), shell?.close()]);
    },
  };
}

/** What a scenario or a recording offers: its API, what happens behind that, and the command line of a node. */
interface Opened {
  readonly respond: (request: Request) => Response;
  readonly control?: Control;
  readonly node: (name: string | undefined) => Pick<ShellOptions, "place" | "files">;
}

function open(scenario: string | Scenario, options: ClusterOptions): Opened {
  const input = typeof scenario === "string" ? readInput(scenario) : scenario;
  if (isRecording(input)) return openRecording(input);
  const cluster = loadCluster(withDemoTokens(input), { ...options, secrets: demoSecrets, passwords: demoPasswords });
  return {
    respond: (request) => answer(cluster, request),
    control: controlOf(cluster),
    node: (name) => {
      const node = name ?? [...cluster.nodes.values()].find(({ online }) => online)?.name ?? "pve";
      if (!cluster.nodes.get(node)?.online) throw new PmpcError("no-such-node", `the simulated cluster has no node ${node} that is online`, { exit: exit.usage });
      const root = { user: "root@pam", ticket: true };
      return {
        place: { node, parametersOf, ask: (method, address, body) => answer(cluster, { method, address, body }, root), complaintsOf: (vmId) => complaintsOf(cluster, vmId) },
        files: () => mountedFiles(cluster, node),
      };
    },
  };
}

/** The same API; whatever is changed through it shows in the shell's files before the answer leaves. */
function followed(respond: Opened["respond"], refresh: () => void): Opened["respond"] {
  return (request) => {
    const given = respond(request);
    if (request.method !== "GET") refresh();
    return given;
  };
}

function watched(control: Control, refresh: () => void): Control {
  const acts = Object.entries(control).map(([name, act]: [string, (...args: never[]) => unknown]) => {
    const watchedAct = (...args: never[]) => {
      const result = act(...args);
      refresh();
      return result;
    };
    return [name, watchedAct];
  });
  return Object.fromEntries(acts) as Control;
}

function openRecording(recording: Recording): Opened {
  const respond = replay(recording);
  const headers = { authorization: `PVEAPIToken=${demoTokens.root}` };
  return {
    respond,
    node: (name) => {
      const [first] = Object.keys(recording.http).flatMap((address) => /^\/nodes\/([^/?]+)\//.exec(address)?.[1] ?? []);
      const place = { node: name ?? first ?? "pve", parametersOf, ask: (method: string, address: Address) => respond({ method, address, headers }) };
      const { files } = scenarioOf("recording", recording.files ?? {});
      return { place, files: () => new Map(Object.entries(files)) };
    },
  };
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
