// What it costs to load the package: beside cdktf, which everybody loads who uses it, and one resource of the provider alone.
import { join } from "node:path";
import { bestOf, ratio, type Rows } from "./measure";

const root = join(__dirname, "../..");

/** What nearly every app takes from the package; the rest is loaded when it is named. */
const usual = ["ProxmoxStack", "ProxmoxProvider", "VirtualMachine", "Container"];

/** Loads cdktf and pmpc. */
export function benchLoad(): Rows {
  const [cdktf, pmpc, resource] = bestOf<{ time: number; bindings: number }>(15, ["cdktf", "pmpc", "pmpc/provider/acl"].map(loading));
  return [
    ["cdktf", `${cdktf!.time.toFixed(0)} ms`],
    ["pmpc", `${pmpc!.time.toFixed(0)} ms   ${ratio(pmpc!.time, cdktf!.time)} cdktf, with ${pmpc!.bindings} of the provider's resources`],
    ["pmpc/provider/acl", `${resource!.time.toFixed(0)} ms   ${ratio(resource!.time, cdktf!.time)} cdktf, with ${resource!.bindings}`],
  ];
}

function loading(name: string): string[] {
  const count = `Object.keys(require.cache).filter((file) => file.includes(require("path").join("constructs", "imports"))).length`;
  // As Node finds it from here: this process may take a package's name for its source.
  const load = `require("node:module").createRequire(${JSON.stringify(join(root, "package.json"))})`;
  return ["-e", `const load = ${load}; const start = performance.now(); const all = load(${JSON.stringify(name)}); ${JSON.stringify(usual)}.map((one) => all[one]); console.log(JSON.stringify({ time: performance.now() - start, bindings: ${count} }))`];
}
