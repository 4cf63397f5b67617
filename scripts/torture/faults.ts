// Every fault of the way, of the cluster and of its answers, under every verb: nothing is lost, nothing is written that was not asked for,
// and what is said is said in words.
import type { Fault, Instead } from "./fault-server";
import { openField } from "./field";
import { orders, type Order } from "./order";

const page = (status: number): Instead => ({ status, body: "<html><h1>nginx</h1></html>", type: "text/html" });
const answer = (body: string, status = 200): Instead => ({ status, body });
const at = (where: RegExp, instead: Instead, times = Infinity): Fault => {
  let count = 0;
  return (address) => (where.test(address) && ++count <= times ? instead : undefined);
};
const anywhere = /^/;
const oneGuest = /^\/nodes\/[^/]+\/(?:qemu|lxc)\/(?:100|200)\b/;
const places: readonly (readonly [string, RegExp])[] = [
  ["everywhere", anywhere],
  ["at the version", /^\/version/],
  ["at the list", /^\/cluster\/resources/],
  ["at the rights", /^\/access\/permissions/],
  ["at one guest", oneGuest],
  ["at configurations", /\/config$/],
  ["at states", /\/status\/current$/],
  ["at tasks", /\/tasks\//],
  ["beside the guests", /^\/(?:storage|pools|cluster\/(?:ha|backup|replication|mapping))\b/],
  ["at agents", /\/(?:agent|interfaces)\b/],
];
const junk: readonly (readonly [string, Instead])[] = [
  ["a text", answer('{"data":"hello"}')],
  ["rows of nothing", answer('{"data":[null]}')],
  ["nothing", answer('{"data":{}}')],
  ["null", answer('{"data":null}')],
  ["a body without data", answer('"hello"')],
  ["half an answer", answer('{"data":[{"type"')],
  ["levels without end", answer(`{"data":${"[".repeat(9_000)}${"]".repeat(9_000)}}`)],
];
const failures: readonly (readonly [string, Instead])[] = [
  ["a page", page(200)],
  ["a login", { status: 302, body: "", headers: { location: "https://login.example.net/" } }],
  ["502", page(502)],
  ["504", answer("", 504)],
  ["595", answer("", 595)],
  ["401", answer('{"data":null}', 401)],
  ["403", answer('{"data":null,"message":"Permission check failed (/vms/100, VM.Audit)"}', 403)],
  ["500", answer('{"data":null,"message":"got no worker upid"}', 500)],
  ["a pause of a day", { status: 429, body: "", headers: { "retry-after": "86400" } }],
  ["a cut", "reset"],
  ["silence", "hang"],
];

/** A fault and its name; each is made anew, since some count. */
export interface NamedFault {
  readonly name: string;
  readonly make: () => Fault;
}

/** Everything that goes wrong, everywhere. */
export const faults: readonly NamedFault[] = [
  ...places.flatMap(([where, pattern]) => [...failures, ...junk].map(([what, instead]) => ({ name: `${what} ${where}`, make: () => at(pattern, instead) }))),
  // What passes by itself.
  ...(["reset", page(502), { status: 429, body: "", headers: { "retry-after": "1" } }] as const).map((instead, one) => ({ name: `${["a cut", "502", "429"][one]} twice`, make: () => at(anywhere, instead, 2) })),
];

export interface Played {
  readonly pairs: number;
  /** What was wrong, each with its verb and fault. */
  readonly wrong: readonly string[];
}

export interface Play {
  /** Every so-many-th pair of a fault and a verb. */
  readonly every: number;
  /** The first of them. @default 0 */
  readonly first?: number;
  /** Plays each verb without a fault as well, and takes a long silence for a fault, which it is even on a busy machine. */
  readonly isThorough?: boolean;
  readonly say?: (line: string) => void;
}

export async function playFaults({ every, first = 0, isThorough = false, say = () => {} }: Play): Promise<Played> {
  const field = await openField(isThorough ? 60_000 : Infinity);
  const wrong: string[] = [];
  const note = (where: string, found: readonly string[]) => {
    for (const one of found) wrong.push(`${where}: ${one}`);
    for (const line of wrong.slice(wrong.length - found.length)) say(line);
  };
  const known = new Set<Order>();
  let pairs = 0;
  try {
    for (const [index, fault] of faults.entries()) {
      for (const [nth, order] of orders.entries()) {
        if ((index * orders.length + nth) % every !== first) continue;
        const name = order.args.join(" ");
        // What fails without a fault, too, proves nothing.
        if (isThorough && !known.has(order)) note(`${name}, no fault`, await field.play(order));
        known.add(order);
        pairs++;
        note(`${name}, ${fault.name}`, await field.play(order, fault));
      }
      if (index % junk.length === 0) say(`${fault.name}: ${pairs} pairs, ${wrong.length} wrong so far`);
    }
    return { pairs, wrong };
  } finally {
    await field.close();
  }
}

if (require.main === module) {
  // Every so-many-th pair, and the first of them: machines may share the work.
  const [every = "1", first = "0"] = process.argv.slice(2);
  void playFaults({ every: Number(every), first: Number(first), isThorough: true, say: (line) => process.stdout.write(`${line}\n`) }).then(({ pairs, wrong }) => {
    process.stdout.write(`${pairs} faults played, ${wrong.length} wrong\n`);
    process.exitCode = wrong.length > 0 ? 1 : 0;
  });
}
