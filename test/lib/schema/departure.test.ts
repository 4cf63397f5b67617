import { expect } from "chai";
import { allFixtures } from "../../support/fixture";
import { clusterGuests, madeUpGuests, oddRecordedGuests, type RecordedGuest } from "../../support/guests";
import { catalog, unreadAttributes } from "../../../lib/schema/catalog";
import { standingsOf, type Said } from "../../../lib/schema/departure";
import { placesOf } from "../../../lib/schema/places";
import { toProps, toTerraform, writtenOnce } from "../../../lib/schema/props";
import type { ReadableGuest } from "../../../lib/schema/read-back";
import { Refusal } from "../../../lib/schema/shape";
import { writeGuest } from "../../../lib/schema/write";

/** What an import writes for a guest, as its construct says it. */
function imported(guest: ReadableGuest): Said {
  const table = catalog[guest.type];
  const { config, ignore } = writeGuest(guest);
  const props = toProps(table, config, placesOf(guest));
  return { values: toTerraform(table, props), ignored: [...ignore.map(({ path }) => path), ...writtenOnce(table, props), ...unreadAttributes(guest.type), "node_name", "started"] };
}

const differing = (guest: ReadableGuest, said: Said) => standingsOf(guest, said).filter(({ is }) => is === "differs");

function differsAsImported({ name, guest }: RecordedGuest): readonly string[] {
  try {
    return differing(guest, imported(guest)).map(({ setting, path, code, cluster }) => `${name}: ${setting} (${path}) ${code} ${cluster}`);
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

describe("what code says beside what the cluster has", () => {
  for (const [title, guests] of [["the recorded cluster", clusterGuests], ["guests made up to touch every attribute", madeUpGuests]] as const)
    it(`is the same right after an import: ${title}`, () => {
      expect(guests.flatMap(differsAsImported)).to.deep.equal([]);
    });

  it("is the same right after an import: Proxmox's own test configurations", function () {
    if (allFixtures === undefined) this.skip();
    expect(oddRecordedGuests.flatMap(differsAsImported)).to.deep.equal([]);
  });

  const uuid = "0c83b7cd-0000-4000-8000-000000000100";
  const machine = (config: Readonly<Record<string, unknown>>): ReadableGuest => ({
    type: "qemu", vmId: 100, node: "pve", running: false, formatOf: () => "raw",
    config: { name: "web", ostype: "l26", cores: 2, memory: "2048", balloon: 0, scsihw: "virtio-scsi-single", cpu: "host", boot: "order=scsi0", smbios1: `uuid=${uuid}`, net0: "virtio=BC:24:11:00:00:01,bridge=vmbr0,tag=10", scsi0: "local-lvm:vm-100-disk-0,size=8G", tags: "a;b", ...config },
  });
  const container = (config: Readonly<Record<string, unknown>>): ReadableGuest => ({
    type: "lxc", vmId: 200, node: "pve", running: false, formatOf: () => "raw",
    config: { hostname: "db", arch: "amd64", ostype: "debian", cores: 2, memory: 512, swap: 512, unprivileged: 1, rootfs: "local-lvm:vm-200-disk-0,size=8G", net0: "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:02,ip=dhcp,type=veth", ...config },
  });
  const without = ({ config, ...guest }: ReadableGuest, key: string): ReadableGuest => ({ ...guest, config: Object.fromEntries(Object.entries(config).filter(([name]) => name !== key)) });
  const cases: readonly (readonly [string, ReadableGuest, ReadableGuest, readonly string[]])[] = [
    ["a value", machine({}), machine({ memory: "4096" }), ["memory: 2048 → 4096"]],
    ["a value that the code does not say", machine({}), machine({ onboot: 1 }), ["onboot: 0 → 1"]],
    ["a value that the cluster has no more", machine({ onboot: 1 }), machine({}), ["onboot: 1 → nothing"]],
    ["a part of a device", machine({}), machine({ net0: "virtio=BC:24:11:00:00:01,bridge=vmbr0,tag=20" }), ["net0 tag: 10 → 20"]],
    ["a part that goes", machine({}), machine({ net0: "virtio=BC:24:11:00:00:01,bridge=vmbr0" }), ["net0 tag: 10 → nothing"]],
    ["a device more", machine({}), machine({ scsi1: "local-lvm:vm-100-disk-1,size=32G" }), ["scsi1: nothing → local-lvm:vm-100-disk-1,size=32G"]],
    ["a disk that grew", machine({}), machine({ scsi0: "local-lvm:vm-100-disk-0,size=16G" }), ["scsi0 size: 8G → 16G"]],
    ["tags, whose order is Proxmox VE's", machine({}), machine({ tags: "b;a" }), []],
    ["another tag", machine({}), machine({ tags: "a;b;c" }), ["tags: a;b → a;b;c"]],
    ["a container's memory", container({}), container({ memory: 1024 }), ["memory: 512 → 1024"]],
    ["a container's address", container({}), container({ net0: "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:02,ip=10.0.0.5/24,type=veth" }), ["net0 ip: dhcp → 10.0.0.5/24"]],
    ["a container's features", container({}), container({ features: "nesting=1" }), ["features nesting: nothing → 1"]],
  ];
  for (const [title, was, is, told] of cases)
    it(`differs in ${title}`, () => {
      expect(differing(is, imported(was)).map(({ setting, code = "nothing", cluster = "nothing" }) => `${setting}: ${code} → ${cluster}`)).to.deep.equal(told);
    });

  it("differs in a device that the cluster has no more, whichever it is", () => {
    const was = machine({ scsi1: "local-lvm:vm-100-disk-1,size=32G", net1: "virtio=BC:24:11:00:00:03,bridge=vmbr1" });
    expect(differing(without(was, "scsi1"), imported(was)).map(({ setting, cluster }) => `${setting} ${cluster}`)).to.deep.equal(["scsi1 undefined"]);
    expect(differing(without(was, "net1"), imported(was)).map(({ setting, cluster }) => `${setting} ${cluster}`)).to.deep.equal(["net1 undefined"]);
  });

  it("is no difference where the code ignores it, as a whole or in part", () => {
    const [was, is] = [imported(machine({})), machine({ memory: "4096", net0: "virtio=BC:24:11:00:00:01,bridge=vmbr0,tag=20" })];
    expect(differing(is, { ...was, ignored: [...was.ignored, "memory", "network_device[0].vlan_id"] })).to.deep.equal([]);
    expect(standingsOf(is, { ...was, ignored: [...was.ignored, "memory"] }).filter((one) => one.is === "ignored").map(({ setting }) => setting)).to.include("memory");
    expect(differing(is, { ...was, ignored: ["all"] })).to.deep.equal([]);
  });

  it("leaves out what is not said of a copy, and an address of the hardware that Proxmox VE draws", () => {
    const is = machine({ memory: "4096", description: "from the original", scsi1: "local-lvm:vm-100-disk-1,size=32G" });
    const said: Said = { ignored: [], values: { name: "web", clone: [{ vm_id: 9000 }], memory: [{ dedicated: 2048 }], network_device: [{ bridge: "vmbr0", vlan_id: 20 }] } };
    expect(differing(is, said).map(({ setting, code = "nothing", cluster = "nothing" }) => `${setting}: ${code} → ${cluster}`)).to.deep.equal(["memory: 2048 → 4096", "net0 tag: 20 → 10"]);
  });

  it("leaves out what is known only while Terraform runs", () => {
    const said = imported(machine({}));
    expect(differing(machine({ memory: "4096" }), { ...said, values: { ...said.values, memory: [{ dedicated: "${var.memory}" }] } })).to.deep.equal([]);
  });
});
