import { randomBytes } from "node:crypto";
import { chmodSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { asCaller, clientName } from "../../generator/caller/caller";
import { exit, isPmpcError, PmpcError } from "../../lib/error";
import { traceFrom } from "../../generator/caller/trace";
import { newAdmission, type Refused } from "./admission";

export interface Listening {
  /** `http://127.0.0.1:8620`, or the path of the socket. */
  readonly address: string;
  readonly token: string;
  readonly close: () => Promise<void>;
}

export interface ListenOptions {
  /** What clients come in by: `rest`. */
  readonly door: string;
  /** 0 takes one that is free. */
  readonly port: number;
  /** A path: listen there, and on no port. */
  readonly socket?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Paths that need no token. */
  readonly open?: readonly string[];
  readonly refuse: (refused: Refused, response: ServerResponse) => void;
  readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/** The variable that keeps a token from one start to the next. */
const tokenVariable = "PMPC_DOOR_TOKEN";
/** The variable that has a token for each of several clients, which logs then name: `nightly=TOKEN portal=TOKEN`. */
const tokensVariable = "PMPC_DOOR_TOKENS";
const shortest = 32;

const mostConnections = 256;
/** Connections of which nothing is being answered: those that say nothing, or say it slowly. */
const mostSilent = 128;

/** Listens on this machine, for those who have the token. */
export async function listen({ door, port, socket, environment, open, refuse, answer }: ListenOptions): Promise<Listening> {
  const token = tokenFrom(environment);
  const tokens = new Map([["", token], ...namedTokens(environment)]);
  let bound: number | undefined;
  const guard = newAdmission(tokens, () => bound, open);
  const silent = newSilent();
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, connectionsCheckingInterval: 2000, maxHeaderSize: 16_384 }, (request, response) => {
    const { refused, name } = guard(request);
    if (refused !== undefined) {
      // A body that is not read keeps no connection.
      response.setHeader("Connection", "close");
      refuse(refused, response);
      return;
    }
    silent.speaks(request.socket, response);
    const caller = { client: clientName(door, name), trace: traceFrom(String(request.headers.traceparent ?? "")) };
    void asCaller(caller, () => answer(request, response)).catch((error: unknown) => {
      if (!isPmpcError(error) || response.headersSent) return void response.destroy();
      response.setHeader("Connection", "close");
      refuse({ status: Number(error.facts.status ?? 400), error }, response);
    });
  });
  server.maxConnections = mostConnections;
  server.on("connection", silent.add);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explained(error, socket ?? String(port))));
    if (socket === undefined) server.listen(port, "127.0.0.1", resolve);
    else server.listen(socket, resolve);
  });
  if (socket === undefined) bound = (server.address() as AddressInfo).port;
  else chmodSync(socket, 0o600);
  return {
    address: socket ?? `http://127.0.0.1:${bound!}`,
    token,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Lets the clients go that were silent longest, where there are many: a client with a token comes in all the same. */
function newSilent(): { readonly add: (socket: Socket) => void; readonly speaks: (socket: Socket, response: ServerResponse) => void } {
  const all = new Set<Socket>();
  const add = (socket: Socket) => {
    all.add(socket);
    socket.once("close", () => all.delete(socket));
    if (all.size > mostSilent) all.values().next().value!.destroy();
  };
  return {
    add,
    speaks(socket, response) {
      all.delete(socket);
      response.once("close", () => (socket.destroyed ? undefined : all.add(socket)));
    },
  };
}

function tokenFrom(environment: ListenOptions["environment"]): string {
  const given = environment[tokenVariable];
  if (!given) return randomBytes(32).toString("base64url");
  if (given.length >= shortest && /^[\x21-\x7e]+$/.test(given)) return given;
  throw new PmpcError("weak-token", `${tokenVariable} is not a token: it takes ${shortest} or more printable characters`, { hint: "make one: openssl rand -hex 32; or unset it, and one is made at each start", exit: exit.usage });
}

function namedTokens(environment: ListenOptions["environment"]): readonly (readonly [string, string])[] {
  const words = (environment[tokensVariable] ?? "").split(/\s+/).filter((word) => word !== "");
  return words.map((word) => {
    const [, name, token] = /^([\w.-]{1,40})=([\x21-\x7e]+)$/.exec(word) ?? [];
    if (name !== undefined && token!.length >= shortest) return [name, token!];
    throw new PmpcError("weak-token", `${tokensVariable} takes NAME=TOKEN, several with blanks between them, and each token of ${shortest} or more printable characters`, { hint: "make one: openssl rand -hex 32", exit: exit.usage });
  });
}

function explained(error: NodeJS.ErrnoException, where: string): Error {
  if (error.code === "EADDRINUSE") return new PmpcError("address-in-use", `${where} is in use`, { hint: "choose another: --port 0 takes one that is free", cause: error });
  if (error.code === "EACCES" || error.code === "ENOENT") return new PmpcError("cannot-listen", `cannot listen on ${where}: ${error.code}`, { hint: "choose a port above 1024, or a socket in a folder that is yours", cause: error });
  return error;
}
