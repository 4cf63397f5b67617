import type { CallExpression, Class, ForOfStatement, Node, ObjectExpression } from "@babel/types";
import { declarationOf, nameOf, type Project } from "./project";
import { bare, resolve, type Frame, type Frames, type Pair, type Resolution } from "./resolve";
import type { Place, Source } from "./source";

/** A class of constructs that code makes, and the prop by which one is known beside its id. */
export interface Kind {
  /** `VirtualMachine` */
  readonly className: string;
  /** `vmId`; undefined if its id tells. */
  readonly key?: string;
}

/** One construct that code makes: a `new`, or one of several that a `new` in a loop or a helper makes. */
export interface Instance {
  readonly className: string;
  /** The `new`, or the `super` of a class of the user's own. */
  readonly creation: Place;
  readonly scope: Node | undefined;
  readonly props: Place | undefined;
  /** Undefined if unknown. */
  readonly id: string | undefined;
  readonly key: string | number | undefined;
  /** By which calls and elements it is this one. */
  readonly frames: Frames;
}

const most = 5000;

/** Whether two are the same construct of the code, however often that was looked through. */
export const isSame = (one: Instance, other: Instance): boolean => one.creation.node === other.creation.node && one.frames.size === other.frames.size && [...one.frames].every(([node, { given: [first] }]) => isSameGiven(first, other.frames.get(node)?.given[0]));

/** Whether two calls or rounds are given the same first. */
export const isSameGiven = (one: Place | Pair | undefined, other: Place | Pair | undefined): boolean => one === other || (one !== undefined && other !== undefined && ("key" in one ? "key" in other && one.key.node === other.key.node : "node" in other && one.node === other.node));

/** Every construct of some kinds that code makes, wherever it does: in a function, a class, a loop over a table, a helper, another file. */
export function instancesIn(project: Project, kinds: readonly Kind[]): readonly Instance[] {
  const classes = new Map(kinds.map((kind) => [kind.className, kind]));
  return creationsOf(project, classes).flatMap(({ kind, place, args }) => {
    const [scope, id, props] = args;
    const make = (frames: Frames): Instance => {
      const name = textOf(id && evaluate(project, { ...place, node: id }, frames));
      const known = kind.key === undefined ? name : readKey(project, props && { ...place, node: props }, kind.key, frames);
      return { className: kind.className, creation: place, scope, props: props && { ...place, node: props }, id: name, key: known, frames };
    };
    return spread(project, place, [id, props], kind.key, make);
  });
}

/** One instance, or one for each call and element that decides its id or its key. */
function spread(project: Project, place: Place, [id, props]: readonly (Node | undefined)[], key: string | undefined, make: (frames: Frames) => Instance): Instance[] {
  const open: Frames[] = [new Map()];
  const found: Instance[] = [];
  for (let frames = open.pop(); frames !== undefined && found.length < most; frames = open.pop()) {
    const frame = (id && openFrame(project, { ...place, node: id }, frames)) ?? (props && openKey(project, { ...place, node: props }, key, frames));
    if (frame === undefined) found.push(make(frames));
    else for (const one of [...framesOf(project, frame)].reverse()) open.push(new Map([...frames, [frame.node, one]]));
  }
  return found;
}

const openFrame = (project: Project, place: Place, frames: Frames): Place | undefined => {
  const parts = partsOf(place);
  for (const part of parts) {
    const found = resolve(project, part, frames);
    if (found.is === "open") return found.frame;
  }
  return undefined;
};

/** What a text or a sum is put together from. */
function partsOf({ source, node }: Place): readonly Place[] {
  const inner = bare(node);
  if (inner.type === "TemplateLiteral") return inner.expressions.flatMap((one) => partsOf({ source, node: one }));
  if (inner.type === "BinaryExpression") return [inner.left, inner.right].flatMap((one) => partsOf({ source, node: one }));
  return [{ source, node: inner }];
}

function openKey(project: Project, props: Place, key: string | undefined, frames: Frames): Place | undefined {
  if (key === undefined) return undefined;
  const found = propertyOf(project, props, key, frames);
  if (found?.is === "open") return found.frame;
  return found?.is === "value" || found?.is === "computed" ? openFrame(project, found.place, frames) : undefined;
}

/** What an object, or what stands for one, has under a key; undefined if it has nothing. */
export function propertyOf(project: Project, props: Place, key: string, frames: Frames): Resolution | undefined {
  const member = resolve(project, props, frames);
  if (member.is !== "value") return member.is === "missing" ? undefined : member;
  if (member.place.node.type !== "ObjectExpression") return { is: "computed", place: member.place };
  const found = findIn(project, member.place as Place<ObjectExpression>, key, frames);
  return found;
}

function findIn(project: Project, object: Place<ObjectExpression>, key: string, frames: Frames): Resolution | undefined {
  for (const one of [...object.node.properties].reverse()) {
    if (one.type === "ObjectProperty" && !one.computed && nameOf(one.key) === key) return resolve(project, { source: object.source, node: one.value }, frames);
    if (one.type !== "SpreadElement") continue;
    const found = propertyOf(project, { source: object.source, node: one.argument }, key, frames);
    if (found !== undefined) return found;
  }
  return undefined;
}

function readKey(project: Project, props: Place | undefined, key: string, frames: Frames): string | number | undefined {
  const found = props && propertyOf(project, props, key, frames);
  return found && (found.is === "value" || found.is === "computed") ? evaluate(project, found.place, frames) : undefined;
}

const textOf = (value: string | number | undefined) => (value === undefined ? undefined : String(value));

/** The text or number that an expression comes to; undefined if that takes running it. */
export function evaluate(project: Project, place: Place, frames: Frames): string | number | undefined {
  const found = resolve(project, place, frames);
  if (found.is === "missing" && found.otherwise?.is === "value") return evaluate(project, found.otherwise.place, frames);
  if (found.is !== "value" && found.is !== "computed") return undefined;
  const { source, node } = found.place;
  if (node.type === "StringLiteral" || node.type === "NumericLiteral") return node.value;
  // The key of an entry.
  if (node.type === "Identifier") return source.parentOf(node)?.type === "ObjectProperty" ? node.name : undefined;
  if (node.type === "TemplateLiteral") {
    const values = node.expressions.map((one) => evaluate(project, { source, node: one }, frames));
    return values.includes(undefined) ? undefined : node.quasis.map(({ value }, at) => `${value.cooked ?? ""}${values[at] ?? ""}`).join("");
  }
  if (node.type !== "BinaryExpression") return undefined;
  const [left, right] = [evaluate(project, { source, node: node.left }, frames), evaluate(project, { source, node: node.right }, frames)];
  if (left === undefined || right === undefined) return undefined;
  if (node.operator === "+") return typeof left === "number" && typeof right === "number" ? left + right : `${left}${right}`;
  if (typeof left === "string" || typeof right === "string") return undefined;
  return node.operator === "-" ? left - right : node.operator === "*" ? left * right : undefined;
}

// ---- where constructs are made ---------------------------------------------------------------------------------------------------

interface Creation {
  readonly kind: Kind;
  readonly place: Place;
  readonly args: readonly Node[];
}

function creationsOf(project: Project, classes: ReadonlyMap<string, Kind>): readonly Creation[] {
  return project.sources.flatMap((source) => {
    const names = namesOf(source, classes);
    return [...names].flatMap((name) => source.callsOf(name)).flatMap((node): Creation[] => {
      if (node.type !== "NewExpression") return [];
      const { kind, constructor } = meaning(project, source, node.callee, classes) ?? {};
      // A class of the user's own with a constructor makes it there.
      return kind === undefined || constructor ? [] : [{ kind, place: { source, node }, args: node.arguments }];
    }).concat(supersIn(project, source, classes)).sort((a, b) => a.place.node.start! - b.place.node.start!);
  });
}

/** Names that may mean one of the classes: its own, another that it was imported by, those of classes that extend it. */
function namesOf(source: Source, classes: ReadonlyMap<string, Kind>): ReadonlySet<string> {
  const names = new Set(classes.keys());
  for (const one of source.file.program.body) {
    if (one.type !== "ImportDeclaration") continue;
    for (const each of one.specifiers) if (each.type === "ImportSpecifier" && (classes.has(nameOf(each.imported)) || one.source.value.startsWith("."))) names.add(each.local.name);
  }
  for (const [name] of classesOf(source)) names.add(name);
  return names;
}

function classesOf(source: Source): readonly (readonly [string, Class])[] {
  return source.file.program.body.flatMap((one) => {
    const declared = one.type === "ExportNamedDeclaration" ? one.declaration : one;
    return declared?.type === "ClassDeclaration" && declared.id && declared.superClass ? [[declared.id.name, declared] as const] : [];
  });
}

/** Which of the classes an expression means, and whether a constructor of the user's own is between. */
function meaning(project: Project, source: Source, callee: Node, classes: ReadonlyMap<string, Kind>, depth = 0): { readonly kind: Kind; readonly constructor: boolean } | undefined {
  if (callee.type === "MemberExpression") {
    const kind = callee.object.type === "Identifier" ? classes.get(nameOf(callee.property)) : undefined;
    return kind && { kind, constructor: false };
  }
  if (callee.type !== "Identifier" || depth > 8) return undefined;
  const declared = declarationOf(project, source, callee, callee.name);
  if (declared === undefined || declared.is === "other") return plain(classes.get(callee.name));
  if (declared.is === "foreign") return plain(classes.get(declared.name));
  if (declared.is !== "class") return undefined;
  const own = declared.place.node as Class;
  const above = own.superClass && meaning(project, declared.place.source, own.superClass, classes, depth + 1);
  return above ? { kind: above.kind, constructor: above.constructor || constructorOf(own) !== undefined } : undefined;
}

const plain = (kind: Kind | undefined) => kind && { kind, constructor: false };

const constructorOf = ({ body }: Class) => body.body.find((one) => one.type === "ClassMethod" && one.kind === "constructor");

function supersIn(project: Project, source: Source, classes: ReadonlyMap<string, Kind>): Creation[] {
  return source.callsOf("super").flatMap((node) => {
    const owner = enclosingClass(source, node);
    const above = owner?.superClass && meaning(project, source, owner.superClass, classes);
    return above && !above.constructor ? [{ kind: above.kind, place: { source, node }, args: (node as CallExpression).arguments }] : [];
  });
}

export function enclosingClass(source: Source, node: Node): Class | undefined {
  for (let one = source.parentOf(node); one !== undefined; one = source.parentOf(one)) if (one.type === "ClassDeclaration" || one.type === "ClassExpression") return one;
  return undefined;
}

// ---- how often, and with what, a function or a loop is run ---------------------------------------------------------------------

/** Each time that a function is called, or a loop goes round: what it is given. */
export function framesOf(project: Project, { source, node }: Place): readonly Frame[] {
  const given = node.type === "ForOfStatement" ? elementsOf(project, { source, node: (node as ForOfStatement).right })?.map((one) => [one]) : callsTo(project, source, node);
  // A list without elements makes nothing; who calls a function that nobody seems to call is not known.
  if (given?.length === 0 && isRound(node)) return [];
  return (given?.length ? given : [[]]).map((one, _, all) => ({ given: one, of: given?.length ? all.length : Number.POSITIVE_INFINITY }));
}

const isRound = ({ type }: Node) => type === "ForOfStatement" || type === "ArrowFunctionExpression" || type === "FunctionExpression";

function callsTo(project: Project, source: Source, node: Node): readonly (readonly (Place | Pair | undefined)[])[] | undefined {
  const parent = source.parentOf(node);
  if (node.type === "ClassMethod" && node.kind === "constructor") return argumentsOf(project, source, enclosingClass(source, node)?.id?.name, "NewExpression", enclosingClass(source, node));
  if (node.type === "ClassMethod" || node.type === "ObjectMethod") return argumentsOf(project, source, nameOf(node.key), "CallExpression", undefined);
  if (node.type === "FunctionDeclaration") return argumentsOf(project, source, node.id?.name, "CallExpression", node);
  if (parent?.type === "VariableDeclarator" && parent.id.type === "Identifier") return argumentsOf(project, source, parent.id.name, "CallExpression", parent.init ?? undefined);
  // A callback: rows.forEach((row) => …)
  if (parent?.type === "CallExpression" && parent.arguments[0] === node && parent.callee.type === "MemberExpression" && ["forEach", "map", "flatMap"].includes(nameOf(parent.callee.property))) {
    return elementsOf(project, { source, node: parent.callee.object })?.map((one) => [one]);
  }
  return undefined;
}

/** What each call of a function, or each `new` of a class, gives; also where it is given whole to `forEach`. */
function argumentsOf(project: Project, source: Source, name: string | undefined, type: "NewExpression" | "CallExpression", declared: Node | undefined): readonly (readonly (Place | Pair | undefined)[])[] {
  if (name === undefined) return [];
  return project.sources.flatMap((one) => {
    const local = one === source ? [name] : localNames(one, name);
    return local.flatMap((called) => one.callsOf(called)).flatMap((call) => {
      if (call.type !== type || (declared !== undefined && !means(project, one, call.callee, declared))) return [];
      return [call.arguments.map((argument) => (argument.type === "SpreadElement" ? undefined : { source: one, node: argument }))];
    });
  });
}

function localNames({ file }: Source, name: string): readonly string[] {
  return file.program.body.flatMap((one) => (one.type === "ImportDeclaration" ? one.specifiers.flatMap((each) => (each.type === "ImportSpecifier" && nameOf(each.imported) === name ? [each.local.name] : [])) : []));
}

function means(project: Project, source: Source, callee: Node, declared: Node): boolean {
  if (callee.type !== "Identifier") return false;
  const found = declarationOf(project, source, callee, callee.name);
  if (found?.is === "function" || found?.is === "class") return found.place.node === declared;
  return found?.is === "constant" && bare(found.value.node) === declared;
}

/** The elements of a list that is written down, or of the entries of an object; undefined if it is computed. */
function elementsOf(project: Project, place: Place): readonly (Place | Pair)[] | undefined {
  const node = bare(place.node);
  const call = node.type === "CallExpression" && node.callee.type === "MemberExpression" ? node : undefined;
  if (call?.callee.type === "MemberExpression" && call.callee.object.type === "Identifier" && call.callee.object.name === "Object" && call.arguments[0]) {
    const object = resolve(project, { ...place, node: call.arguments[0] }, new Map());
    if (object.is !== "value" || object.place.node.type !== "ObjectExpression") return undefined;
    const { source } = object.place;
    const pairs = object.place.node.properties.flatMap((one): Pair[] => (one.type === "ObjectProperty" ? [{ key: { source, node: one.key }, value: { source, node: one.value } }] : []));
    const method = nameOf(call.callee.property);
    return method === "entries" ? pairs : method === "values" ? pairs.map(({ value }) => value) : method === "keys" ? pairs.map(({ key }) => key) : undefined;
  }
  const list = resolve(project, place, new Map());
  if (list.is !== "value" || list.place.node.type !== "ArrayExpression") return undefined;
  const { source } = list.place;
  const elements = list.place.node.elements.map((one): readonly (Place | Pair)[] | undefined => (one?.type === "SpreadElement" ? elementsOf(project, { source, node: one.argument }) : one ? [{ source, node: one }] : []));
  return elements.includes(undefined) ? undefined : elements.flatMap((one) => one!);
}

/** The class of what a construct is made in: of `this`, or of the parameter of that type. */
export function scopeClass(project: Project, { creation: { source }, scope }: Pick<Instance, "creation" | "scope">): string | undefined {
  if (scope?.type === "ThisExpression") return enclosingClass(source, scope)?.id?.name;
  if (scope?.type !== "Identifier") return undefined;
  const declared = declarationOf(project, source, scope, scope.name);
  if (declared?.is === "parameter") return declared.type;
  const made = declared?.is === "constant" && declared.steps.length === 0 ? bare(declared.value.node) : undefined;
  return made?.type === "NewExpression" && made.callee.type === "Identifier" ? made.callee.name : undefined;
}

