import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { scenarioOf } from "../generator/simulator/folder";
import { startSimulator, type Simulator } from "../generator/simulator/simulator";
import { importFrom, type Imported } from "./support/imported";

const storages = [
  "dir: local\n\tpath /var/lib/vz\n\tcontent images,rootdir,iso,snippets\n",
  "lvmthin: local-lvm\n\tthinpool data\n\tvgname pve\n\tcontent images,rootdir\n",
  "zfspool: tank\n\tpool tank\n\tcontent images,rootdir\n",
].join("\n");

const disk = (vmId: number) => `local-lvm:vm-${vmId}-disk-0`;

/** Guests that the provider cannot read, by number: lines beside those that every guest has, and the lines that must stay as they are. */
const machines: Readonly<Record<number, readonly string[]>> = {
  100: ["memory: current=2048"],
  101: [`scsi0: ${disk(101)},mbps_rd=150.5,size=8G`],
  102: [`scsi0: ${disk(102)},mbps_rd=0.5,size=8G`],
  103: ["net0: virtio=BC:24:11:00:01:03,bridge=vmbr0,trunks=10;20;30-33"],
  104: ["migrate_downtime: 0.5"],
  105: ["smbios1: manufacturer=Acmee,uuid=9b9adfa3-daa9-4675-a8e6-a4a573eb6e93"],
  106: ["smbios1: base64=1,manufacturer=Acmee,sku=x"],
  107: ["efidisk0: efitype=4m,local-lvm:vm-107-disk-9,size=4M"],
  108: ["scsi0: /dev/disk/by-id/usb-WD_Elements_2620_575843-0:0,size=976762584K"],
  109: ["ide2: local-lvm:vm-109-cloudinit,media=cdrom", "sata5: tank:vm-109-cloudinit,media=cdrom"],
  110: ["memory: current=1024", "migrate_downtime: 2", `scsi0: ${disk(110)},mbps_wr=99.9,size=8G`],
  111: ["scsi0: local:odd-name,size=8G"],
  112: ["hostpci0: 0000:01:00.0,romfile=a\"b.rom"],
  113: [`scsi0: ${disk(113)},iops_rd=100,mbps_rd_max=200.2,mbps_rd=100,size=8G`],
  114: ["virtiofs0: share,expose-acl=1,expose-xattr=0,cache=never"],
  115: ["memory: current=1536", "net0: virtio=BC:24:11:00:01:15,bridge=vmbr0,trunks=2-3,tag=7"],
  116: [`scsi0: ${disk(116)},mbps_rd=10.0,size=8G`],
  117: [`scsi0: ${disk(117)},mbps_rd=1e2,size=8G`],
};
const containers: Readonly<Record<number, readonly string[]>> = {
  200: ["memory: lots"],
  201: ["cpulimit: 1.5"],
  205: ["cpulimit: 0.5", "cpuunits: 50"],
  202: ["net0: name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:02:02,trunks=10;20-22,type=veth"],
  203: ["swap: none", "tty: many"],
  204: ["cpulimit: 0.0"],
  206: ["startup: order=any"],
  207: ["startup: order=5,up=soon"],
  208: ["net0: name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:02:08,mtu=jumbo,type=veth"],
  209: ["net0: name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:02:09,rate=fast,tag=7,type=veth", "dev0: /dev/null,gid=video"],
};

const files = {
  "storage.cfg": storages,
  ...Object.fromEntries(Object.entries(machines).map(([vmId, lines]) => [`nodes/pve/qemu-server/${vmId}.conf`, `name: vm${vmId}\nostype: l26\n${lines.join("\n")}\n`])),
  ...Object.fromEntries(Object.entries(containers).map(([vmId, lines]) => [`nodes/pve/lxc/${vmId}.conf`, `hostname: ct${vmId}\narch: amd64\nostype: debian\nrootfs: tank:subvol-${vmId}-disk-0,size=8G\n${lines.join("\n")}\n`])),
};

/** As an admin would type it on the node: the words are the shell's business. */
function type(command: string, path: string): Promise<{ exit: number; said: string }> {
  return new Promise((done) => {
    const child = execFile("/bin/sh", ["-c", command], { env: { PATH: `${path}:/usr/bin:/bin`, LANG: "C.UTF-8" } }, (_, stdout, stderr) => done({ exit: child.exitCode ?? -1, said: stdout + stderr }));
  });
}

describe("every remedy of a guest that the provider cannot read", function () {
  let folder: string;
  let simulator: Simulator;
  let first: Imported;
  let second: Imported;
  const ran = new Map<string, { exit: number; said: string }>();

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "pmpc-remedy-"));
    simulator = await startSimulator({ scenario: scenarioOf("refused", files), shell: join(folder, "bin") });
    first = await importFrom(simulator, { addresses: false });
    for (const { key, remedy } of first.report.guests) if (remedy !== undefined && !remedy.startsWith("pmpc ")) ran.set(key, await type(remedy, join(folder, "bin")));
    const left = first.report.guests.filter(({ remedy }) => remedy?.startsWith("pmpc ")).map(({ remedy }) => /^pmpc import --exclude (vmid=\d+)$/.exec(remedy!)![1]!);
    second = await importFrom(simulator, { addresses: false, exclude: left });
  });
  after(async () => {
    await simulator.close();
    first.remove();
    second.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it("is there for each, beside a reason in Proxmox VE's words", () => {
    const guests = first.report.guests;
    expect(guests).to.have.lengthOf(Object.keys(machines).length + Object.keys(containers).length);
    for (const { key, outcome, reason, remedy } of guests) {
      expect(outcome, key).to.equal("refused");
      expect(reason, key).to.match(/^[a-z_]+\d*( [a-z0-9_-]+)?: |^there are cloud-init drives on/);
      expect(remedy, key).to.match(/^(qm|pct) set \d+ --|^pmpc import --exclude vmid=\d+$/);
    }
  });

  it("is a command that the node takes", () => {
    for (const [key, { exit, said }] of ran) expect(exit, `${key}: ${said}`).to.equal(0);
    expect(ran.size).to.be.at.least(13);
  });

  it("is followed by an import without a refusal", () => {
    expect(second.report.exit).to.equal(0);
    expect(second.report.guests.filter(({ outcome }) => outcome !== "imported" && outcome !== "skipped").map(({ key, reason }) => `${key}: ${reason}`)).to.deep.equal([]);
  });

  it("changes nothing more than it must", async () => {
    const configOf = async (vmId: number) => (await type(`${vmId < 200 ? "qm" : "pct"} config ${vmId}`, join(folder, "bin"))).said;
    const kept: Readonly<Record<number, readonly string[]>> = {
      101: ["mbps_rd=151", "size=8G"],
      102: ["mbps_rd=0.5"],
      103: ["trunks=10;20;30;31;32;33"],
      105: ["manufacturer=QWNtZWU=", "uuid=9b9adfa3-daa9-4675-a8e6-a4a573eb6e93"],
      106: ["manufacturer=Acme"],
      107: ["local-lvm:vm-107-disk-9", "efitype=4m"],
      108: ["/dev/disk/by-id/usb-WD_Elements_2620_575843-0:0,format=raw,size=976762584K"],
      109: ["ide2: local-lvm:vm-109-cloudinit"],
      110: ["memory: 1024", "mbps_wr=100"],
      113: ["iops_rd=100", "mbps_rd=100", "mbps_rd_max=200", "size=8G"],
      114: ["share,", "cache=never", "expose-acl=1", "expose-xattr=1"],
      115: ["memory: 1536", "trunks=2;3", "tag=7", "virtio=BC:24:11:00:01:15"],
      116: ["mbps_rd=10,", "size=8G"],
      117: ["mbps_rd=100,", "size=8G"],
      208: ["name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:02:08,type=veth"],
      209: ["hwaddr=BC:24:11:00:02:09,tag=7,type=veth", "dev0: /dev/null"],
      201: ["cpulimit: 1.5", `cores: ${availableParallelism()}`],
      204: ["cpulimit: 0"],
      205: ["cpulimit: 0.5", `cores: ${availableParallelism()}`, "cpuunits: 50"],
      202: ["trunks=10;20;21;22", "hwaddr=BC:24:11:00:02:02"],
    };
    for (const [vmId, texts] of Object.entries(kept)) for (const text of texts) expect(await configOf(Number(vmId)), vmId).to.include(text);
  });

  it("is none by bytes for a rate below one: Proxmox VE itself loses the limit then", async () => {
    expect((await type("qm set 102 --scsi0 local-lvm:vm-102-disk-0,bps_rd=524288,size=8G", join(folder, "bin"))).exit).to.equal(0);
    expect((await type("qm config 102", join(folder, "bin"))).said).to.include("mbps_rd=0.000");
  });
});
