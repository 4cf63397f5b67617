import { encodeNotes } from "../../lib/pve/notes";
import { valueText } from "../reading";

type Row = Readonly<Record<string, unknown>>;

/** `pct list`: columns from the left, at least as wide as their heads. Nothing at all where there is no container. */
export function printContainers(rows: readonly Row[]): string {
  const line = (...cells: readonly unknown[]) => `${[10, 10, 12, 20].map((width, at) => text(cells[at]).padEnd(width)).join(" ")}\n`;
  return table(rows, line("VMID", "Status", "Lock", "Name"), ({ vmid, status, lock, name }) => line(vmid, status, lock, name));
}

/** `qm list`: the same for virtual machines, with other columns. */
export function printMachines(rows: readonly Row[]): string {
  const line = (vmId: unknown, name: unknown, status: unknown, memory: unknown, disk: string, pid: unknown) =>
    `${text(vmId).padStart(10)} ${text(name).padEnd(20)} ${text(status).padEnd(10)} ${text(memory).padEnd(10)} ${disk.padStart(12)} ${text(pid).padEnd(10)}\n`;
  return table(rows, line("VMID", "NAME", "STATUS", "MEM(MB)", "BOOTDISK(GB)", "PID"), (row) =>
    line(row.vmid, row.name, row.qmpstatus ?? row.status, number(row.maxmem) / 2 ** 20, (number(row.maxdisk) / 2 ** 30).toFixed(2), row.pid ?? 0),
  );
}

function table(rows: readonly Row[], head: string, line: (row: Row) => string): string {
  if (rows.length === 0) return "";
  return head + [...rows].sort((a, b) => number(a.vmid) - number(b.vmid)).map(line).join("");
}

/** `pct config`, `qm config`: sorted `key: value` lines, the notes encoded on one; behind them a container's raw lines. */
export function printConfig({ digest: _, lxc, ...config }: Row): string {
  const raw = (lxc ?? []) as readonly (readonly [string, string])[];
  const lines = Object.entries(config).map(([key, value]) => `${key}: ${shown(key, value)}\n`);
  return [...sorted(lines), ...raw.map(([key, value]) => `${key}: ${valueText(value)}\n`)].join("");
}

/** `pct pending`: what is in force (`cur`), what will be (`new`), what will go (`del`). */
export function printPending(rows: readonly Row[]): string {
  return [...rows]
    .filter(({ key }) => key !== "digest")
    .sort((a, b) => (text(a.key) < text(b.key) ? -1 : 1))
    .map(({ key, value, pending, delete: deleted }) => {
      const line = (word: string, one: unknown) => (one === undefined ? "" : `${word} ${text(key)}: ${shown(text(key), one)}\n`);
      return deleted !== undefined && value !== undefined ? line("del", value) : line("cur", value) + line("new", pending);
    })
    .join("");
}

/** `pct listsnapshot`: a tree in which every snapshot is below the one it was made from. */
export function printSnapshots(rows: readonly Row[]): string {
  const names = new Set(rows.map(({ name }) => name));
  const byTime = (a: Row, b: Row) => (a.snaptime === undefined ? 1 : b.snaptime === undefined ? -1 : number(a.snaptime) - number(b.snaptime));
  const childrenOf = (parent: unknown) => rows.filter((row) => (names.has(row.parent) ? row.parent : undefined) === parent).sort(byTime);
  const print = (row: Row, prefix: string): string => {
    const time = row.snaptime === undefined ? "" : new Date(number(row.snaptime) * 1000).toISOString().slice(0, 19).replace("T", " ");
    const note = (text(row.description) || "no-description").split("\n")[0];
    const line = `${prefix} ${text(row.name).padEnd(30 - prefix.length)} ${time.padEnd(23)} ${note}\n`;
    return line + childrenOf(row.name).map((child) => print(child, ` ${prefix}`)).join("");
  };
  return childrenOf(undefined).map((root) => print(root, "`->")).join("");
}

// What the API adds to a guest's state, and figures that say nothing on a command line.
const beside = ["cpu", "relcpu", "ha", "agent", "spice", "clipboard"];

/** `pct status --verbose`, `qm status --verbose`: everything known of a guest's state, what lies in it indented by tabs. */
export function printState(state: Row): string {
  return printTree(Object.fromEntries(Object.entries(state).filter(([key]) => !beside.includes(key))), "");
}

function printTree(tree: Row, indent: string): string {
  const lines = Object.keys(tree).sort().map((key) => {
    const value = tree[key];
    if (value === null || value === undefined) return "";
    return typeof value === "object" ? `${indent}${key}:\n${printTree(value as Row, `${indent}\t`)}` : `${indent}${key}: ${text(value)}\n`;
  });
  return lines.join("");
}

function shown(key: string, value: unknown): string {
  // What Proxmox VE read as bytes it prints as bytes.
  return key === "description" ? encodeNotes(text(value)) : valueText(text(value));
}

const text = (value: unknown) => (value === undefined || value === null ? "" : String(value));
const number = (value: unknown) => Number(value ?? 0);
const sorted = (lines: readonly string[]) => [...lines].sort((a, b) => (a.slice(0, a.indexOf(":")) < b.slice(0, b.indexOf(":")) ? -1 : 1));
