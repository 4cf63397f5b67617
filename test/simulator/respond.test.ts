import { expect } from "chai";
import { block } from "../../simulator/scenario/text";
import { askerOf, noon, small } from "./asker";

const files = {
  "nodes/pve1/qemu-server/100.conf": "memory: 512\nname: one\ntags: a\nlock: backup\n",
  "nodes/pve2/qemu-server/101.conf": "memory: 512\nname: two\ntags: b\n",
  "nodes/pve2/lxc/200.conf": "hostname: three\n",
  "nodes/pve3/qemu-server/102.conf": "memory: 512\nname: four\ntags: c\nlock: clone\n",
  "storage.cfg": block(`
    dir: local
    	path /var/lib/vz
    	content iso

    nfs: off
    	disable
    	server 192.0.2.1
    	export /x
    	content backup

    lvm: one
    	vgname x
    	content images
    	nodes pve1

    nfs: dead
    	server 192.0.2.2
    	export /x
    	content iso
  `),
};

describe("answer", () => {
  const asker = askerOf(small(files, { nodes: { pve3: { online: false } }, storages: { dead: { reachable: false } } }));
  const says = (address: string) => {
    const { status, reason, body } = asker.get(address);
    return [status, reason, body?.errors].filter((part) => part !== undefined);
  };

  it("says which configuration file does not exist", () => {
    const missing = (path: string) => [500, `Configuration file '${path}' does not exist`];
    expect(says("/nodes/pve1/qemu/999/config")).to.deep.equal(missing("nodes/pve1/qemu-server/999.conf"));
    expect(says("/nodes/pve1/lxc/100/config")).to.deep.equal(missing("nodes/pve1/lxc/100.conf"));
    expect(says("/nodes/pve1/qemu/101/status/current")).to.deep.equal(missing("nodes/pve1/qemu-server/101.conf"));
    expect(asker.get("/nodes/pve1/qemu/999/config").body).to.deep.equal({
      data: null,
      message: "Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist\n",
    });
  });

  it("tells what Proxmox VE has not from what the simulator has not", () => {
    expect(says("/nosuch")).to.deep.equal([501, "Method 'GET /nosuch' not implemented"]);
    expect(says("/nodes/pve1/qemu/100/nosuch")).to.deep.equal([501, "Method 'GET /nodes/pve1/qemu/100/nosuch' not implemented"]);
    for (const address of ["/nodes/pve1/apt/versions", "/nodes/pve1/qemu/100/firewall/log", "/cluster/ceph/status"]) {
      expect(says(address)).to.deep.equal([501, `Method 'GET ${address}' not implemented by the simulator`]);
    }
    expect(says("/cluster/ha/groups")).to.deep.equal([500, "cannot index groups: ha groups have been migrated to rules"]);
    expect(asker.data("/cluster/ha/resources")).to.deep.equal([]);
    expect(says("/cluster/ha/resources/vm:100")).to.deep.equal([500, "no such resource 'vm:100'"]);
    expect(asker.post("/nodes/pve1/wakeonlan").reason).to.equal("Method 'POST /nodes/pve1/wakeonlan' not implemented by the simulator");
    expect(asker.post("/version").reason).to.equal("Method 'POST /version' not implemented");
  });

  it("verifies parameters and names each that is wrong", () => {
    const wrong = (errors: Record<string, string>) => [400, "Parameter verification failed.", errors];
    const unknown = "property is not defined in schema and the schema does not allow additional properties";
    expect(says("/nodes/pve1/qemu/abc/config")).to.deep.equal(wrong({ vmid: "type check ('integer') failed - got 'abc'" }));
    expect(says("/nodes/pve1/qemu/99/config")).to.deep.equal(wrong({ vmid: "invalid format - value does not look like a valid VM ID\n" }));
    expect(says("/nodes/pve1/qemu/100/config?current=yes")).to.deep.equal(wrong({ current: "type check ('boolean') failed - got 'yes'" }));
    expect(says("/nodes/pve1/qemu/100/config?nope=1&__proto__=1")).to.deep.equal(
      wrong(JSON.parse(`{"nope":"${unknown}","__proto__":"${unknown}"}`) as Record<string, string>),
    );
    expect(says("/cluster/nextid?vmid=100")).to.deep.equal(wrong({ vmid: "VM 100 already exists" }));
    expect(says("/nodes/pve1/tasks?limit=1&limit=2")).to.deep.equal(wrong({ limit: "type check ('integer') failed - got ARRAY" }));
  });

  it("does not let a parameter speak for the path", () => {
    const { body } = asker.post("/nodes/pve1/qemu/100/status/stop", { vmid: 101, node: "pve2" });
    expect(body?.data).to.match(/^UPID:pve1:.*:qmstop:100:/);
  });

  it("knows no snapshot beside the present", () => {
    const both = "cannot use 'snapshot' parameter with 'current'";
    expect(says("/nodes/pve1/qemu/100/config?snapshot=before")).to.deep.equal([500, "snapshot 'before' does not exist"]);
    expect(says("/nodes/pve1/qemu/100/config?snapshot=before&current=1")).to.deep.equal([
      400,
      "Parameter verification failed.",
      { snapshot: both, current: both },
    ]);
  });

  it("passes over doubled and trailing slashes", () => {
    expect(says("//version/")).to.deep.equal([200, "OK"]);
  });

  it("gives up with 595 and no body where a node is down", () => {
    expect(asker.get("/nodes/pve3/qemu/102/config")).to.deep.equal({ status: 595, reason: "Network is unreachable", user: "root@pam!pmpc" });
    expect(asker.get("/nodes/pve3/network").status).to.equal(595);
  });

  it("lists a node that is down, and its guests without a name", () => {
    const rows = asker.data<Record<string, unknown>[]>("/cluster/resources");
    expect(rows.find(({ id }) => id === "qemu/102")).to.deep.equal({
      id: "qemu/102",
      type: "qemu",
      node: "pve3",
      vmid: 102,
      status: "unknown",
      tags: "c",
      lock: "clone",
    });
    expect(rows.find(({ id }) => id === "node/pve3")).to.deep.equal({ id: "node/pve3", type: "node", node: "pve3", status: "offline" });
    const nodes = asker.data<Record<string, unknown>[]>("/nodes");
    expect(nodes.find(({ node }) => node === "pve3")).to.deep.equal({
      id: "node/pve3",
      type: "node",
      node: "pve3",
      status: "offline",
      ssl_fingerprint: null,
    });
    const status = asker.data<Record<string, unknown>[]>("/cluster/status");
    expect(status.find(({ name }) => name === "pve3"))
      .to.include({ online: 0 })
      .and.not.have.property("ip");
  });

  it("says why a storage cannot be looked into", () => {
    expect(says("/nodes/pve1/storage/off/content")).to.deep.equal([500, "storage 'off' is disabled"]);
    expect(says("/nodes/pve1/storage/dead/content")).to.deep.equal([500, "storage 'dead' is not online"]);
    expect(says("/nodes/pve2/storage/one/content")).to.deep.equal([500, "storage 'one' is not available on node 'pve2'"]);
    expect(says("/nodes/pve1/storage/nope/content")).to.deep.equal([500, "storage 'nope' does not exist"]);
    const rows = asker.data<Record<string, unknown>[]>("/cluster/resources?type=storage");
    expect(rows.map(({ id }) => id)).to.have.members(
      ["pve1", "pve2", "pve3"].flatMap((node) => ["local", "dead"].map((id) => `storage/${node}/${id}`)).concat("storage/pve1/one"),
    );
  });

  it("gives lists without an order in another order each time, and the same rows", () => {
    const ids = () => asker.data<{ node: string }[]>("/nodes").map(({ node }) => node);
    const [first, second] = [ids(), ids()];
    expect(second).to.not.deep.equal(first);
    expect([...second].sort()).to.deep.equal([...first].sort());
  });

  it("digests the text of the file", () => {
    expect(asker.data("/nodes/pve2/lxc/200/config")).to.deep.equal({ hostname: "three", digest: "ddadcb5bb6a854996821a8cb51f7f37e7b532b34" });
  });

  it("keeps the clock it was given", () => {
    expect(asker.data("/nodes/pve1/time")).to.deep.equal({ time: noon, localtime: noon, timezone: "Etc/UTC" });
  });
});
