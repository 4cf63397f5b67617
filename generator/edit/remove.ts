import { change, wholeLines, type Change, type Span } from "./change";
import { constructsIn } from "./construct";

/** Which construct is meant. */
export interface ConstructName {
  readonly className: string;
  readonly id: string;
}

/** The text without one property of some constructs, wherever they say it. */
export function withoutProperty(text: string, property: string, constructs: readonly ConstructName[]): string {
  const found = constructsIn(text).filter((one) => constructs.some(({ className, id }) => one.className === className && one.id === id));
  return change(
    text,
    found.flatMap(({ props }): Change[] => {
      const prop = props.get(property);
      return prop === undefined ? [] : [{ ...wholeLines(text, withComma(text, prop)), text: "" }];
    }),
  );
}

// On a line with others the blank behind the comma goes, too.
function withComma(text: string, { start, end }: Span): Span {
  const comma = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0;
  const blank = comma === 0 ? 0 : (/^[ \t]+(?=\S)/.exec(text.slice(end + comma))?.[0].length ?? 0);
  return { start, end: end + comma + blank };
}

/** The text without the statement of a construct, and without the blank line that parted it from the next; undefined if it is not a statement of its own. */
export function withoutConstruct(text: string, { className, id }: ConstructName): string | undefined {
  const statement = constructsIn(text).find((one) => one.className === className && one.id === id)?.statement;
  if (statement === undefined) return undefined;
  const lines = wholeLines(text, statement);
  const isFollowed = /^[ \t]*\r?\n/.exec(text.slice(lines.end))?.[0].length ?? 0;
  const isPreceded = /\n([ \t]*\r?\n)$/.exec(text.slice(0, lines.start))?.[1]!.length ?? 0;
  return change(text, [isFollowed > 0 ? { start: lines.start, end: lines.end + isFollowed, text: "" } : { start: lines.start - isPreceded, end: lines.end, text: "" }]);
}
