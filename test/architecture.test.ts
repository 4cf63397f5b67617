import { expect } from "chai";
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import lock from "../package-lock.json";

const project = join(__dirname, "..");
const folders = ["lib", "simulator", "constructs", "generator", "bin", "examples", "scripts", "test"];

// Whether this checkout keeps the rules is what `npm run arch` says.
describe("architecture", () => {
  describe("rules", () => {
    let root: string;

    beforeEach(() => {
      root = mkdtempSync(join(tmpdir(), "pmpc-house-"));
    });

    afterEach(() => rmSync(root, { recursive: true }));

    // One small tree with everything that must be refused, and beside it what must not be.
    const tree: Readonly<Record<string, string>> = {
      "lib/error.ts": "export const error = 1;",
      "lib/pve/a.ts": 'import "../error"; import "../schema/a"; import "node:fs"; export type A = 1;',
      "lib/schema/a.ts": 'import "../pve/size"; import "yaml"; import "node:crypto"; import "node:util";',
      "lib/pve/size.ts": "export {};",
      "lib/pve/one.ts": 'import "./two";',
      "lib/pve/two.ts": 'import "./one";',
      "generator/edit/one.ts": 'import type { Two } from "./two"; export type One = Two;',
      "generator/edit/two.ts": 'import type { One } from "./one"; export type Two = One | 1;',
      "generator/edit/late.ts": 'export type Late = 1; export const load = () => import("./lazy");',
      "generator/edit/lazy.ts": 'import type { Late } from "./late"; export type Lazy = Late;',
      "simulator/a.ts": 'import "../lib/inventory/b"; import "node:fs"; import "../generator/engine/run";',
      "lib/inventory/b.ts": "export {};",
      "constructs/a.ts": 'import "cdktf"; import "../lib/schema/a"; import "../lib/inventory/a"; import "../generator/plan/a";',
      "lib/inventory/a.ts": 'import type { Plan } from "../../generator/plan/a"; export type Inventory = Plan;',
      "generator/plan/a.ts": 'import "../../lib/schema/a"; import "../store/a"; export interface Plan {}',
      "generator/store/a.ts": 'import "typeorm"; import "node:fs"; import("got"); import "../workspace/a";',
      "generator/workspace/a.ts": 'import "node:fs/promises"; import "../../lib/pve/size";',
      "generator/emit/a.ts": 'import type { Plan } from "../plan/a"; export type Emitted = Plan;',
      "generator/emit/b.ts": 'import { x } from "../plan/b"; export const y = x;',
      "generator/plan/b.ts": "export const x = 1;",
      "generator/source/api/a.ts": 'import "../../transport/a"; import "node:https";',
      "generator/source/files/a.ts": 'import "node:fs";',
      "generator/transport/a.ts": 'import "got"; import "yargs";',
      "generator/engine/run.ts": 'import "../store/a"; import "node:fs"; import "ajv";',
      "generator/session/a.ts": 'import "../settings/a"; import "../judge/a"; import "../store/a";',
      "generator/settings/a.ts": 'import "../workspace/a"; import "../session/b";',
      "generator/session/b.ts": "export {};",
      "generator/judge/a.ts": 'import "../session/b"; import "../plan/a";',
      "generator/action/one.ts": 'import "./two"; import "../judge/a";',
      "generator/action/two.ts": "export {};",
      "generator/action/demo.ts": 'import "./two";',
      "generator/elsewhere/a.ts": 'import "../plan/a";',
      "bin/a.ts": 'import "yargs"; import "node:fs"; import "../generator/engine/run"; import "../generator/store/a"; import "./missing";',
      "examples/a.ts": 'import "../constructs/a"; import "constructs";',
      ...Object.fromEntries(["ajv", "cdktf", "constructs", "got", "typeorm", "yaml", "yargs"].map((name) => [`node_modules/${name}/index.js`, ""])),
    };

    it("refuse everything that the house does not allow, and nothing that it does", async () => {
      for (const [path, text] of Object.entries(tree)) {
        mkdirSync(join(root, dirname(path)), { recursive: true });
        writeFileSync(join(root, path), text);
      }
      expect(await violations(root)).to.deep.equal([
        "bin/a.ts → ./missing (unresolved)",
        "bin/a.ts → generator/store/a.ts (bin-imports)",
        "constructs/a.ts → generator/plan/a.ts (constructs-imports)",
        "constructs/a.ts → lib/inventory/a.ts (constructs-imports)",
        "examples/a.ts → constructs/a.ts (examples-imports)",
        "generator/action/one.ts → generator/action/two.ts (verbs)",
        "generator/edit/one.ts → generator/edit/two.ts (no-type-cycle)",
        "generator/elsewhere/a.ts → generator/plan/a.ts (unlisted-folder)",
        "generator/emit/b.ts → generator/plan/b.ts (generator/emit-types)",
        "generator/engine/run.ts → fs (world)",
        "generator/engine/run.ts → generator/store/a.ts (generator/engine-imports)",
        "generator/plan/a.ts → generator/store/a.ts (generator/plan-imports)",
        "generator/session/a.ts → generator/judge/a.ts (generator/session-imports)",
        "generator/settings/a.ts → generator/session/b.ts (generator/settings-imports)",
        "generator/source/api/a.ts → https (world)",
        "generator/store/a.ts → generator/workspace/a.ts (generator/store-imports)",
        "generator/store/a.ts → node_modules/got/index.js (generator/store-packages)",
        "generator/transport/a.ts → node_modules/yargs/index.js (generator/transport-packages)",
        "generator/workspace/a.ts → lib/pve/size.ts (generator/workspace-imports)",
        "lib/inventory/a.ts → generator/plan/a.ts (lib/inventory-imports)",
        "lib/pve/a.ts → fs (pure)",
        "lib/pve/a.ts → fs (world)",
        "lib/pve/a.ts → lib/schema/a.ts (lib/pve-imports)",
        "lib/pve/one.ts → lib/pve/two.ts (no-cycle)",
        "lib/pve/one.ts → lib/pve/two.ts (no-type-cycle)",
        "lib/schema/a.ts → node_modules/yaml/index.js (lib/schema-packages)",
        "lib/schema/a.ts → util (pure)",
        "simulator/a.ts → fs (pure)",
        "simulator/a.ts → fs (world)",
        "simulator/a.ts → generator/engine/run.ts (simulator-imports)",
      ]);
    });
  });
});

describe("runtime dependency", () => {
  const packages = Object.entries(lock.packages as Record<string, { readonly dev?: boolean; readonly hasInstallScript?: boolean }>);
  const scripted = packages.filter(([, { hasInstallScript }]) => hasInstallScript);

  it("is installed without running a script", () => {
    expect(scripted.length, "the lock file marks those that do run one").to.be.greaterThan(0);
    expect(scripted.filter(([, { dev }]) => !dev).map(([path]) => path)).to.deep.equal([]);
  });
});

/** What breaks a rule in a tree, one line each, sorted. */
async function violations(root: string): Promise<string[]> {
  const cruiser = join(project, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const present = folders.filter((folder) => existsSync(join(root, folder)));
  const parameters = [cruiser, "--config", join(project, ".dependency-cruiser.cjs"), "--output-type", "json", ...present];
  const { stdout } = await promisify(execFile)(process.execPath, parameters, { cwd: root, maxBuffer: 2 ** 28 });
  const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; to: string; rule: { name: string } }[] } };
  return summary.violations.map(({ from, to, rule }) => `${from} → ${to} (${rule.name})`).sort();
}
