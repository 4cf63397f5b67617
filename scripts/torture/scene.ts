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
  /** Codes that the verb may end with where it is given again, beside the one of a play without a kill. */
  readonly again?: readonly number[];
}

const filters = ["--filter", "vmid=100", "--filter", "vmid=200"];
const importing = ["import", "--out", ".", ...filters];
const fast = [...importing, "--no-verify"];
const apply = ["apply", "--yes", "--allow-changes"];
const settled = [fast, apply];

// The provider that stands in fills nothing in: what is ignored here would be ignored to the end.
const withMemory = (code: string) => code.replace(/\n +ignoreChanges: \[\n(?: {6}.*\n)* {4}\],/, "").replace(/memory: [^\n]*/, "memory: Size.gibibytes(6),");

/** Stands for the name of the newest copy of the state where the scene starts: its number is another one once a restore has made a copy. */
export const newestCopy = "NEWEST-COPY";

/** Stands for the address of a backend that keeps a state. */
export const backendAddress = "BACKEND-ADDRESS";

const shared = [...fast, "--backend", "http", "--backend-config", `address=${backendAddress}`];

export const scenes: readonly Scene[] = [
  { name: "a first import", args: importing, before: [] },
  { name: "an import of what has changed", args: fast, before: settled, cluster: (config) => config.replace(/^memory: .*/m, "memory: 6144") },
  // Another guest has the number.
  { name: "import --adopt", args: [...fast, "--adopt", "vm 100"], before: settled, cluster: (config) => `${config.replace(/^smbios1: .*\n/m, "").replace(/^meta: .*\n/m, "").replace(/BC:24:11/g, "BC:24:12")}smbios1: uuid=99999999-0000-4000-8000-000000000100\n` },
  { name: "import --backend", args: shared, before: settled, again: [6] },
  { name: "sync", args: ["sync"], before: settled },
  { name: "generate", args: ["generate", ...filters], before: [...settled, ["sync"]], cluster: (config) => config.replace(/^memory: .*/m, "memory: 6144") },
  { name: "plan", args: ["plan"], before: settled, edit: withMemory },
  { name: "an apply that adopts", args: apply, before: [fast] },
  { name: "an apply that changes", args: apply, before: settled, edit: withMemory },
  { name: "update", args: ["update", "vm", "100", "--memory", "6GiB"], before: settled },
  { name: "forget", args: ["forget", "container", "200"], before: settled, again: [5] },
  { name: "forget --undo", args: ["forget", "container", "200", "--undo"], before: [...settled, ["forget", "container", "200"]], again: [5] },
  { name: "protect", args: ["protect", "vm", "100", "--yes"], before: settled },
  { name: "unprotect", args: ["unprotect", "vm", "100", "--yes"], before: [...settled, ["protect", "vm", "100", "--yes"]] },
  { name: "state --move", args: ["state", "--move"], before: [...settled, shared] },
  { name: "state --restore", args: ["state", "--restore", newestCopy, "--yes"], before: [...settled, ["forget", "container", "200"], apply] },
];
