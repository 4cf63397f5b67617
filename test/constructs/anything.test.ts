import { Fn, TerraformVariable, Token, type TerraformStack } from "cdktf";
import { expect } from "chai";
import { Construct } from "constructs";
import * as all from "../../constructs/index";
import { problemsOf } from "../support/problems";

/* eslint-disable @typescript-eslint/no-explicit-any -- What people without types give is tried here. */

/** What people without types give where something else is wanted. */
const values: Readonly<Record<string, (stack: TerraformStack) => unknown>> = {
  nothing: () => undefined, null: () => null, number: () => 5, "not a number": () => NaN, text: () => "x y", "empty text": () => "", list: () => [], "list of null": () => [null],
  object: () => ({}), function: () => () => 1, flag: () => true, date: () => new Date(0),
  variable: (stack) => new TerraformVariable(stack, "anything", {}).value, "list of Fn": () => Fn.split(",", "a,b"), "number of a token": () => Token.asNumber({ resolve: () => 1 }),
};

/** What a construct is made with here where its methods are tried. */
const props = { node: "pve1", name: "abc", zone: "lab", vnet: "v1", cidr: "10.0.0.0/24", tag: 5, devices: [], folders: [], privileges: [], server: "x", storage: "local", schedule: "21:00", guest: 100, target: "pve2", url: "https://x/y.iso" };

/** Of the classes themselves, or protected: the compiler hides them. */
const hidden = ["constructor", "toJSON", "adopt", "inTable", "problems", "withDefaults", "add", "tag", "openCards", "join", "addressIn", "write", "isInterface", "decisionOn", "about"];

/** Made by others only: a class that the compiler lets nobody make, and one that each stack has but once. */
const notMade = ["ProxmoxStack", "ProxmoxProvider", "Grant", "SdnZone", "Storage"];

const classes = Object.entries(all).filter((entry): entry is [string, any] => typeof entry[1] === "function");
const constructs = classes.filter(([name, { prototype }]) => prototype instanceof Construct && !notMade.includes(name));

const tried = new Set<unknown>();

/** The methods of a class that no class before it has. */
function methodsOf({ prototype }: any): readonly string[] {
  const found = new Set<string>();
  for (let at = prototype; at !== null && at !== Construct.prototype; at = Object.getPrototypeOf(at)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (typeof value !== "function" || hidden.includes(name) || tried.has(value)) continue;
      tried.add(value);
      found.add(name);
    }
  }
  return [...found];
}

/** What is odd in what somebody is told: an error that names nothing of theirs, or a problem without its construct. */
function oddIn(build: (stack: TerraformStack) => unknown): readonly string[] {
  try {
    return problemsOf((stack) => void build(stack)).filter((problem) => !problem.startsWith("[home"));
  } catch (error) {
    const { message, code } = error as Error & { readonly code?: string };
    const isTold = ["no-construct-id", "no-scope", "number-in-text"].includes(code!) || /^(Rule|Port|Schedule|Snippet)\.\w+: expected .*, got /.test(message);
    return isTold ? [] : [`throws ${message.split("\n")[0]}`];
  }
}

const oddOf = (name: string, call: (value: (stack: TerraformStack) => unknown) => (stack: TerraformStack) => unknown) => Object.entries(values).flatMap(([what, value]) => oddIn(call(value)).map((odd) => `${name}, ${what}: ${odd}`));

describe("people who have no types are told of what they give", () => {
  it("as the props of every construct, and as its id", () => {
    expect(constructs.length).to.be.above(45);
    const odd = constructs.flatMap(([name, Class]) => [
      ...oddOf(`new ${name}`, (value) => (stack) => new Class(stack, "one", value(stack))),
      ...oddOf(`id of ${name}`, (value) => (stack) => new Class(stack, value(stack), props)),
    ]);
    expect(odd.filter((one) => !one.includes("id of ") || !/variable: throws .*tokens/i.test(one))).to.deep.equal([]);
  });

  it("as the arguments of every method of a construct", () => {
    const odd = constructs.flatMap(([name, Class]) => methodsOf(Class).flatMap((method) => [[], ["a"], ["a", "b"]].flatMap((before) => oddOf(`${name}.${method}(${[...before, "x"].join()})`, (value) => (stack) => new Class(stack, "one", props)[method](...before, value(stack))))));
    expect(odd).to.deep.equal([]);
  });

  it("as the arguments of everything that refers to what is not managed, and of guests' firewalls, rules and tags", () => {
    const factories = classes.flatMap(([name, Class]) => Object.getOwnPropertyNames(Class).filter((one) => /^from|^keep|^prefer$|^on$/.test(one)).map((one) => [name, one, Class] as const));
    const machine = (stack: TerraformStack) => new all.VirtualMachine(stack, "web", { node: "pve1" }) as any;
    const rule = () => all.Rule.accept(all.Port.tcp(22)) as any;
    const odd = [
      ...factories.filter(([name]) => name !== "BootSource").flatMap(([name, one, Class]) => [[], ["a"], ["/vms", { grantee: { userId: "a@pve" } }]].flatMap((before) => oddOf(`${name}.${one}`, (value) => (stack) => Class[one](stack, ...before, value(stack))))),
      ...["fromImage", "fromClone", "fromIso"].flatMap((one) => [[], ["local:iso/a.iso"]].flatMap((before) => oddOf(`BootSource.${one}`, (value) => (stack) => new all.VirtualMachine(stack, "web", { node: "pve1", boot: (all.BootSource as any)[one](...before, value(stack)) })))),
      ...["enable", "addRule", "addGroup", "allowFrom"].flatMap((one) => [[], ["10.0.0.1"]].flatMap((before) => oddOf(`firewall.${one}`, (value) => (stack) => machine(stack).firewall[one](...before, value(stack))))),
      ...["from", "to", "on", "logged", "commented"].flatMap((one) => oddOf(`Rule.${one}`, (value) => (stack) => new all.SecurityGroup(stack, "web", { rules: [rule()[one](value(stack))] }))),
      ...["add", "remove"].flatMap((one) => oddOf(`Tags.${one}`, (value) => (stack) => [machine(stack), (all.Tags.of(stack) as any)[one](value(stack))])),
    ];
    expect(odd).to.deep.equal([]);
  });

  it("in words of what they called", () => {
    const told = (call: (stack: TerraformStack) => unknown) => {
      try {
        return problemsOf((stack) => void call(stack)).join("; ");
      } catch (error) {
        return (error as Error).message;
      }
    };
    const web = (stack: TerraformStack) => new all.VirtualMachine(stack, "web", { node: "pve1" });
    expect(told((stack) => new (all.Pool as any)(stack, 5))).to.equal('new Pool in home: expected an id such as "web", got 5');
    expect(told((stack) => new all.VirtualMachine(stack, "Default", { node: "pve1" }))).to.equal('new VirtualMachine in home: the id "Default" gives it no name in Terraform; say one such as "web"');
    expect(told((stack) => new all.Pool(new Construct(stack, "Default"), "Default"))).to.equal('new Pool in home/Default: the id "Default" gives it no name in Terraform; say one such as "web"');
    expect(told((stack) => void new all.Pool(new Construct(stack, "site"), "Default"))).to.equal("");
    expect(told((stack) => new all.Pool(new all.Cluster(stack, "Default", { endpoint: "https://pve1.lan:8006" }), "prod"))).to.equal("");
    expect(told(() => new (all.VirtualMachine as any)(undefined, "web", { node: "pve1" }))).to.equal("new VirtualMachine: expected what it is made in, such as a stack, got nothing");
    expect(told((stack) => (new all.Pool(stack, "prod") as any).addStorage("local"))).to.equal('[home/prod] addStorage: expected a storage, or its name such as "local-lvm", got nothing');
    expect(told((stack) => all.Rule.accept(all.Port.tcp(22)).from(web(stack) as any))).to.equal('Rule.from: expected an IP set, an alias, or addresses such as "10.0.0.0/24", a guest; say one of its staticAddresses, or firewall.allowFrom(guest, port)'.replace(", a guest", ", got a guest"));
    expect(told(() => all.Rule.accept("22" as any))).to.equal('Rule.accept: expected a port such as Port.tcp(443), got "22"');
    expect(told(() => all.Schedule.every("15m" as any))).to.equal('Schedule.every: expected a duration such as Duration.minutes(15), got "15m"');
    expect(told((stack) => web(stack).addTags(5 as any))).to.equal("[home/web] tags[0]: expected text, got 5");
    expect(told((stack) => web(stack).addressOf(1 as any))).to.equal("[home/web] addressOf: expected text, got 1");
    expect(told((stack) => web(stack).firewall.addGroup({} as any))).to.equal('[home/web/Firewall] addGroup: expected a security group, or its name such as "web", got an object');
    expect(told((stack) => all.Grant.on(stack, undefined as any, new all.Group(stack, "ops"), all.Role.AUDITOR))).to.equal('[home] grant: expected what rights can be given on, or its path such as "/vms/101", got nothing');
    expect(told((stack) => (web(stack).enableHa(), (stack.node.findChild("web") as all.VirtualMachine).enableHa()))).to.equal("[home/web] enableHa is said twice; say it once");
  });

  it("and numbers that only Terraform knows are ports in a text", () => {
    expect(problemsOf((stack) => void new all.SecurityGroup(stack, "web", { rules: [all.Rule.accept(all.Port.tcp(new TerraformVariable(stack, "port", { type: "number" }).numberValue))] }))).to.deep.equal([]);
  });
});
