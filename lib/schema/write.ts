import { catalog } from "./catalog";
import { claimKeys, type Claim } from "./coverage";
import { readBack, type Elements, type ReadableGuest, type State } from "./read-back";
import type { Member } from "./row";
import type { TerraformValue } from "./shape";
import { writeMembers } from "./writing/block";
import { openPage, type Rejected } from "./writing/page";

/** What an import writes for one guest, so that Terraform finds nothing to change. */
export interface Writing {
  /** Attributes and blocks, in Terraform's words. */
  readonly config: State;
  /** Entries of ignore_changes, each with its reason. */
  readonly ignore: readonly Ignore[];
  /** Values of the state that the provider's validators refuse. */
  readonly rejected: readonly Rejected[];
  /** What became of every key and sub-key of the guest's configuration. */
  readonly claims: readonly Claim[];
  /** What Proxmox VE takes where it has no key, and no value says, as sentences. */
  readonly notes: readonly string[];
}

export interface Ignore {
  /** `numa[0].policy` */
  readonly path: string;
  readonly why: string;
}

/**
 * Decides what to write for a guest: what Proxmox VE means, not what the provider makes of it; where the two differ, that path is
 * ignored. Throws a Refusal where the provider cannot read the guest.
 */
export function writeGuest(guest: ReadableGuest): Writing {
  const { rows } = catalog[guest.type];
  const claims = claimKeys(guest);
  const config: Record<string, TerraformValue> = {};
  const page = openPage(guest, readBack(guest), config, claims.sink);
  writeMembers(rows, page.state, page.record, "", page, config);
  for (const path of requiredBy(rows, config)) sayRequired(path, page.state, config);
  return {
    config,
    ignore: [...page.ignore].map(([path, why]) => ({ path, why })),
    rejected: page.rejected,
    claims: claims.settle(),
    notes: [...page.notes, ...page.cautions],
  };
}

/** What the provider wants to see said beside what was written. */
function requiredBy(members: readonly Member[], config: State): readonly string[] {
  return members.flatMap((member) => {
    const value = member.terraform === null ? undefined : config[member.terraform];
    if (value === undefined || value === null) return [];
    return member.kind === "row" ? (member.requires ?? []) : (value as Elements).flatMap((element) => requiredBy(member.rows, element));
  });
}

// The provider looks at what is said, not at what is so: `numa = false` satisfies it, the same default unsaid does not.
function sayRequired(path: string, state: State, config: Record<string, TerraformValue>): void {
  const [block, name] = path.split(".") as [string, string];
  const [found] = (state[block] ?? []) as Elements;
  const [said] = (config[block] ?? []) as Elements;
  if (said?.[name] === undefined) config[block] = [{ [name]: found?.[name] ?? false, ...said }];
}
