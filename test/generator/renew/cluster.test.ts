import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { WriteReport } from "../../../generator/renew/write-report";
import { asTyped, newFolder, paths, pmpc, remove, report } from "../../bin/command";
import { answerOf, reachClusterC, serveClusterC } from "../../support/cluster-c";
import type { RecordedServer } from "../../support/recorded-server";

describe("an import of more than guests", () => {
  let folder: string;
  let server: RecordedServer;
  let changed: Readonly<Record<string, { readonly status?: number; readonly reason?: string; readonly body?: unknown }>>;

  beforeEach(async () => {
    folder = newFolder();
    mkdirSync(folder, { recursive: true });
    changed = {};
    server = await serveClusterC((address) => changed[address]);
  });
  afterEach(async () => {
    await server.close();
    remove(folder);
  });

  const importing = (...more: readonly string[]) => report(["import", ...reachClusterC(server), "--out", folder, ...more], folder);
  const text = (path: string) => readFileSync(join(folder, path), "utf8");

  it("writes in a new workspace what guests depend on as well, and nothing that locks people out or takes a network down", async () => {
    const { code, stdout } = await asTyped(["import", ...reachClusterC(server), "--out", folder, "--no-verify", "--json"], folder);
    expect(code).to.be.oneOf([0, 3]);
    const { resources = [] } = JSON.parse(stdout) as WriteReport;
    expect([...new Set(resources.map(({ area }) => area))].sort()).to.deep.equal(["backup", "ha", "mappings", "members", "pools", "replication", "storage"]);
    expect(text(".proxmox/config.yml")).to.include("scope: cluster");
  });

  it("writes guests alone where it is told so, and in a workspace that was made when there was nothing else", async () => {
    const { resources } = await importing("--scope", "guests");
    expect(resources).to.equal(undefined);
    writeFileSync(join(folder, ".proxmox/config.yml"), text(".proxmox/config.yml").replace("scope: guests\n", ""));
    const { stdout } = await asTyped(["import", ...reachClusterC(server), "--out", folder, "--no-verify", "--json"], folder);
    expect((JSON.parse(stdout) as WriteReport).resources).to.equal(undefined);
    expect(text(".proxmox/config.yml")).not.to.include("scope");
    expect(paths(folder).filter((path) => path.startsWith("cluster/"))).to.deep.equal([]);
    expect(server.count("/cluster/backup")).to.equal(0);
  });

  it("writes a file for each area, and goes on doing so", async () => {
    await importing("--scope", "cluster");
    expect(paths(folder).filter((path) => path.startsWith("cluster/"))).to.deep.equal(["cluster/backup.ts", "cluster/ha.ts", "cluster/mappings.ts", "cluster/members.ts", "cluster/pools.ts", "cluster/replication.ts", "cluster/storage.ts"]);
    const { files, resources } = await importing();
    expect(files.filter(({ change }) => change !== "unchanged")).to.deep.equal([]);
    expect(resources!.filter(({ outcome }) => outcome === "imported").map(({ key }) => key)).to.include.members(["storage/nas", "pool/apps", "backup-job/nightly-all", "replication/201-0", "pci-mapping/gpu", "ha-resource/vm:201", "ha-rule/apart"]);
  });

  it("takes a cluster of Proxmox VE 8.4, which has no rules of high availability and no fabrics", async () => {
    const none = (address: string) => ({ [address]: { status: 501, reason: `Method 'GET ${address}' not implemented`, body: null } });
    changed = { "/version": { body: { data: { version: "8.4.5", release: "8.4", repoid: "1" } } }, ...none("/cluster/ha/rules"), ...none("/cluster/sdn/fabrics/fabric"), ...none("/cluster/sdn/fabrics/all") };
    const { code, stdout, stderr } = await pmpc(["import", ...reachClusterC(server), "--out", folder, "--scope", "all", "--no-verify", "--json"], folder);
    const { resources } = JSON.parse(stdout) as Awaited<ReturnType<typeof report>>;
    expect(code, stderr).to.be.oneOf([0, 3]);
    const kinds = new Set(resources!.map(({ key }) => key.split("/")[0]));
    expect(JSON.parse(stdout).warnings.filter((one: string) => /ha\/rules|sdn\/fabrics|ceph/.test(one))).to.deep.equal([]);
    expect(["ha-rule", "sdn-fabric"].filter((kind) => kinds.has(kind)), "what 8.4 does not have").to.deep.equal([]);
    expect([...kinds]).to.include.members(["ha-resource", "storage", "user", "zone"]);
    expect((await pmpc(["doctor", ...reachClusterC(server)], folder)).stdout).to.match(/8\.4/);
  });

  it("reads a kind that is named, and refuses one that is not known", async () => {
    const { resources } = await importing("--kind", "bonds");
    expect(new Set(resources!.map(({ area }) => area))).to.deep.equal(new Set(["network"]));
    const asked = server.asked.length;
    const { code, stderr } = await pmpc(["import", ...reachClusterC(server), "--out", folder, "--kind", "nonsense"], folder);
    expect([code, server.asked.length], "nothing is asked first").to.deep.equal([64, asked]);
    expect(stderr).to.include("--kind: expected a kind besides guests, such as bridge or storage, got nonsense");
  });

  it("reports what answers a secret in clear text, without the secret", async () => {
    const [list, own] = ["/cluster/sdn/ipams", "/cluster/sdn/dns/pdns"].map((address) => answerOf(address));
    const spoken = (body: unknown) => JSON.parse(JSON.stringify(body).replaceAll("0000000000000000", "hush-hush")) as unknown;
    changed = { "/cluster/sdn/ipams": { status: 200, body: { data: spoken(list) } }, "/cluster/sdn/dns/pdns": { status: 200, body: { data: spoken(own) } } };
    const { resources } = await importing("--scope", "all");
    expect(resources!.flatMap(({ key, reason }) => (/^sdn-(ipam|dns)/.test(key) ? [`${key}: ${reason}`] : []))).to.deep.equal(["sdn-ipam/nb", "sdn-ipam/phi", "sdn-dns/pdns"].map((key) => `${key}: the provider has no resource for it; zones name it`));
    expect(text("cluster/sdn.ts")).to.include("// sdn-ipam nb is set aside");
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) if (file.isFile()) expect(readFileSync(join(file.parentPath, file.name), "latin1"), file.name).not.to.include("hush-hush");
  });

  it("says of every object that is left out why", async () => {
    changed = { "/cluster/ceph/status": { status: 200, body: { data: { fsid: "5a3f", health: { status: "HEALTH_OK" } } } } };
    const { resources } = await importing("--scope", "all");
    const why = Object.fromEntries(resources!.filter(({ outcome }) => outcome === "aside").map(({ key, reason }) => [key, reason]));
    expect(why["storage/ceph-vm"]).to.equal("the provider has no resource for storages of the type rbd");
    expect(why["bridge/stor-01/ovsbr0"]).to.equal("the provider has no resource for bridges of the type OVSBridge");
    expect(why["storage/guest-smb"]).to.equal("username is not set, and the provider requires it");
    expect(why["backup-job/list-two"]).to.equal("it has exclude-path, which the provider cannot read");
    expect(why["pci-mapping/nic-sriov"]).to.match(/^path is "0000:81:00.1;0000:81:00.2"/);
    expect(why["realm/corp-ad"]).to.equal("the provider has no resource for authentication realms of the type ad");
    expect(why["user/root@pam"]).to.match(/built in/);
    expect(why["token/ada@pve!ci"]).to.equal("its secret cannot be read back; code refers to it by its name");
    expect(why["realm-sync/sync-ldap"]).to.equal("the provider has no resource for such jobs");
    expect(Object.keys(why).filter((key) => key.startsWith("role/"))).to.deep.equal([]);
    expect(why["zone/zevmin"]).to.match(/^advertise-subnets, disable-arp-nd-suppression, exitnodes-local-routing are not set/);
    expect(why["sdn-fabric/of-min"]).to.match(/^id is "of-min"/);
    expect(why["sdn-controller/bgpcore1"]).to.equal("the provider has no resource for SDN controllers of the type bgp");
    expect(why["firewall-alias/lan"]).to.equal("the provider cannot import aliases; code refers to it by its name");
    expect(why["node-firewall-options/core2"]).to.match(/^log_level_forward, .* are not set, and the provider would set them at the first apply$/);
    expect(why["vnet-firewall-rules/vsim"]).to.equal("the provider has no resource for it");
    expect(why["acme-account/default"]).to.equal("only root@pam, logged in with a password, may read it");
    expect(why["ceph/cluster"]).to.equal("the provider knows pools of it alone, and no import writes those");
    expect(why["cpu-model/lab-x86"]).to.equal("the provider has no resource for it; guests name it as their CPU type");
    expect(why["vnet/vtrunk"]).to.equal("it is deleted, and runs until that is applied: nothing is to be taken into code");
    expect(why["vlan/core1/mgmt"]).to.match(/^autostart is not set/);
  });

  it("refers to what code has by where rights are given and by what rules name, and to nothing that is elsewhere by now", async () => {
    const grant = (path: string) => ({ path, type: "group", ugid: "ops", roleid: "PVESDNUser", propagate: 1 });
    const rules = answerOf("/nodes/core1/qemu/301/firewall/rules") as readonly object[];
    changed = {
      "/access/acl": { body: { data: [...(answerOf("/access/acl") as readonly object[]), grant("/sdn/zones/zsimple/vsim"), grant("/sdn/zones/gone/vplain"), grant("/sdn/zones/localnetwork/vmbr0")] } },
      "/nodes/core1/qemu/301/firewall/rules": { body: { data: [...rules, { type: "in", action: "ACCEPT", enable: 1, pos: 4, source: "+guest/nobody", errors: { source: "no such ipset 'nobody'" } }, { type: "in", action: "ACCEPT", enable: 1, pos: 5, dest: "+peers" }] } },
    };
    await importing("--scope", "all");
    expect(text("cluster/access.ts")).to.match(/new Acl\(cluster, "sdn-zones-zsimple-vsim-ops-PVESDNUser", \{\n {4}adopt: true,\n {4}path: cluster\.vsim,/).and.include('path: "/sdn/zones/gone/vplain"').and.include('path: "/sdn/zones/localnetwork/vmbr0"');
    const firewall = text("cluster/firewall.ts");
    expect(firewall).to.match(/const (\w+) = new IpSet\(cluster, "core1-301-peers"[^]*source: \1 \}/).and.include('source: "+guest/nobody"').and.include("destination: core1301Peers.unscoped");
    expect(firewall).to.include("source: cluster.lan, destination: management }").and.include("      cluster.lan,").and.include('source: "guest/db"').and.include('macro: "Ceph", source: "198.51.100.0/24", interface: "vmbr1" }');
    expect(text("cluster.ts")).to.include('readonly lan = Alias.fromName(this, "lan");').and.not.include("fromName(this, \"db\")");
    expect(firewall).to.include("// list[4] errors source no such ipset 'nobody': Proxmox VE passes over this rule as long as that is so");
    expect(text("cluster/datacenter.ts")).not.to.include("standalone");
  });

  it("takes access into code only where it is named, and each right once", async () => {
    await importing("--scope", "cluster");
    expect(server.count("/access/acl")).to.equal(0);
    const { resources } = await importing("--kind", "acl");
    expect(resources!.filter(({ area, outcome }) => area === "access" && outcome === "imported")).to.have.lengthOf(22);
    expect(text("cluster/access.ts")).to.include('new Acl(cluster, "pool-apps-web-ada-pve-ci-PVEVMUser", {').and.include("token: cluster.adaPveCi").and.not.include("new User(");
    expect(text("cluster/access.ts")).to.include("role: Role.VM_USER").and.include("role: cluster.appOps");
    expect(text("cluster.ts")).to.include('readonly adaPveCi = UserToken.fromId(this, "ada@pve!ci");').and.include('readonly appOps = Role.fromName(this, "AppOps");');
  });

  it("loses no interface of a node: what the provider has no resource for is left out with its reason, whatever its type", async () => {
    const { resources } = await importing("--scope", "all");
    const told = new Map(resources!.map((one) => [one.key.slice(one.key.indexOf("/") + 1), one]));
    for (const node of ["core1", "core2"]) {
      const list = answerOf(`/nodes/${node}/network`) as readonly Readonly<Record<string, unknown>>[];
      // What a card has by itself, Proxmox VE answers of every one.
      const own = new Set(["iface", "type", "active", "exists", "priority", "families", "altnames"]);
      const isConfigured = (one: Readonly<Record<string, unknown>>) => Object.entries(one).some(([column, value]) => !own.has(column) && !(/^method6?$/.test(column) && value === "manual"));
      const configured = list.filter((one) => one.type !== "loopback" && (one.type !== "eth" || isConfigured(one)));
      expect(configured.filter(({ type }) => type === "eth"), node).to.have.lengthOf.at.least(node === "core1" ? 1 : 0);
      for (const { iface, type } of configured) expect(told.has(`${node}/${String(iface)}`), `${node}/${String(iface)}, ${String(type)}`).to.equal(true);
    }
    const others = resources!.filter(({ key }) => /^(?:other-interface|card)\//.test(key));
    expect(others.length).to.be.greaterThan(2);
    for (const { outcome, reason, remedy } of others) expect([outcome, reason, remedy]).to.deep.equal(["aside", "the provider has no resource for it", "leave it to Proxmox VE"]);
  });

  it("gives nothing an id that every object has, or that constructs keep for themselves", async () => {
    const names = ["toString", "constructor", "__proto__", "hasOwnProperty", "default", "Plain"];
    changed = { "/access/roles": { body: { data: names.map((roleid) => ({ roleid, privs: "VM.Audit" })) } } };
    await importing("--kind", "role");
    const ids = [...text("cluster/access.ts").matchAll(/new Role\(cluster, "([^"]+)"/g)].map(([, id]) => id!);
    expect(ids).to.have.lengthOf(names.length).and.include("Plain");
    for (const id of ids) expect(id in {}, id).to.equal(false);
    expect(text("cluster/access.ts")).to.include('name: "toString"').and.include('new Role(cluster, "role-toString"');
  });

  it("says of a software-defined network what waits to be applied, and what the provider takes too little of", async () => {
    await importing("--kind", "zone", "--kind", "vnet", "--kind", "subnet", "--kind", "sdn-fabric-node");
    const sdn = text("cluster/sdn.ts");
    expect(sdn).to.include("// it is new and waits to be applied: nothing of it runs yet").and.include("// alias waits to be applied: what runs has alias servers\n").and.include("// mtu waits to be applied: what runs has no mtu\n").and.include("// dhcp-dns-server waits to be applied: what runs has dhcp-dns-server 10.44.0.53\n");
    expect(sdn).to.include("// further dhcp-range[0] end-address 10.44.0.210: the provider takes one range");
    expect(sdn).to.include('dhcpRange: { startAddress: "10.44.0.100", endAddress: "10.44.0.149" }').and.include("// vxlan-port 4790");
    // A node that is in two fabrics has code for each.
    expect(sdn).to.include('new SdnOspfFabricNode(cluster, "storage-core1"').and.include('new SdnOpenFabricNode(cluster, "underlay-core1"');
  });

  it("says of firewalls and options what the provider loses", async () => {
    await importing("--scope", "all");
    const [firewall, options, nodes] = ["firewall", "datacenter", "nodes"].map((area) => text(`cluster/${area}.ts`));
    expect(firewall).to.include("// list[2] icmp-type echo-request: the provider does not know it, and the rule lets more through when it is made anew");
    expect(firewall).to.include('{ securityGroup: web, interface: "net0" },').and.include('new FirewallRules(cluster, "container-firewall-rules-core2-1001"');
    expect(firewall).to.include("protection_synflood_burst 2000");
    expect(options).to.include("registered-tags[0] prod").and.include("webauthn id pve.example.net");
    expect(nodes).to.include('domains: [{ domain: "core1.example.net", plugin: cluster.cf },').and.include("// acme-certificate core2 is set aside: its settings name no account").and.include("# IPv6: the provider leaves comments out when it writes the file");
    expect(nodes).to.include('new AptRepository(cluster, "core1-etc-apt-sources-list-d-extra-list-1", {').and.include("// https://repo.example.net/apt testing main");
    // The node that is off has nothing here, and takes nothing else down.
    expect(nodes).not.to.include("edgeB");
  });

  it("keeps the code of what it could not see", async () => {
    await importing("--scope", "cluster");
    const before = text("cluster/storage.ts");
    changed = { "/storage": { status: 403, reason: "Permission check failed (/storage, Datastore.Audit)", body: null } };
    const { resources } = await importing();
    expect(text("cluster/storage.ts").split("is set aside")[0]).to.include(before.split("  // storage")[0]!.trimEnd());
    expect(resources!.filter(({ key, outcome }) => key.startsWith("storage/") && outcome === "kept")).to.have.lengthOf(13);
  });

  it("merges what changed into a file that somebody has edited", async () => {
    await importing("--scope", "cluster");
    writeFileSync(join(folder, "cluster/pools.ts"), text("cluster/pools.ts").replace("export function pools", "// ours\nexport function pools").replace('comment: "web tier"', 'comment: "our own words"'));
    changed = { "/pools": { body: { data: [{ poolid: "apps", comment: "renamed" }, { poolid: "apps/web", comment: "web tier" }, { poolid: "apps/web/canary" }, { poolid: "empty" }, { poolid: "infra", comment: "DNS, mail & more" }, { poolid: "stor-only" }] } } };
    const { conflicts } = await importing();
    expect(text("cluster/pools.ts")).to.include("// ours").and.include('comment: "renamed"').and.include('comment: "our own words"');
    expect(conflicts).to.deep.equal([]);
  });
});
