import { array, blank, call, create, literal, name, object, property, statement, type Expression, type Member, type Statement } from "../../typescript/syntax";
import { nameColumn, typeOf, type Column } from "./column";
import type { Candidate } from "./group";
import { idPath, isWhole, join } from "./leaf";

/** How the code calls a table, and what makes it. */
export interface FoldNames {
  /** The function: `k3sMachine`. */
  readonly one: string;
  /** The table: `k3sMachines`. */
  readonly many: string;
  /** The type of a row: `K3sMachine`. */
  readonly type: string;
  /** What a row is called in the loop: `machine`. */
  readonly row: string;
}

/** Where the code is: the stack's class, what functions call it, what its fields name, and words that mean something there. */
export interface FoldPlace {
  readonly construct: string;
  readonly stack: { readonly className: string; readonly variable: string };
  /** The name of what a field of the stack stands for. */
  readonly named: (field: string) => string | undefined;
  readonly taken: ReadonlySet<string>;
}

/** A table as code: what is above the file's function, below it, and in it. */
export interface FoldCode {
  readonly above: readonly Statement[];
  readonly below: readonly Statement[];
  readonly inside: Statement;
}

/** The columns of a table: those that it had, and those that it needs. */
export function columnsOf(members: readonly Candidate[], paths: ReadonlySet<string>, before: ReadonlyMap<string, string>, taken: ReadonlySet<string>): readonly Column[] {
  const order = members.map(({ leaves }): readonly string[] => [...leaves.values.keys()]).reduce(inOneOrder, [idPath, "vmId"]).filter((path) => paths.has(path));
  const used = new Set([...taken, ...before.values()]);
  // What is a name in the props is one in the rows, too.
  if (order.includes("name")) used.add("name");
  return order.flatMap((path): Column[] => {
    const values = members.flatMap(({ leaves }) => leaves.values.get(path) ?? []);
    const type = typeOf(path, values);
    if (type === undefined) return [];
    if (path === "name") used.delete("name");
    const named = before.get(path) ?? nameColumn(path, used);
    used.add(named);
    return [{ name: named, path, type, optional: values.length < members.length }];
  });
}

/** Writes guests as a table, with the function that makes one of them. */
export function writeFold(members: readonly { readonly candidate: Candidate; readonly props: Expression }[], columns: readonly Column[], names: FoldNames, place: FoldPlace): FoldCode {
  const { stack, construct } = place;
  const rows = members.map(({ candidate }) => object(columns.flatMap(({ name: named, path }): Member[] => (candidate.leaves.values.has(path) ? [property(named, inRow(candidate.leaves.values.get(path)!, place))] : []))));
  const byPath = new Map(columns.map(({ path, name: named }) => [path, name(named)]));
  const props = together(members.map((one) => one.props), byPath, "");
  return {
    above: [
      { is: "interface", name: names.type, fields: columns.map(({ name: named, type, optional }) => ({ name: named, type, optional })) },
      blank,
      { is: "constant", name: names.many, type: `readonly ${names.type}[]`, value: array(rows.map((value) => ({ value }))), rows: true },
    ],
    below: [
      {
        is: "function",
        name: names.one,
        parameters: [{ name: stack.variable, type: stack.className }, { name: columns.map(({ name: named }) => named), type: names.type }],
        body: [statement(create(construct, name(stack.variable), byPath.get(idPath)!, props))],
      },
    ],
    inside: { is: "each", name: names.row, of: names.many, does: call(name(names.one), name(stack.variable), name(names.row)) },
  };
}

/** A row does not know the stack, so it says names. */
function inRow(value: Expression, { stack, named }: FoldPlace): Expression {
  const field = value.is === "name" && value.path.length === 2 && value.path[0] === stack.variable ? named(value.path[1]!) : undefined;
  return field === undefined ? value : literal(field);
}

/** What several guests say, with the columns in the place of what differs. */
function together(all: readonly Expression[], columns: ReadonlyMap<string, Expression>, path: string): Expression {
  const column = columns.get(path);
  if (column !== undefined) return column;
  const [first] = all as [Expression];
  if (first.is === "array" && !isWhole(first)) return array(first.elements.map((_, at) => ({ value: together(all.map((one) => (one as typeof first).elements[at]!.value), columns, join(path, String(at))) })));
  if (first.is !== "object") return first;
  const objects = all as readonly (typeof first)[];
  const keys = objects.map(({ members }): readonly string[] => members.flatMap((one) => (one.is === "property" ? [one.name] : []))).reduce(inOneOrder);
  const valueIn = ({ members }: typeof first, key: string) => members.flatMap((one) => (one.is === "property" && one.name === key ? [one.value] : []));
  const members = keys.map((key): Member => property(key, together(objects.flatMap((one) => valueIn(one, key)), columns, join(path, key))));
  return { is: "object", members: [...members, ...first.members.filter(({ is }) => is === "comment")], ...(first.tall ? { tall: true } : {}) };
}

/** What only the second list has comes after what it comes after there. */
function inOneOrder(one: readonly string[], other: readonly string[]): readonly string[] {
  const result = [...one];
  other.forEach((key, at) => {
    if (!result.includes(key)) result.splice(at === 0 ? 0 : result.indexOf(other[at - 1]!) + 1, 0, key);
  });
  return result;
}
