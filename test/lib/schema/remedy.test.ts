import { expect } from "chai";
import { readBack, waitOf, type ReadableGuest } from "../../../lib/schema/read-back";
import { remedyOf } from "../../../lib/schema/remedy";
import { Refusal } from "../../../lib/schema/shape";

const guest = (type: "qemu" | "lxc", config: Readonly<Record<string, unknown>>, more: Partial<ReadableGuest> = {}): ReadableGuest => ({
  type, vmId: 100, node: "pve", running: false, config, formatOf: () => "raw", ...more,
});

function refusalOf(one: ReadableGuest): Refusal {
  try {
    readBack(one);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error("it is read");
}

const remedies: readonly (readonly [shows: string, guest: ReadableGuest, remedy: string | undefined])[] = [
  ["an old spelling", guest("qemu", { memory: "current=2048" }), "qm set 100 --memory 2048"],
  ["every fraction of a line that is nearly whole", guest("qemu", { scsi1: "a:b,mbps_rd=150.5,mbps_wr=99.9,size=4G" }), "qm set 100 --scsi1 a:b,mbps_rd=151,mbps_wr=100,size=4G"],
  ["a whole number that is written as a fraction", guest("qemu", { scsi1: "a:b,mbps_rd=10.0,mbps_wr_max=20.00,mbps_wr=5,size=4G" }), "qm set 100 --scsi1 a:b,mbps_rd=10,mbps_wr=5,mbps_wr_max=20,size=4G"],
  ["no limit that is written as a fraction", guest("lxc", { cpulimit: "0.0" }, { state: { cpus: "0.0" } }), "pct set 100 --cpulimit 0"],
  ["nothing for a fraction that is not: a guest must not get twice of it", guest("qemu", { scsi1: "a:b,mbps_rd=0.5,size=4G" }), undefined],
  ["a path with a colon", guest("qemu", { scsi0: "/dev/disk/by-id/usb-X-0:0,size=8G" }), "qm set 100 --scsi0 /dev/disk/by-id/usb-X-0:0,format=raw,size=8G"],
  ["two cloud-init drives", guest("qemu", { ide0: "a:vm-100-cloudinit,media=cdrom", ide2: "b:vm-100-cloudinit,media=cdrom" }), "qm set 100 --delete ide0"],
  ["three cloud-init drives", guest("qemu", { sata5: "a:vm-100-cloudinit,media=cdrom", scsi1: "b:vm-100-cloudinit", sata1: "c:vm-100-cloudinit" }), "qm set 100 --delete sata5,scsi1"],
  ["a range of VLANs of a container", guest("lxc", { net0: "name=eth0,bridge=vmbr0,trunks=7;10-12" }), "pct set 100 --net0 'bridge=vmbr0,name=eth0,trunks=7;10;11;12'"],
  ["troubles of several keys", guest("qemu", { memory: "current=512", migrate_downtime: "0.1", net0: "virtio=BC:24:11:00:00:01,trunks=1-3" }), "qm set 100 --memory 512 --net0 'virtio=BC:24:11:00:00:01,trunks=1;2;3' --delete migrate_downtime"],
  ["what a person would write with base64", guest("qemu", { smbios1: "manufacturer=Acmee,sku=x" }), "qm set 100 --smbios1 base64=1,manufacturer=QWNtZWU=,sku=eA=="],
  ["a contradiction", guest("qemu", { virtiofs0: "share,expose-acl=1,expose-xattr=0" }), "qm set 100 --virtiofs0 share,expose-acl=1,expose-xattr=1"],
  ["a disk in an order that the provider cannot read", guest("qemu", { efidisk0: "efitype=4m,a:b" }), "qm set 100 --efidisk0 a:b,efitype=4m"],
  ["processors that come as text", guest("lxc", { cpulimit: "1.5" }, { state: { cpus: "1.5" } }), "pct set 100 --cores $(nproc)"],
  ["a value that Proxmox VE does not understand either", guest("lxc", { memory: "lots" }), "pct set 100 --memory 512"],
  ["what Proxmox VE makes of a text that is not whole", guest("qemu", { smbios1: "base64=1,manufacturer=Acmee,sku=x" }), "qm set 100 --smbios1 base64=1,manufacturer=Acme"],
  ["nothing for a quote", guest("qemu", { net0: 'virtio=BC:24:11:00:00:01,bridge="' }), undefined],
];

describe("the remedy of a guest that the provider cannot read", () => {
  for (const [shows, one, remedy] of remedies) {
    it(`is a command for ${shows}`.replace("a command for nothing", "nothing"), () => {
      expect(remedyOf(one, refusalOf(one))).to.equal(remedy);
    });
  }

  it("is one word of a shell for any value", () => {
    const one = guest("qemu", { memory: "current=1024", migrate_downtime: "1;reboot" });
    expect(remedyOf(one, new Refusal("", "$(reboot)'", { key: "description" }))).to.contain(` --description '$(reboot)'\\'''`);
  });
});

describe("the wait of the provider for a running guest", () => {
  const asked = (more: Partial<ReadableGuest>, agent = "1") => waitOf(guest("qemu", { agent }, { running: true, ...more }));
  const card = (name: string, ...addresses: string[]) => ({ name, "ip-addresses": addresses.map((address) => ({ "ip-address": address })) });

  it("is certain where the agent is silent, asleep, or reports no address that others can reach", () => {
    expect(asked({ silent: true })).to.deep.include({ certain: true });
    expect(asked({ agentRefuses: true })).to.deep.include({ certain: true }).and.property("why").contains("does not tell its addresses").and.not.contains("start it");
    expect(asked({ state: { qmpstatus: "paused" } })).to.deep.include({ certain: true });
    expect(asked({ interfaces: [] })).to.deep.include({ certain: true });
    expect(asked({ interfaces: [card("lo", "192.0.2.1"), card("eth0", "169.254.1.1", "fe80::1", "127.0.0.1", "224.0.0.1", "::1", "0.0.0.0", "ff02::1")] })).to.deep.include({ certain: true });
  });

  it("ends first with what fits its cause", () => {
    const net = (text: string) => ({ config: { agent: "1", net0: text }, interfaces: [card("lo", "127.0.0.1")] });
    const helps: readonly (readonly [Partial<ReadableGuest>, string])[] = [
      [{ silent: true }, "start the agent in the guest"],
      [{}, "start the agent in the guest"],
      [{ agentRefuses: true }, "allow guest-network-get-interfaces in the agent's configuration in the guest"],
      [{ state: { qmpstatus: "paused" }, silent: true }, "resume it: qm resume 100"],
      [{ state: { qmpstatus: "suspended" } }, "resume it: qm resume 100"],
      [{ state: { qmpstatus: "io-error" } }, "make room on its storage, and resume it: qm resume 100"],
      [{ state: { qmpstatus: "inmigrate" } }, "wait until its migration has ended"],
      [{ state: { qmpstatus: "guest-panicked" } }, "start it anew: qm reset 100"],
      [{ interfaces: [card("lo", "127.0.0.1")] }, "give it a network device: qm set 100 --net0 virtio,bridge=BRIDGE"],
      [net("virtio=BC:24:11:00:00:01,bridge=vmbr0,link_down=1"), "connect its network device, by link_down=0 for net0"],
      [net("virtio=BC:24:11:00:00:01,bridge=vmbr0"), "give it an address in the guest"],
    ];
    for (const [more, help] of helps) expect(asked(more)?.help).to.equal(help);
  });

  it("is not there where an address answers, the agent is off, or the guest does not run", () => {
    for (const address of ["192.0.2.7", "10.0.0.1", "fd00::1", "2001:db8::1"]) expect(asked({ interfaces: [card("eth0", "fe80::1", address)] }), address).to.equal(undefined);
    expect(asked({ silent: true }, "0")).to.equal(undefined);
    // The provider understands only 1.
    expect(asked({ silent: true }, "enabled=on")).to.equal(undefined);
    expect(asked({ silent: true, running: false })).to.equal(undefined);
    expect(waitOf(guest("qemu", {}, { running: true, silent: true }))).to.equal(undefined);
    expect(waitOf(guest("lxc", {}, { running: true, silent: true }))).to.equal(undefined);
  });

  it("is uncertain where nobody asked, and ends with the agent", () => {
    const wait = asked({}, "enabled=1,fstrim_cloned_disks=1")!;
    expect(wait).to.deep.include({ certain: false });
    expect(remedyOf(guest("qemu", { agent: "enabled=1,fstrim_cloned_disks=1" }), wait.refusal)).to.equal("qm set 100 --agent 0,fstrim_cloned_disks=1");
  });
});
