import { TerraformVariable } from "cdktf";
import { expect } from "chai";
import { AcmeAccount, Container, ProxmoxProvider, ProxmoxStack, Size, VirtualMachine, type ContainerProps, type ProxmoxProviderProps, type VirtualMachineProps } from "../../constructs/index";
import { catalog } from "../../lib/schema/catalog";
import type { Member } from "../../lib/schema/row";
import { problemsOfApp } from "../support/problems";

const template = { operatingSystem: { type: "debian", template: "nas:vztmpl/debian-13.tar.zst" } } as const;

function problems(provider: ProxmoxProviderProps | "a token of a variable", machine: Partial<VirtualMachineProps>, container?: Partial<ContainerProps>): readonly string[] {
  return problemsOfApp((app) => {
    const stack = new ProxmoxStack(app, "home");
    const { stringValue } = new TerraformVariable(stack, "token", { sensitive: true });
    new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006", ...(typeof provider === "string" ? { apiToken: stringValue } : provider) });
    if (container === undefined) new VirtualMachine(stack, "web", { node: "pve1", ...machine });
    else new Container(stack, "web", { node: "pve1", unprivileged: true, ...template, ...container });
  });
}

describe("what Proxmox VE takes from root@pam alone", () => {
  const rooted: Partial<VirtualMachineProps> = {
    cpu: { numa: true, affinity: "0-3", architecture: "x86_64" }, memory: { dedicated: Size.gibibytes(2), hugepages: "2", keepHugepages: true }, kvmArguments: "-s", hookScript: "local:snippets/hook.sh",
    pciDevices: [{ slot: "hostpci0", id: "0000:01:00.0" }], usbDevices: [{ host: "spice" }, { host: "1234:5678" }], serialDevices: ["socket", "/dev/ttyS0"], amdSev: { type: "es" },
  };
  const all = "kvmArguments and hookScript and cpu.architecture and cpu.affinity and memory.hugepages and memory.keepHugepages";

  it("is refused where the provider has a token, or is another user", () => {
    const [problem, ...others] = problems("a token of a variable", rooted);
    expect(others).to.deep.equal([]);
    for (const path of [...all.split(" and "), "pciDevices.id", "usbDevices.host", "serialDevices.device", "amdSev.type"]) expect(problem).to.include(path);
    expect(problem).to.include("can only be set by root@pam, and Proxmox VE refuses every token; say username and password of root@pam for the provider, or take them away");
    expect(problems({ username: "kim@pve" }, { cpu: { affinity: "0" } })).to.deep.equal(["[home/web] cpu.affinity can only be set by root@pam, and the provider is kim@pve; say username and password of root@pam for the provider, or take it away"]);
  });

  it("is taken from root@pam, and where only the environment says who it is", () => {
    expect(problems({ username: "root@pam" }, rooted)).to.deep.equal([]);
    expect(problems({}, rooted)).to.deep.equal([]);
  });

  it("is nothing that anybody may say: sockets, mappings, what is off", () => {
    expect(problems("a token of a variable", { serialDevices: ["socket"], usbDevices: [{ host: "SPICE" }, { mapping: "key" }], pciDevices: [{ slot: "hostpci0", mapping: "gpu" }], memory: { dedicated: Size.gibibytes(1) } })).to.deep.equal([]);
    expect(problems("a token of a variable", {}, { mountPoints: [{ volume: "tank", path: "/srv", size: Size.gibibytes(1) }], features: { nesting: true } })).to.deep.equal([]);
  });

  it("is said of containers, too", () => {
    const [problem] = problems("a token of a variable", {}, { hookScript: "local:snippets/hook.sh", mountPoints: [{ volume: "/tank/media", path: "/srv" }], devices: [{ path: "/dev/dri/renderD128" }], features: { keyctl: true } });
    for (const path of ["features.keyctl", "hookScript", "mountPoints.volume", "devices.path"]) expect(problem).to.include(path);
  });

  it("is an account of ACME as a whole", () => {
    const account = (provider: ProxmoxProviderProps) => problemsOfApp((app) => {
      const stack = new ProxmoxStack(app, "home");
      new ProxmoxProvider(stack, provider);
      new AcmeAccount(stack, "letsencrypt", { contact: "ops@example.org" });
    });
    expect(account({ apiToken: "x@pve!y=z" })).to.deep.equal(["[home/letsencrypt] this can only be set by root@pam, and Proxmox VE refuses every token; say username and password of root@pam for the provider, or take it away"]);
    expect(account({ username: "root@pam" })).to.deep.equal([]);
  });

  it("is what the table says, of both guests", () => {
    const count = (members: readonly Member[]): number => members.reduce((sum, member) => sum + (member.kind === "row" ? Number(member.rootOnly !== undefined) : count(member.rows)), 0);
    expect([count(catalog.qemu.rows), count(catalog.lxc.rows)]).to.deep.equal([16, 3]);
  });
});
