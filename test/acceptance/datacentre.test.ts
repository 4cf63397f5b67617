import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { PlanReport } from "../../generator/judge/grade-workspace";
import type { RehearsalReport } from "../../generator/rehearse/report";
import type { WriteReport } from "../../generator/renew/write-report";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { newFolder, pmpc, reach, remove } from "../bin/command";
import { needProvider } from "./terraform";

describe(`a whole data centre that was taken in, with access, networks and firewalls, and the real provider ${providerVersion}`, () => {
  let folder: string;
  let simulator: Simulator;

  before(async function () {
    await needProvider(this, providerVersion);
    folder = newFolder();
    simulator = await startSimulator({ scenario: "datacentre" });
    const { stdout } = await pmpc(["import", ...reach(simulator, simulator.tokens.root), "--out", ".", "--scope", "all", "--json"], folder);
    const { proof, resources } = JSON.parse(stdout) as WriteReport;
    expect(proof).to.include({ proven: true });
    expect([...new Set(resources!.filter(({ outcome }) => outcome === "imported").map(({ area }) => area))]).to.include.members(["access", "sdn", "firewall", "nodes", "datacenter", "network"]);
    expect((await pmpc(["apply", "--yes", "--no-test"], folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.root })).code).to.equal(0);
  });
  afterEach(() => simulator?.fail());
  after(async () => {
    await simulator?.close();
    if (folder) remove(folder);
  });

  async function plan(): Promise<PlanReport> {
    const { stdout } = await pmpc(["plan", "--json"], folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.root });
    return JSON.parse(stdout) as PlanReport;
  }

  it("has seen no write, and its plan is empty; what an admin has to know before an edit is applied is beside it", async () => {
    expect(simulator.requests.filter(({ method }) => method !== "GET")).to.deep.equal([]);
    expect([...new Set((await plan()).resources.map(({ grade }) => grade))]).to.deep.equal(["clean"]);

    const access = join(folder, "cluster/access.ts");
    const before = readFileSync(access, "utf8");
    writeFileSync(access, before.replace('new User(cluster, "terraform-pve", {', "$&\n    enabled: false,"));
    const planned = (await plan()).resources.filter(({ grade }) => grade !== "clean");
    writeFileSync(access, before);
    expect(planned.map(({ grade, reason }) => ({ grade, reason }))).to.deep.equal([{ grade: "live change", reason: "locks terraform@pve out" }]);
  });

  // Which part fails, and what of the plan is left out for it, by whose fault.
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ["/nodes/rack-b2:595", "cluster not reached", /\.(rack-b2-\w+|node-(dns|hosts|time)-rack-b2|app-1)/],
    ["/nodes/rack-a1/qemu/100/config:500", "guest not read", /_vm\.db-1$/],
    ["/nodes/rack-a1/lxc/200/config:500", "guest not read", /_container\.dns-1$/],
    ["/storage/nas-1:500", "guest not read", /_storage_nfs\.nas-1$/],
    ["/cluster/ha/rules:500", "guest not read", /_harule\./],
  ];
  for (const [fault, expected, address] of cases) {
    it(`a part that fails leaves the rest of the plan as it is: ${fault}`, async () => {
      simulator.fail(fault);
      const { resources, problems } = await plan();
      expect(problems).to.deep.equal([]);
      const out = resources.filter(({ grade }) => grade !== "clean");
      expect(out.map(({ cause, grade }) => `${cause} ${grade}`)).to.deep.equal(out.map(() => expected)).and.not.deep.equal([]);
      expect(out.map((one) => one.address)).to.deep.equal(resources.map((one) => one.address).filter((one) => address.test(one)));
    });
  }

  it("rehearses what is changed beside its guests on the twin, and shows what becomes of which file", async () => {
    const edits: readonly (readonly [file: string, was: string, is: string])[] = [
      ["ha", 'affinity: "negative"', 'affinity: "positive"'],
      ["mappings", 'description: "licences"', 'description: "licence dongle"'],
      ["backup", 'schedule: "mon..fri 02:30"', 'schedule: "mon..fri 03:30"'],
      ["storage", 'content: ["images", "rootdir"]', 'content: ["images"]'],
      ["firewall", 'comment: "ssh for admins"', 'comment: "ssh"'],
      ["sdn", "tag: 100,", "tag: 101,"],
      ["access", 'email: "ada@datacentre.example"', 'email: "ada@example.org"'],
    ];
    const before = new Map(edits.map(([file]) => [join(folder, `cluster/${file}.ts`), readFileSync(join(folder, `cluster/${file}.ts`), "utf8")]));
    for (const [file, was, is] of edits) {
      const path = join(folder, `cluster/${file}.ts`);
      expect(before.get(path), file).to.include(was);
      writeFileSync(path, before.get(path)!.replace(was, is));
    }
    const { code, stdout } = await pmpc(["rehearse", "--json"], folder);
    for (const [path, text] of before) writeFileSync(path, text);
    const { files, notRehearsed, passed, refused, resources } = JSON.parse(stdout) as RehearsalReport;
    expect({ code, passed, refused, notRehearsed }).to.deep.equal({ code: 0, passed: true, refused: [], notRehearsed: [] });
    expect(resources.filter(({ grade }) => grade === "live change")).to.have.lengthOf(edits.length);
    const changed = files.flatMap(({ path, changes }) => changes.map(({ section, removed, added }) => [path, section, ...removed, ...added].join(" | ")));
    expect(changed).to.include.members([
      "ha/rules.cfg | resource-affinity: databases-apart | \taffinity negative | \taffinity positive",
      "mapping/usb.cfg | dongle | \tdescription licences | \tdescription licence dongle",
      "jobs.cfg | vzdump: nightly | \tschedule mon..fri 02:30 | \tschedule mon..fri 03:30",
      "storage.cfg | lvmthin: local-lvm | \tcontent images,rootdir | \tcontent images",
      "firewall/cluster.fw | [RULES] | IN SSH(ACCEPT) -source +dc/admins -log info # ssh for admins | IN SSH(ACCEPT) -source +dc/admins -log info # ssh",
      "sdn/vnets.cfg | vnet: racknet | \ttag 100 | \ttag 101",
    ]);
  });

  it("lost between a change and the restart that it needs, it leaves no plan that is clean, and the remedy is a command that works", async () => {
    const { cluster } = simulator;
    expect((await pmpc(["update", "vm", "100", "--memory", "9GiB"], folder)).code).to.equal(0);
    const lose = setInterval(() => {
      if (simulator.requests.some(({ method, address }) => method === "PUT" && address.endsWith("/qemu/100/config"))) cluster.setNodeOnline("rack-a1", false);
    }, 1);
    const applied = await pmpc(["apply", "--yes", "--no-test"], folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.root });
    clearInterval(lose);
    expect(applied.code).to.equal(1);
    expect(cluster.text(100)).to.match(/^\[PENDING\]\nmemory: 9216$/m);
    // It depends on a mapping of that node.
    expect((await plan()).unplanned).to.include("vm db-1");
    cluster.setNodeOnline("rack-a1", true);
    const { waiting, reason, remedy } = (await plan()).resources.find(({ key }) => key === "qemu/100")!;
    expect([waiting, reason, remedy]).to.deep.equal([["memory 8192 → 9216"], "its configuration is as in the code, and it runs without memory 8192 → 9216", "pmpc reboot vm 100"]);
    const shown = await pmpc(["plan"], folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.root });
    expect(shown.stdout).to.match(/waits +vm 100 db-1\n/).and.to.match(/plan +\d+ clean, 1 waiting for a start/);
    expect((await pmpc(remedy!.split(" ").slice(1), folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.root })).code).to.equal(0);
    expect((await plan()).resources.filter((one) => one.waiting !== undefined)).to.deep.equal([]);
  });

  it("without credentials nothing is read, and that is said once", async () => {
    const { code, stderr, stdout } = await pmpc(["plan"], folder, { PROXMOX_VE_API_TOKEN: "" });
    expect(code).to.not.equal(0);
    expect(`${stdout}${stderr}`.match(/there are no credentials for the cluster/g)).to.have.lengthOf(1);
  });
});
