import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { App } from "cdktf";
import { Construct } from "constructs";
import ts from "typescript";
import * as constructs from "../../constructs/index";
import type { ProxmoxStack } from "../../constructs/index";
import { problemsOf } from "../support/problems";

const root = join(__dirname, "../..");
const entries = ["constructs/index.ts", "constructs/testing/index.ts"].map((path) => join(root, path));

const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);

/** Whether somebody else wrote it: cdktf, or the generator of the bindings. */
const isForeign = (declaration: ts.Declaration) => /[/\\](node_modules|imports)[/\\]/.test(declaration.getSourceFile().fileName);
const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;

/** Whether the table has it: those are tried one by one elsewhere. */
const isGenerated = (member: ts.Symbol) => member.declarations?.every((one) => one.getSourceFile().fileName.includes("/generated/")) === true;

const machine = (stack: ProxmoxStack, props: object = {}) => new constructs.VirtualMachine(stack, "one", { node: "pve1", ...props });

/** How options are said that are not the props of a construct of the same name. */
const sayings: Readonly<Record<string, (stack: ProxmoxStack, said: never) => unknown>> = {
  CloneOptions: (stack, said) => machine(stack, { boot: constructs.BootSource.fromClone(9000, said) }),
  GuestReferenceOptions: (stack, said) => constructs.Container.fromVmId(stack, 101, said),
  ProxmoxProviderProps: (stack, said) => new constructs.ProxmoxProvider(new Construct(stack, "site"), { alias: "lab", ...(said as object) }),
  ProxmoxSshProps: (stack, ssh) => new constructs.ProxmoxProvider(stack, { alias: "lab", ssh }),
  GuestDefaults: (stack, defaults) => new constructs.Cluster(stack, "one", { defaults }),
  ProxmoxStackOptions: (stack, said) => new constructs.ProxmoxStack(stack.node.root as App, "lab", said),
  StorageReferenceOptions: (stack, said) => constructs.Storage.fromName(stack, "local", said),
  GrantOptions: (stack, said) => machine(stack).grant(new constructs.User(stack, "kim@pve", {}), "PVEVMUser", said),
  GuestFirewallOptions: (stack, said) => machine(stack).firewall.enable(said),
  GroupOptions: (stack, said) => machine(stack).firewall.addGroup("web", said),
  HaOptions: (stack, said) => machine(stack).enableHa(said),
  HaRuleOptions: (stack, said) => constructs.Ha.keepTogether(stack, "near", said),
  HaPreference: (stack, said) => constructs.Ha.prefer(stack, "near", said),
  ReplicationOptions: (stack, said) => machine(stack).replicateTo("pve2", said),
  UserTokenOptions: (stack, said) => new constructs.User(stack, "kim@pve", {}).addToken("ci", said),
};

/** What others include, and `Template`, which is no construct. */
const shared = ["ClusterOptions", "GuestOptions", "ManagedOptions", "SdnOptions", "TemplateOptions"];

describe("everything that the package exports", function () {
  let checker: ts.TypeChecker;
  let exported: readonly ts.Symbol[];

  before(() => {
    const program = ts.createProgram(entries, { ...options, noEmit: true });
    checker = program.getTypeChecker();
    const modules = entries.map((path) => checker.getSymbolAtLocation(program.getSourceFile(path)!)!);
    exported = modules.flatMap((module) => checker.getExportsOfModule(module)).map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
  });

  const says = (symbol: ts.Symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();
  const tagsOf = (symbol: ts.Symbol) => symbol.getJsDocTags(checker).map(({ name }) => name);

  /** The members of a class or an interface that people see, those that it takes over included. */
  const membersOf = (symbol: ts.Symbol): readonly ts.Symbol[] => {
    const own = checker.getDeclaredTypeOfSymbol(symbol).getProperties();
    const ofClass = symbol.flags & ts.SymbolFlags.Class ? checker.getTypeOfSymbol(symbol).getProperties().filter(({ name }) => name !== "prototype") : [];
    return [...own, ...ofClass].filter((member) => {
      const [declaration] = member.declarations ?? [];
      return declaration !== undefined && !isForeign(declaration) && (ts.getCombinedModifierFlags(declaration) & hidden) === 0 && !member.name.startsWith("__") && !tagsOf(member).includes("internal");
    });
  };
  const all = () => exported.flatMap((symbol) => membersOf(symbol).map((member) => ({ name: `${symbol.name}.${member.name}`, symbol, member })));

  const testsOf = (...folders: readonly string[]) => folders.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).filter((name) => /\.(ts|md)$/.test(name) && !name.includes("node_modules")).map((name) => readFileSync(join(root, folder, name), "utf8"))).join("\n");

  it("is found", () => {
    expect(exported.map(({ name }) => name)).to.include.members(["VirtualMachine", "SdnVnet", "IStorage", "Template", "Match"]);
    expect(all().map(({ name }) => name)).to.include.members(["VirtualMachine.grant", "Pool.fromName", "ContainerProps.onBoot", "ContainerProps.adopt"]);
  });

  it("has a doc comment", () => {
    expect(exported.filter((symbol) => says(symbol) === "").map(({ name }) => name)).to.deep.equal([]);
  });

  it("has a doc comment on each prop, field and method", () => {
    expect(all().filter(({ member }) => says(member) === "").map(({ name }) => name)).to.deep.equal([]);
  });

  it("has a test that says each prop and option that is not of the table: those of the table are tried one by one", () => {
    const tests = testsOf("test/constructs", "test/docs", "examples", "docs/guide");
    const own = all().filter(({ symbol, member }) => (symbol.flags & ts.SymbolFlags.Interface) !== 0 && /(Props|Options|Defaults|Preference|Domain)$/.test(symbol.name) && !isGenerated(member));
    expect(own.length).to.be.above(100);
    expect(own.filter(({ member: { name } }) => !new RegExp(`\\b${name}\\b\\??\\s*[:,}]`).test(tests)).map(({ name }) => name)).to.deep.equal([]);
  });

  it("refuses a value of another type for each prop and option of its own, and names it", () => {
    const own = all().filter(({ symbol, member }) => (symbol.flags & ts.SymbolFlags.Interface) !== 0 && /(Props|Options|Defaults|Preference)$/.test(symbol.name) && !isGenerated(member));
    const silent = own.filter(({ symbol: { name: of }, member: { name: prop } }) => {
      if (shared.includes(of)) return false;
      const Class = (constructs as unknown as Readonly<Record<string, new (scope: object, id: string, props: object) => object>>)[of.replace(/Props$/, "")];
      const say = sayings[of] ?? (of.endsWith("Props") && Class !== undefined ? (stack: ProxmoxStack, props: object) => new Class(stack, "one", props) : undefined);
      if (say === undefined) throw new Error(`nothing here says ${of}; add how it is said`);
      return problemsOf((stack) => void say(stack as ProxmoxStack, { [prop]: () => 0 } as never)).filter((one) => new RegExp(`[\\s.]${prop}: expected .*, got a function$`).test(one)).length !== 1;
    });
    expect(own.length).to.be.above(200);
    expect(silent.map(({ name }) => name)).to.deep.equal([]);
  });

  it("has a test that uses each method and factory of a class", () => {
    const tests = testsOf("test/constructs", "test/lib/pve", "test/docs", "examples", "docs/guide");
    // What an interface tells is asked of its class.
    const ofClasses = all().filter(({ symbol, member }) => (symbol.flags & ts.SymbolFlags.Class) !== 0 && (member.flags & ts.SymbolFlags.Method) !== 0);
    const isFactory = (symbol: ts.Symbol, name: string) => checker.getTypeOfSymbol(symbol).getProperty(name) !== undefined;
    const unused = ofClasses.filter(({ symbol, member: { name } }) => !new RegExp(isFactory(symbol, name) ? `\\b${symbol.name}\\.${name}\\b` : `\\.${name}\\b|\\["${name}"\\]`).test(tests));
    // cdktf, JavaScript and other constructs call these; the last one is tried of every class that has it, by a test of its own.
    const isCalled = ({ name }: ts.Symbol) => ["prepareStack", "toJSON", "toString", "toProps", "fromName"].includes(name);
    expect(unused.filter(({ member }) => !isCalled(member)).map(({ name }) => name)).to.deep.equal([]);
  });

  it("names the default of each prop that may be left out", () => {
    const isProps = ({ flags, name }: ts.Symbol) => (flags & ts.SymbolFlags.Interface) !== 0 && !/^I[A-Z]/.test(name);
    const silent = all().filter(({ symbol, member }) => isProps(symbol) && (member.flags & ts.SymbolFlags.Optional) !== 0 && !tagsOf(member).includes("default"));
    expect(silent.map(({ name }) => name)).to.deep.equal([]);
  });
});
