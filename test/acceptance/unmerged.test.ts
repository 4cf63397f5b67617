import { readdirSync, readFileSync, writeFileSync, existsSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { expect } from "chai";
import type { WriteReport } from "../../generator/renew/write-report";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { install, newFolder, pmpc, reach, remove } from "../bin/command";
import { needProvider } from "./terraform";

describe("a file that cannot be merged", function () {
  before(async function () {
    await needProvider(this, providerVersion);
  });

  it("hides nothing: what differs there is told, and the code is not taught to ignore it", async () => {
    const folder = newFolder();
    const simulator = await startSimulator({ scenario: "homelab" });
    try {
      const again = async () => JSON.parse((await pmpc(["import", ...reach(simulator, simulator.tokens.root), "--out", folder, "--json"], folder)).stdout) as WriteReport;
      expect((await again()).proof).to.include({ proven: true });
      // With tsx, as a project that is installed has it, more runs than pmpc can take apart.
      install(folder);
      const [name] = readdirSync(join(folder, "guests"));
      const path = join(folder, "guests", name!);
      const text = readFileSync(path, "utf8");
      const vmId = /new VirtualMachine\([^]*?vmId: (\d+)/.exec(text)![1]!;
      // It runs, and is beyond what pmpc can take apart.
      writeFileSync(path, `${text}\nconst noted = (_: unknown, __: unknown): void => undefined;\n\n@noted\nclass Ours {}\n\nvoid Ours;\n`);
      await change(simulator, `/nodes/${name!.replace(/\.ts$/, "")}/qemu/${vmId}/config`, "cores=3");

      const { conflicts, proof } = await again();
      expect(conflicts.map(({ file, title }) => `${file}: ${title}`)).to.deep.equal([`guests/${name!}: cannot be merged`]);
      expect(proof).to.deep.include({ proven: false });
      expect(proof!.unclean.map(({ key, changes }) => [key, changes.map(({ prop }) => prop)])).to.deep.equal([[`qemu/${vmId}`, ["cpu.cores"]]]);
      const findings = join(folder, ".proxmox/findings.jsonl");
      expect(existsSync(findings) ? readFileSync(findings, "utf8") : "").not.to.include(`"qemu/${vmId}"`);
    } finally {
      await simulator.close();
      remove(folder);
    }
  });
});

/** Does on the cluster what somebody does there. */
const change = ({ endpoint, tokens }: Simulator, address: string, body: string) =>
  new Promise<void>((resolve, reject) => {
    const headers = { authorization: `PVEAPIToken=${tokens.root}`, "content-type": "application/x-www-form-urlencoded" };
    const asked = request(`${endpoint}/api2/json${address}`, { method: "PUT", rejectUnauthorized: false, headers }, (response) => {
      response.resume().on("end", () => (response.statusCode === 200 ? resolve() : reject(new Error(`${address}: ${response.statusMessage}`))));
    });
    asked.on("error", reject).end(body);
  });
