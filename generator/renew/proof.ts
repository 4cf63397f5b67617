import type { ResourceReport } from "../judge/grading";

/** What a plan of the project proved. */
export interface Proof {
  /** The plan of every guest in the code changes nothing on the cluster. */
  readonly proven: boolean;
  /** Why nothing was proven, and how it can be. */
  readonly reason?: string;
  readonly remedy?: string;
  /** `Terraform v1.11.4` */
  readonly by?: string;
  readonly imports: number;
  /** Resources that were planned. */
  readonly planned: number;
  /** Resources that were not planned again, because nothing has changed of what their last proof rests on. */
  readonly unchanged: number;
  /** Guests of which only Terraform's own record would change: those just settled, and those that have gone. */
  readonly records: number;
  /** What was not planned, because its node is off, its storage is gone, or it stands still: its code stays. */
  readonly unreached: readonly ResourceReport[];
  /** What does not plan clean, and is left so: guests in files that somebody edited, or that Terraform manages already. */
  readonly unclean: readonly ResourceReport[];
  /** The state of Terraform's that it was planned with; undefined if there is none. */
  readonly state?: { readonly lineage?: string; readonly serial?: number };
}
