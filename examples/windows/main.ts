import { App } from "cdktf";
import { ProxmoxProvider, ProxmoxStack, Size, VirtualMachine } from "pmpc";

const app = new App();
const lab = new ProxmoxStack(app, "lab");
new ProxmoxProvider(lab, { endpoint: "https://pve1.lan:8006" });

new VirtualMachine(lab, "desktop", {
  node: "pve1",
  operatingSystem: "win11",
  machine: "q35",
  bios: "ovmf",
  cpu: { cores: 4, type: "host" },
  memory: Size.gibibytes(8),
  efiDisk: { storage: "local-lvm", type: "4m", preEnrolledKeys: true },
  tpmState: { storage: "local-lvm", version: "v2.0" },
  scsiHardware: "virtio-scsi-single",
  disks: [{ interface: "scsi0", storage: "local-lvm", size: Size.gibibytes(64), discard: true }],
  networkDevices: [{ bridge: "vmbr0", model: "virtio" }],
});

app.synth();
