import { expect } from "chai";
import { BootSource, Container, Image, ProxmoxStack, Size, VirtualMachine } from "../../constructs/index";
import type { VirtualMachineProps } from "../../constructs/index";
import { problemsOf } from "../support/problems";
import { synthesise } from "../support/synthesis";

function machine(props: (stack: ProxmoxStack) => Partial<VirtualMachineProps>): Record<string, unknown> {
  const { home } = synthesise((app) => {
    const stack = new ProxmoxStack(app, "home");
    new VirtualMachine(stack, "web", { node: "pve1", ...props(stack) });
  });
  return JSON.parse(home!).resource.proxmox_virtual_environment_vm.web;
}

describe("BootSource", () => {
  it("copies an image to a disk of its own, without ssh", () => {
    const web = machine(() => ({
      boot: BootSource.fromImage("local:import/debian.qcow2", { storage: "tank", size: Size.gibibytes(20), discard: true }),
      disks: [{ interface: "scsi1", size: Size.gibibytes(100) }],
    }));
    expect(web.disk).to.deep.equal([
      { interface: "scsi0", datastore_id: "tank", size: 20, discard: "on", import_from: "local:import/debian.qcow2" },
      { interface: "scsi1", size: 100 },
    ]);
    expect(web.boot_order).to.deep.equal(["scsi0"]);
  });

  it("has an image of the content iso copied over ssh, for Proxmox VE imports no such", () => {
    const web = machine(() => ({ boot: BootSource.fromImage("local:iso/debian.img", { interface: "virtio0" }) }));
    expect(web.disk).to.deep.equal([{ interface: "virtio0", file_id: "local:iso/debian.img" }]);
    expect(web.boot_order).to.deep.equal(["virtio0"]);
  });

  it("refers to an image that is downloaded", () => {
    const web = machine((stack) => ({
      boot: BootSource.fromImage(new Image(stack, "debian", { node: "pve1", storage: "local", url: "https://example.org/debian.qcow2" })),
    }));
    expect(web.disk).to.deep.equal([{ interface: "scsi0", import_from: "${proxmox_download_file.debian.id}" }]);
  });

  it("copies a template, by number or by reference", () => {
    expect(machine(() => ({ boot: BootSource.fromClone(9000) })).clone).to.deep.equal({ vm_id: 9000 });
    const web = machine((stack) => ({
      boot: BootSource.fromClone(new VirtualMachine(stack, "golden", { node: "pve2", template: true }), { full: false, node: "pve2", storage: "tank", retries: 3 }),
    }));
    expect(web.clone).to.deep.equal({ vm_id: "${proxmox_virtual_environment_vm.golden.vm_id}", full: false, node_name: "pve2", datastore_id: "tank", retries: 3 });
    expect(web).to.not.have.any.keys("disk", "boot_order");
  });

  it("installs from a CD that is booted only as long as the disk is empty", () => {
    const web = machine(() => ({ boot: BootSource.fromIso("local:iso/debian.iso"), disks: [{ interface: "virtio0", size: Size.gibibytes(8) }] }));
    expect(web.cdrom).to.deep.equal({ file_id: "local:iso/debian.iso" });
    expect(web.boot_order).to.deep.equal(["virtio0", "ide3"]);
  });

  it("leaves the boot order to who says one", () => {
    expect(machine(() => ({ boot: BootSource.fromIso("local:iso/debian.iso"), bootOrder: ["net0"] })).boot_order).to.deep.equal(["net0"]);
    expect(machine(() => ({ boot: BootSource.fromImage("local:import/a.raw"), bootOrder: ["net0", "scsi0"] })).boot_order).to.deep.equal(["net0", "scsi0"]);
  });

  it("adds nothing to an empty machine", () => {
    expect(machine(() => ({ boot: BootSource.empty(), disks: [{ interface: "scsi0" }] }))).to.deep.equal(machine(() => ({ disks: [{ interface: "scsi0" }] })));
  });

  it("is another machine than the one that is made, and no container; a container is a copy of no machine", () => {
    const problems = problemsOf((stack) => {
      const db = new Container(stack, "db", { node: "pve1", clone: { container: 9001 } });
      new VirtualMachine(stack, "itself", { node: "pve1", vmId: 9000, boot: BootSource.fromClone(9000) });
      const web = new VirtualMachine(stack, "web", { node: "pve1", boot: BootSource.fromClone(db) });
      new VirtualMachine(stack, "copy", { node: "pve1", boot: BootSource.fromClone(web) });
      new Container(stack, "mail", { node: "pve1", clone: { container: web } });
      new Container(stack, "mail-2", { node: "pve1", clone: { container: db } });
    });
    expect(problems).to.have.members([
      "[home/itself] clone.vmId is 9000, the machine itself; say the number of another one",
      "[home/web] clone.vmId is a container, and a virtual machine is a copy of a virtual machine; say one",
      "[home/mail] clone.container is a virtual machine, and a container is a copy of a container; say one",
    ]);
  });
});
