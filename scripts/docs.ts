// Writes docs/constructs.md from the doc comments of what the package exports, and docs/guests.schema.json from the table: `npm run docs`.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { guestsSchema } from "../generator/creation/schema";
import { mapSchema } from "../generator/transfer/map";
import { coveragePage, coveragePath } from "./docs/coverage";
import { verbsPage, verbsPath } from "./docs/verbs";
import { catalog } from "../lib/schema/catalog";
import { asWritten, type GuestTable, type Member } from "../lib/schema/row";
import { cell, code, table } from "./docs/markdown";
import { commentOf, type Comment } from "./docs/comment";

const root = join(__dirname, "..");
const entry = join(root, "constructs/index.ts");

/** Where the page lies. */
export const docsPath = join(root, "docs/constructs.md");

/** Where the JSON Schema of files of guests lies. */
export const schemaPath = join(root, "docs/guests.schema.json");

/** Where the JSON Schema of maps for an export lies, and how it is now. */
const mapPath = join(root, "docs/export-map.schema.json");
const mapFile = (): string => `${JSON.stringify(mapSchema, null, 1)}\n`;

/** The schema as the table has it now. */
export const schemaFile = (): string => `${JSON.stringify(guestsSchema(), null, 1)}\n`;

/** What everybody needs comes first, the rest in the order of the alphabet. */
const first = ["ProxmoxStack", "ProxmoxProvider", "VirtualMachine", "Container", "BootSource"];

interface Page {
  readonly checker: ts.TypeChecker;
  /** Object types that the package exports and the page has not described yet. */
  readonly pending: Map<string, ts.Symbol>;
  readonly known: ReadonlySet<string>;
}

/** The page as the doc comments have it now. */
export function docsPage(): string {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram([entry], options);
  const checker = program.getTypeChecker();
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)!)!).map((symbol) => aliased(checker, symbol));

  const classes = exported.filter(({ flags }) => flags & ts.SymbolFlags.Class).sort(byName);
  const types = exported.filter(({ flags }) => flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias)).sort(byName);
  const functions = exported.filter(({ flags }) => flags & ts.SymbolFlags.Function).sort(byName);
  const pending = new Map(types.map((symbol) => [symbol.name, symbol]));
  const page: Page = { checker, pending, known: new Set([...classes, ...types].map(({ name }) => name)) };

  const ordered = [...first.flatMap((name) => classes.filter((symbol) => symbol.name === name)), ...classes.filter(({ name }) => !first.includes(name))];
  const chapters = ordered.map((symbol) => chapterOf(page, symbol));
  const helpers = functions.map((symbol) => `## ${symbol.name}\n\n${says(page, symbol)}`);
  const rest = [...pending.values()].map((symbol) => sectionOf(page, symbol, "###"));
  const contents = ordered.map(({ name }) => `- [${name}](#${name.toLowerCase()})`).join("\n");
  return [head, contents, ...chapters, ...helpers, ...(rest.length > 0 ? [`## As others refer to them\n\n${rest.join("\n\n")}`] : [])].join("\n\n").trimEnd() + "\n";
}

const head = `<!-- Made from the doc comments by \`npm run docs\`; edit those, not this page. -->
# Constructs

What \`import { … } from "pmpc"\` gives. Each property is shown with its word in Proxmox VE and the attribute of Terraform's provider; a
property without a default is required.`;

function chapterOf(page: Page, symbol: ts.Symbol): string {
  const type = page.checker.getTypeOfSymbol(symbol);
  const [construct] = type.getConstructSignatures();
  const props = construct?.parameters.find(({ name }) => name === "props");
  const propsType = props && page.checker.getTypeOfSymbol(props).getNonNullableType();
  const propsName = propsType?.symbol?.name ?? "";
  page.pending.delete(propsName);
  const guest = Object.values(catalog).find((one) => one.construct === symbol.name);
  const own = [
    `## ${symbol.name}`,
    says(page, symbol),
    factories(page, symbol),
    propsType ? propertyTable(page, propsType) : "",
    outputs(page, page.checker.getDeclaredTypeOfSymbol(symbol)),
    guest === undefined ? "" : unsayable(guest),
  ];
  return [...own, ...nestedSections(page, [symbol, ...(propsType?.symbol ? [propsType.symbol] : [])])].filter((part) => part !== "").join("\n\n");
}

/** The object types that a symbol's declarations name, each described where it is first met. */
function nestedSections(page: Page, symbols: readonly ts.Symbol[]): string[] {
  const named = symbols.flatMap((symbol) => namesIn(page, symbol));
  return [...new Set(named)].flatMap((name) => {
    const symbol = page.pending.get(name);
    // How others refer to a construct is described after all constructs.
    if (symbol === undefined || /^I[A-Z]/.test(name)) return [];
    page.pending.delete(name);
    return [sectionOf(page, symbol, "###"), ...nestedSections(page, [symbol])];
  });
}

function namesIn(page: Page, symbol: ts.Symbol): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node)) found.push(node.typeName.getText());
    if (ts.isExpressionWithTypeArguments(node) && ts.isInterfaceDeclaration(node.parent.parent)) found.push(...inherited(page, node.expression));
    ts.forEachChild(node, visit);
  };
  for (const declaration of symbol.declarations ?? []) visit(declaration);
  return found;
}

// What an interface extends is in its own table, and so has no section; what that names may have one.
function inherited(page: Page, expression: ts.Expression): string[] {
  const base = page.checker.getSymbolAtLocation(expression);
  page.pending.delete(expression.getText());
  return base === undefined ? [] : namesIn(page, aliased(page.checker, base));
}

function sectionOf(page: Page, symbol: ts.Symbol, level: string): string {
  const type = page.checker.getDeclaredTypeOfSymbol(symbol);
  const alias = symbol.declarations?.find(ts.isTypeAliasDeclaration);
  const body = type.isUnion() ? `One of ${oneLine(alias!.type.getText()).split(" | ").map(code).join(", ")}.` : propertyTable(page, type);
  return [`${level} ${symbol.name}`, says(page, symbol), body].filter((part) => part !== "").join("\n\n");
}

function propertyTable(page: Page, type: ts.Type): string {
  const rows = type.getProperties().map((property) => {
    const { text, preset, pve, terraform } = documented(page, property);
    return [code(property.name), typeOf(page, property), presetOf(property, preset), pve, terraform, text];
  });
  return table(["Property", "Type", "Default", "Proxmox VE", "Terraform", ""], rows);
}

function factories(page: Page, symbol: ts.Symbol): string {
  const statics = page.checker.getPropertiesOfType(page.checker.getTypeOfSymbol(symbol)).filter((member) => isOwn(member) && member.flags & ts.SymbolFlags.Method);
  const rows = statics.map((member) => [code(`${symbol.name}.${member.name}(${parametersOf(page, member)})`), documented(page, member).text]);
  return rows.length === 0 ? "" : table(["Made by", ""], rows);
}

/** What a construct gives to others: fields and methods of its own, but for what cdktf calls. */
function outputs(page: Page, type: ts.Type): string {
  const members = type.getProperties().filter(isOwn);
  const rows = members.map((member) => {
    const name = member.flags & ts.SymbolFlags.Method ? `${member.name}(${parametersOf(page, member)})` : member.name;
    return [code(name), member.flags & ts.SymbolFlags.Method ? "" : typeOf(page, member), documented(page, member).text];
  });
  return rows.length === 0 ? "" : table(["It gives", "Type", ""], rows);
}

function isOwn(member: ts.Symbol): boolean {
  const [declaration] = member.declarations ?? [];
  if (declaration === undefined || !declaration.getSourceFile().fileName.startsWith(root) || /[/\\](node_modules|imports)[/\\]/.test(declaration.getSourceFile().fileName)) return false;
  const modifiers = ts.getCombinedModifierFlags(declaration);
  return (modifiers & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) === 0 && (modifiers & ts.ModifierFlags.Override) === 0;
}

function parametersOf(page: Page, member: ts.Symbol): string {
  const [signature] = page.checker.getTypeOfSymbol(member).getCallSignatures();
  return (signature?.parameters ?? [])
    .map((parameter) => {
      const declaration = parameter.valueDeclaration as ts.ParameterDeclaration;
      const name = ts.isIdentifier(declaration.name) ? parameter.name.replace(/^_/, "") : "options";
      const optional = declaration.questionToken !== undefined || declaration.initializer !== undefined ? "?" : "";
      return `${name}${optional}: ${oneLine(declaration.type?.getText() ?? "")}`;
    })
    .join(", ");
}

function typeOf({ checker, known }: Page, property: ts.Symbol): string {
  const declaration = property.valueDeclaration as ts.PropertySignature | ts.GetAccessorDeclaration | undefined;
  const text = oneLine(declaration?.type?.getText() ?? checker.typeToString(checker.getNonNullableType(checker.getTypeOfSymbol(property))));
  const named = [...text.matchAll(/\b[A-Z]\w+/g)].map(([name]) => name).find((name) => known.has(name));
  return named === undefined ? code(text) : `[${code(text)}](#${named.toLowerCase()})`;
}

function presetOf(property: ts.Symbol, preset: string): string {
  if ((property.flags & ts.SymbolFlags.Optional) === 0) return "";
  return preset.startsWith("- ") ? cell(preset.slice(2)) : code(preset);
}

/** What neither a prop nor Terraform can say, with the reason: the keys of Proxmox VE and the provider's attributes. */
function unsayable({ rows, type }: GuestTable): string {
  const reasons = new Map<string, string[]>();
  const add = (why: string, name: string) => reasons.set(why, [...(reasons.get(why) ?? []), code(name)]);
  const walk = (members: readonly Member[], path: string): void => {
    for (const member of members.map(asWritten)) {
      const silent = member.prop === null && member.why !== undefined && member.internal !== true;
      if (silent && member.terraform !== null) add(`attribute of the provider: ${member.why}`, `${path}${member.terraform}`);
      else if (silent) add(member.why!, pveName(member));
      else if (member.kind === "block") walk(member.rows, member.terraform === null ? path : `${path}${member.terraform}.`);
    }
  };
  walk(rows, "");
  const heading = `Not said by ${type === "qemu" ? "a virtual machine's" : "a container's"} properties; what Proxmox VE has there stays as it is.`;
  return `${heading}\n\n${table(["Key", "Why"], [...reasons].map(([why, names]) => [[...new Set(names)].join(", "), cell(why)]))}`;
}

function pveName(member: Member): string {
  if (member.kind === "row") return typeof member.pve === "string" ? member.pve.replace("/", " ") : "";
  if (member.from?.is === "key") return member.from.key;
  return member.from?.is === "numbered" ? member.from.families.map((family) => `${family}[n]`).join(", ") : "";
}

function documented({ checker }: Page, symbol: ts.Symbol): Comment {
  return commentOf(ts.displayPartsToString(symbol.getDocumentationComment(checker)), symbol.getJsDocTags(checker));
}

const says = (page: Page, symbol: ts.Symbol) => documented(page, symbol).paragraphs;
const oneLine = (text: string) => text.replace(/\s+/g, " ");
const byName = (a: ts.Symbol, b: ts.Symbol) => (a.name < b.name ? -1 : 1);
const aliased = (checker: ts.TypeChecker, symbol: ts.Symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);

if (require.main === module) {
  mkdirSync(dirname(docsPath), { recursive: true });
  for (const [path, content] of [[docsPath, docsPage()], [schemaPath, schemaFile()], [mapPath, mapFile()], [verbsPath, verbsPage()], [coveragePath, coveragePage()]] as const) {
    if (!ts.sys.fileExists(path) || readFileSync(path, "utf8") !== content) writeFileSync(path, content);
  }
}
