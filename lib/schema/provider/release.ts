import type { GuestType } from "../../pve/address";
import type { BlockOptions, GuestTable, Member, Row } from "../row";
import type { Quirks } from "./bpg-parse";

/** What rows and blocks say otherwise, by the path of their attribute: `initialization.ip_config`. */
export type Changes = Readonly<Record<string, Partial<Omit<Row, "kind">> | Partial<BlockOptions>>>;

/** A release of bpg/proxmox, as a column of the table. */
export interface Release {
  readonly version: string;
  /** What it does otherwise than the release before it. */
  readonly changes: Readonly<Record<GuestType, Changes>>;
  /** Keys that it takes apart otherwise. */
  readonly quirks?: Readonly<Partial<Record<GuestType, Quirks>>>;
}

/**
 * Every release that the table knows, oldest first. The rows themselves say what the first one does: what its Read puts into state, its
 * defaults beside Proxmox VE's, what it accepts, replaces, refuses, cannot read or waits for. Proven by planning with the real provider.
 */
export const releases: readonly Release[] = [
  { version: "0.111.1", changes: { qemu: {}, lxc: {} } },
  // Released on 2026-09-04. Beside this it changes nothing of a guest but a description.
  { version: "0.112.0", changes: { qemu: { "initialization.ip_config": { most: 32 } }, lxc: {} } },
];

/** A table as a release of the provider has it: with every change up to that version. */
export function tableFor(table: GuestTable, version: string): GuestTable {
  const past = releases.filter((release) => compareVersions(release.version, version) <= 0);
  const changes: Changes = Object.assign({}, ...past.map((release) => release.changes[table.type]));
  const quirks: Quirks = Object.assign({}, table.quirks, ...past.map((release) => release.quirks?.[table.type]));
  return { ...table, quirks, rows: Object.keys(changes).length === 0 ? table.rows : changed(table.rows, changes, "") };
}

function changed(members: readonly Member[], changes: Changes, path: string): readonly Member[] {
  return members.map((member): Member => {
    const where = path + String(member.terraform);
    const own = { ...member, ...changes[where] } as Member;
    return own.kind === "block" ? { ...own, rows: changed(own.rows, changes, `${where}.`) } : own;
  });
}

/** Below zero where the first is older. What follows a dash does not count. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split("-")[0]!.split(".").map(Number)) as [number[], number[]];
  return a.map((number, at) => number - (b[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
