import { expect } from "chai";
import { clusterTableOf } from "../../../../lib/schema/cluster/all";
import { standingsOfDocument } from "../../../../lib/schema/cluster/standing";
import type { Document } from "../../../../lib/schema/cluster/table";
import { isAside, writeDocument, type ClusterWriting } from "../../../../lib/schema/cluster/write";
import { sameValue } from "../../../../lib/schema/read-back";
import { changed, leaves, objects, others } from "../../../support/cluster-objects";

const saidOf = ({ config, ignore }: ClusterWriting) => ({ values: config, ignored: ignore.map(({ path }) => path) });

describe("what code says of the cluster, beside what it has", () => {
  for (const { key, table, document } of objects) {
    const writing = writeDocument(table, document) as ClusterWriting;
    // What the provider fills in may be left out: whatever it is then is as the code says.
    const isLeft = (name: string) => !(name in writing.config) && table.rows.some((row) => row.terraform === name && row.kind === "row" && row.computed);
    const isOtherwise = ({ config }: ClusterWriting) => Object.keys({ ...config, ...writing.config }).some((name) => !isLeft(name) && !sameValue(config[name] ?? null, writing.config[name] ?? null));
    const standings = (now: Document) => standingsOfDocument(table, now, saidOf(writing));

    it(`${key}: differs in nothing as it was imported, and in each setting that code says otherwise`, () => {
      expect(standings(document).filter(({ is }) => is === "differs")).to.deep.equal([]);
      const unseen = [...leaves(document)].flatMap(([path, value]) =>
        [...others(value)].flatMap((other) => {
          const now = changed(document, path, other) as Document;
          const otherwise = attempt(() => writeDocument(table, now));
          if (otherwise === undefined || isAside(otherwise) || !isOtherwise(otherwise)) return [];
          return standings(now).some(({ is, code, cluster }) => is === "differs" || (is === "ignored" && code !== cluster)) ? [] : [`${path.join(" ")} = ${JSON.stringify(other)}: ${JSON.stringify(otherwise.config)}`];
        }),
      );
      expect(unseen).to.deep.equal([]);
    });
  }
});

describe("what code says of a set of addresses", () => {
  const table = clusterTableOf("proxmox_virtual_environment_firewall_ipset")!;
  const list = [{ cidr: "10.0.0.1" }, { cidr: "10.0.0.9", nomatch: 1 }, { cidr: "dc/lan", comment: "home" }];
  const said = saidOf(writeDocument(table, { name: "admins", list }) as ClusterWriting);
  const differing = (now: readonly object[]) => standingsOfDocument(table, { name: "admins", list: now }, said).filter(({ is }) => is === "differs").map(({ setting, code, cluster }) => [setting, code, cluster]);

  it("is the same in any order, as Proxmox VE sorts it whenever it writes it", () => {
    expect(differing([list[2]!, list[0]!, list[1]!])).to.deep.equal([]);
  });

  it("differs by the address that came, that went, or that says something else", () => {
    expect(differing([{ cidr: "10.0.0.0" }, ...list])).to.deep.equal([["list[0]", undefined, "cidr=10.0.0.0"]]);
    expect(differing(list.slice(1))).to.deep.equal([["list[0]", "name=10.0.0.1", undefined]]);
    expect(differing([{ cidr: "dc/lan", comment: "work" }, list[0]!, list[1]!])).to.deep.equal([["list[2] comment", "home", "work"]]);
  });
});

describe("what code says of rules in their order", () => {
  const table = clusterTableOf("proxmox_virtual_environment_firewall_rules")!;
  const rule = (dport: string, more: object = {}) => ({ type: "in", action: "ACCEPT", proto: "tcp", dport, enable: 1, ...more });
  const list = ["22", "80", "443", "8006"].map((port) => rule(port));
  const said = saidOf(writeDocument(table, { list: list.map((one, pos) => ({ ...one, pos })) }) as ClusterWriting);
  const differing = (now: readonly object[], by = said) => standingsOfDocument(table, { list: now.map((one, pos) => ({ ...one, pos })) }, by).filter(({ is }) => is === "differs").map(({ setting, code, cluster }) => [setting, code, cluster]);

  it("differs by the rule that came, and none below it", () => {
    expect(differing([list[0]!, rule("53"), ...list.slice(1)])).to.have.lengthOf(1).and.to.have.nested.property("[0][0]", "list[1]");
    expect(differing([...list.slice(0, 2), ...list.slice(3)]).map(([setting]) => setting)).to.deep.equal(["list[2]"]);
  });

  it("differs by the rule that has moved, where it was and where it is", () => {
    expect(differing([list[1]!, list[2]!, list[3]!, list[0]!]).map(([setting]) => setting)).to.deep.equal(["list[0]", "list[3]"]);
  });

  it("differs by the value of a rule that says something else, beside one that came", () => {
    expect(differing([rule("53"), list[0]!, list[1]!, rule("443", { log: "info" }), list[3]!]).map(([setting]) => setting)).to.deep.equal(["list[0]", "list[2] log"]);
  });

  it("takes what only Terraform resolves for whatever is there", () => {
    const values = said.values as { readonly rule: readonly object[] };
    const by = { ...said, values: { ...values, rule: [{ ...values.rule[0], source: "+dc/${proxmox_virtual_environment_firewall_ipset.admins.name}" }, ...values.rule.slice(1)] } } as typeof said;
    expect(differing([rule("53"), rule("22", { source: "+dc/admins" }), ...list.slice(1)], by).map(([setting]) => setting)).to.deep.equal(["list[0]"]);
  });
});

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
