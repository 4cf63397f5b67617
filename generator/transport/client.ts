import { setMaxListeners } from "node:events";
import { isPmpcError } from "../../lib/error";
import { shapeFault } from "../../lib/pve/response-shape";
import { verifiedAgent, type Trust } from "./connection";
import { identify, notAuthorised, type Credentials, type Headers, type stranger } from "./credential";
import { parseEndpoint } from "./endpoint";
import { explainFault, notProxmox, outcomeUnknown, somethingElse, wasNotSent } from "./fault";
import { loadHttp, type HttpAnswer, type Upload } from "./http";
import { createPace, type Pause } from "./pace";
import { backoff, isTooMany, parseRetryAfter, retriesFor, systemClock, type Clock } from "./retry";
import type { ApiResponse } from "./response";

export type { ApiResponse } from "./response";

export interface ClientOptions {
  /** One or more nodes of the same cluster; the next one is asked when one cannot be reached. */
  readonly endpoints: readonly [string, ...string[]];
  /** `stranger`: only whether something answers can be asked, and whether its certificate is trusted. */
  readonly credentials: Credentials | typeof stranger;
  readonly trust?: Trust;
  /** Requests at the same time. @default 16 */
  readonly concurrency?: number;
  /** How often a request that failed in passing is sent again. @default 4 */
  readonly retries?: number;
  /** Milliseconds for one request from its first byte to the answer's last. @default 30000 */
  readonly timeout?: number;
  /** Milliseconds until a connection is there and its certificate was seen. @default 10000 */
  readonly connectTimeout?: number;
  readonly clock?: Clock;
  /** Ends whatever is asked, but for changes that are under way. */
  readonly signal?: AbortSignal;
  /** Told when a server asks for a pause of more than a minute. */
  readonly onPause?: (pause: Pause & { readonly url: string }) => void;
}

export interface GetOptions {
  /** @default what the client was made with */
  readonly timeout?: number;
  /** @default what the client was made with */
  readonly retries?: number;
  /** How often it is sent again after it got no answer in time. @default 1 */
  readonly lateRetries?: number;
  readonly signal?: AbortSignal;
}

/** Asks a cluster. It can read and log in, and nothing else. */
export interface Client {
  /** `https://pve1.lan:8006`, the endpoint that answers at the moment. */
  readonly url: string;
  /** Who asks: `auditor@pve!pmpc`, `kim@pve`. */
  readonly identity: string;
  readonly concurrency: number;
  /**
   * GETs an address. Refusals and failures of the API are answers; thrown is what makes further questions pointless:
   * no connection, a certificate that is not trusted, credentials that are not accepted.
   */
  get(address: string, options?: GetOptions): Promise<ApiResponse>;
  /** Hangs up. */
  close(): void;
}

/** A client that can also change the cluster. Only `operate` has use for one. */
export interface Writer extends Client {
  /**
   * Sends a change once: again only where the cluster cannot have got it, since a second guest is worse than none. What cannot be known for sure is said.
   */
  send(method: WriteMethod, address: string, form?: Readonly<Record<string, string>>, options?: SendOptions): Promise<ApiResponse>;
  /** Credentials with which another process goes on, without another login. */
  handOver(): Promise<Credentials>;
}

export interface SendOptions {
  /** Milliseconds until there is an answer. @default what the client was made with */
  readonly timeout?: number;
  /** Sent in the place of a form, as it comes. */
  readonly file?: Upload;
}

/** A request that is turned away while others get through is sent so many times the retries at most. */
const mostTries = 3;

export type WriteMethod = "POST" | "PUT" | "DELETE";

interface Call {
  readonly method?: WriteMethod;
  readonly address: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly file?: Upload;
  readonly timeout: number;
  readonly retries: number;
  readonly lateRetries?: number;
  readonly signal?: AbortSignal;
  /** Must not be done twice. */
  readonly once?: true;
}

/** A client that can read, and nothing else. */
export async function createClient(options: ClientOptions): Promise<Client> {
  const writer = await createWriter(options);
  const { identity, concurrency, get, close } = writer;
  return {
    get url() {
      return writer.url;
    },
    identity,
    concurrency,
    get,
    close,
  };
}

export async function createWriter(options: ClientOptions): Promise<Writer> {
  const { concurrency = 16, retries = 4, timeout = 30_000, trust = {}, connectTimeout, clock = systemClock } = options;
  const endpoints = options.endpoints.map(parseEndpoint);
  const identity = identify(options.credentials, (form) => ask({ method: "POST", address: "/access/ticket", form, timeout, retries, signal: options.signal }, {}), clock.now);
  const agents = endpoints.map((endpoint) => verifiedAgent(endpoint, trust, connectTimeout));
  const open = await loadHttp();
  const servers = endpoints.map(({ url }, at) => ({ url, send: open(agents[at]!) }));
  let active = 0;
  const url = () => servers[active]!.url;
  const pace = createPace(concurrency, clock, url, (pause) => options.onPause?.({ ...pause, url: url() }));

  /** Asks until there is an answer that another try would not change. */
  async function ask({ address, ...call }: Call, headers: Headers): Promise<ApiResponse> {
    const { signal } = call;
    let seen = pace.answers;
    for (let [tries, failures] = [1, 1]; ; tries++, failures++) {
      const used = active;
      const { url, send } = servers[used]!;
      let wait = backoff(failures, clock.random());
      try {
        const answer = await pace.run(() => send({ url: `${url}/api2/json${address}`, headers, ...call }), { again: tries > 1, signal });
        const { status } = answer;
        if (!isTooMany(status)) pace.went();
        else if (call.retries > 0) pace.tooMany(parseRetryAfter(answer.headers["retry-after"], clock.now()));
        // As long as others get through, its turn comes, too; but not for ever, where it is only this address.
        if (isTooMany(status) && pace.answers > seen && tries < mostTries * call.retries) failures = 0;
        seen = pace.answers;
        if (failures > retriesFor(status, call.retries)) return readAnswer(url, { address, method: call.method }, answer, identity.hide);
        // The pause is everybody's.
        if (isTooMany(status)) continue;
      } catch (thrown) {
        signal?.throwIfAborted();
        const refusal = [thrown, (thrown as Error).cause].find(isPmpcError);
        if (refusal) throw refusal;
        const fault = explainFault(thrown, { url, urls: servers.map((server) => server.url), address, ...call });
        if (call.once && !wasNotSent(thrown)) throw outcomeUnknown(fault.error, address);
        // What was read of a file is gone.
        if (call.file) throw fault.error;
        if (failures > Math.max(fault.retries, servers.length - 1)) throw fault.error;
        active = (used + 1) % servers.length;
        if (failures < servers.length) wait = 0;
      }
      await clock.sleep(wait, signal);
    }
  }

  async function askAs(call: Call): Promise<ApiResponse> {
    const headers = await identity.headers();
    const answer = await ask(call, headers);
    if (answer.status !== 401) return answer;
    const again = !call.file && (await identity.renew(headers)) ? await ask(call, await identity.headers()) : answer;
    if (again.status !== 401) return again;
    throw notAuthorised(identity.name, servers[active]!.url);
  }

  return {
    get url() {
      return servers[active]!.url;
    },
    identity: identity.name,
    concurrency,
    get(address, given = {}) {
      const signal = given.signal && options.signal ? AbortSignal.any([given.signal, options.signal]) : (given.signal ?? options.signal);
      // Node warns of more than ten listeners, and every request under way is one.
      if (signal) setMaxListeners(0, signal);
      return askAs({ address, timeout: given.timeout ?? timeout, retries: given.retries ?? retries, lateRetries: given.lateRetries, signal });
    },
    // A DELETE with a body is refused.
    send: (method, address, form = {}, { timeout: limit = timeout, file } = {}) =>
      askAs({ method, timeout: limit, retries: 0, once: true, ...(file ? { address, file } : method === "DELETE" ? { address: withQuery(address, form) } : { address, form }) }),
    handOver: identity.handOver,
    close() {
      for (const agent of agents) agent.destroy();
    },
  };
}

function withQuery(address: string, form: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(form).toString();
  return query === "" ? address : `${address}?${query}`;
}

function readAnswer(url: string, { address, method }: Pick<Call, "address" | "method">, { status, statusText, headers, body }: HttpAnswer, hide: (text: string) => string): ApiResponse {
  const type = headers["content-type"];
  // Proxmox VE does not redirect, and its API answers no pages.
  if ((status >= 300 && status < 400) || /\bhtml\b/i.test(type ?? "")) throw notProxmox(url, status, type, headers.location);
  const { data, message, errors } = parseBody(body);
  if (status === 200) {
    if (data === undefined) throw notProxmox(url, status, type);
    // What a change answers is for anyone who asked for it to judge.
    const expected = method === undefined ? shapeFault(address, data) : undefined;
    if (expected !== undefined) throw somethingElse(url, address, expected, data);
    return { status, reason: "", data };
  }
  // The status line says the same as the message, but in Latin-1, and is all there is where the body is empty.
  const said = typeof message === "string" ? message.trim() : statusText;
  const fields = typeof errors === "object" && errors !== null ? Object.entries(errors).map(([field, fault]) => `${field}: ${String(fault).trim()}`) : [];
  return { status, reason: hide([said, ...fields].join("; ")), data };
}

interface Body {
  readonly data?: unknown;
  readonly message?: unknown;
  readonly errors?: unknown;
}

function parseBody(text: string): Body {
  if (isTooDeep(text)) return {};
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? body : {};
  } catch {
    return {};
  }
}

// The deepest answer that Proxmox VE gives has six levels.
const mostLevels = 40;

/** Walking through an endlessly nested answer would exhaust the stack. */
function isTooDeep(text: string): boolean {
  let level = 0;
  for (let at = 0, inText = false; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    if (inText && letter === 0x5c) at++;
    else if (letter === 0x22) inText = !inText;
    else if (!inText && (letter === 0x5b || letter === 0x7b) && ++level > mostLevels) return true;
    else if (!inText && (letter === 0x5d || letter === 0x7d)) level--;
  }
  return false;
}
