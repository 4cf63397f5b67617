import type { Expression } from "../../typescript/syntax";
import { idPath, outerOf, type Leaves } from "./leaf";

/** A value that the rows of a table say. */
export interface Column {
  readonly name: string;
  readonly path: string;
  /** `string`, `number`, `Size` */
  readonly type: string;
  /** Some rows leave it out. */
  readonly optional: boolean;
}

/** Values that every guest has of its own: they are no difference that a reader has to understand. */
const own = new Set(["vmId", "name", "hostname", "macAddress", "uuid", "serial", "ip", "ip6", "ipv4", "ipv6", "address", "description", "volume", "pathInDatastore"]);

export const isOwn = (path: string) => path === idPath || path === "adopt" || own.has(lastOf(path));

const lastOf = (path: string) => path.split("/").at(-1)!;

/** Texts that may be any text: what is one of a few words has a type of its own in the props. */
const free = new Set([...own, "gateway", "domain", "username", "hostname", "comment", "url", "host"]);

/** Props whose values name another thing, which a row says by its name. */
const naming = new Set(["node", "storage", "bridge", "pool"]);

/**
 * The type of a column, where a row can say these values: numbers, flags, sizes, free texts, lists of them, and names of other things.
 */
export function typeOf(path: string, values: readonly Expression[]): string | undefined {
  const types = new Set(values.map((one) => typeOfValue(path, one)));
  const [type] = types;
  return types.size === 1 ? type : undefined;
}

function typeOfValue(path: string, value: Expression): string | undefined {
  const last = lastOf(path);
  const isText = path === idPath || free.has(last);
  switch (value.is) {
    case "literal":
      return typeof value.value === "string" ? (isText || naming.has(last) ? "string" : undefined) : typeof value.value;
    case "name":
      return value.path.length === 1 ? (isText ? "string" : undefined) : naming.has(last) ? "string" : undefined;
    case "call":
      return value.callee.is === "name" && value.callee.path[0] === "Size" ? "Size" : value.callee.is === "name" && value.callee.path[0] === "plainText" && isText ? "string" : undefined;
    case "array":
      return last === "tags" && value.elements.every(({ value: one, comment }) => one.is === "literal" && typeof one.value === "string" && comment === undefined) ? "readonly string[]" : undefined;
    default:
      return undefined;
  }
}

/** Whether a value can be left out of a row: it is a property of an object that all of them have. */
export const mayLack = (path: string, all: readonly Leaves[]) => path !== "vmId" && path !== "node" && !/\/?\d+$/.test(path) && all.every(({ containers }) => containers.has(outerOf(path)));

/** Says what a column holds, in one word where that is clear. */
export function nameColumn(path: string, used: ReadonlySet<string>): string {
  if (path === idPath) return used.has("name") ? "id" : "name";
  const words = path.split("/").filter((word) => !/^\d+$/.test(word));
  const [last, before] = [words.at(-1)!, words.at(-2)];
  const wish = last === "dedicated" && before !== undefined ? before : vague.has(last) && before !== undefined ? `${singular(before)}${last[0]!.toUpperCase()}${last.slice(1)}` : last;
  for (let number = 1; ; number++) {
    const name = number === 1 ? wish : `${wish}${number}`;
    if (!used.has(name)) return name;
  }
}

const vague = new Set(["size", "storage", "type", "order", "enabled", "interface", "name", "host", "id", "path", "units", "limit", "memory", "units", "comment"]);
const singular = (word: string) => word.replace(/s$/, "");
