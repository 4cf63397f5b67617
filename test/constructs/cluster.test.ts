import { expect } from "chai";
import { Construct } from "constructs";
import { Aspects, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { Cluster, Container, Pool, ProxmoxProvider, ProxmoxStack, Size, Snippet, Tags, VirtualMachine } from "../../constructs/index";
import { Acl } from "../../constructs/imports/acl";
import { problemsOf } from "../support/problems";
import { synthesise } from "../support/synthesis";

type Resources = Record<string, Record<string, Record<string, unknown>>>;

function made(build: (stack: ProxmoxStack) => void, options = {}): Resources {
  const stack = new ProxmoxStack(Testing.app(), "home", options);
  build(stack);
  return JSON.parse(Testing.synth(stack, true)).resource;
}

/** The problems of a stack that has only the providers which `build` makes. */
function problemsAlone(build: (stack: TerraformStack) => void): string[] {
  const stack = new ProxmoxStack(Testing.app(), "home");
  build(stack);
  try {
    Testing.synth(stack, true);
    return [];
  } catch (error) {
    return (error as Error).message.split("\n").map((line) => line.trim()).filter((line) => line.startsWith("["));
  }
}

describe("the scope of a cluster", () => {
  it("carries the provider, for constructs and for resources of the provider", () => {
    const all = made((stack) => {
      new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
      const lab = new Cluster(stack, "lab", { endpoint: "https://lab.lan:8006" });
      const group = new Construct(lab, "k3s");
      new VirtualMachine(group, "web", { node: "pve1" });
      new Container(group, "db", { node: "pve1", clone: { container: 9000 }, pool: "prod" });
      new Pool(lab, "prod").addStorage("nas", "nas");
      new Acl(lab, "acl", { path: "/", roleId: "PVEAuditor", userId: "kim@pve" });
      new VirtualMachine(stack, "other", { node: "pve1" });
    });
    for (const [type, of] of Object.entries(all)) for (const [name, { provider }] of Object.entries(of)) expect(provider, `${type}.${name}`).to.equal(name === "other" ? undefined : "proxmox.lab");
    expect(Object.values(all).flatMap((of) => Object.keys(of))).to.have.length(7);
  });

  it("takes a provider that is there", () => {
    const all = made((stack) => {
      const provider = new ProxmoxProvider(stack, { alias: "b", endpoint: "https://lab.lan:8006" });
      new VirtualMachine(new Cluster(stack, "lab", { provider }), "web", { node: "pve1" });
    });
    expect(Object.values(all.proxmox_virtual_environment_vm!)[0]!.provider).to.equal("proxmox.b");
  });

  it("carries what its guests have in common, and each guest says what it has otherwise", () => {
    const all = made((stack) => {
      const lab = new Cluster(stack, "lab", { endpoint: "https://lab.lan:8006", defaults: { storage: "tank", bridge: "vmbr7", tags: ["lab"], pool: "dev", onBoot: true, removalPolicy: "destroy" } });
      new VirtualMachine(lab, "web", { node: "pve1", disks: [{ interface: "scsi0" }, { interface: "scsi1", storage: "fast" }], networkDevices: [{}, { bridge: "vmbr1" }], cloudInit: {}, tags: ["web"] });
      new Container(lab, "db", { node: "pve1", clone: { container: 9000 }, rootDisk: { size: Size.gibibytes(4) }, networkInterfaces: [{ name: "eth0" }], onBoot: false, removalPolicy: "protect" });
    });
    const [web] = Object.values(all.proxmox_virtual_environment_vm!);
    expect(web).to.deep.include({ on_boot: true, pool_id: "dev", tags: ["web", "lab"] });
    expect((web!.disk as { datastore_id: string }[]).map((disk) => disk.datastore_id)).to.deep.equal(["tank", "fast"]);
    expect((web!.network_device as { bridge: string }[]).map(({ bridge }) => bridge)).to.deep.equal(["vmbr7", "vmbr1"]);
    expect(web!.initialization).to.deep.include({ datastore_id: "tank" });
    expect(web!.lifecycle).to.include({ prevent_destroy: false });
    const [db] = Object.values(all.proxmox_virtual_environment_container!);
    expect(db).to.deep.include({ tags: ["lab"] });
    expect(db!.disk).to.include({ datastore_id: "tank", size: 4 });
    expect(db!.lifecycle).to.include({ prevent_destroy: true });
  });

  it("says what it cannot be", () => {
    expect(problemsAlone((stack) => void new Cluster(stack, "1st", { endpoint: "https://a" }))).to.deep.equal(['[home/1st] alias is "1st", which Terraform refuses; say alias: a letter, then letters, digits, - _']);
    const both = problemsAlone((stack) => void new Cluster(stack, "a", { endpoint: "https://a", provider: new ProxmoxProvider(stack, {}) }));
    expect(both).to.deep.equal(["[home/a] provider is given, and endpoint as well; say one of them"]);
  });

  it("is asked for where every provider has an alias", () => {
    const problems = problemsAlone((stack) => {
      for (const alias of ["a", "b"]) new ProxmoxProvider(stack, { alias, endpoint: `https://${alias}` });
      new VirtualMachine(stack, "web", { node: "pve1" });
      new Pool(stack, "prod");
    });
    expect(problems).to.have.members(["home/web", "home/prod"].map((path) => `[home] ${path}: provider is missing, and every provider of the stack has an alias (a, b); say provider, or make it inside of a Cluster`));
  });
});

describe("what is one cluster", () => {
  const twice = (first: object, second: object) =>
    problemsAlone((stack) => {
      for (const [id, props] of Object.entries({ first, second })) new VirtualMachine(new Cluster(stack, id, props), "web", { node: "pve1", vmId: 100 });
    }).filter((problem) => problem.includes("vmId 100 is also"));

  it("has one endpoint, however that is spelled", () => {
    expect(twice({ endpoint: "https://pve1:8006" }, { endpoint: "HTTPS://PVE1:8006/" })).to.have.length(1);
    for (const other of ["https://pve1.:8006", "https://pve1:8006/api2/json", "https://PVE1:8006//"]) expect(twice({ endpoint: "https://pve1:8006" }, { endpoint: other }), other).to.have.length(1);
    expect(twice({ endpoint: "https://[::1]:8006" }, { endpoint: "https://[0:0:0:0:0:0:0:1]:8006/" })).to.have.length(1);
    expect(twice({ endpoint: "https://pve1" }, { endpoint: "https://pve1:443/api2/json" })).to.have.length(1);
  });

  it("has another one where that is said, or where nobody knows", () => {
    expect(twice({ endpoint: "https://pve1:8006" }, { endpoint: "https://pve2:8006" })).to.deep.equal([]);
    expect(twice({}, {})).to.deep.equal([]);
    expect(problemsOf((home, app) => {
      const lab = new ProxmoxStack(app, "lab");
      new ProxmoxProvider(lab, { endpoint: new TerraformVariable(lab, "endpoint", {}).stringValue });
      const office = new ProxmoxStack(app, "office");
      new ProxmoxProvider(office, { endpoint: new TerraformVariable(office, "endpoint", {}).stringValue });
      for (const stack of [home, lab, office]) new VirtualMachine(stack, "web", { node: "pve1", vmId: 100 });
    })).to.deep.equal([]);
  });
});

describe("the name of what says none", () => {
  class K3sCluster extends Construct {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      new VirtualMachine(this, "server-0", { node: "pve1" });
      new Container(this, "db", { node: "pve1", clone: { container: 9000 } });
      new Snippet(this, "user", { node: "pve1", storage: "nas", text: "#cloud-config\n" });
    }
  }

  it("comes from its path, so that a construct can be used twice", () => {
    const all = made((stack) => {
      new ProxmoxProvider(stack, {});
      const def = new Construct(stack, "Default");
      for (const id of ["blue", "green"]) new K3sCluster(def, id);
    });
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- What Terraform is given.
    const names = (type: string, name: (values: any) => string) => Object.values(all[type]!).map((values) => name(values));
    expect(names("proxmox_virtual_environment_vm", ({ name }) => name)).to.deep.equal(["blue-server-0", "green-server-0"]);
    expect(names("proxmox_virtual_environment_container", ({ initialization }) => initialization["hostname"])).to.deep.equal(["blue-db", "green-db"]);
    expect(names("proxmox_virtual_environment_file", ({ source_raw: raw }) => raw["file_name"])).to.deep.equal(["blue-user.yaml", "green-user.yaml"]);
  });

  it("is the id for a guest that is there already", () => {
    const all = made((stack) => {
      new ProxmoxProvider(stack, {});
      new VirtualMachine(new Construct(stack, "a"), "web", { node: "pve1", vmId: 100 });
      new VirtualMachine(new Construct(stack, "b"), "new", { node: "pve1" });
    }, { adopted: true });
    expect(Object.values(all.proxmox_virtual_environment_vm!).map(({ name }) => name)).to.deep.equal(["web", "b-new"]);
  });
});

describe("the tags of a scope", () => {
  it("are had by every guest in it, besides its own", () => {
    const all = made((stack) => {
      new ProxmoxProvider(stack, {});
      const group = new Construct(stack, "k3s");
      Tags.of(stack).add("managed");
      Tags.of(group).add("k3s", "prod");
      new VirtualMachine(group, "web", { node: "pve1", tags: ["prod", "web"] });
      new Container(stack, "db", { node: "pve1", clone: { container: 9000 } });
    });
    expect(Object.values(all.proxmox_virtual_environment_vm!)[0]!.tags).to.have.members(["managed", "k3s", "prod", "web"]);
    expect(all.proxmox_virtual_environment_container!.db!.tags).to.deep.equal(["managed"]);
  });

  it("are taken away from every guest in it, wherever they come from", () => {
    const all = made((stack) => {
      const cluster = new Cluster(stack, "home", { endpoint: "https://pve1.lan:8006", defaults: { tags: ["managed", "home"] } });
      Tags.of(cluster).add("prod");
      Tags.of(cluster).remove("managed", "web", "absent");
      new VirtualMachine(cluster, "web", { node: "pve1", tags: ["web", "edge"] });
      new Container(cluster, "db", { node: "pve1", clone: { container: 9000 }, tags: ["db"] }).removeTags("db");
    });
    expect(Object.values(all.proxmox_virtual_environment_vm!)[0]!.tags).to.have.members(["edge", "home", "prod"]);
    expect(Object.values(all.proxmox_virtual_environment_container!)[0]!.tags).to.have.members(["home", "prod"]);
  });

  it("are put together in Terraform, where a guest's own are known only there", () => {
    const all = made((stack) => {
      const cluster = new Cluster(stack, "home", { endpoint: "https://pve1.lan:8006", defaults: { tags: ["home"] } });
      const own = new TerraformVariable(stack, "own", { type: "list(string)" });
      Tags.of(cluster).add("prod");
      Tags.of(cluster).remove("old");
      new VirtualMachine(cluster, "web", { node: "pve1", tags: own.listValue });
      new VirtualMachine(cluster, "db", { node: "pve1", tags: ["db", "old"] }).addTags(...own.listValue);
    });
    const { tags: web } = Object.entries(all.proxmox_virtual_environment_vm!).find(([name]) => name.includes("web"))![1];
    const { tags: db } = Object.entries(all.proxmox_virtual_environment_vm!).find(([name]) => name.includes("db"))![1];
    expect(web).to.equal('${setsubtract(distinct(concat(distinct(concat(var.own, ["home"])), ["prod"])), ["old"])}');
    expect(db).to.equal('${setsubtract(distinct(concat(distinct(concat(["db", "old", "home"], var.own)), ["prod"])), ["old"])}');
  });

  it("are those of an app, too, and of what is around its stacks, whose aspects cdktf leaves out", () => {
    const visited: string[] = [];
    const texts = synthesise((app) => {
      const site = new Construct(app, "site");
      for (const stack of [new ProxmoxStack(app, "home"), new ProxmoxStack(site, "lab"), new TerraformStack(app, "plain")]) {
        new ProxmoxProvider(stack, { endpoint: `https://${stack.node.id}.lan:8006` });
        new VirtualMachine(stack, "web", { node: "pve1", tags: ["web"] });
      }
      Tags.of(app).add("managed");
      Tags.of(site).add("site");
      Tags.of(app).remove("web");
      Aspects.of(app).add({ visit: (node) => visited.push(node.node.path) });
    }, { skipValidation: false });
    const tagsOf = (text: string) => Object.values((JSON.parse(text) as { readonly resource: Resources }).resource.proxmox_virtual_environment_vm!)[0]!.tags;
    expect(Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, tagsOf(text)]))).to.deep.equal({ home: ["managed"], lab: ["managed", "site"], plain: ["managed"] });
    expect(visited.filter((path) => path === "home/web")).to.have.lengthOf(1);
  });

  it("are checked like those of a guest", () => {
    expect(problemsOf((stack) => {
      Tags.of(stack).add("my tag");
      new VirtualMachine(stack, "web", { node: "pve1" });
    })).to.deep.equal(['[home/web] tags is "my tag", which Proxmox VE refuses; say words of letters, digits and _ - + .']);
  });
});
