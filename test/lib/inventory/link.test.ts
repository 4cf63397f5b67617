import { expect } from "chai";
import { graphOf, type Link } from "../../../lib/inventory/link";
import { readInventory } from "../../../lib/inventory/inventory";
import { kinds } from "../../../lib/schema/kind/all";
import type { Kind } from "../../../lib/schema/kind/kind";
import { joinKinds } from "../../../lib/schema/kind/kinds";
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
  it("name every storage and every bridge that stands in a recorded configuration", () => {
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
    const mapping: Kind = { ...kinds.of("storage")!, prefix: "pci-mapping", id: "{id}", word: { short: "pci mapping", one: "PCI mapping", many: "PCI mappings", synonyms: [] }, terraform: [], reads: { list: "/cluster/mapping/pci" }, writes: [] };
    const inventory = read(
      {
        "/cluster/resources": [...nodes, guest(101), guest(9000), guest(202, "lxc")],
        "/storage": [{ storage: "local-lvm", type: "lvmthin" }],
        "/cluster/mapping/pci": [{ id: "gpu" }],
        "/nodes/pve1/qemu/101/config": { scsi0: "local-lvm:base-9000-disk-0/vm-101-disk-0,size=8G", hostpci0: "mapping=gpu,pcie=1", scsi1: "gone:vm-101-disk-1", scsi2: "/dev/sdb", unused3: "local-lvm:vm-101-disk-9" },
        "/nodes/pve1/qemu/9000/config": { template: 1, cicustom: "vendor=local-lvm:snippets/all.yaml" },
        "/nodes/pve1/lxc/202/config": { hookscript: "local-lvm:snippets/hook.sh", mp0: "/srv,mp=/srv" },
      },
      joinKinds([...kinds.all, mapping]),
    );
    const graph = graphOf(inventory, joinKinds([...kinds.all, mapping]));
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
  const vnet: Kind = {
    prefix: "vnet",
    id: "{vnet}",
    word: { short: "vnet", one: "virtual network", many: "virtual networks", synonyms: [] },
    terraform: [{ type: "proxmox_sdn_vnet", importId: "{vnet}", attributes: { vnet: "id" } }],
    reads: { list: "/cluster/sdn/vnets" },
    writes: [{ operation: "configure", method: "PUT", address: "/cluster/sdn/vnets/{vnet}" }],
    rank: 15,
    serves: ["bridge"],
  };

  it("is one record: it is read, named, and stood on", () => {
    const known = joinKinds([...kinds.all.filter(({ prefix }) => prefix !== "vnet"), vnet]);
    const inventory = read(
      {
        "/cluster/resources": [...nodes, guest(101)],
        "/cluster/sdn/vnets": [{ vnet: "office", zone: "simple" }],
        "/nodes/pve1/network": [{ iface: "vmbr0", type: "bridge" }],
        "/nodes/pve1/qemu/101/config": { net0: "virtio=BC:24:11:4A:00:01,bridge=office", net1: "virtio=BC:24:11:4A:00:02,bridge=vmbr0" },
      },
      known,
    );
    expect([...inventory.resources.keys()]).to.deep.equal(["node/pve1", "bridge/pve1/vmbr0", "vnet/office", "qemu/101"]);
    expect(said(graphOf(inventory, known).linksOf("qemu/101"))).to.deep.equal(["qemu/101 → node/pve1 (node: node)", "qemu/101 → vnet/office (bridge: net0)", "qemu/101 → bridge/pve1/vmbr0 (bridge: net1)"]);
    expect(known.parseName("vnet office")?.parts).to.deep.equal({ vnet: "office" });
    expect(known.parseImport("proxmox_sdn_vnet", "office")?.kind).to.equal(vnet);
  });
});
