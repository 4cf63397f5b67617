import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import { listen, type Listening } from "../../bin/http/listen";
import { endpointFor } from "../../bin/mcp/endpoint";
import { newServer } from "../../bin/mcp/server";
import { home, newFolder, pmpc, reach, remove } from "../bin/command";
import { startSimulator } from "../../generator/simulator/simulator";
import { fixture } from "../support/mcp-fixture";
import { serve, type Served } from "../support/served";

/** The suite of the protocol, where somebody installed it: node_modules/@modelcontextprotocol/conformance/dist/index.js (it takes Node.js 22). */
const suite = process.env.PMPC_MCP_CONFORMANCE;
const why = suite === undefined ? " (skipped: PMPC_MCP_CONFORMANCE does not say where @modelcontextprotocol/conformance is)" : "";

/** What the guide says of each scenario: with the server's own tools, and with the tools of the suite. */
const rows = [...readFileSync(join(home, "docs/guide/programs.md"), "utf8").matchAll(/^\| `([a-z0-9-]+)` \| (passes|fails) \| (passes|fails) \|/gm)].map(([, scenario, own, given]) => ({ scenario: scenario!, own: own!, given: given! }));

describe(`the conformance suite of the Model Context Protocol${why}`, () => {
  let front: Server;
  let behind: { port: number; token: string };
  before(async function () {
    if (suite === undefined) return this.skip();
    // The suite has no token to give, and knows the door by another port.
    front = createServer((incoming, outgoing) => {
      const own = (value: string) => value.replace(new RegExp(`^(http://)?(127\\.0\\.0\\.1|localhost):${port()}$`), `$1$2:${behind.port}`);
      const { host = "", origin, ...others } = incoming.headers;
      const headers = { ...others, host: own(host), ...(origin === undefined ? {} : { origin: own(origin) }), authorization: `Bearer ${behind.token}` };
      const passed = request({ host: "127.0.0.1", port: behind.port, path: incoming.url, method: incoming.method, headers }, (answer) => answer.pipe(outgoing.writeHead(answer.statusCode!, answer.headers)));
      incoming.pipe(passed.on("error", () => outgoing.destroy()));
    });
    await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
  });
  after(() => front?.close());
  const port = () => (front.address() as AddressInfo).port;

  async function run(): Promise<Readonly<Record<string, string>>> {
    const folder = newFolder();
    const said = await new Promise<string>((resolve) => execFile(process.execPath, [suite!, "server", "--url", `http://localhost:${port()}/mcp`, "--suite", "all", "-o", folder], { maxBuffer: 2 ** 26 }, (_, stdout, stderr) => resolve(stdout + stderr)));
    remove(folder);
    const found = [...said.matchAll(/^[✓✗] ([a-z0-9-]+): \d+ passed, (\d+) failed/gm)].map(([, scenario, failed]) => [scenario!, failed === "0" ? "passes" : "fails"]);
    expect(found, said).to.have.lengthOf.above(20);
    return Object.fromEntries(found) as Record<string, string>;
  }

  it("finds the server as the guide says", async () => {
    let door: Served | undefined;
    const folder = newFolder();
    const simulator = await startSimulator();
    try {
      expect((await pmpc(["import", ...reach(simulator), "--out", ".", "--filter", "vmid=100", "--no-verify"], folder)).code).to.equal(0);
      door = await serve(["mcp", "--http", "--port", "0"], folder);
      behind = door;
      expect(await run()).to.deep.equal(Object.fromEntries(rows.map(({ scenario, own }) => [scenario, own])));
    } finally {
      await door?.close();
      await simulator.close();
      remove(folder);
    }
  });

  it("finds its transport as the guide says, with the suite's tools behind it", async () => {
    let door: Listening | undefined;
    try {
      door = await listen({ door: "mcp", port: 0, environment: {}, answer: endpointFor(() => newServer(fixture)), refuse: ({ status }, response) => void response.writeHead(status).end() });
      behind = { port: Number(new URL(door.address).port), token: door.token };
      expect(await run()).to.deep.equal(Object.fromEntries(rows.map(({ scenario, given }) => [scenario, given])));
    } finally {
      await door?.close();
    }
  });
});
