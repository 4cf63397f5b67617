/** What the API said, good or bad. */
export interface ApiResponse {
  readonly status: number;
  /** Proxmox VE's own words where it refused or failed: `Permission check failed (/vms/100, VM.Audit)`. */
  readonly reason: string;
  /** The `data` of the body; undefined if there was none. */
  readonly data: unknown;
}
