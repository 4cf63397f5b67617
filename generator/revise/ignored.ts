import type { GuestType } from "../../lib/pve/address";
import { catalog } from "../../lib/schema/catalog";
import { isMany, propPath, terraformPath } from "../../lib/schema/props";
import type { Block, Member, Row } from "../../lib/schema/row";
import type { Wish } from "./assignment";

/** An entry of a guest's `ignoreChanges` that keeps a wish from the cluster. */
export interface Ignored {
  /** Its place in the list. */
  readonly at: number;
  /** As the code says it: `cpu`. */
  readonly entry: string;
  /** What it is about: `cpu.cores`. */
  readonly props: readonly string[];
  /** The entry can go: without it nothing changes but what the code says of values that Proxmox VE has, too. */
  readonly mayGo: boolean;
}

/** Entries of `ignoreChanges` that are about something wished. */
export function ignoredAmong(type: GuestType, entries: readonly (string | undefined)[], wishes: readonly Wish[]): readonly Ignored[] {
  const { rows } = catalog[type];
  return entries.flatMap((entry, at): Ignored[] => {
    if (entry === undefined) return [];
    const path = plain(terraformPath(rows, entry));
    const covered = wishes.filter((wish) => isCovered(path, plain(terraformPath(rows, propsOf(wish)))));
    if (covered.length === 0) return [];
    return [{ at, entry: propPath(rows, terraformPath(rows, entry)), props: [...new Set(covered.map(({ title }) => title))], mayGo: covered.every(({ value }) => value !== undefined) && mayGo(rows, path) }];
  });
}

/** Without numbers: what an entry is about is told well enough by the names, and a list keeps its entry. */
const plain = (path: string) => path.replace(/\[\d+\]/g, "");

/** `networkDevices.vlanId` */
const propsOf = ({ path }: Wish) => path.flatMap((step) => ("prop" in step ? [step.prop] : [])).join(".");

const isCovered = (entry: string, path: string) => entry === "all" || path === entry || path.startsWith(`${entry}.`) || entry.startsWith(`${path}.`);

/** A list is ignored where the provider would count its elements otherwise, and a drive where it would take another for it: those stay. */
function mayGo(members: readonly Member[], path: string): boolean {
  const [name, ...rest] = path.split(".");
  const member = members.find(({ terraform }) => terraform === name);
  if (member === undefined) return false;
  if (member.kind === "row") return isSimple(member);
  if (isMany(member) || member.beside !== undefined || holdsVolume(member) || member.replaces !== undefined) return false;
  return rest.length === 0 || mayGo(member.rows, rest.join("."));
}

const isSimple = ({ shape, replaces, output }: Row) => !/^(readonly|Readonly<)/.test(shape.type) && replaces === undefined && !output;
const holdsVolume = ({ rows, role }: Block) => role !== undefined || rows.some((one) => one.kind === "row" && typeof one.pve === "string" && /(^|\/)(file|volume)$/.test(one.pve));
