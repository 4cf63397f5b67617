import type { Address } from "../lib/pve/address";

/** One question to the cluster's API, free of sockets. */
export interface Request {
  readonly method: string;
  /** Path and query, without `/api2/json`: `/nodes/pve1/qemu/100/config?current=1`. */
  readonly address: Address;
  /** Names in lower case; `authorization`, `cookie` and `csrfpreventiontoken` are looked at. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** The parameters of a form or JSON body, decoded. */
  readonly body?: Parameters;
}

/** What the cluster says to it. The reason is in HTTP's status line, where several clients look for it. */
export interface Response {
  readonly status: number;
  readonly reason: string;
  /** Absent where Proxmox VE sends no body: 401 before authentication, 595. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** The whole body where it is not JSON: what the server says to a request that it cannot read. */
  readonly plain?: string;
  /** Who asked, without secrets: `root@pam`, `auditor@pve!pmpc`. */
  readonly user?: string;
}

/** Parameters by name, as they came: a form and a query say everything as text, JSON may not. */
export type Parameters = Readonly<Record<string, unknown>>;

export interface Target {
  readonly path: string;
  /** Decoded, without empty segments. */
  readonly segments: readonly string[];
  readonly query: Parameters;
}

/** Takes an address apart. Proxmox VE passes over doubled and trailing slashes. */
export function parseTarget(address: Address): Target {
  const question = address.indexOf("?");
  const path = question < 0 ? address : address.slice(0, question);
  const segments = path
    .split("/")
    .filter((segment) => segment !== "")
    .map(decode);
  return {
    path: `/${segments.join("/")}`,
    segments,
    query: question < 0 ? {} : parseForm(address.slice(question + 1)),
  };
}

/** Reads a query or a form body. A name that comes twice becomes a list, which no parameter accepts. */
export function parseForm(text: string): Parameters {
  const form = new URLSearchParams(text);
  return Object.fromEntries([...new Set(form.keys())].map((name) => [name, form.getAll(name).length > 1 ? form.getAll(name) : form.get(name)]));
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
