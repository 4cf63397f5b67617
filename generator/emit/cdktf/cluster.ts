import { namingClasses, thingOf } from "../../../lib/schema/kind/reference";
import type { Declaration, Plan } from "../../plan/plan";
import type { EmittedFile } from "../file";
import { printFile } from "../typescript/print";
import { blank, call, create, literal, name, object, property, statement, type Field, type Statement } from "../typescript/syntax";
import { ownedNotice } from "./guests";

/** `cluster.ts`: the one stack, what its guests depend on, and the guests. */
export function emitCluster(plan: Plan): EmittedFile {
  const { stack, references, groups, areas } = plan;
  const only = references.filter(({ made }) => made === undefined);
  const used = ["ProxmoxProvider", "ProxmoxStack", ...only.map((one) => factoryOf(one)[0]!)];
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
      fields: [...only.map((one): Field => ({ name: one.field, value: call(name(...factoryOf(one)), name("this"), literal(one.kind === "guest" ? Number(one.name) : one.name)) })), ...madeFields(plan)],
      parameters: [{ name: "scope", type: "Construct" }],
      body: constructorBody(plan),
    },
  ];
  return { path: "cluster.ts", content: printFile(statements), mode: "owned" };
}

/** `Storage.fromName`: how code names what it does not have. */
const factoryOf = ({ kind, construct = namingClasses[kind]! }: Declaration): readonly string[] => thingOf(construct)!.factory.split(".");

/** What functions make that others refer to, each function called once. */
function madeFields(plan: Plan): readonly Field[] {
  const taken = new Set(plan.references.map(({ field }) => field));
  const own = (by: string) => (taken.has(by) ? `its${by[0]!.toUpperCase()}${by.slice(1)}` : by);
  return plan.calls.flatMap((by): Field[] => {
    const made = plan.references.flatMap(({ field, made: one }) => (one?.by === by ? [{ name: field, value: name("this", own(by), one.as) }] : []));
    return made.length === 0 ? [] : [{ name: own(by), value: call(name(by), name("this")), isPrivate: true }, ...made];
  });
}

function constructorBody(plan: Plan): Statement[] {
  const { stack, endpoint, insecure, provider: release, references, calls, forgotten, isNew } = plan;
  const provider = object([property("endpoint", literal(endpoint)), ...(insecure ? [property("insecure", literal(true))] : []), ...(release === undefined ? [] : [property("version", literal(release))])]);
  return [
    statement(call(name("super"), name("scope"), literal(stack.id), ...(isNew ? [] : [object([property("adopted", literal(true))])]))),
    statement(create("ProxmoxProvider", name("this"), provider), "token: PROXMOX_VE_API_TOKEN"),
    ...calls.filter((by) => !references.some(({ made }) => made?.by === by)).map((by) => statement(call(name(by), name("this")))),
    ...forgotten.flatMap(({ address, key, released }) => [
      statement(call(name("this", "forget"), literal(address)), released ? `${key}: forgotten with pmpc forget` : `${key} is no longer in the cluster`),
    ]),
  ];
}
