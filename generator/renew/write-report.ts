import type { GuestChange } from "../../lib/inventory/difference";
import type { ExitCode } from "../../lib/error";
import type { ResourceKey } from "../../lib/pve/address";
import type { LeftComment } from "../edit/merge/sides";
import type { PlannedGuest, PlannedResource } from "../plan/plan";
import type { FileChange } from "../workspace/file";
import type { OpenConflict } from "./conflict";
import type { PackageOrigin } from "./package";
import type { Proof } from "./proof";

/** What an import or a generate did, as one object: what `--json` prints, and what the terminal draws. */
export interface WriteReport {
  readonly workspace: string;
  readonly cluster: string;
  readonly source: string;
  readonly guests: readonly GuestReport[];
  /** What is not a guest, where it is read, too. */
  readonly resources?: readonly ClusterReport[];
  readonly files: readonly FileChange[];
  readonly warnings: readonly string[];
  /** What both the user and the cluster changed, and is not decided yet. */
  readonly conflicts: readonly OpenConflict[];
  /** Guests, and other things of the cluster, that the user took out of the code: they stay out of it. */
  readonly deleted: readonly ResourceKey[];
  /** Comments of the user's that stay in the code, although what they are about has gone. */
  readonly comments?: readonly LeftComment[];
  /** What has changed on the cluster since it was read before; undefined if it was not, or not read anew. */
  readonly changed?: readonly GuestChange[];
  /** Where a new project gets pmpc: where the one that runs came from. */
  readonly installs?: PackageOrigin;
  /** What a plan proved, where the self-check was asked for. */
  readonly proof?: Proof;
  readonly exit: ExitCode;
}

/** What became of something that is not a guest. */
export interface ClusterReport {
  /** `storage/nas` */
  readonly key: string;
  /** The area that it belongs to: `storage`. */
  readonly area: string;
  readonly outcome: "imported" | "kept" | "aside";
  readonly reason?: string;
  readonly remedy?: string;
  readonly file?: string;
  readonly notSaid: GuestReport["notSaid"];
}

export interface GuestReport {
  readonly key: string;
  readonly name: string;
  readonly node: string;
  readonly outcome: "imported" | "own" | "refused" | "released" | "skipped" | "unreadable";
  /** Its code stays as it was written earlier. */
  readonly kept?: true;
  readonly reason?: string;
  readonly remedy?: string;
  readonly file?: string;
  /** What the self-check found to be ignored, in Terraform's words. */
  readonly repairs: readonly { readonly path: string; readonly why: string }[];
  /** `internal`: Proxmox VE's own record, which no user has set. */
  readonly notSaid: readonly { readonly key: string; readonly value: string; readonly why: string; readonly internal?: true }[];
}

export function guestReport({ guest, outcome, because, reason, remedy, file, repairs, notSaid }: PlannedGuest): GuestReport {
  return {
    key: guest.key,
    name: guest.name ?? "",
    node: guest.node,
    outcome: outcome === "kept" ? (because ?? "unreadable") : outcome,
    ...(outcome === "kept" ? { kept: true } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(remedy === undefined ? {} : { remedy }),
    ...(file === undefined ? {} : { file }),
    repairs,
    notSaid: notSaid.map(({ key, value, why, internal }) => ({ key, value, why, ...(internal ? { internal } : {}) })),
  };
}

export function resourceReport({ key, area, outcome, reason, remedy, entry, notSaid }: PlannedResource): ClusterReport {
  return { key, area, outcome, ...(reason === undefined ? {} : { reason }), ...(remedy === undefined ? {} : { remedy }), ...(entry === undefined ? {} : { file: `cluster/${area}.ts` }), notSaid };
}
