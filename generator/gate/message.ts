import type { Address } from "../../lib/pve/address";
import type { Upload } from "../transport/http";

/** A request of the provider, taken apart: what is judged here is what is sent on. */
export interface Request {
  readonly method: Method;
  /** The parts of the path, decoded, without `api2` and `json`: `["nodes", "pve1", "qemu", "100", "config"]`. */
  readonly path: readonly string[];
  /** Path and query in the one spelling that documents are known by: `/nodes/pve1/qemu/100/config`. */
  readonly address: Address;
  readonly query: Parameters;
  /** What the body says. */
  readonly form: Parameters;
  /** A body that is a file, read by anyone who sends it on. */
  readonly file?: Upload;
}

export type Method = "GET" | "POST" | "PUT" | "DELETE";
export type Parameters = Readonly<Record<string, string>>;

/** What the provider is told. */
export interface GateResponse {
  readonly status: number;
  /** The status line, which is all that the provider shows of a refusal. */
  readonly reason?: string;
  /** The body's `data`, or the whole body as it is sent. */
  readonly data?: unknown;
  readonly body?: Buffer;
}

/** Answers a request. Each that comes before another decides what the next one sees. */
export type Handler = (request: Request) => Promise<GateResponse>;

/** How everything begins that the gate itself says, so that it is told from what Proxmox VE says. */
const prefix = "pmpc: ";

/** A refusal by the gate. Never 404, nor 500: the provider would take what it asked for as deleted. */
export const refuse = (why: string, status = 403): GateResponse => ({ status, reason: `${prefix}${why}` });

export const isRead = ({ method }: Pick<Request, "method">): boolean => method === "GET";

/** An answer as it goes over the wire. */
export const bodyOf = (data: unknown, message?: string): Buffer => Buffer.from(JSON.stringify({ data: data ?? null, ...(message === undefined ? {} : { message }) }));
