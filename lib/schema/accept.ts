import { isIP } from "../pve/ip";
import type { TerraformValue } from "./shape";

/** What the provider's validators accept; nothing else can be written as configuration. */
export interface Accept {
  (value: TerraformValue): boolean;
  /** The words, where the rule is a list of them. */
  readonly words?: readonly string[];
  /** Words that it takes among others. */
  readonly near?: readonly string[];
  /** The nearest value that it takes, where one is as good as the other to a reader: the upper bound, the list without what is refused. */
  readonly nearest?: (value: TerraformValue) => TerraformValue | undefined;
  /** For people: `1 to 16`, `qcow2, raw or vmdk`. */
  readonly expected: string;
}

const rule = (expected: string, test: (value: TerraformValue) => boolean, words?: readonly string[]): Accept => Object.assign(test, { expected, words });

/** The rule with a way to the nearest value. */
export const nearby = (accept: Accept, nearest: Accept["nearest"]): Accept => Object.assign((value: TerraformValue) => accept(value), accept, { nearest });
const withBounds = (min: number, max: number, expected: string): Accept =>
  nearby(rule(expected, (value) => (value as number) >= min && (value as number) <= max), (value) => Math.min(max, Math.max(min, value as number)));

export const oneOf = (...words: readonly string[]): Accept => rule(listed(words), (value) => words.includes(value as string), words);
// A long list is of no use in a sentence.
const listed = (words: readonly string[]) => {
  const said = words.filter((word) => word !== "");
  return said.length > 8 ? `${said.slice(0, 3).join(", ")} and ${said.length - 3} others` : said.join(", ");
};

export const between = (min: number, max: number): Accept => withBounds(min, max, `${min} to ${max}`);
export const atLeast = (min: number): Accept => withBounds(min, Number.POSITIVE_INFINITY, `at least ${min}`);
/** The same rule, where the next value that it takes would say something else: zero for no bound. */
export const exactly = (accept: Accept): Accept => Object.assign((value: TerraformValue) => accept(value), accept, { nearest: undefined });
export const matches = (pattern: RegExp, expected = String(pattern)): Accept => rule(expected, (value) => pattern.test(value as string));
export const atMostCharacters = (max: number): Accept => rule(`at most ${max} characters`, (value) => (value as string).length <= max);
export const notEmpty: Accept = rule("some text", (value) => value !== "");
/** Of a list, what is good stays. */
export const each = (one: Accept): Accept =>
  nearby(rule(`a list, each ${one.expected}`, (value) => (value as readonly TerraformValue[]).every((element) => one(element))), (value) => someOf((value as readonly TerraformValue[]).filter((element) => one(element))));
const someOf = (list: readonly TerraformValue[]) => (list.length > 0 ? list : undefined);
export const either = (...rules: readonly Accept[]): Accept =>
  Object.assign(
    rule(rules.map(({ expected }) => expected).join(", or "), (value) => rules.some((test) => test(value))),
    { near: rules.flatMap(({ words = [] }) => words) },
  );
export const ipAddress: Accept = rule("an IP address", (value) => isIP(value as string));

/** A domain name in the sense of the provider: labels of letters, digits and dashes. The empty name is fine. */
export const hostname: Accept = matches(
  /^$|^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*$/,
  "a domain name",
);
/** `storage:content/file`. */
export const fileId: Accept = matches(/^$|^[a-z\d\-_.]+:([a-z\d\-_]+\/)?.+$/i, "a volume such as local:iso/debian.iso");
/** The names of environment variables. */
export const environmentNames: Accept = nearby(
  rule("names of letters, digits and underscores", (value) => Object.keys(value as object).every(isVariableName)),
  (value) => Object.fromEntries(Object.entries(value as Readonly<Record<string, TerraformValue>>).filter(([name]) => isVariableName(name))),
);
const isVariableName = (name: string) => /^[A-Za-z0-9_]+$/.test(name);
/** A length of time as Go writes it: `15m`, `1h30m`. */
export const duration: Accept = matches(/^[+-]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h))+)$/, "a length of time such as 15m");
export const fileSize: Accept = matches(/^$|^\d+(\.\d+)?[KMGT]?(i?B)?$/i, "a size such as 8G");
export const fileFormat: Accept = oneOf("qcow2", "raw", "vmdk");
export const macAddress: Accept = matches(/^$|^[A-Fa-f0-9]{2}(:[A-Fa-f0-9]{2}){5}$/, "a MAC address");
