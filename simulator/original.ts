import type { Guest } from "./cluster";
import { readDraft, type Draft, type Values } from "./draft";
import { assertUnlocked } from "./precondition";
import { isTemplate } from "./guest";
import { isSet } from "./parameter";
import { failed } from "./refusal";
import { given, type Call } from "./route";

/** What a clone is made of. */
export interface Original {
  readonly draft: Draft;
  /** The guest as it is, or as a snapshot kept it. */
  readonly values: Values;
  /** All of it is copied; otherwise the clone builds on its disks. */
  readonly full: boolean;
}

export function originalOf(call: Call, source: Guest): Original {
  const draft = readDraft(source);
  assertUnlocked(draft);
  const snapshot = given(call, "snapname");
  const values = snapshot === "" ? draft.values : draft.snapshots.get(snapshot);
  if (!values) throw failed(`snapshot '${snapshot}' does not exist`);
  return { draft, values, full: call.given.full === undefined ? !isTemplate(source) : isSet(call.given.full) };
}
