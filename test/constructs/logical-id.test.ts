import { expect } from "chai";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { VirtualEnvironmentVm } from "../../constructs/imports/virtual-environment-vm";
import { ProxmoxStack } from "../../constructs/stack";
import { synthesise } from "../support/synthesis";

const child = (scope: Construct): void => void new VirtualEnvironmentVm(scope, "Default", { nodeName: "pve1" });

function namesIn(Stack: typeof TerraformStack, build: (stack: TerraformStack) => void): string[] {
  const stacks = synthesise((app) => build(new Stack(app, "home")));
  return Object.keys(JSON.parse(stacks.home ?? "").resource.proxmox_virtual_environment_vm);
}

describe("logical id", () => {
  it("is that of the construct alone, in a plain stack too", () => {
    for (const Stack of [TerraformStack, ProxmoxStack]) {
      expect(namesIn(Stack, (stack) => ["opnsense", "web-01", "db_2"].forEach((id) => child(new Construct(stack, id))))).to.have.members([
        "opnsense",
        "web-01",
        "db_2",
      ]);
    }
  });

  it("says the path, and a hash of it, where constructs hold constructs", () => {
    const [name] = namesIn(ProxmoxStack, (stack) => child(new Construct(new Construct(stack, "site"), "web")));
    expect(name).to.match(/^site_web_[0-9A-F]{8}$/);
  });
});
