// What a merge and an edit of a large project cost: CPU, beside reading the code once.
import { mergeCode } from "../../generator/edit/merge/merge";
import { readProject } from "../../generator/edit/project";
import { codeGrammar } from "../../generator/renew/grammar";
import { withProtection } from "../../generator/revise/protection";
import { reviseGuest } from "../../generator/revise/revise";
import { ratio, seconds, type Rows } from "./measure";

const files = 10;

/** Merges one change of the cluster into code whose user has remarked on every file, changes one value by hand, and protects every guest. Wanted for 1,000 guests: 1.5 s. */
export function benchMerge(guests: number): Rows {
  const base = projectOf(guests);
  const fresh = new Map([...base].map(([path, text]) => [path, text.replace("vmId: 105,\n    node: home.pve,", "vmId: 105,\n    node: home.pve,\n    onBoot: true,")]));
  const mine = new Map([...base].map(([path, text]) => [path, text.replace("  new VirtualMachine", "  // Ours.\n  new VirtualMachine")]));
  // As in a command, which does it once: nothing is compiled yet.
  const cold = costOf(() => void mergeCode({ base, fresh, mine }, codeGrammar, () => false));
  const read = bestOf(() => void readProject(base).sources.map((source) => source.usesOf("")));
  const merged = bestOf(() => void mergeCode({ base, fresh, mine }, codeGrammar, () => false));
  const revised = bestOf(() => void reviseGuest({ code: mine, key: "qemu/105", type: "qemu", label: "vm 105", names: new Map() }, [], ["cores"]));
  const all = new Map(Array.from({ length: guests }, (_, at) => [`qemu/${100 + at}` as const, true] as const));
  const guarded = bestOf(() => void withProtection(mine, all, new Map()));
  return [
    [`read, ${guests}`, seconds(read)],
    [`merge, ${guests}`, `${seconds(merged)}   ${ratio(merged, read)} of reading it`],
    ["the first merge", seconds(cold)],
    [`edit, ${guests}`, `${seconds(revised)}   ${ratio(revised, read)} of reading it`],
    [`protect, ${guests}`, `${seconds(guarded)}   ${ratio(guarded, read)} of reading it`],
  ];
}

/** Milliseconds of CPU, the best of some runs. */
const bestOf = (work: () => void): number => Math.min(...Array.from({ length: 5 }, () => costOf(work)));

function costOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function projectOf(guests: number): ReadonlyMap<string, string> {
  const numbers = Array.from({ length: guests }, (_, at) => 100 + at);
  const groups = Array.from({ length: files }, (_, at) => numbers.filter((vmId) => vmId % files === at));
  const imports = groups.map((_, at) => `import { part${at} } from "./guests/part${at}";\n`).join("");
  const cluster = `import { Node, ProxmoxStack, Storage } from "pmpc";\n${imports}\nexport class Home extends ProxmoxStack {\n  readonly pve = Node.fromName(this, "pve");\n  readonly fast = Storage.fromName(this, "fast");\n\n  constructor(scope: Construct) {\n    super(scope, "home");\n${groups.map((_, at) => `    part${at}(this);\n`).join("")}  }\n}\n`;
  return new Map([["cluster.ts", cluster], ...groups.map((group, at) => [`guests/part${at}.ts`, `import { Size, VirtualMachine } from "pmpc";\nimport type { Home } from "../cluster";\n\nexport function part${at}(home: Home): void {\n${group.map(guestOf).join("\n\n")}\n}\n`] as const)]);
}

const guestOf = (vmId: number) => `  new VirtualMachine(home, "guest-${vmId}", {
    vmId: ${vmId},
    node: home.pve,
    agent: true,
    operatingSystem: "l26",
    cpu: { cores: ${1 + (vmId % 8)}, type: "host" },
    memory: Size.gibibytes(${1 + (vmId % 16)}),
    scsiHardware: "virtio-scsi-single",
    disks: [{ interface: "scsi0", storage: home.fast, size: Size.gibibytes(${8 + (vmId % 60)}), discard: true, ioThread: true }],
    bootOrder: ["scsi0"],
    networkDevices: [{ bridge: "vmbr0", macAddress: "BC:24:11:00:${(vmId >> 8).toString(16).padStart(2, "0").toUpperCase()}:${(vmId & 255).toString(16).padStart(2, "0").toUpperCase()}", vlanId: ${10 + (vmId % 40)} }],
    description: "guest ${vmId} of the bench",
    tags: ["bench", "part-${vmId % files}"],
  });`;
