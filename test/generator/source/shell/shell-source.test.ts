import { expect } from "chai";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiSource } from "../../../../generator/source/api/api-source";
import { openShellSource, type ShellSourceOptions } from "../../../../generator/source/shell/shell-source";
import type { ReadOptions } from "../../../../generator/source/source";
import { startSimulator, type Simulator, type SimulatorOptions } from "../../../../generator/simulator/simulator";
import type { Document, Unreadable } from "../../../../lib/inventory/document";
import { readInventory } from "../../../../lib/inventory/inventory";
import { CommandError } from "../../../../generator/transport/command-error";
import { createClient } from "../../../../generator/transport/client";
import { localShell } from "../../../../generator/transport/shell";
import { sshShell } from "../../../../generator/transport/ssh";
import { makeCommands, type Commands } from "../../../support/command";
import { startSshd, whenSshd } from "../../../support/sshd";
import { thrown } from "../../../support/thrown";

interface Seen {
  readonly documents: ReadonlyMap<string, unknown>;
  readonly unreadable: ReadonlyMap<string, Unreadable>;
}

async function gather(answers: AsyncIterable<Document | Unreadable>): Promise<Seen> {
  const documents = new Map<string, unknown>();
  const unreadable = new Map<string, Unreadable>();
  for await (const one of answers) {
    if ("why" in one) unreadable.set(one.address, one);
    else documents.set(one.address, one.body);
  }
  return { documents, unreadable };
}

/** Everything below a folder with its content, to see whether anything was written. */
const contentOf = (folder: string) => readdirSync(folder, { recursive: true, encoding: "utf8" }).sort().map((path) => [path, existsSync(join(folder, path)) && /\.(conf|cfg)$/.test(path) ? readFileSync(join(folder, path), "utf8") : ""]);

describe("the shell source", () => {
  let folder: string;
  let simulator: Simulator;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "pmpc-node-"))));
  afterEach(async () => {
    await simulator?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async (options: SimulatorOptions) => (simulator = await startSimulator({ shell: folder, ...options }));

  const optionsFor = (more: Partial<ShellSourceOptions> = {}): ShellSourceOptions => ({
    shell: localShell,
    remote: false,
    commands: { pct: join(folder, "pct"), qm: join(folder, "qm"), pvesh: join(folder, "pvesh") },
    folder: join(folder, "pve"),
    timeout: 20_000,
    ...more,
  });

  async function read(more: Partial<ShellSourceOptions> = {}, reading: ReadOptions = { addresses: false }): Promise<Seen> {
    const source = await openShellSource(optionsFor(more));
    try {
      return await gather(source.read(reading));
    } finally {
      await source.close();
    }
  }

  async function overApi(reading: ReadOptions = { addresses: false }): Promise<Seen> {
    const client = await createClient({ endpoints: [simulator.endpoint], credentials: { apiToken: simulator.tokens.root }, trust: { fingerprints: [simulator.fingerprint256] } });
    try {
      return await gather(apiSource(client).read(reading));
    } finally {
      client.close();
    }
  }

  /** The inventory without what changes from one moment to the next, or only one of the two can know. */
  const inventoryOf = ({ documents, unreadable }: Seen) => {
    const { version: _, ...inventory } = readInventory({ documents, unreadable });
    // Rows of the lists count seconds and bytes, which go on between two readings.
    return { ...inventory, resources: [...inventory.resources].map(([key, { config }]) => ({ key, config })), guests: inventory.guests.map(({ state, ...guest }) => ({ ...guest, qmpstatus: state?.qmpstatus, cpus: guest.type === "lxc" ? typeof state?.cpus === "string" && state.cpus : false })) };
  };
  const starts = () => simulator.commands.map(({ tool, args }) => [tool, ...args.filter((arg) => !/^--output-format$|^json$/.test(arg))].join(" ")).sort();

  for (const scenario of ["homelab", "office"]) {
    it(`sees in ${scenario} what the API shows, down to guests on nodes that are down`, async () => {
      await start({ scenario });
      const host = await read();
      const api = await overApi();
      const [ours, theirs] = [inventoryOf(host), inventoryOf(api)];
      // The API has no name for a guest of a node that is down.
      const named = ours.guests.filter(({ unreadable }) => unreadable?.why === "offline");
      expect(ours.guests.map((guest) => (guest.unreadable ? { ...guest, name: undefined, template: false, tags: [] } : guest))).to.deep.equal(theirs.guests.map((guest) => (guest.unreadable ? { ...guest, name: undefined, template: false, tags: [] } : guest)));
      expect({ ...ours, guests: [] }).to.deep.equal({ ...theirs, guests: [] });
      expect(named.every(({ name }) => name !== undefined)).to.equal(true);
      const known = [...host.documents.keys()];
      expect([...api.documents.keys()].filter((address) => !known.includes(address))).to.deep.equal(["/version", "/cluster/tasks"]);
    });
  }

  it("starts three commands on a node of its own, and at most three for each of several, for any number of guests", async () => {
    await start({ scenario: "large:1000", latency: 0 });
    const { documents } = await read();
    expect([...documents.keys()].filter((address) => address.endsWith("/config")).length).to.equal(1000);
    const nodes = (documents.get("/nodes") as unknown[]).length;
    expect(simulator.commands.length).to.be.at.most(3 * nodes);
    await simulator.close();
    await start({ scenario: "homelab" });
    await read();
    expect(starts()).to.deep.equal(["pvesh get /cluster/resources", "pvesh get /nodes/pve/network", "pvesh get /nodes/pve/qemu --full 1"]);
  });

  it("asks nothing more where the storages' and the users' files are missing: the list knows them, too", async () => {
    await start({ scenario: "homelab" });
    const whole = inventoryOf(await read());
    for (const name of ["storage.cfg", "user.cfg"]) rmSync(join(folder, "pve", name));
    const before = simulator.commands.length;
    const without = inventoryOf(await read());
    expect(simulator.commands.length - before).to.equal(3);
    const known = (storages: typeof whole.storages) => storages.filter(({ disabled }) => !disabled).map(({ name, type }) => `${name} ${type}`);
    expect(known(without.storages)).to.deep.equal(known(whole.storages));
    expect(without.pools.map(({ name }) => name)).to.deep.equal(whole.pools.map(({ name }) => name));
  });

  it("asks for addresses last, one command for each guest that can answer, and takes the rest as they are", async () => {
    await start({ scenario: "homelab" });
    const host = await read({}, {});
    const api = await overApi({});
    const asked = (seen: Seen) => [...seen.documents.keys(), ...seen.unreadable.keys()].filter((address) => /interfaces$/.test(address)).sort();
    expect(asked(host)).to.deep.equal(asked(api));
    expect(inventoryOf(host).guests).to.deep.equal(inventoryOf(api).guests);
    const order = simulator.commands.map(({ args }) => args[1]!);
    expect(order.slice(3).every((address) => /interfaces$/.test(address))).to.equal(true);
  });

  it("gives all guests together so long for their addresses, and no longer", async () => {
    await start({ scenario: "homelab" });
    const { unreadable, documents } = await read({ addressTimeout: 1 }, {});
    expect(inventoryOf({ documents, unreadable }).guests).to.have.lengthOf(15);
    const late = [...unreadable.values()].filter(({ address }) => /interfaces$/.test(address));
    expect(late.length).to.be.greaterThan(3);
    expect(late[0]).to.include({ why: "timeout" });
    expect(late[0]!.hint).to.include("--no-addresses");
  });

  it("asks pct and qm for each guest where the cluster file system is not to be had", async () => {
    await start({ scenario: "homelab" });
    const host = await read({ folder: join(folder, "nowhere") });
    expect(inventoryOf(host)).to.deep.equal(inventoryOf(await overApi()));
    expect(starts().filter((line) => /^(qm|pct) config \d+$/.test(line))).to.have.lengthOf(15);
  });

  it("lists by pct and qm where there is no pvesh, and takes nothing for gone", async () => {
    await start({ scenario: "homelab" });
    const { commands } = optionsFor();
    const { documents, unreadable } = await read({ commands: { ...commands, pvesh: join(folder, "nowhere") } });
    const guests = inventoryOf({ documents, unreadable }).guests;
    expect(guests.map(({ key, status }) => `${key} ${status}`)).to.deep.equal(inventoryOf(await overApi()).guests.map(({ key, status }) => `${key} ${status}`));
    expect(documents.has("/access/permissions")).to.equal(false);
    expect(unreadable.get("/nodes/pve/network")!.message).to.include("this command does not exist");
  });

  it("says which node it is expected on", async () => {
    await start({ scenario: "office", node: "pve2" });
    expect(await thrown(openShellSource(optionsFor({ node: "pve1" })))).to.include({ code: "another-node", exit: 6 });
    expect((await thrown(openShellSource(optionsFor({ node: "pve9" })))).message).to.include("the cluster has pve1");
    expect((await openShellSource(optionsFor({ node: "pve2" }))).name).to.equal("pve2 (pvesh)");
  });

  it("finds a guest that has moved since the list was made", async () => {
    await start({ scenario: "office" });
    const source = await openShellSource(optionsFor());
    const seen = await gather(source.read({ addresses: false }));
    const [guest] = inventoryOf(seen).guests.filter(({ unreadable }) => unreadable === undefined);
    const moved = makeCommands();
    const rows = (seen.documents.get("/cluster/resources") as { id: string }[]).map((row) => (row.id === guest!.key ? { ...row, node: guest!.node === "pve1" ? "pve2" : "pve1" } : row));
    writeFileSync(join(moved.folder, "rows.json"), JSON.stringify(rows));
    const pvesh = moved.add("pvesh", `if [ "$2" = /cluster/resources ]; then cat '${moved.folder}/rows.json'; else exec '${folder}/pvesh' "$@"; fi`);
    const again = await read({ commands: { ...optionsFor().commands, pvesh } });
    moved.remove();
    expect(inventoryOf(again).guests.find(({ key }) => key === guest!.key)).to.deep.include({ node: guest!.node, name: guest!.name });
    expect([...again.unreadable.values()].filter(({ why }) => why === "gone")).to.deep.equal([]);
  });

  it("writes nothing on the node", async () => {
    await start({ scenario: "homelab" });
    const before = contentOf(folder);
    await read({}, {});
    expect(contentOf(folder)).to.deep.equal(before);
    expect(simulator.commands.every(({ args: [verb] }) => verb === "get")).to.equal(true);
  });

  describe(`over ssh${whenSshd}`, () => {
    it("sees the same, with one process more, tar's", async function () {
      const sshd = await startSshd();
      if (!sshd) return this.skip();
      const path = process.env.PATH;
      process.env.PATH = sshd.path;
      try {
        await start({ scenario: "office" });
        const here = await read();
        const there = await read({ shell: sshShell("node"), remote: true });
        expect(inventoryOf(there)).to.deep.equal(inventoryOf(here));
        expect(sshd.connections()).to.equal(1);
        await simulator.close();
        await start({ scenario: "homelab" });
        const without = await read({ shell: sshShell("node"), remote: true, folder: "/nowhere" });
        expect(inventoryOf(without)).to.deep.equal(inventoryOf(await read()));
      } finally {
        process.env.PATH = path;
        await sshd.stop();
      }
    });
  });
});

describe("the shell source, where a command fails", () => {
  let commands: Commands;
  beforeEach(() => (commands = makeCommands()));
  afterEach(() => commands.remove());

  const rows = '[{"id":"node/pve","type":"node","node":"pve","status":"online"},{"id":"lxc/200","type":"lxc","vmid":200,"node":"pve","status":"running"}]';
  const open = (script: string, timeout = 10_000) => {
    const pvesh = commands.add("pvesh", script);
    return openShellSource({ shell: localShell, remote: false, commands: { pct: "/nowhere/pct", qm: "/nowhere/qm", pvesh }, folder: "/nowhere", timeout });
  };

  // What a real process does, the error that it becomes, and the exit code.
  const faults: readonly (readonly [what: string, script: string, code: string, exit: number, says: RegExp])[] = [
    ["is not root's", "echo 'ipcc_send_rec[1] failed: Unknown error -1' >&2; echo 'Unable to load access control list: Unknown error -1' >&2; exit 255", "permission-denied", 4, /Unable to load access control list/],
    ["does not know its options", "echo 'Unknown option: output-format' >&2; echo '400 unable to parse option' >&2; exit 255", "command-failed", 1, /Unknown option/],
    ["fails in Proxmox VE", "echo 'cluster not ready - no quorum?' >&2; exit 255", "operation-failed", 1, /no quorum/],
    ["hangs", "echo begun; sleep 600", "timeout", 1, /did not end within 0.5 s/],
    ["is killed", "kill -9 $$", "command-failed", 1, /a signal ended it/],
    ["prints half a line", `printf '%s' '${rows.slice(0, 60)}'`, "invalid-output", 1, /not complete JSON.*line 1/],
    ["prints nothing", "exit 0", "invalid-output", 1, /it printed nothing/],
    ["is greeted by a profile", `echo 'Welcome to Proxmox'; echo '${rows}'`, "invalid-output", 1, /line 1: "Welcome to Proxmox"/],
    ["answers something else", `echo '{"data":[]}'`, "invalid-output", 1, /something other than a list of guests, nodes and storages/],
    ["cannot be executed", "exit 126", "not-available", 5, /cannot be executed/],
  ];
  for (const [what, script, code, exit, says] of faults) {
    it(`says so when pvesh ${what}`, async () => {
      const error = await thrown(open(script, what === "hangs" ? 500 : undefined));
      expect(error).to.be.instanceOf(CommandError).and.to.include({ code, exit });
      expect(error.message).to.match(says);
      expect((error as CommandError).command).to.match(/pvesh get \/cluster\/resources --output-format json$/);
    });
  }

  it("says so when there are no commands at all", async () => {
    const nothing = { shell: localShell, remote: false, commands: { pct: "/nowhere/pct", qm: "/nowhere/qm", pvesh: "/nowhere/pvesh" }, folder: "/nowhere", timeout: 1000 };
    expect(await thrown(openShellSource(nothing))).to.include({ code: "not-available", exit: 5 });
  });

  it("is not disturbed by a complaint about the locale", async () => {
    const script = `echo 'perl: warning: Setting locale failed.' >&2; case $2 in /cluster/status) echo '[{"type":"node","name":"pve","local":1,"online":1}]';; /cluster/*) echo '${rows}';; *) echo '[]';; esac`;
    const source = await open(script);
    expect(source.cluster).to.equal("pve");
    const { documents, unreadable } = await gather(source.read({ addresses: false }));
    expect(documents.get("/cluster/resources")).to.deep.equal(JSON.parse(rows));
    // There is no pct to ask.
    expect(unreadable.get("/nodes/pve/lxc/200/config")!.message).to.include("this command does not exist");
  });
});
