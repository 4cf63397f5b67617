import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { home, newFolder, node, paths, pmpc, reach, remove } from "./command";

describe("pmpc where it cannot go on", () => {
  let folder: string;
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator();
  });
  after(() => simulator.close());
  beforeEach(() => {
    folder = newFolder();
  });
  afterEach(() => {
    remove(folder);
  });

  for (const [what, args, says] of [
    ["no endpoint", ["import"], "--endpoint is missing"],
    ["a verb that it does not have", ["frobnicate"], '"frobnicate" is not a verb'],
    ["a verb that is mistyped", ["statsu"], '"statsu" is not a verb: did you mean "status"?'],
    ["an option that it does not have", ["import", "--frobnicate"], "there is no option --frobnicate"],
    ["two of them, each as it was typed", ["import", "--groupby=node", "--frobnicate", "-x"], 'pmpc: there is no option --groupby: did you mean "--group-by"?\n      there is no option --frobnicate\n      there is no option -x\n'],
    ["an option that is there twice", ["import", "--api-token", "a", "--api-token", "b"], "--api-token is given more than once"],
    ["a filter that it does not understand", ["import", "--filter", "colour=red"], 'cannot understand "colour=red"'],
    ["a filter with a wrong value", ["import", "--filter", "vmid=many"], 'not "many"'],
  ] as const) {
    it(`ends with 64 for ${what}, says so, and writes nothing`, async () => {
      const { code, stdout, stderr } = await pmpc(args, folder);
      expect({ code, stdout }).to.deep.equal({ code: 64, stdout: "" });
      expect(stderr).to.contain(says);
      expect(paths(folder)).to.deep.equal([]);
    });
  }

  it("ends with 4 for a wrong token and does not repeat its secret", async () => {
    const { code, stderr } = await pmpc(["import", ...reach(simulator, "auditor@pve!pmpc=00000000-aaaa-4bbb-8ccc-000000000000"), "--out", "x"], folder);
    expect(code).to.equal(4);
    expect(stderr).not.to.contain("00000000-aaaa");
    expect(paths(folder)).to.deep.equal([]);
  });

  it("ends with 6 for another certificate, shows both and sends no token, whatever the environment says of certificates", async () => {
    const requests = simulator.requests.length;
    const other = simulator.fingerprint256.replace(/^../, simulator.fingerprint256.startsWith("00") ? "11" : "00");
    const args = ["import", "--endpoint", simulator.endpoint, "--api-token", simulator.tokens.auditor, "--fingerprint", other, "--out", "x"];
    for (const insecure of ["false", "true"]) {
      const { code, stderr } = await pmpc(args, folder, { PROXMOX_VE_INSECURE: insecure });
      expect(code).to.equal(6);
      expect(stderr).to.contain(other).and.contain(simulator.fingerprint256).and.not.contain("is not checked");
    }
    expect(simulator.requests).to.have.lengthOf(requests);
  });

  it("ends with 64 for an option without its value, and says what belongs there", async () => {
    const { code, stderr } = await pmpc(["apply", "--backup"], folder);
    expect([code, stderr]).to.deep.equal([64, "pmpc: --backup: expected STORAGE after it, got nothing\n  pmpc apply --help lists its options\n"]);
  });

  it("says once that a certificate is not checked, however often it connects", async () => {
    const { code, stderr } = await pmpc(["import", "--endpoint", simulator.endpoint, "--api-token", simulator.tokens.auditor, "--insecure", "--out", "x"], folder);
    expect(code, stderr).to.equal(0);
    expect(stderr.match(/is not checked/g)).to.have.lengthOf(1);
  });

  it("ends with 6 for a folder with files of somebody else's", async () => {
    mkdirSync(join(folder, "x"));
    writeFileSync(join(folder, "x/thesis.txt"), "mine");
    const { code, stderr } = await pmpc(["import", ...reach(simulator), "--out", "x"], folder);
    expect(code).to.equal(6);
    expect(stderr).to.contain(join(folder, "x"));
    expect(paths(folder)).to.deep.equal(["x/thesis.txt"]);
  });

  it("ends with 6 while another command has the workspace, and says which", async () => {
    const slow = await startSimulator({ latency: 150 });
    try {
      const first = pmpc(["import", ...reach(slow), "--no-verify", "--out", "x"], folder);
      // The lock is there once the guests are read.
      while (!slow.requests.some(({ address }) => address.endsWith("/config"))) await new Promise((resolve) => setImmediate(resolve));
      const second = await pmpc(["import", ...reach(simulator), "--out", "x"], folder);
      expect(second.code).to.equal(6);
      expect(second.stderr).to.match(/pmpc import/);
      expect((await first).code).to.equal(0);
    } finally {
      await slow.close();
    }
  });

  it("ends with 6 for another cluster and leaves the workspace as it was", async () => {
    await pmpc(["import", ...reach(simulator), "--no-verify", "--out", "x"], folder);
    const text = () => paths(folder).filter((path) => !path.includes("state.db")).map((path) => readFileSync(join(folder, path), "utf8"));
    const before = text();
    const office = await startSimulator({ scenario: "office" });
    const { code, stderr } = await pmpc(["import", ...reach(office), "--out", "x"], folder);
    await office.close();
    expect(code).to.equal(6);
    expect(stderr).to.contain("to office");
    expect(text()).to.deep.equal(before);
    expect((await pmpc(["generate", "--out", "x"], folder)).code).to.equal(0);
  });

  it("tells errors as one object with --json", async () => {
    const { code, stdout, stderr } = await pmpc(["import", "--json"], folder);
    expect({ code, stderr }).to.deep.equal({ code: 64, stderr: "" });
    expect(JSON.parse(stdout)).to.deep.include({ exit: 64 }).and.to.have.nested.property("error.code", "missing-option");
  });

  it("answers --version and --help without loading a database, an HTTP client or cdktf", async () => {
    const hook = join(folder, "loaded.cjs");
    writeFileSync(hook, `process.on("exit", () => process.stderr.write(Object.keys(require.cache).join("\\n")));`);
    for (const flag of ["--version", "--help"]) {
      const { code, stderr } = await node(["--require", hook, join(home, "dist/bin/pmpc.js"), flag], folder);
      expect(code).to.equal(0);
      expect(stderr).to.contain("program.js").and.not.match(/node_modules.(typeorm|cdktf|got|libsql|constructs)\b/);
    }
  });
});
