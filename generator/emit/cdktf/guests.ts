import { isSize, type PropValue, type ReferenceKind } from "../../../lib/schema/shape";
import { guestKinds } from "../../../lib/schema/kind/all";
import { printName } from "../../../lib/schema/kind/name";
import type { Aside, Entry, Group, Place, Plan } from "../../plan/plan";
import type { EmittedFile } from "../file";
import { printFile } from "../typescript/print";
import { array, blank, call, create, literal, name, object, printed, property, remark, statement, type Expression, type Member, type Statement } from "../typescript/syntax";
import { foldGuests, type Folded, type Spoken } from "./fold/fold";
import { readStatement } from "../typescript/read";
import { nameConstants, type Constants } from "./constant";
import { looksLikeToken, writeValue, type ReferenceWriter } from "./value";

const classes: Readonly<Record<ReferenceKind, string>> = { node: "Node", storage: "Storage", bridge: "Bridge", pool: "Pool", image: "Image", guest: "", secret: "Secret" };

/** `guests/pve1.ts`: a function that adds the guests to the stack. */
export function emitGroup(group: Group, plan: Plan): EmittedFile {
  const { stack } = plan;
  const used = new Set(group.entries.flatMap(({ construct, carried }) => carried?.imports ?? [construct]));
  const refer = referenceWriter(plan, (className) => used.add(className));
  const constants = nameConstants(group.entries, new Set([...used, "Size", "plainText", stack.className, stack.variable, group.name, ...Object.values(classes)]));
  const written = new Map(group.entries.map((entry) => [entry, entry.carried ? undefined : writeEntry(entry, stack.variable, refer, constants)] as const));
  const spoken = [...written].flatMap(([entry, expression = plan.fold && entry.carried ? readStatement(entry.carried.text) : undefined]): Spoken[] => (expression?.is === "call" ? [{ entry, expression }] : []));
  const folded = foldGuests(group, spoken, plan, new Set([...used, ...constants.values(), "Size", "plainText", stack.className, group.name, ...Object.values(classes)]));
  const body = writeSections(group, (entry) => (entry.carried ? printed(entry.carried.text) : statement(written.get(entry)!)), folded);
  const props = group.entries.flatMap((entry) => Object.values(entry.props));
  if (mention(props, isSize)) used.add("Size");
  if (mention(props, (value) => typeof value === "string" && looksLikeToken(value))) used.add("plainText");
  const statements: Statement[] = [
    { is: "comment", text: ownedNotice },
    { is: "import", names: [...used].sort(), from: "pmpc" },
    { is: "import", names: [stack.className], from: "../cluster", typeOnly: true },
    blank,
    ...[...constants].map(([text, constant]): Statement => ({ is: "constant", name: constant, value: literal(text) })),
    ...(constants.size === 0 ? [] : [blank]),
    ...folded.flatMap(({ above }) => [...above, blank]),
    { is: "function", name: group.name, parameters: [{ name: stack.variable, type: stack.className }], body, exported: true },
    ...folded.flatMap(({ below }) => [blank, ...below]),
  ];
  return { path: group.path, content: printFile(statements), mode: "owned" };
}

/** The first line of every file that an import renews. */
export const ownedNotice = "Written by pmpc. Every import updates this file until you edit it; then it is yours.";

const titles = [...Object.values(guestKinds).map(({ word }) => word.many), "templates"];
const sections = Object.values(guestKinds).map(({ construct }) => construct);
const sectionOf = ({ construct, template }: Place) => titles[template ? titles.length - 1 : sections.indexOf(construct)];

/** The statements of a function: by kind, with a title where there is more than one; guests that are set aside as comments in their places. */
function writeSections({ entries, aside }: Group, write: (entry: Entry) => Statement, folded: readonly Folded[]): Statement[] {
  const isFolded = new Set(folded.flatMap((one) => one.entries));
  const tables = folded.map(({ entries: [first], inside }) => ({ place: first as Place, text: inside }));
  const places = [...tables, ...entries.filter((entry) => !isFolded.has(entry)).map((entry) => ({ place: entry as Place, text: write(entry) })), ...aside.map((one) => ({ place: one as Place, text: asideComment(one) }))];
  const sections = titles.map((title) => ({ title, items: places.filter(({ place }) => sectionOf(place) === title).sort((a, b) => numberOf(a.place) - numberOf(b.place)) })).filter(({ items }) => items.length > 0);
  // A blank line parts each comment from the code below, which would take it along.
  const statements = sections.flatMap(({ title, items }): Statement[] => [...(sections.length > 1 ? [{ is: "comment", text: `---- ${title} ----` } as const] : []), ...items.map(({ text }) => text)]);
  return statements.flatMap((one, at) => (at === 0 ? [one] : [blank, one]));
}

const numberOf = ({ key }: Place) => Number(key.split("/")[1]);

function asideComment({ key, name: named, reason, remedy, carried }: Aside): Statement {
  if (carried !== undefined) return printed(carried);
  const label = `${printName(key)} ${named}`.trim();
  return { is: "comment", text: `${label} is set aside: ${reason.replace(/\.$/, "")}.${remedy === undefined ? "" : ` To import it: ${remedy}`}` };
}

function writeEntry(entry: Entry, stack: string, refer: ReferenceWriter, constants: Constants): Expression {
  const { vmId, node, ...props } = entry.props;
  const members: Member[] = [
    ...(vmId === undefined ? [] : [property("vmId", writeValue(vmId, refer))]),
    ...(node === undefined ? [] : [property("node", writeValue(node, refer))]),
    ...(entry.adopt ? [property("adopt", literal(true))] : []),
    ...Object.entries(props).flatMap(([key, value]) => (value === undefined ? [] : [property(key, writeValue(value, refer, constants))])),
    ...writeIgnores(entry),
    ...entry.notes.map(remark),
  ];
  return create(entry.construct, name(stack), literal(entry.id), object(members, { tall: true }));
}

function writeIgnores({ ignore }: Entry): Member[] {
  if (ignore.length === 0) return [];
  return [property("ignoreChanges", array(ignore.map(({ path, why }) => ({ value: literal(path), comment: why }))))];
}

export function referenceWriter({ stack, references }: Plan, use: (className: string) => void): ReferenceWriter {
  const fields = new Map(references.map(({ kind, name: named, field }) => [`${kind}\0${named}`, field]));
  return (kind, named) => {
    const field = fields.get(`${kind}\0${named}`);
    if (field !== undefined) return name(stack.variable, field);
    if (kind === "guest") return literal(Number(named));
    if (kind === "secret") {
      use("Secret");
      return call(name("Secret", "variable"), name(stack.variable), literal(named));
    }
    // Words that are no volume (`none`, `cdrom`, a device of the node) stand for themselves.
    if (kind === "image" && !named.includes(":")) return literal(named);
    use(classes[kind]);
    return call(name(classes[kind], kind === "image" ? "fromVolume" : "fromName"), name(stack.variable), literal(named));
  };
}

/** Whether a value, or one inside, is of some kind. */
export function mention(values: readonly (PropValue | undefined)[], test: (value: PropValue) => boolean): boolean {
  return values.some((value) => value !== undefined && (test(value) || (typeof value === "object" && mention(Object.values(value), test))));
}
