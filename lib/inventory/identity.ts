import { parseVolumeId } from "../pve/volume-id";
import { formatOf, parseDevice } from "../schema/format";
import { guestKinds } from "../schema/kind/all";
import type { Guest } from "./inventory";

/**
 * What a guest keeps for life. A number is an address and not an identity: it is given again when its guest has gone.
 * `vmgenid` is not among them: Proxmox VE draws a new one at every rollback and restore.
 */
export interface Marks {
  /** The UUID of a virtual machine's SMBIOS. */
  readonly uuid?: string;
  /** When a virtual machine was made: seconds since 1970. */
  readonly created?: string;
  /** The hardware addresses of its network devices. */
  readonly macs?: readonly string[];
  /** The volume of a container's root file system, and its host name: the next container of a number gets a volume of the same name. */
  readonly root?: string;
  readonly name?: string;
}

/** Whether two sightings are of one guest; `unknown` where nothing tells. */
export type Sameness = "same" | "other" | "unknown";

/** The marks of a guest as it is configured. */
export function marksOf({ type, name, config = {} }: Pick<Guest, "type" | "name" | "config">): Marks {
  const part = (key: string, field: string) => {
    const text = config[key];
    return typeof text === "string" ? parseDevice(type, key, text).parts.find(([name]) => name === field)?.[1] : undefined;
  };
  const cards = Object.keys(config).filter((key) => formatOf(type, key)?.family === "net");
  const { macField, identity } = guestKinds[type];
  const macs = cards.flatMap((key) => part(key, macField)?.toUpperCase() ?? []).sort();
  const mark = (at: readonly [string, string] | undefined) => (at === undefined ? undefined : part(...at));
  const { uuid, created, root } = identity.marks;
  const own = { uuid: mark(uuid)?.toLowerCase(), created: mark(created), root: volumeOf(mark(root)), ...(identity.named ? { name } : {}) };
  const marks: Marks = { ...own, ...(macs.length > 0 ? { macs } : {}) };
  return Object.fromEntries(Object.entries(marks).filter(([, value]) => value !== undefined));
}

// A disk that moves to another storage keeps its name there, or gets one that looks alike: storage and name are the mark.
const volumeOf = (text: string | undefined) => (text !== undefined && (parseVolumeId(text) || text.startsWith("/")) ? text : undefined);

/**
 * Compares what a guest was with what has its number now.
 * A virtual machine is its SMBIOS UUID; without one, its creation time and a hardware address. A container shares a hardware address,
 * or its root volume and its name. A mark that neither of the two has says nothing against them.
 */
export function compareMarks(type: Guest["type"], before: Marks, now: Marks): Sameness {
  const isShared = sharesMac(before, now);
  if (guestKinds[type].identity.named) {
    if (isShared || (before.root !== undefined && before.root === now.root && before.name === now.name)) return "same";
    return isBare(before) && isBare(now) ? "same" : "unknown";
  }
  if (before.uuid !== undefined && now.uuid !== undefined) return before.uuid === now.uuid ? "same" : "other";
  const hasNoCards = before.macs === undefined && now.macs === undefined;
  if (before.created === now.created && (isShared || hasNoCards)) return "same";
  const isOfOtherTime = before.created !== undefined && now.created !== undefined && before.created !== now.created;
  return isOfOtherTime && !isShared ? "other" : "unknown";
}

const sharesMac = ({ macs = [] }: Marks, other: Marks) => macs.some((mac) => other.macs?.includes(mac));
const isBare = (marks: Marks) => Object.keys(marks).length === 0;
