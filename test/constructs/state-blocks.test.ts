import { expect } from "chai";
import { TerraformStack } from "cdktf";
import { ProxmoxProvider as ProviderBinding } from "../../constructs/imports/provider";
import { VirtualEnvironmentVm } from "../../constructs/imports/virtual-environment-vm";
import { ProxmoxStack } from "../../constructs/stack";
import { StateBlocks } from "../../constructs/state-blocks";
import { synthesise } from "../support/synthesis";

type Import = (vm: VirtualEnvironmentVm, id: string) => void;

/** Synthesises three guests, imported by `take`, with validation, on a machine that has no terraform. */
function importGuests(Stack: typeof TerraformStack, take: Import): { readonly import?: object; readonly removed?: object } {
  const { PATH } = process.env;
  process.env.PATH = "";
  try {
    const stacks = synthesise(
      (app) => {
        const stack = new Stack(app, "home");
        new ProviderBinding(stack, "proxmox", {});
        for (const id of ["web", "db", "mail"]) take(new VirtualEnvironmentVm(stack, id, { nodeName: "pve1" }), `pve1/${id}`);
      },
      { skipValidation: false },
    );
    return JSON.parse(stacks.home ?? "");
  } finally {
    process.env.PATH = PATH;
  }
}

const collect: Import = (vm, id) => StateBlocks.of(vm).import(vm, id);
const imported = ["web", "db", "mail"].map((name) => ({ to: `proxmox_virtual_environment_vm.${name}`, id: `pve1/${name}` }));

describe("state blocks", () => {
  it("import without running terraform, where importFrom runs it for each resource", () => {
    expect(() => importGuests(TerraformStack, (vm, id) => vm.importFrom(id))).to.throw("terraform");
    expect(importGuests(TerraformStack, collect).import).to.deep.equal(imported);
    expect(importGuests(ProxmoxStack, collect).import).to.deep.equal(imported);
  });

  it("leave no trace where there is nothing to say", () => {
    const quiet: Import = (vm) => StateBlocks.of(vm);
    expect(importGuests(TerraformStack, quiet)).to.have.all.keys("//", "provider", "resource", "terraform");
  });

  it("walk through the stack once, however many imports refer to what it makes", () => {
    synthesise((app) => {
      const stack = new ProxmoxStack(app, "home");
      const guests = ["web", "db", "mail"].map((name, at) => new VirtualEnvironmentVm(stack, name, { nodeName: "pve1", vmId: 101 + at }));
      for (const guest of guests) StateBlocks.of(stack).import(`proxmox_pool_membership.${guest.node.id}`, `lab/vm/${guest.id}`);
      let walks = 0;
      const walk = stack.node.findAll.bind(stack.node);
      stack.node.findAll = (...how) => (walks++, walk(...how));
      const { import: said } = StateBlocks.of(stack).toTerraform() as { readonly import: readonly { readonly id: string }[] };
      expect(said.map(({ id }) => id)).to.deep.equal(["lab/vm/101", "lab/vm/102", "lab/vm/103"]);
      expect(walks).to.equal(1);
    });
  });

  it("are in HCL too, save `removed`, which is refused", () => {
    const toHcl = (build: (stack: ProxmoxStack) => void): string => {
      let hcl = "";
      synthesise((app) => {
        const stack = new ProxmoxStack(app, "home");
        build(stack);
        hcl = stack.toHclTerraform().hcl;
      });
      return hcl.replaceAll(/\s+/g, " ");
    };
    expect(toHcl((stack) => stack.addImport("proxmox_virtual_environment_vm.web", "pve1/100"))).to.include(
      'import { to = proxmox_virtual_environment_vm.web id = "pve1/100" }',
    );
    expect(() => toHcl((stack) => stack.forget("proxmox_virtual_environment_vm.web"))).to.throw().with.property("code", "hcl-without-removed");
  });
});
