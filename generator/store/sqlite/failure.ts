import type { Failure } from "../driver";

const damaged: Failure = {
  code: "store-damaged",
  says: "is damaged, or no SQLite file",
  hint: "it was left as it is, and holds nothing but what was seen and its history: move it away, and the next pmpc import makes a new one",
};
const full: Failure = {
  code: "store-full",
  says: "cannot grow: the disk is full",
  hint: "make room and run this again; what was stored before is whole",
};
const failing: Failure = { code: "disk-fails", says: "cannot be read or written: the disk is full, or does not work as it should", hint: "df says how full it is; make room and run this again" };
const closed: Failure = { code: "store-not-writable", says: "cannot be opened for writing", hint: "check whether it is a file, who owns it and its folder, and whether the file system is read-only" };
const busy: Failure = { code: "store-busy", says: "is being written by another process", hint: "wait until it is done, then run this again" };

export const failures: Readonly<Record<string, Failure>> = {
  SQLITE_CORRUPT: damaged,
  SQLITE_NOTADB: damaged,
  SQLITE_FULL: full,
  ENOSPC: full,
  SQLITE_IOERR: failing,
  SQLITE_CANTOPEN: closed,
  // The binding's own word, without a code, where a folder is in the place of the file.
  ConnectionFailed: closed,
  SQLITE_READONLY: closed,
  EACCES: closed,
  EPERM: closed,
  EROFS: closed,
  EISDIR: closed,
  ENOTDIR: closed,
  SQLITE_BUSY: busy,
  SQLITE_LOCKED: busy,
};
