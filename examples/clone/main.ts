import { App } from "cdktf";
import { BootSource, Node, ProxmoxProvider, ProxmoxStack, Size, VirtualMachine } from "pmpc";

const app = new App();
const lab = new ProxmoxStack(app, "lab");
new ProxmoxProvider(lab, { endpoint: "https://pve1.lan:8006" });

const golden = VirtualMachine.fromVmId(lab, 9000);

new VirtualMachine(lab, "ci-runner", {
  node: Node.fromName(lab, "pve1"),
  boot: BootSource.fromClone(golden, { storage: "local-lvm" }),
  cpu: { cores: 4, type: "host" },
  memory: Size.gibibytes(8),
  networkDevices: [{ bridge: "vmbr0", vlanId: 30 }],
  removalPolicy: "destroy",
});

app.synth();
