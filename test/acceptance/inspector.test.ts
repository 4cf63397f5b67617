import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator } from "../../generator/simulator/simulator";
import { home, newFolder, pmpc, reach, remove } from "../bin/command";

/** The command line of the protocol's inspector, where somebody installed it: node_modules/.bin/mcp-inspector. */
const inspector = process.env.PMPC_MCP_INSPECTOR;
const why = inspector === undefined ? " (skipped: PMPC_MCP_INSPECTOR does not say where @modelcontextprotocol/inspector is)" : "";

describe(`the inspector of the Model Context Protocol${why}`, () => {
  before(function () {
    if (inspector === undefined) this.skip();
  });

  it("lists what pmpc mcp offers, and calls a tool", async () => {
    const [simulator, folder] = [await startSimulator(), newFolder()];
    const ask = (...method: string[]) =>
      new Promise<Record<string, unknown>>((resolve, reject) =>
        execFile(inspector!, ["--cli", process.execPath, join(home, "dist/bin/pmpc.js"), "mcp", "--method", ...method], { cwd: folder, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => (error ? reject(new Error(stderr + stdout, { cause: error })) : resolve(JSON.parse(stdout) as Record<string, unknown>))),
      );
    try {
      expect((await pmpc(["import", ...reach(simulator), "--out", ".", "--filter", "vmid=100", "--no-verify"], folder)).code).to.equal(0);
      const names = async (list: string) => ((await ask(`${list}/list`))[list] as readonly { readonly name: string }[]).map(({ name }) => name);
      expect(await names("tools")).to.include.members(["describe", "list", "plan"]);
      expect(await names("resources")).to.include("inventory");
      expect(await names("prompts")).to.include("adopt-my-cluster");
      const described = await ask("tools/call", "--tool-name", "describe", "--tool-arg", "what=vm 100");
      expect(JSON.stringify(described.structuredContent)).to.contain("qemu/100");
    } finally {
      await simulator.close();
      remove(folder);
    }
  });
});
