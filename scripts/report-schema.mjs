// The JSON Schema of each verb's report, from its type: what JSON.stringify leaves of a value of that type, and nothing else.
import { createRequire } from "node:module";
import { join } from "node:path";

const ts = createRequire(import.meta.url)("typescript");
const dialect = "https://json-schema.org/draft/2020-12/schema";

/**
 * The schemas by the names of the verbs. Entries say which member of which compiled file (`plan.d.ts`) of the folder a verb is.
 * Throws where types say something that JSON cannot, or nothing at all: a line for each verb.
 */
export function reportSchemas(folder, entries) {
  const files = [...new Set(entries.map(({ file }) => join(folder, `${file}.d.ts`)))];
  const program = ts.createProgram(files, { target: ts.ScriptTarget.ES2022, lib: ["lib.es2023.d.ts"], types: [], strict: true, skipLibCheck: true, module: ts.ModuleKind.Node20, noEmit: true });
  const checker = program.getTypeChecker();
  const problems = [];
  const schemas = entries.flatMap(({ name, file, member }) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(join(folder, `${file}.d.ts`)));
    const verb = checker.getTypeOfSymbol(checker.tryGetMemberInModuleExports(member, module));
    const [, report] = checker.getTypeArguments(verb);
    try {
      return [[name, schemaOf(report, checker, `the report of pmpc ${name}`)]];
    } catch (error) {
      problems.push(error.message);
      return [];
    }
  });
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return Object.fromEntries(schemas);
}

function schemaOf(report, checker, label) {
  const definitions = {};
  const owners = new Map();
  const { $ref, ...inline } = convert(report, label);
  const root = $ref === undefined ? inline : definitions[$ref.split("/").at(-1)];
  if (root.type !== "object") throw new Error(`${label} is not an object: doors publish one`);
  const isRecursive = JSON.stringify(definitions).includes(`"${$ref}"`);
  const others = Object.entries(definitions).filter(([name]) => isRecursive || `#/$defs/${name}` !== $ref);
  return { $schema: dialect, ...root, ...(others.length === 0 ? {} : { $defs: Object.fromEntries(others) }) };

  /** A named type is defined once; everything else is said where it is. */
  function convert(type, path) {
    const { symbol } = type;
    const isNamed = checker.isArrayLikeType(type) === false && (type.objectFlags & ts.ObjectFlags.Interface) !== 0;
    if (!isNamed) return inlined(type, path);
    if (owners.has(symbol.name) && owners.get(symbol.name) !== symbol) throw new Error(`${path}: two types are called ${symbol.name}; give one of them another name`);
    if (!owners.has(symbol.name)) {
      owners.set(symbol.name, symbol);
      definitions[symbol.name] = described(inlined(type, path), symbol);
    }
    return { $ref: `#/$defs/${symbol.name}` };
  }

  function inlined(type, path) {
    const { flags } = type;
    if (flags & ts.TypeFlags.Any) throw new Error(`${path} may be anything at all (any): say what it is, or unknown`);
    if (flags & ts.TypeFlags.Unknown) return {};
    if (flags & (ts.TypeFlags.StringLiteral | ts.TypeFlags.NumberLiteral)) return { const: type.value };
    if (flags & ts.TypeFlags.BooleanLiteral) return { const: type.intrinsicName === "true" };
    if (flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral)) return { type: "string" };
    if (flags & ts.TypeFlags.Number) return { type: "number" };
    if (flags & ts.TypeFlags.Boolean) return { type: "boolean" };
    if (flags & ts.TypeFlags.Null) return { type: "null" };
    if (type.isUnion()) return oneOf(type.types, path);
    if (checker.isTupleType(type)) return tuple(type, path);
    if (checker.isArrayType(type)) return { type: "array", items: convert(checker.getTypeArguments(type)[0], `${path}[]`) };
    if (flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return object(type, path);
    if (flags & ts.TypeFlags.NonPrimitive) throw new Error(`${path} says nothing of what it holds (object)`);
    throw new Error(`${path}: JSON cannot say ${checker.typeToString(type)}`);
  }

  function tuple(type, path) {
    const items = checker.getTypeArguments(type).map((one, at) => convert(one, `${path}[${at}]`));
    return { type: "array", prefixItems: items, items: false, minItems: items.length };
  }

  function oneOf(types, path) {
    // What is undefined is left out.
    const there = types.filter(({ flags }) => (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) === 0);
    const isFlag = there.filter(({ flags }) => flags & ts.TypeFlags.BooleanLiteral).length === 2;
    const words = there.filter(({ flags }) => flags & (ts.TypeFlags.StringLiteral | ts.TypeFlags.NumberLiteral));
    const others = there.filter((one) => !words.includes(one) && !(isFlag && one.flags & ts.TypeFlags.BooleanLiteral));
    const all = [...(words.length > 0 ? [{ enum: words.map(({ value }) => value) }] : []), ...(isFlag ? [{ type: "boolean" }] : []), ...others.map((one) => convert(one, path))];
    return all.length === 1 ? all[0] : { anyOf: all };
  }

  function object(type, path) {
    const isForeign = type.symbol?.declarations?.some((one) => /\/(typescript\/lib|@types)\//.test(one.getSourceFile().fileName)) === true && (type.objectFlags & ts.ObjectFlags.Mapped) === 0;
    if (isForeign || type.getCallSignatures().length > 0) throw new Error(`${path}: JSON cannot say ${checker.typeToString(type)}`);
    const properties = checker.getPropertiesOfType(type);
    const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
    const kept = properties.flatMap((property) => {
      const of = checker.getTypeOfSymbol(property);
      const mayLack = (property.flags & ts.SymbolFlags.Optional) !== 0 || (of.isUnion() && of.types.some(({ flags }) => flags & ts.TypeFlags.Undefined)) || (of.flags & ts.TypeFlags.Unknown) !== 0;
      return (of.flags & ts.TypeFlags.Undefined) === 0 ? [{ name: property.name, mayLack, schema: described(convert(of, `${path}.${property.name}`), property) }] : [];
    });
    const required = kept.filter(({ mayLack }) => !mayLack).map(({ name }) => name);
    return {
      type: "object",
      properties: Object.fromEntries(kept.map(({ name, schema }) => [name, schema])),
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: index === undefined ? false : convert(index.type, `${path}[name]`),
    };
  }

  function described(schema, symbol) {
    const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
    return text === "" ? schema : { ...schema, description: text };
  }
}
