import type { ObjectProperty, TSInterfaceBody, TSTypeElement } from "@babel/types";
import { nameOf } from "./project";
import type { Place, Source } from "./source";

/** What the type of a table says of one of its columns. */
interface Field {
  readonly optional: boolean;
  /** `Size`, `readonly string[]` */
  readonly type: string;
}

/**
 * Whether the type of a table takes other code in a column of one of its rows; without code, whether a row may leave the column out.
 * A table without a type that is written in its file takes everything.
 */
export function fitsTable({ source, node }: Place, column: string, code: string | undefined): boolean {
  const fields = fieldsOf(source, node);
  const field = fields?.get(column);
  if (fields === undefined) return true;
  if (field === undefined) return false;
  return code === undefined ? field.optional : field.type.split("|").some((one) => takes(one.trim(), code.trim()));
}

function takes(type: string, code: string): boolean {
  const isText = /^["'`]|^plainText\(/.test(code);
  if (/^["']/.test(type)) return isText && type.slice(1, -1) === code.slice(1, -1);
  if (/^(?:readonly )?.+\[\]$|^(?:Readonly)?Array</.test(type)) return code.startsWith("[");
  const plain = isText ? "string" : /^-?\d/.test(code) ? "number" : /^(?:true|false)$/.test(code) ? "boolean" : /^Size\./.test(code) ? "Size" : code.startsWith("{") ? "object" : code.startsWith("[") ? "list" : undefined;
  // Of types of the user's own, and of expressions, nothing is known here.
  return plain === undefined || type === plain || !/^(?:string|number|boolean|Size)$/.test(type);
}

/** The columns of the table that a row is in; undefined where its type is not written in the file. */
function fieldsOf(source: Source, row: Place["node"]): ReadonlyMap<string, Field> | undefined {
  const list = source.parentOf(row);
  const declared = list && source.parentOf(list);
  const annotation = declared?.type === "VariableDeclarator" && declared.id.type === "Identifier" && declared.id.typeAnnotation?.type === "TSTypeAnnotation" ? source.text.slice(declared.id.typeAnnotation.typeAnnotation.start!, declared.id.typeAnnotation.typeAnnotation.end!) : undefined;
  const name = annotation === undefined ? undefined : (/^(?:readonly )?(\w+)\[\]$/.exec(annotation) ?? /^(?:Readonly)?Array<(\w+)>$/.exec(annotation))?.[1];
  const members = name === undefined ? undefined : membersOf(source, name);
  return members && new Map(members.flatMap((one) => (one.type === "TSPropertySignature" && one.typeAnnotation?.type === "TSTypeAnnotation" ? [[nameOf(one.key), { optional: one.optional === true, type: source.text.slice(one.typeAnnotation.typeAnnotation.start!, one.typeAnnotation.typeAnnotation.end!) }] as const] : [])));
}

function membersOf({ file }: Source, name: string): readonly TSTypeElement[] | undefined {
  for (const one of file.program.body) {
    const declared = one.type === "ExportNamedDeclaration" ? one.declaration : one;
    // What it inherits is not looked for.
    if (declared?.type === "TSInterfaceDeclaration" && declared.id.name === name && !declared.extends?.length) return (declared.body as TSInterfaceBody).body;
    if (declared?.type === "TSTypeAliasDeclaration" && declared.id.name === name && declared.typeAnnotation.type === "TSTypeLiteral") return declared.typeAnnotation.members;
  }
  return undefined;
}

/** The column of a row that a value is in; undefined where it is in none. */
export function columnAt({ source, node }: Place, row: Place | undefined): string | undefined {
  const property = source.parentOf(node);
  return row !== undefined && row.source === source && property?.type === "ObjectProperty" && property.value === node && source.parentOf(property) === row.node ? nameOf((property as ObjectProperty).key) : undefined;
}
