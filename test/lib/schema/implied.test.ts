import { expect } from "chai";
import { configurationOf } from "../../../lib/schema/config-response";
import { catalog } from "../../../lib/schema/catalog";
import { placesOf } from "../../../lib/schema/places";
import { toProps, toTerraform } from "../../../lib/schema/props";
import type { ReadableGuest, State } from "../../../lib/schema/read-back";
import { writeGuest } from "../../../lib/schema/write";
import { fixture } from "../../support/fixture";

type Facts<T> = readonly (readonly [text: string, fact: T])[];

interface Devices {
  readonly balloon: boolean;
  readonly card?: string;
  readonly cores: string;
  readonly cpu: string;
  readonly memory: number;
  readonly scsi?: string;
  readonly tablet: boolean;
}

/** What Proxmox VE's own code made of each configuration. */
const { boots, machines, devices } = fixture<{ readonly boots: Facts<readonly string[]>; readonly machines: Facts<string>; readonly devices: Facts<Devices> }>("implied.json");

const types: Readonly<Record<string, string>> = { VGA: "std", "cirrus-vga": "cirrus", "qxl-vga": "qxl", "vmware-svga": "vmware", "virtio-vga": "virtio", "virtio-gpu": "virtio" };

/** What a machine is made with from the code of one: what a construct writes, with the provider's defaults where it writes nothing. */
function built(text: string): { readonly config: Readonly<Record<string, unknown>>; readonly state: State } {
  const config = configurationOf("qemu", `${text}\n`);
  const guest: ReadableGuest = { type: "qemu", vmId: 8006, node: "pve", running: false, config, formatOf: () => "raw" };
  return { config, state: toTerraform(catalog.qemu, toProps(catalog.qemu, writeGuest(guest).config, placesOf(guest))) };
}

const first = (state: State, block: string): State => ((state[block] ?? []) as readonly State[])[0] ?? {};

describe("the code of a machine of which the configuration says little", () => {
  it("says what Proxmox VE boots it from, and nothing where it boots it from nothing", () => {
    const different = boots.flatMap(([text, expected]) => {
      const { config, state } = built(text);
      const order = ((state.boot_order ?? []) as readonly string[]).filter((device) => device in config);
      return order.join() === expected.join() ? [] : [`${text.replaceAll("\n", " | ")}: ${order.join()} instead of ${expected.join()}`];
    });
    expect(different).to.deep.equal([]);
    expect(boots.length).to.be.at.least(150);
  });

  it("says the version of the machine that Windows runs on, and none for other systems", () => {
    const different = machines.flatMap(([text, expected]) => {
      const { machine = "pc" } = built(text).state;
      return machine === expected ? [] : [`${text.replaceAll("\n", " | ")}: ${String(machine)} instead of ${expected}`];
    });
    expect(different).to.deep.equal([]);
    expect(machines.length).to.be.at.least(150);
  });

  it("gives it the processors, the memory, the controller, the card and the pointer that it has", () => {
    const different = devices.flatMap(([text, expected]) => {
      const { state } = built(text);
      const [cpu, memory, vga] = ["cpu", "memory", "vga"].map((block) => first(state, block)) as [State, State, State];
      const found: Devices = {
        balloon: (memory.floating ?? memory.dedicated) !== 0,
        ...(expected.card === undefined ? {} : { card: String(vga.type ?? "std").replace(/^qxl\d$/, "qxl") }),
        cores: `${String(cpu.sockets ?? 1)} ${String(cpu.cores ?? 1)}`,
        cpu: String(cpu.type ?? "qemu64"),
        memory: Number(memory.dedicated ?? 512),
        ...(expected.scsi === undefined ? {} : { scsi: String(state.scsi_hardware ?? "virtio-scsi-pci") }),
        tablet: state.tablet_device !== false,
      };
      const wanted = { ...expected, ...(expected.card === undefined ? {} : { card: types[expected.card] }) };
      return JSON.stringify(found) === JSON.stringify(wanted) ? [] : [`${text.replaceAll("\n", " | ")}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`];
    });
    expect(different).to.deep.equal([]);
    expect(devices.length).to.be.at.least(40);
  });
});
