import { expect } from "chai";
import { graphOf, type Link } from "../../../lib/inventory/link";
import { readInventory } from "../../../lib/inventory/inventory";
import { kinds } from "../../../lib/schema/kind/all";
import type { Kind } from "../../../lib/schema/kind/kind";
import { joinKinds } from "../../../lib/schema/kind/kinds";
import { touchesOf } from "../../../lib/schema/kind/request";
import { sharedFixture, type Answers } from "../../support/fixture";
import { inventoryB } from "../../support/plan";

const said = (links: readonly Link[]) => links.map(({ from, to, as, at, missing }) => `${from} → ${to} (${as}: ${at.join(", ")})${missing ? " missing" : ""}`);

/** What a cluster with these answers has. */
const read = (answers: Readonly<Record<string, unknown>>, known = kinds) => readInventory({ documents: new Map(Object.entries(answers)), unreadable: new Map() }, known);

const guest = (vmid: number, type = "qemu") => ({ id: `${type}/${vmid}`, type, vmid, node: "pve1", status: "running" });
const nodes = [{ type: "node", node: "pve1", status: "online" }];

describe("links of a cluster", () => {
  it("are found in both directions", () => {
    const graph = graphOf(inventoryB);
    expect(said(graph.linksOf("qemu/120"))).to.deep.equal([
      "qemu/120 → node/pve (node: node)",
      "qemu/120 → storage/local-lvm (storage: efidisk0, scsi0, tpmstate0)",
      "qemu/120 → storage/local (storage: ide0)",
      "qemu/120 → image/local:iso/virtio-win-0.1.266.iso (image: ide0)",
      "qemu/120 → bridge/pve/vmbr1 (bridge: net0)",
    ]);
    expect(said(graph.linkedFrom("storage/tank"))).to.deep.equal(["qemu/102 → storage/tank (storage: scsi1)", "lxc/202 → storage/tank (storage: mp0)"]);
    expect(graph.linkedFrom("pool/lab").map(({ from }) => from)).to.deep.equal(["qemu/110", "qemu/111", "qemu/112", "lxc/206"]);
    expect(graph.linksOf("qemu/999")).to.deep.equal([]);
  });

  // The texts themselves are the check: no row is asked.
  it("name every storage and every bridge that is in a recorded configuration", () => {
    const graph = graphOf(inventoryB);
    for (const { key, node, config = {} } of inventoryB.guests) {
      const texts = Object.entries(config).filter(([setting, value]) => typeof value === "string" && setting !== "description").map(([, value]) => String(value));
      const volumes = texts.flatMap((text) => /^(?:file=|volume=)?([a-z][\w.-]+):(?=[^:,]*(?:disk|cloudinit|iso|state))/.exec(text)?.[1] ?? []);
      const bridges = texts.flatMap((text) => /(?:^|,)bridge=([^,]+)/.exec(text)?.[1] ?? []);
      const linked = graph.linksOf(key).map(({ to }) => to);
      expect(linked, key).to.include.members([...volumes.map((name) => `storage/${name}`), ...bridges.map((name) => `bridge/${node}/${name}`)]);
    }
  });

  it("lead to the template of a linked clone, to mappings, and to what is not there", () => {
    const inventory = read({
        "/cluster/resources": [...nodes, guest(101), guest(9000), guest(202, "lxc")],
        "/storage": [{ storage: "local-lvm", type: "lvmthin" }],
        "/cluster/mapping/pci": [{ id: "gpu" }],
        "/nodes/pve1/qemu/101/config": { scsi0: "local-lvm:base-9000-disk-0/vm-101-disk-0,size=8G", hostpci0: "mapping=gpu,pcie=1", scsi1: "gone:vm-101-disk-1", scsi2: "/dev/sdb", unused3: "local-lvm:vm-101-disk-9" },
        "/nodes/pve1/qemu/9000/config": { template: 1, cicustom: "vendor=local-lvm:snippets/all.yaml" },
        "/nodes/pve1/lxc/202/config": { hookscript: "local-lvm:snippets/hook.sh", mp0: "/srv,mp=/srv" },
    });
    const graph = graphOf(inventory);
    expect(said(graph.links.filter(({ as }) => as !== "node"))).to.deep.equal([
      "qemu/9000 → storage/local-lvm (storage: cicustom)",
      "qemu/9000 → image/local-lvm:snippets/all.yaml (image: cicustom)",
      "qemu/101 → pci-mapping/gpu (pci-mapping: hostpci0)",
      "qemu/101 → storage/local-lvm (storage: scsi0, unused3)",
      "qemu/101 → qemu/9000 (guest: scsi0)",
      "qemu/101 → storage/gone (storage: scsi1) missing",
      "lxc/202 → storage/local-lvm (storage: hookscript)",
      "lxc/202 → image/local-lvm:snippets/hook.sh (image: hookscript)",
    ].sort((a, b) => order(a) - order(b)));
  });
});

const order = (text: string) => ["qemu/101", "qemu/9000", "lxc/202"].findIndex((key) => text.startsWith(key));

describe("a new kind", () => {
  const fabric: Kind = {
    prefix: "ovs-fabric",
    id: "{fabric}",
    word: { short: "ovs-fabric", one: "OVS fabric", many: "OVS fabrics", synonyms: ["ovs"] },
    terraform: [{ type: "proxmox_ovs_fabric", importId: "{fabric}", attributes: { fabric: "id" } }],
    reads: { list: "/cluster/ovs", mentions: { nodes: "node" }, secrets: ["key"] },
    writes: [{ operation: "configure", method: "PUT", address: "/cluster/ovs/{fabric}" }],
    rank: 15,
    serves: ["bridge"],
  };

  it("is one record: it is read, named, depended on and written", () => {
    const known = joinKinds([...kinds.all, fabric]);
    const inventory = read(
      {
        "/cluster/resources": [...nodes, guest(101)],
        "/cluster/ovs": [{ fabric: "office", nodes: "pve1", key: "hunter2" }],
        "/nodes/pve1/network": [{ iface: "vmbr0", type: "bridge" }],
        "/nodes/pve1/qemu/101/config": { net0: "virtio=BC:24:11:4A:00:01,bridge=office", net1: "virtio=BC:24:11:4A:00:02,bridge=vmbr0" },
      },
      known,
    );
    expect([...inventory.resources.keys()]).to.deep.equal(["node/pve1", "bridge/pve1/vmbr0", "ovs-fabric/office", "qemu/101"]);
    expect(JSON.stringify([...inventory.resources.values()])).not.to.include("hunter2");
    const graph = graphOf(inventory, known);
    expect(said(graph.linksOf("qemu/101"))).to.deep.equal(["qemu/101 → node/pve1 (node: node)", "qemu/101 → ovs-fabric/office (bridge: net0)", "qemu/101 → bridge/pve1/vmbr0 (bridge: net1)"]);
    expect(said(graph.linksOf("ovs-fabric/office"))).to.deep.equal(["ovs-fabric/office → node/pve1 (node: nodes)"]);
    expect(known.parseName("ovs office")?.parts).to.deep.equal({ fabric: "office" });
    expect(known.parseImport("proxmox_ovs_fabric", "office")?.kind).to.equal(fabric);
    expect(touchesOf(known.all, { method: "PUT", address: "/cluster/ovs/office" }).map(({ kind, operation }) => `${operation} ${kind.prefix}`)).to.deep.equal(["configure ovs-fabric"]);
  });
});

const clusterC = sharedFixture<{ readonly http: Answers }>("cluster-c.json");

(clusterC ? describe : describe.skip)("a recorded cluster of five nodes", () => {
  const answers = Object.entries(clusterC?.http ?? {}).flatMap(([address, { status, body }]) => (status === 200 ? [[address, body?.data] as const] : []));
  const inventory = read(Object.fromEntries(answers));

  it("has every row of every list as a resource", () => {
    const documents = new Map(answers);
    // What is deleted and still runs is in a list of its own.
    const leaving = (list = "") => ((documents.get(list) ?? []) as readonly { readonly state?: string }[]).filter(({ state }) => state === "deleted").length;
    for (const { prefix, reads } of kinds.all) {
      const rows = documents.get(reads.list);
      if (!Array.isArray(rows) || reads.where !== undefined || reads.list.includes("{")) continue;
      // Of a list that is one thing, such as the rules of a firewall, there is one.
      expect([...inventory.resources.values()].filter(({ kind }) => kind.prefix === prefix), prefix).to.have.length(reads.one ? 1 : rows.length + leaving(reads.leaving));
    }
    expect(inventory.resources.size).to.be.above(180);
  });

  it("has its links, and none to nothing", () => {
    const graph = graphOf(inventory);
    expect(graph.links.filter(({ missing }) => missing)).to.deep.equal([]);
    expect(said(graph.linksOf("ha-rule/prefer-core"))).to.deep.equal([
      "ha-rule/prefer-core → lxc/1001 (guest: resources)",
      "ha-rule/prefer-core → qemu/201 (guest: resources)",
      "ha-rule/prefer-core → node/core1 (node: nodes)",
      "ha-rule/prefer-core → node/core2 (node: nodes)",
    ]);
    expect(graph.linkedFrom("vnet/vsim").map(({ from }) => from)).to.include("subnet/vsim/zsimple-10.44.0.0-24");
    expect(graph.linkedFrom("group/ops").map(({ from }) => from)).to.include("user/bo@pve");
  });

  it("keeps no secret that the API answers in clear text", () => {
    const [ipam, dns] = ["sdn-ipam/phi", "sdn-dns/pdns"].map((key) => inventory.resources.get(key)!);
    expect(JSON.stringify([ipam, dns])).not.to.include("0000000000000000");
  });
});
