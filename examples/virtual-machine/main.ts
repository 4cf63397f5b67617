import { App } from "cdktf";
import { Bridge, Node, ProxmoxProvider, ProxmoxStack, Size, Storage, VirtualMachine } from "../../constructs/index";

const app = new App();
const lab = new ProxmoxStack(app, "lab");
new ProxmoxProvider(lab, { endpoint: "https://pve1.lan:8006" });

new VirtualMachine(lab, "web", {
  node: Node.fromName(lab, "pve1"),
  onBoot: true,
  agent: true,
  operatingSystem: "l26",
  cpu: { cores: 2, type: "host" },
  memory: Size.gibibytes(4),
  disks: [{ interface: "scsi0", storage: Storage.fromName(lab, "local-lvm"), size: Size.gibibytes(32), discard: true }],
  networkDevices: [{ bridge: Bridge.fromName(lab, "vmbr0"), vlanId: 10 }],
  tags: ["web"],
});

app.synth();
