import { expect } from "chai";
import type { ProxmoxStack } from "../../constructs/index";
import * as all from "../../constructs/index";
import { Duration, Size } from "../../constructs/index";
import { catalog } from "../../lib/schema/catalog";
import { clusterTables } from "../../lib/schema/cluster/all";
import { isMany } from "../../lib/schema/props";
import { asWritten, type Member, type Row } from "../../lib/schema/row";
import type { PropValue } from "../../lib/schema/shape";
import { problemsOf } from "../support/problems";

/** A prop of a construct: where it is, and how props say it. */
interface Said {
  readonly row: Row;
  readonly path: string;
  readonly props: (value: unknown) => Readonly<Record<string, unknown>>;
}

/** Every prop that the table has, however deep. A prop that is added there is tried here by itself. */
function everyProp(members: readonly Member[], path = "", wrap: Said["props"] = (value) => value as Readonly<Record<string, unknown>>): readonly Said[] {
  return members.flatMap((named): readonly Said[] => {
    const member = asWritten(named);
    if (member.prop === null || member.terraform === null) return [];
    const name = member.prop;
    if (member.kind === "row") return [{ row: member, path: path + name, props: (value) => wrap({ [name]: value }) }];
    if (member.flat) return everyProp(member.rows, path, wrap);
    if (member.beside !== undefined) return everyProp(member.rows, `${member.beside}[0].`, (value) => ({ [member.beside!]: [value] }));
    const isList = isMany(member) && member.listed !== true;
    return everyProp(member.rows, `${path}${name}${isList ? "[0]" : ""}.`, (value) => wrap({ [name]: isList ? [value] : value }));
  });
}

/** A value of another type than the prop has. */
function otherType({ shape: { type } }: Row): unknown {
  if (type === "boolean" || type.endsWith("number")) return type === "boolean" ? "yes" : { no: "number" };
  return /^(readonly|Readonly)/.test(type) ? 5 : true;
}

const numbers = [-7, 0, 1.5, 2 ** 40, 3];
const texts = ["no such word", "\n", ",", "x".repeat(70_000), "-", "1", "x", "1,", "0", "ftp:x", "::", "A_B:C", "%", "a/b", ""];

/** Values of the right type, some of which most props do not take. */
function candidates({ shape: { type } }: Row): readonly PropValue[] {
  if (type.startsWith("Size")) return [Size.mebibytes(1), Size.gibibytes(2 ** 40), Size.mebibytes(1025), Size.gibibytes(-1)];
  if (type.startsWith("Duration")) return [Duration.seconds(-5), Duration.milliseconds(1), Duration.hours(10 ** 6), ...(type.endsWith("number") ? numbers : texts)];
  if (type === "number") return numbers;
  if (type === "boolean") return [];
  if (type.startsWith("readonly")) return /IGuest|IVirtualMachine/.test(type) ? [] : texts.map((text) => [text]);
  return type.startsWith("Readonly") ? texts.map((text) => ({ [text]: "x" })) : /number$/.test(type) ? [-7, 1.5] : texts;
}

/** Whether what is written is refused, by the table's own word; undefined where a prop does not say such a thing at all. */
function isRefused({ shape, accepts }: Row, value: PropValue): boolean {
  try {
    const written = shape.toTerraform(value);
    if (typeof written === "boolean") return false;
    if (accepts !== undefined && !accepts(written)) return true;
    if (written === "") return false;
    const parts = shape.encoded ? [] : Array.isArray(written) ? written : typeof written === "object" ? [] : [written];
    return parts.some((part) => shape.parse(String(part)) === undefined);
  } catch {
    return true;
  }
}

const constructs = [...Object.values(catalog), ...clusterTables];
const make = (construct: string, props: object) => problemsOf((stack) => {
  const Construct = (all as unknown as Readonly<Record<string, new (scope: ProxmoxStack, id: string, props: object) => object>>)[construct]!;
  new Construct(stack as ProxmoxStack, "one", props);
});

describe("the check of every prop that the table has", () => {
  for (const { construct, rows } of constructs) {
    const props = everyProp(rows);
    it(`of ${construct} refuses a value of another type, and names it`, () => {
      expect(props).not.to.have.lengthOf(0);
      for (const { row, path, props: say } of props) {
        const problems = make(construct, say(otherType(row)));
        expect(problems.filter((one) => one.startsWith(`[home/one] ${path}`) && one.includes(": expected ")), `${construct} ${path}: ${problems.join("; ")}`).to.have.lengthOf(1);
      }
    });

    it(`of ${construct} refuses what the provider or Proxmox VE would, and names it`, () => {
      for (const { row, path, props: say } of props) {
        const wrong = candidates(row).find((value) => isRefused(row, value));
        if (row.accepts !== undefined && row.shape.type !== "boolean") expect(wrong, `${construct} ${path} takes anything: no value is known that ${row.accepts.expected} refuses`).not.to.equal(undefined);
        if (wrong === undefined) continue;
        const problems = make(construct, say(wrong));
        expect(problems.filter((one) => one.startsWith(`[home/one] ${path.replace(/\[0\]$/, "")}`)), `${construct} ${path} = ${JSON.stringify(wrong).slice(0, 60)}: ${problems.join("; ").slice(0, 500)}`).not.to.have.lengthOf(0);
      }
    });
  }
});
