import { exit, PmpcError } from "./error";

const faults: Readonly<Record<string, { readonly code: string; readonly says: string; readonly hint: string }>> = {
  ENOSPC: { code: "disk-full", says: "the disk is full", hint: "make room and run this again: it goes on where it stopped" },
  EDQUOT: { code: "disk-full", says: "the quota of its owner is used up", hint: "make room and run this again: it goes on where it stopped" },
  EACCES: { code: "workspace-not-writable", says: "permission denied", hint: "check who owns the folder and what is in it" },
  EPERM: { code: "workspace-not-writable", says: "operation not permitted", hint: "check who owns the folder and what is in it" },
  EROFS: { code: "workspace-not-writable", says: "the file system is read-only", hint: "make it writable, or name another folder with --out" },
  EISDIR: { code: "workspace-not-writable", says: "a folder is where a file should be", hint: "move the folder away" },
  EEXIST: { code: "workspace-not-writable", says: "a file is where a folder should be", hint: "move the file away" },
  ENOTEMPTY: { code: "workspace-not-writable", says: "a folder is where a file should be", hint: "move the folder away" },
  ELOOP: { code: "workspace-not-writable", says: "its links lead in a circle", hint: "name another folder with --out" },
  ENAMETOOLONG: { code: "workspace-not-writable", says: "its name is too long for this file system", hint: "name another folder with --out" },
  ENOENT: { code: "workspace-not-writable", says: "nothing can be made there", hint: "name another folder with --out" },
  EIO: { code: "disk-fails", says: "the disk does not work as it should", hint: "dmesg says what is wrong with it" },
  EMFILE: { code: "too-many-files", says: "too many files are open", hint: "allow more: ulimit -n 1024" },
  ENFILE: { code: "too-many-files", says: "too many files are open on this machine", hint: "end what has them open" },
  ENOTDIR: { code: "workspace-not-writable", says: "a part of its path is a file", hint: "name another folder with --out" },
};

/** Calls that are about files, and not about processes or the network. */
const onFiles = /^(?:access|chmod|copyfile|f?sync|f?datasync|f?truncate|link|l?stat|mkdir|mkdtemp|open|opendir|read|readlink|rename|rm|rmdir|scandir|symlink|unlink|utime|write)$/;

/** Says in words why a workspace could not be written; passes on what is not the disk's fault. */
export function explainDisk(error: unknown, root: string): unknown {
  const { code = "", path = root } = (error ?? {}) as NodeJS.ErrnoException;
  const fault = error instanceof Error && onFiles.test(String((error as NodeJS.ErrnoException).syscall)) ? faults[code] : undefined;
  const reads = error instanceof Error && ["read", "scandir", "stat", "lstat", "readlink"].includes((error as NodeJS.ErrnoException).syscall ?? "");
  const doing = fault?.code === "too-many-files" ? "open" : reads ? "read" : "write";
  return fault ? new PmpcError(fault.code, `cannot ${doing} ${path}: ${fault.says}`, { hint: fault.hint, exit: exit.failed, cause: error }) : error;
}
