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
  /** Played by whoever may write; pmpc itself sends what changes the cluster. Whoever may read alone plays the others. */
  readonly mayWrite?: true;
  /** Seconds that the cluster's tasks take, so that pmpc is killed while it waits for one. @default 0 */
  readonly taskTime?: number;
  /** Files whose text is another one each time; that they are there is held against each other. */
  readonly unlike?: RegExp;
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

/** The folder that an export writes, beside the workspace. */
export const exported = "exported";

const elsewhere = ["export", `../${exported}`, "--endpoint", "https://pve-b.lan:8006"];

/** Verbs that change something and are not killed, and why. */
export const unkilled: Readonly<Record<string, string>> = {
  demo: "the cluster that it imports goes with it; the import is that of a first import",
};

/** What pmpc asks of a guest by hand. Asked again, the cluster says that it runs, is stopped, or exists; or pmpc that there is no such guest. */
const byHand = (...args: readonly string[]): Scene => ({ name: args.slice(0, /^(pct|qm)$/.test(args[0]!) ? 2 : 1).join(" "), args, before: settled, mayWrite: true, again: [1, 5] });
const slowly = { taskTime: 1 };
const stopped = [...settled, ["pct", "stop", "200"]];

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
  { name: "undo", args: ["undo", "1"], before: [...settled, ["protect", "vm", "100", "--yes"]], again: [0], isReal: true },
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
  { name: "forget --all", args: ["forget", "--all"], before: settled },
  { name: "forget --all --undo", args: ["forget", "--all", "--undo"], before: [...settled, ["forget", "--all"]], again: [5] },
  { name: "resolve --value", args: ["resolve", "vm", "100", "memory", "--value", "7GiB"], before: [...settled, moreMemory, ["sync"]], cluster: lessMemory, again: [5] },
  { name: "export", args: elsewhere, before: settled, again: [6] },
  { name: "export --anonymise", args: ["export", `../${exported}`, "--anonymise"], before: settled, again: [6], unlike: new RegExp(`^../${exported}/`) },
  { name: "support-bundle", args: ["support-bundle", "--yes"], before: settled, unlike: /^pmpc-support\.md$/ },
  { name: "init --make-token", args: ["init", "--out", ".", "--make-token", "--yes"], before: [["init", "--out", `../${exported}`, "--make-token", "--yes"]], again: [6], mayWrite: true },
  { name: "an apply that takes a snapshot", args: [...apply, "--snapshot"], before: settled, edit: withMemory, mayWrite: true, ...slowly },
  { name: "an apply that makes a backup", args: [...apply, "--backup", "attic"], before: settled, edit: withMemory, mayWrite: true, ...slowly },
  byHand("start", "vm", "103"),
  { ...byHand("stop", "vm", "100"), ...slowly },
  byHand("shutdown", "container", "200"),
  { ...byHand("reboot", "vm", "100"), ...slowly },
  { ...byHand("stop", "--filter", "tag=infra", "--yes"), ...slowly, name: "stop of several" },
  { ...byHand("pct", "start", "200"), ...slowly, before: stopped },
  byHand("pct", "stop", "200"),
  { ...byHand("pct", "shutdown", "200"), ...slowly },
  byHand("pct", "reboot", "200"),
  { ...byHand("pct", "create", "300", "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst", "--storage", "local-zfs", "--hostname", "new"), ...slowly },
  { ...byHand("pct", "destroy", "200", "--confirm", "adguard"), ...slowly, before: stopped },
  byHand("qm", "start", "103"),
  byHand("qm", "stop", "100"),
  byHand("qm", "shutdown", "100"),
  byHand("qm", "reboot", "100"),
  byHand("qm", "create", "300", "--name", "new", "--memory", "1024", "--scsi0", "local-zfs:8"),
  byHand("qm", "destroy", "103", "--confirm", "win11"),
  { name: "rehearse", args: ["rehearse", "--all-rights"], before: settled, edit: withStart, isReal: true },
  { name: "an apply through the gate that adopts", args: apply, before: [fast], isReal: true },
  { name: "an apply through the gate that changes", args: apply, before: settled, edit: withStart, isReal: true },
  { name: "an apply through the gate that destroys", args: [...apply, "--confirm", "adguard"], before: settled, edit: withoutContainer, isReal: true },
];
