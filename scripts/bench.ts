// What pmpc costs, as ratios, both sides in one go: `npm run bench`, or `npm run bench -- synth`, `npm run bench -- import 10000`.
import { benchConsole } from "./bench/console";
import { benchHost } from "./bench/host";
import { benchGrowth, benchImport } from "./bench/import";
import { benchLoad } from "./bench/load";
import { benchMerge } from "./bench/merge";
import type { Rows } from "./bench/measure";
import { benchProof } from "./bench/proof";
import { benchStart } from "./bench/start";
import { benchServe } from "./bench/serve";
import { benchSynth } from "./bench/synth";

type Part = (size: number) => Rows | Promise<Rows>;
const parts: Readonly<Record<string, Part>> = { start: benchStart, load: benchLoad, synth: benchSynth, import: benchImport, growth: benchGrowth, proof: benchProof, host: benchHost, merge: benchMerge, console: benchConsole, serve: benchServe };

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const wanted = words.filter((word) => !/^\d+$/.test(word));
  const unknown = wanted.filter((word) => parts[word] === undefined);
  if (unknown.length > 0) throw new Error(`no such bench: ${unknown.join(", ")}; there are ${Object.keys(parts).join(", ")}`);
  const size = Number(words.find((word) => /^\d+$/.test(word)) ?? 1000);
  for (const [name, part] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    process.stdout.write(`${name}\n`);
    for (const [what, value] of await part(size)) process.stdout.write(`  ${what.padEnd(20)}${value}\n`);
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
