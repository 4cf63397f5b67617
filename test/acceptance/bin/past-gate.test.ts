import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { openPlanned, without, type Planned } from "./planned";
import { terraformPath } from "../../support/terraform";

describe(`a provider in the code for another cluster${without}`, () => {
  let planned: Planned;
  before(async function () {
    if (terraformPath === undefined) return this.skip();
    planned = await openPlanned();
  });
  after(() => planned?.close());

  it("stops an apply until its address is named", async () => {
    await planned.at("imported");
    const main = join(planned.folder, "main.ts");
    const second = 'new ProxmoxProvider(cluster, { endpoint: "https://other.lan:8006", alias: "other" });';
    writeFileSync(main, `import { ProxmoxProvider } from "pmpc";\n${readFileSync(main, "utf8").replace("new PveCluster(app);", `const cluster = new PveCluster(app);\n${second}`)}`);
    const { code, report } = await planned.run("apply", "--yes");
    expect([code, report.error?.code, report.error?.hint]).to.deep.equal([6, "past-gate", "if that is meant: --allow-endpoint https://other.lan:8006"]);
  });

  it("is not what the workspace's own is taken for where its settings have no endpoint", async () => {
    await planned.at("imported");
    writeFileSync(join(planned.folder, ".proxmox/config.yml"), "");
    const { code, report } = await planned.run("plan");
    expect([code, report.error?.message], JSON.stringify(report)).to.deep.equal([64, `${planned.folder}/.proxmox/config.yml lacks endpoint`]);
  });
});
