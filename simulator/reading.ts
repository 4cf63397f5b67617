import { createHash } from "node:crypto";
import type { GuestType } from "../lib/pve/address";
import { byteText, bytesOf, textOfBytes } from "../lib/pve/bytes";
import { isRawKey } from "./schema/raw";
import { readSetting } from "./schema/setting";

/**
 * A guest's file as Proxmox VE's own parsers take it. It shares nothing with the reader of an import: this one works in bytes, as Perl does,
 * and checks by Proxmox VE's schema, so that where the two differ one of them is wrong.
 */
export interface Parsed {
  readonly current: Part;
  readonly pending?: Part;
  readonly special: ReadonlyMap<string, Part>;
  readonly snapshots: ReadonlyMap<string, Part>;
  /** What Proxmox VE says on standard error of what it leaves out, in its words. */
  readonly complaints: readonly string[];
}

export interface Part {
  /** Settings by key, checked; the notes are `description`, a container's variables `env`. Text is bytes, but for the notes. */
  readonly values: ReadonlyMap<string, string | number>;
  /** A container's raw lines. */
  readonly raw: readonly (readonly [key: string, value: string])[];
}

interface OpenPart extends Part {
  readonly values: Map<string, string | number>;
  readonly raw: [string, string][];
}

const numbersOf = (bytes: string) => Uint8Array.from(bytes, (byte) => byte.charCodeAt(0));
/** What a value's bytes are as text. */
export const valueText = (bytes: string) => textOfBytes(numbersOf(bytes));
export const digestOf = (text: string) => createHash("sha1").update(bytesOf(text)).digest("hex");

// What is not UTF-8 becomes a mark.
const unescape = (bytes: string) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(numbersOf(bytes.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))));
const trim = (bytes: string) => bytes.replace(/[\t\v\f\r ]+$/, "");
const newPart = (): OpenPart => ({ values: new Map(), raw: [] });

/** @param processors the cluster's own; undefined: whichever the text names is there. */
export function readGuestText(type: GuestType, vmId: number, text: string, processors?: readonly string[]): Parsed {
  const complaints: string[] = [];
  const complain = (words: string) => complaints.push(`vm ${vmId} - ${words}`);
  const current = newPart();
  const [special, snapshots] = [new Map<string, OpenPart>(), new Map<string, OpenPart>()];
  let pending: OpenPart | undefined;
  let part: OpenPart | undefined = current;
  let notes: string | undefined;
  const finish = () => {
    const said = type === "qemu" ? notes?.replace(/\p{White_Space}+$/u, "") : notes === "0" ? undefined : notes || undefined;
    if (said !== undefined) part?.values.set("description", said);
    notes = undefined;
  };
  const begin = (name: string): OpenPart | undefined => {
    const made = newPart();
    const lower = name.toLowerCase();
    const again = (words: string, before: unknown) => type === "qemu" && before !== undefined && complain(`duplicate ${words}`);
    if (lower === (type === "qemu" ? "pending" : "pve:pending")) {
      again("section: pending", pending);
      return (pending = made);
    }
    const extra = type === "qemu" ? /^special:(cloudinit|fleecing)$/.exec(lower)?.[1] : undefined;
    if (extra !== undefined) again(`special section: ${extra}`, special.get(extra));
    else if (/^[a-z][a-z0-9_-]+$/.test(lower)) again(`snapshot section: ${name}`, snapshots.get(name));
    else return void complain(`skipping unknown section: '${name}'`);
    (extra === undefined ? snapshots : special).set(extra ?? name, made);
    return made;
  };
  const isHead = (name: string) => type === "qemu" || /^(pve:pending|[a-z][a-z0-9_-]+)$/i.test(name);
  for (const line of byteText(bytesOf(text)).split("\n")) {
    if (trim(line) === "") continue;
    const name = /^\[([^\]]*)\]$/.exec(trim(line))?.[1];
    if (name !== undefined && isHead(name)) {
      finish();
      part = begin(name);
    } else if (part !== undefined) {
      const noted = noteIn(line);
      if (noted !== undefined) notes = (notes ?? "") + noted;
      else readLine({ type, line, part, isPending: part === pending, isInformation: part === special.get("cloudinit") || part === special.get("fleecing"), processors, complain });
    }
  }
  finish();
  current.values.delete("snapstate");
  return { current, pending, special, snapshots, complaints };
}

function noteIn(line: string): string | undefined {
  if (line.startsWith("#")) return `${unescape(line.slice(1))}\n`;
  if (!line.startsWith("description:")) return undefined;
  const text = trim(line.slice("description:".length)).replace(/^[\t\v\f\r ]+/, "");
  return text === "" ? undefined : unescape(text);
}

interface Situation {
  readonly type: GuestType;
  readonly line: string;
  readonly part: OpenPart;
  readonly isPending: boolean;
  /** Kept for people to look at, and not checked. */
  readonly isInformation: boolean;
  readonly processors: readonly string[] | undefined;
  readonly complain: (words: string) => void;
}

function readLine(situation: Situation): void {
  const { type, line, part, isPending, isInformation, processors, complain } = situation;
  if (type === "lxc" && readRaw(situation)) return;
  const state = /snapstate:[\t\v\f\r ]*(prepare|delete)$/.exec(trim(line))?.[1];
  if (state !== undefined) return void part.values.set("snapstate", state);
  const colon = line.indexOf(":");
  const [key, rest] = [line.slice(0, Math.max(0, colon)), line.slice(colon + 1)];
  // Where there are nothing but blanks, the last of them is the value.
  const value = trim(rest).replace(/^[\t\v\f\r ]+/, "") || rest.slice(-1);
  const keys = type === "qemu" ? /^[a-z][a-z_-]*\d*$/ : /^[a-z][a-z_]*\d*$/;
  if (!keys.test(key) || rest === "") return complain(`unable to parse config: ${line}`);
  if (key === "delete" && trim(rest) !== "") {
    if (isPending) part.values.set(key, value);
    else complain(`property 'delete' is only allowed in [${type === "qemu" ? "PENDING" : "pve:pending"}]`);
    return;
  }
  if (isInformation || (type === "qemu" && key === "args" && trim(rest) !== "")) return void part.values.set(key, value);
  const read = readSetting(type, key, value, processors);
  if (typeof read === "object") complain(`unable to parse value of '${key}' - ${read.wrong}`);
  if (typeof read !== "object") part.values.set(key === "cdrom" && type === "qemu" ? "ide2" : key, read);
  else if (type === "lxc") part.values.set(key, value);
}

/** Raw lines that Proxmox VE has keys of its own for. */
const replacedRaw: Readonly<Record<string, string>> = {
  "lxc.rootfs.path": "auto generated from rootfs",
  "lxc.rootfs.options": 'not supported, please use mount point options in the "rootfs" key',
};

/** Whether the line is one of LXC's own. */
function readRaw({ line, part: { values, raw }, complain }: Situation): boolean {
  const [, key, rest] = /^(lxc\.[a-z0-9_\-.]+)(?::|[\t\v\f\r ]*=)([^]*)$/.exec(line) ?? [];
  if (key === undefined) return false;
  const value = trim(rest!).replace(/^[\t\v\f\r ]+/, "");
  const instead = replacedRaw[key];
  if (instead !== undefined) complain(`${key}: ${key} is ${instead}`);
  else if (!isRawKey(key)) complain(`unable to parse config: ${line}`);
  else if (key === "lxc.environment.runtime") values.set("env", values.has("env") ? `${values.get("env")}\0${value}` : value);
  else raw.push([key, value]);
  return true;
}
