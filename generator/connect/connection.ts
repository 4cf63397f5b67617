import { resolve } from "node:path";
import { exit, isPmpcError, PmpcError } from "../../lib/error";
import { tokenRecipe } from "../../lib/inventory/rights";
import { blame } from "../../lib/pve/blame";
import { writeTokenName } from "../gate/environment";
import type { Way } from "../gate/live";
import { createClient, type ApiResponse, type Client, type ClientOptions } from "../transport/client";
import { isCertificateError } from "../transport/certificate";
import { readAuthority } from "../transport/authority";
import { parseEndpoint } from "../transport/endpoint";
import { checkUsername, parseToken, stranger, type Credentials } from "../transport/credential";
import type { Context } from "../engine/action";
import { option, type InputOf } from "../engine/option";
import { configurationPath, type Configuration, type Settings } from "../settings/configuration";

/** The options by which a cluster is reached: the provider's names, so that one environment serves both. */
export const connectionOptions = {
  endpoint: option.text("Where the cluster's API is: a name, an IPv4 or IPv6 address, or a URL.", { environment: ["PROXMOX_VE_ENDPOINT"], placeholder: "HOST", local: true }),
  apiToken: option.text("API token: user@realm!name=secret.", { environment: ["PROXMOX_VE_API_TOKEN"], placeholder: "TOKEN", local: true }),
  username: option.text("User with realm (root@pam), if no token is given.", { environment: ["PROXMOX_VE_USERNAME"], placeholder: "USER", local: true }),
  password: option.text("Password of the user.", { environment: ["PROXMOX_VE_PASSWORD"], placeholder: "PASSWORD", local: true }),
  otp: option.text("One-time password, if the user has a second factor.", { environment: ["PROXMOX_VE_OTP"], placeholder: "CODE", local: true }),
  fingerprint: option.text("SHA-256 of the certificate to trust.", { placeholder: "SHA256", local: true }),
  ca: option.text("PEM file of the authority that signed the certificate.", { placeholder: "FILE", local: true }),
  insecure: option.flag("Trust any certificate.", { environment: ["PROXMOX_VE_INSECURE"], local: true }),
  concurrency: option.number("Requests at the same time.", { preset: 16, from: 1, local: true }),
};

/** What may be asked to reach a cluster. */
export const connectionQuestions = ["endpoint", "api-token", "password", "trust-certificate"] as const;
export type Connecting = (typeof connectionQuestions)[number];

export type ConnectionInput = InputOf<typeof connectionOptions>;

/** A client, and what a workspace should remember of how it was made. */
export interface Connection<C extends Client = Client> {
  readonly client: C;
  readonly settings: Settings;
}

const tokenHelp = `A token for imports, made on a node:\n${tokenRecipe.map((line) => `  ${line}`).join("\n")}`;

/** Reaches the cluster to read it, asking for what was not given. The certificate is shown and asked about once. */
export function connect(input: ConnectionInput, configuration: Configuration | undefined, context: Context<Connecting>): Promise<Connection> {
  return connectWith(createClient, input, configuration, context);
}

/** The same with a client of another kind. */
export async function connectWith<C extends Client>(
  create: (options: ClientOptions) => Promise<C>,
  input: ConnectionInput,
  configuration: Configuration | undefined,
  { host, environment, folder, signal }: Context<Connecting>,
): Promise<Connection<C>> {
  const { path, url } = parseEndpoint(input.endpoint ?? configuration?.endpoint ?? "localhost");
  if (path !== undefined) host.notify({ code: "path-not-used", says: `pmpc and Terraform's provider ignore the endpoint's path ${path.split(/[?#]/)[0]} and connect to ${url}`, data: { endpoint: url, path } });
  const [endpoint = parseEndpoint(await host.ask({ code: "endpoint", says: "Endpoint of the cluster (pve1.lan)", about: [], data: {} }, parseEndpoint)).url, ...others] = endpointsOf(input, configuration);
  const known = { ...input, apiToken: input.apiToken ?? (input.username === undefined ? namedToken(configuration, environment) : undefined) };
  const { ca, caFile, fingerprint, insecure } = trustOf(endpoint, input, configuration, folder);
  // What the workspace says of other ways stays, and this one goes before them.
  const { transport, ssh, pveDir } = configuration ?? {};
  const ways = { transport: (transport ?? ssh) ? ("api" as const) : undefined, ssh, pveDir };
  const open = async (credentials: ClientOptions["credentials"], pinned: string | undefined) =>
    create({
      endpoints: [endpoint, ...others],
      ...(configuration?.timeout === undefined ? {} : { timeout: configuration.timeout * 1000 }),
      credentials,
      concurrency: input.concurrency,
      signal,
      onPause: sayPause(host),
      trust: { insecure, fingerprints: pinned === undefined ? undefined : [pinned], ca: caFile === undefined ? undefined : await readAuthority(caFile) },
    });
  /** A client that a server has answered, and by which certificate it is known. */
  const reach = async (credentials: ClientOptions["credentials"], pinned: string | undefined): Promise<readonly [C, string | undefined]> => {
    const client = await open(credentials, pinned);
    try {
      host.progress("connecting", endpoint);
      demandVersion(await client.get("/version", { timeout: firstTimeout, lateRetries: 0 }), endpoint);
      return [client, pinned];
    } catch (error) {
      // A stranger learns no more.
      if (credentials === stranger && isPmpcError(error) && error.code === "not-authorised") return [client, pinned];
      client.close();
      if (!isCertificateError(error) || error.code !== "certificate-not-trusted") throw error;
      const seen = error.certificate.fingerprint;
      const trusted = await host.confirm({ code: "trust-certificate", says: `certificate  ${error.reason}, SHA-256:\n  ${inHalves(seen)}\nTrust it for this workspace?`, about: [], data: { endpoint, fingerprint: seen } });
      if (!trusted) throw error;
      return [await open(credentials, seen), seen];
    } finally {
      host.idle();
    }
  };
  if (insecure) sayInsecure(endpoint, host);
  let pinned = fingerprint;
  // Nobody is asked for a secret before the server has answered.
  if (hasToAsk(known)) {
    const [met, by] = await reach(stranger, pinned);
    met.close();
    pinned = by;
  }
  const [client, by] = await reach(await credentialsOf(known, host), pinned);
  return { client, settings: { endpoint, fingerprint: by, ca, insecure, ...ways } };
}

/** A fingerprint in two lines, which fit into any terminal and are compared more easily than one that wraps. */
const inHalves = (fingerprint: string) => fingerprint.replace(/^(.{47}:)(?=.)/, "$1\n  ");

/** How a certificate is known: by options, else by what the workspace says of its own cluster. */
function trustOf(endpoint: string, input: ConnectionInput, configuration: Configuration | undefined, folder: string) {
  const same = endpointsOf({}, configuration).includes(endpoint);
  const given = input.ca === undefined ? undefined : resolve(folder, input.ca);
  const ca = given ?? (same ? configuration?.ca : undefined);
  const caFile = given ?? (same ? (configuration?.caFile ?? ca) : undefined);
  const fingerprint = input.fingerprint ?? (same && input.ca === undefined ? configuration?.fingerprint : undefined);
  // PROXMOX_VE_INSECURE is often set for Terraform's provider, which knows no fingerprints; a pinned one is checked all the same.
  const insecure = fingerprint === undefined && (input.insecure ?? (same ? configuration?.insecure : undefined) ?? false);
  return { ca, caFile, fingerprint, insecure };
}

/** Whom it was told to already: a verb may connect several times. */
const warned = new WeakMap<Context["host"], Set<string>>();

function sayInsecure(endpoint: string, host: Context["host"]): void {
  const told = warned.get(host) ?? new Set();
  warned.set(host, told);
  if (told.has(endpoint)) return;
  told.add(endpoint);
  host.notify({ code: "certificate-not-checked", says: `the certificate of ${endpoint} is not checked: anyone between here and the server can read the token`, data: { endpoint } });
}

/** Tells of pauses that a server asks for. */
export const sayPause = (host: Context["host"]): NonNullable<ClientOptions["onPause"]> => ({ url: where, until }) =>
  host.notify({ code: "waiting", says: `${where} accepts no requests until ${until.toISOString().slice(11, 19)} UTC: pmpc waits until then; Ctrl-C stops it`, data: { endpoint: where, until: until.toISOString() } });

/**
 * The way to a workspace's cluster as data, for anyone who asks in pmpc's place; undefined if the endpoint or the credentials are not known.
 * Only a user's password is asked for.
 */
export async function wayTo(input: ConnectionInput, configuration: Configuration, { host, environment, folder }: Context<Connecting>): Promise<Way | undefined> {
  const endpoints = endpointsOf(input, configuration);
  const { token } = configuration.legacyApi ?? {};
  const apiToken = input.apiToken ?? (input.username === undefined && token !== undefined ? environment[token] : undefined);
  const [endpoint] = endpoints;
  if (endpoint === undefined || (apiToken === undefined && input.username === undefined)) return undefined;
  const { caFile, fingerprint, insecure } = trustOf(endpoint, input, configuration, folder);
  if (insecure) sayInsecure(endpoint, host);
  return {
    endpoints: endpoints as Way["endpoints"],
    credentials: await credentialsOf({ ...input, apiToken }, host),
    concurrency: input.concurrency,
    ...(configuration.timeout === undefined ? {} : { timeout: configuration.timeout * 1000 }),
    trust: { insecure, ...(fingerprint === undefined ? {} : { fingerprints: [fingerprint] }), ...(caFile === undefined ? {} : { ca: await readAuthority(caFile) }) },
  };
}

/**
 * The token that changes the cluster, where there is one of its own: `PROXMOX_VE_API_TOKEN` then needs to read only. Anyone who names a token
 * for this command means that one.
 */
export function writeTokenIn({ apiToken }: Pick<ConnectionInput, "apiToken">, { environment }: Pick<Context, "environment">): string | undefined {
  const token = environment[writeTokenName];
  return token !== undefined && token !== "" && (apiToken === undefined || apiToken === environment.PROXMOX_VE_API_TOKEN) ? token : undefined;
}

/** The same way with the token that changes the cluster, where there is one. */
export function writingWay(way: Way | undefined, input: Pick<ConnectionInput, "apiToken">, context: Pick<Context, "environment">): Way | undefined {
  const apiToken = writeTokenIn(input, context);
  return way === undefined || apiToken === undefined ? way : { ...way, credentials: { apiToken } };
}

/** Milliseconds for the first answer: a wrong token costs three seconds of them, and the user is waiting. */
const firstTimeout = 15_000;

/** What answers at all may not be a Proxmox VE, or may not be let through to one. */
function demandVersion({ status, reason }: ApiResponse, endpoint: string): void {
  if (status === 200) return;
  const found = blame({ status, words: reason });
  throw new PmpcError(found?.kind ?? "not-proxmox", `${endpoint} does not answer like Proxmox VE: ${found?.says ?? `${status} ${reason}`.trim()}`, {
    hint: found?.remedy ?? "Proxmox VE listens on port 8006: check the port, and whether a proxy is in between",
    exit: exit.notFound,
  });
}

/** Where the API is, as far as somebody said so: one endpoint that was asked for, or all that the workspace names. */
export function endpointsOf({ endpoint }: Pick<Partial<ConnectionInput>, "endpoint">, configuration: Configuration | undefined): readonly string[] {
  if (endpoint !== undefined) return [parseEndpoint(endpoint).url];
  const { hosts = [], port = 8006 } = configuration?.legacyApi ?? {};
  const named = hosts.map((host) => `${host.includes(":") ? `[${host}]` : host}:${port}`);
  return [...new Set([...(configuration?.endpoint === undefined ? [] : [configuration.endpoint]), ...named].map((text) => parseEndpoint(text).url))];
}

function namedToken(configuration: Configuration | undefined, environment: Context["environment"]): string | undefined {
  const name = configuration?.legacyApi?.token;
  if (name === undefined) return undefined;
  const token = environment[name];
  if (token) return token;
  throw new PmpcError("token-missing", `the environment variable ${name}, which holds the token according to ${configurationPath}, is not set`, { exit: exit.usage });
}

const hasToAsk = ({ apiToken, password }: ConnectionInput) => apiToken === undefined && password === undefined;

async function credentialsOf(input: ConnectionInput, host: Context<Connecting>["host"]): Promise<Credentials> {
  if (input.apiToken !== undefined) return { apiToken: input.apiToken };
  if (input.username !== undefined) {
    checkUsername(input.username);
    const password = input.password ?? (await host.ask({ code: "password", says: `Password of ${input.username}`, about: [], data: { user: input.username } }));
    return { username: input.username, password, otp: input.otp };
  }
  if (input.password !== undefined) throw new PmpcError("user-missing", "a password without a user", { hint: "add --username user@realm", exit: exit.usage });
  return { apiToken: await host.ask({ code: "api-token", says: "API token (user@realm!name=secret)", help: tokenHelp, about: [], data: {} }, parseToken) };
}
