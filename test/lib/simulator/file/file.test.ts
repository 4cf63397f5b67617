import { expect } from "chai";
import { parseInterfaces } from "../../../../lib/simulator/file/interfaces";
import { parseSections } from "../../../../lib/simulator/file/section-config";
import { parseUserConfig } from "../../../../lib/simulator/file/user-config";

describe("section config", () => {
  it("reads blocks, flags and comments", () => {
    const [dir, nfs, ...rest] = parseSections("# a comment\ndir: local\n\tpath /var/lib/vz\n\tcontent iso,vztmpl\n\nnfs: nas\n\tdisable\n        server  192.0.2.1 \n");
    expect([dir?.type, dir?.id, [...dir!.settings]]).to.deep.equal(["dir", "local", [["path", "/var/lib/vz"], ["content", "iso,vztmpl"]]]);
    expect([nfs?.id, [...nfs!.settings]]).to.deep.equal(["nas", [["disable", "1"], ["server", "192.0.2.1"]]]);
    expect(rest).to.deep.equal([]);
  });

  it("passes over settings that belong to no block", () => {
    expect(parseSections("\tpath /x\n")).to.deep.equal([]);
  });
});

describe("user config", () => {
  it("reads users with their tokens, groups, pools, roles and rights", () => {
    const config = parseUserConfig("user:kim@pve:1:0:Kim:Li:k@x:a%3Ab:\ntoken:kim@pve!t:9:1:x:\ngroup:g:kim@pve,ada@pve:c:\npool:p/q:note:100,101:tank,local:\nrole:R:VM.Audit,VM.Console:\nacl:0:/vms:kim@pve,@g:R,PVEAuditor:\n");
    expect(config.users.get("kim@pve")).to.deep.include({ enabled: true, firstName: "Kim", lastName: "Li", comment: "a:b" });
    expect(config.users.get("kim@pve")?.tokens.get("t")).to.deep.equal({ expire: 9, separated: true, comment: "x" });
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
    "auto lo\niface lo inet loopback\n\niface eno1 inet manual\n\nauto bond0\niface bond0 inet manual\n\tbond-slaves eno1 eno2\n\tbond-mode 802.3ad\n\tbond-miimon 100\n\nauto vmbr0\niface vmbr0 inet static\n\taddress 192.0.2.10/24\n\tgateway 192.0.2.1\n\tbridge-ports bond0\n\tbridge-stp off\n\tbridge-fd 0\n#LAN\n#second line\n\niface vmbr0 inet6 static\n\taddress 2001:db8::10/64\n\tgateway 2001:db8::1\n\nauto vmbr1\niface vmbr1 inet manual\n\tbridge-ports none\n\nauto vmbr0.20\niface vmbr0.20 inet static\n\taddress 10.0.20.2/24\n\nsource /etc/network/interfaces.d/*\n",
  );
  const one = (iface: string) => parsed.find((row) => row.iface === iface);

  it("tells bridges, bonds, VLANs and cards, and leaves out the loopback", () => {
    expect(parsed.map(({ iface, type }) => [iface, type])).to.deep.equal([["eno1", "eth"], ["bond0", "bond"], ["vmbr0", "bridge"], ["vmbr1", "bridge"], ["vmbr0.20", "vlan"]]);
  });

  it("says addresses of both families, options and comments as the API does", () => {
    expect(one("vmbr0")).to.deep.equal({
      iface: "vmbr0", type: "bridge", families: ["inet", "inet6"], method: "static", method6: "static", autostart: 1, active: 1, priority: 5,
      address: "192.0.2.10", netmask: "24", cidr: "192.0.2.10/24", gateway: "192.0.2.1",
      address6: "2001:db8::10", netmask6: "64", cidr6: "2001:db8::10/64", gateway6: "2001:db8::1",
      bridge_ports: "bond0", bridge_stp: "off", bridge_fd: "0", comments: "LAN\nsecond line\n",
    });
    expect(one("bond0")).to.include({ slaves: "eno1 eno2", bond_mode: "802.3ad", "bond-miimon": "100" });
    expect(one("vmbr1")).to.include({ bridge_ports: "" });
    expect(one("vmbr0.20")).to.include({ "vlan-raw-device": "vmbr0", "vlan-id": "20" });
  });
});
