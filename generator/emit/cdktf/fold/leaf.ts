import { printExpression } from "../../typescript/print";
import type { Expression } from "../../typescript/syntax";

/** The code of one guest, taken apart: every value by its place in the props. */
export interface Leaves {
  /** `networkDevices/0/macAddress` → its value. */
  readonly values: ReadonlyMap<string, Expression>;
  /** The same as text, to be compared. */
  readonly texts: ReadonlyMap<string, string>;
  /** The objects and lists: a value can be left out of an object that is there. */
  readonly containers: ReadonlySet<string>;
}

/** Where the notes of an object are among its values. */
const notes = "//";
/** Where the construct's id is. */
export const idPath = "#id";

/** Takes the props of a guest apart. */
export function leavesOf(id: string, props: Expression): Leaves {
  const values = new Map<string, Expression>([[idPath, { is: "literal", value: id }]]);
  const texts = new Map([[idPath, JSON.stringify(id)]]);
  const containers = new Set<string>();
  const add = (path: string, value: Expression) => {
    values.set(path, value);
    texts.set(path, printExpression(value));
  };
  const visit = (value: Expression, path: string): void => {
    if (value.is === "object") {
      containers.add(path);
      const said: string[] = [];
      for (const one of value.members) {
        if (one.is === "comment") said.push(one.text);
        else visit(one.value, join(path, one.name));
      }
      if (said.length > 0) texts.set(join(path, notes), said.join(" "));
    } else if (value.is === "array" && !isWhole(value)) {
      containers.add(path);
      value.elements.forEach((one, at) => visit(one.value, join(path, String(at))));
    } else {
      add(path, value);
    }
  };
  visit(props, "");
  return { values, texts, containers };
}

export const join = (path: string, step: string) => (path === "" ? step : `${path}/${step}`);

/** The object or the list that a value is in. */
export const outerOf = (path: string): string => path.split("/").slice(0, -1).join("/");

/** A list that is one value: of words and numbers, or with a remark on an element. */
export const isWhole = (value: Extract<Expression, { is: "array" }>) => value.elements.every(({ value: one }) => one.is === "literal" || one.is === "name") || value.elements.some(({ comment }) => comment !== undefined);
