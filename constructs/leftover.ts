import { DefaultTokenResolver, StringConcat, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";

const plain = new DefaultTokenResolver(new StringConcat());

/** The text of a number that cdktf has in the place of a value which only Terraform knows. */
const number = /-?\d(?:\.\d+)?e\+(?:2[89]\d|30\d)/g;

/** What cdktf takes for such a number within a text: more than the number, where a digit, a sign or a letter e is beside it. */
const taken = /[-|\d.+]+e[-|\d.eE+]+/g;

// Asked of every text: as a literal inside the function it would be a new object each time, and with a memory it could not be asked twice.
const anywhere = new RegExp(number.source);
const alone = new RegExp(`^${number.source}$`);

/** Whether a number token may have become a part of a text, before or after tokens are replaced. */
export function mayHoldLeftover(value: unknown): boolean {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.includes("e+") && anywhere.test(text);
}

/**
 * What is left of number tokens in what Terraform would be given. cdktf finds a number in a text only where no digit, sign or letter e
 * is beside it: `vm-${vm.vmId}-disk-0` has a sign before and behind it, so the text would hold a meaningless number, and of
 * `${a.vmId}${b.vmId}` the second would be lost.
 * @param before as it is before tokens are replaced
 * @param after as it is afterwards
 */
export function leftoversIn(scope: IConstruct, before: unknown, after: unknown): readonly string[] {
  const found = new Map<string, string>();
  const judge = (isRaw: boolean) => (value: string | number, path: string): void => {
    const token = typeof value === "number" || !isRaw ? String(value).match(number)?.[0] : lostNumber(value);
    if (token === undefined || found.has(path) || (isRaw && typeof value === "number")) return;
    const source = sourceOf(scope, Number(token)) ?? sourceOf(scope, -Number(token));
    if (typeof value === "number") found.set(path, `${path} is calculated from a number that only Terraform knows${source === undefined ? "" : ` (${source})`}; TypeScript cannot calculate with it, so use Terraform: Fn, or TerraformLocal`);
    else if (source !== undefined) found.set(path, `${path} ${numberInText(value, source)}`);
  };
  visit(before, "", judge(true));
  visit(after, "", judge(false));
  return [...found.values()];
}

/** What is wrong with a text that a number token is lost in, and what helps. */
export const numberInText = (text: string, source?: string): string =>
  `is ${JSON.stringify(text)}, with a number in it that only Terraform knows${source === undefined ? "" : ` (${source})`} and that cdktf does not find there; put a text in its place: vmIdText instead of vmId, else Token.asString(…)`;

/** The number in a text that cdktf would not replace, or not by itself. */
export function lostNumber(text: string): string | undefined {
  const whole = text.match(taken)?.find((match) => anywhere.test(match) && !alone.test(match));
  return whole?.match(number)?.[0];
}

function visit(value: unknown, path: string, judge: (value: string | number, path: string) => void): void {
  if (typeof value === "string" || typeof value === "number") return judge(value, path);
  if (Array.isArray(value)) return value.forEach((element, at) => visit(element, `${path}[${at}]`, judge));
  if (typeof value !== "object" || value === null || Tokenization.isResolvable(value)) return;
  for (const [key, member] of Object.entries(value)) {
    judge(key, path);
    visit(member, path === "" ? key : `${path}.${key}`, judge);
  }
}

/** What Terraform calls the value; undefined if the number stands for none. */
function sourceOf(scope: IConstruct, token: number): string | undefined {
  if (Tokenization.reverseNumber(token) === undefined) return undefined;
  const resolved: unknown = Tokenization.resolve(token, { scope, preparing: false, resolver: plain });
  return typeof resolved === "string" ? resolved.replace(/^\$\{(.*)\}$/, "$1") : undefined;
}
