import { App } from "cdktf";
import { ProxmoxProvider, ProxmoxStack, SdnVxlanZone, Size, VirtualMachine } from "pmpc";

const app = new App();
const lab = new ProxmoxStack(app, "lab");
new ProxmoxProvider(lab, { endpoint: "https://pve1.lan:8006" });

// The nodes reach each other by these addresses; a tunnel needs 50 bytes of each packet.
const overlay = new SdnVxlanZone(lab, "overlay", { peers: ["10.0.0.2", "10.0.0.3"], mtu: 1450 });
const internal = overlay.addVnet("internal", { tag: 100 });
const database = overlay.addVnet("database", { tag: 200 });

for (const [name, node] of [["api", "pve1"], ["worker", "pve2"]] as const) {
  new VirtualMachine(lab, name, {
    node,
    memory: Size.gibibytes(1),
    disks: [{ interface: "scsi0", storage: "local-lvm", size: Size.gibibytes(8) }],
    networkDevices: [{ bridge: internal }, { bridge: database }],
  });
}

app.synth();
