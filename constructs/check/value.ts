import { Token } from "cdktf";
import type { Accept } from "../../lib/schema/accept";
import { storageId } from "../../lib/schema/pve-format";
import { asWritten, type Block, type Member, type Row } from "../../lib/schema/row";
import { isDuration, isSize, type PropValue } from "../../lib/schema/shape";
import { nearest } from "./nearest";

/** Props of a construct, of which nothing is known yet. */
export type Said = Readonly<Record<string, unknown>>;

/**
 * What is wrong with each prop by itself, by the table: what the provider's validators refuse, and Proxmox VE, unless it has the
 * guest already. Tokens pass.
 */
export function checkValues(members: readonly Member[], props: Said, exists = false): string[] {
  const problems: string[] = [];
  checkMembers(members, props, { all: props, exists, report: (problem) => problems.push(problem) });
  return [...new Set(problems)];
}

/** The whole of the props, and where problems go. */
interface Page {
  readonly all: Said;
  readonly exists: boolean;
  readonly report: (problem: string) => void;
}

function checkMembers(members: readonly Member[], props: Said, page: Page, path = ""): void {
  for (const named of members) {
    const member = asWritten(named);
    if (member.prop === null || member.terraform === null) continue;
    if (member.kind === "row") checkRow(member, props, page, path);
    else checkBlock(member, props, page, path);
  }
}

// ---- blocks ------------------------------------------------------------------------------------------------------------

function checkBlock(block: Block, props: Said, page: Page, path: string): void {
  if (block.flat) return checkMembers(block.rows, props, page, path);
  if (block.beside !== undefined) {
    listOf(page.all[block.beside]).forEach((card, at) => isObject(card) && checkMembers(block.rows, card, page, `${block.beside}[${at}].`));
    return;
  }
  const found = props[block.prop!];
  if (found === undefined || Token.isUnresolved(found)) return;
  const where = path + block.prop!;
  if (block.from === undefined || block.from.is === "key") return checkMembers(block.rows, unfold(block, found), page, `${where}.`);
  const elements = listOf(found);
  const most = block.most ?? (block.from.is === "numbered" ? block.from.count * block.from.families.length : Infinity);
  if (elements.length > most) page.report(`${where} has ${elements.length} elements, and the provider takes ${most}; leave some out`);
  elements.forEach((element, at) => {
    const one = unfold(block, element);
    checkMembers(block.rows, one, page, `${where}[${at}].`);
    checkFamily(block, one, page, `${where}[${at}]`);
  });
}

/** Some settings exist on some buses only. */
function checkFamily(block: Block, device: Said, page: Page, where: string): void {
  if (typeof device.interface !== "string" || Token.isUnresolved(device.interface)) return;
  const family = /^[a-z]*/.exec(device.interface)![0];
  for (const row of block.rows) {
    if (row.kind !== "row" || row.on === undefined || row.prop === null || row.on.includes(family) || !device[row.prop]) continue;
    page.report(`${where}.${row.prop} is only for ${row.on.join(" and ")}, and the disk is ${device.interface}; take it away`);
  }
}

const unfold = (block: Block, value: unknown): Said => (isObject(value) ? value : { [block.short ?? ""]: value });
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function isObject(value: unknown): value is Said {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isSize(value) && !isDuration(value);
}

// ---- values --------------------------------------------------------------------------------------------------------------

function checkRow(row: Row, props: Said, { all, exists, report }: Page, path: string): void {
  const value = props[row.prop!];
  const where = path + row.prop!;
  if (value === undefined || value === null) {
    if (row.required && row.unsaid === undefined) report(`${where} is missing; say it`);
    return;
  }
  // The provider is content with any word on NUMA, and a guest that is there may have huge pages without it.
  const numa = (all.cpu as Said | undefined)?.numa;
  if (row.requires === "cpu.numa" && (exists ? numa === undefined : !numa)) report(`${path.endsWith("].") ? path.slice(0, -1) : where} needs NUMA; say cpu: { numa: true }`);
  const problem = problemOf(row, value, exists);
  if (problem !== undefined) report(`${where} ${problem}`);
}

function problemOf(row: Row, value: unknown, exists: boolean): string | undefined {
  if (isSize(value) && Token.isUnresolved(value.amount)) {
    return Token.isUnresolved(row.shape.toTerraform(value)) ? undefined : `is a token in another unit than Terraform's; say Size.${row.terraform === "size" ? "gibibytes" : "mebibytes"}(…)`;
  }
  if (isUnresolved(value)) return undefined;
  let written;
  try {
    written = row.shape.toTerraform(value as PropValue);
  } catch {
    return `is ${show(value)}, which names nothing; say ${row.shape.type}`;
  }
  if (isUnresolved(written) || written === "") return undefined;
  if (row.accepts && !row.accepts(written)) return `is ${show(value)}, which the provider refuses; ${remedy(row.accepts, written)}`;
  if (isSize(value) && typeof written === "number" && !Number.isInteger(written)) {
    return `is ${show(value)}, which is no whole number of ${row.terraform === "size" ? "GiB" : "MiB"}; round it`;
  }
  if (exists) return undefined;
  if (row.shape.type.startsWith("IStorage") && !isStorage(written)) return `is ${show(value)}, which is no name of a storage; say letters, digits, - _ .`;
  const refused = parts(row, written).find((part) => row.shape.parse(String(part)) === undefined || (part !== written && /[\s,;]/.test(String(part))));
  return refused === undefined ? undefined : `is ${show(refused === written ? value : refused)}, which Proxmox VE refuses; say ${row.shape.expected ?? "another"}`;
}

/** What Proxmox VE would be told, part by part. */
function parts(row: Row, written: unknown): readonly unknown[] {
  if (row.shape.encoded || typeof written === "boolean") return [];
  if (Array.isArray(written)) return written;
  return typeof written === "object" ? [] : [written];
}

const isStorage = (written: unknown) => typeof written !== "string" || /[:/]/.test(written) || storageId(written);

function remedy({ words, near: others = [], expected }: Accept, written: unknown): string {
  const near = nearest(String(written), words ?? others);
  return near === undefined ? `say ${expected}` : `did you mean ${JSON.stringify(near)}?`;
}

function isUnresolved(value: unknown): boolean {
  return Token.isUnresolved(value) || (Array.isArray(value) && value.some((one) => Token.isUnresolved(one)));
}

/** A value in a message: as it would be written. */
export function show(value: unknown): string {
  if (isSize(value) || isDuration(value)) return String(value);
  return typeof value === "string" || Array.isArray(value) ? JSON.stringify(value) : String(value);
}
