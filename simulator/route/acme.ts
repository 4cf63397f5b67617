import { configId, formatted, oneOf, required, text } from "../parameter";
import { failed, invalid } from "../refusal";
import { given, index, needs, type Call, type Route } from "../route";
import { splitList } from "../schema/format";
import { assertDigest, changedSection, createFields, sentValues, updateFields, withoutSection, withSection } from "../section/change";
import { acmePlugins } from "../section/acme";
import { digestOfFile, readSections, writeSections } from "../section/file";
import type { Section } from "../section/kind";
import { startTask } from "../task";

const directories = [
  { name: "Let's Encrypt V2", url: "https://acme-v02.api.letsencrypt.org/directory" },
  { name: "Let's Encrypt V2 Staging", url: "https://acme-staging-v02.api.letsencrypt.org/directory" },
];
const terms = "https://letsencrypt.org/documents/LE-SA-v1.5.pdf";
const plugins = "/cluster/acme/plugins";
const accounts = "/cluster/acme/account";
const contact = formatted("email-list");
const folder = "priv/acme/";

/** Accounts of certificate authorities, and how names are proven to them. No authority is asked. */
export const acmeRoutes: readonly Route[] = [
  { method: "GET", path: "/cluster/acme", run: () => index("name", "account tos meta directories plugins challenge-schema") },
  { method: "GET", path: "/cluster/acme/directories", run: () => directories },
  { method: "GET", path: "/cluster/acme/tos", takes: { directory: text }, run: () => terms },
  { method: "GET", path: accounts, run: ({ cluster }) => accountNames([...cluster.files.keys()]).map((name) => ({ name })) },
  { method: "GET", path: `${accounts}/{name}`, onlyRoot: true, run: readAccount },
  { method: "POST", path: accounts, onlyRoot: true, takes: { name: configId, contact: required(contact), directory: text, tos_url: text, "eab-kid": text, "eab-hmac-key": text }, run: createAccount },
  { method: "PUT", path: `${accounts}/{name}`, onlyRoot: true, takes: { contact }, run: updateAccount },
  { method: "DELETE", path: `${accounts}/{name}`, onlyRoot: true, run: deleteAccount },
  { method: "GET", path: plugins, ...needs("/", "Sys.Modify"), takes: { type: oneOf("dns", "standalone") }, unordered: true, run: listPlugins },
  { method: "GET", path: `${plugins}/{id}`, ...needs("/", "Sys.Modify"), run: readPlugin },
  { method: "POST", path: plugins, ...needs("/", "Sys.Modify"), takes: { ...createFields(acmePlugins), id: required(configId), type: required(oneOf("dns", "standalone")) }, run: createPlugin },
  { method: "PUT", path: `${plugins}/{id}`, ...needs("/", "Sys.Modify"), takes: updateFields(acmePlugins), run: updatePlugin },
  { method: "DELETE", path: `${plugins}/{id}`, ...needs("/", "Sys.Modify"), run: deletePlugin },
];

const accountNames = (files: readonly string[]) => files.flatMap((path) => (path.startsWith(folder) && path !== acmePlugins.file ? [path.slice(folder.length)] : [])).sort();

interface Account {
  readonly account: Readonly<Record<string, unknown>>;
  readonly directory: string;
  readonly location: string;
  readonly tos: string;
}

function existingAccount({ cluster, ...call }: Call): Account {
  const name = given({ cluster, ...call }, "name");
  const content = cluster.files.get(`${folder}${name}`);
  if (content === undefined) throw invalid({ name: `ACME account config file '${name}' does not exist.` });
  return JSON.parse(content) as Account;
}

function readAccount(call: Call) {
  const { account, directory, location, tos } = existingAccount(call);
  return { account, directory, location, tos };
}

const contactsIn = (list: string) => splitList(list).map((address) => `mailto:${address}`);

function task({ cluster, user }: Call, type: string, run: () => void): string {
  const node = [...cluster.nodes.values()].find(({ online }) => online)?.name ?? "";
  return startTask(cluster, { node, type, id: "", user, run });
}

function createAccount(call: Call): string {
  const { cluster } = call;
  const name = given(call, "name") || "default";
  if (cluster.files.has(`${folder}${name}`)) throw invalid({ name: `ACME account config file '${name}' already exists.` });
  const directory = given(call, "directory") || directories[0]!.url;
  return task(call, "acmeregister", () => {
    const account = { contact: contactsIn(given(call, "contact")), status: "valid", createdAt: new Date(cluster.now() * 1000).toISOString().replace(/\.\d+Z$/, "Z") };
    const location = `${directory.replace(/directory$/, "")}acme/acct/${1000 + cluster.inventions++}`;
    cluster.files.set(`${folder}${name}`, JSON.stringify({ account, directory, location, tos: given(call, "tos_url") || terms }));
  });
}

function updateAccount(call: Call): string {
  const found = existingAccount(call);
  return task(call, "acmeupdate", () => {
    const account = call.given.contact === undefined ? found.account : { ...found.account, contact: contactsIn(given(call, "contact")) };
    call.cluster.files.set(`${folder}${given(call, "name")}`, JSON.stringify({ ...found, account }));
  });
}

function deleteAccount(call: Call): string {
  existingAccount(call);
  return task(call, "acmedeactivate", () => void call.cluster.files.delete(`${folder}${given(call, "name")}`));
}

/** `standalone` is there by itself. */
function allPlugins({ cluster }: Call): ReadonlyMap<string, Section> {
  return new Map([["standalone", { id: "standalone", type: "standalone", values: {} }], ...readSections(cluster, acmePlugins)]);
}

/** What a plugin is told is kept encoded, and answered in clear. */
function described({ id, type, values: { data, ...values } }: Section, call: Call) {
  const clear = data === undefined ? {} : { data: Buffer.from(String(data), "base64url").toString() };
  return { plugin: id, type, ...values, ...clear, digest: digestOfFile(call.cluster, acmePlugins) };
}

function listPlugins(call: Call) {
  return [...allPlugins(call).values()].filter(({ type }) => call.given.type === undefined || type === call.given.type).map((one) => described(one, call));
}

function readPlugin(call: Call) {
  const found = allPlugins(call).get(given(call, "id"));
  if (!found) throw failed(`ACME plugin '${given(call, "id")}' not defined`);
  return described(found, call);
}

function createPlugin(call: Call): null {
  const [id, type] = [given(call, "id"), given(call, "type")];
  const all = allPlugins(call);
  if (all.has(id)) throw failed(`ACME plugin ID '${id}' already exists`);
  writeSections(call.cluster, acmePlugins, withSection(all, { id, type, values: sentValues(call, acmePlugins, type, ["id"], true) }).values());
  return null;
}

function updatePlugin(call: Call): null {
  assertDigest(call, digestOfFile(call.cluster, acmePlugins));
  const all = allPlugins(call);
  const found = all.get(given(call, "id"));
  if (!found) throw failed(`ACME plugin ID '${given(call, "id")}' does not exist`);
  const next = changedSection(call, acmePlugins, found, sentValues(call, acmePlugins, found.type, ["id"], false));
  writeSections(call.cluster, acmePlugins, withSection(all, next).values());
  return null;
}

function deletePlugin(call: Call): null {
  writeSections(call.cluster, acmePlugins, withoutSection(allPlugins(call), given(call, "id")).values());
  return null;
}
