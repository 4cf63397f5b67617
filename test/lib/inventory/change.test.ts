import { expect } from "chai";
import { compareObservations } from "../../../lib/inventory/change";
import type { Observation } from "../../../lib/inventory/document";
import recorded from "../../fixture/pve/cluster-b.json";

const answers = Object.entries(recorded.http as Record<string, { status: number; body: { data: unknown } | null }>).filter(([, { status }]) => status === 200);
const seen = (change: (documents: Map<string, unknown>) => void = () => {}): Observation => {
  const documents = new Map(answers.map(([address, { body }]) => [address, structuredClone(body?.data ?? null)]));
  change(documents);
  return { documents, unreadable: new Map() };
};
const rowsOf = (documents: Map<string, unknown>, address: string) => documents.get(address) as Record<string, unknown>[];

describe("what changed between two looks at a cluster", () => {
  it("is nothing where nothing did, whatever the cluster measured meanwhile", () => {
    const later = seen((documents) => {
      for (const row of rowsOf(documents, "/cluster/resources")) Object.assign(row, { cpu: 0.7, mem: 12345, uptime: 99, disk: 7 });
    });
    expect(compareObservations(seen(), later)).to.deep.equal([]);
  });

  it("names things of every kind by kind, key and setting, and guests last", () => {
    const [storage] = rowsOf(seen().documents as Map<string, unknown>, "/storage");
    const later = seen((documents) => {
      Object.assign(rowsOf(documents, "/storage")[0]!, { content: "iso" });
      rowsOf(documents, "/pools").push({ poolid: "fresh", comment: "made today" });
      const config = [...documents.keys()].find((address) => /\/qemu\/\d+\/config$/.test(address))!;
      Object.assign(documents.get(config) as object, { memory: "4711" });
    });
    const changes = compareObservations(seen(), later);
    expect(changes.map(({ kind, change }) => `${kind} ${change}`)).to.deep.equal(["storage changed", "pool added", "qemu changed"]);
    expect(changes[0]!.settings).to.deep.equal([{ setting: "content", before: storage!.content, after: "iso" }]);
    expect(changes[1]).to.include({ key: "pool/fresh", name: "fresh" });
    expect(compareObservations(later, seen()).map(({ kind, change }) => `${kind} ${change}`)).to.deep.equal(["storage changed", "pool gone", "qemu changed"]);
  });

  it("is nothing where only the order of keys, and of words that are made of keys, is another", () => {
    const [one, other] = [
      { crs: { ha: "static", "ha-rebalance-on-start": 1 }, "registered-tags": ["a", "b"] },
      { "registered-tags": ["b", "a"], crs: { "ha-rebalance-on-start": 1, ha: "static" } },
    ].map((options) => seen((documents) => documents.set("/cluster/options", options)));
    expect(compareObservations(one!, other!)).to.deep.equal([]);
    expect(compareObservations(one!, seen((documents) => documents.set("/cluster/options", { crs: { ha: "basic" } })))).to.have.lengthOf(1);
  });

  it("is nothing where an address of a set, or an interface of a node, is in another place of its file", () => {
    const [node] = rowsOf(seen().documents as Map<string, unknown>, "/nodes");
    const look = (cidrs: readonly string[], priority: number) => seen((documents) => {
      documents.set("/cluster/firewall/ipset", [{ name: "admins" }]).set("/cluster/firewall/ipset/admins", cidrs.map((cidr) => ({ cidr })));
      documents.set(`/nodes/${String(node!.node)}/network`, [{ iface: "vmbr7", type: "bridge", bridge_ports: "", priority }]);
    });
    expect(compareObservations(look(["10.0.0.1", "dc/lan"], 4), look(["dc/lan", "10.0.0.1"], 9))).to.deep.equal([]);
    expect(compareObservations(look(["10.0.0.1"], 4), look(["10.0.0.2"], 4)).map(({ key }) => key)).to.deep.equal(["ipset/admins"]);
  });

  it("names settings as code does: the servers of a node, and not the second one", () => {
    const { node } = rowsOf(seen().documents as Map<string, unknown>, "/nodes")[0]!;
    const look = (...servers: readonly string[]) => seen((documents) => documents.set(`/nodes/${String(node)}/dns`, { search: "lan", ...Object.fromEntries(servers.map((one, at) => [`dns${at + 1}`, one])) }));
    expect(compareObservations(look("10.0.0.1"), look("10.0.0.1", "9.9.9.9")).flatMap(({ settings }) => settings)).to.deep.equal([{ setting: "servers", before: '["10.0.0.1"]', after: '["10.0.0.1","9.9.9.9"]' }]);
  });

  it("is nothing for a kind whose list was not read both times", () => {
    const later = seen((documents) => documents.delete("/storage"));
    expect(compareObservations(seen(), later).filter(({ kind }) => kind === "storage")).to.deep.equal([]);
    expect(compareObservations(later, seen()).filter(({ kind }) => kind === "storage")).to.deep.equal([]);
  });

  it("tells a node that went offline", () => {
    const later = seen((documents) => {
      for (const row of rowsOf(documents, "/cluster/resources")) if (row.type === "node") row.status = row.status === "online" ? "offline" : "online";
    });
    const nodes = compareObservations(seen(), later).filter(({ kind }) => kind === "node");
    expect(nodes.length).to.be.greaterThan(0);
    expect(nodes.flatMap(({ settings }) => settings.map(({ setting }) => setting))).to.include("status");
  });
});
