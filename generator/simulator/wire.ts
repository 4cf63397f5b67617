import type { IncomingHttpHeaders } from "node:http";
import type { Address } from "../../lib/pve/address";
import { parseForm, type Response, type Parameters, type Request } from "../../simulator/request";

/** A request as it comes over the wire. */
export interface Message {
  readonly method: string;
  /** With `/api2/json` in front. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** The body. */
  readonly text: string;
}

export const prefix = "/api2/json";

/** Path and query without the prefix; what lies outside of it as it is. */
export function addressOf(url: string): Address {
  return url.startsWith(prefix) ? url.slice(prefix.length) || "/" : url;
}

/** Reads a message as Proxmox VE's server does, and has it answered; what cannot be read it answers itself, in plain text. */
export function respondTo(respond: (request: Request) => Response, { method, url, headers, text }: Message): Response {
  if (!url.startsWith(prefix)) return { status: 404, reason: "Not Found" };
  const body = readBody(method, headers["content-type"] ?? "", text, headers["content-length"] === "0");
  if ("status" in body) return body;
  const { authorization, cookie, csrfpreventiontoken } = headers;
  const request = { method, address: addressOf(url), headers: { authorization, cookie, csrfpreventiontoken: String(csrfpreventiontoken ?? "") } };
  return respond({ ...request, body: body.parameters });
}

function readBody(method: string, type: string, text: string, isEmpty: boolean): Response | { readonly parameters: Parameters } {
  if (method === "GET" || method === "DELETE") return text === "" ? { parameters: {} } : plain(501, `Unexpected content for method '${method}'`);
  if (type.startsWith("application/json") && !isEmpty) return parseJson(text);
  if (text === "") return { parameters: {} };
  if (type.startsWith("multipart/form-data")) return { parameters: parseParts(type, text) };
  if (type !== "" && !type.startsWith("application/x-www-form-urlencoded")) return plain(506, `upload 'Content-Type '${type}' not implemented`);
  return { parameters: parseForm(text) };
}

const plain = (status: number, reason: string): Response => ({ status, reason, plain: reason });
const server = "/usr/share/perl5/PVE/APIServer/AnyEvent.pm";

function parseJson(text: string): Response | { readonly parameters: Parameters } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const nothing = `malformed JSON string, neither tag, array, object, number, string or atom, at character offset ${text.length}`;
    return failure(`${nothing} (before "(end of string)") at ${server} line 978.`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { parameters: value as Parameters };
  return failure(`Not a HASH reference at ${server} line 978.`);
}

// Perl ends what it says with a newline, which the status line cannot hold.
const failure = (reason: string): Response => ({ status: 500, reason, plain: `${reason}\n` });

/** An upload: every part by its name; the file's own name stands for its content. */
export function parseParts(type: string, text: string): Parameters {
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1] ?? "";
  const parts = text.split(`--${boundary}`).flatMap((part): [string, unknown][] => {
    const [, head = "", content = ""] = /^\r?\n([\s\S]*?)\r?\n\r?\n([\s\S]*?)(?:\r?\n)?$/.exec(part) ?? [];
    const name = /\bname="([^"]*)"/.exec(head)?.[1];
    const file = /\bfilename="([^"]*)"/.exec(head)?.[1];
    if (name === undefined) return [];
    return file === undefined ? [[name, content]] : [["filename", file], ["tmpfilename", content]];
  });
  return Object.fromEntries(parts);
}
