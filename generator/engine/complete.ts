import type { Option, Options } from "./option";
import type { Known } from "./known";
import type { Summary } from "./action";
import { quoteWord, splitLine, type Word } from "./line";

/** A verb as completion sees it. */
export type Completable = Pick<Summary, "name" | "summary"> & Partial<Pick<Summary, "effect" | "common">> & { readonly input: Options };

/** One way to go on with a line. */
export interface Candidate {
  /** The whole line as it becomes. */
  readonly line: string;
  /** What is shown of it. */
  readonly shown: string;
  /** What it is, in a few words. */
  readonly says: string;
}

/** The ways to go on with a line that ends at the cursor; the likeliest first. */
export type Completer = (line: string) => readonly Candidate[];

export interface CompleterOptions {
  /** How many ways it offers. @default 8, as many as a menu shows */
  readonly most?: number;
  /** Whether a verb is offered together with what it is about. @default true */
  readonly pairs?: boolean;
}

/** A completer for these verbs and what was seen last. Nothing is read or asked on a call. */
export async function newCompleter(verbs: readonly Completable[], known: readonly Known[], { most = 8, pairs = true }: CompleterOptions = {}): Promise<Completer> {
  const { default: fuzzysort } = await import("fuzzysort");
  const paired = (pairs ? verbs : []).flatMap((verb) => {
    const [first] = positionals(verb.input);
    return first?.[1].names === undefined ? [] : known.filter((one) => isNamed(one, first[1].names!)).map((one) => ({ line: `${verb.name} ${valueOf(one, first[1], known)}`, says: about(one, first[1]), favour: favourOf(verb, first[1]), target: fuzzysort.prepare(`${verb.name} ${one.kind} ${one.name} ${one.id}`) }));
  });

  const scored = <T extends { readonly target: string | ReturnType<typeof fuzzysort.prepare> }>(typed: string, all: readonly T[], threshold = 0.3, limit = most) =>
    [...fuzzysort.go(typed, all, { key: "target", limit, threshold })].sort((a, b) => b.score - a.score || a.target.localeCompare(b.target, "en", { numeric: true }));
  const ranked = <T extends { readonly target: string | ReturnType<typeof fuzzysort.prepare> }>(typed: string, all: readonly T[]): readonly T[] =>
    typed === "" ? all.slice(0, most) : scored(typed, all).map(({ obj }) => obj);

  const verbsFor = (typed: string, lead: string): readonly Candidate[] => {
    const own = verbs.map((verb) => ({ line: verb.name, says: verb.summary, favour: 0, target: verb.name }));
    const pairs = typed.length < 2 ? [] : scored(typed.replace(/\s+/g, ""), paired, 0, 8 * most);
    const found = typed === "" ? own.map((obj) => ({ obj, score: 1 })) : [...scored(typed, own), ...pairs].sort((a, b) => b.score + b.obj.favour - (a.score + a.obj.favour));
    return found.slice(0, most).map(({ obj: { line, says } }) => ({ line: lead + line, shown: lead + line, says }));
  };

  /** By name and number; a kind's word before it narrows the choice. */
  const resourcesFor = (typed: string, names: string, write: (one: Known) => string): readonly Candidate[] => {
    const all = known.filter((one) => isNamed(one, names));
    const [, kind, name = ""] = /^(\S+)\s+(.*)$/.exec(typed) ?? [];
    const ofKind = kind === undefined ? [] : all.filter((one) => one.kind === kind);
    const begun = all.filter((one) => one.kind.startsWith(typed) && typed !== "");
    const found = ofKind.length > 0 ? ranked(name, targetsOf(ofKind)) : [...ranked(typed, targetsOf(all)), ...targetsOf(begun)];
    return [...new Set(found.map(({ one }) => one))].slice(0, most).map((one) => ({ line: write(one), shown: `${one.kind} ${one.name}`, says: about(one) }));
  };

  return (line) => {
    const words = splitLine(line);
    const last = /\s$/.test(line) || words.length === 0 ? { text: "", at: line.length } : words.at(-1)!;
    const until = line.slice(0, last.at);
    if (last.text.startsWith("@")) {
      return resourcesFor(last.text.slice(1), "guest", (one) => until + (line.trimStart().startsWith("!") ? quoteWord(one.name) : wordsOf(one, known)));
    }
    if (line.trimStart().startsWith("!")) return [];
    const lead = line.trimStart().startsWith("/") ? "/" : "";
    const verb = verbOf(verbs, words, line);
    if (verb === undefined) return verbsFor(line.trim().replace(/^\//, ""), lead);
    const before = words.slice(verb.name.split(" ").length).filter(({ at }) => at < last.at);
    return forVerb(verb, before, last);

    function forVerb({ input }: Completable, given: readonly Word[], { text, at }: Word): readonly Candidate[] {
      const previous = given.at(-1)?.text ?? "";
      const asked = previous.startsWith("--") ? input[camel(previous.slice(2))] : undefined;
      if (asked !== undefined && asked.type !== "flag") return valuesOf(asked, text, line.slice(0, at));
      const [, name, value] = /^--([\w-]+)=(.*)$/.exec(text) ?? [];
      if (name !== undefined) return valuesOf(input[camel(name)], value!, line.slice(0, at) + `--${name}=`);
      if (text.startsWith("-")) return optionsFor(input, given, text, until);
      const free = given.filter((word, index) => !word.text.startsWith("-") && !takesNext(input, given[index - 1]));
      const all = positionals(input);
      const [, option] = all[Math.min(free.length, all.length - 1)] ?? [];
      if (option === undefined || (free.length >= all.length && option.positional !== "rest")) return text === "" ? optionsFor(input, given, text, until) : [];
      const rest = option.positional === "rest" ? free.slice(all.length - 1) : [];
      const from = rest[0]?.at ?? at;
      const found = valuesOf(option, [...rest.map((word) => word.text), text].join(" ").trim(), line.slice(0, from));
      return found.length === 0 && text === "" ? optionsFor(input, given, text, until) : found;
    }

    function valuesOf(option: Option<unknown> | undefined, typed: string, before: string): readonly Candidate[] {
      const usual = option?.choices ?? option?.words;
      if (usual !== undefined) return ranked(typed, usual.map((choice) => ({ choice, target: choice }))).map(({ choice }) => ({ line: before + choice, shown: choice, says: "" }));
      if (option?.names === undefined) return [];
      return resourcesFor(typed, option.names, (one) => before + valueOf(one, option, known));
    }

    function optionsFor(input: Options, given: readonly Word[], typed: string, before: string): readonly Candidate[] {
      const used = new Set(given.map((word) => word.text.split("=")[0]!));
      const offered = Object.entries(input)
        .filter(([, { positional, hidden }]) => positional === undefined && hidden !== true)
        .map(([name, { says, type }]) => ({ name: `--${kebab(name)}`, says, type }))
        .filter(({ name, type }) => type === "list" || !used.has(name));
      return ranked(typed.replace(/^-+/, ""), offered.map((one) => ({ ...one, target: one.name }))).map(({ name, says }) => ({ line: before + name, shown: name, says }));
    }
  };
}

/** The verb that a line begins with, once its name is complete and a blank follows. */
function verbOf(verbs: readonly Completable[], words: readonly Word[], line: string): Completable | undefined {
  const texts = words.map(({ text }, at) => (at === 0 ? text.replace(/^\//, "") : text));
  // "pct start" before a verb "pct".
  return [...verbs].sort((a, b) => b.name.length - a.name.length).find(({ name }) => {
    const parts = name.split(" ");
    const last = words[parts.length - 1];
    return parts.every((part, at) => texts[at] === part) && last !== undefined && (words.length > parts.length || /\s$/.test(line));
  });
}

const targetsOf = (all: readonly Known[]) => all.map((one) => ({ one, target: one.id === one.name ? one.name : `${one.name} ${one.id}` }));

const positionals = (input: Options) => Object.entries(input).filter(([, { positional }]) => positional !== undefined);

const takesNext = (input: Options, word: Word | undefined) => {
  const option = word?.text.startsWith("--") && !word.text.includes("=") ? input[camel(word.text.slice(2))] : undefined;
  return option !== undefined && option.type !== "flag";
};

const isNamed = ({ kind, isGuest }: Known, names: string) => names === "resource" || names === kind || (names === "guest" && isGuest);

/** What is beside the words that name it: its name where they are its number. */
const about = ({ id, name, status, node }: Known, option?: Option<unknown>) => [id === name ? undefined : option?.type === "number" ? name : id, status, node].filter((part) => part !== undefined).join(" · ");

/** As this option takes it. */
const valueOf = (one: Known, { type, positional }: Option<unknown>, known: readonly Known[]) => (type === "number" ? one.id : positional === "rest" ? wordsOf(one, known) : quoteWord(wordsOf(one, known)));

/** Of verbs that fit about as well, the common one that only shows a single thing is meant. */
const favourOf = ({ effect, common }: Completable, { required }: Option<unknown>) => (common === true && effect === "reads" && required === true ? 0.04 : 0);

/** As a person would name it, where that names one thing and is a plain word: `vm web-02`, `vm 105`. */
function wordsOf({ kind, name, id }: Known, known: readonly Known[]): string {
  const isPlain = /^[A-Za-z][\w.-]*$/.test(name) && known.filter((one) => one.kind === kind && one.name === name).length === 1;
  return `${kind} ${isPlain ? name : id}`;
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const camel = (name: string) => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
