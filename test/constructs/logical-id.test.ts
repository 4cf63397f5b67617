import { expect } from "chai";
import { TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { VirtualEnvironmentVm } from "../../constructs/imports/virtual-environment-vm";
import { Replication } from "../../constructs/index";
import { ProxmoxStack } from "../../constructs/stack";
import { problemsOf } from "../support/problems";
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

  it("is not one that Terraform refuses, in a plain stack too", () => {
    for (const Stack of [TerraformStack, ProxmoxStack]) {
      const problems = problemsOf((stack) => {
        new Replication(stack, "101-0", { guest: 101, target: "pve2" });
        new TerraformVariable(stack, "2nd", {});
        new Replication(new Construct(stack, "5"), "web", { guest: 102, target: "pve2" });
        child(new Construct(stack, "_5"));
      }, Stack);
      expect(problems.map((one) => one.replace(/_[0-9A-F]{8}/, "_…")), Stack.name).to.have.members(['"101-0"', '"2nd"', '"5_web_…"'].map((name, at) => {
        const owner = ["101-0", "2nd", "5/web"][at]!;
        return `[home] home/${owner} would be called ${name} in Terraform, which refuses it; begin the id "${owner.split("/")[0]}" with a letter`;
      }));
    }
  });

  it("says the path, and a hash of it, where constructs hold constructs", () => {
    const [name] = namesIn(ProxmoxStack, (stack) => child(new Construct(new Construct(stack, "site"), "web")));
    expect(name).to.match(/^site_web_[0-9A-F]{8}$/);
  });
});
