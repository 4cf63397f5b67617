import { expect } from "chai";
import { scenarioOf } from "../../../generator/simulator/folder";
import { clusterB, fixture, oddGuests, whenAll } from "../../support/fixture";
import { small } from "../asker";
import { prompt, type Ran } from "./prompt";

type Lines = Readonly<Record<string, Ran & { readonly argv: readonly string[] }>>;

const { cli } = fixture<{ readonly cli: Lines }>("cluster-b.json");

/** Which lines may differ, and why. Every row must be needed. */
const meant: readonly (readonly [line: RegExp, why: string])[] = [
  [/^\(as nobody\)/, "the simulator knows no other users of a node; its stand-ins say this where they cannot reach it"],
  [/^pvesh ls /, "what lies below an address of which the simulator knows a part is known in part"],
  [/^pvesh get \/nodes\/pve\/network /, "the recording host had none of the network cards that its configuration names"],
  [/^pvesh get \/cluster\/resources --output-format json$/, "there are no cgroups on the recording host, and no zone but each node's own in the simulator"],
];

// What measures something, and what only QEMU knows: of the first there only is that it is there, of the second nothing.
const measured = /^(cpu|mem|memhost|disk|diskread|diskwrite|netin|netout|uptime|pid|swap|used|avail|used_fraction|freemem|balloon|total|maxmem|maxdisk|ssl_fingerprint)$/;

function comparable(line: string, text: string): unknown {
  if (line.endsWith("json") && text !== "") return sortRows(JSON.parse(text, (key, value: unknown) => (measured.test(key) ? "measured" : key === "content" ? String(value).split(",").sort().join() : value)));
  if (line.startsWith("qm list")) return text.replace(/\d+ *$/gm, (pid) => "#".padEnd(pid.length));
  if (line.endsWith("--verbose")) return text.replace(/^(ballooninfo|blockstat|proxmox-support):\n(\t.*\n)*/gm, "").replace(/^(\t*)(\w+): \d+$/gm, (all, indent: string, key: string) => (measured.test(key) ? `${indent}${key}: #` : all));
  return text;
}

const sortRows = (value: unknown) => (Array.isArray(value) ? value.map((row) => JSON.stringify(row)).sort() : value);

function node() {
  const states = Object.entries(clusterB.http).flatMap(([address, { body }]) => {
    const vmId = /(\d+)\/status\/current$/.exec(address)?.[1];
    return vmId === undefined || !body?.data ? [] : [[vmId, { power: (body.data as { status: "running" | "stopped" }).status }]];
  });
  return prompt({ ...scenarioOf("cluster-b", clusterB.files), guests: Object.fromEntries(states), nodes: { pve: { cpus: 2 } } });
}

describe("simulator's shell beside a recorded node", () => {
  it("prints what pct, qm and pvesh printed, and ends as they did", () => {
    const run = node();
    const different = Object.entries(cli).flatMap(([line, { argv, ...recorded }]) => {
      const [tool = "", ...args] = argv;
      const ran = run(tool, ...args);
      const both = [recorded, ran].map(({ exit, stdout, stderr }) => JSON.stringify([exit, comparable(line, stdout), stderr]));
      return both[0] === both[1] ? [] : [line];
    });
    const row = (line: string) => meant.find(([pattern]) => pattern.test(line));
    expect(different.filter((line) => !row(line))).to.deep.equal([]);
    expect(meant.filter(([pattern]) => !different.some((line) => pattern.test(line)))).to.deep.equal([]);
    expect(Object.keys(cli)).to.have.lengthOf.at.least(118);
  });

  it(`prints Proxmox's own test configurations as its tools do${whenAll}`, function () {
    if (!oddGuests) return this.skip();
    const guests = (["qemu", "lxc"] as const).flatMap((type) => Object.entries(oddGuests![type]).map(([name, guest]) => ({ type, name, guest })));
    const place = (type: string, index: number) => `nodes/pve/${type === "qemu" ? "qemu-server" : "lxc"}/${100 + index}.conf`;
    const run = prompt(small(Object.fromEntries(guests.map(({ type, guest }, index) => [place(type, index), guest.conf])), { nodes: { pve: { cpus: 2 } } }));
    const different = guests.flatMap(({ type, name, guest }, index) =>
      Object.entries(guest.cli).flatMap(([words, recorded]) => {
        const [command = "", ...options] = words.split(" ");
        const ran = run(type === "qemu" ? "qm" : "pct", command, String(100 + index), ...options);
        const numbered = recorded.stdout.replace(/^vmid: \d+$/m, `vmid: ${100 + index}`);
        return ran.exit === recorded.exit && comparable(words, ran.stdout) === comparable(words, numbered) && (ran.exit === 0 || ran.stderr === recorded.stderr.replace(/^vm \d+ - .*\n/gm, ""))
          ? []
          : [`${type} ${name} ${words}`];
      }),
    );
    expect(different).to.deep.equal([]);
  });
});
