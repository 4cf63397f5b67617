import type { ArrayExpression, Comment, Node, ObjectExpression, ObjectProperty } from "@babel/types";
import { shortAt, type Assignment, type FileChange, type Step, type Undecided } from "./assignment";
import type { Change } from "./change";
import { evaluate, framesOf, type Instance } from "./instance";
import { itemChanges } from "./items";
import { insertElement, insertProperty, removeMember, replaceNode, type Code } from "./layout";
import { isPlain } from "./plain";
import { nameOf, type Project } from "./project";
import { bare, findProperty, resolve, type Frames, type Resolution } from "./resolve";
import { keyText, Stop, type Reached } from "./reached";
import { lineAt, type Place, type Source } from "./source";
import { columnAt, fitsTable } from "./row-type";
import { aboveLine, remarksIn, removeKeeping } from "./remark";
import { isShared } from "./shared";
import { styleAt } from "./style";
import { rowOf } from "./unfold";

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
      return this.of(list.source, removeKeeping(list.source, this.reshape(list.node), element, this.remarks(list.source, element), { comment: this.assignment.withComment, isOurs: this.assignment.isOurs }));
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
    if (this.isShared(object)) {
      const own = this.ownSpread(object);
      if (own !== undefined) return this.insertInto(own, { prop }, code);
      throw this.several(object, `${prop}: ${code(0)}`);
    }
    if (object.node === this.row?.node && !fitsTable(this.row, prop, code(0))) throw this.misfit(object, prop);
    const { source, node } = object;
    const isEarlier = (one: Node) => one.type === "ObjectProperty" && before!.includes(nameOf(one.key));
    const spread = node.properties.findLast(({ type }) => type === "SpreadElement");
    const last = before === undefined ? node.properties.at(-1) : node.properties.findLast(isEarlier);
    // A later spread may say it, too.
    const behind = spread !== undefined && (last === undefined || spread.start! > last.start!) ? spread : last;
    return this.of(source, insertProperty(source, this.reshape(node), keyText(prop), code, behind, styleAt(source, node)));
  }

  /** What this construct alone has in an object of several: `{ vmId: 121 }`, where a class passes it on as `...props`. */
  private ownSpread({ source, node }: Reached<ObjectExpression>): Reached<ObjectExpression> | undefined {
    for (const one of [...node.properties].reverse()) {
      if (one.type !== "SpreadElement") continue;
      const found = this.follow({ source, node: one.argument });
      if (found.is !== "value" || found.place.node.type !== "ObjectExpression") continue;
      const own: Reached<ObjectExpression> = { ...(found.place as Place<ObjectExpression>), through: found.through };
      if (!this.isShared(own)) return own;
    }
    return undefined;
  }

  private replace(reached: Reached<Node>, owner: Reached<Node>["in"]): readonly FileChange[] {
    const { source, node } = reached;
    const code = this.assignment.code!;
    this.refuseShared(reached);
    this.refuseMisfit(reached, code(0));
    if (!isPlain(this.project, { source, node })) throw this.stop({ source, node }, "it is computed there");
    const style = styleAt(source, node);
    if (owner?.property.shorthand && bare(owner.property.value) === node) return this.of(source, [replaceNode(source, owner.property, (column) => `${keyText(nameOf(owner.property.key))}: ${code(column)}`, style)]);
    const items = node.type === "ArrayExpression" ? itemChanges(this.project, { source, node }, code) : undefined;
    if (items !== undefined) return this.of(source, items, node);
    const kept = this.remarks(source, node);
    return this.of(source, [...(kept.length === 0 ? [] : [aboveLine(source, node, kept)]), replaceNode(source, node, code, style)]);
  }

  private remove(object: Reached<ObjectExpression>, property: ObjectProperty, value: Resolution): readonly FileChange[] {
    const place = value.is === "value" ? value.place : undefined;
    // A row of a table says it.
    const row = place && bare(property.value) !== place.node ? place.source.parentOf(place.node) : undefined;
    if (place !== undefined && row?.type === "ObjectProperty" && this.isShared(object)) this.refuseMisfit(place, undefined);
    if (place !== undefined && row?.type === "ObjectProperty" && this.isShared(object)) return this.of(place.source, removeMember(place.source, this.reshape(place.source.parentOf(row) as ObjectExpression), row));
    if (value.is === "missing" && this.isShared(object)) return [];
    if (this.isShared(object)) throw this.several({ source: object.source, node: property });
    if (object.node.properties.length === 1 && object.in) return this.remove(object.in.object, object.in.property, { is: "value", place: object, through: [] });
    return this.of(object.source, removeKeeping(object.source, this.reshape(object.node), property, this.remarks(object.source, property), { isOurs: this.assignment.isOurs }));
  }

  /** `memory: Size.gibibytes(4)` → `memory: { dedicated: Size.gibibytes(4), floating: … }` */
  private unfold(reached: Reached<Node>, short: string, at: number): readonly FileChange[] {
    const { source, node } = reached;
    const step = this.assignment.path[at] as Extract<Step, { prop: string }>;
    this.refuseShared(reached);
    this.refuseMisfit(reached, "{}");
    const style = styleAt(source, node);
    const own = source.text.slice(node.start!, node.end!);
    const changes = this.of(source, [replaceNode(source, node, () => `{ ${step.prop}: ${this.nested(at + 1)(0)} }`, style)]);
    const [change] = changes;
    const inner = change!.text.replace(/^\{\s*/, "").replace(/\s*\}$/, "");
    const blank = style.spaced ? " " : "";
    const text = step.before?.includes(short) === false ? `${inner}, ${short}: ${own}` : `${short}: ${own}, ${inner}`;
    return [{ ...change!, text: `{${blank}${text}${blank}}` }];
  }

  /** The code of what is to be at a step and everything above it. */
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
    // A constant that a construct is given to is its name: what is set is who is meant, and not what it is.
    const name = found.is === "value" && found.place.node.type === "NewExpression" ? found.through.at(-1) : undefined;
    if (found.is === "value" && name !== undefined) return { is: "value", place: name, through: found.through.slice(0, -1) };
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

  private isShared(place: Reached<Node>): boolean {
    return !this.assignment.forAll && isShared(this.project, this.instance, place, place.through);
  }

  private refuseShared(place: Reached<Node>): void {
    if (this.isShared(place)) throw this.several(place);
  }

  private get row(): Place<ObjectExpression> | undefined {
    return rowOf(this.instance)?.row;
  }

  /** The rows of a table are of one type: what it does not take, a statement of its own can say. */
  private refuseMisfit(place: Place, code: string | undefined): void {
    const column = columnAt(place, this.row);
    if (column !== undefined && !fitsTable(this.row!, column, code)) throw this.misfit(place, column);
  }

  /** The comments in what goes that are to stay. */
  private remarks(source: Source, node: Node): readonly Comment[] {
    return remarksIn(source, node, this.assignment.isOurs);
  }

  private of(source: Source, changes: readonly Change[], reshapes?: Node): readonly FileChange[] {
    if (reshapes !== undefined) this.reshaped = reshapes;
    return changes.map((change) => ({ ...change, file: source.path }));
  }

  private several(place: Place, write?: string): Stop {
    return new Stop({ ...this.stop(place, "it decides several", write).undecided, shared: true });
  }

  private misfit(place: Place, column: string): Stop {
    return new Stop({ ...this.stop(place, `the type of the table's rows does not take that as ${column}`).undecided, shared: true, alone: true });
  }

  private stop({ source, node }: { readonly source: Source; readonly node: { readonly start?: number | null } }, why: string, write?: string): Stop {
    const { path, code } = this.assignment;
    const last = path.findLast((step) => "prop" in step) as Extract<Step, { prop: string }> | undefined;
    const said = write ?? (code === undefined || last === undefined ? undefined : `${last.prop}: ${code(0)}`);
    return new Stop({ file: source.path, line: lineAt(source.text, node.start!), why, ...(said === undefined ? {} : { write: said }) });
  }
}
