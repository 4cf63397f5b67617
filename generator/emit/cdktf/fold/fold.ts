import { parseGuestKey } from "../../../../lib/pve/address";
import { guestKinds } from "../../../../lib/schema/kind/all";
import type { Entry, Fold, Group, Plan } from "../../../plan/plan";
import { printFile } from "../../typescript/print";
import { blank, statement, type Expression, type Statement } from "../../typescript/syntax";
import type { Column } from "./column";
import { fitting, groupsAmong, varyingIn, type Candidate } from "./group";
import { leavesOf } from "./leaf";
import { columnsOf, writeFold, type FoldCode, type FoldNames } from "./write";

/** Guests that a file says once. */
export interface Folded extends FoldCode {
  readonly entries: readonly Entry[];
}

/** A guest and its code: `new Container(home, "web", { … })`. */
export interface Spoken {
  readonly entry: Entry;
  readonly expression: Extract<Expression, { is: "call" }>;
}

interface Member extends Candidate {
  readonly entry: Entry;
  readonly expression: Spoken["expression"];
  readonly props: Expression;
}

const fewest = 3;
const leastSaving = 0.4;

/**
 * Finds the guests of a file that are said once: those that were, as long as they fit, and at least three that are equal but for a few values
 * where that saves at least 40 % of the lines.
 */
export function foldGuests(group: Group, spoken: readonly Spoken[], plan: Plan, taken: ReadonlySet<string>): readonly Folded[] {
  if (!plan.fold) return [];
  const used = new Set(taken);
  const folded: Folded[] = [];
  const classes = [...new Set(spoken.map(classOf))].sort();
  for (const one of classes) {
    const candidates = spoken.filter((each) => classOf(each) === one).flatMap(memberOf).sort((a, b) => a.vmId - b.vmId);
    const writer = new Writer(candidates, plan, used);
    for (const fold of group.folds) writer.keep(fold);
    writer.findMore();
    folded.push(...writer.folded);
  }
  return folded;
}

const classOf = ({ entry: { construct, template } }: Spoken) => `${construct} ${template}`;

function memberOf({ entry, expression }: Spoken): Member[] {
  const [, , props] = expression.args;
  return props?.is === "object" ? [{ entry, expression, props, vmId: parseGuestKey(entry.key)!.vmId, kin: entry.kin, leaves: leavesOf(entry.id, props) }] : [];
}

class Writer {
  readonly folded: Folded[] = [];
  private left: readonly Member[];
  private readonly noun: string;

  constructor(
    all: readonly Member[],
    private readonly plan: Plan,
    private readonly used: Set<string>,
  ) {
    this.left = all;
    const [first] = all;
    this.noun = first === undefined ? "" : guestKinds[parseGuestKey(first.entry.key)!.type].word.one.split(" ").at(-1)!;
  }

  /** A table of an earlier import, with the guests that fit it now. */
  keep({ name, columns, members }: Fold): void {
    const before = this.left.filter(({ entry }) => members.includes(entry.key));
    const word = this.wordOf(name);
    if (before.length === 0 || word === undefined) return;
    const strangers = this.left.filter((one) => !before.includes(one) && one.kin.includes(word));
    const known = new Map(columns.map((one) => [one.path, one.name]));
    known.delete("adopt");
    const fits = fitting(before, strangers, new Set(known.keys())) as readonly Member[];
    if (fits.length < 2) return;
    const isMixed = new Set(fits.map(({ entry }) => entry.adopt)).size > 1;
    this.write(fits, columnsOf(fits, new Set([...known.keys(), ...(isMixed ? ["adopt"] : [])]), known, this.reserved()), this.namesOf(name));
  }

  findMore(): void {
    let found = this.worthwhile(new Set(this.left.flatMap(({ kin }) => kin)));
    for (;;) {
      const [best] = found.sort((a, b) => b.saved - a.saved || a.members[0]!.vmId - b.members[0]!.vmId || a.kin.length - b.kin.length);
      if (best === undefined) return;
      this.write(best.members, best.columns, this.freeNames(best.kin));
      const isBroken = ({ members }: typeof best) => members.some((one) => best.members.includes(one));
      found = [...found.filter((one) => !isBroken(one)), ...this.worthwhile(new Set(found.filter(isBroken).map(({ kin }) => kin)))];
    }
  }

  private worthwhile(words: ReadonlySet<string>) {
    return groupsAmong(this.left, words).flatMap(({ kin, members }) => this.worth(kin, members as readonly Member[]));
  }

  private worth(kin: string, members: readonly Member[]) {
    if (members.length < fewest) return [];
    const names = this.freeNames(kin);
    const columns = columnsOf(members, varyingIn(members)!, new Map(), this.reserved());
    const code = this.code(members, columns, names);
    const before = linesOf(members.flatMap(({ expression }) => [statement(expression), blank]));
    const after = linesOf([...code.above, blank, ...code.below, blank, code.inside, blank]);
    return 1 - after / before >= leastSaving ? [{ kin, members, columns, saved: before - after }] : [];
  }

  private write(members: readonly Member[], columns: readonly Column[], names: FoldNames): void {
    for (const word of [names.one, names.many, names.type]) this.used.add(word);
    this.left = this.left.filter((one) => !members.includes(one));
    this.folded.push({ ...this.code(members, columns, names), entries: members.map(({ entry }) => entry) });
  }

  private code(members: readonly Member[], columns: readonly Column[], names: FoldNames): FoldCode {
    const { stack, references } = this.plan;
    const fields = new Map(references.map(({ field, name }) => [field, name]));
    const place = { construct: members[0]!.entry.construct, stack, named: (field: string) => fields.get(field), taken: this.used };
    return writeFold(members.map((candidate) => ({ candidate, props: candidate.props })), columns, names, place);
  }

  /** Names that a column cannot have: a function that takes a row apart would hide what they mean. */
  private reserved(): ReadonlySet<string> {
    return new Set([...this.used, this.plan.stack.variable]);
  }

  private freeNames(kin: string): FoldNames {
    for (let number = 1; ; number++) {
      const names = this.namesOf(`${kin}${upper(this.noun)}${number === 1 ? "" : number}`);
      if (![names.one, names.many, names.type].some((word) => this.used.has(word))) return names;
    }
  }

  private namesOf(one: string): FoldNames {
    return { one, many: `${one}s`, type: upper(one), row: this.noun };
  }

  private wordOf(name: string): string | undefined {
    return new RegExp(`^(.+)${upper(this.noun)}\\d*$`).exec(name)?.[1];
  }
}

const upper = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

const linesOf = (statements: readonly Statement[]) => printFile(statements).split("\n").length - 1;
