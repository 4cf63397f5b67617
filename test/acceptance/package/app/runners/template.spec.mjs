import { Testing } from "cdktf";
import { ProxmoxProvider, ProxmoxStack, Size, VirtualMachine } from "pmpc";
import { Match, Template } from "pmpc/testing";
import { it } from "vitest";

it("has the machine that the stack makes", () => {
  const lab = new ProxmoxStack(Testing.app(), "lab");
  new ProxmoxProvider(lab, { endpoint: "https://pve1.lan:8006" });
  new VirtualMachine(lab, "web", { vmId: 100, node: "pve1", memory: Size.gibibytes(4), tags: ["web", "prod"] });
  const template = Template.fromStack(lab);
  template.hasVirtualMachine("web", { memory: Size.gibibytes(Number(process.env.WANTED_MEMORY ?? 4)), tags: Match.arrayWith(["prod"]) });
  template.hasResource("proxmox_virtual_environment_vm", { vm_id: 100 });
  template.everyGuest({ removalPolicy: "protect" });
});
