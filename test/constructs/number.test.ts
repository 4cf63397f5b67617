import { expect } from "chai";
import { TerraformOutput, TerraformStack, TerraformVariable, Token } from "cdktf";
import { ProxmoxProvider, ProxmoxStack, VirtualMachine } from "../../constructs/index";
import { problemsOf } from "../support/problems";
import { synthesise } from "../support/synthesis";

function described(describe: (web: VirtualMachine) => string, Stack: typeof TerraformStack = ProxmoxStack): string {
  const { home } = synthesise((app) => {
    const stack = new Stack(app, "home");
    new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
    const web = new VirtualMachine(stack, "web", { node: "pve1" });
    new VirtualMachine(stack, "db", { node: "pve1", description: describe(web) });
  });
  return JSON.parse(home!).resource.proxmox_virtual_environment_vm.db.description;
}

describe("a number that only Terraform knows", () => {
  const number = "${proxmox_virtual_environment_vm.web.vm_id}";

  it("is a text where a text is asked for", () => {
    expect(described((web) => `vm-${web.vmIdText}-disk-0`)).to.equal(`vm-${number}-disk-0`);
    expect(described((web) => `vm-${Token.asString(web.vmId)}-disk-0`)).to.equal(`vm-${number}-disk-0`);
    expect(described((web) => `${web.haId} ${web.aclPath}`)).to.equal(`vm:${number} /vms/${number}`);
  });

  it("is found by cdktf where no sign is beside it", () => {
    expect(described((web) => `/vms/${web.vmId} is ${web.vmId}`)).to.equal(`/vms/${number} is ${number}`);
  });

  for (const [what, text] of [
    ["a name of a disk", (web: VirtualMachine) => `vm-${web.vmId}-disk-0`],
    ["two numbers", (web: VirtualMachine) => `${web.vmId}${web.vmId}`],
    ["a file's ending", (web: VirtualMachine) => `${web.vmId}.e`],
  ] as const) {
    it(`is refused where it would be a meaningless number: ${what}`, () => {
      expect(() => described(text)).to.throw("proxmox_virtual_environment_vm.db.description is").with.property("message").that.includes("(proxmox_virtual_environment_vm.web.vm_id)").and.includes("vmIdText instead of vmId");
      const plain = problemsOf((stack) => {
        const web = new VirtualMachine(stack, "web", { node: "pve1" });
        new TerraformOutput(stack, "text", { value: text(web) });
      }, TerraformStack);
      expect(plain).to.have.length(1);
      expect(plain[0]).to.match(/^\[home\] output\.text\.value is .*vmIdText/);
    });
  }

  for (const prop of ["name", "machine", "hookScript", "description", "pool", "kvmArguments", "node"] as const) {
    it(`is told with what helps, where the check of a prop comes first: ${prop}`, () => {
      const problems = problemsOf((stack) => void new VirtualMachine(stack, "db", { node: "pve1", [prop]: `x-${new VirtualMachine(stack, "web", { node: "pve1" }).vmId}-0` }));
      expect(problems.filter((one) => one.startsWith(`[home/db] ${prop} is `) && one.endsWith("put a text in its place: vmIdText instead of vmId, else Token.asString(…)")), problems.join()).to.have.lengthOf(1);
    });
  }

  it("stays where cdktf finds it, also in a name", () => {
    const { home } = synthesise((app) => {
      const stack = new ProxmoxStack(app, "home");
      new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
      new VirtualMachine(stack, "db", { node: "pve1", name: `web${new VirtualMachine(stack, "web", { node: "pve1" }).vmId}` });
    }, { skipValidation: false });
    expect(JSON.parse(home!).resource.proxmox_virtual_environment_vm.db.name).to.equal(`web${number}`);
  });

  it("is refused where TypeScript has calculated with it", () => {
    expect(() => synthesise((app) => {
      const stack = new ProxmoxStack(app, "home");
      const { numberValue } = new TerraformVariable(stack, "cores", { type: "number" });
      new VirtualMachine(stack, "web", { node: "pve1", cpu: { cores: numberValue * 2 } });
    })).to.throw("cpu.cores is calculated from a number that only Terraform knows");
  });
});
