import { expect } from "chai";
import { fieldsIn, withLineInConstructor } from "../../../generator/edit/class";
import { constructsIn } from "../../../generator/edit/construct";
import { classesIn, functionsIn } from "../../../generator/edit/declaration";
import { withoutConstruct, withoutProperty } from "../../../generator/edit/remove";
import { withConstructIn } from "../../../generator/edit/statement";

const guests = `import { Size, VirtualMachine } from "pmpc";
import type { Home } from "../cluster";

export function pve(home: Home): void {
  // The one that everything hangs on.
  new VirtualMachine(home, "web", {
    vmId: 100,
    node: home.pve,
    adopt: true, // for now
    memory: Size.gibibytes(2),
    disks: [{ interface: "scsi0", storage: home.fast, size: Size.gibibytes(8) }],
  });

  // A note that belongs to nobody.

  new VirtualMachine(home, 'db', { vmId: 101, adopt: true, node: home.pve })
}
`;
const web = { className: "VirtualMachine", id: "web" };
const db = { className: "VirtualMachine", id: "db" };

describe("the constructs of a file", () => {
  it("are found with their properties, and with what they read", () => {
    const [first, second] = constructsIn(guests);
    expect([first!.className, first!.id, first!.props.get("vmId")?.value, first!.props.has("adopt")]).to.deep.equal(["VirtualMachine", "web", 100, true]);
    expect([...first!.names].sort()).to.deep.equal(["Size", "VirtualMachine", "home"]);
    expect([...first!.members].sort()).to.deep.equal(["Size.gibibytes", "home.fast", "home.pve"]);
    expect(guests.slice(first!.statement!.start, first!.statement!.end)).to.match(/^\/\/ The one that everything hangs on\.[^]*\}\);$/);
    expect(guests.slice(second!.statement!.start, second!.statement!.end)).to.match(/^new VirtualMachine\(home, 'db'/);
  });

  it("are found where they are no statements, and none are in a file that does not parse", () => {
    const text = `for (const { id, vmId } of rows) made.push(new VirtualMachine(home, id, { vmId, ...rest }));`;
    const [one] = constructsIn(text);
    expect([one!.id, one!.statement, one!.props.get("vmId")?.value]).to.deep.equal([undefined, undefined, undefined]);
    expect(constructsIn("new VirtualMachine(home, ")).to.deep.equal([]);
  });
});

describe("an edit", () => {
  it("takes away a property, with its line or its comma, and nothing else", () => {
    const edited = withoutProperty(guests, "adopt", [web, db]);
    expect(edited).to.equal(guests.replace("    adopt: true, // for now\n", "    // for now\n").replace("adopt: true, ", ""));
    expect(withoutProperty(guests, "adopt", [])).to.equal(guests);
  });

  it("takes away a construct with the comments above it and one blank line", () => {
    const first = guests.slice(guests.indexOf("  // The one"), guests.indexOf("  // A note"));
    expect(withoutConstruct(guests, web)).to.equal(guests.replace(first, ""));
    expect(withoutConstruct(guests, db)).to.match(/\n {2}\/\/ A note that belongs to nobody\.\n\}\n$/);
    expect(withoutConstruct(`const one = new VirtualMachine(home, "web", {});`, web)).to.equal(undefined);
  });

  it("keeps line ends as they are", () => {
    const windows = guests.replaceAll("\n", "\r\n");
    expect(withoutConstruct(windows, web)).to.equal(withoutConstruct(guests, web)!.replaceAll("\n", "\r\n"));
  });
});

const cluster = `export class Home extends ProxmoxStack {
  readonly pve = Node.fromName(this, "pve");
  readonly fast = Storage.fromName(this, "local-lvm");
  count = 3;

  constructor(scope: Construct) {
    super(scope, "home", { adopted: true });
    pve(this); // all of them
  }
}
`;

describe("a stack's class", () => {
  it("is read with its id and with the fields that calls give it", () => {
    expect(classesIn(cluster)).to.deep.equal([{ name: "Home", base: "ProxmoxStack", id: "home" }]);
    expect(fieldsIn(cluster).map(({ name, className, argument }) => [name, className, argument])).to.deep.equal([
      ["pve", "Node", "pve"],
      ["fast", "Storage", "local-lvm"],
    ]);
    expect(functionsIn(guests)).to.deep.equal([{ name: "pve", parameters: ["home"] }]);
  });

  it("gets a line at the end of its constructor", () => {
    expect(withLineInConstructor(cluster, `this.forget("a.b");`)).to.equal(cluster.replace("// all of them\n", `// all of them\n    this.forget("a.b");\n`));
    expect(withLineInConstructor("export class Home {}", "x();")).to.equal(undefined);
  });
});

describe("an app", () => {
  const addition = { scope: "Home", variable: "home", className: "PgBackend", from: "cdktf", args: `{ connStr: "postgres://db/tf" }` };
  const main = `import { App } from "cdktf";\nimport { Home } from "./cluster";\n\nconst app = new App();\nnew Home(app);\napp.synth();\n`;

  it("gets a construct in its stack, which is given a name for that", () => {
    expect(withConstructIn(main, addition)).to.equal(
      main.replace("{ App }", "{ App, PgBackend }").replace("new Home(app);", `const home = new Home(app);\nnew PgBackend(home, { connStr: "postgres://db/tf" });`),
    );
  });

  it("keeps the name that the stack has, and is left alone where it makes none", () => {
    expect(withConstructIn(main.replace("new Home(app)", "const lab = new Home(app)"), addition)).to.contain("new PgBackend(lab, {");
    expect(withConstructIn("run(() => new Home(app));", addition)).to.equal(undefined);
  });
});
