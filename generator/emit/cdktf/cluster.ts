import type { ReferenceKind } from "../../../lib/schema/shape";
import { terraformAddress } from "../../../lib/schema/kind/name";
import type { ClusterFile, Plan } from "../../plan/plan";
import type { EmittedFile } from "../file";
import { printFile } from "../typescript/print";
import { blank, call, create, literal, name, object, property, statement, type Statement } from "../typescript/syntax";
import { ownedNotice } from "./guests";

const classes: Readonly<Partial<Record<ReferenceKind, string>>> = { node: "Node", storage: "Storage", bridge: "Bridge", pool: "Pool" };

/** `cluster.ts`: the one stack, what its guests depend on, and the guests. */
export function emitCluster(plan: Plan): EmittedFile {
  const { stack, references, groups, areas } = plan;
  const used = ["ProxmoxProvider", "ProxmoxStack", ...references.map(({ kind }) => classes[kind]!)];
  const statements: Statement[] = [
    { is: "comment", text: ownedNotice },
    { is: "import", names: ["Construct"], from: "constructs", typeOnly: true },
    { is: "import", names: [...new Set(used)].sort(), from: "pmpc" },
    ...[...areas, ...groups].map((group): Statement => ({ is: "import", names: [group.name], from: `./${group.path.replace(/\.ts$/, "")}` })),
    blank,
    {
      is: "class",
      name: stack.className,
      base: "ProxmoxStack",
      fields: references.map(({ kind, name: named, field }) => ({ name: field, value: call(name(classes[kind]!, "fromName"), name("this"), literal(named)) })),
      parameters: [{ name: "scope", type: "Construct" }],
      body: constructorBody(plan),
    },
  ];
  return { path: "cluster.ts", content: printFile(statements), mode: "owned" };
}

function constructorBody({ stack, endpoint, insecure, provider: release, groups, areas, forgotten, isNew }: Plan): Statement[] {
  const isLate = ({ area }: ClusterFile) => ["backup", "replication", "ha"].includes(area);
  const provider = object([property("endpoint", literal(endpoint)), ...(insecure ? [property("insecure", literal(true))] : []), ...(release === undefined ? [] : [property("version", literal(release))])]);
  return [
    statement(call(name("super"), name("scope"), literal(stack.id), ...(isNew ? [] : [object([property("adopted", literal(true))])]))),
    statement(create("ProxmoxProvider", name("this"), provider), "token: PROXMOX_VE_API_TOKEN"),
    // What guests stand on comes before them, and what names guests behind them.
    ...[...areas.filter((one) => !isLate(one)), ...groups, ...areas.filter(isLate)].map((group) => statement(call(name(group.name), name("this")))),
    ...forgotten.flatMap(({ id, key, released }) => [
      statement(call(name("this", "forget"), literal(terraformAddress(key, id))), released ? `${key}: forgotten with pmpc forget` : `${key} is no longer in the cluster`),
    ]),
  ];
}
