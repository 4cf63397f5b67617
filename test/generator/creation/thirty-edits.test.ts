import { expect } from "chai";
import { diffIndices } from "node-diff3";
import { readInventory } from "../../../lib/inventory/inventory";
import { readProject } from "../../../generator/edit/project";
import { restyle } from "../../../generator/edit/restyle";
import { houseStyle, type Style } from "../../../generator/edit/style";
import { takeOut } from "../../../generator/edit/take-out";
import { createGuests } from "../../../generator/creation/create";
import { readGround } from "../../../generator/creation/ground";
import { readWanted } from "../../../generator/creation/wanted";
import { findGuest, guestConstructs } from "../../../generator/revise/find";
import { readSaid } from "../../../generator/revise/options";
import { reviseGuest } from "../../../generator/revise/revise";
import { plain, runCode } from "../edit/recorded-code";

const styles: readonly Style[] = [houseStyle, { ...houseStyle, quote: "'", semicolon: false }, { ...houseStyle, step: "\t", trailingComma: false }, { ...houseStyle, spaced: false }];

const guest = (number: number) => `  // Guest ${number}.
  new VirtualMachine(home, "vm-${number}", {
    vmId: ${number},
    node: home.pve,
    cpu: { cores: 2 }, // as ever
    memory: Size.gibibytes(4),
    networkDevices: [{ bridge: home.lan, vlanId: 10 }],
    tags: ["web"],
  });`;

const numbers = Array.from({ length: 60 }, (_, at) => 100 + at * 2);
const before = `import { Size, VirtualMachine } from "pmpc";

export function pve(home: Home): void {
${numbers.map((number) => restyle(guest(number), styles[number % styles.length]!, "", "statements")).join("\n\n")}
}
`;

/** A node with a storage and a bridge, and the sixty guests. */
const observation = {
  documents: new Map<string, unknown>([
    ["/cluster/resources", [{ type: "node", node: "pve", status: "online", maxmem: 2 ** 40, mem: 2 ** 30 }, ...numbers.map((vmid) => ({ type: "qemu", vmid, node: "pve", name: `vm-${vmid}`, status: "running" }))]],
    ["/storage", [{ storage: "fast", type: "lvmthin", content: "images,rootdir" }]],
    ["/nodes/pve/network", [{ iface: "vmbr0", type: "bridge" }]],
  ]),
  unreadable: new Map(),
};

const library = { on: () => Promise.resolve({ volumes: [] }), snapshots: () => Promise.resolve({ names: [] }), guest: () => Promise.resolve({}), close: () => undefined };

describe("thirty guests that are created, updated and deleted in a file of sixty", () => {
  it("change the code of those guests, and nothing else", async () => {
    expect(readInventory(observation as never).guests).to.have.length(60);
    let text = before;
    const [created, updated, deleted] = [numbers.slice(0, 10).map((number) => number + 1), numbers.slice(20, 30), numbers.slice(40, 50)];
    for (const number of created) {
      const { project } = await createGuests([readWanted("qemu", { name: `new-${number}`, cores: 4, memory: "8GiB", tags: "fresh" }, { id: number, keys: [] })], {
        project: readProject(new Map([["guests.ts", text]])),
        groundOf: (now) => readGround(observation as never, now, { names: new Map(), ownNames: new Map(), forgotten: new Map() }),
        library,
        hosts: undefined,
        facts: "slim",
      });
      text = project.source("guests.ts")!.text;
    }
    for (const number of updated) text = reviseGuest({ code: new Map([["guests.ts", text]]), key: `qemu/${number}`, type: "qemu", label: `vm ${number}`, names: new Map() }, readSaid("qemu", { memory: "8GiB" })).files.get("guests.ts")!;
    for (const number of deleted) {
      const project = readProject(new Map([["guests.ts", text]]));
      const taken = takeOut(project, guestConstructs, findGuest(project, `qemu/${number}`, new Map(), `vm ${number}`));
      if ("why" in taken) throw new Error(taken.why);
      expect(taken.text).to.match(new RegExp(`^// Guest ${number}\\.\\n`));
      text = taken.project.source("guests.ts")!.text;
    }

    const changes = diffIndices(before.split("\n"), text.split("\n"));
    const [added, changed, removed] = [changes.filter(({ buffer1 }) => buffer1[1] === 0), changes.filter(({ buffer1, buffer2 }) => buffer1[1] > 0 && buffer2[1] > 0), changes.filter(({ buffer2 }) => buffer2[1] === 0)];
    expect([added.length, changed.length]).to.deep.equal([10, 10]);
    expect(changed.every(({ buffer1, buffer2 }) => buffer1[1] === 1 && buffer2[1] === 1)).to.equal(true);
    // Those that stand side by side leave as one.
    expect(removed.reduce((lines, { buffer1 }) => lines + buffer1[1], 0)).to.equal(deleted.length * (guest(100).split("\n").length + 1));

    const [old, now] = [before, text].map((code) => new Map(runCode(new Map([["guests.ts", code]]), "guests.ts").map(({ props }) => [Number(props.vmId), JSON.stringify(plain(props))])));
    expect([...now!.keys()]).to.deep.equal([...numbers, ...created].filter((number) => !deleted.includes(number)).sort((a, b) => a - b));
    expect([...now!].filter(([number, props]) => old!.has(number) && old!.get(number) !== props).map(([number]) => number)).to.deep.equal(updated);
    expect(text.match(/\/\/ Guest \d+\./g)).to.have.length(50);
  });
});
