import { guestKinds } from "../../lib/schema/kind/all";
import type { GuestKind } from "../../lib/schema/kind/guest";
import { blame, troubleIn } from "../../lib/pve/blame";
import { holderIn, sayHolder } from "./locked";
import type { Cause, Problem } from "./plan";

/** An error, as terraform prints it. */
export interface Diagnostic {
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
  /** Where in the configuration: `resource.proxmox_virtual_environment_vm.web`. */
  readonly snippet?: { readonly context?: string | null } | null;
}

/**
 * Says which resource each error is about. The provider names a virtual machine by its number, often, and a container seldom:
 * `unread` are the resources whose reading did not end, with the number of each.
 */
export function attribute(diagnostics: readonly Diagnostic[], unread: ReadonlyMap<string, string>): readonly Problem[] {
  const found = diagnostics.map((diagnostic): Problem => ({ says: textOf(diagnostic), cause: causeOf(diagnostic), address: addressOf(diagnostic, unread) }));
  const left = [...unread.keys()].filter((address) => !found.some((one) => one.address === address));
  const told = kinds.reduce((problems, kind) => shared(problems, left.filter((address) => address.includes(kind.type)), kind), found);
  const others = new Map([...unread].filter(([address]) => left.includes(address) && !kinds.some(({ type }) => address.includes(type))));
  const isOfProvider = new Set(diagnostics.filter(({ address }) => address?.startsWith("provider[")).map(textOf));
  return spread(told, others, isOfProvider);
}

interface Kind {
  readonly type: string;
  readonly word: RegExp;
  /** An error about one guest says its number: without one, it is about all of them, and about the way there. */
  readonly numbered: boolean;
}

const volumeError = /\bget file (\S+) from datastore\b/;

const typeOf = ({ terraform }: GuestKind) => `${terraform[0]!.type}.`;
const kinds: readonly Kind[] = Object.values(guestKinds).flatMap((kind: GuestKind) => kind.errors.map((error) => ({ type: typeOf(kind), ...error })));

/** Errors that name a kind and no guest of it are about those of the kind that were not read. If they differ, it is unknown which is whose. */
function shared(problems: readonly Problem[], left: readonly string[], { word, numbered }: Kind): Problem[] {
  const isNameless = ({ address, says }: Problem) => address === undefined && left.length > 0 && word.test(says);
  const nameless = problems.filter(isNameless);
  if (nameless.length === 0) return [...problems];
  const says = [...new Set(nameless.map((one) => one.says))].join("; or ");
  const [first] = nameless.map((one) => one.cause);
  const isOne = nameless.every((one) => one.cause === first) && (first === "cluster" || (first === "guest" && !numbered));
  const cause = isOne ? first! : "way";
  return [...problems.filter((one) => !isNameless(one)), ...left.map((address): Problem => ({ says, cause, address }))];
}

/**
 * Errors that name no resource are about what was not read beside the guests: about those whose name or node they say, else about the
 * rest. If these differ, it is unknown which is whose.
 */
function spread(problems: readonly Problem[], left: ReadonlyMap<string, string>, isOfProvider: ReadonlySet<string>): Problem[] {
  const nameless = problems.filter(({ address, says }) => address === undefined && !isOfProvider.has(says));
  const saying = (problem: Problem) => [...left].filter(([, id]) => id.split(/[/:]/).some((part) => [`"${part}"`, `'${part}'`].some((quoted) => problem.says.includes(quoted)))).map(([address]) => address);
  const named = new Map(nameless.map((problem) => [problem, saying(problem)]));
  const unnamed = [...left.keys()].filter((address) => ![...named.values()].flat().includes(address));
  const about = new Map([...named].map(([problem, addresses]) => [problem, addresses.length > 0 ? addresses : unnamed]));
  if (![...about.values()].every((addresses) => addresses.length > 0)) return [...problems];
  const mine = [...left.keys()].flatMap((address): Problem[] => {
    const own = nameless.filter((problem) => about.get(problem)!.includes(address));
    const [first] = own;
    if (first === undefined) return [];
    const answers = new Map(own.map(({ says }) => [says.split("Reason: ").at(-1)!, says]));
    return [{ says: [...answers.values()].join("; or "), cause: own.every(({ cause }) => cause === first.cause) ? first.cause : "way", address }];
  });
  return [...problems.filter((one) => !nameless.includes(one)), ...mine];
}

const isKept = /lifecycle\.prevent_destroy set/;

/** What is said of what is to be adopted, and is not on the cluster. */
export const notThere = "it is not on the cluster, and its code adopts it";

/** What is said of a change that takes another one in its place. */
export const kept = "it would be removed and made again, and its code protects it from that";

function textOf({ summary, detail }: Diagnostic): string {
  const holder = holderIn(`${summary}\n${detail ?? ""}`);
  if (holder !== undefined) return `${sayHolder(holder)}: wait until it has ended, then run this again`;
  if (isKept.test(detail ?? "")) return kept;
  if (/^Cannot import non-existent remote object/.test(summary)) return notThere;
  return [summary, detail].filter(Boolean).join(": ").replace(/\s+/g, " ").trim();
}

const causes = { way: "way", rights: "way", provider: "way", cluster: "cluster", guest: "guest" } as const;

/** What was read, or could not be, says nothing about the code; what is in the state is read with its address at hand. */
function causeOf(diagnostic: Diagnostic): Cause {
  const text = textOf(diagnostic);
  if (text === kept || text === notThere) return "code";
  const isOfReading = /\bHTTP\b|^error (?:retrieving|get file) |^failed to get /i.test(text);
  if (contextOf(diagnostic) !== undefined && !isOfReading) return "code";
  const found = blame(troubleIn(text));
  // A decoder that chokes on a list of the cluster says nothing about one guest; `shared` sees to that.
  return found === undefined ? "way" : causes[found.whose];
}

const contextOf = ({ address, snippet }: Diagnostic) => (address?.startsWith("provider[") ? undefined : address) ?? /^resource\.([^.]+\.[^.]+)/.exec(snippet?.context ?? "")?.[1];

function addressOf(diagnostic: Diagnostic, unread: ReadonlyMap<string, string>): string | undefined {
  const text = textOf(diagnostic);
  const named = contextOf(diagnostic) ?? /Resource (\S+) has lifecycle\.prevent_destroy set/.exec(diagnostic.detail ?? "")?.[1] ?? (text === notThere ? /import an existing object to\s+"([^"]+)"/.exec(diagnostic.detail ?? "")?.[1] : undefined);
  if (named !== undefined) return named;
  const [, type, inPath] = /\b(qemu|lxc)\/(\d+)\b/.exec(text) ?? [];
  const number = inPath ?? /\bVM (\d+)\b/.exec(text)?.[1] ?? ownerIn(volumeError.exec(text)?.[1] ?? "");
  if (number === undefined) return undefined;
  // Where the path does not tell, it is what errors call by its number.
  const kind = Object.values<GuestKind>(guestKinds).find(({ prefix, errors }) => (type === undefined ? errors.some(({ numbered }) => numbered) : prefix === type));
  return [...unread].find(([address, id]) => id === number && kind !== undefined && address.includes(typeOf(kind)))?.[0];
}

/** The first error in words that were made for people, without the box around them: its heading, and the paragraph below. What was said on one stream goes on on no other. */
export function firstError(...streams: readonly string[]): string {
  const text = streams.find((one) => /^[│╷╵|\s]*Error: /m.test(one)) ?? streams.join("\n");
  const lines = text.split("\n").map((line) => line.replace(/^[│╷╵|\s]+/, "").trim());
  const at = lines.findIndex((line) => line.startsWith("Error: "));
  if (at < 0) return lines.find((line) => line !== "") ?? "it said nothing";
  const next = lines.findIndex((line, index) => index > at && line.startsWith("Error: "));
  const below = lines.slice(at + 1, next < 0 ? undefined : next).filter((line) => !line.startsWith("on "));
  const start = below.findIndex((line) => line !== "");
  const end = below.indexOf("", start);
  const detail = start < 0 ? [] : below.slice(start, end < 0 ? undefined : end);
  return [lines[at]!.slice("Error: ".length), detail.join(" ")].filter((one) => one !== "").join(": ");
}
/** The number of the guest that a volume is named after: `base-100-disk-0/vm-214-disk-1` → 214. */
const ownerIn = (volume: string) => [...volume.matchAll(/\b(?:vm|base|subvol|basevol)-(\d+)-/g)].at(-1)?.[1];
