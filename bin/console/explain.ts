import type { Completable } from "../../generator/engine/complete";
import { splitLine } from "../../generator/engine/line";
import { visible } from "../cli/terminal";

/** The options of the verb that a line begins with, a line each; the verbs, where it begins with none. */
export function optionLines(verbs: readonly Completable[], line: string, width: number): readonly string[] {
  const words = splitLine(line.trim().replace(/^\//, "")).map(({ text }) => text);
  const verb = [...verbs].sort((a, b) => b.name.length - a.name.length).find(({ name }) => name.split(" ").every((part, at) => words[at] === part));
  const rows =
    verb === undefined
      ? verbs.filter(({ name }) => words.length === 0 || name.startsWith(words.join(" "))).map(({ name, summary }) => [`/${name}`, summary] as const)
      : Object.entries(verb.input)
          .filter(([, { hidden }]) => hidden !== true)
          .map(([name, { positional, placeholder, says, choices }]) => [positional === undefined ? `--${kebab(name)}` : (placeholder ?? name), choices === undefined ? says : `${says} One of ${choices.join(", ")}.`] as const);
  const column = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, says]) => visible(`  ${name.padEnd(column)}  ${says}`).slice(0, Math.max(20, width - 1)));
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
