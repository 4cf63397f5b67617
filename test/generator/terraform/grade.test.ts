import { expect } from "chai";
import { gradePlan, worst, type Grade } from "../../../generator/terraform/grade";
import type { PlanDocument, Problem, ResourceChange } from "../../../generator/terraform/plan";

type Change = Partial<ResourceChange["change"]>;
const resource = (name: string, change: Change): ResourceChange => ({
  address: `proxmox_virtual_environment_vm.${name}`,
  mode: "managed",
  type: "proxmox_virtual_environment_vm",
  name,
  change: { actions: ["no-op"], before: {}, after: {}, after_unknown: {}, before_sensitive: {}, after_sensitive: {}, ...change },
});
const planned = (document: PlanDocument, problems: readonly Problem[] = [], unread: readonly string[] = []) =>
  gradePlan({ document, problems, unread, timedOut: false }, ({ path }) => ({ grade: path.startsWith("memory") ? "needs reboot" : "live change", says: `about ${path}` }));
const one = (change: Change) => planned({ resource_changes: [resource("web", change)] })[0]!;

describe("the grade of a resource", () => {
  for (const [actions, grade] of [
    [["no-op"], "clean"],
    [["read"], "clean"],
    [["create"], "create"],
    [["delete"], "destroy"],
    [["delete", "create"], "replace"],
    [["create", "delete"], "replace"],
    [["forget"], "forget"],
  ] as readonly (readonly [ResourceChange["change"]["actions"], Grade])[]) {
    it(`is ${grade} where terraform would ${actions.join(" and ")}`, () => {
      expect(one({ actions }).grade).to.equal(grade);
    });
  }

  it("is that of its gravest change", () => {
    const change = { actions: ["update"] as const, before: { name: "a", memory: [{ dedicated: 1024 }] }, after: { name: "b", memory: [{ dedicated: 2048 }] } };
    expect(one(change)).to.deep.include({ grade: "needs reboot" });
    expect(one(change).changes).to.deep.equal([
      { path: "memory[0].dedicated", before: 1024, after: 2048, grade: "needs reboot", says: "about memory[0].dedicated" },
      { path: "name", before: "a", after: "b", grade: "live change", says: "about name" },
    ]);
  });

  it("is state only where an update changes nothing but nothing into what is empty", () => {
    expect(one({ actions: ["update"], before: { description: null, tags: [] }, after: { description: "", tags: null } })).to.include({ grade: "state only" });
  });

  it("names the attribute for which a guest would be replaced", () => {
    const change = { actions: ["delete", "create"] as const, before: { node_name: "a", name: "x" }, after: { node_name: "b", name: "y" }, replace_paths: [["node_name"]] };
    expect(one(change).changes.map(({ path, grade }) => [path, grade])).to.deep.equal([["name", "live change"], ["node_name", "replace"]]);
  });

  it("is refused where it could not be read, with the provider's words", () => {
    const [db, web] = planned(
      { errored: true, resource_changes: [resource("web", {})] },
      [{ says: "cannot parse", cause: "guest", address: "proxmox_virtual_environment_vm.db" }],
      ["proxmox_virtual_environment_vm.db"],
    );
    expect(db).to.include({ grade: "refused", reason: "cannot parse", cause: "guest", type: "proxmox_virtual_environment_vm" });
    expect(web).to.include({ grade: "clean" });
  });

  it("says of what is imported by which id", () => {
    expect(one({ importing: { id: "pve1/101" } })).to.include({ grade: "clean", importing: "pve1/101" });
  });
});

describe("a change", () => {
  const changes = (change: Change) => one({ actions: ["update"], ...change }).changes.map(({ grade: _, says: __, ...rest }) => rest);

  it("never shows what is sensitive", () => {
    const found = changes({
      before: { password: "old", user: [{ password: "old" }], keys: [{ text: "old" }] },
      after: { password: "new", user: [{ password: "new" }], keys: [{ text: "new" }, { text: "more" }] },
      before_sensitive: { password: true, user: [{ password: true }], keys: [{ text: true }] },
      after_sensitive: { password: true, user: [{ password: true }], keys: [{ text: true }, { text: true }] },
    });
    expect(JSON.stringify(found)).to.not.match(/old|new|more/);
    expect(found.map(({ path }) => path)).to.deep.equal(["keys", "password", "user[0].password"]);
  });

  it("says what is known only after an apply", () => {
    expect(changes({ before: { id: "1" }, after: {}, after_unknown: { id: true } })).to.deep.equal([{ path: "id", before: "1", after: null, unknown: true }]);
  });

  it("of a list's length is one change of the list", () => {
    expect(changes({ before: { disk: [{ a: 1 }] }, after: { disk: [{ a: 1 }, { a: 2 }] } }).map(({ path }) => path)).to.deep.equal(["disk"]);
    expect(changes({ before: { tags: ["a", "b"] }, after: { tags: ["a", "c"] } }).map(({ path }) => path)).to.deep.equal(["tags"]);
  });
});

describe("the worst of several grades", () => {
  it("is clean where there are none, and the gravest otherwise", () => {
    expect(worst([])).to.equal("clean");
    expect(worst(["live change", "destroy", "needs reboot"])).to.equal("destroy");
  });
});
