import type { Shell } from "./shell";

/** What the tools of a node are called there: names, or paths. */
export type NodeTools = Readonly<Record<"pct" | "qm" | "pvesh", string>>;

/** The command line of a node. */
export interface NodeShell {
  readonly shell: Shell;
  /** It is another machine's. */
  readonly remote: boolean;
  readonly commands: NodeTools;
  /** Where the cluster file system lies. */
  readonly folder: string;
  /** Milliseconds for each command. */
  readonly timeout: number;
  /** The node that it must be. */
  readonly node?: string;
}
