import { expect } from "chai";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { apiSource } from "../../../generator/source/api/api-source";
import { openFilesSource } from "../../../generator/source/files/files-source";
import { openShellSource } from "../../../generator/source/shell/shell-source";
import type { Source } from "../../../generator/source/source";
import { startSimulator, type Simulator } from "../../../generator/simulator/simulator";
import { createClient } from "../../../generator/transport/client";
import { localShell } from "../../../generator/transport/shell";
import type { Unreadable } from "../../../lib/inventory/document";
import { readInventory, type Inventory } from "../../../lib/inventory/inventory";
import { guestFilePath } from "../../../lib/pve/guest-config";
import { fieldCases } from "../../support/field-case";
import { bytesOfReading, readings } from "../../support/reading";

async function inventoryOf(source: Source): Promise<Inventory> {
  const documents = new Map<string, unknown>();
  const unreadable = new Map<string, Unreadable>();
  for await (const one of source.read({ addresses: false })) {
    if ("why" in one) unreadable.set(one.address, one);
    else documents.set(one.address, one.body);
  }
  await source.close();
  return readInventory({ documents, unreadable });
}

const configsOf = ({ guests }: Inventory) => Object.fromEntries(guests.map(({ key, config }) => [key, config]));
/** The keys of the lines that are left out, by guest. */
const leftOutIn = ({ guests }: Inventory) => Object.fromEntries(guests.flatMap(({ key, leftOut }) => (leftOut === undefined ? [] : [[key, leftOut.length]])));

describe("a guest, whichever way it is read", function () {
  let folder: string;
  let simulator: Simulator;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "pmpc-ways-"))));
  afterEach(async () => {
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ways: Readonly<Record<string, () => Promise<Source>>> = {
    files: () => openFilesSource(join(folder, "node/pve")),
    "pvesh and the cluster file system": () => openShellSource({ shell: localShell, remote: false, commands: toolsIn(join(folder, "node")), folder: join(folder, "node/pve"), timeout: 60_000 }),
    "pct and qm": () => openShellSource({ shell: localShell, remote: false, commands: toolsIn(join(folder, "node")), folder: join(folder, "none"), timeout: 60_000 }),
  };
  const toolsIn = (at: string) => ({ pct: join(at, "pct"), qm: join(at, "qm"), pvesh: join(at, "pvesh") });

  async function overApi(): Promise<Inventory> {
    const client = await createClient({ endpoints: [simulator.endpoint], credentials: { apiToken: simulator.tokens.root }, trust: { fingerprints: [simulator.fingerprint256] } });
    try {
      return await inventoryOf(apiSource(client));
    } finally {
      client.close();
    }
  }

  for (const { name, input, expected } of fieldCases.filter(({ isFolder }) => isFolder)) {
    it(`has the same configuration in ${name}`, async () => {
      simulator = await startSimulator({ scenario: input!, shell: join(folder, "node") });
      const api = await overApi();
      for (const [key, { config = {} }] of Object.entries(expected.guests ?? {})) {
        for (const [setting, value] of Object.entries(config)) expect(configsOf(api)[key]?.[setting] ?? null, `${key} ${setting}`).to.deep.equal(value);
      }
      const host = await inventoryOf(await ways["pvesh and the cluster file system"]!());
      const files = await inventoryOf(await ways.files!());
      expect(configsOf(files)).to.deep.equal(configsOf(api));
      expect(configsOf(host)).to.deep.equal(configsOf(api));
      expect(leftOutIn(host)).to.deep.equal(leftOutIn(files));
      expect(files.name).to.equal(host.name);
      expect(api.name).to.equal(host.name);
      if (expected.cluster !== undefined) expect(files.name).to.equal(expected.cluster);
    });
  }

  it("has the same configuration in a cluster of everything that is hard to read", async () => {
    readings.forEach((reading, at) => write(join(folder, "cluster", guestFilePath("pve", reading.type, 1000 + at)), bytesOfReading(reading)));
    simulator = await startSimulator({ scenario: join(folder, "cluster"), shell: join(folder, "node") });
    const api = configsOf(await overApi());
    expect(Object.keys(api)).to.have.lengthOf(readings.length);
    const seen = new Map<string, Inventory>();
    for (const [way, open] of Object.entries(ways)) {
      const inventory = await inventoryOf(await open());
      seen.set(way, inventory);
      for (const [key, config] of Object.entries(configsOf(inventory))) {
        const { title, base64 } = readings[Number(key.split("/")[1]) - 1000]!;
        // The simulator's own tools print nothing but UTF-8.
        if (way !== "pct and qm" || base64 === undefined) expect(config, `${way}: ${title} (${key})`).to.deep.equal(api[key]);
      }
    }
    const [files, host, tools] = Object.keys(ways).map((way) => leftOutIn(seen.get(way)!));
    expect(Object.keys(files!)).to.have.lengthOf.above(50);
    expect(host).to.deep.equal(files);
    expect(Object.keys(tools!)).to.deep.equal(Object.keys(files!));
  });
});

function write(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
