import { expect } from "chai";
import { decide } from "../../../generator/creation/decide";
import { readGround } from "../../../generator/creation/ground";
import { readWanted } from "../../../generator/creation/wanted";
import { readProject } from "../../../generator/edit/project";
import { checkVolumes, namedVolumes } from "../../../generator/revise/existing-volume";
import { readSaid } from "../../../generator/revise/options";
import { readInventory } from "../../../lib/inventory/inventory";
import type { GuestType } from "../../../lib/pve/address";
import { thrown } from "../../support/thrown";

const code = new Map([["guests.ts", `import { Container, Size, VirtualMachine } from "pmpc";

export function pve(home: Home): void {
  new VirtualMachine(home, "web", { vmId: 101, node: "pve1", disks: [{ interface: "scsi0", storage: "fast", size: Size.gibibytes(32) }] });
  new Container(home, "dns", { vmId: 200, node: "pve1", rootDisk: { storage: "fast", size: Size.gibibytes(8) }, mountPoints: [{ volume: "fast:subvol-200-disk-1", path: "/data", size: "8G" }] });
}
`]]);

const observation = {
  documents: new Map<string, unknown>([
    ["/cluster/resources", [{ type: "node", node: "pve1", status: "online" }, { type: "qemu", vmid: 101, node: "pve1", status: "running", name: "web" }, { type: "lxc", vmid: 200, node: "pve1", status: "running", name: "dns" }]],
    ["/storage", [{ storage: "fast", type: "zfspool", content: "images,rootdir" }]],
    ["/nodes/pve1/qemu/101/config", { scsi0: "fast:vm-101-disk-0,size=32G", scsi1: "fast:vm-101-disk-1,size=8G" }],
    ["/nodes/pve1/lxc/200/config", { rootfs: "fast:subvol-200-disk-0,size=8G", mp0: "fast:subvol-200-disk-1,mp=/data,size=8G" }],
  ]),
  unreadable: new Map(),
};
const seen = readInventory(observation);

function check(type: GuestType, input: Readonly<Record<string, unknown>>): void {
  const key = type === "qemu" ? "qemu/101" : "lxc/200";
  checkVolumes({ code, key, type, label: "the guest", names: new Map() }, readSaid(type, input), seen);
}

describe("a volume that is there, said of a guest", () => {
  const refused: readonly (readonly [string, GuestType, Readonly<Record<string, unknown>>, RegExp, RegExp])[] = [
    ["in a free place", "qemu", { scsi: ["2=fast:vm-1-disk-9,ssd=1"] }, /for scsi2, fast:vm-1-disk-9 would mean a new, empty disk on fast/, /on the node pve1: qm set 101 --scsi2 fast:vm-1-disk-9\nthen .*pmpc sync\n.*--scsi2 fast:32$/],
    ["under Proxmox VE's word", "qemu", { scsi: ["2=file=fast:vm-1-disk-9"] }, /would mean a new, empty disk/, /qm set 101 --scsi2 fast:vm-1-disk-9/],
    ["under the prop's word", "qemu", { disk: ["storage=fast:101/vm-1-disk-9.qcow2,interface=sata3"] }, /for sata3, fast:101\/vm-1-disk-9\.qcow2 would/, /qm set 101 --sata3 /],
    ["without a number", "qemu", { scsi: ["fast:vm-1-disk-9"] }, /for scsi2, /, /qm set 101 --scsi2 /],
    ["where another one is", "qemu", { scsi: ["0=fast:vm-1-disk-9"] }, /its scsi0 is fast:vm-101-disk-0, and code cannot say that it is to be fast:vm-1-disk-9/, /qm set 101 --scsi0 fast:vm-1-disk-9/],
    ["that the cluster attached since", "qemu", { scsi: ["1=fast:vm-101-disk-1"] }, /the cluster has fast:vm-101-disk-1 as scsi1 already/, /take it into the code: pmpc sync/],
    ["as the EFI disk", "qemu", { efidisk0: "fast:vm-1-disk-9,efitype=4m" }, /for efidisk0, /, /qm set 101 --efidisk0 fast:vm-1-disk-9\n.*\n.*--efidisk0 fast$/],
    ["as the state of the TPM", "qemu", { tpmstate0: "fast:vm-1-disk-9" }, /for tpmstate0, /, /qm set 101 --tpmstate0 fast:vm-1-disk-9/],
    ["as a mount point", "lxc", { mp: ["1=fast:subvol-1-disk-9,mp=/x"] }, /for mp1, fast:subvol-1-disk-9 would/, /pct set 200 --mp1 fast:subvol-1-disk-9,mp=\/x\n.*\n.*--mp1 fast:32,mp=\/x$/],
    ["as a mount point in the prop's words", "lxc", { mountPoint: ["volume=fast:subvol-1-disk-9,path=/x"] }, /for mp1, /, /pct set 200 --mp1 /],
    ["as the root disk", "lxc", { rootfs: "fast:subvol-1-disk-9" }, /its rootfs is fast:subvol-200-disk-0/, /pct set 200 --rootfs fast:subvol-1-disk-9/],
  ];
  for (const [what, type, input, says, hint] of refused) {
    it(`is refused ${what}, with the way to attach it`, async () => {
      const error = await thrown(Promise.resolve().then(() => check(type, input)));
      expect(error).to.include({ code: "cannot-edit", exit: 6 });
      expect(error.message).to.match(says);
      expect(error.hint).to.match(hint);
    });
  }

  it("is fine where the guest has it, and so are sizes, folders and the drive of cloud-init", () => {
    check("qemu", { scsi: ["0=fast:vm-101-disk-0,discard=on", "3=fast:8", "4=file=fast:8"], efidisk0: "fast:1", cloudInit: "fast:cloudinit" });
    check("lxc", { rootfs: "fast:subvol-200-disk-0,size=8G", mp: ["0=fast:subvol-200-disk-1,mp=/data", "1=/srv,mp=/srv", "2=fast:8,mp=/y"] });
  });

  it("is refused of a new guest, too, and named with its place", async () => {
    const ground = readGround(observation as never, readProject(code), { names: new Map(), ownNames: new Map(), forgotten: new Map() });
    const made = await decide(readWanted("qemu", { name: "new", scsi: ["0=fast:vm-1-disk-9"], efidisk0: "fast:vm-1-disk-8" }, { keys: [] }), ground, {} as never);
    const [first, second] = made.problems;
    expect(first!.says).to.contain("for scsi0, fast:vm-1-disk-9 would mean a new, empty disk on fast");
    expect(first!.remedy).to.contain("--scsi0 fast:32").and.contain("qm set VMID --scsi0 fast:vm-1-disk-9").and.contain("pmpc sync");
    expect(second!.says).to.contain("for efidisk0, ");
    expect(namedVolumes(readSaid("qemu", { scsi: ["0=fast:8"] }))).to.deep.equal([]);
  });
});
