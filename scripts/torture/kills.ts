// Kills pmpc, and the process that applies for it, at the moments at which they change something; each time the verb is given again, and
// must come to what it would have come to in one go.
import { isDeepStrictEqual } from "node:util";
import { openLab, type Ended, type Kill, type Lab, type Result } from "./lab";
import { scenes, type Scene } from "./scene";

// Mostly signals that cannot be handled.
const signals: readonly NodeJS.Signals[] = ["SIGKILL", "SIGHUP", "SIGKILL", "SIGTERM", "SIGKILL", "SIGINT"];

export interface Played {
  readonly moments: number;
  /** What was wrong, each with its scene and moment. */
  readonly faults: readonly string[];
}

/** Plays some moments of every scene, spread evenly over what the verb does. */
export async function playKills(momentsPerScene: number, played: readonly Scene[] = scenes, say: (line: string) => void = () => {}): Promise<Played> {
  const lab = await openLab();
  const faults: string[] = [];
  let moments = 0;
  try {
    for (const scene of played) {
      await lab.prepare(scene);
      const counts = { pmpc: await momentsOf(lab, scene, "pmpc"), runner: await momentsOf(lab, scene, "runner") };
      const { once, ended } = await playOnce(lab, scene);
      for (const kill of killsOf(counts, momentsPerScene, moments)) {
        moments++;
        const wrong = await playKill(lab, scene, kill, once, ended);
        if (wrong.length === 0) continue;
        faults.push(`${scene.name}, ${kill.signal} to ${kill.who} at ${kill.at} of ${counts[kill.who]}: ${wrong.join("; ")}`);
        say(faults.at(-1)!);
      }
      say(`${scene.name}: ${counts.pmpc + counts.runner} moments, ${faults.length} faults so far`);
    }
    return { moments, faults };
  } finally {
    await lab.close();
  }
}

async function momentsOf(lab: Lab, scene: Scene, who: Kill["who"]): Promise<number> {
  lab.restore();
  return lab.moments(scene.args, who);
}

async function playOnce(lab: Lab, scene: Scene): Promise<{ readonly once: Result; readonly ended: Ended }> {
  lab.restore();
  const ended = await lab.run(scene.args);
  return { ended, once: lab.result() };
}

/** Moments of both processes, by their shares, each with the next signal. */
function killsOf(counts: Readonly<Record<Kill["who"], number>>, wanted: number, offset: number): readonly Kill[] {
  const all = (["pmpc", "runner"] as const).flatMap((who) => Array.from({ length: counts[who] }, (_, at) => ({ who, at: at + 1 })));
  const some = Math.min(wanted, all.length);
  return Array.from({ length: some }, (_, at) => ({ ...all[Math.floor(((at + 0.5) * all.length) / some)]!, signal: signals[(offset + at) % signals.length]! }));
}

async function playKill(lab: Lab, scene: Scene, kill: Kill, once: Result, expected: Ended): Promise<readonly string[]> {
  lab.restore();
  await lab.run(scene.args, kill);
  const again = await lab.run(scene.args);
  const result = lab.result();
  const wrong: string[] = [];
  if (again.code !== expected.code && !scene.again?.includes(again.code ?? -1)) wrong.push(`the next one ended with ${again.code}, not ${expected.code}: ${again.output.trim()}`);
  const other = [...new Set([...Object.keys(once.files), ...Object.keys(result.files)])].filter((path) => once.files[path] !== result.files[path]);
  if (other.length > 0) wrong.push(`other files: ${other.slice(0, 3).join(", ")}${other.length > 3 ? ` and ${other.length - 3} more` : ""}`);
  if (!isDeepStrictEqual(result.state, once.state)) wrong.push("Terraform's state is another");
  if (!isDeepStrictEqual(result.changes, once.changes)) wrong.push(`changes: ${JSON.stringify(result.changes)}, not ${JSON.stringify(once.changes)}`);
  if (result.writes.length > 0) wrong.push(`written: ${result.writes.join(", ")}`);
  if (result.left.length > 0) wrong.push(`left behind: ${result.left.join(", ")}`);
  return wrong;
}

if (require.main === module) {
  void playKills(Number(process.argv[2] ?? 24), scenes, (line) => process.stdout.write(`${line}\n`)).then(({ moments, faults }) => {
    process.stdout.write(`${moments} kills, ${faults.length} faults\n`);
    process.exitCode = faults.length > 0 ? 1 : 0;
  });
}
