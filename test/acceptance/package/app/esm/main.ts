import { App, TerraformOutput } from "cdktf";
import { Container, Node, ProxmoxProvider, ProxmoxStack, Size, VirtualMachine } from "pmpc";
import { Acl } from "pmpc/provider/acl";

const app = new App();
const stack = new ProxmoxStack(app, "lab");
new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
const node = Node.fromName(stack, "pve1");
const web = new VirtualMachine(stack, "web", { node, cpu: { cores: 2 }, memory: Size.gibibytes(4), networkDevices: [{ bridge: "vmbr0" }] });
new Container(stack, "db", { node, vmId: 200, adopt: true, tags: ["db"] });
new Acl(stack, "operators", { path: `/vms/${web.vmId}`, roleId: "PVEVMUser", groupId: "operators" });
new TerraformOutput(stack, "number", { value: web.vmId });
app.synth();
