import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { openStage, type Stage } from "../support/stage";
import { check, install, paths, pmpc, reach, report } from "./command";

// A file of the user's own, beside what is generated and not edited.
const own = `import { TerraformOutput } from "cdktf";
import type { PveCluster } from "./cluster";

export function own(cluster: PveCluster): void {
  new TerraformOutput(cluster, "storage", { value: cluster.tank.datastoreId });
  new TerraformOutput(cluster, "pool", { value: cluster.infra.poolId });
  new TerraformOutput(cluster, "bridge", { value: cluster.vmbr1.bridgeName });
  new TerraformOutput(cluster, "database", { value: cluster.postgres.vmId });
}
`;

describe("code of the user's own beside the generated one", () => {
  let stage: Stage<"extended">;
  let folder: string;
  const text = (path: string) => readFileSync(join(folder, path), "utf8");
  const again = () => report(["import", ...reach(stage.simulator), "--out", folder], folder);

  before(async () => {
    stage = await openStage("homelab", {
      extended: async ({ simulator }) => {
        await report(["import", ...reach(simulator), "--out", folder, "--scope", "cluster"], folder);
        install(folder, { tsx: false });
        writeFileSync(join(folder, "own.ts"), own);
        writeFileSync(join(folder, "main.ts"), text("main.ts").replace("new PveCluster(app);", "own(new PveCluster(app));").replace(/^import \{ PveCluster.*$/m, '$&\nimport { own } from "./own";'));
        expect(await check(folder)).to.include({ code: 0, stdout: "" });
      },
    });
    folder = stage.folder;
  });
  beforeEach(() => stage.at("extended"));
  after(() => stage.close());

  it("still finds what it reads of the stack when nothing generated needs that any more", async () => {
    const { cluster } = stage.simulator;
    for (const vmId of cluster.guests()) if (cluster.text(vmId).includes("bridge=vmbr1")) cluster.edit(vmId, (one) => one.replaceAll("bridge=vmbr1", "bridge=vmbr0"));
    await again();
    expect(text("cluster.ts")).to.contain('readonly vmbr1 = Bridge.fromName(this, "vmbr1");');
    expect(text("own.ts")).to.equal(own);
    expect(await check(folder)).to.include({ code: 0, stdout: "" });
    const before = text("cluster.ts");
    await again();
    expect(text("cluster.ts")).to.equal(before);
  });

  it("still finds it when everything is forgotten, and again after the next import, whose files are gone", async () => {
    expect((await pmpc(["forget", "--all", "--yes"], folder)).code).to.equal(0);
    expect(await check(folder)).to.include({ code: 0, stdout: "" });
    await again();
    expect(await check(folder)).to.include({ code: 0, stdout: "" });
    expect(paths(folder).filter((path) => /^(cluster|guests)\//.test(path))).to.deep.equal([]);
    expect(text("cluster.ts")).not.to.match(/storages|\{\n\n|\n\n\n/);
    expect(text("cluster.ts")).to.contain('readonly tank = Storage.fromName(this, "tank");').and.contain('readonly infra = Pool.fromName(this, "infra");');
    expect((await pmpc(["forget", "--all", "--undo"], folder)).code).to.equal(0);
    expect(await check(folder)).to.include({ code: 0, stdout: "" });
  });
});
