import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../../generator/simulator/simulator";
import type { CreateReport } from "../../../generator/action/create";
import type { PlanReport } from "../../../generator/judge/grade-workspace";
import { graded, openPlanned, without, type Planned } from "./planned";
import { terraformPath } from "../../support/terraform";
import { newFolder, paths, pmpc, reach, remove, report } from "../../bin/command";

describe("a guest that cannot be made", () => {
  let [simulator, folder]: [Simulator, string] = [undefined as never, ""];
  const files = () => new Map(paths(folder).filter((path) => !path.startsWith(".proxmox/state.db")).map((path) => [path, readFileSync(join(folder, path), "utf8")]));
  const create = async (...words: readonly string[]) => {
    const { code, stdout } = await pmpc(["create", ...words, "--json"], folder);
    return { code, ...(JSON.parse(stdout) as { readonly error: { readonly message: string; readonly hint: string }; readonly guests: CreateReport["guests"] }) };
  };

  before(async () => {
    simulator = await startSimulator({ scenario: "office" });
    folder = newFolder();
    await report(["import", ...reach(simulator), "--out", folder, "--no-verify"], folder);
    simulator.cluster.setNodeOnline("pve3", false);
    await pmpc(["sync", ...reach(simulator), "--store-only"], folder);
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });

  for (const [title, words, says, remedy] of [
    ["on a node that is offline", ["--node", "pve3"], /the node pve3 is offline/, /say another with --node, or wait for pve3, then: pmpc sync/],
    ["on a node that is not there", ["--node", "pve9"], /there is no node pve9/, /say one of pve1, pve2, pve3/],
    ["under a name that another one has, in capitals or not", ["--name", "%NAME%"], /is called .* already/, /choose another name; to change that one: pmpc update/],
    ["under a number that another one has", ["--id", "%ID%"], /the number \d+ is not free: \S+ \d+ \S+ has it/, /say another with --id, or none/],
    ["on a storage that has no room", ["--disk", "%FULL%:900TiB"], /has no room for 921600 GiB: [\d.]+ GiB of [\d.]+ GiB are free/, /say a smaller size, or another storage: /],
    ["on a storage that is not there", ["--disk", "nowhere:8"], /there is no storage nowhere/, /say one of /],
    ["on a storage that takes no disks", ["--disk", "local:8"], /the storage local takes no /, /say one of /],
    ["on a bridge that is not there", ["--net0", "vmbr99"], /has no bridge vmbr99/, /say one of vmbr0/],
    ["in a pool that is not there", ["--pool", "nobody"], /there is no pool nobody/, /say one of /],
  ] as const) {
    it(`is refused with what to do ${title}, and nothing is written`, async () => {
      const { resources } = JSON.parse((await pmpc(["list", "vms", "--json"], folder)).stdout) as { readonly resources: readonly { readonly id: string; readonly name: string }[] };
      const [one] = resources.filter(({ name }) => name !== undefined);
      const put = (word: string) => word.replace("%NAME%", one!.name.toUpperCase()).replace("%ID%", one!.id).replace("%FULL%", "ceph");
      const before = files();
      const { code, error } = await create("vm", ...(words.includes("--name" as never) ? [] : ["--name", "new"]), ...words.map(put));
      expect(code).to.equal(6);
      expect(error.message).to.match(says);
      expect(error.hint).to.match(remedy).and.to.contain("nothing was written");
      expect(files()).to.deep.equal(before);
    });
  }

  it("is not put on a node that is offline, where nobody says which", async () => {
    const { code, guests } = await create("vm", "--name", "new", "--dry-run");
    expect(code).to.equal(0);
    expect(guests[0]!.choices.find(({ what }) => what === "node")!.value).to.match(/^pve[12]$/);
  });
});

describe(`a guest whose number somebody else took meanwhile${without}`, () => {
  let stage: Planned;
  before(async function () {
    if (terraformPath === undefined) return this.skip();
    stage = await openPlanned();
    await stage.at("adopted");
  });
  after(() => stage?.close());

  it("is not made: the plan says so, with what to do, and an apply is refused", async () => {
    const { report: made } = await stage.run<CreateReport>("create", "vm", "--name", "web-09");
    const number = Number(made.guests[0]!.guest.split(" ")[1]);
    stage.simulator.cluster.add("pve", "qemu", number, "name: theirs\nmemory: 512\n");
    const { code, report: plan } = await stage.run<PlanReport>("plan");
    expect(graded(plan)).to.include(`qemu/${number} already there`);
    const { reason, remedy } = plan.resources.find(({ key }) => key === `qemu/${number}`)!;
    expect(reason).to.equal(`vm ${number} is on pve, and Terraform's state does not have it`);
    expect(remedy).to.contain("give the code another vmId");
    expect(code).to.equal(2);
    const applied = await stage.run("apply", "--yes", "--allow-changes");
    expect(applied.code).to.equal(6);
    expect(stage.simulator.cluster.text(number)).to.contain("name: theirs");
  });
});
