import { App } from "cdktf";
import { Node, ProxmoxProvider, ProxmoxStack, Size, Storage, VirtualMachine } from "pmpc";

const app = new App();
const home = new ProxmoxStack(app, "home");
new ProxmoxProvider(home, { endpoint: "https://pve1.lan:8006" });

new VirtualMachine(home, "nas", {
  vmId: 110,
  node: Node.fromName(home, "pve1"),
  adopt: true,
  onBoot: true,
  operatingSystem: "l26",
  cpu: { cores: 2, type: "host" },
  memory: Size.gibibytes(4),
  scsiHardware: "virtio-scsi-single",
  disks: [{ interface: "scsi0", storage: Storage.fromName(home, "local-lvm"), size: Size.gibibytes(32) }],
  networkDevices: [{ bridge: "vmbr0", macAddress: "BC:24:11:00:01:10" }],
});

app.synth();
