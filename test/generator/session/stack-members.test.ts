import { Testing } from "cdktf";
import { expect } from "chai";
import { ProxmoxStack } from "../../../constructs/stack";
import { stackMembers } from "../../../generator/session/stack-members";

describe("the names that a stack has already", () => {
  it("are all known, so that no field hides one", () => {
    const stack = new ProxmoxStack(Testing.app(), "home");
    const names = new Set<string>(Object.getOwnPropertyNames(stack));
    for (let type: object | null = Object.getPrototypeOf(stack); type && type !== Object.prototype; type = Object.getPrototypeOf(type)) {
      for (const name of Object.getOwnPropertyNames(type)) names.add(name);
    }
    expect([...names].filter((name) => !stackMembers.has(name)).sort()).to.deep.equal([]);
  });
});
