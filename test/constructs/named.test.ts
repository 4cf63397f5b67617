import { expect } from "chai";
import { Testing } from "cdktf";
import type { Construct } from "constructs";
import * as all from "../../constructs/index";
import { ProxmoxStack } from "../../constructs/index";
import { problemsOf } from "../support/problems";
import { synthesise } from "../support/synthesis";

/* eslint-disable @typescript-eslint/no-explicit-any -- Every class is tried, and each gives what its own props take. */
type Use = (stack: Construct, named: any) => void;

const machine = (props: object): Use => (stack) => void new all.VirtualMachine(stack, "web", { node: "pve1", ...props });
const machineWith = (say: (named: any) => object): Use => (stack, named) => machine(say(named))(stack, named);

/** What takes something that is only named, by the class that names it. */
const uses: Readonly<Record<string, Use>> = {
  AcmeAccount: (stack, account) => void new all.AcmeCertificate(stack, "web", { node: "pve1", account, domains: [{ domain: "pve1.example.com" }] }),
  AcmeDnsPlugin: (stack, plugin) => void new all.AcmeCertificate(stack, "web", { node: "pve1", account: "default", domains: [{ domain: "pve1.example.com", plugin }] }),
  Alias: (stack, source) => void new all.SecurityGroup(stack, "web", { rules: [all.Rule.accept(all.Port.tcp(443)).from(source)] }),
  Bond: (stack, port) => void new all.Bridge(stack, "web", { node: "pve1", name: "vmbr7", ports: [port] }),
  Bridge: machineWith((bridge) => ({ networkDevices: [{ bridge }] })),
  DirectoryMapping: machineWith((mapping) => ({ virtiofs: [{ mapping }] })),
  Group: (stack, group) => void new all.User(stack, "web", { name: "anna@pve", groups: [group] }),
  HaGroup: (stack, group) => void new all.VirtualMachine(stack, "web", { node: "pve1" }).enableHa({ group }),
  IpSet: (stack, source) => void new all.SecurityGroup(stack, "web", { rules: [all.Rule.accept(all.Port.tcp(443)).from(source)] }),
  Node: (stack, node) => void new all.VirtualMachine(stack, "web", { node }),
  PciMapping: machineWith((mapping) => ({ machine: "q35", pciDevices: [{ slot: "hostpci0", mapping }] })),
  Pool: machineWith((pool) => ({ pool })),
  Role: (stack, role) => void new all.Pool(stack, "web", { name: "web" }).grant(all.Group.fromName(stack, "staff"), role),
  SdnEvpnController: (stack, controller) => void new all.SdnEvpnZone(stack, "web", { name: "zone1", controller, vrfVxlan: 1 }),
  SdnOpenFabric: (stack, fabric) => void new all.SdnOpenFabricNode(stack, "web", { fabric, node: "pve1", ip: "10.0.0.1", interfaces: ["ens1"] } as any),
  SdnOspfFabric: (stack, fabric) => void new all.SdnOspfFabricNode(stack, "web", { fabric, node: "pve1", ip: "10.0.0.1", interfaces: ["ens1"] } as any),
  SdnVnet: machineWith((bridge) => ({ networkDevices: [{ bridge }] })),
  SdnZone: (stack, zone) => void new all.SdnVnet(stack, "web", { name: "vnet1", zone }),
  SecurityGroup: (stack, group) => void new all.VirtualMachine(stack, "web", { node: "pve1" }).firewall.addGroup(group),
  Storage: machineWith((storage) => ({ disks: [{ interface: "scsi0", storage, size: all.Size.gibibytes(8) }] })),
  UsbMapping: machineWith((mapping) => ({ usbDevices: [{ mapping }] })),
  Vlan: (stack, port) => void new all.Bridge(stack, "web", { node: "pve1", name: "vmbr7", ports: [port] }),
};

interface Named {
  fromName(scope: Construct, name: any): unknown;
}
const named = Object.entries(all as unknown as Readonly<Record<string, Named>>).filter(([, one]) => typeof one === "function" && "fromName" in one);
/** The kinds of a zone and of a storage name theirs as the one above them does. */
const nameOf = ({ fromName }: Named): string => named.find(([, other]) => other.fromName === fromName && Object.hasOwn(other, "fromName"))![0];

describe("what code names and does not make", () => {
  it("is tried below, all of it", () => expect([...new Set(named.map(([, one]) => nameOf(one)))].sort()).to.deep.equal(Object.keys(uses).sort()));

  for (const [name, one] of named) {
    it(`reaches Terraform by its name: ${name}.fromName`, () => {
      const build = (stack: Construct) => uses[nameOf(one)]!(stack, one.fromName(stack, "one7x"));
      expect(problemsOf(build)).to.deep.equal([]);
      const { home } = synthesise((app) => build(new ProxmoxStack(app, "home")));
      expect(JSON.stringify(JSON.parse(home!).resource)).to.match(/one7x\b/);
    });

    it(`is refused where it has none: ${name}.fromName`, () => {
      for (const wrong of [undefined, 5, {}]) {
        const said = problemsOf((stack) => void one.fromName(stack, wrong));
        expect(said.filter((problem) => problem.includes(`${nameOf(one)}.fromName`) || problem.includes(`${name}.fromName`)), `${String(wrong)}: ${said.join()}`).to.have.lengthOf(1);
      }
    });
  }
});

describe("methods that add to a construct", () => {
  const resources = (build: Use) => JSON.parse(synthesise((app) => build(new ProxmoxStack(app, "home"), undefined)).home!) as { resource: Readonly<Record<string, Readonly<Record<string, any>>>>; variable?: object };

  it("tag guests: addTags", () => {
    const { resource } = resources((stack) => {
      new all.VirtualMachine(stack, "web", { node: "pve1", tags: ["a"] }).addTags("b", "a");
      new all.Container(stack, "db", { node: "pve1", operatingSystem: { type: "debian", template: "local:vztmpl/a.tar.zst" } }).addTags("c");
    });
    expect(resource.proxmox_virtual_environment_vm!.web.tags).to.deep.equal(["a", "b"]);
    expect(resource.proxmox_virtual_environment_container!.db.tags).to.deep.equal(["c"]);
    expect(problemsOf((stack) => new all.VirtualMachine(stack, "web", { node: "pve1" }).addTags("my tag"))).to.deep.equal(['[home/web] tags is "my tag", which Proxmox VE refuses; say words of letters, digits and _ - + .']);
  });

  it("give a network its addresses: addSubnet", () => {
    const add = (cidr: string): Use => (stack) => void new all.SdnVnet(stack, "lan", { name: "vnet1", zone: "zone1" }).addSubnet({ cidr });
    expect(Object.values(resources(add("10.9.0.0/24")).resource.proxmox_virtual_environment_sdn_subnet ?? resources(add("10.9.0.0/24")).resource.proxmox_sdn_subnet!)[0].cidr).to.equal("10.9.0.0/24");
    expect(problemsOf((stack) => add("10.9.0.0")(stack, undefined)).join()).to.match(/cidr/);
  });

  it("keep what nobody may read out of the code: Secret.variable", () => {
    const { variable } = resources((stack) => void new all.VirtualMachine(stack, "web", { node: "pve1", description: all.Secret.variable(stack, "nas-password") }));
    expect(variable).to.have.all.keys("nas_password");
    // Terraform asks for what has no default.
    expect((variable as Record<string, object>).nas_password).to.include({ type: "string", sensitive: true }).and.not.to.have.property("default");
    expect(problemsOf((stack) => void all.Secret.variable(stack, 5 as any)).join()).to.contain("Secret.variable");
  });

  it("have a secret of what an import took in planned without it: there nobody knows it", () => {
    const stack = new ProxmoxStack(Testing.app(), "home", { adopted: true });
    all.Secret.variable(stack, "nas-password");
    expect(JSON.parse(Testing.synth(stack)).variable.nas_password).to.include({ default: "unset", sensitive: true });
  });

  it("name a snippet that is there: Snippet.fromVolume", () => {
    const { resource } = resources((stack) => void new all.VirtualMachine(stack, "web", { node: "pve1", hookScript: all.Snippet.fromVolume(stack, "local:snippets/hook.sh") }));
    expect(resource.proxmox_virtual_environment_vm!.web.hook_script_file_id).to.equal("local:snippets/hook.sh");
    expect(problemsOf((stack) => void all.Snippet.fromVolume(stack, 5 as any)).join()).to.contain("Snippet.fromVolume");
  });
});
