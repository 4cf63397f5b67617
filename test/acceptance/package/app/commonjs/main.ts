import { Construct } from "constructs";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { Container, Node, ProxmoxProvider, Size, VirtualMachine } from "pmpc";
import { Acl } from "pmpc/provider/acl";

class MyStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new ProxmoxProvider(this, { endpoint: "https://pve1.lan:8006" });
    const node = Node.fromName(this, "pve1");
    const web = new VirtualMachine(this, "web", { node, cpu: { cores: 2 }, memory: Size.gibibytes(4), networkDevices: [{ bridge: "vmbr0" }] });
    new Container(this, "db", { node, vmId: 200, adopt: true, tags: ["db"] });
    new Acl(this, "operators", { path: `/vms/${web.vmId}`, roleId: "PVEVMUser", groupId: "operators" });
    new TerraformOutput(this, "number", { value: web.vmId });
  }
}

const app = new App();
new MyStack(app, "lab");
app.synth();
