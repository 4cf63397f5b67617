import { isSize, type PropValue, type ReferenceKind } from "../../../lib/schema/shape";
import { nameOfReference } from "../../../lib/schema/shape/reference";
import { guestKinds } from "../../../lib/schema/kind/all";
import { builtInRoles } from "../../../lib/schema/kind/built-in-role";
import { printName } from "../../../lib/schema/kind/name";
import type { Aside, Entry, Group, Place, Plan } from "../../plan/plan";
import type { EmittedFile } from "../file";
import { printFile } from "../typescript/print";
import { array, blank, call, create, literal, name, object, printed, property, remark, statement, type Expression, type Member, type Statement } from "../typescript/syntax";
import { foldGuests, type Folded, type Spoken } from "./fold/fold";
import { readStatement } from "../typescript/read";
import { nameConstants, type Constants } from "./constant";
import { looksLikeToken, writeValue, type ReferenceWriter } from "./value";

const classes: Readonly<Partial<Record<ReferenceKind, string>>> = { node: "Node", storage: "Storage", bridge: "Bridge", pool: "Pool", image: "Image", secret: "Secret" };

/** `guests/pve1.ts`: a function that adds the guests to the stack. */
export function emitGroup(group: Group, plan: Plan): EmittedFile {
  const { stack } = plan;
  const used = new Set(group.entries.flatMap(({ construct, carried }) => carried?.imports ?? [construct]));
  const refer = referenceWriter(plan, (className) => used.add(className));
  const constants = nameConstants(group.entries, new Set([...used, "Size", "plainText", stack.className, stack.variable, group.name, ...group.entries.flatMap((entry) => entry.as ?? []), ...Object.values(classes)]));
  const written = new Map(group.entries.map((entry) => [entry, entry.carried ? undefined : writeEntry(entry, stack.variable, refer(entry), constants)] as const));
  const spoken = [...written].flatMap(([entry, expression = plan.fold && entry.carried ? readStatement(entry.carried.text) : undefined]): Spoken[] => (expression?.is === "call" ? [{ entry, expression }] : []));
  const folded = foldGuests(group, spoken.filter(({ entry }) => entry.as === undefined), plan, new Set([...used, ...constants.values(), "Size", "plainText", stack.className, group.name, ...Object.values(classes)]));
  const body = writeSections(group, (entry) => (entry.carried ? printed(named(entry.as, entry.carried.text)) : constantOr(entry.as, written.get(entry)!)), folded);
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
    { is: "function", name: group.name, parameters: [{ name: stack.variable, type: stack.className }], body, exported: true, returns: returnedBy(group, plan) },
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

/** What Terraform leaves alone; a reason that holds for several in a row is said with the first. */
export const ignored = (ignore: Entry["ignore"]): Expression => array(ignore.map(({ path, why }, at) => (why === ignore[at - 1]?.why ? { value: literal(path) } : { value: literal(path), comment: why })));

function writeIgnores({ ignore }: Entry): Member[] {
  if (ignore.length === 0) return [];
  return [property("ignoreChanges", ignored(ignore))];
}

/** An expression as a statement, or as a constant where others refer to it. */
export const constantOr = (as: string | undefined, value: Expression): Statement => (as === undefined ? statement(value) : { is: "constant", name: as, value });

/** Printed code the same. */
export const named = (as: string | undefined, text: string): string => (as === undefined ? text : text.replace(/^( *)new /m, `$1const ${as} = new `));

/** The constants that a function returns, for fields of the stack. */
export const returnedBy = ({ name: by }: { readonly name: string }, { references }: Pick<Plan, "references">): readonly string[] => references.flatMap(({ made }) => (made?.by === by ? [made.as] : []));

/** How an entry's code names others: by what stands for them, else on the spot. */
export function referenceWriter({ stack }: Pick<Plan, "stack">, use: (className: string) => void): (entry: Pick<Entry, "refers">) => ReferenceWriter {
  return ({ refers }) => (kind, called) => {
    const path = refers?.get(nameOfReference({ kind, name: called }));
    return path === undefined ? onTheSpot(stack.variable, kind, called, use) : name(...path);
  };
}

function onTheSpot(stack: string, kind: ReferenceKind, called: string, use: (className: string) => void): Expression {
  const role = kind === "role" ? builtInRoles.get(called) : undefined;
  if (role !== undefined) {
    use("Role");
    return name("Role", role);
  }
  const className = classes[kind];
  if (kind === "guest") return literal(/^\d+$/.test(called) ? Number(called) : called);
  // Words that are no volume (`none`, `cdrom`, a device of the node) stand for themselves, and so does what nothing but a name is needed for.
  if (className === undefined || (kind === "image" && !called.includes(":"))) return literal(called);
  use(className);
  return call(name(className, kind === "secret" ? "variable" : kind === "image" ? "fromVolume" : "fromName"), name(stack), literal(called));
}

/** Whether a value, or one inside, is of some kind. */
export function mention(values: readonly (PropValue | undefined)[], test: (value: PropValue) => boolean): boolean {
  return values.some((value) => value !== undefined && (test(value) || (typeof value === "object" && mention(Object.values(value), test))));
}
