import { exit, PmpcError } from "../../lib/error";
import type { ApiResponse } from "./response";

/** Who asks: an API token (`auditor@pve!pmpc=<secret>`), or a user with a password and, where they have one, a second factor. */
export type Credentials = { readonly apiToken: string } | { readonly username: string; readonly password: string; readonly otp?: string; readonly session?: Session };

/** A login that somebody else has made: a second factor is asked for once. */
export interface Session {
  readonly ticket: string;
  readonly csrf: string;
  /** Milliseconds since 1970. */
  readonly issued: number;
}

/** Somebody who may ask, and how they prove it. */
export interface Identity {
  /** `auditor@pve!pmpc` or `kim@pve`; no secret. */
  readonly name: string;
  /** The headers that prove it. Logs in where that is still to be done or long ago. */
  headers(): Promise<Headers>;
  /** Called when headers were refused: gets others, and says whether there are any. */
  renew(refused: Headers): Promise<boolean>;
  /** What another process can go on with, without logging in again. */
  handOver(): Promise<Credentials>;
  /** Strikes out the secrets in a text that came from outside. */
  hide(text: string): string;
}

export type Headers = Readonly<Record<string, string>>;

/** POSTs to `/access/ticket`. */
export type Login = (form: Readonly<Record<string, string>>) => Promise<ApiResponse>;

/** Nobody yet: only what a server answers to strangers can be asked. */
export const stranger = { nobody: true } as const;

export function identify(credentials: Credentials | typeof stranger, login: Login, now: () => number): Identity {
  if ("nobody" in credentials) return { name: "nobody", headers: async () => ({}), renew: async () => false, handOver: async () => Promise.reject(new Error("nobody has no credentials")), hide: (text) => text };
  return "apiToken" in credentials ? tokenIdentity(credentials.apiToken) : ticketIdentity(credentials, login, now);
}

/** `user@realm!name=secret` in its parts; raises `invalid-token` for any other text, and does not repeat it. */
export function parseToken(apiToken: string): { readonly name: string; readonly secret: string } {
  const [, name, secret] = /^(?:PVEAPIToken=)?([^\s!]+@[^\s@!]+![^\s=!]+)=(\S+)$/.exec(apiToken.trim()) ?? [];
  if (name === undefined || secret === undefined) {
    throw new PmpcError("invalid-token", "the API token is not of the form user@realm!name=secret", {
      hint: "`pveum user token add user@realm name` prints both parts: full-tokenid=value",
      exit: exit.usage,
    });
  }
  return { name, secret };
}

/** Raises `invalid-username` for a user without a realm. */
export function checkUsername(username: string): void {
  if (/^[^\s]+@[^\s@]+$/.test(username)) return;
  throw new PmpcError("invalid-username", `the user "${username}" has no realm`, { hint: "root@pam and kim@pve are users", exit: exit.usage });
}

function tokenIdentity(apiToken: string): Identity {
  const { name, secret } = parseToken(apiToken);
  const headers = { authorization: `PVEAPIToken=${name}=${secret}` };
  return { name, headers: async () => headers, renew: async () => false, handOver: async () => ({ apiToken }), hide: (text) => strike(text, [secret]) };
}

interface Ticket extends Session {
  readonly headers: Headers;
}

// A ticket is good for two hours, and can be exchanged for a new one without the password as long as it is.
const renewAfter = 60 * 60 * 1000;

function ticketIdentity(credentials: Exclude<Credentials, { apiToken: string }>, login: Login, now: () => number): Identity {
  const { username, password } = credentials;
  checkUsername(username);
  let otp = credentials.otp;
  // What changes anything must also show the second text, which no other site can make a browser send.
  const shown = (session: Session): Ticket => ({ ...session, headers: { cookie: `PVEAuthCookie=${session.ticket}`, ...(session.csrf === "" ? {} : { csrfpreventiontoken: session.csrf }) } });
  let current = credentials.session && Promise.resolve(shown(credentials.session));
  let known: readonly string[] = [password, ...[otp, credentials.session?.ticket].filter((one) => one !== undefined)];

  async function ask(form: Readonly<Record<string, string>>): Promise<{ ticket: string; csrf: string; needsFactor: boolean }> {
    const answer = await login({ username, ...form });
    const { ticket, CSRFPreventionToken: csrf, NeedTFA } = (answer.data ?? {}) as Readonly<Record<string, unknown>>;
    if (answer.status !== 200 || typeof ticket !== "string") throw loginFailed(username, answer);
    known = [...known, ticket];
    return { ticket, csrf: String(csrf ?? ""), needsFactor: Boolean(NeedTFA) };
  }

  async function logIn(): Promise<Ticket> {
    const first = await ask({ password });
    if (!first.needsFactor) return issue(first);
    if (otp === undefined) throw secondFactorNeeded(username, credentials.otp !== undefined);
    const code = otp.includes(":") ? otp : `totp:${otp}`;
    otp = undefined; // Proxmox VE takes a code only once.
    return issue(await ask({ password: code, "tfa-challenge": first.ticket }));
  }

  const issue = ({ ticket, csrf }: Omit<Session, "issued">): Ticket => shown({ ticket, csrf, issued: now() });
  const exchange = (old: Ticket) =>
    ask({ password: old.ticket }).then(
      issue,
      () => logIn(),
    );

  /** All who come meanwhile wait for the same ticket. */
  function begin(ticket: Promise<Ticket>): Promise<Ticket> {
    current = ticket;
    ticket.catch(() => (current = current === ticket ? undefined : current));
    return ticket;
  }

  return {
    name: username,
    async headers() {
      const held = current ?? begin(logIn());
      const ticket = await held;
      if (now() - ticket.issued < renewAfter) return ticket.headers;
      const renewed = current === held ? begin(exchange(ticket)) : (current ?? begin(logIn()));
      return (await renewed).headers;
    },
    async renew(refused) {
      const held = current;
      if (held && (await held).headers === refused && current === held) await begin(logIn());
      return true;
    },
    async handOver() {
      const held = await current;
      if (held === undefined) return credentials;
      const { ticket, csrf, issued } = held;
      return { username, password, session: { ticket, csrf, issued } };
    },
    hide: (text) => strike(text, known),
  };
}

function strike(text: string, secrets: readonly string[]): string {
  return secrets.reduce((shown, secret) => (secret === "" ? shown : shown.replaceAll(secret, "***")), text);
}

/** What a 401 means; Proxmox VE says no more than that. */
export function notAuthorised(name: string, url: string): PmpcError {
  const [what, user] = name.includes("!") ? ["token", name.replace(/!.*/, "")] : ["user", name];
  return new PmpcError("not-authorised", `${url} does not accept the ${what} ${name}`, {
    hint:
      what === "token"
        ? `its id or secret is wrong, it has expired, or ${user} is disabled: \`pveum user token list ${user}\` shows the ids; a lost secret can only be replaced by a new token`
        : `the session has ended, or ${user} is disabled`,
    exit: exit.notAuthorised,
  });
}

function loginFailed(username: string, { status, reason }: ApiResponse): PmpcError {
  return new PmpcError("not-authorised", `${username} could not log in: ${reason === "" ? status : reason}`, {
    hint: "check the realm (@pam, @pve, …), the password and, where there is a second factor, its code; an API token needs no second factor",
    exit: exit.notAuthorised,
  });
}

function secondFactorNeeded(username: string, used: boolean): PmpcError {
  return new PmpcError("second-factor-needed", `${username} needs a second factor${used ? ", and the code that was given can be used only once" : ""}`, {
    hint: "give the current code with --otp, or use an API token, which needs none",
    exit: exit.notAuthorised,
  });
}
