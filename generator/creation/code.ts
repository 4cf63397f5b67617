import type { BlockStatement, CallExpression, Node, Statement } from "@babel/types";
import type { GuestType } from "../../lib/pve/address";
import { printGuestKey } from "../../lib/pve/address";
import { guestKinds } from "../../lib/schema/kind/all";
import { catalog } from "../../lib/schema/catalog";
import { exit, PmpcError } from "../../lib/error";
import { isReference, type PropValue } from "../../lib/schema/shape";
import { insertStatements, type Spot } from "../edit/insert";
import { instancesIn, scopeClass, type Instance } from "../edit/instance";
import { declarationOf, type Project } from "../edit/project";
import { lineAt, type Source } from "../edit/source";
import { rowOf } from "../edit/unfold";
import { writeValue, type ReferenceWriter } from "../emit/cdktf/value";
import { printExpression } from "../emit/typescript/print";
import { call, create, literal, name, object, property, type Expression, type Member } from "../emit/typescript/syntax";
import { variableName } from "../plan/name";
import { findGuest, guestConstructs } from "../revise/find";
import { referencesAt } from "../revise/value";
import { nameOf } from "./choose";
import type { Decision } from "./decide";
import type { Ground } from "./ground";
import { inOrder, listOf } from "./props";

/** A place for a new guest, and what the code there calls the stack. */
export interface Place {
  readonly spot: Spot;
  /** `cluster`, `this` */
  readonly scope: string;
  /** Its class, where that is known: `PveCluster`. */
  readonly stack: string | undefined;
  readonly refer: ReferenceWriter;
}

/** Where code makes such guests: beside those of its node, by its number among its kind. Raises `nowhere-to-write`. */
function findPlace(project: Project, { type, vmId, node, file }: Pick<Decision, "type" | "vmId" | "node"> & { readonly file?: string }, { inventory }: Pick<Ground, "inventory">): Place {
  const nodes = new Map(inventory.guests.map((guest) => [guest.key, guest.node]));
  const places = instancesIn(project, guestConstructs).flatMap((instance) => placed(instance)).filter(({ instance }) => file === undefined || instance.creation.source.path === file);
  const blocks = new Map<Node, Placed[]>();
  for (const one of places) blocks.set(one.block, [...(blocks.get(one.block) ?? []), one]);
  const near = (all: readonly Placed[]) => all.filter(({ key }) => nodes.get(key) === node).length;
  const [best] = [...blocks.values()].sort((a, b) => near(b) - near(a) || b.length - a.length);
  if (best === undefined) return inConstructor(project);
  const ofKind = best.filter(({ key }) => key.startsWith(`${type}/`)).sort((a, b) => a.vmId - b.vmId);
  const before = ofKind.findLast((one) => one.vmId < vmId) ?? ofKind[0] ?? best.at(-1)!;
  const { home, statement, block } = before;
  const { source } = home.creation;
  return { spot: { source, block, behind: statement }, scope: source.text.slice(home.scope!.start!, home.scope!.end!), stack: scopeClass(project, home), refer: referencesAt(project, home) };
}

type Home = Pick<Instance, "creation" | "scope" | "frames">;

interface Placed {
  readonly instance: Instance;
  /** The statement as if it made the guest there. */
  readonly home: Home;
  readonly key: string;
  readonly vmId: number;
  readonly statement: Statement;
  readonly block: BlockStatement;
}

/** A construct that a statement of a block makes for a stack that has a name there; of the rows of a table that is the loop over them. */
function placed(instance: Instance): Placed[] {
  const { key, className } = instance;
  const home = instance.frames.size === 0 ? instance : loopOf(instance);
  if (home === undefined || (home.scope?.type !== "Identifier" && home.scope?.type !== "ThisExpression") || !Number.isInteger(Number(key))) return [];
  const { source, node } = home.creation;
  const parent = source.parentOf(node);
  const statement = node.type === "ForOfStatement" ? node : parent?.type === "VariableDeclarator" ? source.parentOf(parent) : parent;
  const block = statement && source.parentOf(statement);
  if (block?.type !== "BlockStatement" || !(block.body as readonly Node[]).includes(statement!)) return [];
  const type = (Object.keys(catalog) as GuestType[]).find((one) => catalog[one].construct === className)!;
  return [{ instance, home, key: printGuestKey({ type, vmId: Number(key) }), vmId: Number(key), statement: statement as Statement, block }];
}

/** The loop that makes a construct from a row, and the stack there: what the function gets that the loop calls. */
function loopOf(instance: Instance): Home | undefined {
  const { loop } = rowOf(instance) ?? {};
  if (loop?.node.type !== "ForOfStatement") return undefined;
  const call = [...instance.frames].find(([{ type }]) => type === "FunctionDeclaration")?.[1];
  const given = (call?.given ?? []).flatMap((one) => (one !== undefined && "node" in one ? [one] : []));
  const scope = given.find(({ source, node }) => (node.type === "Identifier" || node.type === "ThisExpression") && source.parentOf(loop.node) !== undefined);
  return scope && { creation: { source: scope.source, node: loop.node }, scope: scope.node, frames: new Map() };
}

/** Where a guest of a file can go back to: beside those that the file has, else where one function of the file is empty now. Raises `nowhere-to-write`. */
export function findPlaceBack(project: Project, file: string, guest: Pick<Decision, "type" | "vmId" | "node">, ground: Pick<Ground, "inventory">): Spot {
  const source = project.source(file);
  const hasGuests = instancesIn(project, guestConstructs).some(({ creation }) => creation.source.path === file);
  const functions = (source?.file.program.body ?? []).flatMap((one) => (one.type === "ExportNamedDeclaration" && one.declaration?.type === "FunctionDeclaration" ? [one.declaration.body] : []));
  const [emptied] = functions.filter((block) => block.body.length === 0);
  return hasGuests || emptied === undefined ? findPlace(project, { ...guest, file }, ground).spot : { source: source!, block: emptied };
}

/** Where no code makes a guest yet: at the end of the stack's constructor. */
function inConstructor(project: Project): Place {
  for (const source of project.sources) {
    for (const node of source.callsOf("ProxmoxProvider")) {
      const [scope] = (node as CallExpression).arguments;
      const statement = statementOf(source, node);
      const block = statement && source.parentOf(statement);
      if (scope === undefined || block?.type !== "BlockStatement" || (scope.type !== "ThisExpression" && scope.type !== "Identifier")) continue;
      const instance = { creation: { source, node }, scope, frames: new Map() } as unknown as Instance;
      return { spot: { source, block, behind: block.body.at(-1)! }, scope: source.text.slice(scope.start!, scope.end!), stack: scopeClass(project, instance), refer: referencesAt(project, instance) };
    }
  }
  throw new PmpcError("nowhere-to-write", "the code has no guest, and no stack with a ProxmoxProvider that one could be added to", { hint: "pmpc import writes both", exit: exit.notFound });
}

function statementOf(source: Source, node: Node): Statement | undefined {
  for (let one: Node | undefined = node; one !== undefined; one = source.parentOf(one)) if (source.parentOf(one)?.type === "BlockStatement") return one as Statement;
  return undefined;
}

/** The code with the guest in it, and where it is. Raises `cannot-edit`. */
export function writeGuest(project: Project, decision: Decision, ground: Ground): { readonly project: Project; readonly file: string; readonly line: number; readonly place: Place } {
  const place = findPlace(project, decision, ground);
  const { source } = place.spot;
  const made = madeFrom(project, decision, place);
  const statements = [...made.before, `${printExpression(constructOf(decision, place, made.file), 0)};`];
  const after = insertStatements(project, made.behind === undefined ? place.spot : { ...place.spot, behind: made.behind }, statements.join("\n\n"));
  const { type, vmId, id } = decision;
  const key = printGuestKey({ type, vmId });
  const { creation } = findGuest(after, key, new Map([[key, { key, id }]]), id);
  return { project: after, file: source.path, line: lineAt(creation.source.text, creation.node.start!), place };
}

function constructOf(decision: Decision, { scope, refer }: Place, file: Expression | undefined): Expression {
  const { type, id, props, made } = decision;
  const write = (value: PropValue) => writeValue(value, refer);
  const boots = guestKinds[type].making.origin.prop === "boot";
  const isCloned = made.from === "clone" && boots;
  const isFromImage = file !== undefined && boots;
  const [first, ...others] = listOf(props, "disks");
  const { interface: slot, ...disk } = first ?? {};
  const boot = isCloned
    ? call(name("BootSource", "fromClone"), literal(made.guest.vmId))
    : isFromImage
      ? call(name("BootSource", "fromImage"), file, write({ ...(slot === undefined || slot === "scsi0" ? {} : { interface: slot }), ...disk }))
      : undefined;
  const said = inOrder(type, { ...props, ...(isFromImage ? { disks: others.length > 0 ? (others as unknown as PropValue) : undefined } : {}) });
  const [head, rest] = [said.filter(([prop]) => prop === "vmId" || prop === "node"), said.filter(([prop]) => prop !== "vmId" && prop !== "node")];
  const member = ([prop, value]: readonly [string, PropValue]): Member => property(prop, !boots && prop === "operatingSystem" && file !== undefined ? systemOf(value, file, write) : write(value));
  return create(catalog[type].construct, name(...scope.split(".")), literal(id), object([...head.map(member), ...(boot === undefined ? [] : [property("boot", boot)]), ...rest.map(member)], { tall: true }));
}

const systemOf = (value: PropValue, file: Expression, write: (value: PropValue) => Expression): Expression => object([...Object.entries(value).filter(([key]) => key !== "template").map(([key, one]) => property(key, write(one as PropValue))), property("template", file)]);

/** The image or template: its volume, the variable of one that the code downloads, or one that is made before the guest. */
function madeFrom(project: Project, { made, node }: Decision, place: Place): { readonly file?: Expression; readonly before: readonly string[]; readonly behind?: Statement } {
  if (made.from === "volume") return { file: literal(made.volid), before: [] };
  if (made.from !== "download") return { before: [] };
  const { spot, scope, refer } = place;
  const { published, storage } = made;
  const known = project.sources.flatMap((source) => source.callsOf("Image").map((one) => ({ source, node: one }))).find(({ source, node: one }) => one.type === "NewExpression" && source.text.slice(one.start!, one.end!).includes(JSON.stringify(published.url).slice(1, -1)));
  const declared = known && known.source.parentOf(known.node);
  const statement = declared?.type === "VariableDeclarator" ? (known!.source.parentOf(declared) as Statement) : undefined;
  if (known !== undefined && declared?.type === "VariableDeclarator" && declared.id.type === "Identifier" && known.source === spot.source && known.source.parentOf(statement!) === spot.block) {
    // What comes before it would use it too early.
    return { file: name(declared.id.name), before: [], ...(spot.behind !== undefined && statement!.start! > spot.behind.start! ? { behind: statement! } : {}) };
  }
  const fileName = published.fileName ?? published.url.replace(/[?#].*$/, "").split("/").at(-1)!;
  if (known !== undefined) return { file: literal(`${storage}:${/\.tar\./.test(fileName) ? "vztmpl" : "import"}/${fileName}`), before: [] };
  const variable = freeName(project, spot, variableName(published.name, "Image"));
  const props: Record<string, PropValue | undefined> = { node: { kind: "node", name: node }, storage: { kind: "storage", name: storage }, url: published.url, fileName: published.fileName, checksum: published.checksum };
  const image = create("Image", name(...scope.split(".")), literal(freeId(project, published.name)), object(Object.entries(props).flatMap(([key, value]) => (value === undefined ? [] : [property(key, writeValue(value, refer))])), { tall: true }));
  return { file: name(variable), before: [`const ${variable} = ${printExpression(image, 0)};`] };
}

function freeName(project: Project, { source, block }: Spot, wish: string): string {
  const [inner = block] = (block as BlockStatement).body as readonly Node[];
  const isTaken = (word: string) => declarationOf(project, source, inner, word) !== undefined;
  for (let number = 1; ; number++) if (!isTaken(number === 1 ? wish : `${wish}${number}`)) return number === 1 ? wish : `${wish}${number}`;
}

function freeId(project: Project, wish: string): string {
  const used = (id: string) => project.sources.some(({ text }) => text.includes(`"${id}"`) || text.includes(`'${id}'`));
  for (let number = 1; ; number++) if (!used(number === 1 ? wish : `${wish}-${number}`)) return number === 1 ? wish : `${wish}-${number}`;
}

/** What a value that names something is called. */
export const referenceName = (value: PropValue | undefined): string | undefined => (value === undefined ? undefined : typeof value === "object" && !isReference(value) ? undefined : nameOf(value));

/** The file of a class, and whether its constructor takes nothing but a scope. */
export function stackFile(project: Project, stack: string | undefined): { readonly path: string; readonly plain: boolean } | undefined {
  const source = stack === undefined ? undefined : project.sources.find(({ text }) => new RegExp(`\\bexport (?:default )?class ${stack}\\b`).test(text));
  if (source === undefined) return undefined;
  const constructor = source.file.program.body.flatMap((one) => {
    const declared = one.type === "ExportNamedDeclaration" ? one.declaration : one;
    return declared?.type === "ClassDeclaration" && declared.id?.name === stack ? declared.body.body.filter((member) => member.type === "ClassMethod" && member.kind === "constructor") : [];
  })[0];
  return { path: source.path, plain: constructor?.type !== "ClassMethod" || constructor.params.length === 1 };
}
