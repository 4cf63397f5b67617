import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator } from "../../generator/simulator/simulator";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { home, install, newFolder, remove } from "../bin/command";
import { drawSteps, stepOn, type Step } from "../support/flow";
import { hasTmux, openScreen } from "../support/screen";
import { whyUnproven } from "./terraform";

const columns = 100;
/** What the README shows. `PMPC_RENEW_FLOW=1` writes it anew. */
const picture = join(home, "docs/flow.svg");

describe("from an empty folder to a new machine, typed in the console", () => {
  it("init, sync, create, rehearse, apply, sync", async function () {
    const why = hasTmux() ? await whyUnproven(providerVersion) : "skipped: no tmux";
    if (why !== undefined) {
      this.test!.title += ` (${why})`;
      return this.skip();
    }
    const simulator = await startSimulator();
    const folder = newFolder();
    const { endpoint, fingerprint256, tokens } = simulator;
    const screen = await openScreen([process.execPath, join(home, "dist/bin/pmpc.js")], { folder, width: columns, height: 50, environment: { PROXMOX_VE_API_TOKEN: tokens.root } });
    /** Types a line, and waits until its result is there and the next line is asked for. */
    const type = async (line: string, shows: RegExp) => {
      await screen.type("C-l", line, "Enter");
      steps.push(stepOn(await screen.until(new RegExp(`${shows.source}[^]*> $|${shows.source}[^]*>$`, "m")), line, columns));
    };
    /** What is another one in each run. */
    const steady = (text: string) => text.replaceAll(folder, "~/lab").replaceAll(endpoint, "https://pve.lan:8006").replace(` --fingerprint ${fingerprint256}`, "").replace(/\d{4}-\d\d-\d\d \d\d:\d\d/g, "2026-11-30 06:00").replace(/ *\(\d+m?s\)/g, "");
    const steps: Step[] = [];
    try {
      await screen.until("no workspace in this folder");
      await type(`/init --endpoint ${endpoint} --fingerprint ${fingerprint256} --group-by node`, /guests +15 that these credentials may see/);
      await type("/sync", /written +\d+ +files in/);
      expect(readFileSync(join(folder, "guests/pve.ts"), "utf8")).to.contain('"opnsense"');
      install(folder);
      await type("create vm --name web-02 --cores 4 --memory 8192", /created +vm 104 web-02/);
      expect(existsSync(join(folder, "ansible/playbooks/web-02.yml"))).to.equal(true);
      const writes = () => simulator.requests.filter(({ method }) => method !== "GET").length;
      await type("/test", /rehearsal +\d+ [^\n]*1 guest created[^\n]*; the plan afterwards is empty/);
      expect(writes()).to.equal(0);
      await type("/apply --yes --allow-changes", /applied +\d+ /);
      expect(simulator.cluster.guests()).to.include(104);
      await type("/plan", /plan +\d+ clean/);
      await type("/sync", /changed +1 +\+ web-02/);
      await screen.type("C-l", "/exit", "Enter");
      await screen.until("commands");
      const drawn = drawSteps(steps.map(({ prompt, line, printed }) => ({ prompt, line: steady(line), printed: printed.map(steady) })), columns);
      if (process.env.PMPC_RENEW_FLOW) writeFileSync(picture, drawn);
      expect(drawn, "what the README shows: PMPC_RENEW_FLOW=1 renews it").to.equal(readFileSync(picture, "utf8"));
    } finally {
      screen.close();
      await simulator.close();
      remove(folder);
    }
  });
});
