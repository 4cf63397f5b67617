import type { FileChange } from "../assignment";
import type { Instance } from "../instance";
import type { Project } from "../project";
import { rowOf } from "../unfold";
import { lineAt, type Source } from "../source";
import type { Bench } from "./bench";
import type { Grammar } from "./grammar";
import { functionsOf, insertBeside, insertInto } from "./insert";
import { isKnown, statementOf, takeOut } from "./place";
import { arriveAsRow, spelledOut, type Newcomer } from "./row";
import { constructsOf, functionAround, type Constructs } from "./side";
import { commentsOf } from "./values";
import { translate, type Words } from "./words";

/** Something that a person has to look at: where, and why. */
export interface Trouble {
  /** `VirtualMachine 101` */
  readonly key: string;
  readonly file: string;
  readonly line: number;
  readonly why: string;
}

/** Takes constructs out that are generated no longer. */
export function leave(bench: Bench, keys: readonly string[], base: Constructs): readonly Trouble[] {
  const troubles: Trouble[] = [];
  // One after the other where they are neighbours, so that each finds its own blank line.
  for (let open = keys; open.length > 0; ) {
    const mine = bench.constructs;
    const changes: FileChange[] = [];
    const later: string[] = [];
    for (const key of open) {
      const [instance] = mine.get(key) ?? [];
      if (instance === undefined || bench.failed.has(instance.creation.source.path)) continue;
      const out = takeOut(instance, isKnown(commentsAround(base.get(key)?.[0])));
      if ("why" in out) troubles.push({ key, ...out });
      else if (out.changes.some((one) => changes.some((other) => other.file === out.file && one.start <= other.end + 1 && other.start <= one.end + 1))) later.push(key);
      else changes.push(...out.changes.map((one) => ({ ...one, file: out.file })));
    }
    if (changes.length === 0) break;
    bench.make(changes);
    open = later;
  }
  return troubles;
}

/** The comments of a construct as it was generated: in it, and on its line. */
function commentsAround(instance: Instance | undefined): ReadonlySet<string> {
  return commentsOf(instance?.creation);
}

/** Puts new constructs where they would be: beside those that they are generated beside. */
export function arrive(bench: Bench, newcomers: readonly Newcomer[], generated: Project, grammar: Grammar, words: Words): readonly Trouble[] {
  const troubles: Trouble[] = [];
  const homeless = newcomers.filter((one) => !arriveAsRow(bench, one, generated, grammar, words));
  // A row is said in full where there is no such table.
  const fresh = constructsOf(spelledOut(generated, homeless, grammar), grammar);
  const mine = bench.constructs;
  const ordered = [...fresh].flatMap(([key, [instance]]) => (instance ? [{ key, instance }] : []));
  const changes: FileChange[] = [];
  for (const { key } of homeless) {
    const instance = fresh.get(key)![0]!;
    const { source } = instance.creation;
    if (instance.frames.size > 0) {
      troubles.push({ key, file: source.path, line: lineAt(source.text, instance.creation.node.start!), why: "it is a row of a table that the code does not have" });
      continue;
    }
    const place = placeFor(bench.project, key, instance, ordered, mine);
    if (place === undefined) {
      troubles.push({ key, file: source.path, line: 1, why: "no function of the code has the guests that it would be beside" });
      continue;
    }
    const twin = [...mine.values()].flat().find((one) => one.id === instance.id && one.className === instance.className);
    if (twin !== undefined) {
      troubles.push({ key, file: twin.creation.source.path, line: lineAt(twin.creation.source.text, twin.creation.node.start!), why: `the id "${instance.id}" is taken there` });
      continue;
    }
    const code = translate(instance.creation, words, { ...place, at: place.at("x").start })?.(0);
    if (code === undefined) troubles.push({ key, file: place.source.path, line: lineAt(place.source.text, place.at(`x`).start), why: "nothing there knows the stack" });
    else changes.push({ ...place.at(`${code};`), file: place.source.path });
  }
  bench.make(changes);
  return troubles;
}

interface Spot {
  readonly source: Source;
  readonly scope: string | undefined;
  readonly at: (code: string) => { readonly start: number; readonly end: number; readonly text: string };
}

function placeFor(project: Project, key: string, instance: Instance, ordered: readonly Newcomer[], mine: Constructs): Spot | undefined {
  const { path, text } = instance.creation.source;
  const section = sectionAt(text, instance.creation.node.start!);
  const beside = ordered.filter((one) => one.instance.creation.source.path === path);
  const at = beside.findIndex((one) => one.key === key);
  const before = beside.slice(0, at).reverse();
  const behind = beside.slice(at + 1);
  const isNear = (one: Newcomer) => sectionAt(text, one.instance.creation.node.start!) === section;
  const home = project.source(path);
  const spotBeside = (one: Newcomer, where: "behind" | "before", isHome: boolean) => besideGuest(mine.get(one.key) ?? [], where, isHome ? path : undefined);
  const rounds = [
    ...(home ? [true] : []),
    ...(home && functionsOf(home).length > 0 ? [] : [false]),
  ];
  for (const isHome of rounds) {
    for (const near of [true, false]) {
      for (const one of before.filter((other) => isNear(other) === near)) {
        const spot = spotBeside(one, "behind", isHome);
        if (spot) return spot;
      }
      for (const one of behind.filter((other) => isNear(other) === near)) {
        const spot = spotBeside(one, "before", isHome);
        if (spot) return spot;
      }
    }
  }
  const name = functionsOf(instance.creation.source)[0]?.id?.name;
  const functions = home ? functionsOf(home).filter(({ params }) => params[0]?.type === "Identifier") : [];
  const target = functions.find(({ id }) => id?.name === name) ?? functions[0];
  if (home === undefined || target === undefined) return undefined;
  const last = target.body.body.at(-1);
  const [parameter] = target.params;
  const scope = parameter?.type === "Identifier" ? parameter.name : undefined;
  return { source: home, scope, at: (code) => (last === undefined ? insertInto(home, target.body, code) : insertBeside(home, last, code, "behind")) };
}

/** Beside a construct that is a statement of its own, in a place that knows the stack. */
function besideGuest(found: readonly Instance[], where: "behind" | "before", path: string | undefined): Spot | undefined {
  const [one] = found;
  if (one === undefined || found.length > 1) return undefined;
  if (one.frames.size > 0) return besideTable(one, where, path);
  const { source, node } = one.creation;
  if (path !== undefined && source.path !== path) return undefined;
  const statement = statementOf(source, node);
  if (statement === undefined || node.type !== "NewExpression" || one.scope === undefined) return undefined;
  if (statement.type !== "ExpressionStatement" && statement.type !== "VariableDeclaration") return undefined;
  const scope = one.scope.type === "ThisExpression" ? "this" : one.scope.type === "Identifier" ? one.scope.name : undefined;
  // In a helper it would be made as often as that is called.
  if (scope === undefined || functionAround({ source, node }) === undefined) return undefined;
  return { source, scope, at: (code) => insertBeside(source, statement, code, where) };
}

/** Beside the loop that makes a construct from a row. */
function besideTable(one: Instance, where: "behind" | "before", path: string | undefined): Spot | undefined {
  const { source } = one.creation;
  const { loop } = rowOf(one) ?? {};
  const around = loop && source.parentOf(loop.node) && functionAround({ source, node: loop.node });
  const statement = around && statementOf(source, loop.node);
  const [parameter] = around?.type === "FunctionDeclaration" ? around.params : [];
  if (statement === undefined || parameter?.type !== "Identifier" || (path !== undefined && source.path !== path)) return undefined;
  return { source, scope: parameter.name, at: (code) => insertBeside(source, statement, code, where) };
}

/** The title above a place: `---- containers ----`. */
function sectionAt(text: string, offset: number): string | undefined {
  return [...text.slice(0, offset).matchAll(/^\s*\/\/ ---- (.*) ----\s*$/gm)].at(-1)?.[1];
}
