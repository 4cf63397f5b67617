import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import { listSeparator } from "../transport/http";
import type { GateResponse, Method, Parameters, Request } from "./message";
import { refuse } from "./message";

/** A request as it came. */
export interface Incoming {
  readonly method: string;
  /** `/api2/json/nodes/pve1/qemu/100/config?current=1` */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** The body, where it is not a file. */
  readonly text: string;
  /** The body, where it is one. */
  readonly stream?: Readable;
}

const base = "/api2/json/";
const methods: readonly string[] = ["GET", "POST", "PUT", "DELETE"] satisfies readonly Method[];

/** Whether a body is a file, and must not be read at once. */
export const isFile = (headers: IncomingHttpHeaders): boolean => /^multipart\/form-data\s*;/i.test(headers["content-type"] ?? "");

/**
 * Takes a request apart as Proxmox VE's server does: the whole path is decoded once, then split. Gives a refusal for everything that two
 * readers might read in two ways: dots, what is encoded twice, parameters that come twice, bodies of other kinds.
 */
export function parseRequest({ method, url, headers, text, stream }: Incoming): Request | GateResponse {
  if (!methods.includes(method)) return refuse(`${method.slice(0, 20)} is not a method that a provider needs`, 501);
  const [rawPath = "", ...rest] = url.split("?");
  const path = parsePath(rawPath);
  if (path === undefined) return refuse("the path is not one of Proxmox VE's API, or can be read in two ways", 400);
  const query = parseForm(rest.join("?"));
  const isForm = stream === undefined && text !== "";
  if (isForm && (method === "GET" || method === "DELETE" || !/^application\/x-www-form-urlencoded\b/i.test(headers["content-type"] ?? ""))) return refuse("the body is not a form", 400);
  const form = parseForm(isForm ? text : "");
  if (query === undefined || form === undefined || Object.keys(form).some((name) => Object.hasOwn(query, name))) return refuse("a parameter comes twice, or cannot be read", 400);
  const length = Number(headers["content-length"]);
  return {
    method: method as Method,
    path,
    address: printAddress(path, query),
    query,
    form,
    ...(stream === undefined ? {} : { file: { stream, type: headers["content-type"] ?? "", ...(Number.isSafeInteger(length) ? { length } : {}) } }),
  };
}

/** `/api2/json/pools/?poolid=lab` → its parts; undefined for a path that is not in the API, or that can be read in two ways. */
function parsePath(raw: string): readonly string[] | undefined {
  if (!raw.startsWith(base)) return undefined;
  const decoded = decode(raw.slice(base.length));
  // What still holds an escape would be another path to anyone who decodes again, and a backslash is a slash to some.
  if (decoded === undefined || /[\u0000-\u001f\u007f\\]|%[0-9a-f]{2}/i.test(decoded)) return undefined;
  const parts = decoded.split("/").filter((part) => part !== "");
  return parts.some((part) => part === "." || part === "..") ? undefined : parts;
}

// The provider says these once for each value. Proxmox VE joins the first to one text with commas, and takes the others as lists.
const texts: readonly string[] = ["delete", "peers"];
const lists: readonly string[] = ["map", "interfaces"];

/** Undefined if a name comes twice that stands for one value: the first counts to some, the last to others. */
function parseForm(text: string): Parameters | undefined {
  const form = Object.create(null) as Record<string, string>;
  // Proxmox VE also takes a semicolon for an end.
  for (const pair of text.split(/[&;]/).filter((one) => one !== "")) {
    const at = pair.indexOf("=");
    const [name, value] = [at < 0 ? pair : pair.slice(0, at), at < 0 ? "" : pair.slice(at + 1)].map((part) => decode(part.replaceAll("+", " ")));
    if (name === undefined || value === undefined || /[\u0000-\u001f\u007f]/.test(name) || value.includes("\0")) return undefined;
    const separator = texts.includes(name) ? "," : lists.includes(name) ? listSeparator : undefined;
    if (Object.hasOwn(form, name) && separator === undefined) return undefined;
    form[name] = Object.hasOwn(form, name) ? `${form[name]}${separator}${value}` : value;
  }
  return form;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Writes path and query anew. */
function printAddress(path: readonly string[], query: Parameters): string {
  const asked = new URLSearchParams(query).toString();
  return `/${path.map(encodeURIComponent).join("/")}${asked === "" ? "" : `?${asked}`}`;
}
