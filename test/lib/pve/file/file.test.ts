import { expect } from "chai";
import { parseInterfaces } from "../../../../lib/pve/file/interfaces";
import { parseSections } from "../../../../lib/pve/file/section-config";
import { parseStorages } from "../../../../lib/pve/file/storage-config";
import { parseUserConfig } from "../../../../lib/pve/file/user-config";
import { block } from "../../../../simulator/scenario/text";

describe("storages", () => {
  it("that are shares are mounted where Proxmox VE mounts them, if nothing is set, and lose what it does not understand", () => {
    const read = (text: string) => parseStorages(text).flatMap(({ id, settings, refused }) => (id === "local" ? [] : [[id, refused ?? Object.fromEntries(settings)]]));
    expect(read("nfs: nas\n\texport /e\n\tserver nas.lan\n\tbwlimit x\n\ncephfs: fs\n\tcontent iso\n\tpath x\n\tbwlimit clone=1,default=2\n")).to.deep.equal([
      ["nas", { export: "/e", server: "nas.lan", path: "/mnt/pve/nas", content: "images" }],
      ["fs", { content: "iso", path: "/mnt/pve/fs", bwlimit: "clone=1,default=2" }],
    ]);
    expect(read("dir: data\n\tcontent iso\n")).to.deep.equal([["data", true]]);
  });
});

describe("section config", () => {
  it("reads blocks, flags and comments", () => {
    const [dir, nfs, ...rest] = parseSections(
      "# a comment\ndir: local\n\tpath /var/lib/vz\n\tcontent iso,vztmpl\n\nnfs: nas\n\tdisable\n        server  192.0.2.1 \n",
    );
    expect([dir?.type, dir?.id, [...dir!.settings]]).to.deep.equal([
      "dir",
      "local",
      [
        ["path", "/var/lib/vz"],
        ["content", "iso,vztmpl"],
      ],
    ]);
    expect([nfs?.id, [...nfs!.settings]]).to.deep.equal([
      "nas",
      [
        ["disable", "1"],
        ["server", "192.0.2.1"],
      ],
    ]);
    expect(rest).to.deep.equal([]);
  });

  it("passes over settings that belong to no block", () => {
    expect(parseSections("\tpath /x\n")).to.deep.equal([]);
  });

  it("ends a block at an empty line and nowhere else, as Proxmox VE does", () => {
    const read = (text: string) => parseSections(text).map(({ type, id, settings }) => [type, id, Object.fromEntries(settings)]);
    expect(read("dir: a\n\tpath /a\nnfs: b\n\tserver x\n\tpath /b\n")).to.deep.equal([["dir", "a", { path: "/a", server: "x" }]]);
    expect(read("dir: a\n\n\tpath /a\n\nDIR:b\r\n  # no\n \n\tpath /b \r\n")).to.deep.equal([["dir", "a", {}], ["DIR", "b", { path: "/b" }]]);
    expect(read("dir: a\n\tpath /a\n\nzfspool: a\n\tpool tank\n")).to.deep.equal([["zfspool", "a", { pool: "tank" }]]);
  });
});

describe("user config", () => {
  it("gives a guest to the first pool that names it, and has the pools above one", () => {
    const { pools } = parseUserConfig("pool:a/b: caf%C3%A9 %zz:100, 101:tank\npool:c::101,x,102:\npool:a b::103:\npool:c:later:104:local\n");
    expect([...pools]).to.deep.equal([
      ["a", { comment: "", guests: [], storages: [] }],
      ["a/b", { comment: "café %zz", guests: [100, 101], storages: ["tank"] }],
      ["c", { comment: "later", guests: [102, 104], storages: ["local"] }],
    ]);
  });

  it("reads users with their tokens, groups, pools, roles and rights", () => {
    const config = parseUserConfig(
      block(`
        user:kim@pve:1:0:Kim:Li:k@x:a%3Ab:
        token:kim@pve!tok:9:1:x:
        group:g:kim@pve,ada@pve:c:
        pool:p/q:note:100,101:tank,local:
        role:R:VM.Audit,VM.Console:
        acl:0:/vms:kim@pve,@g:R,PVEAuditor:
      `),
    );
    expect(config.users.get("kim@pve")).to.deep.include({ enabled: true, firstName: "Kim", lastName: "Li", comment: "a:b" });
    expect(config.users.get("kim@pve")?.tokens.get("tok")).to.deep.equal({ expire: 9, separated: true, comment: "x" });
    expect(config.groups.get("g")?.users).to.deep.equal(["kim@pve", "ada@pve"]);
    expect(config.pools.get("p/q")).to.deep.equal({ comment: "note", guests: [100, 101], storages: ["tank", "local"] });
    expect(config.roles.get("R")).to.deep.equal(["VM.Audit", "VM.Console"]);
    expect(config.acl).to.have.lengthOf(4).and.to.deep.include({ path: "/vms", subject: "@g", role: "PVEAuditor", propagate: false });
  });

  it("has root@pam in an empty file, and passes over what it does not know", () => {
    expect([...parseUserConfig("\nnonsense\ntoken:nobody@pve!x:0:0::\n").users.keys()]).to.deep.equal(["root@pam"]);
  });
});

describe("interfaces", () => {
  const parsed = parseInterfaces(
    block(`
      auto lo
      iface lo inet loopback

      iface eno1 inet manual

      auto bond0
      iface bond0 inet manual
      	bond-slaves eno1 eno2
      	bond-mode 802.3ad
      	bond-miimon 100

      auto vmbr0
      iface vmbr0 inet static
      	address 192.0.2.10/24
      	gateway 192.0.2.1
      	bridge-ports bond0
      	bridge-stp off
      	bridge-fd 0
      #LAN
      #second line

      iface vmbr0 inet6 static
      	address 2001:db8::10/64
      	gateway 2001:db8::1

      auto vmbr1
      iface vmbr1 inet manual
      	bridge-ports none

      auto vmbr0.20
      iface vmbr0.20 inet static
      	address 10.0.20.2/24

      source /etc/network/interfaces.d/*
    `),
  );
  const one = (iface: string) => parsed.find((row) => row.iface === iface);

  it("tells bridges, bonds, VLANs and cards, and leaves out the loopback", () => {
    expect(parsed.map(({ iface, type }) => [iface, type])).to.deep.equal([
      ["eno1", "eth"],
      ["bond0", "bond"],
      ["vmbr0", "bridge"],
      ["vmbr1", "bridge"],
      ["vmbr0.20", "vlan"],
    ]);
  });

  it("says addresses of both families, options and comments as the API does", () => {
    expect(one("vmbr0")).to.deep.equal({
      iface: "vmbr0",
      type: "bridge",
      families: ["inet", "inet6"],
      method: "static",
      method6: "static",
      autostart: 1,
      active: 1,
      priority: 5,
      address: "192.0.2.10",
      netmask: "24",
      cidr: "192.0.2.10/24",
      gateway: "192.0.2.1",
      address6: "2001:db8::10",
      netmask6: "64",
      cidr6: "2001:db8::10/64",
      gateway6: "2001:db8::1",
      bridge_ports: "bond0",
      bridge_stp: "off",
      bridge_fd: "0",
      comments: "LAN\nsecond line\n",
    });
    expect(one("bond0")).to.include({ slaves: "eno1 eno2", bond_mode: "802.3ad", bond_miimon: "100" });
    expect(one("vmbr1")).to.include({ bridge_ports: "" });
    expect(one("vmbr0.20")).to.include({ "vlan-raw-device": "vmbr0", "vlan-id": "20" });
  });
});
