import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { scenarioOf } from "../../generator/simulator/folder";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { providerVersion } from "../../lib/schema/provider/bpg";
import type { GuestType } from "../../lib/pve/address";
import type { ReadableGuest } from "../../lib/schema/read-back";
import { writeGuest } from "../../lib/schema/write";
import { install, newFolder, reach, remove, report, synthesise } from "../bin/command";
import { ask } from "../generator/simulator/client";
import { changesOf, prove, settle, needProvider } from "./terraform";

const storages = [
  "dir: local\n\tpath /var/lib/vz\n\tcontent images,rootdir,iso,snippets,vztmpl\n",
  "lvmthin: local-lvm\n\tthinpool data\n\tvgname pve\n\tcontent images,rootdir\n",
].join("\n");

const bridges = ["vmbr0", "vmbr1"].map((name, at) => `auto ${name}\niface ${name} inet static\n\taddress 192.0.${at + 1}.11/24\n\tbridge-ports none\n\tbridge-stp off\n\tbridge-fd 0\n`).join("\n");

const iso = "local:iso/debian.iso";
const template = "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst";

/** Machines of which the provider reads something else than Proxmox VE means, and that can be built again. */
const machines: Readonly<Record<number, readonly string[]>> = {
  301: ["startup: 5,up=30", "tags: web db,lab"],
  302: ["ide3: local-lvm:vm-302-disk-0,size=8G", "sata1: none,media=cdrom"],
  303: ["machine: pc-q35-9.2,viommu=intel", "cpu: EPYC-Rome-v5,flags=+aes", "hotplug: network,disk,cloudinit"],
  304: ["scsi0: local-lvm:vm-304-disk-0,size=528M,ssd=on,backup=no", "agent: enabled=on", `ide2: ${iso},media=cdrom`],
  305: ["watchdog: ib700", "tpmstate0: local-lvm:vm-305-disk-1,size=4M", "vga: memory=32"],
  306: ["net0: e1000-82545em=BC:24:11:00:03:06,bridge=vmbr0,firewall=yes", "net1: virtio=BC:24:11:00:03:07,bridge=vmbr1,tag=20"],
  307: ["boot: order=net0", "net0: virtio=BC:24:11:00:03:08,bridge=vmbr0", "net2: virtio=BC:24:11:00:03:09,bridge=vmbr1"],
  308: ["numa: 1", "sockets: 2", "numa0: cpus=0,memory=512", "numa1: cpus=1,memory=512", "memory: 1024", "usb0: spice", "usb5: spice,usb3=1"],
  309: ["nameserver: 192.0.2.1,192.0.2.2", "ide2: local-lvm:vm-309-cloudinit,media=cdrom", "ipconfig0: ip=dhcp", "ciuser: kim"],
  310: ["smp: 4", "serial1: socket", "audio0: device=ich9-intel-hda"],
  311: ["ide0: /dev/sr0,media=cdrom", "balloon: 0", "memory: 2048"],
  312: ["memory: 512", "cores: 2", "cpu: host"],
  313: ["boot: dcn", "bootdisk: virtio1", "virtio0: local-lvm:vm-313-disk-0,size=1G", "virtio1: local-lvm:vm-313-disk-1,size=1G", `ide2: ${iso},media=cdrom`, "net0: virtio=BC:24:11:00:03:13,bridge=vmbr0"],
  314: ["ostype: wxp", "bootdisk: ide0", "ide0: local-lvm:vm-314-disk-0,size=1G", "smbios1: manufacturer=QUNNRQ==,base64=1"],
  315: ["ostype: win10", "machine: q35", "smbios1: uuid=0c83b7cd-0000-4000-8000-000000000315", "boot: order=net0", "net0: e1000=BC:24:11:00:03:15,bridge=vmbr0"],
  316: ["vga: serial0", "serial0: socket", "smbios1: uuid=0c83b7cd-0000-4000-8000-000000000316"],
  317: ["vga: virtio", "tablet: 0", "kvm: 1"],
};
const containers: Readonly<Record<number, readonly string[]>> = {
  401: ["net0: name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:04:01,type=veth", "net1: name=eth1,bridge=vmbr1,hwaddr=BC:24:11:00:04:02,ip=192.0.2.7/24,gw=192.0.2.1,type=veth"],
  402: ["startup: 3", "features: nesting=on", "cores: 2"],
  403: ["lxc.environment.runtime: A=1", "lxc.environment.runtime: b-c=2", "nameserver: 192.0.2.1,192.0.2.2"],
  404: ["swap: 0", "tags: b a"],
};

const facts = { "storage.cfg": storages, "nodes/pve/interfaces": bridges };
const files = {
  ...facts,
  ...Object.fromEntries(Object.entries(machines).map(([vmId, lines]) => [`nodes/pve/qemu-server/${vmId}.conf`, `name: vm${vmId}\n${lines.join("\n")}\n`])),
  ...Object.fromEntries(
    Object.entries(containers).map(([vmId, lines]) => [`nodes/pve/lxc/${vmId}.conf`, `hostname: ct${vmId}\narch: amd64\nostype: debian\nunprivileged: 1\nrootfs: local-lvm:vm-${vmId}-disk-0,size=8G\n${lines.join("\n")}\n`]),
  ),
};
const volumes = [iso, template].map((id) => ({ id, size: 2 ** 28, createdAt: 1_700_000_000 }));

type Json = Record<string, unknown>;

/** What the code would say of a guest as it is now. */
async function truthOf(simulator: Simulator, vmId: number): Promise<Json> {
  const type: GuestType = vmId < 400 ? "qemu" : "lxc";
  const { status, data, reason } = await ask(simulator, `/nodes/pve/${type}/${vmId}/config`);
  expect(status, `${vmId} ${reason}`).to.equal(200);
  const guest: ReadableGuest = { type, vmId, node: "pve", running: false, config: data as Json, formatOf: () => "raw" };
  const { boot_order: order = [], ...others } = writeGuest(guest).config as Json;
  // The provider may name a card that is not there, from which nothing is booted.
  return sameWords({ ...others, boot_order: (order as string[]).filter((device) => device in guest.config) });
}

/** Without what means the same said and unsaid: defaults that only the guest as it was did not name, and cards without an address. */
function sameWords({ operating_system: system, memory, ...others }: Json): Json {
  const [[{ type } = { type: undefined }], [{ floating, ...amounts } = {}]] = [(system ?? []) as Json[], (memory ?? []) as Json[]];
  const balloon = floating === undefined || floating === (amounts.dedicated ?? 512) ? {} : { floating };
  return { ...others, memory: { dedicated: 512, ...amounts, ...balloon }, type: type ?? "other", initialization: JSON.parse(JSON.stringify(others.initialization ?? []).replaceAll('{"ipv4":[{"address":"manual"}]},', "")) as Json[] };
}

/** The stack as one that builds its guests, on a cluster that has none of them. */
function withoutImports(stack: string): void {
  const path = join(stack, "cdk.tf.json");
  const { import: _, ...code } = JSON.parse(readFileSync(path, "utf8")) as Json;
  // The environment says which cluster.
  code.provider = { proxmox: [{}] };
  const guests = code.resource as Record<string, Record<string, Json>>;
  // A container is not known by its template, so its owner has to say which.
  for (const one of Object.values(guests.proxmox_virtual_environment_container ?? {})) Object.assign(one.operating_system as Json, { template_file_id: template });
  for (const one of Object.values(guests).flatMap((kind) => Object.values(kind))) one.started = false;
  writeFileSync(path, JSON.stringify(code));
}

describe(`the code of odd guests, with the real provider ${providerVersion}`, function () {
  let folder: string;
  let stack: string;
  let simulator: Simulator;

  before(async function () {
    await needProvider(this, providerVersion);
    folder = newFolder();
    simulator = await startSimulator({ scenario: { ...scenarioOf("odd", files), volumes } });
    const { guests } = await report(["import", ...reach(simulator, simulator.tokens.root), "--out", folder], folder);
    expect(guests.filter(({ outcome }) => outcome !== "imported")).to.deep.equal([]);
    install(folder);
    stack = await synthesise(folder);
  });
  after(async () => {
    await simulator?.close();
    remove(folder);
  });

  it("changes nothing", async () => {
    const { planned, errors } = await prove(stack, simulator, providerVersion);
    expect(errors).to.deep.equal([]);
    expect(planned.flatMap(changesOf)).to.deep.equal([]);
    expect(planned).to.have.lengthOf(Object.keys({ ...machines, ...containers }).length);
  });

  it("builds the same guests again", async () => {
    withoutImports(stack);
    const empty = await startSimulator({ scenario: { ...scenarioOf("empty", facts), volumes } });
    try {
      const { errors } = await prove(stack, empty, providerVersion);
      expect(errors).to.deep.equal([]);
      await settle(stack, empty);
      for (const vmId of Object.keys({ ...machines, ...containers }).map(Number)) {
        expect(await truthOf(empty, vmId), String(vmId)).to.deep.equal(await truthOf(simulator, vmId));
      }
    } finally {
      await empty.close();
    }
  });
});
