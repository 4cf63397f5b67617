// Plays recorded scenes of writes on the simulator and says how much of it is what Proxmox VE did.
import { readFileSync } from "node:fs";
import { replayScenes, type Played } from "../generator/simulator/scene/replay";
import { report, type Count, type Report } from "../generator/simulator/scene/report";
import type { SceneFile } from "../generator/simulator/scene/scene";

const percent = ({ steps, equal }: Count) => `${((100 * equal) / Math.max(1, steps)).toFixed(1).padStart(5)} %  ${String(equal).padStart(4)} of ${steps}`;

function print(played: readonly Played[], { areas, scenes, differences, ...all }: Report): string {
  const rows = (counts: Report["areas"]) => Object.entries(counts).map(([name, one]) => `  ${percent(one)}  ${name}`);
  const lines = played.flatMap(({ scene, step, request, refused, differences: found }) =>
    found.slice(0, 3).map(({ aspect, path, recorded, simulated }) => {
      const beside = refused ? "beyond the simulator" : `${aspect} ${path}: ${short(recorded)}, not ${short(simulated)}`;
      return `${scene} ${step}: ${request}: ${beside}`;
    }),
  );
  const sums = Object.entries(differences).map(([aspect, steps]) => `${steps} ${aspect}`);
  return [...lines, "", ...rows(scenes), "", ...rows(areas), "", `  ${percent(all)}  (differing in: ${sums.join(", ")}; ${all.refused} refused)`, ""].join("\n");
}

const short = (value: unknown) => (JSON.stringify(value) ?? "nothing").slice(0, 200);

function main(): void {
  const [file, ...flags] = process.argv.slice(2);
  if (file === undefined || flags.some((flag) => flag !== "--json")) {
    process.stderr.write("usage: npm run replay -- FILE [--json]\n");
    process.exitCode = 64;
    return;
  }
  const played = replayScenes(JSON.parse(readFileSync(file, "utf8")) as SceneFile);
  const summary = report(played);
  process.stdout.write(flags.includes("--json") ? `${JSON.stringify(summary, undefined, 2)}\n` : print(played, summary));
}

main();
