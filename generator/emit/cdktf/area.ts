import { isSize } from "../../../lib/schema/shape";
import { printName } from "../../../lib/schema/kind/name";
import type { ClusterEntry, ClusterFile, Plan } from "../../plan/plan";
import type { EmittedFile } from "../file";
import { printFile } from "../typescript/print";
import { blank, create, literal, name, object, printed, property, remark, type Expression, type Statement } from "../typescript/syntax";
import { constantOr, ignored, mention, named, ownedNotice, referenceWriter, returnedBy } from "./guests";
import { looksLikeToken, writeValue, type ReferenceWriter } from "./value";

/** `cluster/storage.ts`: a function that adds what the cluster has of one area to the stack. */
export function emitArea(file: ClusterFile, plan: Plan): EmittedFile {
  const { stack } = plan;
  const used = new Set(file.entries.flatMap(({ construct, carried }) => carried?.imports ?? [construct]));
  const refer = referenceWriter(plan, (className) => used.add(className));
  const body = file.entries.map((entry): Statement => (entry.carried ? printed(named(entry.as, entry.carried.text)) : constantOr(entry.as, writeEntry(entry, stack.variable, refer(entry)))));
  const aside = file.aside.map(({ key, reason, remedy, carried }): Statement => (carried !== undefined ? printed(carried) : { is: "comment", text: `${printName(key)} is set aside: ${reason.replace(/\.$/, "")}.${remedy === undefined ? "" : ` What helps: ${remedy}`}` }));
  const props = file.entries.flatMap((entry) => Object.values(entry.props));
  if (mention(props, isSize)) used.add("Size");
  if (mention(props, (value) => typeof value === "string" && looksLikeToken(value))) used.add("plainText");
  const statements: Statement[] = [
    { is: "comment", text: ownedNotice },
    { is: "import", names: [...used].sort(), from: "pmpc" },
    { is: "import", names: [stack.className], from: "../cluster", typeOnly: true },
    blank,
    { is: "function", name: file.name, parameters: [{ name: stack.variable, type: stack.className }], body: [...body, ...aside].flatMap((one, at) => (at === 0 ? [one] : [blank, one])), exported: true, returns: returnedBy(file, plan) },
  ];
  return { path: file.path, content: printFile(statements), mode: "owned" };
}

function writeEntry({ construct, id, adopt, props, ignore, notes }: ClusterEntry, stack: string, refer: ReferenceWriter): Expression {
  const members = [
    ...(adopt ? [property("adopt", literal(true))] : []),
    ...Object.entries(props).flatMap(([key, value]) => (value === undefined ? [] : [property(key, writeValue(value, refer))])),
    ...(ignore.length === 0 ? [] : [property("ignoreChanges", ignored(ignore))]),
    ...notes.map(remark),
  ];
  return create(construct, name(stack), literal(id), ...(members.length === 0 ? [] : [object(members, { tall: true })]));
}
