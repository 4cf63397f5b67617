import { change, wholeLines, type Change, type Span } from "./change";
import { constructsIn, type ConstructCode } from "./construct";
import { withImports } from "./edit";
import { givenBackAlone, withoutGiving, type GivenBack } from "./given-back";
import { readSource, type Source } from "./source";
import { remarkBehind } from "./layout";

/** Which construct is meant. */
export interface ConstructName {
  readonly className: string;
  readonly id: string;
}

/** The text without one property of some constructs, wherever they say it; what a table says of all of its rows goes where none of them keeps it. */
export function withoutProperty(text: string, property: string, constructs: readonly ConstructName[]): string {
  const isMeant = (one: { readonly className: string; readonly id: string | undefined }) => constructs.some(({ className, id }) => one.className === className && one.id === id);
  const found = constructsIn(text).filter(isMeant);
  const spans = new Map<number, Change>();
  for (const { props, row } of found) {
    const prop = props.get(property);
    if (prop === undefined) continue;
    if (prop.shared && found.filter((one) => one.props.get(property)?.start === prop.start).length < row!.of) continue;
    spans.set(prop.start, { ...wholeLines(text, withComma(text, prop)), text: "" });
  }
  return change(text, [...spans.values()]);
}

// On a line with others the blank behind the comma goes, too.
function withComma(text: string, { start, end }: Span): Span {
  const comma = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0;
  const blank = comma === 0 ? 0 : (/^[ \t]+(?=\S)/.exec(text.slice(end + comma))?.[0].length ?? 0);
  return { start, end: end + comma + blank };
}

/** The lines of a row with the comments directly above it and the one behind it, where it has its lines for itself. */
function rowLines(text: string, row: Span): Span {
  const own = withComma(text, row);
  const lines = wholeLines(text, { start: own.start, end: own.end + (remarkBehind.exec(text.slice(own.end))?.[0].length ?? 0) });
  if (lines.start === own.start) return own;
  const above = /(?:^[ \t]*\/\/[^\n]*\n)+$/m.exec(text.slice(0, lines.start))?.[0].length ?? 0;
  return { start: lines.start - above, end: lines.end };
}

/** The function that gives a construct of the file back, and what it calls it; undefined if none does. */
export function giverOf(text: string, { className, id }: ConstructName): { readonly by: string; readonly as: string } | undefined {
  const found = constructsIn(text).find((one) => one.className === className && one.id === id);
  const given = found && givenIn(text, found)?.given;
  return given?.by.id ? { by: given.by.id.name, as: given.as } : undefined;
}

function givenIn(text: string, { as }: ConstructCode): { readonly source: Source; readonly given: GivenBack } | undefined {
  const source = as && readSource("", text);
  const declared = source && as && source.usesOf(as.name).map((use) => source.parentOf(use)).find((one) => one?.type === "VariableDeclarator");
  const statement = declared && source.parentOf(declared);
  const given = source && statement && givenBackAlone(source, statement, as.name);
  return given && { source, given };
}

/**
 * The text in which a constant is what its name refers to, and no longer a construct of its own: `const web = SecurityGroup.fromName(home, "web")`.
 * Undefined if no constant is.
 */
export function withReferenceFor(text: string, { className, id }: ConstructName, instead: (scope: string) => string): string | undefined {
  const found = constructsIn(text).find((one) => one.className === className && one.id === id && one.as !== undefined);
  const source = found && readSource("", text);
  const scope = source && /^new\s+\w+\(\s*([\w$.]+)/.exec(text.slice(found.span.start, found.span.end))?.[1];
  return scope === undefined ? undefined : change(text, withImports(source!, [{ ...found!.span, text: instead(scope) }], "pmpc"));
}

/**
 * The text without the statement of a construct, and without the blank line that parted it from the next; undefined if it is neither a
 * statement of its own nor a row, or where the file uses it otherwise than giving it back.
 */
export function withoutConstruct(text: string, { className, id }: ConstructName): string | undefined {
  const found = constructsIn(text).find((one) => one.className === className && one.id === id);
  if (found?.row !== undefined) return change(text, [{ ...rowLines(text, found.span), text: "" }]);
  const statement = found?.statement;
  const given = found && givenIn(text, found);
  if (statement === undefined || (found?.as !== undefined && given === undefined)) return undefined;
  const lines = wholeLines(text, statement);
  const isFollowed = /^[ \t]*\r?\n/.exec(text.slice(lines.end))?.[0].length ?? 0;
  const isPreceded = /\n([ \t]*\r?\n)$/.exec(text.slice(0, lines.start))?.[1]!.length ?? 0;
  return change(text, [...(given ? withoutGiving(given.source, given.given) : []), isFollowed > 0 ? { start: lines.start, end: lines.end + isFollowed, text: "" } : { start: lines.start - isPreceded, end: lines.end, text: "" }]);
}
