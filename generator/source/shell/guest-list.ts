import type { GuestType } from "../../../lib/pve/address";
import { demandSuccess, invalidOutput, type Ran } from "../../transport/command-error";

/** A guest as `pct list` and `qm list` show it. */
export interface ListedGuest {
  readonly type: GuestType;
  readonly vmid: number;
  readonly status: string;
  readonly name: string;
  readonly lock?: string;
}

interface Table {
  readonly header: RegExp;
  /** A lock is often blank, and a name may hold blanks: columns are told by where they are. */
  readonly row: RegExp;
}

const tables: Readonly<Record<GuestType, Table>> = {
  lxc: { header: /^VMID {7}Status {5}Lock {9}Name *$/, row: /^(?<vmid>\d{3,9}) +(?<=^.{11})(?<status>[a-z]+) +(?<=^.{22})(?<lock>[a-z-]*) +(?<=^.{35})(?<name>\S.*?) *$/ },
  qemu: {
    header: /^ {6}VMID NAME {17}STATUS {5}MEM\(MB\) {4}BOOTDISK\(GB\) PID *$/,
    row: /^ *(?<vmid>\d{3,9}) (?<name>\S.*?) +(?<status>[a-z-]+) +\d+ +\d+\.\d\d +\d+ *$/,
  },
};

/** Reads the table that `pct list` or `qm list` prints; where there is not a guest, it prints nothing. */
export function parseGuestList(type: GuestType, ran: Ran): readonly ListedGuest[] {
  const lines = demandSuccess(ran).stdout.split("\n");
  if (lines.every((line) => line === "")) return [];
  const { header, row } = tables[type];
  if (!header.test(lines[0]!)) throw invalidOutput(ran, "its table does not begin as expected", { number: 1, text: lines[0]! });
  return lines.slice(1).flatMap((line, at): ListedGuest[] => {
    if (line === "" && at === lines.length - 2) return [];
    const { vmid, status, name, lock } = row.exec(line)?.groups ?? {};
    if (vmid === undefined) throw invalidOutput(ran, "a line of its table is not as expected", { number: at + 2, text: line });
    return [{ type, vmid: Number(vmid), status: status!, name: name!, ...(lock ? { lock } : {}) }];
  });
}
