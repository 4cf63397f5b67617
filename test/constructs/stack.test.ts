import { tmpdir } from "node:os";
import { expect } from "chai";
import { App, Aspects, Fn, Lazy, LocalBackend, S3Backend, TerraformCount, TerraformHclModule, TerraformIterator } from "cdktf";
import { TerraformLocal, TerraformOutput, TerraformResource, TerraformStack, TerraformVariable, Token, conditional } from "cdktf";
import * as cdktn from "cdktn";
import { Construct } from "constructs";
import { DataProxmoxVirtualEnvironmentNodes } from "../../constructs/imports/data-proxmox-virtual-environment-nodes";
import { ProxmoxProvider as ProviderBinding } from "../../constructs/imports/provider";
import { VirtualEnvironmentContainer } from "../../constructs/imports/virtual-environment-container";
import { VirtualEnvironmentVm } from "../../constructs/imports/virtual-environment-vm";
import type { VirtualEnvironmentVmConfig } from "../../constructs/imports/virtual-environment-vm";
import { isKnown } from "../../constructs/rendering";
import { ProxmoxStack } from "../../constructs/stack";
import { synthesise } from "../support/synthesis";

const vm = (scope: Construct, id: string, config: Partial<VirtualEnvironmentVmConfig> = {}): VirtualEnvironmentVm =>
  new VirtualEnvironmentVm(scope, id, { nodeName: "pve1", ...config });

/** What a stack may hold; each is synthesised in a plain stack and in a ProxmoxStack. */
const contents: Record<string, (stack: TerraformStack, other: TerraformStack) => void> = {
  "nothing": () => {},
  "a resource with nested blocks": (stack) => {
    vm(stack, "web", {
      vmId: 100,
      tags: ["a", "b"],
      started: false,
      cpu: { cores: 2, flags: [] },
      disk: [
        { interface: "scsi0", size: 8 },
        { interface: "scsi1", size: 16, discard: "on" },
      ],
    });
  },
  "text that looks like a token or an expression": (stack) => {
    vm(stack, "odd", { description: '1e5 -2.5e-3 $${x} %%{ if } } ${ \n"quoted" \u0000 String Map', name: "web-e1" });
  },
  "string, number, list and map tokens": (stack) => {
    const first = vm(stack, "first");
    const size = new TerraformVariable(stack, "size", { type: "number", default: 4 });
    const list = new TerraformVariable(stack, "list", { type: "list(string)" });
    const map = new TerraformVariable(stack, "map", { type: "map(string)" });
    vm(stack, "second", {
      name: `${first.name}/${first.vmId}`,
      memory: { dedicated: size.numberValue },
      tags: list.listValue,
      description: Fn.join(",", first.macAddresses),
      bootOrder: [Fn.element(list.listValue, 0)],
    });
    new VirtualEnvironmentContainer(stack, "third", { nodeName: first.nodeName, environmentVariables: Token.asStringMap(map.value) });
    new VirtualEnvironmentContainer(stack, "fourth", { nodeName: "pve1", environmentVariables: { [first.name]: "x", size: `${size.numberValue}` } });
  },
  "a reference to a block and to an element": (stack) => {
    const first = vm(stack, "first", { disk: [{ interface: "scsi0" }], cpu: { cores: 2 } });
    new TerraformOutput(stack, "size", { value: first.disk.get(0).size });
    vm(stack, "second", { cpu: { cores: first.cpu.cores, units: first.cpu.units }, disk: first.disk });
  },
  "iterators, counts and dynamic blocks": (stack) => {
    const names = TerraformIterator.fromList(["a", "b"]);
    const sizes = TerraformIterator.fromMap({ scsi0: { size: 1 }, scsi1: { size: 2 } });
    vm(stack, "each", { forEach: names, name: names.value, disk: sizes.dynamic({ interface: sizes.key, size: sizes.getNumber("size") }) });
    const count = TerraformCount.of(3);
    vm(stack, "counted", { count, name: `n${count.index}` });
  },
  "functions and conditions": (stack) => {
    const on = new TerraformVariable(stack, "on", { type: "bool" });
    vm(stack, "web", {
      name: conditional(on.booleanValue, "on", "off").toString(),
      description: Fn.jsonencode({ a: [1, { b: on.value as string }] }),
      vmId: Fn.tonumber("5"),
      tags: Fn.split(",", Fn.rawString("${a},%{b}")),
    });
  },
  "lifecycle and dependencies": (stack) => {
    const first = vm(stack, "first");
    const data = new DataProxmoxVirtualEnvironmentNodes(stack, "nodes");
    vm(stack, "second", {
      lifecycle: { preventDestroy: true, ignoreChanges: ["started", "network_device[0].model"] },
      dependsOn: [first, data],
      provisioners: [{ type: "local-exec", command: "true" }],
    });
  },
  "all that Terraform itself is told of a resource": (stack) => {
    const connection = { type: "ssh", host: "10.0.0.1", scriptPath: "/x" } as const;
    const first = vm(stack, "first", { lifecycle: { createBeforeDestroy: true, ignoreChanges: "all" }, connection });
    vm(stack, "second", { lifecycle: { precondition: [{ condition: true, errorMessage: "no" }], postcondition: [{ condition: first.name, errorMessage: "${first}" }] } });
    vm(stack, "third", { count: 2, provisioners: [{ type: "remote-exec", inline: ["true"], connection }] });
    vm(stack, "fourth", { lifecycle: {}, dependsOn: [], forEach: TerraformIterator.fromMap({ a: { size: 1 } }) });
  },
  "overrides of what a resource says and of what it does not": (stack) => {
    const web = vm(stack, "web", { cpu: { cores: 2 }, tags: ["a"], lifecycle: { preventDestroy: true }, protection: true });
    for (const [path, value] of Object.entries({
      "lifecycle.prevent_destroy": false, "lifecycle.ignore_changes": ["tags"], "protection": undefined, "description": null, "tags": ["b"], "depends_on": ["terraform_data.x"],
      "agent.enabled": true, "agent.timeout": undefined, "smbios": [{ serial: undefined, uuid: `\${${web.fqn}.id}` }], "//": "said", "name": web.name, "vm_id": web.vmId, "none": undefined,
    })) for (const resource of [web, vm(stack, path.replace(/\W/g, "-"))]) resource.addOverride(path, value);
  },
  "a resource that renders itself": (stack) => {
    const web = vm(stack, "web");
    const { toTerraform } = web;
    web.toTerraform = () => ({ ...(toTerraform.call(web) as object), locals: { own: true } });
  },
  "overrides": (stack) => {
    const web = vm(stack, "web", { cpu: { cores: 2 }, disk: [{ interface: "scsi0" }, { interface: "scsi1" }], tags: ["a"] });
    web.addOverride("cpu.cores", 4);
    web.addOverride("network_device", [{ model: "virtio", bridge: null }]);
    web.addOverride("disk.0.size", 3);
    web.addOverride("name", `\${${web.fqn}.id}`);
    stack.addOverride("terraform.required_version", ">= 1.7");
    stack.addOverride("resource.proxmox_virtual_environment_vm.web.disk.1.size", 7);
    stack.addOverride("resource.proxmox_virtual_environment_vm.web.tags", ["b"]);
    stack.addOverride("locals.token", web.name);
    stack.addOverride("locals.block", web.cpu);
    stack.addOverride("check", undefined);
  },
  "outputs, locals, modules and constructs in constructs": (stack) => {
    const site = new Construct(stack, "site");
    const web = vm(site, "web");
    const local = new TerraformLocal(site, "name", { a: web.name, b: [web.vmId] });
    new TerraformOutput(site, "address", { value: web.ipv4Addresses, sensitive: true });
    new TerraformOutput(stack, "whole", { value: web, staticId: true });
    const module = new TerraformHclModule(site, "dns", { source: "acme/dns/proxmox", variables: { name: local.expression, list: [web.name] } });
    new TerraformOutput(stack, "dns", { value: module.get("address") });
  },
  "references between stacks": (stack, other) => {
    const web = vm(other, "web", { disk: [{ interface: "scsi0" }] });
    vm(stack, "mirror", { name: web.name, vmId: web.vmId, tags: web.tags, description: `of ${web.name} (${web.disk.get(0).size})` });
    new TerraformOutput(stack, "again", { value: web.name });
  },
  "a second provider and a backend": (stack) => {
    const second = new ProviderBinding(stack, "second", { alias: "lab", ssh: { agent: true, nodeAttribute: [{ name: "a", address: "b" }] } });
    new S3Backend(stack, { bucket: "b", key: "k" });
    vm(stack, "web", { provider: second });
  },
  "imports and moves": (stack) => {
    vm(stack, "web").importFrom("pve1/100");
    vm(stack, "db").importFrom("pve1/101");
    vm(stack, "old").moveToId("proxmox_virtual_environment_vm.web");
    vm(stack, "target").addMoveTarget("here");
    vm(stack, "source").moveTo("here", "k");
  },
  "a stack inside": (stack) => {
    const inner = new TerraformStack(stack, "inner");
    const web = vm(inner, "web");
    new TerraformOutput(stack, "name", { value: web.name });
  },
  "what aspects change": (stack) => {
    vm(stack, "web");
    Aspects.of(stack).add({ visit: (node) => node instanceof VirtualEnvironmentVm && (node.protection = true) });
  },
  "a logical id that an aspect would change too late": (stack) => {
    const web = vm(stack, "web");
    vm(stack, "db").overrideLogicalId("database");
    Aspects.of(stack).add({ visit: (node) => node === web && web.overrideLogicalId("www") });
  },
  "elements that a lazy value adds": (stack) => {
    const once = new Set<string>();
    const produce = (): string => {
      if (!once.has("db")) vm(stack, "db", { name: "db" });
      once.add("db");
      return "web";
    };
    vm(stack, "web", { name: Lazy.stringValue({ produce }) });
    new TerraformOutput(stack, "name", { value: Lazy.anyValue({ produce: () => [...once] }) });
  },
};

type Build = (stack: TerraformStack, other: TerraformStack) => void;

function write(Stack: typeof TerraformStack, build: Build): Record<string, string> {
  return synthesise((app: App) => {
    const [stack, other] = [new Stack(app, "home"), new Stack(app, "lab")];
    for (const each of [stack, other]) {
      new ProviderBinding(each, "proxmox", { endpoint: "https://pve1.lan:8006" });
      if (each === other) new LocalBackend(each, { path: "lab.tfstate" });
    }
    build(stack, other);
  });
}

/** The same where the app has one stack, which is then the other one as well. */
function writeAlone(Stack: typeof TerraformStack, build: Build): Record<string, string> {
  return synthesise((app: App) => {
    const stack = new Stack(app, "home");
    new ProviderBinding(stack, "proxmox", { endpoint: "https://pve1.lan:8006" });
    build(stack, stack);
  });
}

describe("ProxmoxStack", () => {
  for (const [what, build] of Object.entries(contents)) {
    it(`writes ${what} as a plain stack does`, () => {
      const plain = write(TerraformStack, build);
      const ours = write(ProxmoxStack, build);
      expect(ours.home).to.equal(plain.home);
      expect(ours).to.deep.equal(plain);
    });

    it(`writes ${what} as a plain stack does, alone in its app`, () => {
      expect(writeAlone(ProxmoxStack, build)).to.deep.equal(writeAlone(TerraformStack, build));
    });
  }

  it("knows how the installed cdktf and CDK Terrain render: what it does not know takes twice the time", () => {
    expect([TerraformResource, cdktn.TerraformResource].map((one) => isKnown(one.prototype.toTerraform))).to.deep.equal([true, true]);
    expect(isKnown(() => ({}))).to.equal(false);
  });

  it("finds the providers that a plain stack does, those of a stack inside included", () => {
    const found = [TerraformStack, ProxmoxStack].map((Stack) => {
      const stack = new Stack(new App({ outdir: tmpdir() }), "home");
      for (const [alias, scope] of Object.entries({ a: stack, b: new Construct(stack, "site"), c: new TerraformStack(stack, "inner") })) new ProviderBinding(scope, "proxmox", { alias });
      return stack.allProviders().map(({ node, alias }) => [node.path, alias]);
    });
    expect(found[1]).to.deep.equal(found[0]);
    expect(found[1]).to.have.lengthOf(3);
  });

  it("finds the backend that a plain stack does, that of a stack inside included, and else has one made once", () => {
    const found = [TerraformStack, ProxmoxStack].map((Stack) => {
      const [bare, own, inner] = ["bare", "own", "inner"].map((name) => new Stack(new App({ outdir: tmpdir() }), name)) as [TerraformStack, TerraformStack, TerraformStack];
      new LocalBackend(own, { path: "own.tfstate" });
      new LocalBackend(new TerraformStack(inner, "deep"), { path: "deep.tfstate" });
      return [bare, bare, own, inner].map((stack) => [stack.ensureBackendExists().node.path, stack.node.children.length]);
    });
    expect(found[1]).to.deep.equal(found[0]);
  });

  it("renders what a plain stack renders before anything is prepared", () => {
    const render = (Stack: typeof TerraformStack): unknown => new Stack(new App({ outdir: tmpdir() }), "home").toTerraform();
    expect(render(ProxmoxStack)).to.deep.equal(render(TerraformStack));
  });

  it("lets CDK Terrain see which functions are used, and which no longer are", function () {
    // cdktf checks nothing of the kind.
    if (!("issensitive" in Fn)) this.skip();
    const issensitive = Fn.issensitive as (value: unknown) => unknown;
    synthesise(
      (app) => {
        const stack = new ProxmoxStack(app, "home");
        stack.node.setContext("targetVersions", { terraform: ">=1.5.7" });
        new TerraformOutput(stack, "secret", { value: issensitive("x") });
        expect(() => app.synth()).to.throw("issensitive");
        stack.node.tryRemoveChild("secret");
      },
      { skipValidation: false },
    );
  });

  it("writes imports as importFrom does, without asking terraform for its version", () => {
    const bare = (stacks: Record<string, string>): object => {
      const { "//": comment, ...terraform } = JSON.parse(stacks.home ?? "");
      delete comment.metadata.imports;
      return { comment, terraform };
    };
    const plain = write(TerraformStack, (stack) => ["web", "db"].forEach((id, index) => vm(stack, id).importFrom(`pve1/${index}`)));
    const ours = write(ProxmoxStack, (stack) => {
      (stack as ProxmoxStack).addImport(vm(stack, "web"), "pve1/0");
      (stack as ProxmoxStack).addImport("proxmox_virtual_environment_vm.db", "pve1/1");
      vm(stack, "db");
      expect(stack.node.findAll().flatMap((node) => node.node.validate())).to.deep.equal([]);
    });
    expect(bare(ours)).to.deep.equal(bare(plain));
  });

  it("follows a resource whose logical id is overridden after it was imported", () => {
    const { home } = write(ProxmoxStack, (stack) => {
      const web = vm(stack, "web");
      (stack as ProxmoxStack).addImport(web, "pve1/100");
      web.overrideLogicalId("www");
    });
    expect(JSON.parse(home ?? "").import).to.deep.equal([{ to: "proxmox_virtual_environment_vm.www", id: "pve1/100" }]);
  });

  it("writes what triggers a replacement as Terraform takes it", () => {
    const { home } = write(ProxmoxStack, (stack) => {
      const first = vm(stack, "first");
      vm(stack, "second", { lifecycle: { replaceTriggeredBy: [first, "terraform_data.token"] } });
    });
    expect(JSON.parse(home!).resource.proxmox_virtual_environment_vm.second.lifecycle.replace_triggered_by).to.deep.equal(["proxmox_virtual_environment_vm.first", "terraform_data.token"]);
  });

  it("fails where two resources would be one in Terraform, and names both", () => {
    const build = (app: App): void => {
      const stack = new ProxmoxStack(app, "home");
      new ProviderBinding(stack, "proxmox", {});
      for (const id of ["web.1", "web1", "web_1"]) vm(stack, id);
    };
    expect(() => synthesise(build, { skipValidation: false })).to.throw("home/web.1 and home/web1 are both proxmox_virtual_environment_vm.web1");
  });

  it("forgets a resource without destroying it, once", () => {
    const { home } = write(ProxmoxStack, (stack) => {
      (stack as ProxmoxStack).forget("proxmox_virtual_environment_vm.web");
      (stack as ProxmoxStack).forget("proxmox_virtual_environment_vm.web");
    });
    expect(JSON.parse(home ?? "").removed).to.deep.equal([{ from: "proxmox_virtual_environment_vm.web", lifecycle: { destroy: false } }]);
  });
});
