import { addressTemplate, textTemplate, type Parts } from "../../pve/template";
import { isAmong } from "../keys";
import type { Written } from "./kind";
import { harmless, type Operation, type Write } from "./write";

/** A request to the API, without `/api2/json`. */
export interface Request {
  readonly method: string;
  /** Path and query; percent-encoded or not. */
  readonly address: string;
  /** The parameters of the body. */
  readonly body?: Parts;
}

/** What a request does to one resource. */
export interface Touch {
  readonly kind: Written;
  readonly operation: Operation;
  /**
   * What the request says of the resource: the parts of its identity, its node, and others that the record names. Where parts of the
   * identity are missing, as the interface in a reload of a node's network, it is about every resource with those that are there.
   */
  readonly parts: Parts;
  /** Another of its kind that the request names: the new name of one that is renamed. */
  readonly others?: Parts;
}

/**
 * Everything that a request does to resources of these kinds: more than one where its body names several, or where kinds share an
 * address. None: it is not a write that any of them knows.
 */
export function touchesOf(kinds: readonly Written[], { method, address, body = {} }: Request): readonly Touch[] {
  return kinds.flatMap((kind) =>
    kind.writes.flatMap((write): Touch[] => {
      if (write.method !== method) return [];
      const parts = addressTemplate(write.address).parse(unqueried(write, address));
      if (parts === undefined || isMore(write, body)) return [];
      const others = othersIn(write, body);
      return readBody(write, body, parts).map((all) => ({ kind, operation: write.operation, parts: all, ...(others === undefined ? {} : { others }) }));
    }),
  );
}

/** Whether a request changes nothing, although it is not a GET. */
export const isHarmless = ({ method, address }: Request): boolean => harmless.some((one) => one.method === method && addressTemplate(one.address).parse(unqueried(one, address)) !== undefined);

/** Options in a query are no part of the address, unless the record has them there: `DELETE …/qemu/101?purge=1`. */
const unqueried = (write: Pick<Write, "address">, address: string) => (write.address.includes("?") ? address : address.replace(/\?.*$/s, ""));

/** Whether a body says more than the write has. */
function isMore({ only, body: known = {} }: Write, body: Parts): boolean {
  if (only === undefined) return false;
  const isFlag = "delete" in known;
  const said = Object.keys(body).filter((name) => !(name in known) && name !== "digest" && (isFlag || name !== "delete"));
  const deleted = isFlag ? [] : (body.delete ?? "").split(/[\s,;\0]+/).filter((name) => name !== "");
  return [...said, ...deleted].some((name) => !isAmong(name, only));
}

function othersIn({ names = {} }: Write, body: Parts): Parts | undefined {
  const said = Object.entries(names).flatMap(([parameter, part]) => (body[parameter] === undefined ? [] : [[part, body[parameter]] as const]));
  return said.length === 0 ? undefined : Object.fromEntries(said);
}

/** The parts with those of the body, once for each of several values; none where a parameter that makes the write is missing. */
function readBody(write: Write, body: Parts, parts: Parts): readonly Parts[] {
  let all: readonly Parts[] = [parts];
  for (const [parameters, text] of Object.entries(write.body ?? {})) {
    const said = parameters.split("/").map((name) => body[name]);
    if (said.some((value) => value === undefined)) {
      const { names } = textTemplate(text);
      if (names.length === 0 ? text === "0" : names.every((name) => name in parts)) continue;
      // A stream is not looked into: it may be about any resource of the place.
      if (write.operation === "upload") continue;
      return [];
    }
    const values = write.operation === "membership" ? said.join("/").split(",") : [said.join("/")];
    const found = values.map((value) => textTemplate(text).parse(value)).filter((more) => more !== undefined);
    all = all.flatMap((one) => found.map((more) => ({ ...one, ...more })));
  }
  return all;
}
