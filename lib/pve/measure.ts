/**
 * What Proxmox VE measures by the second, and answers beside what was set: the keys of `vmstatus` in qemu-server and pve-container, and those
 * that `/cluster/resources` has of them.
 */
const measured: ReadonlySet<string> = new Set(["cpu", "disk", "diskread", "diskwrite", "mem", "memhost", "netin", "netout", "pid", "swap", "uptime"]);

/** Whether a key of an answer is a measure. Those of the kernel's pressure are called after what they measure: `pressurecpusome`. */
export const isMeasure = (key: string): boolean => measured.has(key) || key.startsWith("pressure");

const passing: ReadonlySet<string> = new Set(["maxcpu", "maxmem", "maxdisk", "used", "used_fraction", "avail", "total", "localtime", "time", "next-run", "last-run", "active", "exists", "status", "level", "priority", "order", "families", "altnames", "link-type", "lock-token"]);

/** Whether a key of an answer tells how it is at the moment, or where it is in its file: it may be otherwise the next time, without anybody having set it. */
export const isOfMoment = (key: string): boolean => passing.has(key) || isMeasure(key);
