import { expect } from "chai";
import { askerOf, small } from "./asker";

const files = {
  "nodes/pve/qemu-server/100.conf": "memory: 512\nnet0: virtio=BC:24:11:00:00:01,bridge=vmbr0\nscsi0: local:100/vm-100-disk-0.raw,size=8G\nvirtio1: local:100/vm-100-disk-1.raw,size=2G\n",
  "nodes/pve/lxc/200.conf": "hostname: ct\nmemory: 512\nmp0: local:200/vm-200-disk-1.raw,mp=/data,size=1G\nostype: debian\nrootfs: local:200/vm-200-disk-0.raw,size=4G\n",
  "virtual-guest/cpu-models.conf": "cpu-model: mine\n\treported-model kvm64\n",
  "storage.cfg": "dir: local\n\tpath /var/lib/vz\n\tcontent images,rootdir\n",
};

describe("a change of a configuration", () => {
  let asker = askerOf(small(files));
  const change = (guest: string, body: Record<string, string>) => asker.put(`/nodes/pve/${guest}/config`, body);
  const config = (guest: string) => asker.data<Record<string, unknown>>(`/nodes/pve/${guest}/config`);

  beforeEach(() => {
    asker = askerOf(small(files));
  });

  it("remembers how large a volume is that was let go and is taken back", () => {
    change("lxc/200", { delete: "mp0" });
    expect(config("lxc/200")).to.include({ unused0: "local:200/vm-200-disk-1.raw" });
    const content = asker.data<Record<string, unknown>[]>("/nodes/pve/storage/local/content");
    expect(content.find(({ volid }) => volid === "local:200/vm-200-disk-1.raw")).to.include({ size: 2 ** 30 });
    change("lxc/200", { mp0: "local:200/vm-200-disk-1.raw,mp=/srv" });
    expect(config("lxc/200")).to.include({ mp0: "local:200/vm-200-disk-1.raw,mp=/srv,size=1G" }).and.not.have.property("unused0");
    change("qemu/100", { delete: "scsi0" });
    change("qemu/100", { sata0: "local:100/vm-100-disk-0.raw" });
    expect(config("qemu/100")).to.include({ sata0: "local:100/vm-100-disk-0.raw,size=8G" });
  });

  it("leaves a device waiting that nobody in the guest lets go of", () => {
    Object.assign(asker.cluster.guests.get(100)!, { power: "running", clings: true });
    const refused = change("qemu/100", { delete: "virtio1" });
    expect(refused.status).to.equal(400);
    expect(refused.body?.errors).to.deep.equal({ virtio1: "hotplug problem - error on hot-unplugging device 'virtio1' - still busy in guest?\n" });
    expect(change("qemu/100", { net0: "e1000,bridge=vmbr0" }).status).to.equal(400);
    expect(change("qemu/100", { delete: "scsi0" }).status, "a disk on a controller of its own needs nobody's leave").to.equal(200);
    const pending = asker.data<Record<string, unknown>[]>("/nodes/pve/qemu/100/pending");
    expect(pending.find(({ key }) => key === "virtio1")).to.include({ delete: 1 });
    expect(pending.find(({ key }) => key === "net0")?.pending).to.match(/^e1000=/);
  });

  it("takes a processor of one's own where somebody has made it, with flags that a machine may say", () => {
    expect(change("qemu/100", { cpu: "custom-mine,flags=+aes" }).status).to.equal(200);
    expect(change("qemu/100", { cpu: "custom-other" }).body?.errors).to.deep.equal({ cpu: "invalid format - Custom cputype 'other' not found\n" });
    expect(change("qemu/100", { cpu: "host,flags=+vmx" }).body?.errors).to.have.property("cpu").that.matches(/^invalid format - VM-specific CPU flags must be a subset of: aes, /);
  });

  it("takes notes away that are made empty", () => {
    change("qemu/100", { description: "one" });
    change("qemu/100", { description: "" });
    expect(config("qemu/100")).not.to.have.property("description");
  });
});

describe("the monitor of a machine", () => {
  it("says that the machine is off, whether it runs, and no more", () => {
    const asker = askerOf(small(files));
    const ask = (command: string) => asker.post("/nodes/pve/qemu/100/monitor", { command });
    expect(ask("info status").body?.data).to.equal("ERROR: VM 100 not running\n");
    asker.cluster.guests.get(100)!.power = "running";
    expect(ask("info status").body?.data).to.equal("VM status: running\r\n");
    expect(ask("quit")).to.include({ status: 501 });
  });
});
