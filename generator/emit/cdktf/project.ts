import type { Plan } from "../../plan/plan";
import type { EmittedFile } from "../file";
import { emitArea } from "./area";
import { emitCluster } from "./cluster";
import { emitGroup } from "./guests";
import { emitInfrastructureTest } from "./infrastructure-test";
import { rehearsalTest } from "./rehearsal-test";
import { printFile } from "../typescript/print";
import { blank, call, create, name, statement } from "../typescript/syntax";

export interface ProjectFacts {
  /** How the project gets pmpc: a version range, an address, or `file:…`. */
  readonly pmpc: string;
  /** That is a folder, which npm would link to and not copy. */
  readonly copies: boolean;
  /** Peers that the project installs, by name. */
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The CDKTF project: code, and what a project of its own needs. */
export function emitProject(plan: Plan, facts: ProjectFacts): EmittedFile[] {
  return [
    emitMain(plan),
    emitCluster(plan),
    ...plan.areas.map((area) => emitArea(area, plan)),
    ...plan.groups.map((group) => emitGroup(group, plan)),
    emitInfrastructureTest(plan),
    rehearsalTest,
    ...[...projectFiles(plan.stack.id.toLowerCase(), facts)].map(([path, content]): EmittedFile => ({ path, content, mode: "once" })),
    { path: "cdktf.json", content: json(cdktfJson), mode: "once" },
    ...(facts.copies ? [{ path: ".npmrc", content: npmrc, mode: "once" } as const] : []),
  ];
}

/** What a new project has beside its code, written once: by path. */
export function projectFiles(name: string, facts: ProjectFacts): ReadonlyMap<string, string> {
  return new Map([
    ["package.json", json(packageJson(name, facts))],
    ["tsconfig.json", json(tsconfig)],
    [".gitignore", gitignore],
    [".gitattributes", gitattributes],
  ]);
}

function emitMain({ stack }: Plan): EmittedFile {
  const content = printFile([
    { is: "comment", text: "pmpc wrote this file once and will not change it: it is yours." },
    { is: "import", names: ["App"], from: "cdktf" },
    { is: "import", names: [stack.className], from: "./cluster" },
    blank,
    { is: "constant", name: "app", value: create("App") },
    statement(create(stack.className, name("app"))),
    statement(call(name("app", "synth"))),
  ]);
  return { path: "main.ts", content, mode: "once" };
}

function packageJson(name: string, { pmpc, dependencies }: ProjectFacts) {
  return {
    name,
    private: true,
    scripts: { synth: "tsx main.ts", check: "tsc --noEmit", test: 'mocha --import=tsx "tests/**/*.test.ts"' },
    dependencies: { ...dependencies, pmpc },
    devDependencies: { "@types/mocha": "^10", "@types/node": "^20", mocha: "^12", tsx: "^4", typescript: "~5.9" },
  };
}

const tsconfig = {
  compilerOptions: { target: "es2022", module: "node16", strict: true, noEmit: true, skipLibCheck: true, types: ["node", "mocha"] },
  include: ["*.ts", "guests/**/*.ts", "tests/**/*.ts"],
};

const cdktfJson = { language: "typescript", app: "npx tsx main.ts", output: "cdktf.out", sendCrashReports: "false", projectId: "pmpc" };

const gitignore = `node_modules/
cdktf.out/
.terraform/
terraform*.tfstate*
*.tfstate*
*.tfplan
crash*.log
.proxmox/state.db*
.proxmox/lock*
.proxmox/terraform/
.proxmox/tmp/
.env
`;

const gitattributes = `# Files that every import writes anew: where two branches changed them, git keeps the lines of both until then.
/.proxmox/*.jsonl merge=union
/.proxmox/base/** merge=union
/docs/architecture.* merge=union
/docs/import-report.md merge=union
/ansible/inventory/hosts.yml merge=union
/ansible/inventory/**/pmpc.yml merge=union
`;

// pmpc from a folder is copied like any package, so that it uses this project's cdktf and not its own.
const npmrc = `install-links=true
`;

const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
