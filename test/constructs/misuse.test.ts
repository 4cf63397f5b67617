import { expect } from "chai";
import { TerraformVariable, Token, type TerraformStack } from "cdktf";
import * as all from "../../constructs/index";
import { BootSource, Container, Ha, HaResource, Pool, PoolMember, Port, ProxmoxStack, Rule, SdnSimpleZone, SecurityGroup, User, VirtualMachine } from "../../constructs/index";
import { catalog } from "../../lib/schema/catalog";
import { clusterTables } from "../../lib/schema/cluster/all";
import type { Member, Row } from "../../lib/schema/row";
import { problemsOf } from "../support/problems";

/* eslint-disable @typescript-eslint/no-explicit-any -- What is tried here is what the compiler would refuse. */
const of = (build: (stack: any) => void) => problemsOf((stack) => build(stack));
const machine = (stack: TerraformStack, props: object = {}) => new VirtualMachine(stack, "web", { node: "pve1", ...props }) as any;
const container = (stack: TerraformStack, props: object) => new Container(stack, "db", { node: "pve1", operatingSystem: { type: "debian", template: "local:vztmpl/debian-13.tar.zst" }, ...props });

describe("what the code itself decides by", () => {
  const variable = (stack: TerraformStack) => new TerraformVariable(stack, "said", {});
  const options: readonly (readonly [string, (one: TerraformVariable) => unknown])[] = [
    ["adopt", (one) => one.booleanValue],
    ["removalPolicy", (one) => one.stringValue],
    ["ignoreChanges", (one) => one.listValue],
    ["ignoreChanges", (one) => ["tags", one.stringValue]],
  ];

  for (const { construct } of [...Object.values(catalog), ...clusterTables]) {
    it(`is known before Terraform runs: of a ${construct}`, () => {
      for (const [option, value] of options) {
        const problems = of((stack) => new (all as any)[construct](stack, "one", { [option]: value(variable(stack)) }));
        expect(problems.filter((one) => one.startsWith(`[home/one] ${option}: expected `) && one.endsWith("got a token: this is decided before Terraform runs, so it must be known in TypeScript")), problems.join("; ")).to.have.lengthOf(1);
      }
    });
  }

  it("is so of a guest's addresses, of a stack and of the guests of a cluster", () => {
    expect(of((stack) => machine(stack, { sharesAddresses: variable(stack).booleanValue })).join()).to.contain("sharesAddresses: expected true or false, got a token");
    expect(of((stack) => new all.Cluster(stack, "lab", { defaults: { removalPolicy: variable(stack).stringValue as "protect" } })).join()).to.contain('defaults.removalPolicy: expected "protect" or "destroy", got a token');
    expect(of((stack) => new ProxmoxStack(stack.node.root, "lab", { adopted: Token.asAny("${local.x}") as never })).join()).to.contain("adopted: expected true or false, got a token");
  });
});

describe("a name that Proxmox VE would refuse", () => {
  const sample = ({ shape: { type } }: Row): unknown => (type === "boolean" ? true : type.endsWith("number") ? 101 : type.startsWith("readonly") ? ["x"] : "x");
  const required = (rows: readonly Member[]) => Object.fromEntries(rows.flatMap((one) => (one.kind === "row" && one.required && one.prop !== null ? [[one.prop, sample(one)]] : [])));
  const named = clusterTables.filter((one) => one.named !== undefined);

  it("is told of everything that has a name of its own", () => {
    expect(named.length).to.be.above(30);
    for (const { construct, named: prop, rows } of named) {
      const more: Readonly<Record<string, object>> = { SdnVnet: { zone: "lab" }, Role: { privileges: ["VM.Audit"] } };
      for (const name of ["p q", "a:b"]) {
        const problems = of((stack) => new (all as any)[construct](stack, "one", { ...required(rows), ...more[construct], [prop!]: name }));
        expect(problems.filter((one) => one.startsWith(`[home/one] ${prop} is "${name}"`) && one.includes("; say ")), `${construct}: ${problems.join("; ")}`).to.have.lengthOf(1);
      }
    }
  });
});

describe("what is said in the place of something else", () => {
  const cases: readonly (readonly [string, (stack: any) => void, readonly string[]])[] = [
    ["a text for the options of a clone", (stack) => machine(stack, { boot: BootSource.fromClone(9000, "full" as any) }), ["[home/web] clone: expected an object such as { vmId: 9000 }, got the parts of a text or of a list"]],
    ["a text for the options of a token", (stack) => new User(stack, "kim@pve", {}).addToken("ci", "no" as any), ['[home/kim@pve/ci] expected an object such as { user: User.fromId(stack, "kim@pve") }, got the parts of a text or of a list']],
    ["a text for a subnet", (stack) => new SdnSimpleZone(stack, "lab", {}).addVnet("v1").addSubnet("10.0.0.0/24" as any), ['[home/lab/v1/Subnet0] expected an object such as { vnet: "vnet1", cidr: "10.9.0.0/24" }, got the parts of a text or of a list']],
    ["no image", (stack) => machine(stack, { boot: BootSource.fromImage(undefined as any) }), ['[home/web] disks[0].importFrom: expected an image, or its volume such as "local:iso/debian-13.iso", got null']],
    ["no CD", (stack) => machine(stack, { boot: BootSource.fromIso(undefined as any) }), ['[home/web] cdrom.image: expected an image, or its volume such as "local:iso/debian-13.iso", got null']],
    ["a number for a port", (stack) => machine(stack).firewall.allowFrom("10.0.0.0/8", 22), ["[home/web/Firewall] allowFrom: expected a port such as Port.tcp(443), got 22"]],
    ["a number for an address", (stack) => machine(stack).firewall.allowFrom(5, Port.tcp(22)), ['[home/web/Firewall] allowFrom: expected an IP set, an alias, or addresses such as "10.0.0.0/24", got 5']],
    ["no port", (stack) => new SecurityGroup(stack, "web", { rules: [Rule.accept(Port.tcp(undefined as any)), Rule.accept(Port.tcpRange(5, null as any))] }), ["[home/web] rules[0]: port (nothing) is not a port; say whole numbers from 0 to 65535", "[home/web] rules[1]: port (null) is not a port; say whole numbers from 0 to 65535"]],
    ["no disk", (stack) => machine(stack).addDisk(), ['[home/web] disks[0]: expected an object such as { interface: "scsi0" }, got nothing']],
    ["a list for tags that are taken away", (stack) => machine(stack, { tags: ["a"] }).removeTags(["a"]), ["[home/web] removeTags: expected text, got a list"]],
    ["a word for the options of high availability", (stack) => machine(stack).enableHa("on"), ['[home/web] enableHa: expected an object such as { state: "started" }, got "on"']],
    ["texts for guests that are kept apart", (stack) => Ha.keepApart(stack, "web", ["101"] as any), ['[home] Ha.keepApart web: guests[0]: expected a guest, or its number, got "101"', "[home/web] guests is missing; say it"]],
    ["a number for the node of a guest elsewhere", (stack) => VirtualMachine.fromVmId(stack, 101, { node: 5 as any }), ['[home] fromVmId 101: node: expected a node, or its name such as "pve1", got 5']],
    ["what is no address of a resource", (stack) => (stack.forget("vm 101"), stack.move("web", "proxmox_virtual_environment_vm.web"), stack.addImport(undefined, "pve1/100")), ["vm 101", "web"].map((one, at) => `[home] ${["forget", "move"][at]!}: expected the address of a resource such as "proxmox_virtual_environment_vm.web", got "${one}"`).concat('[home] addImport: expected the address of a resource such as "proxmox_virtual_environment_vm.web", got nothing')],
    ["a number among the environment, which is told by its name and not by its value", (stack) => container(stack, { environment: { A: 1, B: "x", C: Token.asString("${local.c}") } }), ["[home/db] environment.A: expected text, got a number"]],
    ["a machine's word for a container's name, and the other way round", (stack) => (container(stack, { name: "x" }), machine(stack, { hostname: "x" })), ["[home/db] name is not known; did you mean hostname?", "[home/web] hostname is not known; did you mean name?"]],
    ["no member of a pool, and two", (stack) => (new PoolMember(stack, "one", { pool: "prod" }), new PoolMember(stack, "two", { pool: "prod", guest: 101, storage: "local" })), ["[home/one] nothing is said to be the member; say guest or storage", "[home/two] both guest and storage is said to be the member; say guest or storage"]],
    ["what Proxmox VE refuses, with the example that the documentation has", (stack) => new HaResource(stack, "one", { guest: "x" }), ["[home/one] guest is \"x\", which Proxmox VE refuses; say one such as vm:101"]],
  ];
  for (const [what, build, problems] of cases) it(`is told: ${what}`, () => expect(of(build)).to.deep.equal(problems));

  it("is nothing where it is right", () => {
    expect(of((stack) => {
      const web = machine(stack, { tags: ["a"], boot: BootSource.fromIso("local:iso/debian-13.iso") });
      web.removeTags("a");
      web.firewall.allowFrom("10.0.0.0/8", Port.tcp(22));
      web.firewall.allowFrom(new TerraformVariable(stack, "office", {}).stringValue, Port.tcp(22));
      stack.forget('proxmox_virtual_environment_vm.old["a"]');
      stack.move("module.old.proxmox_virtual_environment_vm.web", "proxmox_virtual_environment_vm.one");
      stack.addImport(new Pool(stack, "prod").resource, "prod");
      new PoolMember(stack, "member", { pool: "prod", storage: "local" });
    })).to.deep.equal([]);
  });
});
