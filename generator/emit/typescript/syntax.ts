/** The little TypeScript that pmpc writes. Everything printed is one of these. */
export type Expression =
  | { readonly is: "literal"; readonly value: string | number | boolean }
  /** `home.pve1`, `Size.gibibytes` */
  | { readonly is: "name"; readonly path: readonly string[] }
  | { readonly is: "call"; readonly callee: Expression; readonly args: readonly Expression[]; readonly isNew?: boolean }
  | { readonly is: "object"; readonly members: readonly Member[]; readonly tall?: boolean }
  | { readonly is: "array"; readonly elements: readonly Element[] }
  /** Text of several lines, joined. */
  | { readonly is: "lines"; readonly lines: readonly string[] };

export type Member =
  /** `name: value`; `name` alone where the value is the variable of that name. */
  | { readonly is: "property"; readonly name: string; readonly value: Expression }
  | { readonly is: "comment"; readonly text: string };

export interface Element {
  readonly value: Expression;
  /** Comes after the element. */
  readonly comment?: string;
}

export type Statement =
  | { readonly is: "import"; readonly names: readonly string[]; readonly from: string; readonly typeOnly?: boolean }
  | { readonly is: "comment"; readonly text: string }
  | { readonly is: "blank" }
  /** Code that was printed before, with its indentation. */
  | { readonly is: "printed"; readonly text: string }
  | { readonly is: "expression"; readonly expression: Expression; readonly comment?: string }
  /** With `rows` each of its elements is a line, as in a table. */
  | { readonly is: "constant"; readonly name: string; readonly value: Expression; readonly type?: string; readonly rows?: boolean }
  | { readonly is: "interface"; readonly name: string; readonly fields: readonly { readonly name: string; readonly type: string; readonly optional?: boolean }[] }
  /** `for (const machine of machines) …` */
  | { readonly is: "each"; readonly name: string; readonly of: string; readonly does: Expression }
  | { readonly is: "function"; readonly name: string; readonly parameters: readonly Parameter[]; readonly body: readonly Statement[]; readonly exported?: boolean; readonly returns?: readonly string[] }
  | { readonly is: "class"; readonly name: string; readonly base: string; readonly fields: readonly Field[]; readonly parameters: readonly Parameter[]; readonly body: readonly Statement[] };

export interface Parameter {
  /** Its name, or the names that its object is taken apart into. */
  readonly name: string | readonly string[];
  readonly type: string;
}

export interface Field {
  readonly name: string;
  readonly value: Expression;
  readonly isPrivate?: true;
}

export const literal = (value: string | number | boolean): Expression => ({ is: "literal", value });
export const name = (...path: readonly string[]): Expression => ({ is: "name", path });
export const call = (callee: Expression, ...args: readonly Expression[]): Expression => ({ is: "call", callee, args });
export const create = (className: string, ...args: readonly Expression[]): Expression => ({ is: "call", callee: name(className), args, isNew: true });
export const property = (key: string, value: Expression): Member => ({ is: "property", name: key, value });
export const remark = (text: string): Member => ({ is: "comment", text });
export const object = (members: readonly Member[], options: { readonly tall?: boolean } = {}): Expression => ({ is: "object", members, ...options });
export const array = (elements: readonly Element[]): Expression => ({ is: "array", elements });
export const statement = (expression: Expression, comment?: string): Statement => ({ is: "expression", expression, ...(comment === undefined ? {} : { comment }) });
export const printed = (text: string): Statement => ({ is: "printed", text });
export const blank: Statement = { is: "blank" };
