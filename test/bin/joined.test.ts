import { expect } from "chai";
import { startSimulator } from "../../generator/simulator/simulator";
import type { Scenario } from "../../simulator/scenario";
import { homelab } from "../../simulator/scenario/homelab";
import { office } from "../../simulator/scenario/office";
import { constructs, newFolder, pmpc, reach, remove } from "./command";

const small: Scenario = {
  ...office,
  nodes: Object.fromEntries(Object.entries(office.nodes!).filter(([name]) => name !== "pve3")),
  files: Object.fromEntries(Object.entries(office.files).filter(([path]) => !path.startsWith("nodes/pve3/"))),
};

/** Imports scenarios one after the other into one workspace, as if one cluster had become the other. */
async function become(folder: string, ...scenarios: readonly Scenario[]) {
  const ends = [];
  let port = 0;
  for (const scenario of scenarios) {
    const simulator = await startSimulator({ scenario, port });
    port = Number(new URL(simulator.endpoint).port);
    const ended = await pmpc(["import", ...reach(simulator, simulator.tokens.root), "--out", ".", "--no-verify", "--no-addresses"], folder);
    await simulator.close();
    ends.push({ ...ended, code: constructs(folder), exit: ended.code });
  }
  return ends;
}

describe("a cluster that becomes another", () => {
  let folder: string;
  beforeEach(() => (folder = newFolder()));
  afterEach(() => remove(folder));

  it("gets code for the guests of a node that joins, and keeps all of it where the node is gone", async () => {
    const [before, joined, left] = await become(folder, small, office, small);
    expect([before!.exit, joined!.exit]).to.deep.equal([3, 3]);
    expect(Object.keys(joined!.code)).to.include.members(Object.keys(before!.code)).and.to.have.length.above(Object.keys(before!.code).length + 30);
    expect(left!.exit).to.equal(6);
    expect(left!.stderr).to.match(/^pmpc: \d+ of \d+ guests in the code are gone from the cluster: /).and.to.include("nothing was written. If they were removed on purpose: pmpc import --confirm");
    expect(left!.code).to.deep.equal(joined!.code);
  });

  it("keeps its code where its release becomes another one, newer or older", async () => {
    const [old, upgraded, back] = await become(folder, { ...homelab, release: "8.4" }, homelab, { ...homelab, release: "8.4" });
    expect([upgraded!.exit, back!.exit]).to.deep.equal([old!.exit, old!.exit]);
    expect([upgraded!.code, back!.code]).to.deep.equal([old!.code, old!.code]);
  });
});
