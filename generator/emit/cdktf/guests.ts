import { isSize, type PropValue, type ReferenceKind } from "../../../lib/schema/shape";
import type { Entry, Group, Plan } from "../../plan/plan";
import type { EmittedFile } from "../file";
import { printFile } from "../typescript/print";
import { array, blank, call, create, literal, name, object, printed, property, remark, statement, type Expression, type Member, type Statement } from "../typescript/syntax";
import { looksLikeToken, writeValue, type ReferenceWriter } from "./value";

const classes: Readonly<Record<ReferenceKind, string>> = { node: "Node", storage: "Storage", bridge: "Bridge", pool: "Pool", image: "Image" };

/** `guests/pve1.ts`: a function that adds the guests to the stack. */
export function emitGroup(group: Group, plan: Plan): EmittedFile {
  const { stack } = plan;
  const used = new Set(group.entries.flatMap(({ construct, carried }) => carried?.imports ?? [construct]));
  const refer = referenceWriter(plan, (className) => used.add(className));
  const body = group.entries.flatMap((entry, at) => [...(at === 0 ? [] : [blank]), entry.carried ? printed(entry.carried.text) : statement(writeEntry(entry, stack.variable, refer))]);
  const props = group.entries.flatMap((entry) => Object.values(entry.props));
  if (mention(props, isSize)) used.add("Size");
  if (mention(props, (value) => typeof value === "string" && looksLikeToken(value))) used.add("plainText");
  const statements: Statement[] = [
    { is: "comment", text: ownedNotice },
    { is: "import", names: [...used].sort(), from: "pmpc" },
    { is: "import", names: [stack.className], from: "../cluster", typeOnly: true },
    blank,
    { is: "function", name: group.name, parameters: [{ name: stack.variable, type: stack.className }], body, exported: true },
  ];
  return { path: group.path, content: printFile(statements), mode: "owned" };
}

/** The first line of every file that an import renews. */
export const ownedNotice = "Written by pmpc, and renewed by every import until you edit it; from then on it is yours.";

function writeEntry(entry: Entry, stack: string, refer: ReferenceWriter): Expression {
  const { vmId, node, ...props } = entry.props;
  const members: Member[] = [
    ...(vmId === undefined ? [] : [property("vmId", writeValue(vmId, refer))]),
    ...(node === undefined ? [] : [property("node", writeValue(node, refer))]),
    ...(entry.adopt ? [property("adopt", literal(true))] : []),
    ...Object.entries(props).flatMap(([key, value]) => (value === undefined ? [] : [property(key, writeValue(value, refer))])),
    ...writeIgnores(entry),
    ...entry.notes.map(remark),
  ];
  return create(entry.construct, name(stack), literal(entry.id), object(members, { tall: true }));
}

function writeIgnores({ ignore }: Entry): Member[] {
  if (ignore.length === 0) return [];
  return [property("ignoreChanges", array(ignore.map(({ path, why }) => ({ value: literal(path), comment: why }))))];
}

function referenceWriter({ stack, references }: Plan, use: (className: string) => void): ReferenceWriter {
  const fields = new Map(references.map(({ kind, name: named, field }) => [`${kind}\0${named}`, field]));
  return (kind, named) => {
    const field = fields.get(`${kind}\0${named}`);
    if (field !== undefined) return name(stack.variable, field);
    // Words that are no volume (`none`, `cdrom`, a device of the node) stand for themselves.
    if (kind === "image" && !named.includes(":")) return literal(named);
    use(classes[kind]);
    return call(name(classes[kind], kind === "image" ? "fromVolume" : "fromName"), name(stack.variable), literal(named));
  };
}

function mention(values: readonly (PropValue | undefined)[], test: (value: PropValue) => boolean): boolean {
  return values.some((value) => value !== undefined && (test(value) || (typeof value === "object" && mention(Object.values(value), test))));
}
