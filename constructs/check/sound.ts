import { Token, type IResolvable } from "cdktf";
import { isListToken, isToken } from "../token";
import { isProps, type AnyKind, type Form } from "./kind";
import { nearest } from "../../lib/schema/nearest";
import { shown } from "./shown";

/** Props of a construct, of which nothing is known yet. */
export type Said = Readonly<Record<string, unknown>>;

/** Props as they can be worked with, and what is wrong with the rest. */
export interface Sound<P> {
  /** Without what is of another type than it must be. */
  readonly props: P;
  readonly problems: readonly string[];
}

type Report = (problem: string) => void;

/**
 * Holds what somebody says against what can be said: types are not checked if code is run as it is, and what is of another
 * type would be lost in silence.
 */
export function soundProps<P extends object>(form: Form, said: P, path = ""): Sound<P> {
  const problems: string[] = [];
  const report: Report = (problem) => problems.push(problem);
  if (!isProps(said)) report(`${path.replace(/\.$/, ": ")}expected an object such as ${form.example()}, got ${shown(said, form.secret)}`);
  return { props: (isProps(said) ? objectOf(form, said, path, report) : {}) as P, problems };
}

// What every resource of Terraform's takes, whatever it is.
const metaArguments: ReadonlySet<string> = new Set(["count", "dependsOn", "forEach", "lifecycle", "provisioners"]);

function objectOf(form: Form, said: Said, path: string, report: Report): Said {
  const props = isPlain(said) ? said : flattened(form, said);
  // A text or a list that was spread: each of its parts would be told of, and what was meant not.
  if ("0" in props && !form.fields.has("0")) {
    report(`${path.replace(/\.$/, ": ")}expected an object such as ${form.example()}, got the parts of a text or of a list`);
    return {};
  }
  let sound: Record<string, unknown> | undefined;
  for (const prop of Object.keys(props)) {
    const value = props[prop];
    if (value === undefined) continue;
    const field = form.fields.get(prop);
    if (field === undefined) report(unknown(form, prop, path));
    if (field !== undefined && isSimply(field.kind, value)) continue;
    const kept = field === undefined ? undefined : valueOf(field.kind, value, path + prop, report);
    if (kept !== value) (sound ??= { ...props })[prop] = kept;
  }
  for (const prop of requiredIn(form)) if (props[prop] === undefined) report(`${path}${prop} is missing; say it`);
  return sound ?? props;
}

/** Whether a value is what a prop may be, where there is nothing inside of it to look at: so are nearly all. */
const isSimply = (kind: AnyKind, value: unknown): boolean => kind.form === undefined && kind.element === undefined && typeof value !== "object" && !isToken(value) && kind.takes(value);

function valueOf(kind: AnyKind, value: unknown, path: string, report: Report): unknown {
  const { element, form, short = kind } = kind;
  if (kind.decided && isToken(value)) {
    report(`${path}: expected ${kind.expected(undefined)}, got a token: this is decided before Terraform runs, so it must be known in TypeScript`);
    return undefined;
  }
  if (kind.entry !== undefined && isProps(value)) return entriesOf(kind.entry, value, path, report);
  if (element !== undefined && Array.isArray(value) && !(element.form !== undefined && isListToken(value))) return listOf(element, value, path, report);
  // A rule that `Rule` makes is an object, too.
  if (short !== kind && !isToken(value) && short.takes(value)) return value;
  if (form !== undefined && isProps(value)) return objectOf(form, value, `${path}.`, report);
  // A token for a whole device would be taken for one of its props.
  const isBlock = kind === short && (form ?? element?.form) !== undefined;
  const isOfList = element !== undefined || !Array.isArray(value);
  if (isToken(value) ? !isBlock && isOfList : short.takes(value)) return element === undefined ? inPlaceOf(short, value) : value;
  report(`${path}: expected ${kind.expected(kind.secret ? undefined : value)}, got ${shown(value, kind.secret)}`);
  return undefined;
}

/** The values of an object whose keys are the user's own. */
function entriesOf(entry: AnyKind, said: Said, path: string, report: Report): unknown {
  const wrong = Object.keys(said).filter((name) => said[name] !== undefined && !isToken(said[name]) && !entry.takes(said[name]));
  for (const name of wrong) report(`${path}.${name}: expected ${entry.expected(undefined)}, got ${shown(said[name], true)}`);
  return wrong.length === 0 ? said : Object.fromEntries(Object.entries(said).filter(([name]) => !wrong.includes(name)));
}

/** What an iterator or a function gives as an object would be looked at as one that has a name: it becomes the text, or the number, that stands for it. */
function inPlaceOf(kind: AnyKind, value: unknown): unknown {
  if (typeof value !== "object" || !isToken(value)) return value;
  return kind.takes("a") ? Token.asString(value) : kind.takes(1) ? Token.asNumber(value as IResolvable) : value;
}

function listOf(element: AnyKind, list: readonly unknown[], path: string, report: Report): unknown {
  let kept: unknown[] | undefined;
  for (let at = 0; at < list.length; at++) {
    const value = list[at];
    const one = valueOf(element, value, `${path}[${at}]`, report);
    if (one === undefined || one !== value) (kept ??= Array.from(list))[at] = one;
  }
  if (kept === undefined) return list;
  // What is wrong keeps its place, so that the others keep theirs.
  return element.form !== undefined ? kept.map((value) => value ?? {}) : kept.includes(undefined) ? undefined : kept;
}

function unknown({ fields }: Form, prop: string, path: string): string {
  const opposite = oppositeOf(fields, prop);
  if (opposite !== undefined) return `${path}${prop} is not known; say ${opposite}, which is the opposite`;
  const near = named(fields, prop) ?? kin(fields, prop) ?? nearest(prop, [...fields.keys()]) ?? within(fields, prop, same) ?? within(fields, prop, named);
  const instead = path === "" && metaArguments.has(prop) ? `say it of the resource underneath: .resource.${prop}` : "take it away";
  return `${path}${prop} is not known; ${near === undefined ? instead : `did you mean ${near}?`}`;
}

const plain = (word: string) => word.replace(/[_-]/g, "").toLowerCase();

/** The prop that Terraform or Proxmox VE calls by this word: `datastore_id`, `datastoreId`. */
function named(fields: Form["fields"], word: string): string | undefined {
  return [...fields].find(([, { words = [] }]) => words.some((one) => [plain(word), plain(word.replace(/\d+$/, ""))].includes(plain(one))))?.[0];
}

/** Words for one and the same, of which each construct has the one that Proxmox VE has there. */
const families = [
  ["comment", "comments", "description", "note", "notes"],
  ["node", "nodes", "nodename", "nodenames", "host"],
  ["storage", "storages", "storageid", "storageids", "datastore", "datastores", "datastoreid", "datastoreids"],
  ["guest", "guests", "vm", "vms", "vmid", "vmids", "virtualmachine"],
  ["tag", "tags", "labels"],
  ["name", "hostname"],
];

/** The prop that says the same in this construct as a word does in another. */
function kin(fields: Form["fields"], word: string): string | undefined {
  const family = families.find((words) => words.includes(plain(word)));
  return family && [...fields.keys()].find((prop) => family.includes(plain(prop)));
}

const on = ["enabled", "enable"];
const off = ["disabled", "disable"];

/** `disable` where `enabled` is said, and the other way round. */
function oppositeOf(fields: Form["fields"], word: string): string | undefined {
  const others = on.includes(plain(word)) ? off : off.includes(plain(word)) ? on : [];
  return named(fields, word) === undefined ? others.find((one) => fields.has(one)) : undefined;
}

/** The prop of an object inside that is called so: `cpu.cores`, `networkDevices[0].vlanId`. */
function within(fields: Form["fields"], word: string, find: typeof named): string | undefined {
  for (const [prop, { kind }] of fields) {
    const form = kind.form ?? kind.element?.form;
    const found = form && (find(form.fields, word) ?? within(form.fields, word, find));
    if (found !== undefined) return `${prop}${kind.form === undefined ? "[0]" : ""}.${found}`;
  }
  return undefined;
}

const same = (fields: Form["fields"], word: string) => (fields.has(word) ? word : undefined);

const required = new WeakMap<Form, readonly string[]>();

function requiredIn(form: Form): readonly string[] {
  const known = required.get(form) ?? [...form.fields].filter(([, field]) => field.required).map(([prop]) => prop);
  required.set(form, known);
  return known;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** What an object of a class says: its class may say something, too. */
function flattened({ fields }: Form, said: Said): Said {
  const inherited = [...fields.keys()].filter((prop) => prop in said).map((prop) => [prop, said[prop]]);
  return { ...said, ...Object.fromEntries(inherited) };
}
