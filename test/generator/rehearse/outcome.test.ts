import { expect } from "chai";
import { fileOutcomes } from "../../../generator/rehearse/outcome";

const moment = (files: Readonly<Record<string, string>>) => ({ files: new Map(Object.entries(files)), running: new Set<number>() });

describe("what becomes of the files of a twin", () => {
  it("is told with its section, also where the same line is in another one", () => {
    const [before, after] = ["content images,rootdir", "content images"].map((content) => moment({ "storage.cfg": `lvmthin: fast\n\tvgname pve\n\t${content}\n\nlvm: slow\n\tvgname pve\n\tcontent images\n` }));
    expect(fileOutcomes(before!, after!)).to.deep.equal([{ path: "storage.cfg", changes: [{ section: "lvmthin: fast", removed: ["\tcontent images,rootdir"], added: ["\tcontent images"] }] }]);
  });

  it("is told of rules that change places, and of sections that come and go", () => {
    const before = moment({ "firewall/cluster.fw": "[OPTIONS]\nenable: 1\n\n[RULES]\nIN DROP\nIN ACCEPT\n", "jobs.cfg": "vzdump: nightly\n\tall 1\n" });
    const after = moment({ "firewall/cluster.fw": "[OPTIONS]\nenable: 1\n\n[RULES]\nIN ACCEPT\nIN DROP\n" });
    expect(fileOutcomes(before, after)).to.deep.equal([
      { path: "firewall/cluster.fw", changes: [{ section: "[RULES]", removed: ["IN DROP"], added: [] }, { section: "[RULES]", removed: [], added: ["IN DROP"] }] },
      { path: "jobs.cfg", changes: [{ removed: ["vzdump: nightly", "\tall 1"], added: [] }] },
    ]);
  });

  it("shows no secret", () => {
    const [before, after] = ["old", "new"].map((password) => moment({ "storage.cfg": `cifs: share\n\tpassword ${password}-secret\n` }));
    expect(JSON.stringify(fileOutcomes(before!, after!))).to.include("password (hidden)").and.not.include("secret\"");
  });
});
