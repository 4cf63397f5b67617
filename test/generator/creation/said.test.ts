import { expect } from "chai";
import { checkSaid } from "../../../generator/creation/check";
import { readGround } from "../../../generator/creation/ground";
import { readWanted } from "../../../generator/creation/wanted";
import { readProject } from "../../../generator/edit/project";
import { readSaid } from "../../../generator/revise/options";
import type { GuestType } from "../../../lib/pve/address";

const gib = 2 ** 30;
const ground = readGround(
  {
    documents: new Map<string, unknown>([
      ["/cluster/resources", [{ type: "node", node: "pve1", status: "online" }, { type: "storage", storage: "small", node: "pve1", maxdisk: 100 * gib, disk: 90 * gib }, { type: "storage", storage: "away", node: "pve2" }]],
      ["/storage", [{ storage: "small", type: "lvm", content: "images,rootdir" }, { storage: "files", type: "dir", content: "iso,vztmpl" }, { storage: "away", type: "dir", content: "images", nodes: "pve2" }]],
      ["/nodes/pve1/network", [{ iface: "vmbr0", type: "bridge" }, { iface: "eno1", type: "eth" }]],
      ["/cluster/sdn/vnets", [{ vnet: "blue", zone: "z" }]],
    ]),
    unreadable: new Map(),
  } as never,
  readProject(new Map()),
  { names: new Map(), ownNames: new Map(), forgotten: new Map() },
);
const problems = (type: GuestType, options: Readonly<Record<string, unknown>>) => checkSaid(type, "pve1", readSaid(type, options), ground).map(({ says }) => says);

describe("what is said of a guest that is there", () => {
  const cases: readonly (readonly [string, GuestType, Readonly<Record<string, unknown>>, readonly string[]])[] = [
    ["a storage that takes no disks", "qemu", { scsi: ["1=files:8"] }, ["the storage files takes no disks of virtual machines (content images)"]],
    ["a storage that takes no mount points", "lxc", { mp: ["0=files:8,mp=/x"] }, ["the storage files takes no disks of containers (content rootdir)"]],
    ["a storage of another node", "qemu", { scsi: ["1=away:8"] }, ["pve1 does not have the storage away, or does not reach it"]],
    ["a storage without room", "qemu", { scsi: ["1=small:16"] }, ["the storage small has no room for 16 GiB: 10 GiB of 100 GiB are free"]],
    ["a bridge that the node lacks", "qemu", { net: ["0=virtio,bridge=vmbr7"] }, ["pve1 has no bridge vmbr7"]],
    ["what fits: room, a bridge, a virtual network, a folder of the node, an image in a drive", "qemu", { scsi: ["1=small:8"], net: ["0=bridge=vmbr0", "1=bridge=blue"], cdrom: "files:iso/debian.iso" }, []],
    ["a folder of the node, and a volume that is there", "lxc", { mp: ["0=/srv,mp=/srv", "1=small:vm-200-disk-1,mp=/y"] }, []],
  ];
  for (const [what, type, options, says] of cases) {
    it(`${says.length === 0 ? "is fine" : "is refused"} where it is ${what}`, () => {
      expect(problems(type, options)).to.deep.equal(says);
    });
  }

  it("is no disk where Proxmox VE's words say a drive, and the option for that is named", () => {
    expect(() => readSaid("qemu", { ide: ["2=local:iso/debian.iso,media=cdrom"] })).to.throw(/ide: expected a disk; a CD drive is --cdrom/);
    expect(() => readSaid("qemu", { ide: ["2=small:cloudinit"] })).to.throw(/ide: expected a disk; the drive of cloud-init is --cloud-init/);
  });

  it("is told with the next step where it is not right", () => {
    const next = "pmpc update --help lists the settings";
    for (const [type, options] of [["qemu", { memory: "0.5" }], ["qemu", { net: ["0=vlan=7"] }], ["lxc", { scsi: ["0=small:8"] }]] as const) expect(() => readSaid(type, options, next)).to.throw().with.property("hint", next);
    expect(() => readWanted("qemu", { name: "web", memory: "0.5" }, { keys: [], hint: next })).to.throw().with.property("hint", next);
  });
});
