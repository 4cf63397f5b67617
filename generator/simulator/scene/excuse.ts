import type { Guest } from "../../../simulator/cluster";
import type { Area } from "./area";
import type { Difference } from "./likeness";

/** What goes on from one phase of a series to the next. */
export interface Series {
  /** What was seen of each guest so far: Proxmox VE's lists show figures, names and states that are some seconds old. */
  readonly seen: Map<string, Set<unknown>>;
  /** Guests that the simulator refused to make highly available, which shows in what is known of them. */
  readonly unmanaged: Set<string>;
  /** Areas of which the simulator refused something: their files go on without it. */
  readonly refused: Set<Area>;
  /** Files that the recording says nothing of between two phases. */
  unsaid: ReadonlyMap<string, string>;
  power: ReadonlyMap<number, Guest["power"]>;
}

export const newSeries = (): Series => ({ seen: new Map(), unmanaged: new Set(), refused: new Set(), unsaid: new Map(), power: new Map() });

/** Whether a difference says nothing against the simulator: it is due to the moment of the recording, or to what was refused before. */
export function isExcused(difference: Difference, address: string, recorded: unknown, simulated: unknown, series: Series): boolean {
  return (
    isEarlier(address, recorded, simulated, difference) ||
    isUnmeasured(recorded, difference) ||
    isOfTheHost(address, difference) ||
    isOld(series, difference) ||
    isOfAvailability(series, address, difference)
  );
}

const rowOf = (path: string) => /^data(?:\.members|\.[^.]+\.members)?\.((?:qemu|lxc)\/\d+)\.([^.]+)$/.exec(path) ?? [];

/** What the machine of the recording was, which is in no file: its size, its certificate, its lack of network cards. */
function isOfTheHost(address: string, { path, recorded, simulated }: Difference): boolean {
  if (/^\/(nodes|cluster\/resources)(\?|$)/.test(address)) return /^data\.node\/[^.]+\.(maxdisk|maxmem|maxcpu|ssl_fingerprint)$/.test(path);
  return /^\/nodes\/[^/]+\/network/.test(address) && /\.(exists|active)$/.test(path) && recorded === undefined && simulated === 1;
}

/** What was true of a guest some moments before; a lock that was held while a task was at work. */
function isOld({ seen }: Series, { path, recorded, simulated }: Difference): boolean {
  const [, row, key] = rowOf(path);
  return seen.get(`${row}.${key}`)?.has(recorded) === true || (row !== undefined && key === "lock" && simulated === undefined);
}

/** What follows from high availability, which the simulator refused. */
function isOfAvailability({ unmanaged }: Series, address: string, { path }: Difference): boolean {
  const [, row, key] = rowOf(path);
  const asked = /\/(?:qemu|lxc)\/(\d+)\/status\/current$/.exec(address)?.[1];
  return (key === "hastate" && unmanaged.has(row!.split("/")[1]!)) || (asked !== undefined && unmanaged.has(asked) && path.startsWith("data.ha."));
}

/** A task that was still at work when it was asked for: the simulator's are done at once. */
function isEarlier(path: string, recorded: unknown, simulated: unknown, { path: at }: Difference): boolean {
  const status = (value: unknown) => (value as { readonly data?: { readonly status?: string } }).data?.status;
  const running = /\/tasks\/[^/]+\/status$/.test(path) && status(recorded) === "running" && status(simulated) === "stopped";
  return running && (at === "data.status" || at === "data.exitstatus");
}

/** A guest of which nothing was measured yet: Proxmox VE's own figures lag some ten seconds behind. */
function isUnmeasured(body: unknown, { path, recorded }: Difference): boolean {
  const [, row, key] = rowOf(path);
  if (row === undefined) return false;
  const unknown = JSON.stringify(body).includes(`"status":"unknown"`) && rowsIn(body).some(({ id, status, name }) => id === row && status === "unknown" && name === undefined);
  // Of containers and virtual machines alike it depends on the moment whether this figure is there.
  return (unknown && (recorded === undefined || key === "status")) || key === "memhost";
}

function rowsIn(value: unknown): Readonly<Record<string, unknown>>[] {
  if (Array.isArray(value)) return value.flatMap(rowsIn);
  if (typeof value !== "object" || value === null) return [];
  return [value as Readonly<Record<string, unknown>>, ...Object.values(value).flatMap(rowsIn)];
}
