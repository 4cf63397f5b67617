import { App } from "cdktf";
import { PciMapping, ProxmoxProvider, ProxmoxStack, Role, Size, User, VirtualMachine } from "pmpc";

const app = new App();
const lab = new ProxmoxStack(app, "lab");
new ProxmoxProvider(lab, { endpoint: "https://pve1.lan:8006" });

const gpu = new PciMapping(lab, "gpu", { devices: [{ node: "pve1", id: "10de:2684", path: "0000:01:00.0", iommuGroup: 1 }] });
gpu.grant(new User(lab, "kim"), Role.MAPPING_USER);

new VirtualMachine(lab, "models", {
  node: "pve1",
  machine: "q35",
  bios: "ovmf",
  efiDisk: { storage: "local-lvm", type: "4m" },
  cpu: { cores: 8, type: "host" },
  memory: Size.gibibytes(32),
  disks: [{ interface: "scsi0", storage: "local-lvm", size: Size.gibibytes(64) }],
  networkDevices: [{ bridge: "vmbr0" }],
  pciDevices: [{ slot: "hostpci0", mapping: gpu, pcie: true }],
  // The node gives the device away only once its own driver has let go of it.
  started: false,
});

app.synth();
