import { expect } from "chai";
import { clusterAnswers } from "../../../../lib/pve/file/cluster-file";
import { optionsAnswer } from "../../../../lib/pve/file/option-answer";

const answersOf = (files: Readonly<Record<string, string>>) => clusterAnswers(new Map(Object.entries(files)), []);

describe("what files say that are no guest's", () => {
  it("has comments as they are where Proxmox VE does not encode them, and decodes the others", () => {
    const answers = answersOf({ "ha/resources.cfg": "vm: 100\n\tcomment 50%25\n", "ha/rules.cfg": "node-affinity: a\n\tcomment 50%25\n\tnodes pve\n\tresources vm:100\n", "replication.cfg": "local: 100-0\n\tcomment 50%25\n\ttarget b\n", "jobs.cfg": "vzdump: j\n\tcomment 50%25\n" });
    const comments = ["/cluster/ha/resources", "/cluster/ha/rules", "/cluster/replication", "/cluster/backup"].map((at) => (answers.get(at) as readonly { readonly comment: string }[])[0]!.comment);
    expect(comments).to.deep.equal(["50%25", "50%", "50%", "50%25"]);
  });

  it("has options of before in the words of now", () => {
    expect(optionsAnswer("console: applet\nmigration_unsecure: 1\ncrs: \nregistered-tags: a;b\n")).to.deep.include({ console: "html5", migration: { type: "insecure" }, "registered-tags": ["a", "b"] }).and.not.have.property("crs");
    expect(optionsAnswer("migration: secure,network=192.0.2.0/24\nmigration_unsecure: 1\ncrs: static\n")).to.deep.include({ migration: { type: "secure", network: "192.0.2.0/24" }, crs: { ha: "static" } });
  });

  it("knows by the running configuration what is deleted and runs, and what is new", () => {
    const running = { zones: { ids: { old: { type: "simple" }, same: { type: "simple" } } }, vnets: { ids: { gone: { type: "vnet", zone: "same" } } } };
    const answers = answersOf({ "sdn/zones.cfg": "simple: same\n\nsimple: fresh\n", "sdn/.running-config": JSON.stringify(running) });
    expect(answers.get("/cluster/sdn/zones?pending=1")).to.deep.equal([{ type: "simple", zone: "old", state: "deleted" }]);
    expect(answers.get("/cluster/sdn/vnets?pending=1")).to.deep.equal([{ type: "vnet", zone: "same", vnet: "gone", state: "deleted" }]);
    expect(answers.get("/cluster/sdn/zones")).to.deep.equal([{ zone: "same", type: "simple" }, { zone: "fresh", type: "simple", state: "new" }]);
    expect(answersOf({ "sdn/zones.cfg": "simple: same\n" }).get("/cluster/sdn/zones?pending=1")).to.deep.equal([]);
  });

  it("has no ACME where only root could have copied it, and never more than the names of accounts", () => {
    expect([...answersOf({}).keys()].filter((address) => address.includes("acme"))).to.deep.equal([]);
    const answers = answersOf({ "priv/acme/plugins.cfg": "dns: cf\n\tapi cf\n", "priv/acme/default": "" });
    expect(answers.get("/cluster/acme/account")).to.deep.equal([{ name: "default" }]);
    expect(answers.get("/cluster/acme/plugins")).to.deep.equal([{ plugin: "standalone", type: "standalone" }, { plugin: "cf", type: "dns", api: "cf" }]);
  });
});
