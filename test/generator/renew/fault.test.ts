import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { ResourceReport } from "../../../generator/judge/grading";
import { faultsOf } from "../../../generator/renew/fault";
import { startSimulator } from "../../../generator/simulator/simulator";
import { importFrom, type Imported } from "../../support/imported";

const changing = (id: string, changes: readonly { readonly prop: string; readonly attribute: string }[]): ResourceReport =>
  ({ address: `proxmox_virtual_environment_vm.${id}`, grade: "live change", importing: true, changes: changes.map((one) => ({ ...one, before: 2, after: 3 })) }) as unknown as ResourceReport;

describe("what is wrong with code that pmpc wrote", () => {
  let imported: Imported;
  let id: string;
  let file: string;
  const cores = [{ prop: "cpu.cores", attribute: "cpu[0].cores" }];
  const faults = (untouched: readonly string[] = [], resources = [changing(id, cores)]) => faultsOf({ resources }, { root: imported.folder }, new Set(), new Set(untouched));

  beforeEach(async () => {
    const simulator = await startSimulator({ scenario: "homelab" });
    imported = await importFrom(simulator);
    await simulator.close();
    [file] = [...imported.files.keys()].filter((path) => path.startsWith("guests/")) as [string];
    id = /new VirtualMachine\(\w+, "([^"]+)"/.exec(imported.files.get(file)!)![1]!;
  });
  afterEach(() => imported.remove());

  const edit = (change: (text: string) => string) => writeFileSync(join(imported.folder, file), change(readFileSync(join(imported.folder, file), "utf8")));

  it("is what a plan would change, and is repaired", async () => {
    expect((await faults()).map(({ repairs }) => repairs)).to.deep.equal([[{ path: "cpu[0].cores", why: "the provider reads 2 and plans 3" }]]);
  });

  it("is nothing in a file that could not be brought up to date, whoever edited it, and goes on being that in others", async () => {
    expect(await faults([file])).to.deep.equal([]);
    edit((text) => `${text}\n// ours\n`);
    expect(await faults()).to.have.lengthOf(1);
    expect(await faults([file])).to.deep.equal([]);
    expect(await faults(["guests/elsewhere.ts"])).to.have.lengthOf(1);
  });

  it("is nothing that somebody has changed in the code, and what else differs beside it is", async () => {
    edit((text) => text.replace(/(new VirtualMachine\([^]*?cpu: \{ cores: )\d+/, "$17"));
    expect(await faults()).to.deep.equal([]);
    const more = [...cores, { prop: "memory.dedicated", attribute: "memory[0].dedicated" }];
    expect((await faults([], [changing(id, more)])).flatMap(({ repairs }) => repairs.map(({ path }) => path))).to.deep.equal(["memory[0].dedicated"]);
  });
});
