/** A verb that writes, and where it is played. */
export interface Scene {
  readonly name: string;
  readonly args: readonly string[];
  /** What is done once in the workspace before; each play starts from there. */
  readonly before: readonly (readonly string[])[];
  /** What a person does to the code before it. */
  readonly edit?: (code: string) => string;
  /** What happens to the cluster before it: its text of guest 100, and what becomes of it. */
  readonly cluster?: (config: string) => string;
  /** Played with the real provider, whose writes reach the simulated cluster through the gate; nobody plays it where there is no such provider. */
  readonly isReal?: true;
  /** Codes that the verb may end with where it is given again, beside the one of a play without a kill. */
  readonly again?: readonly number[];
}

const filters = ["--filter", "vmid=100", "--filter", "vmid=200"];
const importing = ["import", "--out", ".", ...filters];
const fast = [...importing, "--no-verify"];
const apply = ["apply", "--yes", "--allow-changes"];
const settled = [fast, apply];

// The stand-in provider fills nothing in: what is ignored here would be ignored to the end.
const withMemory = (code: string) => code.replace(/\n +ignoreChanges: \[\n(?: {6}.*\n)* {4}\],/, "").replace(/memory: [^\n]*/, "memory: Size.gibibytes(6),");

const withStart = (code: string) => code.replace(/onBoot: true,/g, "onBoot: false,");
const withoutContainer = (code: string) => code.replace(/\n {2}new Container\([^]*?\n {2}\}\);\n/, "\n");

/** Stands for the name of the newest copy of the state where the scene starts: its number is another one once a restore has made a copy. */
export const newestCopy = "NEWEST-COPY";

/** Stands for the address of a backend that keeps a state. */
export const backendAddress = "BACKEND-ADDRESS";

/** Stands for the code of the proposal that was made where the scene starts. */
export const proposedCode = "PROPOSED-CODE";

const shared = [...fast, "--backend", "http", "--backend-config", `address=${backendAddress}`];

const moreMemory = ["update", "vm", "100", "--memory", "6GiB"];
const lessMemory = (config: string) => config.replace(/^memory: .*/m, "memory: 5120");

export const scenes: readonly Scene[] = [
  { name: "a first import", args: importing, before: [] },
  { name: "an import of what has changed", args: fast, before: settled, cluster: (config) => config.replace(/^memory: .*/m, "memory: 6144") },
  // Another guest has the number.
  { name: "import --adopt", args: [...fast, "--adopt", "vm 100"], before: settled, cluster: (config) => `${config.replace(/^smbios1: .*\n/m, "").replace(/^meta: .*\n/m, "").replace(/BC:24:11/g, "BC:24:12")}smbios1: uuid=99999999-0000-4000-8000-000000000100\n` },
  { name: "import --backend", args: shared, before: settled, again: [6] },
  { name: "import --scope all", args: [...fast, "--scope", "all"], before: settled },
  { name: "upgrade", args: ["upgrade", "--provider", "0.112.0", "--yes", "--no-verify"], before: settled },
  { name: "sync", args: ["sync"], before: settled },
  { name: "generate", args: ["generate", ...filters], before: [...settled, ["sync"]], cluster: (config) => config.replace(/^memory: .*/m, "memory: 6144") },
  { name: "plan", args: ["plan"], before: settled, edit: withMemory },
  { name: "an apply that adopts", args: apply, before: [fast] },
  { name: "an apply that changes", args: apply, before: settled, edit: withMemory },
  { name: "update", args: ["update", "vm", "100", "--memory", "6GiB"], before: settled },
  { name: "init", args: ["init", "--out", ".", "--yes"], before: [], again: [6] },
  { name: "create", args: ["create", "vm", "--id", "300", "--name", "web-02", "--cores", "2", "--memory", "2GiB"], before: settled, again: [6, 64] },
  { name: "delete", args: ["delete", "vm", "100", "--yes"], before: settled, again: [5] },
  { name: "delete --undo", args: ["delete", "vm", "100", "--undo"], before: [...settled, ["delete", "vm", "100", "--yes"]], again: [5] },
  { name: "undo", args: ["undo", "1"], before: [...settled, ["protect", "vm", "100", "--yes"]] },
  { name: "rollback", args: ["rollback", "first", "--yes"], before: [...settled, moreMemory, ["sync"]] },
  { name: "resolve --theirs", args: ["resolve", "vm", "100", "memory", "--theirs"], before: [...settled, moreMemory, ["sync"]], cluster: lessMemory, again: [5] },
  { name: "resolve --mine", args: ["resolve", "--mine"], before: [...settled, moreMemory, ["sync"]], cluster: lessMemory, again: [5] },
  { name: "sync --accept", args: ["sync", "--accept", "vm", "100", "memory"], before: [...settled, moreMemory], again: [5] },
  { name: "propose", args: ["propose"], before: settled, edit: withMemory },
  { name: "approve", args: ["approve", proposedCode, "--yes"], before: [...settled, moreMemory, ["propose"]], again: [5, 6] },
  { name: "ci", args: ["ci"], before: settled, edit: withMemory },
  { name: "forget", args: ["forget", "container", "200"], before: settled, again: [5] },
  { name: "forget --undo", args: ["forget", "container", "200", "--undo"], before: [...settled, ["forget", "container", "200"]], again: [5] },
  { name: "protect", args: ["protect", "vm", "100", "--yes"], before: settled },
  { name: "unprotect", args: ["unprotect", "vm", "100", "--yes"], before: [...settled, ["protect", "vm", "100", "--yes"]] },
  { name: "state --move", args: ["state", "--move"], before: [...settled, shared] },
  { name: "state --restore", args: ["state", "--restore", newestCopy, "--yes"], before: [...settled, ["forget", "container", "200"], apply] },
  { name: "rehearse", args: ["rehearse", "--all-rights"], before: settled, edit: withStart, isReal: true },
  { name: "an apply through the gate that adopts", args: apply, before: [fast], isReal: true },
  { name: "an apply through the gate that changes", args: apply, before: settled, edit: withStart, isReal: true },
  { name: "an apply through the gate that destroys", args: [...apply, "--confirm", "adguard"], before: settled, edit: withoutContainer, isReal: true },
];
