import { App } from "cdktf";
import { ProxmoxProvider, ProxmoxStack, Role, Size, UsbMapping, User, VirtualMachine } from "pmpc";

const app = new App();
const lab = new ProxmoxStack(app, "lab");
new ProxmoxProvider(lab, { endpoint: "https://pve1.lan:8006" });

const key = new UsbMapping(lab, "zigbee", { devices: [{ node: "pve1", id: "1a86:55d4" }] });
key.grant(new User(lab, "kim"), Role.MAPPING_USER);

new VirtualMachine(lab, "home-assistant", {
  node: "pve1",
  memory: Size.gibibytes(2),
  disks: [{ interface: "scsi0", storage: "local-lvm", size: Size.gibibytes(32) }],
  networkDevices: [{ bridge: "vmbr0" }],
  usbDevices: [{ mapping: key }],
});

app.synth();
