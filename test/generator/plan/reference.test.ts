import { expect } from "chai";
import { planReferences } from "../../../generator/plan/reference";
import type { Reference, ReferenceKind } from "../../../lib/schema/shape";

const to = (kind: ReferenceKind, name: string): Reference => ({ kind, name });
const fieldsOf = (references: readonly Reference[], members: readonly string[] = []) => {
  const entries = references.map((reference, at) => ({ key: `backup-job/${at}` as const, id: `job-${at}`, props: { reference } }));
  const { declarations } = planReferences([{ name: "backupJobs", entries }], new Set(members), [], "cluster");
  return Object.fromEntries(declarations.map(({ kind, name, field }) => [`${kind} ${name}`, field]));
};

describe("fields of the stack", () => {
  it("are called after what they name, with its kind behind it where two kinds have the name", () => {
    expect(fieldsOf([to("node", "a"), to("storage", "a"), to("storage", "b")])).to.deep.equal({ "node a": "aNode", "storage a": "aStorage", "storage b": "b" });
  });

  it("are never two of one name: what another is called anyway is left to it", () => {
    expect(fieldsOf([to("node", "gone"), to("storage", "gone"), to("node", "gone-node")])).to.deep.equal({ "node gone": "goneNode2", "node gone-node": "goneNode", "storage gone": "goneStorage" });
    expect(fieldsOf([to("node", "a"), to("storage", "a"), to("pool", "a-node"), to("bridge", "a-storage"), to("node", "a.node")])).to.satisfy((fields: Readonly<Record<string, string>>) => new Set(Object.values(fields)).size === 5);
  });

  it("leave members of the class alone, also those that their kind behind them makes", () => {
    expect(fieldsOf([to("node", "storages")], ["storages", "storagesNode"])).to.deep.equal({ "node storages": "storagesNodeNode" });
  });
});
