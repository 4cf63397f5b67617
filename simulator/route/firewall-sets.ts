import { clusterFirewall, firewallOf, places, saveFirewall, type FirewallPlace } from "../firewall/place";
import { checkEntries } from "../../lib/pve/firewall/entries";
import { aliasAnswer, aliasList, setList } from "../../lib/pve/firewall/lists";
import type { Alias, Firewall, IpSet, SetEntry } from "../../lib/pve/firewall/text";
import { digestOfList, withDigest } from "../firewall/digest";
import { flag, formatted, isSet, required, text } from "../parameter";
import { failed, invalid } from "../refusal";
import { given, type Call, type Route } from "../route";
import { assertDigest } from "../section/change";

const digest = { ...text, maxLength: 64 };
const name = { ...text, pattern: "[A-Za-z][A-Za-z0-9\\-_]+", minLength: 2, maxLength: 64 };
const cidr = required(formatted("IPorCIDR"));
const member = required(formatted("IPorCIDRorAlias"));

/** Aliases and sets of addresses, of the cluster and of each guest. */
export const firewallSetRoutes: readonly Route[] = places.filter(({ place }) => place !== "host" && place !== "vnet").flatMap((place) => [...aliasRoutes(place), ...setRoutes(place)]);

type Run = (call: Call, place: FirewallPlace) => unknown;

function aliasRoutes(place: FirewallPlace): Route[] {
  const at = `${place.at}/aliases`;
  const of = (run: Run) => (call: Call) => run(call, place);
  return [
    { method: "GET", path: at, ...place.read, unordered: true, run: of(listAliases) },
    { method: "GET", path: `${at}/{name}`, ...place.read, run: of(readAlias) },
    { method: "POST", path: at, ...place.write, takes: { name: required(name), cidr, comment: text }, run: of(createAlias) },
    { method: "PUT", path: `${at}/{name}`, ...place.write, takes: { cidr, comment: text, rename: name, digest }, run: of(updateAlias) },
    { method: "DELETE", path: `${at}/{name}`, ...place.write, takes: { digest }, run: of(deleteAlias) },
  ];
}

function setRoutes(place: FirewallPlace): Route[] {
  const at = `${place.at}/ipset`;
  const of = (run: Run) => (call: Call) => run(call, place);
  return [
    { method: "GET", path: at, ...place.read, run: of(listSets) },
    { method: "POST", path: at, ...place.write, takes: { name: required(name), comment: text, rename: name, digest }, run: of(createSet) },
    { method: "GET", path: `${at}/{name}`, ...place.read, run: of(listEntries) },
    { method: "POST", path: `${at}/{name}`, ...place.write, takes: { cidr: member, nomatch: flag, comment: text }, run: of(addMember) },
    { method: "DELETE", path: `${at}/{name}`, ...place.write, takes: { force: flag }, run: of(deleteSet) },
    { method: "GET", path: `${at}/{name}/{cidr}`, ...place.read, run: of(readMember) },
    { method: "PUT", path: `${at}/{name}/{cidr}`, ...place.write, takes: { nomatch: flag, comment: text, digest }, run: of(updateMember) },
    { method: "DELETE", path: `${at}/{name}/{cidr}`, ...place.write, takes: { digest }, run: of(removeMember) },
  ];
}

const own = (call: Call, place: FirewallPlace): Firewall => firewallOf(call.cluster, place.file(call));
const save = (call: Call, place: FirewallPlace, firewall: Firewall): null => saveFirewall(call.cluster, place.file(call), firewall);
const plain = (entry: SetEntry) => ({ ...entry });

function listAliases(call: Call, place: FirewallPlace) {
  return withDigest(aliasList(own(call, place)));
}

function listEntries(call: Call, place: FirewallPlace) {
  const { firewall, set } = load(call, place);
  return withDigest(checkEntries(set.entries, firewall, clusterFirewall(call.cluster)).map(plain));
}

function existingAlias(call: Call, { aliases }: Firewall): Alias {
  const found = aliases.get(given(call, "name").toLowerCase());
  if (!found) throw invalid({ name: "no such alias" });
  return found;
}

function readAlias(call: Call, place: FirewallPlace) {
  return aliasAnswer(existingAlias(call, own(call, place)));
}

function saidOf(call: Call): Omit<Alias, "name"> {
  const comment = given(call, "comment");
  return { cidr: given(call, "cidr"), ...(comment === "" ? {} : { comment }) };
}

function createAlias(call: Call, place: FirewallPlace): null {
  const firewall = own(call, place);
  const id = given(call, "name");
  if (firewall.aliases.has(id.toLowerCase())) throw invalid({ name: `alias '${id}' already exists` });
  return save(call, place, { ...firewall, aliases: new Map([...firewall.aliases, [id.toLowerCase(), { name: id, ...saidOf(call) }]]) });
}

function updateAlias(call: Call, place: FirewallPlace): null {
  const firewall = own(call, place);
  assertDigest(call, digestOfList(aliasList(firewall)));
  existingAlias(call, firewall);
  const [id, rename] = [given(call, "name"), given(call, "rename") || given(call, "name")];
  const others = [...firewall.aliases].filter(([key]) => key !== id.toLowerCase());
  if (others.some(([key]) => key === rename.toLowerCase())) throw invalid({ name: `alias '${rename}' already exists` });
  return save(call, place, { ...firewall, aliases: new Map([...others, [rename.toLowerCase(), { name: rename, ...saidOf(call) }]]) });
}

function deleteAlias(call: Call, place: FirewallPlace): null {
  const firewall = own(call, place);
  assertDigest(call, digestOfList(aliasList(firewall)));
  return save(call, place, { ...firewall, aliases: new Map([...firewall.aliases].filter(([key]) => key !== given(call, "name").toLowerCase())) });
}

function listSets(call: Call, place: FirewallPlace) {
  return withDigest(setList(own(call, place)));
}

function load(call: Call, place: FirewallPlace): { readonly firewall: Firewall; readonly id: string; readonly set: IpSet } {
  const firewall = own(call, place);
  const id = given(call, "name");
  const set = firewall.ipsets.get(id);
  if (!set) throw failed(`no such IPSet '${id}'`);
  return { firewall, id, set };
}

const withSet = (firewall: Firewall, id: string, set: IpSet): Firewall => ({ ...firewall, ipsets: new Map([...firewall.ipsets, [id, set]]) });

/** Makes a set, or gives one another name or comment. */
function createSet(call: Call, place: FirewallPlace): null {
  const firewall = own(call, place);
  const [id, rename] = [given(call, "name"), given(call, "rename")];
  const comment = call.given.comment === undefined ? {} : { comment: given(call, "comment") };
  if (rename === "") {
    if (firewall.ipsets.has(id)) throw invalid({ name: `IPSet '${id}' already exists` });
    return save(call, place, withSet(firewall, id, { ...comment, entries: [] }));
  }
  assertDigest(call, digestOfList(setList(firewall)));
  const old = firewall.ipsets.get(rename);
  if (!old) throw invalid({ name: `IPSet '${rename}' does not exist` });
  if (firewall.ipsets.has(id) && id !== rename) throw invalid({ name: `IPSet '${id}' does already exist` });
  return save(call, place, withSet({ ...firewall, ipsets: new Map([...firewall.ipsets].filter(([key]) => key !== rename)) }, id, { ...old, ...comment }));
}

function deleteSet(call: Call, place: FirewallPlace): null {
  const { firewall, id, set } = load(call, place);
  if (set.entries.length > 0 && !isSet(call.given.force)) throw failed(`IPSet '${id}' is not empty`);
  return save(call, place, { ...firewall, ipsets: new Map([...firewall.ipsets].filter(([key]) => key !== id)) });
}

const normal = (address: string) => address.replace(/^([\d.]+)\/32$|^([0-9a-f:]+)\/128$/i, "$1$2");

function addMember(call: Call, place: FirewallPlace): null {
  const { firewall, id, set } = load(call, place);
  const address = normal(given(call, "cidr"));
  const [, scope, alias] = /^(dc\/|guest\/)?([A-Za-z][A-Za-z0-9_-]+)$/.exec(address) ?? [];
  if (alias !== undefined) {
    const known = (scope === "dc/" ? undefined : firewall.aliases.get(alias.toLowerCase())) ?? (scope === "guest/" ? undefined : clusterFirewall(call.cluster).aliases.get(alias.toLowerCase()));
    if (!known) throw failed(`no such alias '${alias}'`);
  }
  if (set.entries.some((entry) => entry.cidr === address)) throw invalid({ cidr: `address '${address}' already exists` });
  if (/\/0+$/.test(address)) throw invalid({ cidr: "a zero prefix is not allowed in ipset entries" });
  return save(call, place, withSet(firewall, id, { ...set, entries: [entryOf(call, address), ...set.entries] }));
}

function entryOf(call: Call, address: string): SetEntry {
  const comment = given(call, "comment");
  return { cidr: address, ...(isSet(call.given.nomatch) ? { nomatch: 1 } : {}), ...(comment === "" ? {} : { comment }) };
}

function readMember(call: Call, place: FirewallPlace) {
  const { set } = load(call, place);
  const found = withDigest(set.entries.map(plain)).find((entry) => entry.cidr === given(call, "cidr"));
  if (!found) throw invalid({ cidr: "no such IP/Network" });
  return found;
}

function updateMember(call: Call, place: FirewallPlace): null {
  const { firewall, id, set } = load(call, place);
  assertDigest(call, digestOfList(set.entries.map(plain)));
  const address = given(call, "cidr");
  if (!set.entries.some((entry) => entry.cidr === address)) throw invalid({ cidr: "no such IP/Network" });
  return save(call, place, withSet(firewall, id, { ...set, entries: set.entries.map((entry) => (entry.cidr === address ? entryOf(call, address) : entry)) }));
}

function removeMember(call: Call, place: FirewallPlace): null {
  const { firewall, id, set } = load(call, place);
  assertDigest(call, digestOfList(set.entries.map(plain)));
  return save(call, place, withSet(firewall, id, { ...set, entries: set.entries.filter((entry) => entry.cidr !== given(call, "cidr")) }));
}
