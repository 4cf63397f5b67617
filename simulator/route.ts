import type { Cluster } from "./cluster";
import { allowed, type UserId } from "./permission";
import { forbidden } from "./refusal";
import type { Parameters } from "./request";
import type { Properties } from "./schema/property";

/** One thing that the API can be asked. Every file in `route/` is a list of these; `answer` knows nothing else. */
export interface Route {
  readonly method: Method;
  /** `/nodes/{node}/qemu/{vmid}/config`. Everything below `/nodes/{node}/` is answered by that node. */
  readonly path: string;
  /** The right without which nothing is answered. Undefined: anybody who is known may ask, and sees what is his. */
  readonly needs?: Need;
  /** For root@pam with a ticket alone: no token may ask, whatever its rights. */
  readonly onlyRoot?: true;
  /** Answered even without credentials. */
  readonly open?: true;
  /** What may be in the query or the body. */
  readonly takes?: Properties;
  /** The list has no order, and keeps none between two requests. */
  readonly unordered?: true;
  readonly run: (call: Call) => unknown;
}

export type Method = "GET" | "POST" | "PUT" | "DELETE";

export interface Need {
  /** With the path's own parameters: `/vms/{vmid}`. */
  readonly at: string;
  readonly anyOf: readonly string[];
}

/** One request on its way through a route. */
export interface Call {
  readonly cluster: Cluster;
  readonly user: UserId;
  /** Whether this is root@pam with a ticket: the one whom a few parameters are kept for. */
  readonly isRoot: boolean;
  /** From the path, the query and the body. */
  readonly given: Parameters;
  /** What is next to `data` in the answer, such as the `total` of a list. */
  readonly beside: Record<string, unknown>;
}

export function needs(at: string, ...anyOf: readonly string[]): { readonly needs: Need } {
  return { needs: { at, anyOf } };
}

export function mayAny({ cluster, user }: Call, path: string, ...anyOf: readonly string[]): boolean {
  return allowed(cluster.users, user, path, anyOf);
}

/** Refuses with 403 unless one of the privileges is there. */
export function demand(call: Call, path: string, ...anyOf: readonly string[]): void {
  if (!mayAny(call, path, ...anyOf)) throw forbidden(path, anyOf);
}

/** A parameter as text; the empty text where it is not given. */
export function given(call: Call, name: string): string {
  return call.given[name] === undefined ? "" : String(call.given[name]);
}

/** What lies below an address, as Proxmox VE lists it: `[{ subdir: "config" }, …]`. */
export function index(as: string, words: string): Record<string, string>[] {
  return words.split(" ").map((word) => ({ [as]: word }));
}

export interface Match {
  readonly route: Route;
  /** The parameters in the path. */
  readonly path: Readonly<Record<string, string>>;
}

type Entry = { readonly route: Route; readonly pattern: readonly string[] };

/** Finds the route for a method and the segments of a path. A last parameter such as `{volume+}` takes all that is left. */
export function router(routes: readonly Route[]): (method: string, segments: readonly string[]) => Match | undefined {
  const entries = new Map<string, Entry[]>();
  for (const route of routes) {
    const pattern = route.path.split("/").filter((segment) => segment !== "");
    const key = route.path.endsWith("+}") ? `${route.method} +` : `${route.method} ${pattern.length}`;
    entries.set(key, [...(entries.get(key) ?? []), { route, pattern }]);
  }
  return (method, segments) => {
    const candidates = [...(entries.get(`${method} ${segments.length}`) ?? []), ...(entries.get(`${method} +`) ?? [])];
    const found = candidates.find(
      ({ pattern }) => segments.length >= pattern.length && pattern.every((part, at) => isParameter(part) || part === segments[at]),
    );
    return found && { route: found.route, path: pathParameters(found.pattern, segments) };
  };
}

function pathParameters(pattern: readonly string[], segments: readonly string[]): Record<string, string> {
  const named = pattern.flatMap((part, at): [string, string][] => {
    if (part.endsWith("+}")) return [[part.slice(1, -2), segments.slice(at).join("/")]];
    return isParameter(part) ? [[part.slice(1, -1), segments[at]!]] : [];
  });
  return Object.fromEntries(named);
}

const isParameter = (part: string) => part.startsWith("{");
