import { flag, isSet, oneOf, required, text } from "../parameter";
import { failed } from "../refusal";
import { given, needs, type Call, type Route } from "../route";
import { assertUnmodified, createFields, deleted, locked, sentValues, updateFields, withoutSection, withSection } from "../section/change";
import { digestOfFile, readSections, writeSections } from "../section/file";
import type { Section, SectionValue, Sections } from "../section/kind";
import { realms } from "../section/realms";
import { startTask } from "../task";
import type { Cluster } from "../cluster";

const at = "/access/domains";
const realm = required({ ...text, maxLength: 32, pattern: "[A-Za-z][A-Za-z0-9._-]+" });
// The password has a file of its own, which nobody reads back.
const beside = { password: text, "check-connection": flag };

export const realmRoutes: readonly Route[] = [
  { method: "GET", path: at, open: true, unordered: true, run: list },
  { method: "GET", path: `${at}/{realm}`, ...needs("/access/realm/{realm}", "Realm.Allocate", "Sys.Audit"), run: read },
  { method: "POST", path: at, ...needs("/access/realm", "Realm.Allocate"), takes: { ...createFields(realms), ...beside, realm, type: required(oneOf(...Object.keys(realms.types).sort())) }, run: create },
  { method: "PUT", path: `${at}/{realm}`, ...needs("/access/realm", "Realm.Allocate"), takes: { ...updateFields(realms), ...beside, realm }, run: update },
  { method: "DELETE", path: `${at}/{realm}`, ...needs("/access/realm", "Realm.Allocate"), run: remove },
  {
    method: "POST",
    path: `${at}/{realm}/sync`,
    ...needs("/access/realm/{realm}", "Realm.AllocateUser"),
    takes: { scope: oneOf("users", "groups", "both"), "remove-vanished": text, "enable-new": flag, full: flag, purge: flag, "dry-run": flag },
    run: sync,
  },
];

/** All realms: Proxmox VE has its own two whatever the file says, and one default. */
function allRealms(cluster: Cluster): Map<string, Section> {
  const found = readSections(cluster, realms);
  const preset = [...found.values()].find(({ values }) => values.default === 1)?.id;
  const all = new Map([...found].map(([id, { values: { default: _, ...values }, ...one }]): [string, Section] => [id, { ...one, values: { ...values, ...(id === preset ? { default: 1 } : {}) } }]));
  for (const [id, comment] of [["pve", "Proxmox VE authentication server"], ["pam", "Linux PAM standard authentication"]] as const) {
    all.set(id, { id, type: id, values: { comment, ...all.get(id)?.values } });
  }
  return all;
}

function list({ cluster }: Call) {
  return [...allRealms(cluster).values()].map(({ id, type, values }) => {
    const tfa = values.tfa === undefined ? undefined : /(?:^|,)type=(\w+)/.exec(String(values.tfa))?.[1];
    return { realm: id, type, ...(values.comment ? { comment: values.comment } : {}), ...(values.default === 1 ? { default: 1 } : {}), ...(tfa === undefined ? {} : { tfa }) };
  });
}

function read(call: Call) {
  const found = allRealms(call.cluster).get(given(call, "realm"));
  if (!found) throw failed(`domain '${given(call, "realm")}' does not exist`);
  const plugin = found.type === "pam" ? { plugin: "PVE::Auth::PAM" } : {};
  return { type: found.type, ...found.values, ...plugin, digest: digestOfFile(call.cluster, realms) };
}

/** Only one realm is the default. */
function save(cluster: Cluster, all: Sections, one: Section): null {
  const others = [...all.values()].map(({ values, ...other }): Section => {
    const { default: _, ...rest } = values;
    return { ...other, values: one.values.default === 1 ? rest : values };
  });
  writeSections(cluster, realms, withSection(new Map(others.map((other) => [other.id, other])), one).values());
  return null;
}

const isDirectory = (type: string) => type === "ldap" || type === "ad";
const apart = ["realm", "password", "check-connection"];

function create(call: Call): null {
  const { cluster } = call;
  return locked("add auth server failed", () => {
    const all = allRealms(cluster);
    const [id, type] = [given(call, "realm"), given(call, "type")];
    if (all.has(id)) throw failed(`domain '${id}' already exists`);
    if (type === "pam" || type === "pve") throw failed(`unable to create builtin type '${type}'`);
    assertCheckable(call, type);
    return save(cluster, all, { id, type, values: withMode(sentValues(call, realms, type, apart, true)) });
  });
}

function assertCheckable(call: Call, type: string): void {
  if (call.given["check-connection"] !== undefined && !isDirectory(type)) throw failed("'check-connection' parameter can only be set for realms of type 'ldap' or 'ad'");
}

/** A mode says what `secure` said before there were modes. */
function withMode({ secure, ...values }: Record<string, SectionValue>): Record<string, SectionValue> {
  return values.mode !== undefined || secure === undefined ? values : { ...values, secure };
}

function update(call: Call): null {
  const { cluster } = call;
  return locked("update auth server failed", () => {
    assertUnmodified(call, cluster, realms);
    const all = allRealms(cluster);
    const found = all.get(given(call, "realm"));
    if (!found) throw failed(`domain '${given(call, "realm")}' does not exist`);
    assertCheckable(call, found.type);
    const gone = deleted(call);
    if (gone.length === 0 && Object.keys(call.given).every((name) => name === "realm" || name === "digest")) throw failed("no options specified");
    const kept = Object.fromEntries(Object.entries(found.values).filter(([name]) => !gone.includes(name)));
    return save(cluster, all, { ...found, values: { ...kept, ...sentValues(call, realms, found.type, apart, false) } });
  });
}

function remove(call: Call): null {
  const { cluster } = call;
  return locked("delete auth server failed", () => {
    const all = allRealms(cluster);
    if (!all.has(given(call, "realm"))) throw failed(`authentication domain '${given(call, "realm")}' does not exist`);
    writeSections(cluster, realms, withoutSection(all, given(call, "realm")).values());
    return null;
  });
}

/** The directory behind a simulated realm is empty: nothing comes of it. */
function sync(call: Call): string {
  const { cluster, user } = call;
  const found = allRealms(cluster).get(given(call, "realm"));
  if (!found) throw failed("Realm does not exist.");
  if (!isDirectory(found.type)) throw failed(`Cannot sync realm type '${found.type}'! Only LDAP/AD realms can be synced.`);
  const scope = call.given.scope ?? /(?:^|,)scope=(\w+)/.exec(String(found.values["sync-defaults-options"] ?? ""))?.[1];
  if (scope === undefined) throw failed("scope: Not passed as parameter and not defined in realm default sync options.");
  const isDry = isSet(call.given["dry-run"]);
  const node = [...cluster.nodes.values()].find(({ online }) => online)?.name ?? "";
  const what = scope === "both" ? "users and groups" : String(scope);
  return startTask(cluster, {
    node,
    type: isDry ? "auth-realm-sync-test" : "auth-realm-sync",
    id: found.id,
    user,
    run: (log) => {
      log(`${isDry ? "(dry test run) " : ""}starting sync for realm ${found.id}`);
      log(`got data from server, updating ${what}`);
      log(isDry ? "\nNOTE: Dry test run, changes were NOT written to the configuration." : `successfully updated ${what} configuration`);
    },
  });
}
