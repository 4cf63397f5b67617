// Kills pmpc, and the process that applies for it, at the moments at which they change something; each time the verb is given again, and
// must come to what it would have come to in one go.
import { isDeepStrictEqual } from "node:util";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { whyUnproven } from "../../test/acceptance/terraform";
import { openLab, processes, type Ended, type Kill, type Lab, type Result, type Who } from "./lab";
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
    const why = played.some(({ isReal }) => isReal) ? await whyUnproven(providerVersion) : undefined;
    if (why !== undefined) say(why);
    for (const scene of played.filter(({ isReal }) => !isReal || why === undefined)) {
      await lab.prepare(scene);
      const { ended, moments: counts } = await lab.count(scene.args);
      const once = lab.result();
      // What fails without a kill, too, proves nothing.
      if (ended.code === null || ![0, 2, 3].includes(ended.code)) {
        faults.push(`${scene.name}, no kill: it ended with ${ended.code}: ${ended.output.trim()}`);
        say(faults.at(-1)!);
      }
      for (const kill of killsOf(counts, momentsPerScene, moments)) {
        moments++;
        const wrong = await playKill(lab, scene, kill, once, ended);
        if (wrong.length === 0) continue;
        faults.push(`${scene.name}, ${kill.signal} to ${kill.who} at ${kill.at} of ${counts[kill.who]}: ${wrong.join("; ")}`);
        say(faults.at(-1)!);
      }
      say(`${scene.name}: ${counts.pmpc + counts.runner + counts.gate} moments, ${faults.length} faults so far`);
    }
    return { moments, faults };
  } finally {
    await lab.close();
  }
}

/** Moments of all processes, by their shares, each with the next signal. */
function killsOf(counts: Readonly<Record<Who, number>>, wanted: number, offset: number): readonly Kill[] {
  const all = processes.flatMap((who) => Array.from({ length: counts[who] }, (_, at) => ({ who, at: at + 1 })));
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
  if (!isDeepStrictEqual(result.writes, once.writes)) wrong.push(`written: ${result.writes.join(", ")}, not ${once.writes.join(", ")}`);
  if (!isDeepStrictEqual(result.audited, once.audited)) wrong.push(`in the audit log: ${result.audited.join(", ")}, not ${once.audited.join(", ")}`);
  if (!isDeepStrictEqual(result.guests, once.guests)) wrong.push(`guests are other ones: ${differenceIn(once.guests, result.guests)}`);
  if (result.left.length > 0) wrong.push(`left behind: ${result.left.join(", ")}`);
  return wrong;
}

/** The lines that only one of them has. */
function differenceIn(once: Result["guests"], now: Result["guests"]): string {
  const linesOf = (guests: Result["guests"]) => Object.entries(guests).flatMap(([vmId, text]) => text.split("\n").map((line) => `${vmId} ${line}`));
  const [before, after] = [linesOf(once), linesOf(now)];
  return [...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`), ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`)].slice(0, 6).join(", ");
}

if (require.main === module) {
  // A number of moments, and the names of scenes: all of them where none is named.
  const [moments = "24", ...named] = process.argv.slice(2);
  void playKills(Number(moments), scenes.filter(({ name }) => named.length === 0 || named.includes(name)), (line) => process.stdout.write(`${line}\n`)).then(({ moments, faults }) => {
    process.stdout.write(`${moments} kills, ${faults.length} faults\n`);
    process.exitCode = faults.length > 0 ? 1 : 0;
  });
}
