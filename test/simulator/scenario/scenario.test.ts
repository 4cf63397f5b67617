import { expect } from "chai";
import { parseGuestFilePath } from "../../../lib/pve/guest-config";
import { parseGuestFile } from "../../../lib/pve/guest-text";
import { rejectedLines } from "../../../lib/schema/config-response";
import type { Scenario } from "../../../simulator/scenario";
import { findScenario } from "../../../simulator/scenario/catalog";
import { datacentre } from "../../../simulator/scenario/datacentre";
import { homelab } from "../../../simulator/scenario/homelab";
import { large } from "../../../simulator/scenario/large";
import { office } from "../../../simulator/scenario/office";
import { parseDevice } from "../../../lib/schema/format";
import { askerOf, type Asker } from "../asker";

interface Row {
  readonly id: string;
  readonly vmid?: number;
  readonly type: string;
  readonly node: string;
  readonly name?: string;
  readonly template?: number;
  readonly status?: string;
  readonly pool?: string;
}

const guestFiles = ({ files }: Scenario) =>
  Object.entries(files).flatMap(([path, text]) => {
    const place = parseGuestFilePath(path);
    return place ? [{ ...place, text }] : [];
  });
const onlineOf = ({ cluster }: Asker) => [...cluster.nodes.values()].filter(({ online }) => online).map(({ name }) => name);
const rowsOf = (scenario: Scenario) => askerOf(scenario).data<Row[]>("/cluster/resources");
const guestsOf = (scenario: Scenario) => rowsOf(scenario).filter(({ type }) => type === "qemu" || type === "lxc");
/** Values of the configuration keys that a pattern fits, over all guests. */
const values = (scenario: Scenario, key: RegExp) =>
  guestFiles(scenario).flatMap(({ type, text }) =>
    parseGuestFile(type, text)
      .current.settings.filter(([name]) => key.test(name))
      .map(([, value]) => value),
  );

for (const scenario of [homelab, office, datacentre, large(300)]) {
  describe(`scenario ${scenario.name}`, () => {
    it("has no line that Proxmox VE would not understand", () => {
      const rejected = guestFiles(scenario).flatMap(({ type, vmId, text }) => rejectedLines(type, text).map((line) => `${vmId}: ${line.text}`));
      expect(rejected).to.deep.equal([]);
    });

    it("has no value that Proxmox VE would refuse, but those on purpose", () => {
      const wrong = guestFiles(scenario).flatMap(({ type, vmId, text }) =>
        parseGuestFile(type, text)
          .current.settings.filter(([key, value]) => parseDevice(type, key, value).problems.length > 0)
          .map(([key, value]) => `${vmId} ${key}: ${value}`),
      );
      expect(wrong).to.deep.equal(scenario === office ? ["621 hostname: __proto__", "622 memory: lots"] : []);
    });

    it("gives every MAC address, UUID and volume once", () => {
      const macs = values(scenario, /^net\d+$/).map((net) => /(?:[\dA-F]{2}:){5}[\dA-F]{2}/.exec(net)?.[0]);
      const uuids = values(scenario, /^(smbios1|vmgenid)$/);
      const volumes = values(scenario, /^(scsi|virtio|sata|ide|mp|unused)\d+$|^(rootfs|efidisk0|tpmstate0)$/)
        .filter((drive) => /^[\w-]+:[^,]*(vm|subvol|base|basevol)-\d+-/.test(drive))
        .map((drive) => drive.split(",")[0]);
      for (const list of [macs, uuids, volumes])
        expect(list.filter((value, at) => value === undefined || list.indexOf(value) !== at)).to.deep.equal([]);
      expect(macs.every((mac) => mac?.startsWith("BC:24:11:"))).to.equal(true);
    });

    it("puts guests onto storages and bridges that are there", () => {
      const asker = askerOf(scenario);
      const storages = asker.data<{ storage: string }[]>("/storage").map(({ storage }) => storage);
      const named = values(scenario, /^(scsi|virtio|sata|ide|mp)\d+$|^(rootfs|efidisk0|tpmstate0)$/).flatMap(
        (drive) => /^([\w-]+):/.exec(drive)?.[1] ?? [],
      );
      expect([...new Set(named)].filter((name) => !storages.includes(name))).to.deep.equal([]);
      const vnets = asker.data<{ vnet: string }[]>("/cluster/sdn/vnets").map(({ vnet }) => vnet);
      for (const node of onlineOf(asker)) {
        const bridges = asker.data<{ iface: string }[]>(`/nodes/${node}/network?type=bridge`).map(({ iface }) => iface);
        const used = guestFiles(scenario)
          .filter((guest) => guest.node === node)
          .flatMap(({ text }) => Array.from(text.matchAll(/bridge=(\w+)/g), ([, bridge]) => bridge!));
        expect([...new Set(used)].filter((bridge) => !bridges.includes(bridge) && !vnets.includes(bridge))).to.deep.equal([]);
      }
    });

    it("has pools of guests that are there", () => {
      const pools = [...askerOf(scenario).cluster.users.pools.values()];
      const here = new Set(guestFiles(scenario).map(({ vmId }) => vmId));
      expect(pools.flatMap(({ guests }) => guests).filter((vmId) => !here.has(vmId))).to.deep.equal([]);
      expect(pools.length).to.be.greaterThan(1);
    });

    it("answers what an import asks about every guest", () => {
      const asker = askerOf(scenario);
      const online = onlineOf(asker);
      for (const { id, node } of guestsOf(scenario).filter((guest) => online.includes(guest.node))) {
        for (const address of ["config", "status/current", "pending", "snapshot"])
          expect(asker.get(`/nodes/${node}/${id}/${address}`).status, `${id} ${address}`).to.equal(200);
      }
    });
  });
}

describe("scenario homelab", () => {
  it("is one node with fifteen guests, most of them running", () => {
    const guests = guestsOf(homelab);
    expect(rowsOf(homelab).filter(({ type }) => type === "node")).to.have.lengthOf(1);
    expect(guests).to.have.lengthOf(15);
    expect(guests.filter(({ status }) => status === "running")).to.have.lengthOf(12);
    expect(guests.filter(({ template }) => template === 1).map(({ id }) => id)).to.have.members(["qemu/9000", "lxc/9010"]);
  });

  it("has what such a node has", () => {
    const text = guestFiles(homelab)
      .map((guest) => guest.text)
      .join("\n");
    for (const line of [
      /^tpmstate0: /m,
      /^efidisk0: /m,
      /^usb0: host=/m,
      /^hostpci0: /m,
      /base-9000-disk-0\/vm-110-disk-0/,
      /^dev0: /m,
      /^mp0: \//m,
      /^lxc\.cgroup2/m,
      /^\[PENDING\]/m,
      /^\[before-1-34\]/m,
      /^startup: order=1/m,
      /ip=dhcp/,
      /^#- Zigbee/m,
    ]) {
      expect(text).to.match(line);
    }
  });

  it("has an agent that talks, one that is silent, and guests without one", () => {
    const asker = askerOf(homelab);
    const agent = (vmId: number) => asker.get(`/nodes/pve/qemu/${vmId}/agent/network-get-interfaces`).reason;
    expect([100, 120, 103].map(agent)).to.deep.equal(["OK", "QEMU guest agent is not running", "VM 103 is not running"]);
  });
});

describe("scenario office", () => {
  it("is three nodes with about 120 guests on all of them", () => {
    const guests = guestsOf(office);
    expect(
      rowsOf(office)
        .filter(({ type }) => type === "node")
        .map(({ node }) => node),
    ).to.deep.equal(["pve1", "pve2", "pve3"]);
    expect(guests).to.have.lengthOf(120);
    for (const node of ["pve1", "pve2", "pve3"]) expect(guests.filter((guest) => guest.node === node).length).to.be.greaterThan(25);
  });

  it("has equal names, nested pools and storages of one node and of all", () => {
    const names = guestsOf(office).map(({ name }) => name);
    expect([...new Set(names.filter((name, at) => names.indexOf(name) !== at))]).to.include.members(["web01", "erp-app", "wiki", "test"]);
    expect(guestsOf(office).filter(({ pool }) => pool === "prod/web").length).to.be.greaterThan(10);
    const storages = askerOf(office)
      .data<Record<string, unknown>[]>("/cluster/resources?type=storage")
      .map(({ id }) => id);
    expect(storages).to.include.members(["storage/pve1/fast", "storage/pve3/ceph"]).and.not.include("storage/pve2/fast");
  });

  it("has notes that are somebody's program everywhere else", () => {
    const { description } = askerOf(office).data<{ description: string }>("/nodes/pve2/qemu/604/config");
    for (const text of ['${file("/etc/passwd")}', "%{ if true }", "*/", "{{ lookup(", "\u001b[31m", "../../", "__proto__", "$&", "`id`", "“these”"])
      expect(description).to.contain(text);
    expect(askerOf(office).data<{ description: string }>("/nodes/pve3/qemu/605/config").description.length).to.be.greaterThan(8000);
    expect(askerOf(office).data("/nodes/pve3/lxc/621/config")).to.include({ hostname: "__proto__" });
  });
});

describe("scenario large", () => {
  it("has as many guests as asked for, the same for the same seed", () => {
    expect(guestFiles(large(50))).to.have.lengthOf(50);
    expect(large(50, 3)).to.deep.equal(large(50, 3));
    expect(large(50, 3)).to.not.deep.equal(large(50, 4));
  });

  it("spreads them over nodes", () => {
    expect(rowsOf(large(450)).filter(({ type }) => type === "node")).to.have.lengthOf(3);
  });
});

describe("scenario by name", () => {
  it("is found", () => {
    expect(findScenario("homelab")).to.equal(homelab);
    expect(guestFiles(findScenario("large:20"))).to.have.lengthOf(20);
    expect(findScenario("large:20:7")).to.deep.equal(large(20, 7));
  });

  it("says which there are when there is none", () => {
    for (const name of ["", "home", "large:x", "large:0", "office:3"]) {
      expect(() => findScenario(name), name)
        .to.throw(`there is no scenario "${name}"`)
        .with.property("hint")
        .contain("homelab, office, datacentre, odd-corners, large");
    }
  });
});
