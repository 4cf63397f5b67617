import { exit, PmpcError } from "../../lib/error";

const faults: Readonly<Record<string, { readonly code: string; readonly says: string; readonly hint: string }>> = {
  ENOSPC: { code: "disk-full", says: "the disk is full", hint: "make room and run this again: it goes on where it stopped" },
  EDQUOT: { code: "disk-full", says: "the quota of its owner is used up", hint: "make room and run this again: it goes on where it stopped" },
  EACCES: { code: "workspace-not-writable", says: "permission denied", hint: "check who owns the folder and what is in it" },
  EPERM: { code: "workspace-not-writable", says: "operation not permitted", hint: "check who owns the folder and what is in it" },
  EROFS: { code: "workspace-not-writable", says: "the file system is read-only", hint: "name another folder with --out" },
  ENOTDIR: { code: "workspace-not-writable", says: "a part of its path is a file", hint: "name another folder with --out" },
};

/** Says in words why a workspace could not be written; passes on what is not the disk's fault. */
export function explainDisk(error: unknown, root: string): unknown {
  const { code = "", path = root } = (error ?? {}) as NodeJS.ErrnoException;
  const fault = error instanceof Error && "syscall" in error ? faults[code] : undefined;
  return fault ? new PmpcError(fault.code, `cannot write ${path}: ${fault.says}`, { hint: fault.hint, exit: exit.failed, cause: error }) : error;
}
