import { meantRole, roleName } from "../drive";
import type { Scope } from "../meaning";
import { devicesOf, presetOf, slotsOf, type NumberedDevice, type State } from "../read-back";
import type { Block } from "../row";
import { meantBy } from "../meaning";
import { valueOf } from "../read-back";
import { slot } from "../place";
import { Refusal, type TerraformValue } from "../shape";
import { meantScope, type Page } from "./page";
import { formatOf, keysOf } from "../format";

/** A device of a list: as the provider reads it, and as Proxmox VE has it. Either may be missing. */
export interface Pair {
  readonly scope: Scope;
  /** Its place in the state. */
  readonly at?: number;
  readonly isThere: boolean;
}

/** The devices of a numbered list, each once, in the provider's order; a gap that the state has is a pair of nothing. */
export function pairsOf(block: Block, page: Page): Pair[] {
  const read = devicesOf(block, page);
  const own = meantDevices(block, page);
  const keeps = (key: unknown) => own.some(({ device }) => device.slot === key);
  const closed = !block.gaps || block.gaps === "close";
  const length = closed ? read.length : Math.max(-1, ...read.map(({ number }) => number)) + 1;
  const found = Array.from({ length }, (_, at): Pair => {
    const device = closed ? read[at]?.device : read.find(({ number }) => number === at)?.device;
    return { scope: device ?? {}, at, isThere: device === undefined || keeps(device.slot) };
  });
  const others = own.filter(({ device }) => !read.some((one) => one.device.slot === device.slot));
  return [...found, ...others.map(({ device }): Pair => ({ scope: device, isThere: true }))];
}

/** The devices of a list that Proxmox VE has, whether or not the provider reads them. */
function meantDevices(block: Block, { meaning, guest }: Page): NumberedDevice[] {
  const { from } = block;
  if (from?.is !== "numbered") return [];
  return slotsOf(from, Math.max(from.count, from.known)).flatMap(({ slot, number }) => {
    const device = meaning[slot] as Scope | undefined;
    const isOurs = device !== undefined && (block.has ?? block.only ?? isSomething)(device, guest.type) && (block.role === undefined || meantRole(device) === block.role);
    return isOurs ? [{ number, device }] : [];
  });
}

/** Of a line with nothing in it that Proxmox VE knows, it makes no device. */
const isSomething = (device: Scope, type: string) => Object.keys(device).some((field) => formatOf(type, String(device.slot))?.fields.has(field));

export const saysNothing = (scope: Scope, page: Page): boolean => !isSomething(meantScope(scope, page) ?? scope, page.guest.type);

/** What the state of a device would be if the provider read it as Proxmox VE means it. */
export function meantState(block: Block, scope: Scope, page: Page): State {
  return Object.fromEntries(
    block.rows.flatMap((row): [string, TerraformValue][] => {
      if (row.kind !== "row" || row.terraform === null) return [];
      const known = meantBy(row, meantScope(scope, page) ?? scope, page.guest);
      return [[row.terraform, known === undefined ? readState(row, scope, page) : known]];
    }),
  );
}

function readState(row: Extract<Block["rows"][number], { kind: "row" }>, scope: Scope, page: Page): TerraformValue {
  if (typeof row.pve === "object" && row.pve.is === "constant") return row.pve.value;
  const keys = row.pve === slot ? ["slot"] : keysOf(row.pve);
  const raw = keys.map((key) => valueOf(key, scope, page.guest)).find((value) => value !== undefined);
  try {
    return raw === undefined ? presetOf(row) : row.shape.read(raw);
  } catch (error) {
    if (error instanceof Refusal) return presetOf(row);
    throw error;
  }
}

/** Why what the provider reads on a slot is not what Proxmox VE has there; undefined if it is. */
export function whyMistaken(block: Block, scope: Scope, page: Page): string | undefined {
  const device = meantScope(scope, page);
  if (block.role === undefined || device === undefined) return undefined;
  const role = meantRole(device);
  return role === block.role ? undefined : `${String(scope.slot)} is ${roleName[role]}, which the provider takes for ${roleName[block.role]}`;
}

/** The one drive of a role that the provider knows, which it does not look for where Proxmox VE has it: one that holds something first. */
export function driveElsewhere(block: Block, page: Page): Scope | undefined {
  const sought = new RegExp(`^(${(block.unsought ?? []).join("|")})\\d+$`);
  const drives = Object.entries(page.meaning).filter(([key, drive]) => sought.test(key) && meantRole(drive as Scope) === block.role);
  const [first] = drives.map(([, drive]) => drive as Scope).sort((a, b) => Number(a.file === "none") - Number(b.file === "none"));
  return first;
}
