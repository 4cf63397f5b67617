/** A report as people read it, on any face: a terminal, a page, a chat. Texts are data: each face quotes them. */
export type View = readonly Node[];

export type Node = Facts | Table | Blocks | Notes | Text;

/** Names and what is known of each. */
export interface Facts {
  readonly is: "facts";
  readonly facts: readonly Fact[];
}

export interface Fact {
  readonly name: string;
  /** How many of it there are. */
  readonly amount?: number;
  readonly text: string;
  /** Lines that belong to it. */
  readonly below?: readonly string[];
}

/** Rows under a head. */
export interface Table {
  readonly is: "table";
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What is there without rows. */
  readonly none?: string;
}

/** Things with something to say about each: a guest in a plan. */
export interface Blocks {
  readonly is: "blocks";
  readonly blocks: readonly Block[];
}

export interface Block {
  /** What kind of thing is said: `needs reboot`, `ok`. */
  readonly mark: string;
  readonly title: string;
  readonly rows?: readonly (readonly string[])[];
  readonly below?: readonly string[];
}

/** What is to be known beside the result. */
export interface Notes {
  readonly is: "notes";
  readonly notes: readonly string[];
}

/** Text as it is: a configuration. */
export interface Text {
  readonly is: "text";
  readonly text: string;
  /** For another program to read: nothing is set before its lines. */
  readonly bare?: true;
}

export const facts = (...all: readonly (Fact | undefined)[]): Facts => ({ is: "facts", facts: all.filter((one) => one !== undefined) });
export const fact = (name: string, text: string, more: Omit<Fact, "name" | "text"> = {}): Fact => ({ name, text, ...more });

/** `1 guest`, `2 guests`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount} ${amount === 1 ? one : many}`;
}
