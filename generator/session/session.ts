import { hostname, userInfo } from "node:os";
import { dirname, join, resolve } from "node:path";
import { utc } from "../../lib/pve/utc";
import { exit, PmpcError } from "../../lib/error";
import type { Hold } from "../store/hold";
import { openStoreLater } from "../store/open";
import type { RunSummary, StateStore } from "../store/state-store";
import { quoteWords } from "../transport/quote";
import { readFormerManifest } from "../workspace/former";
import { lockWorkspace, type Lock } from "../workspace/lock";
import { lostSettings, type LostSettings } from "../workspace/lost";
import { checkRoot } from "../workspace/workspace";
import { awaitRun, settleFiles, settleRuns, type Following } from "./earlier-run";
import type { Context } from "../engine/action";
import { configurationPath, isOwnWorkspace, readConfiguration, type Configuration } from "../settings/configuration";

/** A workspace that no other process changes meanwhile, with its store open. */
export interface Session {
  readonly root: string;
  readonly configuration: Configuration | undefined;
  readonly store: StateStore;
  readonly lock: Lock;
}

/** One whose cluster no other process changes meanwhile. */
export interface ClusterSession extends Session {
  readonly hold: Hold;
}

/** The folder that `--out` names, or the workspace one is in, however deep; undefined if neither is there. */
export async function findRoot(out: string | undefined, { folder }: Context): Promise<string | undefined> {
  if (out !== undefined) return resolve(folder, out);
  for (let at = folder; ; at = dirname(at)) {
    // Above, folders such as /tmp are many people's: the settings of another one would send this one's token to their cluster.
    if ((at === folder || (await isOwnWorkspace(at))) && (await readConfiguration(at)) !== undefined) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** Changes a workspace and its cluster, alone, even if others have a clone and the same database. */
export async function withSession<T>(root: string, verb: string, context: Context<Following>, work: (session: ClusterSession) => Promise<T>): Promise<T> {
  return withWorkspace(root, verb, context, async (session) => {
    const hold = await session.store.hold(session.configuration);
    try {
      return await work({ ...session, hold });
    } finally {
      await hold.release();
    }
  });
}

/** Does something with the files of a workspace, alone; an apply that goes on there by itself is waited for. */
export async function withWorkspace<T>(root: string, verb: string, context: Context<Following>, work: (session: Session) => Promise<T>): Promise<T> {
  // A fresh clone has the configuration, and nothing else of what pmpc remembers.
  if ((await readConfiguration(root)) === undefined) await checkRoot(root);
  await awaitRun(root, context);
  const lock = await lockWorkspace(root, `pmpc ${verb}`, context.now);
  try {
    // Without its runner, terraform goes on without a lock.
    await awaitRun(root, context);
    await settleFiles(root, context);
    await settleRuns(root, context);
    return await withStore(root, verb, context, async (seen) => {
      // What takes up an older one writes code, and takes long to load.
      if ((await readFormerManifest(root)) !== undefined) await (await import("./upgrade.js")).upgradeWorkspace(seen);
      return work({ ...seen, lock });
    });
  } finally {
    lock.release();
  }
}

/** A workspace's own store, where the configuration names no other. */
const ownStore = ".proxmox/state.db";

/** Looks at a workspace that may be changing meanwhile. */
export async function withStore<T>(root: string, verb: string, context: Context, work: (seen: Omit<Session, "lock">) => Promise<T>): Promise<T> {
  const configuration = await readConfiguration(root);
  const store = openStoreLater(configuration?.store ?? join(root, ownStore), { version: context.version, title: titleOf(verb, context.now()), verb, person: personAtWork(), now: context.now });
  try {
    return await work({ root, configuration, store });
  } finally {
    await store.close();
  }
}

/** Who is at work: `pmpc apply by anna on laptop since 2026-11-29 12:00 UTC`, in the 63 bytes that PostgreSQL keeps. */
function titleOf(verb: string, now: Date): string {
  const [who, since] = [`pmpc ${verb} by ${personAtWork()}`, ` since ${utc(now.toISOString())}`];
  return `${who.replace(/[^ -~]/g, "?").slice(0, 63 - since.length)}${since}`;
}

/** `anna on laptop` */
const personAtWork = (): string => `${nameOfUser()} on ${hostname()}`;

function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container a user may have no name.
    return "somebody";
  }
}

/** What was seen last; a workspace that has seen nothing cannot go on. */
export async function lastRun({ store, root, configuration }: Pick<Session, "store" | "root" | "configuration">): Promise<RunSummary> {
  const run = await store.latestRun(configuration);
  if (run) return run;
  throw new PmpcError("nothing-seen", `${root} has not read a cluster yet`, { hint: "pmpc import reads one", exit: exit.notFound });
}

/** Refuses a workspace whose settings git has and somebody deleted, as new ones would lack what they say. `named`: a person named the folder. */
export function refuseLostSettings(named: string | undefined, { folder }: Context): void {
  const lost = lostSettings(named ?? folder, configurationPath, named === undefined);
  if (lost !== undefined) throw withoutSettings(lost);
}

const withoutSettings = ({ root, path }: LostSettings) =>
  new PmpcError("settings-lost", `${root} is a workspace without its ${configurationPath}, which git has`, {
    hint: `bring it back: ${quoteWords(["git", "-C", root, "checkout", "--", path])}; or make it the workspace of a cluster again: pmpc init`,
    exit: exit.notFound,
  });

export function noWorkspace(folder: string): PmpcError {
  const lost = lostSettings(folder, configurationPath);
  if (lost !== undefined) return withoutSettings(lost);
  return new PmpcError("no-workspace", `${folder} is not a workspace: it has no ${configurationPath}`, {
    hint: "go to a workspace, name one with --out, or make one: pmpc init, or pmpc import, which writes its first code, too",
    exit: exit.notFound,
  });
}
