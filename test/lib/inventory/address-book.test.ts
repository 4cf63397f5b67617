import { expect } from "chai";
import { decideAddresses } from "../../../lib/inventory/address-book";
import type { Guest, Node } from "../../../lib/inventory/inventory";

const node: Node = { name: "pve", online: true, ip: "192.168.1.2", networks: ["192.168.1.2/24", "10.0.0.1/24"] };
const mac = (vmId: number, card = 0) => `BC:24:11:00:0${card}:${String(vmId).slice(-2)}`;

function guest(vmId: number, status: string, config: Guest["config"] = {}, more: Partial<Guest> = {}): Guest {
  const type = more.type ?? "lxc";
  const nets = type === "lxc" ? { net0: `name=eth0,bridge=vmbr0,hwaddr=${mac(vmId)},ip=dhcp` } : { net0: `virtio=${mac(vmId)},bridge=vmbr0`, net1: `virtio=${mac(vmId, 1)},bridge=vmbr1` };
  return { key: `${type}/${vmId}`, type, vmId, node: "pve", name: `guest-${vmId}`, status, template: false, tags: [], config: { ...nets, ...config }, ...more };
}

const fixed = (vmId: number, ip: string) => ({ net0: `name=eth0,bridge=vmbr0,hwaddr=${mac(vmId)},ip=${ip}` });
const card = (name: string, hardware: string, ...addresses: string[]) => ({
  name,
  "hardware-address": hardware,
  "ip-addresses": addresses.map((text) => ({ "ip-address": text.split("/")[0], prefix: text.split("/")[1] ?? (text.includes(":") ? 64 : 24) })),
});
const reporting = (vmId: number, ...addresses: string[]): Partial<Guest> => ({ interfaces: [card("eth0", mac(vmId), ...addresses)] });

function decide(guests: readonly Guest[], remembered: Readonly<Record<string, readonly string[]>> = {}) {
  const { entries, shared } = decideAddresses(guests, [node], new Map(Object.entries(remembered)));
  return { hosts: Object.fromEntries([...entries].map(([key, { way }]) => [key, way?.host])), lost: [...entries].flatMap(([key, { lost }]) => (lost ? [key] : [])), shared };
}

describe("the addresses of all guests", () => {
  it("give one that two have to the one that runs", () => {
    const { hosts, lost, shared } = decide([guest(150, "stopped", fixed(150, "10.9.0.50/24")), guest(151, "running", fixed(151, "10.9.0.50/24"))]);
    expect(hosts).to.deep.equal({ "lxc/150": undefined, "lxc/151": "10.9.0.50" });
    expect(lost).to.deep.equal(["lxc/150"]);
    expect(shared).to.deep.equal([{ address: "10.9.0.50", keys: ["lxc/150", "lxc/151"], owner: "lxc/151" }]);
  });

  it("give one that two have to nobody where neither runs, or both do", () => {
    for (const status of ["stopped", "unknown", "running"]) {
      const { hosts, shared } = decide([guest(150, status, fixed(150, "10.9.0.50/24")), guest(151, status, fixed(151, "10.9.0.50/24"))]);
      expect(Object.values(hosts), status).to.deep.equal([undefined, undefined]);
      expect(shared).to.deep.equal([{ address: "10.9.0.50", keys: ["lxc/150", "lxc/151"] }]);
    }
  });

  it("are the same however they are spelled", () => {
    const six = (vmId: number, ip6: string) => ({ net0: `name=eth0,bridge=vmbr0,hwaddr=${mac(vmId)},ip6=${ip6}` });
    const { hosts, shared } = decide([guest(150, "stopped", six(150, "FD00:0:0::0001/64")), guest(151, "running", six(151, "fd00::1/64"))]);
    expect(hosts).to.deep.equal({ "lxc/150": undefined, "lxc/151": "fd00::1" });
    expect(shared).to.deep.equal([{ address: "fd00::1", keys: ["lxc/150", "lxc/151"], owner: "lxc/151" }]);
    // What an older inventory says.
    expect(decide([guest(150, "stopped"), guest(151, "running", {}, reporting(151, "fd00::1"))], { "lxc/150": ["FD00::1"] }).hosts).to.deep.equal({ "lxc/150": undefined, "lxc/151": "fd00::1" });
  });

  it("believe who reports one before who is only configured to have it", () => {
    const { hosts } = decide([guest(150, "running", {}, reporting(150, "10.9.0.50")), guest(151, "running", fixed(151, "10.9.0.50/24"))]);
    expect(hosts).to.deep.equal({ "lxc/150": "10.9.0.50", "lxc/151": undefined });
  });

  it("take another one of a guest whose best is not its own", () => {
    const both = reporting(151, "10.9.0.50", "10.9.0.51");
    const { hosts, lost } = decide([guest(150, "running", {}, reporting(150, "10.9.0.50")), guest(151, "running", {}, both)]);
    expect(hosts).to.deep.equal({ "lxc/150": undefined, "lxc/151": "10.9.0.51" });
    expect(lost).to.deep.equal(["lxc/150", "lxc/151"]);
  });

  it("leave a node its own", () => {
    expect(decide([guest(150, "running", fixed(150, "192.168.1.2/24")), guest(151, "running", {}, reporting(151, "10.0.0.1"))])).to.deep.include({ hosts: { "lxc/150": undefined, "lxc/151": undefined } });
  });

  it("do not come from software in a guest, nor from what machines hand to one another", () => {
    const interfaces = [
      card("lan", "02:42:ac:12:00:01", "172.18.0.1"),
      card("docker_gwbridge", "be:ef:00:00:00:01", "172.19.0.1"),
      card("vrrp.51", "00:00:5e:00:01:33", "10.0.0.100"),
      card("eth0", mac(160), "10.0.0.101/32", "10.0.0.60/24"),
    ];
    expect(decide([guest(160, "running", {}, { type: "qemu", interfaces })]).hosts).to.deep.equal({ "qemu/160": "10.0.0.60" });
  });

  it("come last where another guest had them before, and has them no more", () => {
    const before = { "lxc/160": ["10.0.0.60", "10.0.0.100"], "lxc/161": ["10.0.0.61"] };
    const guests = [guest(160, "running", {}, reporting(160, "10.0.0.60")), guest(161, "running", {}, reporting(161, "10.0.0.100", "10.0.0.61"))];
    expect(decide(guests, before).hosts).to.deep.equal({ "lxc/160": "10.0.0.60", "lxc/161": "10.0.0.61" });
  });

  it("keep their order while a guest reports them: what moved to it is not its best one import later", () => {
    const both = [guest(160, "running", {}, reporting(160, "10.0.0.100", "10.0.0.60"))];
    expect(decide(both, { "lxc/160": ["10.0.0.60", "10.0.0.100"] }).hosts).to.deep.equal({ "lxc/160": "10.0.0.60" });
    expect(decide(both, { "lxc/160": ["10.0.0.61", "10.0.0.60", "10.0.0.100"] }).hosts).to.deep.equal({ "lxc/160": "10.0.0.60" });
    expect(decide(both).hosts).to.deep.equal({ "lxc/160": "10.0.0.100" });
  });

  it("are one in a network of the node before a public one", () => {
    const interfaces = [card("eth0", mac(170), "203.0.113.5"), card("eth1", mac(170, 1), "10.0.0.70")];
    expect(decide([guest(170, "running", {}, { type: "qemu", interfaces })]).hosts).to.deep.equal({ "qemu/170": "10.0.0.70" });
    const far = [card("eth0", mac(170), "203.0.113.5"), card("eth1", mac(170, 1), "10.77.0.70")];
    expect(decide([guest(170, "running", {}, { type: "qemu", interfaces: far })]).hosts).to.deep.equal({ "qemu/170": "203.0.113.5" });
  });

  it("stay what they were while a guest does not run, unless its configuration says another one", () => {
    const before = { "lxc/180": ["10.0.0.80"] };
    expect(decide([guest(180, "stopped")], before).hosts).to.deep.equal({ "lxc/180": "10.0.0.80" });
    expect(decide([guest(180, "stopped", fixed(180, "10.0.0.81/24"))], before).hosts).to.deep.equal({ "lxc/180": "10.0.0.81" });
    expect(decide([guest(180, "stopped"), guest(181, "running", {}, reporting(181, "10.0.0.80"))], before).hosts).to.deep.equal({ "lxc/180": undefined, "lxc/181": "10.0.0.80" });
  });

  it("are no name in DNS that two have, and none where an address was given away", () => {
    const named = { searchdomain: "lab.example.net" };
    const [one, clone] = [guest(190, "stopped", named, { name: "web" }), guest(191, "stopped", named, { name: "web" })];
    expect(decide([one]).hosts).to.deep.equal({ "lxc/190": "web.lab.example.net" });
    expect(decide([one, clone]).hosts).to.deep.equal({ "lxc/190": undefined, "lxc/191": undefined });
    const lost = decide([guest(190, "stopped", { ...named, ...fixed(190, "10.0.0.90/24") }), guest(191, "running", {}, reporting(191, "10.0.0.90"))]);
    expect(lost.hosts).to.deep.equal({ "lxc/190": undefined, "lxc/191": "10.0.0.90" });
  });
});
