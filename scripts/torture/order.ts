/** A verb that talks to the cluster, as it is played under every fault. */
export interface Order {
  /** Its name and its words. */
  readonly args: readonly string[];
  /** Where it is given: in a fresh import, in a workspace that was applied and has a change to apply, or in an empty folder. @default "settled" */
  readonly from?: "imported" | "settled" | "nothing";
  /** The one request that it may write, once: `POST …/status/start`. Without it, nothing may be written. */
  readonly writes?: RegExp;
  /** The guest whose code it changes, by its name there. */
  readonly changes?: string;
}

/** Stands for the code of the proposal that was made in the settled workspace. */
export const proposed = "PROPOSED-CODE";

const power = (verb: string, guest: string): Order => ({ args: [...verb.split(" "), ...guest.split(" ")], writes: new RegExp(`^POST /nodes/pve/(?:qemu|lxc)/${guest.split(" ").at(-1)}/status/${verb.split(" ").at(-1)}$`) });
const tool = (tool: "pct" | "qm", running: string, stopped: string): readonly Order[] => [
  { args: [tool, "list"] },
  { args: [tool, "status", running] },
  { args: [tool, "config", running] },
  power(`${tool} start`, stopped),
  ...["stop", "shutdown", "reboot"].map((verb) => power(`${tool} ${verb}`, running)),
];

export const orders: readonly Order[] = [
  { args: ["import", "--no-verify"], from: "imported" },
  { args: ["sync"], from: "imported" },
  { args: ["doctor"], from: "imported" },
  { args: ["plan"], from: "imported" },
  { args: ["apply", "--yes", "--allow-changes"], from: "imported" },
  { args: ["init", "--yes"], from: "nothing" },
  { args: ["verify"] },
  { args: ["approve", proposed, "--yes"] },
  { args: ["ci"] },
  { args: ["create", "vm", "--id", "300", "--name", "web-02", "--cores", "2", "--memory", "2GiB"] },
  { args: ["delete", "vm", "100", "--yes"], changes: "opnsense" },
  { args: ["propose"] },
  { args: ["protect", "vm", "101", "--yes"], changes: "homeassistant" },
  { args: ["unprotect", "vm", "102", "--yes"], changes: "truenas" },
  { args: ["rehearse", "--all-rights"] },
  { args: ["test"] },
  { args: ["undo", "1"], changes: "opnsense" },
  { args: ["diff"] },
  { args: ["rollback", "first", "--cluster", "--dry-run"] },
  { args: ["state"] },
  { args: ["status"] },
  { args: ["watch", "--times", "1"] },
  { args: ["upgrade", "--provider", "0.112.0", "--yes"] },
  power("start", "vm 103"),
  power("stop", "vm 101"),
  power("shutdown", "vm 101"),
  power("reboot", "container 201"),
  ...tool("pct", "201", "9011"),
  ...tool("qm", "101", "103"),
  { args: ["pct", "create", "300", "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst", "--storage", "local-zfs", "--hostname", "new"], writes: /^POST \/nodes\/pve\/lxc$/ },
  { args: ["qm", "create", "300", "--name", "new", "--scsi0", "local-zfs:8"], writes: /^POST \/nodes\/pve\/qemu$/ },
  { args: ["pct", "destroy", "9011", "--confirm", "idle"], writes: /^DELETE \/nodes\/pve\/lxc\/9011\b/ },
  { args: ["qm", "destroy", "103", "--confirm", "win11"], writes: /^DELETE \/nodes\/pve\/qemu\/103\b/ },
];

const alone = "it asks nothing of the cluster";

/** Verbs without a fault of the cluster, and why. */
export const unasked: Readonly<Record<string, string>> = {
  audit: alone,
  completion: alone,
  demo: "its cluster is its own, and in its own process",
  describe: alone,
  export: alone,
  forget: alone,
  generate: alone,
  history: alone,
  list: alone,
  resolve: alone,
  simulator: "it is the cluster",
  "support-bundle": alone,
  update: alone,
};
