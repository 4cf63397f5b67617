import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { reportSchemas } from "../../scripts/report-schema.mjs";

const types = `
interface Action<O, R, Q> { o: O; view: (report: R) => void; q: Q }
/** A tree. */
interface Tree {
  /** What is below. */
  readonly below: readonly Tree[]; readonly leaf?: Leaf; readonly another?: Leaf
}
interface Leaf { green: true }
`;

/** Makes the schemas of many reports at once, as the build does: a compiler takes a second to start. */
function schemasOf(reports: readonly string[]): readonly Record<string, unknown>[] {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-report-"));
  try {
    const verbs = reports.map((report, at) => `export declare const verb${at}: Action<{}, ${report}, readonly []>;`);
    writeFileSync(join(folder, "verbs.d.ts"), `${types}${verbs.join("\n")}\n`);
    return Object.values(reportSchemas(folder, reports.map((_, at) => ({ name: `v${at}`, file: "verbs", member: `verb${at}` })))).map(({ $schema, ...schema }) => {
      expect($schema).to.contain("2020-12");
      return schema;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the schema of a report", () => {
  it("says what a value of its type may hold", () => {
    const said = {
      string: { type: "string" },
      "`${string}/${number}`": { type: "string" },
      number: { type: "number" },
      boolean: { type: "boolean" },
      true: { const: true },
      null: { type: "null" },
      '"one" | "two" | 3': { enum: ["one", "two", 3] },
      "string | boolean | null": { anyOf: [{ type: "boolean" }, { type: "null" }, { type: "string" }] },
      "readonly string[]": { type: "array", items: { type: "string" } },
      "readonly [string, 0]": { type: "array", prefixItems: [{ type: "string" }, { const: 0 }], items: false, minItems: 2 },
      "Record<string, number>": { type: "object", properties: {}, additionalProperties: { type: "number" } },
      "{ b: string } & { c?: true }": { type: "object", properties: { b: { type: "string" }, c: { const: true } }, required: ["b"], additionalProperties: false },
      unknown: {},
    };
    const found = schemasOf(Object.keys(said).map((type) => `{ readonly a: ${type} }`));
    expect(found.map(({ properties }) => (properties as { readonly a: object }).a)).to.deep.equal(Object.values(said));
  });

  it("asks for what is always there, leaves out what is undefined, and defines a named type once, though it holds itself", () => {
    const [flat, tree] = schemasOf(["{ a: string; b?: string; c: string | undefined; d: undefined; e: unknown }", "Tree"]);
    expect(flat).to.deep.equal({
      type: "object",
      properties: { a: { type: "string" }, b: { type: "string" }, c: { type: "string" }, e: {} },
      required: ["a"],
      additionalProperties: false,
    });
    expect(tree).to.deep.include({ type: "object", description: "A tree." });
    expect(tree!.$defs).to.have.all.keys("Tree", "Leaf");
    expect(tree).to.have.deep.nested.property("properties.below", { type: "array", items: { $ref: "#/$defs/Tree" }, description: "What is below." });
  });

  it("fails the build where it would say nothing, or what JSON cannot: all at once", () => {
    const refused = {
      "{ a: any }": "v0.a may be anything at all (any): say what it is, or unknown",
      "{ a: () => void }": "v1.a: JSON cannot say () => void",
      "{ a: Map<string, string> }": "v2.a: JSON cannot say Map<string, string>",
      "{ a: readonly Date[] }": "v3.a[]: JSON cannot say Date",
      "{ a: bigint }": "v4.a: JSON cannot say bigint",
      "{ a: object }": "v5.a says nothing of what it holds (object)",
      "readonly string[]": "v6 is not an object: doors publish one",
      object: "v7 says nothing of what it holds (object)",
    };
    expect(() => schemasOf(Object.keys(refused))).to.throw(Object.values(refused).map((line) => `the report of pmpc ${line}`).join("\n"));
  });
});
