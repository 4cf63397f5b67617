import type { Accept } from "../../lib/schema/accept";
import { storageId } from "../../lib/schema/pve-format";
import { mostOf, type Block, type Member, type Row } from "../../lib/schema/row";
import { isDuration, isSize, type PropValue } from "../../lib/schema/shape";
import { membersSaid } from "../../lib/schema/members-said";
import { isProps } from "./kind";
import { nearest } from "../../lib/schema/nearest";
import type { Said } from "./sound";
import { lostNumber, mayHoldLeftover, numberInText } from "../leftover";
import { isToken } from "../token";

/**
 * What is wrong with each prop by itself, by the table: what the provider's validators refuse, and Proxmox VE, unless it has the
 * guest already. The props are of the types that they must be. Tokens pass.
 */
export function checkValues(members: readonly Member[], props: Said, exists = false): string[] {
  const problems: string[] = [];
  checkMembers(members, props, { all: props, exists, report: (problem) => problems.push(problem) });
  return problems.length < 2 ? problems : [...new Set(problems)];
}

/** The whole of the props, and where problems go. */
interface Page {
  readonly all: Said;
  readonly exists: boolean;
  readonly report: (problem: string) => void;
}

function checkMembers(members: readonly Member[], props: Said, page: Page, path = ""): void {
  const found = membersSaid(members, props);
  for (let at = 0; at < found.length; at++) {
    const member = found[at]!;
    const value = props[member.prop!];
    if (member.kind === "block") checkBlock(member, value, props, page, path);
    else if (value !== undefined) checkRow(member, value, props, page, path);
  }
}

// ---- blocks ------------------------------------------------------------------------------------------------------------

function checkBlock(block: Block, found: unknown, props: Said, page: Page, path: string): void {
  if (block.flat) return checkMembers(block.rows, props, page, path);
  if (block.beside !== undefined) {
    listOf(page.all[block.beside]).forEach((card, at) => isProps(card) && checkMembers(block.rows, card, page, `${block.beside}[${at}].`));
    return;
  }
  if (found === undefined || isToken(found)) return;
  const where = path + block.prop!;
  if (block.from === undefined || block.from.is === "key") return checkElement(block, found, page, `${where}.`);
  const elements = listOf(found);
  const most = mostOf(block);
  if (elements.length > most) page.report(`${where} has ${elements.length} elements, and the provider takes ${most}; leave some out`);
  elements.forEach((element, at) => checkElement(block, element, page, `${where}[${at}].`));
}

const checkElement = (block: Block, element: unknown, page: Page, path: string): void => checkMembers(block.rows, unfold(block, element), page, path);

const unfold = (block: Block, value: unknown): Said => (isProps(value) ? value : { [block.short ?? ""]: value });
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

// ---- values --------------------------------------------------------------------------------------------------------------

function checkRow(row: Row, value: unknown, device: Said, { all, exists, report }: Page, path: string): void {
  if (row.on !== undefined && value) checkFamily(row, row.on, device, report, path);
  if (row.requires === "cpu.numa" && !hasNuma(all.cpu as Said | undefined, exists)) {
    report(`${path.endsWith("].") ? path.slice(0, -1) : path + row.prop!} needs NUMA; say cpu: { numa: true }`);
  }
  if (isKnownGood(row, value)) return;
  const problem = problemOf(row, value, exists);
  if (problem !== undefined) report(`${path}${row.prop} ${problem}`);
  else if (!exists) remember(row, value);
}

/** Some settings exist on some buses only. */
function checkFamily({ prop }: Row, families: readonly string[], { interface: slot }: Said, report: Page["report"], path: string): void {
  if (typeof slot !== "string" || isToken(slot) || families.includes(/^[a-z]*/.exec(slot)![0])) return;
  report(`${path}${prop} is only for ${families.join(" and ")}, and the disk is ${slot}; take it away`);
}

// The provider is content with any word on NUMA, and a guest that is there may have huge pages without it.
const hasNuma = (cpu: Said | undefined, exists: boolean) => (exists ? cpu?.numa !== undefined : Boolean(cpu?.numa));

const knownGood = new WeakMap<Row, Set<unknown>>();

/** What sizes that nothing is wrong with are in Terraform: each guest makes its own object, and most of them say the same. */
const knownWritten = new WeakMap<Row, Set<unknown>>();

/** Most guests say what others said: the same values need no second look. */
const isKnownGood = (row: Row, value: unknown) => typeof value === "boolean" || (knownGood.get(row)?.has(value) ?? false);

function remember(row: Row, value: unknown): void {
  // A storage or a node that many guests name says the same each time; what else is an object may be changed.
  if (typeof value === "object" && !row.shape.type.startsWith("I")) return;
  const values = knownGood.get(row) ?? new Set();
  // Names and addresses, which each guest has for itself, are not worth the room.
  if (values.size < 100) knownGood.set(row, values.add(value));
}

function problemOf(row: Row, value: unknown, exists: boolean): string | undefined {
  if (isSize(value) && isToken(value.amount)) {
    return isToken(row.shape.toTerraform(value)) ? undefined : `is a token in another unit than Terraform's; say Size.${row.terraform === "size" ? "gibibytes" : "mebibytes"}(…)`;
  }
  if (isToken(value)) return undefined;
  // A text that only Terraform knows cannot be written large or small here.
  if (typeof value === "string" && /tftoken\[/i.test(value)) return "was made of a text that only Terraform knows, and TypeScript cannot change such a text; say it with Terraform's functions, such as Fn.upper(…)";
  // A number that cdktf finds in a text is a token as others are.
  if (typeof value === "string" && mayHoldLeftover(value)) return lostNumber(value) === undefined ? undefined : numberInText(value);
  let written;
  try {
    written = row.shape.toTerraform(value as PropValue);
  } catch {
    return `is ${show(value)}, which names nothing; say ${row.shape.type}`;
  }
  if (isToken(written)) return undefined;
  if (!exists && typeof value === "object" && knownWritten.get(row)?.has(written)) return undefined;
  if (row.accepts && !row.accepts(written)) return `is ${show(value)}, which the provider refuses; ${remedy(row.accepts, written)}${isSize(value) ? ` ${unitOf(row)}` : ""}`;
  if (written === "") return undefined;
  if (isSize(value) && typeof written === "number" && !Number.isInteger(written)) return `is ${show(value)}, which is not a whole number of ${unitOf(row)}; round it`;
  if (exists) return undefined;
  if (row.shape.type.startsWith("IStorage") && !isStorage(written)) return `is ${show(value)}, which is not the name of a storage; say two or more letters, digits, - _ .`;
  const refused = parts(row, written).find((part) => row.shape.parse(String(part)) === undefined || (part !== written && /[\s,;]/.test(String(part))));
  if (refused === undefined && isSize(value)) knownWritten.set(row, (knownWritten.get(row) ?? new Set()).add(written));
  return refused === undefined ? undefined : `is ${show(refused === written ? value : refused)}, which Proxmox VE refuses; say ${row.shape.expected ?? exampleIn(row)}`;
}

/** What the table's own sentence has as an example. */
function exampleIn({ says = "" }: Row): string {
  const [quoted] = /(?<=`)[^`]+(?=`)/.exec(says) ?? [];
  return quoted !== undefined && /\w/.test(quoted) ? `one such as ${quoted}` : "another";
}

/** What Terraform counts sizes in. */
const unitOf = ({ terraform }: Row) => (terraform === "size" ? "GiB" : "MiB");

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

/** A value in a message: as it would be written. */
function show(value: unknown): string {
  if (isSize(value) || isDuration(value)) return String(value);
  return typeof value === "string" || Array.isArray(value) ? JSON.stringify(value) : String(value);
}
