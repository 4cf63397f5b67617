import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { exit, PmpcError } from "../../lib/error";

/** Why a request is not answered: an HTTP status, and what to do. */
export interface Refused {
  readonly status: number;
  readonly error: PmpcError;
}

const digestOf = (text: string) => createHash("sha256").update(text).digest();
const refused = (status: number, code: string, message: string, hint: string): Refused => ({ status, error: new PmpcError(code, message, { hint, exit: status === 401 ? exit.notAuthorised : status === 403 ? exit.refused : exit.failed }) });

const tooMany = refused(429, "too-many-requests", "more requests come than are answered", "wait a second");

/** What came of a look at a request: why it is refused, or the name of its token. */
export interface Admitted {
  readonly refused?: Refused;
  readonly name?: string;
}

/**
 * Lets in a client on this machine that has a token, unless a page of another site sent it.
 * @param tokens the tokens by their names
 * @param open what has nothing to hide, and needs no token
 */
export function newAdmission(tokens: ReadonlyMap<string, string>, port: () => number | undefined, open: readonly string[] = []): (request: IncomingMessage) => Admitted {
  const wanted = [...tokens].map(([name, token]) => ({ name, digest: digestOf(token) }));
  const mayCome = newPace();
  const look = ({ headers, url = "/", method }: IncomingMessage): Refused | string | undefined => {
    const names = port() === undefined ? undefined : ["127.0.0.1", "localhost", "[::1]"].map((name) => `${name}:${port()}`);
    if (names !== undefined && !names.includes(headers.host ?? "")) return refused(403, "wrong-host", "the request is meant for another host", `ask ${names[0]}`);
    if (headers.origin !== undefined && !names?.some((name) => headers.origin === `http://${name}`)) return refused(403, "wrong-origin", "the request comes from a page of another place", "ask from a program, or from this server's own pages");
    // What is in an address is kept in logs and histories.
    if (/[?&](access_)?token=/i.test(url)) return refused(400, "token-in-url", "the token is in the address, where logs keep it", "send it in the header: Authorization: Bearer TOKEN; and start the server anew, for a new token");
    if (method === "GET" && open.includes(url)) return mayCome() ? undefined : tooMany;
    const [, given] = /^Bearer ([\x21-\x7e]+)$/i.exec(headers.authorization ?? "") ?? [];
    const digest = digestOf(given ?? "");
    // All are compared, so that the time tells nothing.
    const known = wanted.filter((one) => timingSafeEqual(digest, one.digest));
    if (given === undefined || known.length === 0) return refused(401, "wrong-token", given === undefined ? "the request has no token" : "the token is another one", "send the header that was printed at the start: Authorization: Bearer TOKEN");
    return mayCome() ? known[0]!.name : tooMany;
  };
  return (request) => {
    const found = look(request);
    return typeof found === "object" ? { refused: found } : found === undefined ? {} : { name: found };
  };
}

const perSecond = 50;
const atOnce = 200;

/** Whether the pace is one that can be kept up. */
function newPace(): () => boolean {
  let [left, last] = [atOnce, performance.now()];
  return () => {
    const now = performance.now();
    left = Math.min(atOnce, left + ((now - last) / 1000) * perSecond);
    last = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
