import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ownPackages } from "./app";
import { runProcess, type Ended } from "./process";

/** What the project's own TypeScript says of its code. */
export interface Types {
  readonly problems: readonly TypeProblem[];
  /** Why nothing is known, or not everything. */
  readonly unchecked?: string;
}

export interface TypeProblem {
  /** In TypeScript's words: `Type 'number' is not assignable to type 'VirtualMachineCpu'.` */
  readonly says: string;
  /** Relative to the project; undefined for what is wrong with tsconfig.json. */
  readonly file?: string;
  readonly line?: number;
}

/** A check that goes on beside something else. */
export interface TypeCheck {
  /** Its end, waited for; undefined if the project has no TypeScript installed. */
  readonly end: () => Promise<Types | undefined>;
  /** Gives it up. */
  readonly stop: () => void;
}

interface TypeCheckOptions {
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  /** Told after 1, 2, 4, 8, … minutes that it goes on. */
  readonly onLong?: (minutes: number) => void;
}

/** Has the project's own TypeScript check its code, while something else goes on. A project that is not installed is not checked. */
export function startTypeCheck(options: TypeCheckOptions): TypeCheck {
  const stop = new AbortController();
  const ending = check(options, stop.signal);
  return { end: () => ending, stop: () => stop.abort() };
}

async function check({ root, environment, signal, onLong }: TypeCheckOptions, stop: AbortSignal): Promise<Types | undefined> {
  const tsc = await compilerOf(root);
  if (tsc === undefined) return undefined;
  const ended = await runProcess(process.execPath, [tsc, "--noEmit", "--pretty", "false", "--project", root], {
    cwd: root, environment, onLong, inBackground: true, signal: signal === undefined ? stop : AbortSignal.any([signal, stop]),
  });
  return typesIn(ended);
}

/** The compiler of the project, where what it would look at is installed. */
async function compilerOf(root: string): Promise<string | undefined> {
  const { isInstalled } = ownPackages(root);
  if (!isInstalled) return undefined;
  try {
    const manifest = createRequire(join(root, "package.json")).resolve("typescript/package.json");
    const { bin } = JSON.parse(await readFile(manifest, "utf8")) as { readonly bin?: { readonly tsc?: string } };
    return bin?.tsc === undefined ? undefined : join(dirname(manifest), bin.tsc);
  } catch {
    return undefined;
  }
}

function typesIn({ code, stopped, stdout }: Ended): Types {
  if (stopped === "aborted") return { problems: [], unchecked: "the check was stopped" };
  const problems = stdout.split("\n").flatMap((line): TypeProblem[] => {
    const [, file, at, says] = /^(?:(\S.*?)\((\d+),\d+\): )?error TS\d+: (.*)$/.exec(line.trimEnd()) ?? [];
    return says === undefined ? [] : [file === undefined ? { says } : { says, file, line: Number(at) }];
  });
  // One and two are its ways to say that it found something.
  return code === 0 || problems.length > 0 ? { problems } : { problems, unchecked: "tsc ended without a result" };
}
