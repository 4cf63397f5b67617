import { expect } from "chai";
import { TerraformStack, TerraformVariable, Testing, type App } from "cdktf";
import type { Construct } from "constructs";
import { BackupJob, BootSource, Cluster, DirectoryStorage, Grant, Group, Ha, Image, IpSet, NfsStorage, Node, PciMapping, Pool, Port, ProxmoxProvider, ProxmoxStack, Role, Rule, SdnSimpleZone, SdnVnet, SecurityGroup, Size, Snippet, Storage, User, VirtualMachine } from "../../constructs/index";
import { synthesise } from "../support/synthesis";

/** What an app is told before it is synthesised. */
function told(build: (app: App) => void): string[] {
  try {
    synthesise((app) => build(app), { skipValidation: false });
    return [];
  } catch (error) {
    const lines = (error as Error).message.split("\n").map((line) => line.trim()).filter((line) => line.startsWith("["));
    if (lines.length === 0) throw error;
    return lines;
  }
}

const nas = (scope: Construct, provider?: ProxmoxProvider) => new NfsStorage(scope, "nas", { server: "10.0.0.9", export: "/nas", content: ["images"], provider });
const disk = (scope: Construct, storage: NfsStorage | string, provider?: ProxmoxProvider) => new VirtualMachine(scope, "web", { node: "pve1", provider, disks: [{ interface: "scsi0", storage, size: Size.gibibytes(8) }] });
const a = "https://a.lan:8006";
const b = "https://b.lan:8006";

/** Two clusters in one stack. */
const two = (app: App, first: object = { endpoint: a }, second: object = { endpoint: b }) => {
  const stack = new ProxmoxStack(app, "home");
  return { stack, one: new Cluster(stack, "one", first), other: new Cluster(stack, "other", second) };
};

const variables = (app: App) => {
  const stack = new ProxmoxStack(app, "home");
  const endpoint = (name: string) => new TerraformVariable(stack, name, { type: "string" }).stringValue;
  return { stack, one: new Cluster(stack, "one", { endpoint: endpoint("a") }), other: new Cluster(stack, "other", { endpoint: endpoint("b") }) };
};

describe("what another cluster has", () => {
  const named: Readonly<Record<string, (one: Cluster, other: Cluster) => unknown>> = {
    "home/one/web: disks[0].storage names home/other/nas": (one, other) => disk(one, nas(other)),
    "home/one/web: disks.storage names home/other/nas": (one, other) => disk(one, nas(other).datastoreId),
    "home/one/web: pool names home/other/prod": (one, other) => new VirtualMachine(one, "web", { node: "pve1", pool: new Pool(other, "prod") }),
    "home/one/web: clone.vmId names home/other/template": (one, other) => new VirtualMachine(one, "web", { node: "pve1", boot: BootSource.fromClone(new VirtualMachine(other, "template", { node: "pve1", template: true })) }),
    "home/one/web: networkDevices[0].bridge names home/other/vnet1": (one, other) => new VirtualMachine(one, "web", { node: "pve1", networkDevices: [{ bridge: new SdnVnet(other, "vnet1", { zone: new SdnSimpleZone(other, "lab", {}) }) }] }),
    "home/one/web: pciDevices[0].mapping names home/other/gpu": (one, other) => new VirtualMachine(one, "web", { node: "pve1", machine: "q35", pciDevices: [{ slot: "hostpci0", mapping: new PciMapping(other, "gpu", { devices: [{ node: "pve1", id: "10de:2684", path: "0000:01:00" }] }) }] }),
    "home/one/web: disks[0].importFrom names home/other/debian": (one, other) => new VirtualMachine(one, "web", { node: "pve1", boot: BootSource.fromImage(new Image(other, "debian", { node: "pve1", storage: "local", url: "https://x.lan/debian.qcow2" })) }),
    "home/one/debian: storage names home/other/nas": (one, other) => new Image(one, "debian", { node: "pve1", storage: nas(other), url: "https://x.lan/debian.qcow2" }),
    "home/one/hello: storage names home/other/nas": (one, other) => new Snippet(one, "hello", { node: "pve1", storage: nas(other), text: "x" }),
    "home/one/nightly: guests[0] names home/other/web": (one, other) => new BackupJob(one, "nightly", { storage: "nas", schedule: "daily", guests: [disk(other, "local")] }),
    "home/one/apart: guests[1] names home/other/db": (one, other) => {
      const guests = [disk(one, "local"), new VirtualMachine(other, "db", { node: "pve1" })];
      for (const guest of guests) guest.enableHa();
      return Ha.keepApart(one, "apart", guests);
    },
    "home/one/web/Firewall: rules.source names home/other/lan": (one, other) => disk(one, "local").firewall.addRule(Rule.accept(Port.tcp(22)).from(new IpSet(other, "lan", ["10.0.0.0/24"]))),
    "home/one/web/Firewall: addGroup names home/other/www": (one, other) => disk(one, "local").firewall.addGroup(new SecurityGroup(other, "www", { rules: [Rule.accept(Port.tcp(80))] })),
    "names home/other/kim": (one, other) => disk(one, "local").grant(new User(other, "kim"), Role.VM_USER),
    "names home/other/admins": (one, other) => new User(one, "kim", { groups: [new Group(other, "admins")] }),
    "home/one/prod: addStorage names home/other/nas": (one, other) => new Pool(one, "prod").addStorage("nas", nas(other)),
  };
  for (const [sentence, build] of Object.entries(named)) {
    it(`is told where it is named: ${sentence}`, () => {
      const problems = told((app) => {
        const { one, other } = two(app);
        build(one, other);
      });
      expect(problems.join("\n")).to.include(sentence.replace(/^(\S+): /, "[$1] "));
      // Its own cluster may have all of it, by the same code.
      expect(told((app) => {
        const { one } = two(app);
        build(one, one);
      })).to.deep.equal([]);
    });
  }

  it("is told with what helps", () => {
    const [problem] = told((app) => {
      const { one, other } = two(app);
      disk(one, nas(other));
    });
    expect(problem).to.equal("[home/one/web] disks[0].storage names home/other/nas, which is of another cluster; say one of this cluster, or its name as text where this cluster has one of that name, or the same provider where both are of one cluster");
  });

  const apart: Readonly<Record<string, (app: App) => void>> = {
    "providers with other endpoints": (app) => {
      const stack = new ProxmoxStack(app, "home");
      new ProxmoxProvider(stack, { endpoint: a });
      const lab = new ProxmoxProvider(stack, { endpoint: b, alias: "lab" });
      disk(stack, nas(stack, lab));
    },
    "stacks with other endpoints": (app) => {
      const [one, other] = ["one", "other"].map((id) => new ProxmoxStack(app, id));
      new ProxmoxProvider(one!, { endpoint: a });
      new ProxmoxProvider(other!, { endpoint: b });
      disk(one!, nas(other!));
    },
    "plain stacks with other endpoints": (app) => {
      const [one, other] = ["one", "other"].map((id) => new TerraformStack(app, id));
      new ProxmoxProvider(one!, { endpoint: a });
      new ProxmoxProvider(other!, { endpoint: b });
      disk(one!, nas(other!));
    },
    "scopes of which one has a variable for its endpoint": (app) => {
      const stack = new ProxmoxStack(app, "home");
      const endpoint = new TerraformVariable(stack, "endpoint", { type: "string" }).stringValue;
      disk(new Cluster(stack, "one", { endpoint }), nas(new Cluster(stack, "other", { endpoint: b })));
    },
    "scopes with other variables": (app) => {
      const { one, other } = variables(app);
      disk(one, nas(other));
    },
  };
  for (const [what, build] of Object.entries(apart)) it(`is of another one between ${what}`, () => expect(told(build)).to.have.lengthOf.at.least(1));

  const together: Readonly<Record<string, (app: App) => void>> = {
    "two providers of one endpoint, in two spellings": (app) => {
      const stack = new ProxmoxStack(app, "home");
      new ProxmoxProvider(stack, { endpoint: "HTTPS://A.lan.:8006/" });
      disk(stack, nas(stack, new ProxmoxProvider(stack, { endpoint: a, alias: "root", username: "root@pam" })));
    },
    "two scopes of one endpoint": (app) => {
      const { one, other } = two(app, { endpoint: a }, { endpoint: `${a}/`, username: "root@pam" });
      disk(one, nas(other));
    },
    "two scopes of one variable": (app) => {
      const stack = new ProxmoxStack(app, "home");
      const endpoint = new TerraformVariable(stack, "endpoint", { type: "string" });
      disk(new Cluster(stack, "one", { endpoint: endpoint.stringValue }), nas(new Cluster(stack, "root", { endpoint: endpoint.stringValue, username: "root@pam" })));
    },
    "two scopes of the environment": (app) => {
      const { one, other } = two(app, {}, { username: "root@pam" });
      disk(one, nas(other));
    },
    "two stacks of the environment": (app) => {
      const [one, other] = ["one", "other"].map((id) => new ProxmoxStack(app, id));
      new ProxmoxProvider(one!);
      new ProxmoxProvider(other!);
      disk(one!, nas(other!));
    },
    "a stack of the environment and one with an endpoint": (app) => {
      const [one, other] = ["one", "other"].map((id) => new ProxmoxStack(app, id));
      new ProxmoxProvider(one!);
      new ProxmoxProvider(other!, { endpoint: a });
      disk(one!, nas(other!));
    },
    "what is outside of the scope that carries its provider": (app) => {
      const { stack, one } = two(app);
      disk(one, nas(stack, one.provider as ProxmoxProvider));
    },
  };
  for (const [what, build] of Object.entries(together)) it(`may be of one cluster: ${what}`, () => expect(told(build)).to.deep.equal([]));

  it("may be named as what it is for: an address, a text, a node by its name, or rights that a provider of its own gives", () => {
    expect(told((app) => {
      const { stack, one, other } = two(app);
      const web = new VirtualMachine(other, "db", { node: "pve1", agent: true });
      new VirtualMachine(one, "web", { node: Node.fromName(other, "pve1"), description: `talks to ${web.vmIdText}`, disks: [{ interface: "scsi0", storage: Storage.fromName(other, "nas"), size: Size.gibibytes(8) }] }).firewall.addRule(Rule.accept(Port.tcp(22)).from(web.ipv4Address));
      Grant.on(stack, new DirectoryStorage(other, "backups", { path: "/mnt/backups", content: ["backup"] }), new User(other, "kim"), Role.DATASTORE_USER, { provider: other.provider });
    })).to.deep.equal([]);
  });

  it("is told by Testing.synth, too", () => {
    const app = Testing.app();
    const { stack, one, other } = two(app);
    disk(one, nas(other));
    expect(() => Testing.synth(stack, true)).to.throw("disks[0].storage names home/other/nas");
  });
});
