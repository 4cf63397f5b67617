import { parseGuestKey, printGuestKey, type ResourceKey } from "../../lib/pve/address";
import { kinds } from "../../lib/schema/kind/all";
import { parseGuestName } from "../../lib/schema/kind/name";
import { thingOf } from "../../lib/schema/kind/reference";
import { fieldsIn, ownCallsIn } from "../edit/class";
import { constantsIn } from "../edit/constant";
import { aloneIn, constructsIn, type ConstructCode } from "../edit/construct";
import type { RowCode } from "../edit/construct-code";
import { classesIn, functionsIn } from "../edit/declaration";
import { importsIn } from "../edit/import";
import { commentsIn, titleAt } from "../edit/section";
import type { AsideBefore } from "../plan/build";
import type { Carried, FieldBefore, NamedBefore } from "../plan/plan";
import { declaredKey, foldsIn, guestTypes } from "./fold";
import { readTexts } from "../workspace/base";
import { readCode } from "../workspace/code";
import { readForgotten, type Forgotten } from "../workspace/forgotten";
import { readNames, type Name, type Names } from "../workspace/names";

/** What pmpc generated in a workspace so far, as git has it, and what people wrote beside it. */
export interface Written {
  /** Guests whose code pmpc wrote. */
  readonly names: Names;
  /** Guests whose code people wrote, and that an apply has made. */
  readonly ownNames: Names;
  readonly forgotten: ReadonlyMap<string, Forgotten>;
  readonly named: NamedBefore;
  /** The texts that were generated last: path → text. */
  readonly texts: ReadonlyMap<string, string>;
  /** Guests that people declared themselves: key → file; empty where the code computes the number. */
  readonly own: ReadonlyMap<ResourceKey, string>;
  /** What the code calls guests that it declares with a number, generated or not: key → the construct's id. */
  readonly declared: ReadonlyMap<ResourceKey, string>;
  /** Comments in the place of what was set aside. */
  readonly aside: ReadonlyMap<ResourceKey, AsideBefore>;
  /** A guest's code as it was generated last. */
  codeOf(name: Name): Carried | undefined;
}

/** Reads a workspace's memory. Where it has none, the code itself says which guests it has. */
export async function readWritten(root: string): Promise<Written> {
  const [texts, code, remembered, listed] = [await readTexts(root, "owned"), await readCode(root), await readForgotten(root), await readNames(root)];
  const declared = [...code].flatMap(([file, text]) => declaredIn(file, text));
  const generated = new Set([...texts].flatMap(([file, text]) => declaredIn(file, text)).map(({ key, id }) => `${key} ${id}`));
  const [ownNames, ofOurs] = [new Map([...listed].filter(([, { own }]) => own)), new Map([...listed].filter(([, { own }]) => !own))];
  // Without any name, a project into which pmpc has written no guest has none of its own: all are their owner's.
  const isKnown = listed.size > 0 || remembered.size > 0 || (texts.has("cluster.ts") && generated.size === 0);
  const forgotten = isKnown ? remembered : new Map([...code.values()].flatMap(forgottenIn).map((one) => [one.key, one]));
  const names: Names = isKnown ? ofOurs : new Map(declared.map((one) => [one.key, one]));
  // Where what was generated is not known, the names in the project are those that its other files use.
  const named = readNamed(new Map([...texts, ...[...code].filter(([path]) => !texts.has(path))]));
  const parsed = new Map<string, readonly ConstructCode[]>();
  const find = (text: string | undefined, { key, id }: Name) => {
    if (text === undefined) return undefined;
    const constructs = parsed.get(text) ?? parsed.set(text, constructsIn(text)).get(text)!;
    const found = constructs.find((one) => one.id === id && guestTypes.get(one.className) === parseGuestKey(key)?.type);
    return found && carriedFrom(text, found, named);
  };
  return {
    names,
    ownNames,
    forgotten,
    named,
    texts,
    declared: new Map(declared.map(({ key, id }) => [key, id])),
    aside: new Map([...texts].flatMap(([file, text]) => asideIn(file, text))),
    own: new Map([...[...ownNames.keys()].map((key) => [key, ""] as const), ...declared.filter(({ key, id }) => !names.has(key) && !generated.has(`${key} ${id}`)).map(({ key, file }) => [key, file!] as const)]),
    // What was generated last may be lost; then the file of the project has it.
    codeOf: (name) => (name.file === undefined ? undefined : (find(texts.get(name.file), name) ?? find(code.get(name.file), name))),
  };
}

/** The guests that a file of code declares with a number of their own. */
function declaredIn(file: string, text: string): Name[] {
  return constructsIn(text).flatMap(({ className, id, props }) => {
    const key = declaredKey(className, props);
    return id === undefined || key === undefined ? [] : [{ key, id, file, ...(props.has("adopt") ? { adopt: true } : {}) } as Name];
  });
}

/** What a file lets go of: `this.forget("proxmox_virtual_environment_vm.web"); // qemu/101: …` */
function forgottenIn(text: string): Forgotten[] {
  return ownCallsIn(text, "forget").flatMap(({ argument, comment }) => {
    const [, guest] = /^((?:qemu|lxc)\/\d+)\b/.exec(comment) ?? /^([a-z-]+\/.+): forgotten with pmpc forget$/.exec(comment) ?? [];
    const id = argument.split(".").at(-1)!;
    return guest === undefined ? [] : [{ key: argument, guest, id, name: id }];
  });
}

/** `// vm 101 web is set aside: …`, `// token kim@pam!ci is set aside: …` */
function asideIn(file: string, text: string): [ResourceKey, AsideBefore][] {
  if (!file.startsWith("guests/")) return othersAsideIn(file, text);
  return commentsIn(text, /^ {2}\/\/ (?<guest>(?:vm|container) \d+) .*is set aside: /).flatMap(({ text: comment, title, groups }) => {
    const guest = parseGuestName(groups.guest!);
    return guest === undefined ? [] : [[printGuestKey(guest), { file, text: comment, ...templateAt(title) }] as const];
  }) as [ResourceKey, AsideBefore][];
}

function othersAsideIn(file: string, text: string): [ResourceKey, AsideBefore][] {
  return commentsIn(text, /^ {2}\/\/ (?<name>.+?) is set aside: /).flatMap(({ text: comment, groups }) => {
    const thing = kinds.parseName(groups.name!);
    return thing === undefined ? [] : [[kinds.printKey(thing), { file, text: comment }] as const];
  }) as [ResourceKey, AsideBefore][];
}

const templateAt = (title: string | undefined) => (title === undefined ? {} : { template: title === "templates" });

function carriedFrom(text: string, construct: ConstructCode, { stack, fields }: NamedBefore): Carried | undefined {
  const { statement, row } = construct;
  if (statement === undefined && row === undefined) return undefined;
  const imported = importsIn(text);
  const { start } = statement ?? { start: loopOf(text, row!) };
  return {
    text: aloneIn(text, construct) ?? spelled(row!.alone),
    names: [...construct.names],
    imports: [...construct.names].filter((name) => imported.get(name) === "pmpc"),
    ...templateAt(titleAt(text, start)),
    constants: new Map([...constantsIn(text)].filter(([name]) => construct.names.has(name))),
    fields: fields.filter(({ field }) => readsField(construct, stack, field)).map(({ field }) => field),
  };
}

/** As it would stand alone in its function. */
const spelled = (code: string) => `${code};`.split("\n").map((line) => (line === "" ? line : `  ${line}`)).join("\n");

/** Where the function of a file goes over a table. */
const loopOf = (text: string, { by }: RowCode) => text.search(new RegExp(`^  for \\(.* ${by ?? ""}\\(`, "m"));

const readsField = ({ members }: ConstructCode, stack: NamedBefore["stack"], field: string) => members.has(`${stack?.variable}.${field}`);

/** What the code calls the stack, its functions and its fields. */
function readNamed(texts: ReadonlyMap<string, string>): NamedBefore {
  const cluster = texts.get("cluster.ts") ?? "";
  const functions = [...texts].flatMap(([path, text]) => (/^guests\/[^/]+\.ts$/.test(path) ? functionsIn(text).map((one) => [path, one] as const) : []));
  const made = [...texts.values()].flatMap(madeIn);
  const stack = classesIn(cluster).find(({ base }) => base === "ProxmoxStack");
  const variable = functions.flatMap(([, { parameters }]) => parameters)[0];
  return {
    ...(stack?.id === undefined || variable === undefined ? {} : { stack: { className: stack.name, id: stack.id, variable } }),
    functions: new Map(functions.map(([path, { name }]) => [path, name])),
    folds: new Map([...texts].flatMap(([path, text]) => (/^guests\/[^/]+\.ts$/.test(path) ? [[path, foldsIn(text)] as const] : []))),
    constants: new Map(made.flatMap(({ as, id }) => (as === undefined || id === undefined ? [] : [[id, as.name] as const]))),
    fields: fieldsIn(cluster).flatMap(({ name, className, method, argument, made: from }): FieldBefore[] => {
      if (from !== undefined) return made.filter(({ by, as }) => by === from.by && as?.name === from.as).flatMap((one) => standsFor(one, name));
      const { kind, factory } = thingOf(className) ?? {};
      return kind === undefined || factory !== `${className}.${method}` || argument === undefined ? [] : [{ kind, name: argument, field: name, construct: className }];
    }),
  };
}

/** Constructs that functions give to constants. */
const madeIn = (text: string) => (/^ {2}const \w+ = new /m.test(text) ? functionsIn(text).slice(0, 1).flatMap(({ name: by }) => constructsIn(text).filter(({ as }) => as !== undefined).map((one) => ({ ...one, by }))) : []);

/** What a field stands for that a construct of the code made. */
function standsFor({ className, id, props }: ConstructCode, field: string): FieldBefore[] {
  const kind = thingOf(className)?.kind;
  const name = kind === "guest" ? props.get("vmId")?.value : (props.get("name")?.value ?? id);
  return kind === undefined || name === undefined || id === undefined ? [] : [{ kind, name: String(name), field, construct: className, id }];
}


