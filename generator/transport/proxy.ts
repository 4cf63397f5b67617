import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import { getProxyForUrl } from "proxy-from-env";
import { exit, PmpcError } from "../../lib/error";
import type { Endpoint } from "./endpoint";
import { sayFault } from "./fault";

const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** The proxy that `HTTPS_PROXY` and `NO_PROXY` name for an endpoint; as for Terraform's provider, never one for this machine itself. */
export function proxyFor({ host, url }: Endpoint): URL | undefined {
  if (loopback.test(host)) return undefined;
  const proxy = getProxyForUrl(url);
  if (proxy === "") return undefined;
  if (URL.canParse(proxy) && /^https?:$/.test(new URL(proxy).protocol)) return new URL(proxy);
  // The value is not shown: it may hold a password.
  throw new PmpcError("invalid-proxy", "HTTPS_PROXY is not an address of the form http://host:port", { exit: exit.usage });
}

/** Asks a proxy for a way through to the endpoint. Nothing but the endpoint's name and port is sent. */
export function openTunnel(proxy: URL, endpoint: Endpoint, signal: AbortSignal): Promise<Socket> {
  const request = proxy.protocol === "https:" ? httpsRequest : httpRequest;
  const target = endpoint.url.slice("https://".length);
  const login = Buffer.from(`${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`).toString("base64");
  return new Promise((resolve, reject) => {
    request({
      method: "CONNECT",
      host: proxy.hostname.replace(/^\[|\]$/g, ""),
      port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
      path: target,
      headers: { host: target, ...(proxy.username === "" ? {} : { "proxy-authorization": `Basic ${login}` }) },
      agent: false,
      signal,
    })
      .once("connect", (answer, socket: Socket) => {
        if (answer.statusCode === 200) return resolve(socket);
        socket.destroy();
        reject(refused(proxy, target, answer));
      })
      .once("error", (error: NodeJS.ErrnoException) => reject(absent(proxy, error)))
      .end();
  });
}

/** A proxy that is not there: nothing is wrong with the cluster behind it. */
function absent({ host }: URL, error: NodeJS.ErrnoException): Error {
  if (error.code !== "ECONNREFUSED" && error.code !== "ENOTFOUND") return error;
  return new PmpcError("proxy-unreachable", `the proxy ${host}, which HTTPS_PROXY names, cannot be reached: ${sayFault(error)}`, { hint: "correct HTTPS_PROXY; hosts that need no proxy are named in NO_PROXY", cause: error });
}

function refused(proxy: URL, target: string, { statusCode = 0, statusMessage = "" }: IncomingMessage): Error {
  const answer = `${statusCode} ${statusMessage}`.trim();
  // From 500 on it is the way behind the proxy that is closed: another endpoint or a later moment may do.
  if (statusCode >= 500) return new Error(`the proxy ${proxy.host} answered ${answer}`);
  return new PmpcError("proxy-refused", `the proxy ${proxy.host} did not let pmpc through to ${target}: it answered ${answer}`, {
    hint: "HTTPS_PROXY names this proxy; name hosts that need none in NO_PROXY",
  });
}
