import { App } from "cdktf";
import { ProxmoxProvider, ProxmoxStack, SdnSimpleZone, Size, VirtualMachine } from "pmpc";

const app = new App();
const lab = new ProxmoxStack(app, "lab");
new ProxmoxProvider(lab, { endpoint: "https://pve1.lan:8006" });

const net = new SdnSimpleZone(lab, "lab").addVnet("internal", { subnets: [{ cidr: "10.9.0.0/24", gateway: "10.9.0.1", snat: true }] });

new VirtualMachine(lab, "db", {
  node: "pve1",
  memory: Size.gibibytes(2),
  disks: [{ interface: "scsi0", storage: "local-lvm", size: Size.gibibytes(8) }],
  networkDevices: [{ bridge: net }],
});

app.synth();
