import { propPath, toTerraform } from "../props";
import { presetOf } from "../read-back";
import type { GuestTable, Member, Props } from "../row";
import type { PropValue } from "../shape";
import { conflictsIn } from "./conflict";

/** Props that do not go together. */
export interface Contradiction {
  /** As half a sentence. */
  readonly why: string;
  /** The props that take part, without the elements that they are in: `memory.floating`, `disks.interface`. */
  readonly about: readonly string[];
  /** What to say instead, as options of `pmpc update`; undefined if only a person can decide. */
  readonly options?: string;
}

/** What Proxmox VE would refuse in a guest's props together, or not start the guest with. Props that are not known are left out. */
export function contradictionsIn(table: GuestTable, props: Props): readonly Contradiction[] {
  return conflictsIn(table.type, stateOf(table, props)).map(({ says, about, options }) => ({ why: says, about: about.map((path) => propPath(table.rows, path)), ...(options === undefined ? {} : { options }) }));
}

type State = Readonly<Record<string, unknown>>;

/** What Terraform is given for props, with what is meant where they say nothing. */
function stateOf({ rows }: GuestTable, props: Props): State {
  // A value of another type than the prop's says nothing here; the compiler tells.
  const isSound = ([prop, value]: readonly [string, PropValue | undefined]) => {
    try {
      toTerraform({ rows }, { [prop]: value! });
      return true;
    } catch {
      return false;
    }
  };
  return withPresets(rows, toTerraform({ rows }, Object.fromEntries(Object.entries(props).filter(isSound))));
}

function withPresets(members: readonly Member[], state: State): State {
  return Object.fromEntries(Object.entries(state).map(([name, value]) => {
    const block = members.find((member) => member.kind === "block" && member.terraform === name);
    if (block?.kind !== "block" || !Array.isArray(value)) return [name, value];
    const presets = Object.fromEntries(block.rows.flatMap((row) => (row.kind === "row" && row.terraform !== null && presetOf(row) !== undefined ? [[row.terraform, presetOf(row)] as const] : [])));
    return [name, (value as readonly State[]).map((element) => ({ ...presets, ...withPresets(block.rows, element) }))];
  }));
}
