import { expect } from "chai";
import { shapeFault } from "../../../lib/pve/response-shape";
import { fixture } from "../../support/fixture";
import { clusterB } from "../../support/recorded-server";

type Answers = Readonly<Record<string, { readonly status?: number; readonly body?: unknown }>>;
const clusterC = fixture<{ readonly http: Answers; readonly httpRoot: Answers; readonly httpLow: Answers }>("cluster-c.json");

const good = [clusterB.http, clusterB.httpLow, clusterC.http, clusterC.httpRoot, clusterC.httpLow].flatMap((answers) => Object.entries(answers as Answers)).filter(([, { status }]) => status === 200);

describe("the shape of an answer", () => {
  it("is right in everything that Proxmox VE answered", () => {
    for (const [address, { body }] of good) expect(shapeFault(address, (body as { data: unknown }).data), address).to.equal(undefined);
  });

  const addresses = [
    "/version", "/cluster/resources", "/cluster/resources?type=vm", "/cluster/status", "/nodes", "/storage", "/pools", "/access/permissions", "/nodes/a/network", "/nodes/a/qemu/100/config",
    "/nodes/a/lxc/100/config?current=1", "/nodes/a/lxc/100/status/current", "/nodes/a/lxc/100/interfaces", "/nodes/a/qemu/100/agent/network-get-interfaces",
    "/nodes/a/tasks/UPID:a:1:2:3:qmstart:100:root@pam:/status", "/nodes/a/tasks/UPID:a:1:2:3:qmstart:100:root@pam:/log?start=0", "/cluster/nextid?vmid=100", "/nodes/a/qemu?full=1",
  ];
  for (const address of addresses) {
    it(`of ${address} is not one of another kind`, () => {
      for (const junk of ["hello", [null], [[]], ["x"], true, [{}, null], -1]) {
        if (address.endsWith("/interfaces") && JSON.stringify(junk) === "[{},null]") continue;
        expect(shapeFault(address, junk), JSON.stringify(junk)).to.be.a("string");
      }
      if (address !== "/access/permissions") expect(shapeFault(address, {})).to.be.a("string");
    });
  }

  // Each of these becomes code.
  const others = [
    "/access/users", "/access/users/a@pve", "/access/users/a@pve/token", "/access/groups", "/access/groups/ops", "/access/roles", "/access/domains", "/access/domains/corp", "/access/acl", "/pools/lab", "/storage/tank",
    "/cluster/backup", "/cluster/backup/daily", "/cluster/replication", "/cluster/jobs/realm-sync", "/cluster/ha/resources", "/cluster/ha/resources/vm:100", "/cluster/ha/rules", "/cluster/ha/groups", "/cluster/mapping/pci",
    "/cluster/mapping/pci/gpu", "/cluster/metrics/server", "/cluster/metrics/server/a", "/cluster/acme/account", "/cluster/acme/plugins", "/cluster/sdn/zones", "/cluster/sdn/zones/lab", "/cluster/sdn/vnets", "/cluster/sdn/vnets/a/subnets",
    "/cluster/sdn/controllers", "/cluster/sdn/ipams", "/cluster/sdn/dns", "/cluster/sdn/fabrics/fabric", "/cluster/sdn/fabrics/node", "/cluster/firewall/rules", "/cluster/firewall/groups", "/cluster/firewall/groups/web", "/cluster/firewall/aliases",
    "/cluster/firewall/ipset", "/cluster/firewall/ipset/lan", "/nodes/a/firewall/rules", "/nodes/a/qemu/100/firewall/rules", "/nodes/a/lxc/100/firewall/ipset/lan", "/nodes/a/network/vmbr0", "/nodes/a/storage", "/nodes/a/storage/tank/content",
  ];
  for (const address of others) {
    it(`of ${address} is not one of another kind`, () => {
      for (const junk of ["hello", [null], [[]], ["x"], true, {}, [{}], null, undefined, 1]) expect(shapeFault(address, junk), JSON.stringify(junk)).to.be.a("string");
    });
  }

  it("of options may be empty, and is an object", () => {
    for (const address of ["/cluster/options", "/nodes/a/config", "/nodes/a/dns", "/access/roles/NoAccess"]) {
      expect(shapeFault(address, {}), address).to.equal(undefined);
      for (const junk of ["hello", [null], [], true, null]) expect(shapeFault(address, junk), address).to.be.a("string");
    }
  });

  it("of options has what Proxmox VE adds to them where nothing is set", () => {
    for (const address of ["/nodes/a/hosts", "/nodes/a/time", "/nodes/a/firewall/options", "/nodes/a/qemu/100/firewall/options", "/cluster/firewall/options", "/cluster/sdn/vnets/lab/firewall/options"]) {
      expect(shapeFault(address, { digest: "da39a3ee5e6b4b0d3255bfef95601890afd80709", timezone: "UTC" }), address).to.equal(undefined);
      for (const junk of ["hello", [null], [], true, null, {}, { digest: null, timezone: "" }]) expect(shapeFault(address, junk), address).to.be.a("string");
    }
  });

  it("of a list is wrong where one row is, and of a configuration where one value is", () => {
    const row = { type: "qemu", vmid: 100, node: "a" };
    expect(shapeFault("/cluster/resources", [row])).to.equal(undefined);
    for (const junk of [{ ...row, vmid: "x" }, { ...row, vmid: null }, { ...row, node: undefined }, { vmid: 100 }, { type: "node" }]) expect(shapeFault("/cluster/resources", [row, junk]), JSON.stringify(junk)).to.be.a("string");
    const config = { cores: 1, name: "web", lxc: [["lxc.a", "b"]] };
    expect(shapeFault("/nodes/a/lxc/100/config", config)).to.equal(undefined);
    for (const junk of [{ cores: null }, { cores: {} }, { net0: ["x"] }, { lxc: ["lxc.a"] }, { lxc: [["a", {}]] }]) expect(shapeFault("/nodes/a/lxc/100/config", { ...config, ...junk }), JSON.stringify(junk)).to.be.a("string");
  });
});
