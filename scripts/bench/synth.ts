// How fast a stack is synthesised: guests in a ProxmoxStack, and the same in a plain stack as cdktf has it.
import { join } from "node:path";
import { bestOf, megabytes, ratio, seconds, type Rows } from "./measure";

interface Synthesis extends Readonly<Record<string, number>> {
  readonly construct: number;
  readonly synth: number;
  readonly memory: number;
}

/** Synthesises so many guests in both kinds of stack, and five times as many. */
export function benchSynth(guests: number): Rows {
  const run = (kind: string, count: number): string[] => [join(__dirname, "guests.cjs"), kind, String(count)];
  const [plain, fast, large] = bestOf<Synthesis>(7, [run("plain", guests), run("fast", guests), run("fast", 5 * guests)]);
  return [
    [`plain, ${guests}`, said(plain!)],
    [`fast, ${guests}`, `${said(fast!)}   ${ratio(total(plain!), total(fast!))} as fast`],
    [`fast, ${5 * guests}`, `${said(large!)}   ${ratio(total(large!), total(fast!))} the time`],
  ];
}

const total = ({ construct, synth }: Synthesis) => construct + synth;
const said = (one: Synthesis) => `${seconds(total(one))} (${seconds(one.construct)} constructs, ${seconds(one.synth)} synthesis), ${megabytes(one.memory)}`;
