import type { ArrayExpression, Node, ObjectExpression, ObjectProperty } from "@babel/types";
import { canonical } from "./canonical";
import type { Change } from "./change";
import { evaluate, framesOf, type Instance } from "./instance";
import { insertElement, insertProperty, removeMember, replaceNode, type Code } from "./layout";
import { declarationOf, nameOf, type Project } from "./project";
import { bare, findProperty, resolve, type Frames, type Resolution } from "./resolve";
import { lineAt, readSource, type Place, type Source } from "./source";
import { isTall, styleAt } from "./style";

/** One step from an object of props to a value in it. */
export type Step =
  | {
      readonly prop: string;
      /** The property that a bare value in its place stands for: `memory: Size.gibibytes(4)` is its `dedicated`. */
      readonly short?: string;
      /** The properties that stand before it, in their order; without them it is put last. */
      readonly before?: readonly string[];
    }
  /** The element of a list that has this value under this key. */
  | { readonly by: string; readonly is: string }
  | { readonly item: number };

/** What a value is to be; without code it goes. */
export interface Assignment {
  readonly path: readonly Step[];
  readonly code?: Code;
  /** Comments inside of what is replaced may go with it. */
  readonly anyway?: boolean;
  /** The comment behind an element that goes, on its line, goes with it. */
  readonly withComment?: boolean;
  /** Those that may. */
  readonly isOurs?: (comment: string) => boolean;
}

/** Why a value cannot be set: the line that decides it, and what to write there. */
export interface Undecided {
  readonly file: string;
  readonly line: number;
  readonly why: string;
  /** `cpu: { cores: 4 }` */
  readonly write?: string;
}

export type FileChange = Change & { readonly file: string };

export type Assigned =
  | {
      readonly changes: readonly FileChange[];
      /** The object or the list that gets or loses a member: another one waits until the text is read anew. */
      readonly reshapes?: Node;
    }
  | { readonly undecided: Undecided };

/** The changes of text that set one value of a construct, or why there are none. */
export function assign(project: Project, instance: Instance, assignment: Assignment): Assigned {
  const walker = new Walker(project, instance, assignment);
  try {
    return { changes: walker.run(), reshapes: walker.reshaped };
  } catch (error) {
    if (error instanceof Stop) return { undecided: error.undecided };
    throw error;
  }
}

/** The property that a bare value stands for in the place of the object that a step goes into: of a block, or of the elements of a list. */
export function shortAt(path: readonly Step[], at: number): string | undefined {
  const before = path[at - 1];
  const block = before !== undefined && !("prop" in before) ? path[at - 2] : before;
  return block !== undefined && "prop" in block ? block.short : undefined;
}

class Stop extends Error {
  constructor(readonly undecided: Undecided) {
    super(undecided.why);
  }
}

/** An object or a list on the way, and how it was reached. */
interface Reached<N extends Node> extends Place<N> {
  /** The constants that the way to it went through. */
  readonly through: readonly Place[];
  /** The object and the property that it is the value of. */
  readonly in?: { readonly object: Reached<ObjectExpression>; readonly property: ObjectProperty };
}

class Walker {
  reshaped: Node | undefined;
  private frames: Frames;

  constructor(
    private readonly project: Project,
    private readonly instance: Instance,
    private readonly assignment: Assignment,
  ) {
    this.frames = instance.frames;
  }

  run(): readonly FileChange[] {
    const { props, creation } = this.instance;
    if (props === undefined) {
      if (this.assignment.code === undefined) return [];
      throw this.stop(creation, "it has no properties");
    }
    const found = this.follow(props);
    if (found.is !== "value" || found.place.node.type !== "ObjectExpression") throw this.stop(found.is === "value" || found.is === "computed" ? found.place : props, "its properties are computed there");
    return this.inObject({ ...(found.place as Place<ObjectExpression>), through: found.through }, 0);
  }

  private inObject(object: Reached<ObjectExpression>, at: number): readonly FileChange[] {
    const step = this.assignment.path[at]!;
    if (!("prop" in step)) throw this.stop(object, "it is an object there, and not a list");
    const found = this.settle(() => findProperty(this.project, object, step.prop, this.frames));
    if (found.is === "missing") return this.insert(object, at);
    if (found.is !== "property") throw this.stop(found.is === "open" ? found.frame : found.place, "what is spread there may decide it");
    const { property, through } = found;
    const owner: Reached<ObjectExpression> = property.source === object.source && object.node.properties.includes(property.node) ? object : { source: property.source, node: property.source.parentOf(property.node) as ObjectExpression, through: [...object.through, ...through] };
    const value = this.follow({ source: property.source, node: property.node.value }, owner.through);
    const isLast = at === this.assignment.path.length - 1;
    if (isLast && this.assignment.code === undefined) return this.remove(owner, property.node, value);
    return this.inValue(value, { object: owner, property: property.node }, at + 1);
  }

  /** Goes on in the value of a property; `at` is the step that it has to take next. */
  private inValue(value: Resolution, owner: NonNullable<Reached<Node>["in"]>, at: number): readonly FileChange[] {
    const { path, code } = this.assignment;
    const rest = path.slice(at);
    if (value.is === "missing") {
      const object: Reached<ObjectExpression> = { ...value.object, through: value.through };
      return code === undefined ? [] : this.insertInto(object, { prop: value.key }, this.nested(at));
    }
    if (value.is !== "value") throw this.stop(value.is === "open" ? value.frame : value.place, "it is computed there");
    const { source, node } = value.place;
    const reached: Reached<Node> = { source, node, through: value.through, in: owner };
    if (rest.length === 0) return this.replace(reached, owner);
    if (node.type === "ObjectExpression") return this.inObject(reached as Reached<ObjectExpression>, at);
    if (node.type === "ArrayExpression") return this.inList(reached as Reached<ArrayExpression>, at);
    const short = shortAt(path, at);
    const [next] = rest;
    if (short === undefined || next === undefined || !("prop" in next)) throw this.stop(value.place, "it is computed there");
    if (next.prop === short && rest.length === 1) return code === undefined ? this.remove(owner.object, owner.property, value) : this.replace(reached, owner);
    return code === undefined ? [] : this.unfold(reached, short, at);
  }

  private inList(list: Reached<ArrayExpression>, at: number): readonly FileChange[] {
    const step = this.assignment.path[at]!;
    const { code } = this.assignment;
    const isLast = at === this.assignment.path.length - 1;
    const elements = list.node.elements.filter((one) => one !== null);
    const spread = elements.find(({ type }) => type === "SpreadElement");
    const index = "item" in step ? step.item : "by" in step ? elements.findIndex((one) => this.keyOf({ source: list.source, node: one }, step.by) === step.is) : -1;
    const element = elements[index];
    if (element === undefined || element.type === "SpreadElement") {
      if (spread !== undefined) throw this.stop({ source: list.source, node: spread }, "what is spread there may be a part of the list");
      if (code === undefined) return [];
      this.refuseShared(list);
      return this.of(list.source, insertElement(list.source, this.reshape(list.node), this.nested(at + 1, "by" in step ? step : undefined), elements.at(-1), styleAt(list.source, list.node)));
    }
    if (spread !== undefined && elements.indexOf(spread) < index && "item" in step) throw this.stop({ source: list.source, node: spread }, "what is spread there comes before it in the list");
    if (isLast && code === undefined) {
      this.refuseShared(list);
      if (elements.length === 1 && list.in) return this.remove(list.in.object, list.in.property, { is: "value", place: list, through: [] });
      this.keepComments({ source: list.source, node: element });
      return this.of(list.source, removeMember(list.source, this.reshape(list.node), element, { comment: this.assignment.withComment }));
    }
    const value = this.follow({ source: list.source, node: element }, list.through);
    if (value.is !== "value") throw this.stop(value.is === "computed" ? value.place : list, "it is computed there");
    if (isLast) return this.replace({ ...value.place, through: value.through }, undefined);
    if (value.place.node.type === "ObjectExpression") return this.inObject({ ...(value.place as Place<ObjectExpression>), through: value.through }, at + 1);
    const [short, next] = [shortAt(this.assignment.path, at + 1), this.assignment.path[at + 1]];
    if (short === undefined || next === undefined || !("prop" in next)) throw this.stop(value.place, "it is computed there");
    const bareElement: Reached<Node> = { ...value.place, through: value.through };
    if (next.prop !== short) return code === undefined ? [] : this.unfold(bareElement, short, at + 1);
    if (code !== undefined) return this.replace(bareElement, undefined);
    this.refuseShared(list);
    return this.of(list.source, removeMember(list.source, this.reshape(list.node), element));
  }

  // ---- changes ---------------------------------------------------------------------------------------------------------------------

  private insert(object: Reached<ObjectExpression>, at: number): readonly FileChange[] {
    if (this.assignment.code === undefined) return [];
    return this.insertInto(object, this.assignment.path[at] as Extract<Step, { prop: string }>, this.nested(at + 1));
  }

  private insertInto(object: Reached<ObjectExpression>, { prop, before }: Extract<Step, { prop: string }>, code: Code): readonly FileChange[] {
    if (this.isShared(object)) throw this.stop(object, "it decides several", `${prop}: ${code(0)}`);
    const { source, node } = object;
    const isEarlier = (one: Node) => one.type === "ObjectProperty" && before!.includes(nameOf(one.key));
    const spread = node.properties.findLast(({ type }) => type === "SpreadElement");
    const last = before === undefined ? node.properties.at(-1) : node.properties.findLast(isEarlier);
    // A later spread may say it, too.
    const behind = spread !== undefined && (last === undefined || spread.start! > last.start!) ? spread : last;
    return this.of(source, insertProperty(source, this.reshape(node), keyText(prop), code, behind, styleAt(source, node)));
  }

  private replace(reached: Reached<Node>, owner: Reached<Node>["in"]): readonly FileChange[] {
    const { source, node } = reached;
    const code = this.assignment.code!;
    this.refuseShared(reached);
    if (!isPlain(this.project, { source, node })) throw this.stop({ source, node }, "it is computed there");
    const style = styleAt(source, node);
    if (owner?.property.shorthand && bare(owner.property.value) === node) return this.of(source, [replaceNode(source, owner.property, (column) => `${keyText(nameOf(owner.property.key))}: ${code(column)}`, style)]);
    const list = node.type === "ArrayExpression" ? this.replaceItems({ source, node }, code) : undefined;
    if (list !== undefined) return list;
    this.keepComments({ source, node });
    return this.of(source, [replaceNode(source, node, code, style)]);
  }

  /** A list of plain values changes item by item; undefined if it is of another kind. */
  private replaceItems({ source, node }: Place<ArrayExpression>, code: Code): readonly FileChange[] | undefined {
    const other = readSource("", `(${code(0)}\n)`);
    const statement = other?.file.program.body[0];
    const wanted = statement?.type === "ExpressionStatement" ? bare(statement.expression) : undefined;
    if (other === undefined || wanted?.type !== "ArrayExpression" || node.elements.some((one) => one === null || !isScalar(one)) || wanted.elements.some((one) => one === null || !isScalar(one))) return undefined;
    const now = node.elements as readonly Node[];
    const then = wanted.elements as readonly Node[];
    const same = (a: Node | undefined, b: Node | undefined) => a !== undefined && b !== undefined && canonical(this.project, { source, node: a }) === canonical(this.project, { source: other, node: b });
    let start = 0;
    while (same(now[start], then[start])) start++;
    let end = 0;
    while (end < Math.min(now.length, then.length) - start && same(now.at(-1 - end), then.at(-1 - end))) end++;
    const [old, fresh] = [now.slice(start, now.length - end), then.slice(start, then.length - end)];
    const text = (one: Node): Code => () => other.text.slice(one.start!, one.end!);
    const style = styleAt(source, node);
    const pairs = Math.min(old.length, fresh.length);
    if (old.length > fresh.length && old.length - pairs > 1) return undefined;
    const replaced = old.slice(0, pairs).map((one, at) => replaceNode(source, one, text(fresh[at]!), style));
    const removed = old.slice(pairs).flatMap((one) => removeMember(source, this.reshape(node), one));
    if (removed.length > 0 && replaced.length > 0) return undefined;
    const behind = old[pairs - 1] ?? now[start - 1];
    const more = fresh.slice(pairs);
    if (more.length > 1 && (isTall(source.text, node) || (behind === undefined && now.length > 0))) return undefined;
    const added = more.flatMap((one) => insertElement(source, this.reshape(node), text(one), behind, style));
    return this.of(source, [...replaced, ...removed, ...added]);
  }

  private remove(object: Reached<ObjectExpression>, property: ObjectProperty, value: Resolution): readonly FileChange[] {
    const place = value.is === "value" ? value.place : undefined;
    // A row of a table says it.
    const row = place && bare(property.value) !== place.node ? place.source.parentOf(place.node) : undefined;
    if (place !== undefined && row?.type === "ObjectProperty" && this.isShared(object)) return this.of(place.source, removeMember(place.source, this.reshape(place.source.parentOf(row) as ObjectExpression), row));
    if (value.is === "missing" && this.isShared(object)) return [];
    if (this.isShared(object)) throw this.stop({ source: object.source, node: property }, "it decides several");
    const isAlone = object.node.properties.length === 1 && object.in && !object.source.text.slice(object.node.start!, object.node.end!).match(/\/[/*]/);
    if (isAlone) return this.remove(object.in!.object, object.in!.property, { is: "value", place: object, through: [] });
    this.keepComments({ source: object.source, node: property });
    return this.of(object.source, removeMember(object.source, this.reshape(object.node), property));
  }

  /** `memory: Size.gibibytes(4)` → `memory: { dedicated: Size.gibibytes(4), floating: … }` */
  private unfold(reached: Reached<Node>, short: string, at: number): readonly FileChange[] {
    const { source, node } = reached;
    const step = this.assignment.path[at] as Extract<Step, { prop: string }>;
    this.refuseShared(reached);
    const style = styleAt(source, node);
    const own = source.text.slice(node.start!, node.end!);
    const changes = this.of(source, [replaceNode(source, node, () => `{ ${step.prop}: ${this.nested(at + 1)(0)} }`, style)]);
    const [change] = changes;
    const inner = change!.text.replace(/^\{\s*/, "").replace(/\s*\}$/, "");
    const blank = style.spaced ? " " : "";
    const text = step.before?.includes(short) === false ? `${inner}, ${short}: ${own}` : `${short}: ${own}, ${inner}`;
    return [{ ...change!, text: `{${blank}${text}${blank}}` }];
  }

  /** The code of what is to stand at a step and everything above it. */
  private nested(at: number, element?: Extract<Step, { by: string }>): Code {
    const { path, code } = this.assignment;
    const step = path[at];
    if (step === undefined) return code!;
    if (!("prop" in step)) return (column) => `[${this.nested(at + 1, "by" in step ? step : undefined)(column + 1)}]`;
    if (shortAt(path, at) === step.prop && at === path.length - 1 && element === undefined) return code!;
    const key = element === undefined || element.by === step.prop ? "" : `${keyText(element.by)}: ${JSON.stringify(element.is)}, `;
    return (column) => `{ ${key}${keyText(step.prop)}: ${this.nested(at + 1)(column + key.length + step.prop.length + 4)} }`;
  }

  private reshape<N extends Node>(whole: N): N {
    this.reshaped = whole;
    return whole;
  }

  // ---- what is there -----------------------------------------------------------------------------------------------------------

  /** Resolves with as many frames as there is no doubt about. */
  private follow(place: Place, through: readonly Place[] = []): Resolution {
    const found = this.settle(() => resolve(this.project, place, this.frames, through));
    // A member of something that is not known here stands for itself: `home.fast`.
    return found.is === "open" && bare(place.node).type === "MemberExpression" ? { is: "value", place: { source: place.source, node: bare(place.node) }, through } : found;
  }

  private settle<T extends { readonly is: string }>(look: () => T | { readonly is: "open"; readonly frame: Place }): T | { readonly is: "open"; readonly frame: Place } {
    for (;;) {
      const found = look();
      if (found.is !== "open") return found;
      const { frame } = found as { readonly frame: Place };
      const [only, ...others] = framesOf(this.project, frame);
      if (only === undefined || others.length > 0 || this.frames.has(frame.node)) return found;
      this.frames = new Map([...this.frames, [frame.node, only]]);
    }
  }

  private keyOf(element: Place, key: string): string | undefined {
    const found = this.follow(element);
    if (found.is !== "value" || found.place.node.type !== "ObjectExpression") return undefined;
    const property = findProperty(this.project, found.place as Place<ObjectExpression>, key, this.frames);
    if (property.is !== "property") return undefined;
    const value = evaluate(this.project, { source: property.property.source, node: property.property.node.value }, this.frames);
    return value === undefined ? undefined : String(value);
  }

  /** Whether it decides the value of others, too. */
  private isShared(place: Reached<Node>): boolean {
    return this.isRepeated(place) || place.through.some((use) => this.isRepeated(use) || isUsedTwice(this.project, use));
  }

  private isRepeated(place: Place): boolean {
    return [...this.instance.frames].some(([node, { of }]) => of > 1 && isInside(place, node));
  }

  private refuseShared(place: Reached<Node>): void {
    if (this.isShared(place)) throw this.stop(place, "it decides several");
  }

  private keepComments(place: Place): void {
    const { anyway, isOurs = () => false } = this.assignment;
    const comment = anyway ? undefined : commentIn(place, isOurs);
    if (comment !== undefined) throw this.stop({ source: place.source, node: comment }, "there is a comment inside the text that would be replaced");
  }

  private of(source: Source, changes: readonly Change[]): readonly FileChange[] {
    return changes.map((change) => ({ ...change, file: source.path }));
  }

  private stop({ source, node }: { readonly source: Source; readonly node: { readonly start?: number | null } }, why: string, write?: string): Stop {
    const { path, code } = this.assignment;
    const last = path.findLast((step) => "prop" in step) as Extract<Step, { prop: string }> | undefined;
    const said = write ?? (code === undefined || last === undefined ? undefined : `${last.prop}: ${code(0)}`);
    return new Stop({ file: source.path, line: lineAt(source.text, node.start!), why, ...(said === undefined ? {} : { write: said }) });
  }
}

const keyText = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

const scalars = new Set(["StringLiteral", "NumericLiteral", "BooleanLiteral", "NullLiteral", "TemplateLiteral", "MemberExpression", "Identifier", "UnaryExpression"]);
const isScalar = ({ type }: Node) => scalars.has(type);

/** Whether an expression is a value that is written down, and not one that somebody computes. */
function isPlain(project: Project, { source, node }: Place): boolean {
  const inner = bare(node);
  const isIt = (one: Node | null) => one === null || isPlain(project, { source, node: one });
  switch (inner.type) {
    case "StringLiteral":
    case "NumericLiteral":
    case "BooleanLiteral":
    case "NullLiteral":
    case "MemberExpression":
      return true;
    case "Identifier":
      return true;
    case "TemplateLiteral":
      return inner.expressions.length === 0;
    case "UnaryExpression":
      return isIt(inner.argument);
    case "ArrayExpression":
      return inner.elements.every(isIt);
    case "ObjectExpression":
      return inner.properties.every((one) => one.type === "ObjectProperty" && isIt(one.value));
    case "CallExpression":
      return isNaming(project, source, inner.callee) && inner.arguments.every((one) => one.type === "ThisExpression" || isIt(one));
    default:
      return false;
  }
}

// Size.gibibytes, Storage.fromName, plainText, and ["…"].join
function isNaming(project: Project, source: Source, callee: Node): boolean {
  const name = callee.type === "MemberExpression" ? callee.object : callee;
  if (callee.type === "MemberExpression" && name.type === "ArrayExpression") return nameOf(callee.property) === "join" && isPlain(project, { source, node: name });
  if (name.type !== "Identifier") return false;
  const declared = declarationOf(project, source, name, name.name);
  return declared === undefined || declared.is === "foreign";
}

function isInside({ source, node }: Place, frame: Node): boolean {
  const body = (frame as { readonly body?: Node | null }).body;
  if (!body || source.parentOf(body) === undefined) return false;
  for (let one: Node | undefined = node; one !== undefined; one = source.parentOf(one)) if (one === body) return true;
  return false;
}

/** Whether a constant is used in more places than one. */
function isUsedTwice(project: Project, { source, node }: Place): boolean {
  if (node.type !== "Identifier") return false;
  const declared = declarationOf(project, source, node, node.name);
  if (declared?.is !== "constant") return false;
  const uses = project.sources.reduce((sum, one) => sum + one.usesOf(node.name).filter((use) => isUse(project, one, use, declared.value.node)).length, 0);
  return uses > 1;
}

function isUse(project: Project, source: Source, use: Node, value: Node): boolean {
  const parent = source.parentOf(use);
  if (parent?.type === "VariableDeclarator" && parent.id === use) return false;
  if (parent?.type === "ImportSpecifier" || parent?.type === "ExportSpecifier") return false;
  const declared = declarationOf(project, source, use, (use as { readonly name: string }).name);
  return declared?.is === "constant" && declared.value.node === value;
}

function commentIn({ source, node }: Place, isOurs: (comment: string) => boolean): { readonly start?: number | null } | undefined {
  return source.file.comments?.find(({ start, end, value }) => start! > node.start! && end! < node.end! && !isOurs(value));
}
