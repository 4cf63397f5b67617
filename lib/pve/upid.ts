/** A task of Proxmox VE: `UPID:pve1:00000FA6:000184A6:68F1C0B0:qmstart:100:root@pam:`. */
export interface Upid {
  readonly node: string;
  readonly pid: number;
  /** Start of the process in clock ticks since boot. */
  readonly processStart: number;
  /** Seconds since 1970. */
  readonly startTime: number;
  /** `qmstart`, `vzcreate`, … */
  readonly type: string;
  /** What the task is about, usually a guest's number; may be empty. */
  readonly id: string;
  /** `root@pam` or, with a token, `root@pam!name`. */
  readonly user: string;
}

const pattern = /^UPID:([a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?):([0-9A-Fa-f]{8}):([0-9A-Fa-f]{8,9}):([0-9A-Fa-f]{8}):([^:\s]+):([^:\s]*):([^:\s]+):$/;

export function parseUpid(text: string): Upid | undefined {
  const [, node, pid, processStart, startTime, type, id, user] = pattern.exec(text) ?? [];
  if (node === undefined) return undefined;
  const hex = (digits: string | undefined) => Number.parseInt(digits ?? "0", 16);
  return { node, pid: hex(pid), processStart: hex(processStart), startTime: hex(startTime), type: type ?? "", id: id ?? "", user: user ?? "" };
}

export function printUpid(task: Upid): string {
  const hex = (value: number) => value.toString(16).toUpperCase().padStart(8, "0");
  return ["UPID", task.node, hex(task.pid), hex(task.processStart), hex(task.startTime), task.type, task.id, task.user, ""].join(":");
}
