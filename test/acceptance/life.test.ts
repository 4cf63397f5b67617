import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { providerVersion } from "../../lib/schema/provider/bpg";
import type { Scenario } from "../../simulator/scenario";
import { printDraft } from "../../simulator/scenario/text";
import { install, newFolder, reach, remove, report, synthesise } from "../bin/command";
import { prove, settle, needProvider } from "./terraform";

const machine = (vmId: number, name: string) =>
  printDraft({ settings: { cores: 2, memory: 1024, name, net0: `virtio=BC:24:11:00:00:${vmId % 100},bridge=vmbr0`, onboot: 1, ostype: "l26", scsi0: `local:vm-${vmId}-disk-0,format=raw,size=8G`, scsihw: "virtio-scsi-pci" } });
const container = (vmId: number, hostname: string) =>
  printDraft({ settings: { cores: 1, hostname, memory: 512, net0: `name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:${vmId % 100},ip=dhcp`, ostype: "debian", rootfs: `local:${vmId}/vm-${vmId}-disk-0.raw,size=8G`, swap: 512, unprivileged: 1 } });

const scenario: Scenario = {
  name: "life",
  files: {
    "nodes/one/qemu-server/110.conf": machine(110, "stops"),
    "nodes/one/qemu-server/111.conf": machine(111, "moves"),
    "nodes/two/qemu-server/112.conf": machine(112, "is-locked"),
    "nodes/two/lxc/120.conf": container(120, "starts"),
    "nodes/one/lxc/121.conf": container(121, "has-a-past"),
  },
};

const snapshot = (text: string) => `${text}parent: before\n\n[before]\nsnaptime: 1700000000\n${text}`;

describe(`life goes on after an import, with the real provider ${providerVersion}`, () => {
  let folder: string;
  let simulator: Simulator;

  before(async function () {
    folder = newFolder();
    simulator = await startSimulator({ scenario });
    await needProvider(this, providerVersion);
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });

  it("adopts without a write, and then powers nothing, moves nothing, replaces nothing, destroys nothing", async () => {
    await report(["import", ...reach(simulator), "--out", folder], folder);
    install(folder);
    const stack = await synthesise(folder);
    const written = () => [...new Set(simulator.requests.map(({ method }) => method))];
    const texts = () => simulator.cluster.guests().map((vmId) => simulator.cluster.text(vmId));
    const actions = async () => {
      const { planned, errors } = await prove(stack, simulator, providerVersion);
      expect(errors).to.deep.equal([]);
      return planned.map(({ change }) => `${change.importing ? "import " : ""}${change.actions.join("+")}`);
    };

    const before = texts();
    expect(await actions()).to.deep.equal(Array(5).fill("import no-op"));
    await settle(stack, simulator);
    expect(await actions()).to.deep.equal(Array(5).fill("no-op"));
    expect(texts()).to.deep.equal(before);

    simulator.cluster.stop(110);
    simulator.cluster.migrate(111, "two");
    simulator.cluster.edit(112, (text) => `${text}lock: backup\n`);
    simulator.cluster.start(120);
    simulator.cluster.edit(121, snapshot);
    simulator.cluster.edit(110, snapshot);
    const after = texts();
    expect(await actions()).to.deep.equal(Array(5).fill("no-op"));
    expect(texts()).to.deep.equal(after);
    expect(written()).to.deep.equal(["GET"]);
  });
});
