// Writes the property interfaces of the guests' constructs from the table: one text for types, doc comments and documentation.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { catalog } from "../lib/schema/catalog";
import { clusterTables } from "../lib/schema/cluster/all";
import { whoMaySet } from "../lib/schema/phrase";
import type { Place } from "../lib/schema/place";
import { asWritten, type Block, type GuestTable, type Member, type Row } from "../lib/schema/row";
import type { TerraformValue } from "../lib/schema/shape";

const folder = join(__dirname, "../constructs/generated");

export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}

/** The files as the table has them now. */
export function propertyFiles(): GeneratedFile[] {
  return [
    ...Object.values(catalog).map((table) => ({ path: join(folder, `${kebab(table.construct)}-properties.ts`), content: printTable(table, `The properties of a ${table.construct === "Container" ? "container" : "virtual machine"}, each with its words in Proxmox VE and Terraform.`) })),
    ...clusterTables.map((table) => ({ path: join(folder, `${kebab(table.construct)}-properties.ts`), content: printTable(table, table.says) })),
  ];
}

interface Interface {
  readonly name: string;
  readonly says: string;
  readonly lines: readonly string[];
}

function printTable(table: Pick<GuestTable, "construct" | "rows">, says: string): string {
  const interfaces: Interface[] = [];
  const own = collect(table.construct, table.rows, interfaces);
  const all = [{ name: `${table.construct}Properties`, says, lines: own }, ...interfaces];
  const body = all.map(({ name, says: sentence, lines }) => `/** ${sentence} */\nexport interface ${name} {\n${lines.join("\n")}\n}\n`).join("\n");
  const kinds = ["IAclTarget", "IAcmeAccount", "IAcmeDnsPlugin", "IAddresses", "IBridge", "IContainer", "IGroup", "IGuest", "IHaGroup", "IImage", "IMapping", "INetworkInterface", "INode", "IPool", "IRole", "ISdnController", "ISdnFabric", "ISdnZone", "ISecurityGroup", "IStorage", "IUser", "IUserToken", "IVirtualMachine", "IVnet", "NodePriority"].filter((kind) => new RegExp(`\\b${kind} \\|`).test(body));
  const imports = [
    ...["Duration", "Size"].filter((name) => new RegExp(`[:|] ${name}\\b`).test(body)).map((name) => `import type { ${name} } from "../../lib/pve/${name.toLowerCase()}";`),
    ...(kinds.length === 0 ? [] : [`import type { ${kinds.join(", ")} } from "../reference";`]),
  ];
  return `// Made from lib/schema by \`npm run properties\`; edit the table, not this file.\n${imports.join("\n")}${imports.length === 0 ? "" : "\n\n"}${body}`;
}

function collect(prefix: string, members: readonly Member[], interfaces: Interface[]): string[] {
  return members.flatMap((named) => {
    const member = asWritten(named);
    if (member.prop === null || member.terraform === null) return [];
    if (member.kind === "block" && (member.beside !== undefined || member.saidBy !== undefined)) return [];
    if (member.kind === "row") return printRow(member);
    if (member.flat) return collect(prefix, member.rows, interfaces);
    return printBlock(prefix, member, members, interfaces);
  });
}

function printRow(row: Row): string[] {
  if (row.output) return [];
  const optional = row.required && row.unsaid === undefined ? "" : "?";
  const unit = row.unit === undefined ? "" : row.shape.type.startsWith("Duration") ? ` A plain number is ${row.unit}.` : ` In ${row.unit}.`;
  return [...comment(`${row.says ?? ""}${unit}${whoMaySet(row)}`, wordsOf(row), row.otherwise ?? defaultOf(row)), `  readonly ${row.prop}${optional}: ${typeOf(row)};`];
}

function printBlock(prefix: string, block: Block, siblings: readonly Member[], interfaces: Interface[]): string[] {
  const name = `${prefix}${pascal(block.terraform!)}`;
  const lines: string[] = [];
  interfaces.push({ name, says: block.says ?? "", lines });
  lines.push(...collect(name, block.rows, interfaces), ...besideOf(block, siblings).flatMap((one) => collect(name, one.rows, interfaces)));
  const short = block.rows.find((row): row is Row => row.kind === "row" && block.short !== undefined && row.prop === block.short);
  const element = short ? `${name} | ${typeOf(short)}` : name;
  const many = block.from !== undefined && block.from.is !== "key";
  const type = many ? `readonly ${short ? `(${element})` : element}[]` : element;
  const optional = block.otherwise === "- it must be said" ? "" : "?";
  return [...comment(block.says ?? "", `${placeOf(block.from)}Terraform: \`${block.terraform}\`.`, block.otherwise ?? "- none"), `  readonly ${block.prop}${optional}: ${type};`];
}

function besideOf(block: Block, siblings: readonly Member[]): readonly Block[] {
  const nested = siblings.flatMap((member) => (member.kind === "block" ? [member, ...member.rows] : []));
  return nested.filter((member): member is Block => member.kind === "block" && member.beside !== undefined && member.beside === block.prop);
}

function comment(says: string, words: string, preset: string): string[] {
  return ["  /**", `   * ${says}`, `   * ${words}`, `   * @default ${preset}`, "   */"];
}

// Where Proxmox VE keeps what is no part of a guest's configuration.
const elsewhere: Readonly<Record<string, string>> = { "guest/node": "node", "guest/pool": "pool", "guest/running": "status" };

function wordsOf(row: Row): string {
  const word = row.terraform === "vm_id" ? "vmid" : typeof row.pve !== "string" || row.pve.startsWith("cloudinit/") ? undefined : (elsewhere[row.pve] ?? row.pve.replace("/", " "));
  return `${word === undefined ? "" : `Proxmox VE: \`${word}\`. `}Terraform: \`${row.terraform}\`.`;
}

function placeOf(from: Place | undefined): string {
  const words = from === undefined || from.is === "lines" ? [] : from.is === "key" || from.is === "items" ? [from.key] : from.families.map((family) => `${family}N`);
  return words.length === 0 ? "" : `Proxmox VE: ${words.map((word) => `\`${word}\``).join(", ")}. `;
}

function defaultOf(row: Row): string {
  const value: TerraformValue = row.unsaid ?? (row.default === undefined ? row.shape.zero : row.default);
  if (row.required && row.unsaid === undefined) return "- it must be said";
  if (value === null || value === "" || (row.computed && row.default === undefined) || (typeof value === "object" && Object.keys(value).length === 0)) return "- none";
  return row.shape.type === "Size" ? `Size.${row.terraform === "size" ? "gibibytes" : "mebibytes"}(${String(value)})` : JSON.stringify(typeof value === "string" ? value : row.shape.toProp(value));
}

function typeOf(row: Row): string {
  const words = row.accepts?.words?.filter((word) => word !== "");
  const plain = /^("|string$)/.test(row.shape.type);
  return plain && words ? words.map((word) => JSON.stringify(word)).join(" | ") : row.shape.type;
}

const pascal = (words: string) => words.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const kebab = (name: string) => name.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

if (require.main === module) {
  for (const { path, content } of propertyFiles()) if (read(path) !== content) writeFileSync(path, content);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
