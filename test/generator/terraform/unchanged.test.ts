import { expect } from "chai";
import { gradePlan } from "../../../generator/terraform/grade";
import { readLog } from "../../../generator/terraform/log";
import { unchangedDocument, type Unchanged } from "../../../generator/terraform/unchanged";

// As terraform 1.11 prints them.
const importing = (addr: string, id: string) => JSON.stringify({ type: "planned_change", change: { resource: { addr }, action: "import", importing: { id } } });
const summary = JSON.stringify({ type: "change_summary", changes: { add: 0, change: 0, import: 1, remove: 0, operation: "plan" } });
const said = (...lines: readonly string[]) => {
  const log = readLog("planning");
  for (const line of lines) log.take(line);
  return log;
};

const made: Unchanged = {
  imports: new Map([["vm.web", "pve/101"]]),
  targets: [],
  configuration: { resource: { vm: { web: { vm_id: 101, name: "web", node_name: "${local.node}" } }, container: { db: { vm_id: 102 } } } },
  state: { resources: [{ mode: "managed", type: "container", name: "db", instances: [{ attributes: { id: "102", vm_id: 102, node_name: "pve" } }] }] },
};

describe("a plan that changes nothing", () => {
  it("is known from what terraform says, and anything else is not", () => {
    expect(said(importing("vm.web", "pve/101"), summary).changesNothing).to.equal(true);
    expect(said(summary).changesNothing).to.equal(true);
    expect(said(importing("vm.web", "pve/101")).changesNothing).to.equal(false);
    for (const action of ["update", "create", "delete", "replace", "remove", "move", "forget"]) {
      const line = JSON.stringify({ type: "planned_change", change: { resource: { addr: "vm.web" }, action, importing: { id: "pve/101" } } });
      expect(said(line, summary).changesNothing, action).to.equal(false);
    }
    expect(said(summary, JSON.stringify({ type: "diagnostic", diagnostic: { severity: "error", summary: "no" } })).changesNothing).to.equal(false);
  });

  it("is graded without asking terraform for it", () => {
    const graded = gradePlan({ document: unchangedDocument(made)!, problems: [], unread: [], timedOut: false }, () => ({ grade: "refused", says: "" }));
    expect(graded.map(({ address, grade, importing, before }) => ({ address, grade, importing, before }))).to.deep.equal([
      { address: "container.db", grade: "clean", importing: undefined, before: { vm_id: 102, id: "102", node_name: "pve" } },
      { address: "vm.web", grade: "clean", importing: "pve/101", before: { vm_id: 101, name: "web" } },
    ]);
    const only = unchangedDocument({ ...made, targets: ["vm.web"] });
    expect(only?.resource_changes?.map(({ address }) => address)).to.deep.equal(["vm.web"]);
  });

  it("is terraform's to tell where the code does not name each resource", () => {
    expect(unchangedDocument({ ...made, configuration: { resource: { vm: { web: { count: 2 } } } } })).to.equal(undefined);
    expect(unchangedDocument({ ...made, configuration: { resource: { vm: { web: { for_each: {} } } } } })).to.equal(undefined);
    expect(unchangedDocument({ ...made, configuration: { ...made.configuration, module: { a: {} } } })).to.equal(undefined);
    expect(unchangedDocument({ ...made, imports: new Map([["vm.other", "pve/9"]]) })).to.equal(undefined);
  });
});
