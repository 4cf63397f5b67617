import { expect } from "chai";
import type { GuestType } from "../../../lib/pve/address";
import { volumeFormat } from "../../../lib/pve/volume-format";
import { catalog } from "../../../lib/schema/catalog";
import { configurationOf } from "../../../lib/schema/config-response";
import { placesOf } from "../../../lib/schema/places";
import { toProps } from "../../../lib/schema/props";
import type { ReadableGuest } from "../../../lib/schema/read-back";
import type { Props } from "../../../lib/schema/row";
import { isSize, Refusal } from "../../../lib/schema/shape";
import { writeGuest, type Writing } from "../../../lib/schema/write";

const least: Readonly<Record<GuestType, readonly string[]>> = {
  qemu: ["name: vm", "ostype: l26", "memory: 2048", "cpu: host", "scsihw: virtio-scsi-single", "boot: order=net0", "smbios1: uuid=00000000-0000-4000-8000-000000000001"],
  lxc: ["hostname: ct", "arch: amd64", "ostype: debian", "cores: 1", "memory: 512", "swap: 512", "rootfs: tank:subvol-100-disk-0,size=8G"],
};

/** Every place that holds a volume, and the props that say it. */
const places: Readonly<Record<GuestType, Readonly<Record<string, readonly string[]>>>> = {
  qemu: {
    ...Object.fromEntries(["ide0", "ide2", "ide3", "sata0", "sata3", "scsi0", "scsi5", "virtio1"].map((drive) => [drive, ["disks", "cdrom", "cloudInit"]])),
    efidisk0: ["efiDisk"], tpmstate0: ["tpmState"], unused0: [],
  },
  lxc: { rootfs: ["rootDisk"], mp0: ["mountPoints"], mp3: ["mountPoints"], unused0: [] },
};

const volumes = [
  "cdrom", "none", "/dev/sdb", "/dev/disk/by-id/usb-A_B", "/dev/disk/by-id/usb-A_B:0", "/mnt/images/web.qcow2", "/srv/ct/100", "/", "//", "vm-100-disk-0", "web.raw", "auto", "~/web",
  "local:iso/debian.iso", "local:100/vm-100-disk-1.qcow2", "local:100/vm-100-disk-1.raw", "local-lvm:vm-100-disk-1", "local-lvm:base-9000-disk-0/vm-100-disk-1", "local-lvm:4", "local-lvm:0", "NEW:4", "local-lvm:", ":vm-100-disk-1", ":",
  "local-lvm:vm-100-cloudinit", "local-lvm:cloudinit", "local-lvm:vm-200-cloudinit",
];
const ends = ["", ",size=4G", ",size=0", ",size=0T", ",size=512M", ",media=cdrom", ",media=disk", ",media=cdrom,size=4G", ",format=raw"];
const forms = [
  ...volumes.flatMap((volume) => ends.map((end) => volume + end)),
  "size=4G", "file=/dev/sdb,size=4G", "volume=/dev/sdb,size=4G", "size=4G,local-lvm:vm-100-disk-1", "size=4G,/dev/sdb", "size=4G,none",
];

interface Case {
  readonly line: string;
  readonly slot: string;
  /** Undefined where Proxmox VE itself does not understand the line. */
  readonly writing?: Writing | Refusal;
  readonly props: Props;
}

function played(type: GuestType, slot: string, form: string): Case {
  const line = `${slot}: ${form}${slot.startsWith("mp") ? ",mp=/srv" : ""}`;
  const config = configurationOf(type, [...least[type].filter((one) => !one.startsWith(`${slot}:`)), line, ""].join("\n"));
  const formatOf = (volume: string) => volumeFormat(volume.startsWith("local:") ? "dir" : "lvmthin", volume) ?? refused(volume);
  const guest: ReadableGuest = { type, vmId: 100, node: "pve", running: false, config, formatOf };
  if (config[slot] === undefined) return { line, slot, props: {} };
  try {
    const writing = writeGuest(guest);
    return { line, slot, writing, props: toProps(catalog[type], writing.config, placesOf(guest)) };
  } catch (error) {
    if (error instanceof Refusal) return { line, slot, writing: error, props: {} };
    throw error;
  }
}

function refused(volume: string): never {
  throw new Refusal(`the storage has no volume "${volume}"`);
}

const cases = (["qemu", "lxc"] as const).flatMap((type) => Object.keys(places[type]).flatMap((slot) => forms.map((form) => played(type, slot, form))));
const read = cases.filter((one): one is Case & { readonly writing: Writing } => one.writing !== undefined && !(one.writing instanceof Refusal));

type Device = Readonly<Record<string, unknown>>;

/** What is said of the place: its disk, its CD, or what else it holds. */
function saidOf({ slot, props, writing }: Case): readonly Device[] {
  // The provider takes no cloud-init drive on this bus, and the code ignores where it is.
  if (slot.startsWith("virtio") && props.cloudInit !== undefined && (writing as Writing).ignore.some(({ path }) => path.startsWith("initialization"))) return [props.cloudInit as Device];
  const all = Object.values(places).flatMap((slots) => slots[slot] ?? []).flatMap((prop) => [props[prop] ?? []].flat() as unknown as Device[]);
  return all.filter(({ interface: place, path }) => (slot.startsWith("mp") ? path === "/srv" : place === undefined ? slot === "ide3" || !/\d$/.test(slot) || /^(efidisk|tpmstate)0$/.test(slot) : place === slot));
}

const nameOf = (value: unknown): unknown => (typeof value === "object" && value !== null && "name" in value ? value.name : value);

describe("a volume in any form that Proxmox VE keeps, on any place that holds one", () => {
  it("is played in full", () => {
    expect(cases).to.have.lengthOf.above(3500);
    expect(read).to.have.lengthOf.above(1900);
  });

  it("is said with a storage that there can be, or with the path that it is", () => {
    const wrong = read.flatMap((one) => saidOf(one).flatMap((device): string[] => {
      const { storage, path, volume } = device;
      const named = nameOf(storage);
      const isSound = named === undefined || /^[a-z][a-z0-9\-_.]*[a-z0-9]$/i.test(named as string) || (named === "" && typeof path === "string" && path.startsWith("/"));
      return isSound && volume !== "" && path !== "" ? [] : [`${one.line}: ${JSON.stringify(device)}`];
    }));
    expect(wrong).to.deep.equal([]);
  });

  it("is said without a size of zero, without an empty object, and never as more than it is", () => {
    const wrong = read.flatMap((one) => saidOf(one).flatMap((device) => {
      const { size } = device;
      const isZero = isSize(size as never) ? (size as unknown as { toGibibytes: () => number }).toGibibytes() === 0 : size === 0 || size === "0" || size === "0T";
      const isGrown = /size=0T?(,|$)/.test(one.line) && size !== undefined;
      return isZero || isGrown || Object.keys(device).length === 0 ? [`${one.line}: ${JSON.stringify(device)}`] : [];
    }));
    expect(wrong).to.deep.equal([]);
  });

  it("is said in the code, or listed with a reason: nothing is dropped", () => {
    const dropped = read.flatMap((one) => {
      if (saidOf(one).length > 0) return [];
      const listed = one.writing.claims.filter(({ key, outcome, internal, why }) => key === one.slot && outcome === "notSaid" && internal !== true && (why ?? "") !== "");
      return listed.length > 0 ? [] : [one.line];
    });
    expect(dropped).to.deep.equal([]);
  });

  it("is listed once: one reason for the line", () => {
    const twice = read.flatMap((one) => {
      const reasons = one.writing.claims.flatMap(({ key, why, internal }) => (key === one.slot && internal !== true && why !== undefined ? [why] : []));
      return new Set(reasons).size === reasons.length ? [] : [`${one.line}: ${reasons.join(" | ")}`];
    });
    expect(twice.filter((text) => !text.includes("pmpc does not know this sub-key"))).to.deep.equal([]);
  });

  it("is a reason to set a guest aside only where the line names it", () => {
    for (const { line, slot, writing } of cases) if (writing instanceof Refusal) expect(writing.message, line).to.match(new RegExp(`^${slot}( [a-z_-]+)?: `));
  });

  const told: readonly (readonly [type: GuestType, line: string, said: unknown, ignored: string | undefined, reason?: string])[] = [
    ["lxc", "rootfs: /dev/sdb1,size=8G", [], "disk", "rootfs is /dev/sdb1, and the provider makes it on a storage only: a guest that is made again gets 4 GiB on local"],
    ["lxc", "rootfs: /srv/ct/100", [], "disk", "rootfs is /srv/ct/100, and the provider makes it on a storage only: a guest that is made again gets 4 GiB on local"],
    ["lxc", "rootfs: tank:subvol-100-disk-0", [{ storage: "tank" }], "disk[0].size", "there is no rootfs size: a guest that is made again gets 4 GiB"],
    ["qemu", "sata3: cdrom", [], "disk", "sata3 is no drive without media=cdrom, which the provider takes for a hard disk"],
    ["qemu", "ide2: none", [], undefined],
    ["qemu", "ide2: none,media=cdrom", [{ image: "none", interface: "ide2" }], "cdrom", "the provider looks for a CD drive on ide3 only"],
    ["qemu", "sata3: cdrom,media=cdrom", [{ image: "cdrom", interface: "sata3" }], "cdrom", "the provider looks for a CD drive on ide3 only"],
    ["qemu", "scsi5: /dev/sdb", [{ storage: "", path: "/dev/sdb", interface: "scsi5" }], undefined],
    ["qemu", "scsi5: local-lvm:vm-100-disk-1,size=0", [{ storage: "local-lvm", interface: "scsi5" }], undefined],
    ["qemu", "efidisk0: /dev/sdb,size=4M", [], "efi_disk", "efidisk0 is /dev/sdb, and the provider makes it on a storage only"],
    ["qemu", "tpmstate0: none", [], "tpm_state", "tpmstate0 is none, and the provider makes it on a storage only"],
  ];
  for (const [type, line, said, ignored, reason] of told)
    it(`is told to the letter: ${line}`, () => {
      const [slot, form] = line.split(": ") as [string, string];
      const one = played(type, slot, form);
      expect(saidOf(one).map((device) => Object.fromEntries(Object.entries(device).map(([name, value]) => [name, nameOf(value)])))).to.deep.equal(said);
      const about = (one.writing as Writing).ignore.filter(({ path }) => /^(disk|cdrom|efi_disk|tpm_state)/.test(path));
      expect(about).to.deep.equal(ignored === undefined ? [] : [{ path: ignored, why: reason }]);
    });

  it("is told where it has no size, which a guest that is made again would get from the provider", () => {
    const notes = (line: string) => (played("qemu", "scsi5", line).writing as Writing).notes;
    expect(notes("local-lvm:vm-100-disk-1")).to.include("scsi5 has no size in Proxmox VE: a guest that is made again gets 8 GiB there");
    for (const line of ["local-lvm:vm-100-disk-1,size=4G", "/dev/sdb", "local:iso/debian.iso,media=cdrom"]) expect(notes(line).join(), line).not.to.include("has no size");
  });
});
