import type { Diagnostic } from "./diagnostic";

interface LogLine {
  readonly type?: string;
  readonly hook?: { readonly resource?: { readonly addr?: string }; readonly id_value?: string };
  readonly changes?: { readonly operation?: string };
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: string; readonly importing?: { readonly id?: string } };
  readonly diagnostic?: Diagnostic & { readonly severity: string };
}

/** How far terraform is. */
export interface Progress {
  readonly doing: "planning" | "applying";
  /** Resources whose reading, or whose change, is done. */
  readonly done: number;
  /** Addresses of those that have begun, and are not. */
  readonly open: readonly string[];
}

/** What terraform prints as JSON, read as far as it has come. */
export interface Log {
  readonly errors: readonly Diagnostic[];
  /** Changes that an apply has to make. */
  readonly planned: number;
  /** Addresses that are only taken into the state, as they are: address → the provider's id. */
  readonly imports: ReadonlyMap<string, string>;
  /** A plan has come to its end, and changes nothing. */
  readonly changesNothing: boolean;
  /** Addresses of what is done. */
  readonly done: ReadonlySet<string>;
  /** What has begun and is not done: address → the guest's number. */
  readonly open: ReadonlyMap<string, string>;
  /** What has begun, done or not: address → the guest's number, where it has one. */
  readonly numbers: ReadonlyMap<string, string>;
  /** An apply has said that it is through. */
  readonly isThrough: boolean;
  take(line: string): void;
}

/** Follows what terraform prints as JSON, line by line. */
export function readLog(doing: Progress["doing"], onProgress?: (progress: Progress) => void): Log {
  const open = new Map<string, string>();
  const done = new Set<string>();
  const errors: Diagnostic[] = [];
  let isThrough = false;
  const numbers = new Map<string, string>();
  const imports = new Map<string, string>();
  let isPlanned = false;
  let planned = 0;
  return {
    errors,
    done,
    open,
    numbers,
    imports,
    get changesNothing() {
      return isPlanned && planned === imports.size && errors.length === 0;
    },
    get planned() {
      return planned;
    },
    get isThrough() {
      return isThrough;
    },
    take(line) {
      const { type, hook, changes, change, diagnostic } = parseLine(line);
      const address = hook?.resource?.addr;
      if (diagnostic?.severity === "error") errors.push(diagnostic);
      if (type === "change_summary" && changes?.operation === "apply") isThrough = true;
      if (type === "change_summary" && changes?.operation === "plan") isPlanned = true;
      if (type === "planned_change") planned++;
      // What stays as it is is not named at all, unless it is imported.
      if (type === "planned_change" && change?.action === "import") imports.set(change.resource.addr, change.importing?.id ?? "");
      if (address === undefined) return;
      if (type === "refresh_start" || type === "apply_start") open.set(address, hook?.id_value ?? "");
      if (hook?.id_value) numbers.set(address, hook.id_value);
      if (type === "refresh_complete" || type === "apply_complete" || type === "apply_errored") open.delete(address);
      if (type === "refresh_complete" || type === "apply_complete") done.add(address);
      onProgress?.({ doing, done: done.size, open: [...open.keys()] });
    },
  };
}

function parseLine(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return {};
  }
}
