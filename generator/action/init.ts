import { resolve } from "node:path";
import { exit, PmpcError } from "../../lib/error";
import { grantAll, importUser, missingRights } from "../../lib/inventory/rights";
import { isGuestKind } from "../../lib/schema/kind/name";
import { usualScope } from "../../lib/schema/kind/scope";
import { action, type Context } from "../engine/action";
import { option, type InputOf } from "../engine/option";
import { count, fact, facts, type Fact } from "../engine/view";
import type { Grouping } from "../plan/group";
import { connectionOptions, connectWith, type Connecting } from "../connect/connection";
import { hostOptions, transportOf } from "../connect/node-shell";
import { openCluster } from "../connect/cluster";
import { makeToken } from "../connect/token";
import { readingQuestions } from "../renew/reading";
import { writingOptions } from "../renew/writing";
import { withWorkspace } from "../session/session";
import { readFormerConfiguration } from "../settings/config-json";
import { asRemembered, configurationPath, readConfiguration, writeConfiguration, type Configuration, type Settings } from "../settings/configuration";
import { createWriter, type Client } from "../transport/client";
import { checkUsername } from "../transport/credential";
import { checkRoot } from "../workspace/workspace";

export interface InitReport {
  readonly workspace: string;
  /** The cluster's name, or its only node's; undefined if the credentials may not read it. */
  readonly cluster?: string;
  readonly nodes: readonly string[];
  readonly version?: string;
  readonly endpoint: string;
  readonly transport: string;
  /** What the credentials may see of it. */
  readonly guests?: number;
  /** The token that was made, without its secret. */
  readonly token?: string;
  /** Rights that a full import lacks, and the commands that give them. */
  readonly lacking: readonly string[];
  readonly remedy?: string;
}

const input = {
  ...connectionOptions,
  ...hostOptions,
  config: option.text("A config.json of pmpc's predecessor, whose settings are taken over. Its token is used now and not stored.", { placeholder: "FILE", local: true }),
  groupBy: writingOptions.groupBy,
  facts: writingOptions.facts,
  makeToken: option.flag("Make a token with the rights that an import needs. It needs a user who may change users and rights: --username root@pam.", { local: true }),
  out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
};

/** `pmpc init`: connects to a cluster, and makes a folder its workspace. */
export const init = action({
  name: "init",
  summary: "Make this folder the workspace of a cluster",
  topic: "first steps",
  effect: "changes cluster",
  says: "Make a folder the workspace of a cluster: it connects first, and writes the settings only if the cluster answers. On the cluster it changes nothing, unless you let it make a token.",
  input,
  confirms: [...readingQuestions, "login", "username", "make-token", "group-by"],
  async run(given, context) {
    const root = resolve(context.folder, given.out ?? ".");
    const before = await readConfiguration(root);
    if (before?.cluster !== undefined) throw new PmpcError("workspace-exists", `${root} is the workspace of ${before.cluster} already`, { hint: "pmpc status shows it, and pmpc sync reads the cluster again; --out names another folder", exit: exit.refused });
    if (before === undefined) await checkRoot(root);
    const former = given.config === undefined ? undefined : await readFormerConfiguration(resolve(context.folder, given.config));
    const configuration: Configuration = { ...before, ...former?.configuration };
    const reaching = { ...given, apiToken: given.apiToken ?? former?.apiToken };
    const askGrouping = async () => given.groupBy ?? configuration.groupBy ?? ((await context.host.ask({ code: "group-by", says: "One file of guests for each", preset: "node", about: [], data: {} })) as Grouping);
    const { settings, groupBy, ...seen } = transportOf(given, configuration) === "api" ? await connectOverApi(reaching, configuration, root, askGrouping, context) : { ...(await connectOtherwise(reaching, configuration, context)), groupBy: await askGrouping() };
    await withWorkspace(root, "init", context, async () => {
      await writeConfiguration(root, { ...configuration, ...asRemembered(settings, root), cluster: seen.cluster, groupBy, facts: given.facts ?? configuration.facts ?? "slim", forget: configuration.forget ?? [] }, [["scope", configuration.scope ?? usualScope], ...Object.entries(former?.settings ?? {})]);
    });
    return { exit: exit.done, report: { workspace: root, endpoint: settings.endpoint, transport: settings.transport ?? "api", ...seen } };
  },
  view: (report) => [facts(...lines(report))],
});

type Given = InputOf<typeof input>;
type Seen = Omit<InitReport, "workspace" | "endpoint" | "transport"> & { readonly settings: Settings };

/** Connects, and asks the last question before anything is changed on the cluster: a wizard that is broken off leaves nothing there. */
async function connectOverApi(given: Given, configuration: Configuration, root: string, askGrouping: () => Promise<Grouping>, context: Context<Connecting | "login" | "username" | "make-token">): Promise<Seen & { readonly groupBy: Grouping }> {
  const login = await chooseLogin(given, configuration, context);
  const { client, settings } = await connectWith(createWriter, { ...given, ...login }, configuration, context);
  try {
    const nodes = await rows(client, "/cluster/status");
    const version = (await dataOf<{ readonly version?: string }>(client, "/version"))?.version;
    const wantsToken = login.makeToken && (given.makeToken === true || (await context.host.confirm({ code: "make-token", says: makeTokenSays(client), about: [], data: { endpoint: settings.endpoint } })));
    const groupBy = await askGrouping();
    const token = wantsToken ? await makeToken(client, root, context.now) : undefined;
    if (token) context.host.notify({ code: "token-made", says: `made the token ${token.id}. Proxmox VE shows its secret only once, and pmpc does not store it:\nexport PROXMOX_VE_API_TOKEN='${token.text}'`, data: { id: token.id, token: token.text } });
    if (token && token.earlier.length > 0) context.host.notify({ code: "token-left", says: leftSays(token.earlier), data: { ids: token.earlier.map((name) => `${importUser}!${name}`) } });
    const missing = token ? [] : missingRights(await dataOf(client, "/access/permissions"));
    const cluster = nodes.find(({ type }) => type === "cluster") ?? nodes.find(({ local }) => local === 1);
    return {
      settings,
      groupBy,
      ...(cluster === undefined ? {} : { cluster: String(cluster.name) }),
      nodes: nodes.filter(({ type }) => type === "node").map(({ name }) => String(name)),
      ...(version === undefined ? {} : { version }),
      guests: (await rows(client, "/cluster/resources")).filter(({ type }) => isGuestKind({ prefix: String(type) })).length,
      ...(token === undefined ? {} : { token: token.id }),
      lacking: missing.map(({ purpose }) => purpose),
      ...(missing.length === 0 ? {} : { remedy: grantAll(client.identity, missing, version) }),
    };
  } finally {
    client.close();
  }
}

/** Who has neither a token nor a user is asked which of them it is to be. */
async function chooseLogin(given: Given, configuration: Configuration, { host, environment }: Context<"login" | "username">): Promise<{ readonly username?: string; readonly makeToken: boolean }> {
  const named = configuration.legacyApi?.token;
  if (given.apiToken !== undefined || (named !== undefined && environment[named] !== undefined)) return { makeToken: given.makeToken === true };
  if (given.username !== undefined) return { makeToken: true };
  const way = given.makeToken ? "make" : await host.ask({ code: "login", says: "How does pmpc log in?", preset: "token", about: [], data: {} });
  if (way !== "make") return { makeToken: false };
  return { username: await host.ask({ code: "username", says: "User with realm (root@pam)", about: [], data: {} }, checkUsername), makeToken: true };
}

const makeTokenSays = ({ identity, url }: Client) => `As ${identity} on ${url}, make the role PmpcImport, the user pmpc@pve and a token of it, with PVEAuditor and PmpcImport on /?`;

/** It may be in use: only its owner can tell, and nobody else removes it. */
const leftSays = (names: readonly string[]) =>
  `an earlier pmpc init here was interrupted after it had made ${names.map((name) => `the token ${importUser}!${name}`).join(" and ")}. If nobody uses ${names.length === 1 ? "it" : "them"}, remove ${names.length === 1 ? "it" : "them"}, on a node, as root:\n${names.map((name) => `pveum user token remove ${importUser} ${name}`).join("\n")}`;

async function connectOtherwise(given: Given, configuration: Configuration, context: Context<Connecting>): Promise<Seen> {
  const { source, settings, identity } = await openCluster(given, configuration, context);
  await source.close();
  return { settings, ...(identity === undefined ? {} : { cluster: identity.name }), nodes: identity?.nodes ?? [], lacking: [] };
}

async function dataOf<T>(client: Client, address: string): Promise<T | undefined> {
  return (await client.get(address)).data as T | undefined;
}

async function rows(client: Client, address: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const data = await dataOf<unknown>(client, address);
  return Array.isArray(data) ? (data as readonly Readonly<Record<string, unknown>>[]) : [];
}

function lines({ workspace, cluster, nodes, version, endpoint, guests, token, lacking, remedy }: InitReport): (Fact | undefined)[] {
  const many = nodes.length > 4 ? count(nodes.length, "node") : nodes.join(", ");
  return [
    fact("cluster", `${cluster ?? "its name may not be read"}${many === "" || many === cluster ? "" : ` on ${many}`}, ${endpoint}`),
    version === undefined ? undefined : fact("version", `Proxmox VE ${version}`),
    guests === undefined ? undefined : fact("guests", guests === 0 ? "none that these credentials may see" : `${guests} that these credentials may see`),
    token === undefined ? undefined : fact("token", token),
    lacking.length === 0 ? undefined : fact("rights", `an import could not ${lacking.join(", nor ")}`, { below: remedy === undefined ? [] : ["on a node, as root:", ...remedy.split("\n")] }),
    fact("workspace", `${workspace}/${configurationPath}`),
    fact("next", "pmpc sync reads the cluster and writes its code"),
  ];
}
