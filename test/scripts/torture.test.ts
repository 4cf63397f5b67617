import { join } from "node:path";
import { expect } from "chai";
import { readEntries } from "../../generator/engine/listing";
import { orders, unasked } from "../../scripts/torture/order";
import { scenes, unkilled } from "../../scripts/torture/scene";

const verbs = readEntries(join(__dirname, "../../generator/action"));
const names = verbs.map(({ name }) => name);
/** The verb that words call: `pct start` before `start`. */
const verbOf = (args: readonly string[]) => [args.slice(0, 2).join(" "), args[0]!].find((name) => names.includes(name));
const verbsOf = (played: readonly { readonly args: readonly string[] }[]) => new Set(played.map(({ args }) => verbOf(args)));

describe("torture", () => {
  it("kills every verb that changes something, or tells why not", () => {
    const changing = verbs.filter(({ effect }) => effect !== "reads").map(({ name }) => name);
    expect(changing).to.include.members(["apply", "qm destroy", "export"]);
    const killed = verbsOf(scenes);
    expect(changing.filter((name) => !killed.has(name) && !Object.hasOwn(unkilled, name))).to.deep.equal([]);
    expect(Object.keys(unkilled).filter((name) => killed.has(name) || !changing.includes(name))).to.deep.equal([]);
  });

  it("plays every verb under faults, or tells why not", () => {
    const played = verbsOf(orders);
    expect(names.filter((name) => !played.has(name) && !Object.hasOwn(unasked, name))).to.deep.equal([]);
    expect(Object.keys(unasked).filter((name) => played.has(name) || !names.includes(name))).to.deep.equal([]);
  });

  it("lets no verb pass for one that asks nothing of the cluster, if it takes a token", () => {
    expect(verbs.filter(({ name, input }) => "apiToken" in input && Object.hasOwn(unasked, name)).map(({ name }) => name)).to.deep.equal([]);
  });

  it("plays only verbs that there are, each scene under a name of its own", () => {
    expect([...verbsOf([...scenes, ...orders])]).to.not.include(undefined);
    expect(new Set(scenes.map(({ name }) => name)).size).to.equal(scenes.length);
  });
});
