import { App } from "cdktf";
import { ProxmoxProvider, ProxmoxStack, Size, VirtualMachine } from "pmpc";
import { Acl } from "pmpc/provider/acl";
import { VirtualEnvironmentUser } from "pmpc/provider/virtual-environment-user";

const app = new App();
const lab = new ProxmoxStack(app, "lab");
new ProxmoxProvider(lab, { endpoint: "https://pve1.lan:8006" });

const desktop = new VirtualMachine(lab, "desktop", {
  node: "pve1",
  memory: Size.gibibytes(4),
  disks: [{ interface: "scsi0", size: Size.gibibytes(32) }],
  networkDevices: [{ bridge: "vmbr0" }],
});
// What no prop says, the resource underneath takes in Terraform's words.
desktop.resource.addOverride("vga.clipboard", "vnc");

const kim = new VirtualEnvironmentUser(lab, "kim", { userId: "kim@pve", email: "kim@example.org" });
new Acl(lab, "kim-at-desktop", { path: `/vms/${desktop.vmId}`, roleId: "PVEVMUser", userId: kim.userId });

app.synth();
