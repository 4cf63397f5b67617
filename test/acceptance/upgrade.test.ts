import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { PlanReport } from "../../generator/judge/grade-workspace";
import type { UpgradeReport } from "../../generator/action/upgrade";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { releases } from "../../lib/schema/provider/release";
import { home, newFolder, pmpc, reach, remove } from "../bin/command";
import { providerFolder, whyUnproven } from "./terraform";

const [one, other] = [releases[0]!.version, releases.at(-1)!.version];

describe(`an upgrade of a workspace, with the real provider ${one}`, () => {
  let folder: string;
  let simulator: Simulator;
  let mirror: string;

  before(async function () {
    mirror = newFolder();
    const why = await whyUnproven(one);
    const isThere = why === undefined && (await whyUnproven(other)) === undefined;
    for (const test of this.test!.parent!.tests) test.title += why === undefined ? (isThere ? "" : ` (${other} is not here: the program of ${one} stands for it)`) : ` (${why})`;
    if (why !== undefined) return this.skip();
    // Files on this machine and nothing else, as where there is no internet.
    for (const version of [one, other]) {
      for (const registry of ["registry.terraform.io", "registry.opentofu.org"]) {
        const place = join(mirror, registry, "bpg/proxmox", version);
        mkdirSync(place, { recursive: true });
        cpSync(await providerFolder(isThere ? version : one), place, { recursive: true, dereference: true });
      }
    }
    writeFileSync(join(mirror, "terraformrc"), `provider_installation {\n  filesystem_mirror { path = "${mirror}" }\n}\n`);
  });
  after(() => remove(mirror));
  beforeEach(async () => {
    folder = newFolder();
    simulator = await startSimulator({ scenario: "homelab" });
  });
  afterEach(async () => {
    await simulator.close();
    remove(folder);
  });

  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await pmpc([...args, ...reach(simulator, simulator.tokens.root)], folder, { TF_CLI_CONFIG_FILE: join(mirror, "terraformrc") });
    expect(code, `${args.join(" ")}\n${stdout}${stderr}`).to.be.oneOf(args[0] === "plan" ? [0, 2] : [0]);
    return stdout;
  };
  const upgrade = async (...args: string[]) => JSON.parse(await run("upgrade", "--yes", "--json", ...args)) as UpgradeReport;
  const locked = () => {
    const stack = readdirSync(join(folder, ".proxmox/terraform"), { withFileTypes: true }).find((entry) => entry.isDirectory() && entry.name === "pve")!;
    return /bpg\/proxmox" \{\s*version\s*=\s*"([^"]+)"/.exec(readFileSync(join(folder, ".proxmox/terraform", stack.name, ".terraform.lock.hcl"), "utf8"))?.[1];
  };
  const unclean = ({ plan }: UpgradeReport) => plan!.resources.filter(({ grade }) => grade !== "clean").map(({ address, grade, changes }) => [address, grade, changes]);

  it("plans empty after one to the next release of the provider, and after the way back", async () => {
    await run("import", "--out", ".");
    await run("apply", "--yes");
    expect(locked()).to.equal(one);
    const forth = await upgrade("--provider", other);
    expect(forth.changes.map(({ what, from, to }) => [what, from, to])).to.deep.equal([["provider", one, other], ["lock file", one, other]]);
    expect([unclean(forth), locked()]).to.deep.equal([[], other]);
    // What is chosen stays chosen.
    await run("import");
    expect([readFileSync(join(folder, "cluster.ts"), "utf8").includes(`version: "${other}"`), locked()]).to.deep.equal([true, other]);
    expect(forth.back).to.deep.equal([`pmpc upgrade --provider ${one}`]);
    const back = await upgrade("--provider", one);
    expect([unclean(back), locked()]).to.deep.equal([[], one]);
    expect(simulator.requests.filter(({ method }) => method !== "GET")).to.deep.equal([]);
  });

  it("plans empty after one from the workspace of an older pmpc", async () => {
    cpSync(join(home, "test/fixture/workspace/0.1.0"), folder, { recursive: true });
    const { conflicts } = await upgrade("--no-verify");
    expect(conflicts).to.deep.equal([]);
    // Its cluster is elsewhere by now. What Terraform itself remembers of containers an older pmpc did not fill in, and the forgotten one is still to be let go.
    await run("sync");
    const { resources } = JSON.parse(await run("plan", "--no-types", "--json")) as PlanReport;
    expect(resources.filter(({ grade, importing }) => !["clean", "state only", "forget"].includes(grade) && !importing).map(({ address, grade, changes }) => [address, grade, changes])).to.deep.equal([]);
    expect(resources).to.have.lengthOf.at.least(13);
    expect(simulator.requests.filter(({ method }) => method !== "GET")).to.deep.equal([]);
  });
});
