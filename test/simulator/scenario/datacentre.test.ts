import { expect } from "chai";
import { datacentre } from "../../../simulator/scenario/datacentre";
import { askerOf } from "../asker";

type Row = Readonly<Record<string, unknown>>;

/** What the provider writes beside guests, and where a list of it is. */
const lists = [
  "/access/acl",
  "/access/domains",
  "/access/groups",
  "/access/roles",
  "/access/users",
  "/access/users/terraform@pve/token",
  "/cluster/backup",
  "/cluster/firewall/aliases",
  "/cluster/firewall/groups",
  "/cluster/firewall/ipset",
  "/cluster/firewall/rules",
  "/cluster/ha/resources",
  "/cluster/ha/rules",
  "/cluster/jobs/realm-sync",
  "/cluster/mapping/dir",
  "/cluster/mapping/pci",
  "/cluster/mapping/usb",
  "/cluster/metrics/server",
  "/cluster/replication",
  "/cluster/sdn/controllers",
  "/cluster/sdn/dns",
  "/cluster/sdn/fabrics/fabric",
  "/cluster/sdn/ipams",
  "/cluster/sdn/vnets",
  "/cluster/sdn/vnets/labnet/firewall/rules",
  "/cluster/sdn/vnets/labnet/subnets",
  "/cluster/sdn/zones",
  "/nodes/rack-a1/qemu/100/firewall/rules",
  "/pools",
  "/storage",
];

describe("scenario datacentre", () => {
  const asker = askerOf(datacentre);

  it("is five nodes, one of them off", () => {
    const nodes = asker.data<Row[]>("/nodes").map(({ node, status }) => `${String(node)} ${String(status)}`);
    expect(nodes.sort()).to.deep.equal(["rack-a1 online", "rack-a2 online", "rack-b1 online", "rack-b2 online", "x0 offline"]);
  });

  for (const list of lists) {
    it(`has two at least of ${list}`, () => {
      expect(asker.data<Row[]>(list).length).to.be.at.least(2);
    });
  }

  it("has SDN that is edited and not yet applied", () => {
    const states = (kind: string) => asker.data<Row[]>(`/cluster/sdn/${kind}?pending=1`).map((row) => `${String(row.zone)}/${String(row.vnet ?? "")} ${String(row.state ?? "")}`);
    expect(states("zones").sort()).to.deep.equal(["carrier/ new", "ev/ new", "fresh/ new", "lab/ changed", "old/ deleted", "racks/ ", "wide/ "]);
    expect(states("vnets").filter((row) => row.includes("labnet"))).to.deep.equal(["lab/labnet changed"]);
  });

  it("has interfaces that are edited and not yet loaded, on one node", () => {
    const edited = ["rack-a1", "rack-b2"].map((node) => asker.data<Row[]>(`/nodes/${node}/network`).find(({ iface }) => iface === "vmbr7"));
    expect(edited.map((one) => one && [one.comments, one.active])).to.deep.equal([undefined, ["not yet loaded\n", undefined]]);
  });

  it("has hardware behind the mappings but on two nodes", () => {
    const checks = asker.data<{ id: string; checks?: readonly Row[]; error?: unknown }[]>("/cluster/mapping/pci?check-node=rack-a1");
    expect(checks.find(({ id }) => id === "gpu")).to.have.property("checks").that.is.an("array");
  });
});
