import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { Agent } from "node:https";
import { isIP } from "node:net";
import { connect, createSecureContext, type SecureContext, type TLSSocket } from "node:tls";
import { callbackify } from "node:util";
import { exit, PmpcError } from "../../lib/error";
import { certificateChanged, certificateNotTrusted, describeCertificate, parseFingerprint, type Certificate } from "./certificate";
import type { Endpoint } from "./endpoint";
import { openTunnel, proxyFor } from "./proxy";

/** How a server proves who it is. Without any of these, by a certificate that the system's authorities have signed. */
export interface Trust {
  /** SHA-256 fingerprints, one of which the certificate must have. They count more than all else. */
  readonly fingerprints?: readonly string[];
  /** PEM of the only authorities that count. */
  readonly ca?: string;
  /** Take any certificate. Say it aloud to anyone who asked for it. @default false */
  readonly insecure?: boolean;
}

const connectTimeout = 10_000;

/** Looks at a server's certificate and hangs up: nothing is verified, and nothing is sent. */
export async function readCertificate(endpoint: Endpoint, timeout = connectTimeout): Promise<Certificate> {
  const socket = await openSocket(endpoint, createSecureContext({ minVersion: "TLSv1.2" }), timeout);
  const certificate = seenCertificate(socket);
  socket.destroy();
  return certificate;
}

/** Keeps connections to one endpoint, and hands out only those whose certificate was found good: a request never reaches another. */
export function verifiedAgent(endpoint: Endpoint, trust: Trust, timeout = connectTimeout): Agent {
  const pinned = (trust.fingerprints ?? []).map(parseFingerprint);
  const context = createSecureContext({ minVersion: "TLSv1.2", ca: trust.ca === undefined ? undefined : checkAuthority(trust.ca) });
  const closing = new AbortController();
  const open = callbackify(async () => {
    const socket = await openSocket(endpoint, context, timeout, closing.signal);
    return verify(socket, endpoint, pinned, trust.insecure ?? false);
  });
  const agent = new Agent({ keepAlive: true, scheduling: "lifo" });
  agent.createConnection = (_options, callback) => {
    open(callback!);
    return undefined;
  };
  // All its connections go to one place, so none needs the name that Node would build from thirty options for every request.
  agent.getName = () => endpoint.url;
  agent.destroy = () => {
    // Node's own knows nothing of connections that are still being opened.
    closing.abort();
    Agent.prototype.destroy.call(agent);
  };
  return agent;
}

async function openSocket(endpoint: Endpoint, secureContext: SecureContext, timeout: number, closing?: AbortSignal): Promise<TLSSocket> {
  const late = AbortSignal.timeout(timeout);
  const signal = closing ? AbortSignal.any([closing, late]) : late;
  try {
    const proxy = proxyFor(endpoint);
    const tunnel = proxy && (await openTunnel(proxy, endpoint, signal));
    const servername = isIP(endpoint.host) ? undefined : endpoint.host;
    // Node must not judge: it would hang up before the fingerprint could be seen. `verify` does, before anything is sent.
    const socket = connect({ host: endpoint.host, port: endpoint.port, socket: tunnel, servername, secureContext, rejectUnauthorized: false });
    await once(socket, "secureConnect", { signal }).catch((error: unknown) => {
      socket.destroy();
      throw error;
    });
    return socket.setNoDelay(true);
  } catch (error) {
    if (closing?.aborted) throw new PmpcError("client-closed", `the connection to ${endpoint.url} was closed`);
    throw late.aborted ? Object.assign(new Error(`no connection within ${timeout / 1000} s`), { code: "ETIMEDOUT" }) : error;
  }
}

function verify(socket: TLSSocket, endpoint: Endpoint, pinned: readonly string[], insecure: boolean): TLSSocket {
  const certificate = seenCertificate(socket);
  if (pinned.length > 0 ? pinned.includes(certificate.fingerprint) : insecure || socket.authorized) return socket;
  socket.destroy();
  if (pinned.length > 0) throw certificateChanged(endpoint, pinned, certificate);
  throw certificateNotTrusted(endpoint, String(socket.authorizationError), certificate);
}

function seenCertificate(socket: TLSSocket): Certificate {
  // It is missing only where a session was resumed, and none ever is.
  return describeCertificate(socket.getPeerX509Certificate()!);
}

function checkAuthority(pem: string): string {
  try {
    new X509Certificate(pem);
    return pem;
  } catch (cause) {
    throw new PmpcError("invalid-ca", "the authority's file holds no certificate in PEM", {
      hint: "/etc/pve/pve-root-ca.pem on a node is the cluster's own",
      exit: exit.usage,
      cause,
    });
  }
}
