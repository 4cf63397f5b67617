import { expect } from "chai";
import { discBlocks, holdsVolume, isDriveKey, volumeBlocks } from "../../../lib/schema/volume-place";

describe("places of volumes", () => {
  // Proxmox VE's own: PVE::QemuServer::Drive and PVE::LXC::Config.
  const drives = ["ide0", "ide3", "sata5", "scsi30", "virtio15"];
  const others = ["efidisk0", "tpmstate0", "unused0", "unused255", "rootfs", "mp0", "mp255"];
  const none = ["net0", "memory", "name", "hostpci0", "usb1", "virtiofs0", "serial0", "ide", "scsi", "rootfs0", "efidisk1", "scsihw", "dev0", "ipconfig0", "cicustom", "vmstate2", "constructor"];

  it("are drives, the places of their own, and what nothing uses", () => {
    expect([...drives, ...others].filter((key) => !holdsVolume(key))).to.deep.equal([]);
    expect(none.filter(holdsVolume)).to.deep.equal([]);
    expect([...drives, ...others, ...none].filter(isDriveKey)).to.deep.equal(drives);
  });

  it("are said by the provider's blocks", () => {
    expect(volumeBlocks("qemu")).to.have.deep.members([
      { name: "disk", counted: [], place: "interface", moves: true },
      { name: "efi_disk", key: "efidisk0", counted: [], moves: true },
      { name: "tpm_state", key: "tpmstate0", counted: [], moves: true },
    ]);
    expect(volumeBlocks("lxc")).to.have.deep.members([
      { name: "disk", key: "rootfs", counted: [], moves: false },
      { name: "mount_point", counted: ["mp"], moves: false },
    ]);
    expect(discBlocks("qemu")).to.have.deep.members([{ name: "cdrom", place: "interface", drive: "ide3" }, { name: "initialization", place: "interface", drive: "ide2" }]);
    expect(discBlocks("lxc")).to.deep.equal([]);
  });
});
