import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { ForgetReport } from "../../generator/action/forget";
import type { WriteReport } from "../../generator/renew/write-report";
import { datacentre } from "../../simulator/scenario/datacentre";
import { openStage, type Stage } from "../support/stage";
import { pmpc, reach } from "./command";

describe("pmpc forget of what is not a guest", () => {
  let stage: Stage<"imported">;
  const scenario = { ...datacentre, files: { ...datacentre.files, "user.cfg": `${datacentre.files["user.cfg"]!.trimEnd()}\nacl:1:/sdn/zones/lab/labnet:bo@corp:PVESDNUser:\n` } };
  const reached = () => reach(stage.simulator, stage.simulator.tokens.root);

  before(async () => {
    stage = await openStage(scenario, { imported: () => run("import", ...reached(), "--out", ".", "--scope", "all", "--no-verify") });
  });
  beforeEach(() => stage.at("imported"));
  after(() => stage.close());

  async function run<T>(...args: readonly string[]): Promise<{ readonly code: number; readonly report: T }> {
    const { code, stdout } = await pmpc([...args, "--json"], stage.folder);
    return { code, report: JSON.parse(stdout) as T };
  }
  const again = () => run<WriteReport>("import", ...reached(), "--out", ".", "--no-verify");
  const refused = async (...args: readonly string[]) => (await run<{ readonly error?: { readonly message: string } }>(...args)).report.error?.message;
  const text = (path: string) => readFileSync(join(stage.folder, path), "utf8");
  const areas = ["cluster.ts", ...["storage", "pools", "members", "access", "firewall", "sdn", "ha"].map((area) => `cluster/${area}.ts`), "guests/rack-a1.ts"];
  const code = () => Object.fromEntries(areas.map((path) => [path, text(path)]));

  it("takes it out of the code, has Terraform let go of it, and names it where code refers to it", async () => {
    const before = code();
    const { code: ended, report } = await run<ForgetReport>("forget", "storage", "nas-1");
    expect([ended, report.guest, report.address, report.back]).to.deep.equal([0, "storage nas-1", "proxmox_storage_nfs.nas-1", "pmpc forget storage nas-1 --undo"]);
    expect(text("cluster.ts")).to.include('this.forget("proxmox_storage_nfs.nas-1"); // storage/nas-1: forgotten with pmpc forget').and.match(/readonly \w+ = Storage\.fromName\(this, "nas-1"\);/);
    expect(text("cluster/storage.ts")).not.to.include('"nas-1"');
    expect(text(".proxmox/cluster.jsonl")).not.to.include('"key":"storage/nas-1"');
    expect(await refused("forget", "storage", "nas-1")).to.equal("storage nas-1 is already forgotten");
    // An import leaves it so, and says why.
    const { report: imported } = await again();
    expect(imported.resources!.find(({ key }) => key === "storage/nas-1")).to.include({ outcome: "aside", reason: "forgotten with pmpc forget", remedy: "pmpc forget storage nas-1 --undo" });
    expect(text("cluster.ts")).to.include('this.forget("proxmox_storage_nfs.nas-1")');
    expect((await again()).report.files.filter(({ change }) => change !== "unchanged")).to.deep.equal([]);
    // It comes back as it was.
    expect((await run("forget", "storage", "nas-1", "--undo")).code).to.equal(0);
    expect(code()).to.deep.equal(before);
  });

  it("knows what there is one of by its kind alone, and says the way back as a shell takes it", async () => {
    const { code: ended, report } = await run<ForgetReport>("forget", "cluster-options");
    expect([ended, report.guest, report.back]).to.deep.equal([0, "cluster-options cluster", "pmpc forget cluster-options cluster --undo"]);
    const right = /acl\/(\/pool\/racks\?[^"]+)"/.exec(text(".proxmox/cluster.jsonl"))![1]!;
    const forgotten = await run<ForgetReport>("forget", `acl ${right}`);
    expect([forgotten.code, forgotten.report.back]).to.deep.equal([0, `pmpc forget acl '${right}' --undo`]);
  });

  it("leaves a reference where its own file goes on using it", async () => {
    const used = /const (\w+) = new SecurityGroup\(cluster, "([^"]+)"/.exec(text("cluster/firewall.ts"))!;
    expect((await run("forget", "security-group", used[2]!)).code).to.equal(0);
    expect(text("cluster/firewall.ts")).to.include(`const ${used[1]!} = SecurityGroup.fromName(cluster, "${used[2]!}");`).and.match(new RegExp(`securityGroup: ${used[1]!}\\b`));
    expect((await again()).report.files.filter(({ change }) => change === "conflict")).to.deep.equal([]);
    expect(text("cluster/firewall.ts")).to.include(`securityGroup: cluster.${used[1]!}`).and.not.include("SecurityGroup.fromName");
    expect(text("cluster.ts")).to.include(`readonly ${used[1]!} = SecurityGroup.fromName(this, "${used[2]!}");`);
  });

  it("keeps a virtual network while rights in the code are on it, and says how they go", async () => {
    expect(text("cluster/access.ts")).to.match(/path: cluster\.labnet,/);
    expect(await refused("forget", "vnet", "labnet")).to.equal("vnet labnet is named by 1 permission in the code");
    expect((await run("forget", "acl", "/sdn/zones/lab/labnet?bo@corp?PVESDNUser")).code).to.equal(0);
    expect((await run("forget", "vnet", "labnet")).code).to.equal(0);
    expect(text("cluster/sdn.ts")).to.include('const labnet = SdnVnet.fromName(cluster, "labnet");');
  });

  it("tells what is not in the code, and takes everything where it is told so", async () => {
    expect(await refused("forget", "pool", "nosuch")).to.equal("pool nosuch is not in the code that pmpc wrote");
    const before = code();
    const { code: ended, report } = await run<ForgetReport>("forget", "--all");
    expect([ended, report.back]).to.deep.equal([0, "pmpc forget --all --undo"]);
    expect(report.guest).to.match(/^\d+ guests and \d+ other things$/);
    for (const [path, one] of Object.entries(code())) expect(one, path).not.to.match(/\bnew (?!ProxmoxProvider)[A-Z]\w*\(/);
    expect(text(".proxmox/cluster.jsonl")).to.equal("");
    const { report: imported } = await again();
    expect(imported.resources!.filter(({ outcome }) => outcome !== "aside")).to.deep.equal([]);
    // The status names some of them, and the way back brings all.
    const { stdout } = await pmpc(["status", "--offline"], stage.folder);
    expect(stdout).to.match(/^ {2}forgotten +\d+: (\S[^,]*, ){6}…; pmpc forget --all --undo brings all back$/m);
    const back = await run<ForgetReport>("forget", "--all", "--undo");
    expect([back.code, back.report.guest]).to.deep.equal([0, report.guest]);
    expect(code()).to.deep.equal(before);
    expect((await run<ForgetReport>("forget", "--all", "--undo")).report.guest).to.equal("nothing");
    expect((await run("forget", "vm", "101", "--all")).code).to.equal(64);
  });

  it("takes guests as well whose code pmpc create wrote, or a person, where the app has them for Terraform", async () => {
    expect((await run("create", "vm", "--name", "web-77", "--id", "7777")).code).to.equal(0);
    const file = "guests/rack-a1.ts";
    const by = 'const mine = new Construct(cluster, "mine");\n  new Container(mine, "own", { vmId: 7778, node: cluster.rackA1, memory: Size.gibibytes(1) });';
    writeFileSync(join(stage.folder, file), `import { Construct } from "constructs";\n${text(file).replace(/\n( {2}return|}\s*$)/, `\n  ${by}\n$1`)}`);
    const { code: ended, report } = await run<ForgetReport>("forget", "container", "7778");
    expect([ended, report.address]).to.deep.equal([0, "proxmox_virtual_environment_container.mine_own_F84012DF"]);
    expect(text("cluster.ts")).to.include('this.forget("proxmox_virtual_environment_container.mine_own_F84012DF"); // lxc/7778: forgotten with pmpc forget');
    expect(text(file)).not.to.include('"own"');
    expect((await run("forget", "--all")).code).to.equal(0);
    expect(text("cluster.ts")).to.include('this.forget("proxmox_virtual_environment_vm.web-77"); // qemu/7777: forgotten with pmpc forget');
    for (const [path, one] of Object.entries(code())) expect(one, path).not.to.match(/\bnew (?:VirtualMachine|Container)\(/);
  });
});
