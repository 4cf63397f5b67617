import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { selfSigned } from "../transport/self-signed";
import type { Way } from "./live";
import { bodyOf, refuse, type GateResponse, type Handler } from "./message";
import { isFile, parseRequest } from "./parse";

/** What the provider presents instead of the real credentials: a token, or a user with a password, as the user behind it has. */
export type Posing = { readonly as: "token" } | { readonly as: "user"; readonly username: string };

/** The provider behaves otherwise as root with a password than as anybody with a token, so it is told what is behind the gate. */
export const posingAs = (way: Way | undefined): Posing => (way !== undefined && "username" in way.credentials ? { as: "user", username: way.credentials.username } : { as: "token" });

/** A gate that listens. */
export interface Served {
  /** `https://127.0.0.1:41817` */
  readonly endpoint: string;
  /** The certificate in PEM: it is its own authority. */
  readonly certificate: string;
  /** The secret of this run: a token's, or a password. Good for this gate alone, and as long as it listens. */
  readonly secret: string;
  close(): Promise<void>;
}

/** Connections that have not yet shown the run's secret. A provider's show it with their first request. */
const mostStrangers = 256;

/** Bytes of a form; the longest that Proxmox VE takes is far below. */
const longestForm = 512 * 1024;

/**
 * Listens on loopback for one run of terraform. Every user of this machine can reach it, so who has not the run's secret gets nothing,
 * and neither does a page that a browser was sent to under another name.
 */
export async function serve(handle: Handler, posing: Posing, now: Date): Promise<Served> {
  const { key, cert } = selfSigned({ dns: ["localhost"], ip: ["127.0.0.1"] }, now);
  const secret = randomBytes(32).toString("hex");
  const ticket = `PVE:${posing.as === "user" ? posing.username : ""}:${randomBytes(32).toString("hex")}::`;
  let host = "";
  const isKnown = knownBy(posing, secret, ticket);
  const strangers = newStrangers();
  const server = createServer({ key, cert, minVersion: "TLSv1.2" }, (incoming, outgoing) => {
    if (incoming.headers.host !== host) return turnAway(incoming, outgoing, refuse("it listens under another name", 421));
    if (posing.as === "user" && incoming.method === "POST" && incoming.url === "/api2/json/access/ticket") return void readText(incoming, outgoing, (text) => send(outgoing, logIn(text, posing.username, secret, ticket)));
    if (!isKnown(incoming)) return turnAway(incoming, outgoing, refuse("this is another run's token, or none", 401));
    strangers.isKnown(incoming.socket);
    const answer = (text: string, stream?: IncomingMessage) => void answerTo(handle, incoming, text, stream).then((answered) => send(outgoing, answered));
    if (isFile(incoming.headers)) return answer("", incoming);
    readText(incoming, outgoing, (text) => answer(text));
  });
  server.on("connection", strangers.add);
  // Nothing but requests: no other protocol, no tunnel.
  server.on("upgrade", (_, socket) => socket.destroy()).on("connect", (_, socket) => socket.destroy());
  server.on("checkExpectation", (incoming, outgoing) => turnAway(incoming, outgoing, refuse("expectations are not met", 417)));
  // A connection that is closed under a client looks like a fault, and a file may take long to come.
  server.keepAliveTimeout = 300_000;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { endpoint: `https://${host}`, certificate: cert, secret, close: () => close(server) };
}

/** What the provider is told so that it presents the run's secret: its own environment. */
export function credentialsFor({ endpoint, secret }: Pick<Served, "endpoint" | "secret">, posing: Posing): Readonly<Record<string, string>> {
  const who: Readonly<Record<string, string>> = posing.as === "token" ? { PROXMOX_VE_API_TOKEN: tokenOf(secret) } : { PROXMOX_VE_USERNAME: posing.username, PROXMOX_VE_PASSWORD: secret };
  return { PROXMOX_VE_ENDPOINT: endpoint, ...who };
}

const tokenOf = (secret: string) => `pmpc@gate!run=${secret}`;

/** Compares without telling by its time how much was right. */
function knownBy(posing: Posing, secret: string, ticket: string): (incoming: IncomingMessage) => boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  const expected = hash(posing.as === "token" ? `PVEAPIToken=${tokenOf(secret)}` : `PVEAuthCookie=${ticket}`);
  return ({ headers }) => timingSafeEqual(hash((posing.as === "token" ? headers.authorization : headers.cookie) ?? ""), expected);
}

/** The provider logs in with a user's name and the run's secret, and gets a ticket that only this gate knows. */
function logIn(text: string, username: string, secret: string, ticket: string): GateResponse {
  const form = new URLSearchParams(text);
  const hash = (one: string | null) => createHash("sha256").update(one ?? "").digest();
  const isRight = timingSafeEqual(hash(form.get("password")), hash(secret)) && form.get("username") === username;
  return isRight ? { status: 200, data: { username, ticket, CSRFPreventionToken: "gate" } } : refuse("this is another run's password, or none", 401);
}

async function answerTo(handle: Handler, { method = "", url = "", headers }: IncomingMessage, text: string, stream: IncomingMessage | undefined): Promise<GateResponse> {
  const request = parseRequest({ method, url, headers, text, ...(stream === undefined ? {} : { stream }) });
  if ("status" in request) return request;
  try {
    return await handle(request);
  } catch (error) {
    // A fault of the gate's own must not look like an answer of the cluster's.
    return refuse(`the gate failed: ${error instanceof Error ? error.message : String(error)}`, 502);
  }
}

function readText(incoming: IncomingMessage, outgoing: ServerResponse, then: (text: string) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  incoming.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length <= longestForm) chunks.push(chunk);
    else if (!outgoing.headersSent) turnAway(incoming, outgoing, refuse("the body is too long", 413));
  });
  incoming.on("end", () => length <= longestForm && then(Buffer.concat(chunks).toString("utf8")));
}

/** Lets the clients go that have said nothing for longest, where there are many: others of this machine take no place from the provider. */
function newStrangers(): { readonly add: (socket: Socket) => void; readonly isKnown: (socket: Socket) => void } {
  // By the port that they come from: what is decrypted is another socket than what was accepted.
  const all = new Map<number | undefined, Socket>();
  return {
    add(socket) {
      const from = socket.remotePort;
      all.set(from, socket);
      socket.once("close", () => all.get(from) === socket && all.delete(from));
      if (all.size > mostStrangers) all.values().next().value!.destroy();
    },
    isKnown: ({ remotePort }) => void all.delete(remotePort),
  };
}

/** Answers and hangs up: nothing more of this is read. */
function turnAway(incoming: IncomingMessage, outgoing: ServerResponse, answer: GateResponse): void {
  outgoing.setHeader("connection", "close");
  outgoing.once("finish", () => incoming.socket.destroySoon());
  send(outgoing, answer);
}

function send(outgoing: ServerResponse, { status, reason = "", data, body = bodyOf(data, status === 200 ? undefined : reason) }: GateResponse): void {
  if (outgoing.destroyed || outgoing.headersSent) return;
  // A status line holds one line of ASCII; the whole text is in the body.
  outgoing.writeHead(status, reason.replace(/[^\x20-\x7e]+/g, " ").trim().slice(0, 800), { "content-type": "application/json;charset=UTF-8", "cache-control": "no-store", "content-length": body.length });
  outgoing.end(body);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
