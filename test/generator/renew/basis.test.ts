import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Guest, Inventory } from "../../../lib/inventory/inventory";
import type { ResourceKey } from "../../../lib/pve/address";
import { redacted } from "../../../lib/pve/secret";
import { kinds } from "../../../lib/schema/kind/all";
import type { Grading } from "../../../generator/judge/grading";
import { basisOf, changedSince, readProven, rememberProven, seenIn } from "../../../generator/renew/basis";
import type { Declared } from "../../../generator/terraform/configuration";
import type { StateDocument } from "../../../generator/terraform/terraform";

const guest = (vmId: number, more: Partial<Guest> = {}): Guest => ({ key: `qemu/${vmId}`, type: "qemu", vmId, node: "pve", name: `vm${vmId}`, status: "running", template: false, tags: [], config: { memory: 512 }, ...more });
const resource = (vmId: number, more: object = {}): Declared => {
  const [type, name] = ["proxmox_virtual_environment_vm", `vm${vmId}`];
  return { address: `${type}.${name}`, type, name, values: { vm_id: vmId, node_name: "pve", ...more } };
};
const record = (vmId: number, memory = 512) => ({ mode: "managed" as const, type: "proxmox_virtual_environment_vm", name: `vm${vmId}`, instances: [{ attributes: { id: String(vmId), memory } }] });

interface World {
  readonly guests: readonly Guest[];
  readonly inventory: Partial<Inventory>;
  readonly resources: readonly Declared[];
  readonly imported: readonly string[];
  readonly state: StateDocument | undefined;
  readonly whole: object;
  readonly version: string;
  readonly own: string;
  /** What an import wrote besides guests. */
  readonly written?: Readonly<Record<string, ResourceKey>>;
}

const world: World = {
  guests: [guest(101), guest(102), guest(103)],
  inventory: {},
  resources: [resource(101), resource(102), resource(103)],
  imported: [],
  state: { resources: [record(101), record(102), record(103)] },
  whole: { provider: { proxmox: [{}] }, resource: {} },
  version: "Terraform v1.11.4",
  own: "0.1.0",
};

const basis = ({ guests, inventory, resources, imported, state, whole, version, own, written = {} }: World) => {
  const seen = seenIn({ name: "c", nodes: [{ name: "pve", online: true }], storages: [], bridges: [], pools: [], resources: new Map(), freeNumbers: new Set(), unreadable: [], guests, ...inventory });
  return basisOf({ code: { resources, imported: new Set(imported), left: new Set(), providers: [], backend: "local" }, state, version, written: new Map(Object.entries(written)) }, whole as never, seen, own);
};
const numbers = (addresses: readonly string[]) => addresses.map((address) => address.split(".vm").at(-1));
const grading = (...clean: readonly string[]): Grading => ({ resources: clean.map((address) => ({ address, name: "", grade: "clean", importing: false, changes: [] })), problems: [], complete: true });

describe("what a proof rests on", () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), "pmpc-basis-"))));
  afterEach(() => rmSync(root, { recursive: true }));

  const first = basis(world);
  const proven = new Map([...first].map(([address, name]) => [address, name!]));
  const changedIn = (change: Partial<World>) => numbers(changedSince(basis({ ...world, ...change }), proven));
  const instead = <T>(list: readonly T[], at: number, one: T) => list.map((old, index) => (index === at ? one : old));

  const nothing: Readonly<Record<string, Partial<World>>> = {
    "nothing": {},
    "an address, load and uptime": { guests: instead(world.guests, 0, guest(101, { interfaces: [{ name: "eth0" }], state: { uptime: 9 } })) },
    "a guest that the code does not have": { guests: [...world.guests, guest(109)] },
  };
  for (const [what, change] of Object.entries(nothing)) it(`is the same after a change: ${what}`, () => expect(changedIn(change)).to.deep.equal([]));

  const one: Readonly<Record<string, Partial<World>>> = {
    "its configuration": { guests: instead(world.guests, 0, guest(101, { config: { memory: 1024 } })) },
    "whether it runs": { guests: instead(world.guests, 0, guest(101, { status: "stopped" })) },
    "its node": { guests: instead(world.guests, 0, guest(101, { node: "other" })) },
    "its pool": { guests: instead(world.guests, 0, guest(101, { pool: "prod" })) },
    "its agent": { guests: instead(world.guests, 0, guest(101, { silent: true })) },
    "that it is away": { guests: world.guests.slice(1) },
    "a value that was not stored": { guests: instead(world.guests, 0, guest(101, { config: { cipassword: redacted } })) },
    "its code": { resources: instead(world.resources, 0, resource(101, { memory: 1 })) },
    "what it refers to": { resources: instead(world.resources, 0, resource(101, { name: "${data.x.y}" })) },
    "that it is imported": { imported: [world.resources[0]!.address] },
    "its record": { state: { resources: [record(101, 1024), record(102), record(103)] } },
    "that it has no record": { state: { resources: [record(102), record(103)] } },
  };
  for (const [what, change] of Object.entries(one)) it(`is another for one guest after a change: ${what}`, () => expect(changedIn(change)).to.deep.equal(["101"]));

  const all: Readonly<Record<string, Partial<World>>> = {
    "a node that went away": { inventory: { nodes: [{ name: "pve", online: false }] } },
    "a storage": { inventory: { storages: [{ name: "a", type: "dir", disabled: false, unreachable: [] }] } },
    "the release of Proxmox VE": { inventory: { version: "9.1" } },
    "Terraform": { version: "Terraform v1.12.0" },
    "pmpc, the provider or variables": { own: "0.2.0" },
    "the provider's settings": { whole: { provider: { proxmox: [{ endpoint: "x" }] } } },
  };
  for (const [what, change] of Object.entries(all)) it(`is another for all after a change: ${what}`, () => expect(changedIn(change)).to.deep.equal(["101", "102", "103"]));

  it("is never the same for what is not a guest, and for what only the state has", () => {
    const other: Declared = { address: "other.thing", type: "other", name: "thing", values: {} };
    const more = basis({ ...world, resources: [...world.resources, other], state: { resources: [...world.state!.resources!, record(107)] } });
    const known = new Map([...more].flatMap(([address, name]) => (name === undefined ? [] : [[address, name] as const])));
    expect(changedSince(more, known)).to.deep.equal(["other.thing", "proxmox_virtual_environment_vm.vm107"]);
  });

  describe("of what is not a guest", () => {
    const kind = kinds.of("pool")!;
    const pool = (comment: string) => ({ key: "pool/lab" as ResourceKey, kind, parts: { poolid: "lab" }, row: { poolid: "lab", comment } });
    const lab = (comment: string, members: readonly number[]): Partial<Inventory> => ({ resources: new Map([["pool/lab", pool(comment)]]), pools: [{ name: "lab", members: members.map((vmId) => ({ kind: "vm", member: String(vmId), key: `lxc/${vmId}` as ResourceKey })) }] });
    const declared = (type: string, name: string, values: object): Declared => ({ address: `${type}.${name}`, type, name, values: { ...values } });
    const container = declared("proxmox_virtual_environment_container", "ct201", { vm_id: 201 });
    const [code, member] = [declared("proxmox_virtual_environment_pool", "lab", { pool_id: "lab" }), declared("proxmox_pool_membership", "lab-201", { pool_id: "lab", vm_id: 201 })];
    const raw = { provider: {}, resource: { proxmox_virtual_environment_pool: { lab: { pool_id: "lab" } }, proxmox_pool_membership: { "lab-201": { pool_id: "${proxmox_virtual_environment_pool.lab.pool_id}", vm_id: "${proxmox_virtual_environment_container.ct201.id}" } } } };
    const inPool = guest(201, { key: "lxc/201", type: "lxc" });
    const around: World = { ...world, guests: [...world.guests, inPool], resources: [...world.resources, member, code, container], inventory: lab("", [201]), whole: raw, written: { [code.address]: "pool/lab", [member.address]: "pool-member/lab/vm/201" as ResourceKey } };
    const before = new Map([...basis(around)].map(([address, name]) => [address, name!]));
    const changedAround = (change: Partial<World>) => changedSince(basis({ ...around, ...change }), before).map((address) => address.split(".")[1]);

    it("is the same where nothing of it changed, nor of what it refers to", () => {
      expect([...before.values()].includes(undefined as never)).to.equal(false);
      expect(changedAround({})).to.deep.equal([]);
      expect(changedAround({ guests: [guest(101, { config: { memory: 1024 } }), ...around.guests.slice(1)] })).to.deep.equal(["vm101"]);
    });

    const changes: Readonly<Record<string, readonly [Partial<World>, string[]]>> = {
      "its document, and with it what refers to it": [{ inventory: lab("another", [201]) }, ["lab-201", "lab"]],
      "that it is away": [{ inventory: lab("", []) }, ["lab-201"]],
      "a guest that it refers to": [{ guests: [...world.guests, { ...inPool, config: { memory: 1 } }] }, ["lab-201", "ct201"]],
      "its record": [{ state: { resources: [...world.state!.resources!, { mode: "managed", type: "proxmox_pool_membership", name: "lab-201", instances: [] }] } }, ["lab-201"]],
      "what nobody but Terraform knows": [{ whole: { ...raw, resource: { ...raw.resource, proxmox_pool_membership: { "lab-201": { pool_id: "${random_pet.lab.id}" } } } } }, ["lab-201"]],
      "that no import wrote it": [{ written: {} }, ["lab-201", "lab"]],
      "that its own document could not be read": [{ inventory: { ...lab("", [201]), resources: new Map([["pool/lab", { ...pool(""), unreadable: { address: "/pools", why: "failed", message: "" } }]]) } }, ["lab-201", "lab"]],
      "a value that was not stored": [{ inventory: lab(redacted, [201]) }, ["lab-201", "lab"]],
    };
    for (const [what, [change, addresses]] of Object.entries(changes)) it(`is another after a change: ${what}`, () => expect(changedAround(change)).to.deep.equal(addresses));
  });

  it("is remembered for what was planned clean, and kept for what was not planned", async () => {
    const [a, b, c] = [...first.keys()] as [string, string, string];
    await rememberProven(root, first, new Map(), grading(a, b));
    expect(changedSince(first, await readProven(root))).to.deep.equal([c]);
    const later = basis({ ...world, resources: instead(world.resources, 0, resource(101, { memory: 1 })) });
    const unclean = grading(a);
    await rememberProven(root, later, await readProven(root), { ...unclean, resources: unclean.resources.map((one) => ({ ...one, grade: "needs reboot" })) });
    expect(changedSince(later, await readProven(root))).to.deep.equal([a, c]);
    await rememberProven(root, first, await readProven(root), { ...grading(a, b, c), complete: false });
    expect(changedSince(first, await readProven(root))).to.deep.equal([a, b, c]);
  });

  it("is not believed where its file is torn", async () => {
    mkdirSync(join(root, ".proxmox/terraform"), { recursive: true });
    writeFileSync(join(root, ".proxmox/terraform/proof.json"), '{"a":');
    expect((await readProven(root)).size).to.equal(0);
  });
});
