import { expect } from "chai";
import { askerOf, small } from "./asker";

const machine = `#notes
agent: 1
balloon: 1024
boot: order=net0;ide2;scsi0
cipassword: $5$secret
cores: 8
ide2: local:iso/x.iso,media=cdrom,size=1G
memory: current=2048
name: vm
net0: virtio=BC:24:11:00:00:01,bridge=vmbr0,tag=20
net1: virtio=BC:24:11:00:00:02,bridge=vmbr0
net10: virtio=BC:24:11:00:00:0A,bridge=vmbr0
onboot: 1
ipconfig1: ip=192.168.7.9/24,gw=192.168.7.1,ip6=fd00::9/64
ostype: l26
parent: before
scsi0: local:100/vm-100-disk-0.qcow2,size=32G
serial0: socket
vga: qxl

[before]
#all well
memory: 1024
snaptime: 1700000000
vmstate: local:100/vm-100-state-before.raw

[PENDING]
cores: 2
delete: serial0,!net10
name: renamed
`;
const container = `#notes
cpulimit: 1.5
hostname: ct
memory: 256
mp0: /srv/Ümläut,mp=/srv
net0: name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:03,ip=dhcp,tag=20
onboot: 1
rootfs: local:200/vm-200-disk-0.raw,size=8G
lxc.cap.drop: sys_admin
lxc.cap.drop: mknod
`;

describe("guest", () => {
  const files = {
    "nodes/pve/qemu-server/100.conf": machine,
    "nodes/pve/lxc/200.conf": container,
    "nodes/pve/lxc/201.conf": "ostype: debian\n",
    "nodes/pve/lxc/202.conf": "memory: 256\nswap: 64\n\n[pve:pending]\nmemory: 512\ndelete: swap\n",
    "nodes/pve/qemu-server/101.conf": "onboot: 1\n",
  };
  const guests = { 100: { addresses: { net0: ["192.168.20.5/24"], docker0: ["172.17.0.1/16"] } } };
  const asker = askerOf(small(files, { guests, nodes: { pve: { cpus: 4 } }, networks: { 20: "192.168.20" } }));
  const rows = (address: string) => asker.data<Record<string, unknown>[]>(address);

  it("shows the configuration that will be, and the one that is", () => {
    expect(asker.data("/nodes/pve/qemu/100/config"))
      .to.include({ cores: 2, name: "renamed", cipassword: "**********", memory: "current=2048" })
      .and.not.have.any.keys("serial0", "net10", "delete");
    expect(asker.data("/nodes/pve/qemu/100/config?current=1")).to.include({ cores: 8, name: "vm", serial0: "socket" });
    expect(asker.data("/nodes/pve/lxc/200/config")).to.include({ memory: 256, description: "notes\n" });
  });

  it("reads a container's pending section, which has another name", () => {
    expect(asker.data("/nodes/pve/lxc/202/config")).to.include({ memory: 512 }).and.not.have.any.keys("swap", "delete");
    expect(asker.data("/nodes/pve/lxc/202/config?current=1")).to.include({ memory: 256, swap: 64 });
    expect(rows("/nodes/pve/lxc/202/pending")).to.deep.include({ key: "memory", value: 256, pending: 512 });
    expect(rows("/nodes/pve/lxc/202/snapshot")).to.have.lengthOf(1);
  });

  it("lists what is pending, and what will go", () => {
    const pending = rows("/nodes/pve/qemu/100/pending");
    const row = (key: string) => pending.find((one) => one.key === key);
    expect(row("cores")).to.deep.equal({ key: "cores", value: 8, pending: 2 });
    expect(row("serial0")).to.deep.equal({ key: "serial0", value: "socket", delete: 1 });
    expect(row("net10")).to.include({ delete: 2 });
    expect(row("agent")).to.deep.equal({ key: "agent", value: "1" });
    expect(row("digest")?.value).to.match(/^[0-9a-f]{40}$/);
    const keys = rows("/nodes/pve/lxc/200/pending").map(({ key }) => key);
    expect(keys).to.include("digest");
    expect(keys).to.not.include("lxc");
  });

  it("lists snapshots, the present last", () => {
    const [before, current] = rows("/nodes/pve/qemu/100/snapshot");
    expect(before).to.deep.equal({ name: "before", description: "all well", snaptime: 1_700_000_000, vmstate: 1 });
    expect(current).to.include({ name: "current", parent: "before", running: 1 });
    expect(rows("/nodes/pve/lxc/200/snapshot")).to.have.lengthOf(1);
    const digest = asker.data("/nodes/pve/qemu/100/config").digest;
    expect(asker.data("/nodes/pve/qemu/100/config?snapshot=before")).to.include({ memory: "1024", digest });
    expect(asker.data("/nodes/pve/qemu/100/snapshot/before/config")).to.include({ memory: "1024" }).and.not.have.property("digest");
  });

  it("encodes text outside of ASCII twice, except in notes", () => {
    expect(asker.data("/nodes/pve/lxc/200/config")).to.include({ mp0: "/srv/Ã\u009cmlÃ¤ut,mp=/srv" });
  });

  it("keeps a container's raw lines in order, repeated ones, too", () => {
    expect(asker.data("/nodes/pve/lxc/200/config").lxc).to.deep.equal([
      ["lxc.cap.drop", "sys_admin"],
      ["lxc.cap.drop", "mknod"],
    ]);
  });

  it("works out what a guest may use", () => {
    const row = (id: string) => rows("/cluster/resources").find((one) => one.id === id);
    expect(row("qemu/100")).to.include({ name: "vm", status: "running", maxcpu: 4, maxmem: 2048 * 2 ** 20, maxdisk: 32 * 2 ** 30, template: 0 });
    expect(row("qemu/101")).to.include({ name: "VM 101", maxmem: 512 * 2 ** 20, maxdisk: 0 });
    expect(row("lxc/200")).to.include({ name: "ct", maxcpu: 1.5, maxmem: 256 * 2 ** 20, maxdisk: 8 * 2 ** 30 });
    expect(row("lxc/201")).to.include({ name: "CT201", status: "stopped", maxcpu: 4, maxdisk: 4 * 2 ** 30 });
  });

  it("says a container's fractional limit as text, where the provider stumbles over it", () => {
    expect(asker.data("/nodes/pve/lxc/200/status/current")).to.include({ cpus: "1.5", type: "lxc", maxswap: 0 });
  });

  it("says what hardware a machine has", () => {
    const state = asker.data("/nodes/pve/qemu/100/status/current");
    expect(state).to.include({ agent: 1, serial: 1, spice: 1, clipboard: null, balloon_min: 1024 * 2 ** 20, shares: 1000 });
    expect(state.nics).to.have.keys("tap100i0", "tap100i1", "tap100i10");
    expect(asker.data("/nodes/pve/qemu/101/status/current")).to.not.have.any.keys("agent", "serial", "spice", "clipboard", "balloon_min");
  });

  it("lets the agent say addresses: given, configured, leased", () => {
    const { result } = asker.data<{ result: { name: string; "ip-addresses": Record<string, unknown>[] }[] }>(
      "/nodes/pve/qemu/100/agent/network-get-interfaces",
    );
    expect(result.map(({ name }) => name)).to.deep.equal(["lo", "eth0", "eth1", "eth10", "docker0"]);
    const addresses = result.map((one) => one["ip-addresses"].map((address) => address["ip-address"]));
    expect(addresses[1]).to.deep.equal(["192.168.20.5", "fe80::be24:11ff:fe00:1"]);
    expect(addresses[2]).to.deep.equal(["192.168.7.9", "fd00::9", "fe80::be24:11ff:fe00:2"]);
    expect(result[2]!["ip-addresses"][1]).to.deep.equal({ "ip-address": "fd00::9", prefix: 64, "ip-address-type": "ipv6" });
  });

  it("lets the node say a container's", () => {
    const [, eth0] = rows("/nodes/pve/lxc/200/interfaces");
    const inet = eth0?.inet;
    expect(inet).to.match(/^192\.168\.20\.\d+\/24$/);
    expect(eth0).to.deep.equal({
      name: "eth0",
      hwaddr: "bc:24:11:00:00:03",
      "hardware-address": "bc:24:11:00:00:03",
      inet,
      "ip-addresses": [{ "ip-address": String(inet).split("/")[0], prefix: "24", "ip-address-type": "inet" }],
    });
    expect(asker.data("/nodes/pve/lxc/201/interfaces")).to.equal(null);
  });

  it("says why an agent does not answer", () => {
    const silent = askerOf(
      small(
        {
          "nodes/pve/qemu-server/100.conf": "agent: 1\nonboot: 1\n",
          "nodes/pve/qemu-server/101.conf": "agent: enabled=1\n",
          "nodes/pve/qemu-server/102.conf": "agent: 0\nonboot: 1\n",
        },
        { guests: { 100: { addresses: "silent" } } },
      ),
    );
    const reason = (vmId: number) => silent.get(`/nodes/pve/qemu/${vmId}/agent/network-get-interfaces`).reason;
    expect([100, 101, 102].map(reason)).to.deep.equal(["QEMU guest agent is not running", "VM 101 is not running", "No QEMU guest agent configured"]);
  });
});
