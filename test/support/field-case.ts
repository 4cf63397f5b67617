import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Small inputs with the traits of public bug reports, each a folder. */
const home = join(__dirname, "../fixture/field-cases");

/** What an import of a case must come to: `expect.json` beside its `expect.md`. Whatever is left out is not looked at. */
export interface Expected {
  /** What goes wrong in the simulator: `/nodes/beta:595`. */
  readonly fail?: readonly string[];
  /** Texts that some warning must hold, one warning for each. */
  readonly warnings?: readonly string[];
  /** What the cluster is called. */
  readonly cluster?: string;
  /** How the import ends. */
  readonly exit?: number;
  readonly guests?: Readonly<Record<string, ExpectedGuest>>;
  /** What only an import from the files themselves can know. */
  readonly files?: {
    readonly warnings?: readonly string[];
    /** Texts that a file of the project has, by its path. */
    readonly texts?: Readonly<Record<string, readonly string[]>>;
  };
}

/** A guest by its key: `qemu/101`. */
export interface ExpectedGuest {
  readonly outcome?: string;
  /** Values of the configuration as Proxmox VE's API answers it, whichever way it is read; null is a key that it lacks. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Texts that its code has. */
  readonly code?: readonly string[];
  /** Texts that its code has not. */
  readonly noCode?: readonly string[];
  /** Texts that the list of what the code cannot say has, as "key: value: why". */
  readonly notSaid?: readonly string[];
  /** Text in the reason why it was set aside. */
  readonly reason?: string;
  /** The command that helps. */
  readonly remedy?: string;
  /** Values of its host_vars; null is one that they lack. */
  readonly vars?: Readonly<Record<string, unknown>>;
}

export interface FieldCase {
  readonly name: string;
  /** The folder like `/etc/pve`, or the recording; undefined if the case is a server of its own, which has a test of its own. */
  readonly input?: string;
  readonly isFolder: boolean;
  readonly expected: Expected;
}

export const fieldCases: readonly FieldCase[] = readdirSync(home).map((name) => {
  const at = (file: string) => join(home, name, file);
  const input = ["pve", "cluster.json"].find((file) => existsSync(at(file)));
  return {
    name,
    input: input === undefined ? undefined : at(input),
    isFolder: input === "pve",
    expected: existsSync(at("expect.json")) ? (JSON.parse(readFileSync(at("expect.json"), "utf8")) as Expected) : {},
  };
});
