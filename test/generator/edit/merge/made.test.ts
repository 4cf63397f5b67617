import { expect } from "chai";
import { mergeCode } from "../../../../generator/edit/merge/merge";
import { codeGrammar } from "../../../../generator/renew/grammar";

type Files = Readonly<Record<string, string>>;

const storages = (body: string, end = "") => `import { DirectoryStorage, ZfsStorage } from "pmpc";
import type { Home } from "../cluster";

export function storages(home: Home)${end === "" ? ": void" : ""} {
${body}${end === "" ? "" : `\n  return { ${end} };\n`}}
`;
const local = `new DirectoryStorage(home, "local", {
    path: "/var/lib/vz",
  });
`;
const tank = `new ZfsStorage(home, "tank", {
    pool: "tank",
  });
`;
const guests = (storage: string) => `import { Container } from "pmpc";
import type { Home } from "../cluster";

export function pve1(home: Home): void {
  new Container(home, "dns", {
    vmId: 200,
    node: home.pve1,
    rootDisk: { storage: home.${storage} },
  });
}
`;
const cluster = (fields: string, calls: string, imports = "Node, ProxmoxProvider, ProxmoxStack, Storage") => `import type { Construct } from "constructs";
import { ${imports} } from "pmpc";
import { storages } from "./cluster/storage";
import { pve1 } from "./guests/pve1";

export class Home extends ProxmoxStack {
  readonly pve1 = Node.fromName(this, "pve1");
${fields}
  constructor(scope: Construct) {
    super(scope, "home", { adopted: true });
    new ProxmoxProvider(this, { endpoint: "https://pve1.lan:8006" });
${calls}  }
}
`;

const named: Files = { "cluster.ts": cluster('  readonly tank = Storage.fromName(this, "tank");\n', "    storages(this);\n    pve1(this);\n"), "cluster/storage.ts": storages(`  ${local}\n  ${tank}`), "guests/pve1.ts": guests("tank") };
const held = "\n  private readonly storages = storages(this);\n";
const made: Files = {
  "cluster.ts": cluster(`${held}  readonly tank = this.storages.tank;\n`, "    pve1(this);\n", "Node, ProxmoxProvider, ProxmoxStack"),
  "cluster/storage.ts": storages(`  ${local}\n  const tank = ${tank}`, "tank"),
  "guests/pve1.ts": guests("tank"),
};
const both: Files = {
  "cluster.ts": cluster(`${held}  readonly local = this.storages.local;\n  readonly tank = this.storages.tank;\n`, "    pve1(this);\n", "Node, ProxmoxProvider, ProxmoxStack"),
  "cluster/storage.ts": storages(`  const local = ${local}\n  const tank = ${tank}`, "local, tank"),
  "guests/pve1.ts": guests("local"),
};

/** The project after a merge. */
function after(base: Files, fresh: Files, mine: Files): Files {
  const { files, conflicts, failed } = mergeCode({ base: new Map(Object.entries(base)), fresh: new Map(Object.entries(fresh)), mine: new Map(Object.entries(mine)) }, codeGrammar, () => false);
  expect([conflicts, [...failed]]).to.deep.equal([[], []]);
  return { ...mine, ...(Object.fromEntries(files) as Files) };
}

describe("a field that stands for a construct of the code", () => {
  it("takes the place of a name in a class that was edited, under the name that it has there, and its function is called once", () => {
    const mine = { ...named, "cluster.ts": named["cluster.ts"]!.replace("readonly tank", "readonly fast").replace("    pve1(this);", '    pve1(this); // Kim\'s\n    console.log("made");'), "guests/pve1.ts": guests("fast") };
    const merged = after(named, made, mine);
    expect(merged["cluster.ts"]).to.equal(made["cluster.ts"]!.replace("\n\n  private", "\n  private").replace("readonly tank", "readonly fast").replace("    pve1(this);", '    pve1(this); // Kim\'s\n    console.log("made");'));
    expect(merged["cluster/storage.ts"]).to.equal(made["cluster/storage.ts"]);
    expect(merged["guests/pve1.ts"]).to.equal(guests("fast"));
  });

  it("has its construct given back by a function that was edited", () => {
    const mine = { ...named, "cluster/storage.ts": named["cluster/storage.ts"]!.replace('pool: "tank",', 'pool: "tank", // the old disks') };
    const merged = after(named, made, mine);
    expect(merged["cluster.ts"]).to.equal(made["cluster.ts"]);
    expect(merged["cluster/storage.ts"]).to.equal(made["cluster/storage.ts"]!.replace('pool: "tank",', 'pool: "tank", // the old disks'));
    const later = after(made, both, { ...made, "cluster/storage.ts": merged["cluster/storage.ts"]! });
    expect(later["cluster/storage.ts"]).to.contain("const local = new DirectoryStorage(").and.contain("return { tank, local };").and.contain("// the old disks");
    expect(later["cluster.ts"]).to.equal(both["cluster.ts"]);
  });

  it("is new in a class and a function that were edited", () => {
    const mine = { ...made, "cluster.ts": made["cluster.ts"]!.replace("  constructor", "  // Ours.\n  readonly answer = 42;\n\n  constructor"), "cluster/storage.ts": made["cluster/storage.ts"]!.replace("const tank", "const pool").replace("{ tank }", "{ tank: pool }") };
    const merged = after(made, both, mine);
    expect(merged["cluster/storage.ts"]).to.contain("const local = new DirectoryStorage(").and.contain("return { tank: pool, local };");
    expect(merged["cluster.ts"]).to.contain("readonly local = this.storages.local;").and.contain("readonly tank = this.storages.tank;").and.contain("readonly answer = 42;").and.not.contain("fromName(this, \"local\")");
    expect(merged["guests/pve1.ts"]).to.equal(guests("local"));
  });

  it("is a name where the code makes it in a way of its own", () => {
    const mine = { ...named, "cluster/storage.ts": named["cluster/storage.ts"]!.replace(`  ${tank}`, '  for (const id of ["tank"]) new ZfsStorage(home, id, { pool: id });\n') };
    const merged = after(named, made, mine);
    expect(merged["cluster.ts"]).to.contain('readonly tank = Storage.fromName(this, "tank");');
    expect(merged["cluster.ts"]).to.match(/\bstorages\(this\)/);
    expect(merged["cluster/storage.ts"]).to.equal(mine["cluster/storage.ts"]);
  });

  it("stays a name where somebody has made it one", () => {
    const mine = { ...made, "cluster.ts": made["cluster.ts"]!.replace("this.storages.tank", 'Storage.fromName(this, "tank")').replace("ProxmoxStack }", "ProxmoxStack, Storage }") };
    expect(after(made, both, mine)["cluster.ts"]).to.contain('readonly tank = Storage.fromName(this, "tank");').and.contain("readonly local = this.storages.local;");
  });

  it("stays what it is while the file that makes its construct does not parse", () => {
    const broken = { ...made, "cluster/storage.ts": made["cluster/storage.ts"]!.replace('pool: "tank",', 'pool: "tank",,') };
    const changed = { ...made, "cluster/storage.ts": made["cluster/storage.ts"]!.replace('path: "/var/lib/vz"', 'path: "/srv"') };
    const { files, failed } = mergeCode({ base: new Map(Object.entries(made)), fresh: new Map(Object.entries(changed)), mine: new Map(Object.entries(broken)) }, codeGrammar, () => false);
    expect([[...failed.keys()], [...files.keys()]]).to.deep.equal([["cluster/storage.ts"], []]);
  });

  it("leaves with the last that refers to it", () => {
    const mine = { ...both, "cluster.ts": both["cluster.ts"]!.replace("    pve1(this);", "    pve1(this); // Kim's") };
    const merged = after(both, made, { ...mine });
    expect(merged["cluster.ts"]).to.equal(made["cluster.ts"]!.replace("    pve1(this);", "    pve1(this); // Kim's"));
  });
});
