import { catalog } from "./catalog";
import { formatOf, parseDevice, type KeyFormat } from "./format";
import { driveRole, meantRole } from "./drive";
import { meaningOf, type Scope } from "./meaning";
import { parseLikeProvider } from "./provider/bpg-parse";
import type { ReadableGuest } from "./read-back";
import type { Row } from "./row";
import { isDriveKey } from "./volume-place";

/** What became of one key, or one sub-key, of a guest's configuration. */
export interface Claim {
  readonly key: string;
  /** The sub-key of a packed key. */
  readonly field?: string;
  /** The text as Proxmox VE has it; a secret's is masked. */
  readonly value: string;
  /** In the code; equal to what is there when nothing is said; or only on the server. */
  readonly outcome: "said" | "default" | "notSaid";
  /** Why it is not said. */
  readonly why?: string;
  /** Of interest to Proxmox VE alone. */
  readonly internal?: boolean;
}

export interface KeyOutcome {
  readonly outcome: Claim["outcome"];
  readonly why?: string;
  /** What the Terraform value cannot say of the text. */
  readonly loses?: (text: string) => string | undefined;
  readonly internal?: boolean;
}

/** Takes what was found out about the key that a row's source names, in the scope of a device or of the whole guest. */
export type ClaimSink = (source: string, scope: Readonly<Record<string, unknown>>, finding: KeyOutcome) => void;

const rank = { said: 3, default: 2, notSaid: 1 } as const;

/** Collects findings, then says of every key and sub-key what became of it: exactly one claim each. */
export function claimKeys(guest: ReadableGuest): { sink: ClaimSink; settle: () => Claim[] } {
  const findings = new Map<string, KeyOutcome>();
  const enter = (key: string, field: string, finding: KeyOutcome) => {
    const id = `${key}\0${field}`;
    const before = findings.get(id);
    if (!before || rank[finding.outcome] > rank[before.outcome]) findings.set(id, finding);
  };
  const sink: ClaimSink = (source, scope, finding) => {
    const [family, below] = source.split("/") as [string, string?];
    if (family === "guest") return;
    if (family === "cloudinit") {
      const slot = (scope.cloudinit as { slot?: string } | undefined)?.slot;
      if (slot !== undefined && below !== undefined) enter(slot, below, finding);
    } else if (below !== undefined) enter(family, below, finding);
    else if (typeof scope.slot === "string") enter(scope.slot, source, finding);
    else enter(source, "", finding);
  };
  const settle = () => Object.entries(guest.config).flatMap(([key, value]) => claimsOf(key, value, guest, findings));
  return { sink, settle };
}

type Findings = ReadonlyMap<string, KeyOutcome>;

function claimsOf(key: string, value: unknown, guest: ReadableGuest, findings: Findings): Claim[] {
  if (guest.type === "lxc" && key === "lxc" && Array.isArray(value)) return rawLines(value as [string, string][], findings);
  const text = String(value);
  const format = formatOf(guest.type, key);
  if (!format) return [{ key, value: text, outcome: "notSaid", why: "pmpc does not know this key" }];
  const whole = findings.get(`${key}\0`);
  // A plain value, or a packed one that a single row says as a whole (machine, memory).
  if (format.fields.size === 0 || format.plain) return [claim(key, undefined, text, whole, format, format.plain ?? format.fields.get(""))];
  const { parts } = parseDevice(guest.type, key, text);
  // A packed key without a part says nothing.
  if (parts.length === 0) return [{ key, value: text, outcome: "default" }];
  return parts.map(([field, part]) => {
    const row = format.fields.get(field);
    const finding = isNoFlag(row, part) ? notUnderstood : (ofMistakenDrive(key, field, guest) ?? findings.get(`${key}\0${field}`) ?? ofDrive(key, field, guest, findings));
    return claim(key, field, part, finding, format, row);
  });
}

const isNoFlag = (row: Row | undefined, text: string) => row?.shape.type === "boolean" && row.shape.parse(text) === undefined;
const notUnderstood: KeyOutcome = { outcome: "notSaid", why: "Proxmox VE does not understand this value" };

function claim(key: string, field: string | undefined, text: string, finding: KeyOutcome | undefined, format: KeyFormat, row: Row | undefined): Claim {
  const named = { key, ...(field === undefined ? {} : { field }), value: row?.secret ? "**********" : text };
  const lost = finding?.outcome === "said" || finding?.outcome === "default" ? finding.loses?.(text) : undefined;
  if (finding && finding.outcome !== "notSaid" && lost === undefined) return { ...named, outcome: finding.outcome };
  if (row && finding === undefined && isUnsaid(row, text)) return { ...named, outcome: "default" };
  // What Proxmox VE keeps for itself it writes in one way: anything else there, a person wrote.
  if (row?.internal && finding === undefined && row.shape.parse(text) === undefined) return { ...named, outcome: "notSaid", why: "Proxmox VE does not know this value" };
  const why = lost ?? finding?.why ?? row?.why ?? whyUnread(key, row, format);
  return { ...named, outcome: "notSaid", why: why === "" ? format.why : why, ...(row?.internal || format.internal || finding?.internal ? { internal: true } : {}) };
}

/** Whether a value that the provider does not know is what Proxmox VE takes without it. */
function isUnsaid({ terraform, shape, default: preset }: Row, text: string): boolean {
  if (terraform !== null) return false;
  const usual = preset === undefined && shape.type === "boolean" ? shape.zero : preset;
  return usual !== undefined && usual !== null && shape.parse(text) === usual;
}

function whyUnread(key: string, row: Row | undefined, format: KeyFormat): string {
  if (!row) return format.fields.size > 0 ? "pmpc does not know this sub-key" : (format.why ?? "the provider does not read it");
  const number = Number(/\d+$/.exec(key)?.[0]);
  if (format.read !== undefined && number >= format.read) return `the provider reads only ${format.family}0 to ${format.family}${format.read - 1}`;
  return format.why ?? "the provider does not read it here";
}

/** A drive that the provider takes for something else is one thing, too, and is listed once. */
function ofMistakenDrive(key: string, field: string, guest: ReadableGuest): KeyOutcome | undefined {
  const drive = guest.type === "qemu" && isDriveKey(key) ? (meaningOf(guest)[key] as Scope) : undefined;
  const role = drive && meantRole(drive);
  const internal = field !== "file";
  if (role === "empty") return { outcome: "notSaid", why: "without media=cdrom it is neither a CD drive nor a disk", internal };
  if (role !== "cloudInit" || driveRole(drive!, guest.vmId) === "cloudInit") return undefined;
  const isSaid = (meaningOf(guest).cloudinit as Scope | undefined)?.slot === key;
  return isSaid && !internal ? { outcome: "said" } : { outcome: "notSaid", why: isSaid ? "Proxmox VE sets it" : "there is another cloud-init drive", internal };
}

// A CD drive is one thing: what holds for its image holds for the rest of the line.
function ofDrive(key: string, field: string, guest: ReadableGuest, findings: Findings): KeyOutcome | undefined {
  if (guest.type !== "qemu" || !isDriveKey(key)) return undefined;
  const drive = parseLikeProvider(catalog.qemu.quirks, { [key]: guest.config[key] })[key] as Record<string, unknown>;
  const role = driveRole(drive, guest.vmId);
  if (role === "disk") return undefined;
  if (role === "cloudInit") return { outcome: field === "media" ? "said" : "notSaid", why: "Proxmox VE sets it", internal: true };
  const image = findings.get(`${key}\0file`);
  if (image?.outcome === "said") return { outcome: "said" };
  return { outcome: "notSaid", why: "the provider reads a CD drive on ide3 only, and one only", internal: field !== "file" };
}

function rawLines(lines: readonly (readonly [string, string])[], findings: Findings): Claim[] {
  return lines.map(([key, value]) => {
    const finding = findings.get(`${key}\0`);
    if (finding?.outcome === "said") return { key, value, outcome: "said" };
    return { key, value, outcome: "notSaid", why: finding?.why ?? "a raw LXC line, which the provider does not know" };
  });
}

/** Names a claim as people would: `scsi0 wwn`, `args`. */
export function nameOfClaim({ key, field }: Claim): string {
  return field === undefined || field === "" ? key : `${key} ${field}`;
}
