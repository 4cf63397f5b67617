import { App } from "cdktf";
import { ProxmoxProvider, ProxmoxStack, Size, VirtualMachine } from "pmpc";
import { VirtualEnvironmentFirewallOptions } from "pmpc/provider/virtual-environment-firewall-options";
import { VirtualEnvironmentFirewallRules } from "pmpc/provider/virtual-environment-firewall-rules";

const app = new App();
const lab = new ProxmoxStack(app, "lab");
new ProxmoxProvider(lab, { endpoint: "https://pve1.lan:8006" });

const gateway = new VirtualMachine(lab, "gateway", {
  node: "pve1",
  memory: Size.gibibytes(1),
  disks: [{ interface: "scsi0", size: Size.gibibytes(8) }],
  networkDevices: [{ bridge: "vmbr0", firewall: true }],
});
// What no prop says yet, the resource underneath takes in Terraform's words.
gateway.resource.addOverride("lifecycle.create_before_destroy", false);

const { vmId, nodeName } = gateway;
new VirtualEnvironmentFirewallOptions(lab, "gateway-firewall", { nodeName, vmId, enabled: true, inputPolicy: "DROP" });
new VirtualEnvironmentFirewallRules(lab, "gateway-rules", {
  nodeName,
  vmId,
  rule: [
    { type: "in", action: "ACCEPT", proto: "tcp", dport: "443", comment: "https" },
    { type: "in", action: "ACCEPT", source: "10.0.0.0/24", macro: "SSH" },
  ],
});

app.synth();
