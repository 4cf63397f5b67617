import { AsyncLocalStorage } from "node:async_hooks";

/** For whom something is done: what logs, the audit log and Proxmox VE are told. */
export interface Caller {
  /** The door, and the client's own name where it has one: `command line`, `mcp claude-code 2.1`, `rest nightly`. */
  readonly client: string;
  /** W3C trace context: `00-TRACE-SPAN-01`. */
  readonly trace: string;
}

/** The client of the person at a terminal. */
export const commandLine = "command line";

const storage = new AsyncLocalStorage<Caller>();
let ofProcess: Caller | undefined;

/** Does something for a caller; what it begins belongs to that caller, too. */
export const asCaller = <T>(caller: Caller, work: () => T): T => storage.run(caller, work);

/** Says for whom this whole process works. */
export const workFor = (caller: Caller | undefined): void => void (ofProcess = caller);

export const callerNow = (): Caller | undefined => storage.getStore() ?? ofProcess;

/** A client's own name, which may say anything, as one line of plain characters. */
export const clientName = (door: string, ...names: readonly (string | undefined)[]): string => {
  const own = names.map((name) => (name ?? "").replace(/[^\x20-\x7e]+/g, "?").trim().slice(0, 60)).filter((name) => name !== "");
  return [door, ...own].join(" ");
};
