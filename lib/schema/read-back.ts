import { catalog } from "./catalog";
import { driveRole } from "./drive";
import { driveFamilies } from "./device/disk";
import { parseLikeProvider, type ProviderRecord } from "./provider/bpg-parse";
import { Refusal, type TerraformValue } from "./shape";
import type { GuestType } from "../pve/address";
import type { Source } from "./place";
import type { Block, Member, Row, Wait } from "./row";

/** What the provider sees of one guest when it reads it. */
export interface ReadableGuest {
  readonly type: GuestType;
  readonly vmId: number;
  readonly node: string;
  readonly running: boolean;
  readonly pool?: string;
  /** The API's configuration, pending changes applied. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The answer of `status/current`. */
  readonly state?: Readonly<Record<string, unknown>>;
  /** What its agent reported; undefined if it was not asked, or did not answer. */
  readonly interfaces?: readonly Readonly<Record<string, unknown>>[];
  /** The agent was asked and did not answer. */
  readonly silent?: boolean;
  /** The agent answered, and does not tell its addresses. */
  readonly agentRefuses?: boolean;
  /** The format that a storage answers for a volume whose configuration does not name it. Throws a Refusal where it would fail. */
  readonly formatOf: (volume: string) => string;
}

export type State = Readonly<Record<string, TerraformValue>>;

/** The blocks of a state: lists of objects. */
export type Elements = readonly State[];

type Scope = Readonly<Record<string, unknown>>;

interface Reading {
  readonly guest: ReadableGuest;
  readonly record: Scope;
}

/**
 * What the provider's Read puts into Terraform's state for a guest: the ground of everything that an import writes.
 * Attributes that only report (addresses of a running guest) are left null. Throws a Refusal where Read fails.
 */
export function readBack(guest: ReadableGuest): State {
  const reading = { guest, record: scopeOf(guest) };
  return stateOf(catalog[guest.type].rows, reading.record, reading);
}

/** What keeps the provider waiting when it reads the guest, with the way out as the nearest value; undefined if nothing does. */
export function waitOf(guest: ReadableGuest): (Wait & { readonly refusal: Refusal }) | undefined {
  const record = scopeOf(guest);
  for (const block of catalog[guest.type].rows) {
    if (block.kind !== "block" || block.from?.is !== "key") continue;
    const device = record[block.from.key];
    const wait = device === undefined ? undefined : block.waits?.(device as Scope, guest);
    if (wait) return { ...wait, refusal: new Refusal(wait.why, wait.cure, { key: block.from.key }) };
  }
  return undefined;
}

// Each step of an import asks for it again.
const scopes = new WeakMap<ReadableGuest, Scope>();

/** The guest's configuration as the rows address it: its keys, `guest/…` for what the API tells elsewhere, `cloudinit/…` for that drive. */
export function scopeOf(guest: ReadableGuest): Scope {
  const scope = scopes.get(guest) ?? readScope(guest);
  scopes.set(guest, scope);
  return scope;
}

function readScope(guest: ReadableGuest): Scope {
  const record = parseLikeProvider(catalog[guest.type].quirks, guest.config);
  const { vmId, node, running, pool, state } = guest;
  return { ...record, guest: { id: vmId, node, running, pool, cpus: state?.cpus }, cloudinit: cloudInitDrive(guest, record) };
}

const drives = new RegExp(`^(${driveFamilies.join("|")})\\d+$`);

function cloudInitDrive({ type, vmId }: ReadableGuest, record: ProviderRecord): Scope | undefined {
  if (type !== "qemu") return undefined;
  const found = Object.entries(record).filter(([key, drive]) => drives.test(key) && driveRole(drive as Scope, vmId) === "cloudInit");
  const [first] = found;
  // It looks for one in a map of Go's, which has another order each time. Where Proxmox VE's own pages put it, it stays.
  if (found.length > 1) {
    const slots = found.map(([key]) => key).sort((a, b) => Number(b === "ide2") - Number(a === "ide2") || (a < b ? -1 : 1));
    throw new Refusal(`there are cloud-init drives on ${slots.join(" and ")}, and the provider reads any one of them`, null, { key: slots[1]! });
  }
  return first && { ...(first[1] as Scope), slot: first[0] };
}

function stateOf(members: readonly Member[], scope: Scope, reading: Reading): State {
  const state: Record<string, TerraformValue> = {};
  for (const member of members) {
    if (member.kind === "row") {
      // A key that no attribute knows can still make Read fail.
      const value = member.terraform !== null || member.refuses ? rowState(member, scope, reading) : null;
      if (member.terraform !== null) state[member.terraform] = value;
    } else if (member.terraform !== null) state[member.terraform] = blockState(member, scope, reading);
  }
  return state;
}

// ---- values -----------------------------------------------------------------------------------------------------------------

function rowState(row: Row, scope: Scope, reading: Reading): TerraformValue {
  try {
    const raw = find(row.pve, scope, reading);
    const refusal = row.refuses?.(raw);
    if (refusal) throw typeof refusal === "string" ? new Refusal(refusal) : refusal;
    if (typeof row.pve === "object" && row.pve.is === "constant") return row.pve.value;
    return raw === undefined ? (row.absent === undefined ? presetOf(row) : row.absent) : row.shape.read(raw);
  } catch (error) {
    throw error instanceof Refusal ? placed(error, placeOf(row.pve, scope), scope) : error;
  }
}

function placed({ message, nearest, remedy }: Refusal, at: { key: string; field?: string } | undefined, device: Scope = {}): Refusal {
  // A sub-key that is not there has no part in it.
  const field = at?.field === undefined || (at.key === device.slot && !Object.hasOwn(device, at.field)) ? "" : ` ${at.field}`;
  const where = at === undefined ? "" : `${at.key}${field}: `;
  return new Refusal(where + message, nearest, at, remedy);
}

function placeOf(source: Source, scope: Scope): { key: string; field?: string } | undefined {
  const path = typeof source === "string" ? source : source.is === "first" ? String(source.of[0]) : undefined;
  if (path === undefined) return undefined;
  const [key, field] = path.split("/") as [string, string?];
  return typeof scope.slot === "string" ? { key: scope.slot, field: path } : { key, ...(field === undefined ? {} : { field }) };
}

/** What the schema fills in where the configuration says nothing. */
export const presetOf = (row: Row): TerraformValue => (row.default === undefined ? row.shape.zero : row.default);

/** What is where a source points to. */
export const valueOf = (source: Source, scope: Scope, guest: ReadableGuest): unknown => find(source, scope, { guest, record: scope });

function find(source: Source, scope: Scope, reading: Reading): unknown {
  if (typeof source === "string") return at(scope, source);
  switch (source.is) {
    case "slot":
      return scope.slot;
    case "constant":
      return source.value;
    case "first":
      return source.of.map((one) => () => find(one, scope, reading)).reduce<unknown>((found, next) => found ?? next(), undefined);
    case "extension":
      return /\.([^./]*)$/.exec(volumePath(scope, source.of) ?? "")?.[1];
    case "storedFormat":
      return askStorage(at(scope, source.of), reading);
  }
}

const at = (scope: Scope, path: string): unknown =>
  // Most paths are one key.
  !path.includes("/") ? (Object.hasOwn(scope, path) ? scope[path] : undefined) : path.split("/").reduce<unknown>((value, key) => (typeof value === "object" && value !== null && Object.hasOwn(value, key) ? (value as Scope)[key] : undefined), scope);

function volumePath(scope: Scope, path: string): string | undefined {
  const volume = at(scope, path);
  return typeof volume === "string" && volume.includes(":") ? volume.slice(volume.indexOf(":") + 1) : undefined;
}

function askStorage(volume: unknown, { guest }: Reading): string | undefined {
  if (typeof volume !== "string" || !volume.includes(":")) return undefined;
  if (volume.slice(0, volume.indexOf(":")).includes("/")) throw new Refusal(`"${volume}": the provider takes a path with a colon for a storage, unless the line says its format`, "raw");
  return guest.formatOf(volume);
}

/** Whether Proxmox VE has the key that a source names first. */
function isThere(source: Source, scope: Scope): boolean {
  if (typeof source === "string") return at(scope, source) !== undefined;
  return source.is === "first" ? isThere(source.of[0]!, scope) : source.is === "slot" ? scope.slot !== undefined : false;
}

// ---- blocks -----------------------------------------------------------------------------------------------------------------

function blockState(block: Block, scope: Scope, reading: Reading): Elements {
  const { from } = block;
  if (from?.is === "lines") return rawLines(reading.record, from.key, from.columns).map((line) => element(block, line, reading));
  if (from?.is === "numbered") return listState(block, devicesOf(block, reading), reading);
  if (from?.is === "key") {
    const device = scope[from.key];
    if (device === undefined) return block.when === "always" ? [{ ...element(block, {}, reading), ...block.missing?.state }] : [];
    return single(block, { ...(device as Scope), slot: from.key }, reading, true);
  }
  return single(block, scope, reading, false);
}

function single(block: Block, scope: Scope, reading: Reading, keyed: boolean): Elements {
  const state = element(block, scope, reading);
  const there = block.when === "always" || (block.when === "present" ? keyed || hasAny(block, scope, state) : differs(block, scope, state));
  return there ? [state] : [];
}

function element(block: Block, scope: Scope, reading: Reading): State {
  const trouble = block.refuses?.(scope);
  if (trouble) throw placed(new Refusal(trouble.why, trouble.cure), { key: trouble.key ?? String(scope.slot) });
  return stateOf(block.rows, scope, reading);
}

function hasAny(block: Block, scope: Scope, state: State): boolean {
  // A packed key counts even where it names nothing.
  return Object.keys(block.packed ?? {}).some((key) => scope[key] !== undefined) || block.rows.some((member) => {
    if (member.kind === "row") return member.terraform !== null && member.pve !== undefined && !isSlot(member.pve) && isThere(member.pve, scope);
    return member.from ? member.terraform !== null && (state[member.terraform] as Elements).length > 0 : hasAny(member, scope, {});
  });
}

const isSlot = (source: Source) => typeof source === "object" && source.is === "slot";

function differs(block: Block, scope: Scope, state: State): boolean {
  return block.rows.some((row) => {
    if (row.kind !== "row" || row.terraform === null || row.counts === "never") return false;
    const there = isThere(row.pve, scope);
    if ((row.counts === "whenPresent" && there) || (row.counts === "whenAbsent" && !there)) return true;
    return !sameValue(state[row.terraform]!, presetOf(row));
  });
}

export interface NumberedDevice {
  readonly number: number;
  readonly device: Scope;
}

type Numbered = Extract<NonNullable<Block["from"]>, { readonly is: "numbered" }>;

const slots = new WeakMap<Numbered, Map<number, readonly { readonly slot: string; readonly number: number }[]>>();

/** The keys that a numbered block can have, in the provider's order: family by family, then by number. */
export function slotsOf(from: Numbered, count: number): readonly { readonly slot: string; readonly number: number }[] {
  const known = slots.get(from) ?? new Map();
  const found = known.get(count) ?? [...from.families].sort().flatMap((family) => Array.from({ length: count }, (_, number) => ({ slot: `${family}${number}`, number })));
  slots.set(from, known.set(count, found));
  return found;
}

/** The devices of a numbered block, in the provider's order: family by family, then by number. */
export function devicesOf(block: Block, { guest, record }: Reading): NumberedDevice[] {
  const { from } = block;
  if (from?.is !== "numbered") return [];
  const devices: NumberedDevice[] = [];
  for (const { slot, number } of slotsOf(from, from.count)) {
    if (record[slot] === undefined) continue;
    const device: Scope = { ...(record[slot] as Scope), slot };
    const wanted = (!block.only || block.only(device)) && (!block.role || driveRole(device, guest.vmId) === block.role);
    if (wanted) devices.push({ number, device });
  }
  return devices;
}

function listState(block: Block, devices: readonly NumberedDevice[], reading: Reading): Elements {
  if (!block.gaps || block.gaps === "close") return devices.map(({ device }) => element(block, device, reading));
  const length = Math.max(-1, ...devices.map(({ number }) => number)) + 1;
  const nothing = () => (block.gaps === "null" ? nulls(block) : element(block, {}, reading));
  return Array.from({ length }, (_, number) => {
    const found = devices.find((one) => one.number === number);
    return found ? element(block, found.device, reading) : nothing();
  });
}

const nulls = (block: Block): State => Object.fromEntries(block.rows.flatMap((row) => (row.terraform === null ? [] : [[row.terraform, null]])));

function rawLines(record: Scope, key: string, columns: readonly string[]): Scope[] {
  // A container's file may have a key of this name, which Proxmox VE does not know and keeps.
  if (record.lxc !== undefined && !Array.isArray(record.lxc)) throw new Refusal(`lxc: the provider wants a list of raw lines, not "${String(record.lxc)}"; no container needs such a key`, undefined, { key: "lxc" }, `sed -i '/^lxc:/d' /etc/pve/lxc/${String((record.guest as Scope).id)}.conf`);
  const raw = (record.lxc ?? []) as readonly (readonly [string, string])[];
  return raw.filter(([name]) => name === key).map(([, value]) => Object.fromEntries(value.split(/\s+/).map((word, at) => [columns[at] ?? "", word])));
}

/** Deep equality of Terraform values, whatever the order of keys. */
export function sameValue(a: TerraformValue, b: TerraformValue): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const [one, other] = [a as State, b as State];
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => key in other && sameValue(one[key]!, other[key]!));
}
