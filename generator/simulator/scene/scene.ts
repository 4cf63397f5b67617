import type { UserId } from "../../../simulator/permission";

/** Writes and what Proxmox VE answered, scene by scene. */
export interface SceneFile {
  /** Who acts, and with which rights. */
  readonly actors?: Readonly<Record<string, string>>;
  /** The node that was asked. */
  readonly node?: { readonly cpus?: number; readonly storages?: string };
  readonly scenes: readonly Scene[];
}

export interface Scene {
  readonly name: string;
  /** The files at the start, by path below `/etc/pve`; nothing where the scene goes on where the one before it ended. */
  readonly before: Files;
  readonly steps: readonly Step[];
}

/** Text by path: `/nodes/pve/qemu-server/100.conf`, `/etc/network/interfaces`. */
export type Files = Readonly<Record<string, string>>;

export interface Step {
  /** A change made outside of the API; such a step asks nothing. */
  readonly by_hand?: string;
  readonly auth?: string;
  readonly note?: string;
  readonly method?: string;
  readonly path?: string;
  /** The query of GET and DELETE, the body of the others. */
  readonly form?: Readonly<Record<string, unknown>>;
  readonly raw_body?: string;
  readonly sent_as?: string;
  readonly status?: number;
  readonly reason?: string;
  /** JSON, or text where the answer was none. */
  readonly body?: unknown;
  readonly task?: { readonly status: Readonly<Record<string, unknown>>; readonly log?: readonly string[] };
  /** Files that the step changed; null is one that is gone. */
  readonly after?: Readonly<Record<string, string | null>>;
}

/** What a recorded file says about a scene before it can be played. */
export interface Stage {
  readonly before: Files;
  /** The tokens that the scene's actors hold, by what the scene calls them. */
  readonly holders: ReadonlyMap<string, UserId>;
  /** A phase of a series says what its files are at its end, and nothing of them in between. */
  readonly isPhase: boolean;
}

/**
 * The stages of all scenes. Phases of one series share the words before their last colon: the first of them starts where the series,
 * which takes away what it made, ends; each other one where the one before it ended.
 */
export function stagesOf(file: SceneFile): Stage[] {
  const stages: Stage[] = [];
  let end: Files = {};
  file.scenes.forEach((scene, at) => {
    const goesOn = Object.keys(scene.before).length === 0;
    const isNext = at > 0 && seriesOf(scene) === seriesOf(file.scenes[at - 1]!);
    const before = goesOn ? (isNext ? end : baseOf(file, scene)) : scene.before;
    end = scene.steps.reduce((files, step) => applied(files, step), before);
    stages.push({ before, holders: holdersOf(file, goesOn ? wholeOf(file, scene) : scene), isPhase: goesOn });
  });
  return stages;
}

/** The files with what a step changed. */
export function applied(files: Files, { after = {} }: Step): Files {
  const changed = Object.entries({ ...files, ...after });
  return Object.fromEntries(changed.filter((entry): entry is [string, string] => entry[1] !== null));
}

/** What the phases of a series have in common; empty if a scene is not a phase of one. */
export const seriesOf = ({ name }: Scene) => name.slice(0, Math.max(0, name.lastIndexOf(":")));
const isGuest = (path: string) => /\/(qemu-server|lxc)\/\d+\.conf$|^\/firewall\//.test(path);

/** `local (dir /var/lib/vz; images,iso), data (dir; images)` as a file. */
function storagesOf(text: string): string {
  const all = Array.from(text.matchAll(/(\w+) \((\w+)(?: (\S+))?; ([^)]*)\)/g));
  return all.map(([, id, type, path = `/mnt/${id}`, content]) => `${type}: ${id}\n\tpath ${path}\n\tcontent ${content}\n\n`).join("");
}

/** What the cluster of a series was before anything of the series was in it. */
function baseOf({ scenes, node }: SceneFile, scene: Scene): Files {
  const first = { "/storage.cfg": storagesOf(node?.storages ?? ""), ...scenes.find(({ before }) => Object.keys(before).length > 0)?.before };
  const last = scenes.filter((one) => seriesOf(one) === seriesOf(scene)).at(-1)?.steps.at(-1)?.after ?? {};
  const common = Object.entries({ ...first, ...last }).filter(([path, text]) => text !== null && !isGuest(path) && !(path === "/user.cfg" && !Object.hasOwn(last, path)));
  return Object.fromEntries(common) as Files;
}

/** All phases of a series as one scene. */
function wholeOf({ scenes }: SceneFile, scene: Scene): Scene {
  return { ...scene, steps: scenes.filter((one) => seriesOf(one) === seriesOf(scene)).flatMap(({ steps }) => steps) };
}

/** `root token (root@pam!all, privsep=0)`, `alice@pve!tk`. A name that was made up for the occasion is in the scene's tasks. */
function holdersOf({ actors = {} }: SceneFile, { steps }: Scene): Map<string, UserId> {
  const seen = [...new Set(steps.flatMap(({ auth }) => auth ?? []))];
  const found = seen.flatMap((actor): [string, UserId][] => {
    const id = /[^\s(]+@\w+![\w.-]+/.exec(actor)?.[0];
    // A token by its bare name is the whole of what was sent.
    if (id === undefined || !(actor.includes("(") || Object.hasOwn(actors, actor))) return [];
    return [[actor, tokenInTasks(steps, actor, id) ?? id]];
  });
  return new Map(found);
}

function tokenInTasks(steps: readonly Step[], actor: string, id: UserId): UserId | undefined {
  for (const { auth, body } of steps) {
    const data = (body as { readonly data?: unknown } | undefined)?.data;
    if (auth !== actor || typeof data !== "string" || !data.startsWith("UPID:")) continue;
    const user = data.split(":").at(-2) ?? "";
    if (user.startsWith(id)) return user;
  }
  return undefined;
}
