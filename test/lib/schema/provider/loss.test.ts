import { expect } from "chai";
import { lossIn } from "../../../../lib/schema/provider/loss";

const disk = (slot: string, more: object = {}) => ({ interface: slot, datastore_id: "local-lvm", path_in_datastore: `vm-100-${slot}`, size: 8, ...more });
const path = { datastore_id: "", path_in_datastore: "/dev/disk/by-id/ata-X" };

describe("a change that takes a disk away", () => {
  const losses: readonly (readonly [shows: string, path: string, before: object, after: object, says: string])[] = [
    ["a CD drive that is a hard disk, taken from the code", "cdrom", { cdrom: [{ file_id: "local-lvm:vm-100-disk-0", interface: "ide3" }], disk: [disk("ide3")] }, { cdrom: [], disk: [disk("ide3")] }, "ide3 is a hard disk"],
    ["a CD drive that is a hard disk, with another disc", "cdrom[0].file_id", { cdrom: [{ file_id: "local-lvm:vm-100-disk-0", interface: "ide3" }], disk: [disk("ide3")] }, { cdrom: [{ file_id: "none", interface: "ide3" }], disk: [disk("ide3")] }, "ide3 is a hard disk"],
    ["a CD drive on the slot of a disk", "cdrom[0].interface", { cdrom: [{ file_id: "none", interface: "ide3" }], disk: [disk("scsi1")] }, { cdrom: [{ file_id: "none", interface: "scsi1" }], disk: [disk("scsi1")] }, "the place of the hard disk on scsi1"],
    ["a new CD drive on the slot of a disk", "cdrom", { cdrom: [], disk: [disk("ide3")] }, { cdrom: [{ file_id: "none", interface: "ide3" }], disk: [disk("ide3")] }, "the place of the hard disk on ide3"],
    ["no CD drive any more, for which the provider puts one on ide3", "cdrom", { cdrom: [{ file_id: "none", interface: "ide2" }], disk: [disk("ide3")] }, { disk: [disk("ide3")] }, "the place of the hard disk on ide3"],
    ["a cloud-init drive on the slot of a disk", "initialization[0].interface", { initialization: [{ interface: "ide2" }], disk: [disk("ide0")] }, { initialization: [{ interface: "ide0" }], disk: [disk("ide0")] }, "the place of the hard disk on ide0"],
    ["a shorter list", "disk", { disk: [disk("scsi0"), disk("scsi1")] }, { disk: [disk("scsi0")] }, "scsi1 is taken away"],
    ["a list in which one took the place of another", "disk[1].interface", { disk: [disk("scsi0"), disk("scsi1")] }, { disk: [disk("scsi0"), disk("scsi2")] }, "scsi1 is taken away"],
    ["another device of the node", "disk[0].path_in_datastore", { disk: [disk("scsi0", path)] }, { disk: [disk("scsi0", { ...path, path_in_datastore: "/dev/sdb" })] }, "/dev/disk/by-id/ata-X is taken away"],
    ["no EFI disk", "efi_disk", { efi_disk: [{ type: "4m" }] }, { efi_disk: [] }, "the UEFI variables"],
    ["no TPM", "tpm_state", { tpm_state: [{ version: "v2.0" }] }, {}, "the keys in it"],
  ];
  for (const [shows, at, before, after, says] of losses) {
    it(`is ${shows}`, () => expect(lossIn("qemu", at, before as never, after as never)).to.include(says));
  }

  it("is, for a container, a mount point that leaves", () => {
    const before = { mount_point: [{ volume: "tank:a", path: "/a" }, { volume: "tank:b", path: "/b" }] };
    expect(lossIn("lxc", "mount_point", before, { mount_point: [{ volume: "tank:b", path: "/b" }] })).to.include("tank:a is taken away");
    expect(lossIn("lxc", "mount_point[0].volume", before, { mount_point: [{ volume: "tank:c" }, { volume: "tank:b" }] })).to.include("tank:a is taken away");
    expect(lossIn("lxc", "mount_point[0].path", before, before)).to.equal(undefined);
  });

  it("is none that grows, moves or adds one, nor another disc in a CD drive", () => {
    const kept: readonly (readonly [path: string, before: object, after: object])[] = [
      ["disk[0].size", { disk: [disk("scsi0")] }, { disk: [disk("scsi0", { size: 16 })] }],
      ["disk[0].datastore_id", { disk: [disk("scsi0")] }, { disk: [disk("scsi0", { datastore_id: "tank" })] }],
      ["disk", { disk: [disk("scsi0")] }, { disk: [disk("scsi0"), disk("scsi1")] }],
      ["disk[0].interface", { disk: [disk("scsi0"), disk("scsi1")] }, { disk: [disk("scsi1"), disk("scsi0")] }],
      ["efi_disk[0].datastore_id", { efi_disk: [{ datastore_id: "a" }] }, { efi_disk: [{ datastore_id: "b" }] }],
      ["cdrom[0].file_id", { cdrom: [{ file_id: "a", interface: "ide3" }], disk: [disk("scsi0")] }, { cdrom: [{ file_id: "b", interface: "ide3" }], disk: [disk("scsi0")] }],
      ["memory[0].dedicated", { disk: [disk("scsi0")] }, { disk: [disk("scsi0")] }],
    ];
    for (const [at, before, after] of kept) expect(lossIn("qemu", at, before as never, after as never), at).to.equal(undefined);
  });
});
