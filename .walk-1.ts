import { startSimulator } from "/work/main/generator/simulator/simulator";
import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
(async () => {
  const simulator = await startSimulator({ scenario: process.argv[2]! });
  const { cluster } = simulator;
  const texts = () => JSON.stringify(Object.fromEntries(cluster.guests().map((v) => [v, cluster.text(v)])));
  const before = texts();
  const run = (...args: string[]) => new Promise<void>((done) => {
    const t = Date.now();
    const child = require("node:child_process").spawn("node", ["/work/main/dist/bin/pmpc.js", ...args], { stdio: "inherit" });
    child.on("exit", (code: number) => { console.log(`== ${args[0]} exit ${code} ${(Date.now() - t) / 1000}s`); done(); });
  });
  await run("import", "--endpoint", simulator.endpoint, "--fingerprint", simulator.fingerprint256, "--out", ".");
  for (const verb of ["apply", "apply", "plan", "import", "plan"]) await run(verb);
  console.log("texts equal", texts() === before, "writes", simulator.requests.filter(({ method }) => method !== "GET").length);
  await simulator.close();
})();
