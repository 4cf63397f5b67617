import { expect } from "chai";
import type { Remembered } from "../../../generator/plan/build";
import { emitGroup } from "../../../generator/emit/cdktf/guests";
import { emitReport } from "../../../generator/emit/docs/report";
import type { Plan } from "../../../generator/plan/plan";
import type { Guest, Storage } from "../../../lib/inventory/inventory";
import { guestOf, inventoryOf, planOf } from "../../support/plan";

const remember = (...guests: readonly Guest[]) =>
  new Map(guests.map((guest): [Guest["key"], Remembered] => [guest.key, { id: guest.name!, file: "guests/pve1.ts", adopt: false, code: () => ({ text: `code of ${guest.name}`, imports: ["VirtualMachine"], fields: [], names: [], constants: new Map() }) }]));
const outcomes = ({ guests }: Plan) => Object.fromEntries(guests.map(({ guest, outcome }) => [guest.vmId, outcome]));
const inCode = ({ groups }: Plan) => groups.flatMap(({ entries }) => entries.map(({ id }) => id));

const silent = guestOf(100, { status: "running", silent: true, config: { ...guestOf(100).config, agent: "1" } });

describe("a guest that plain Terraform would wait for", () => {
  it("is imported, and the report says so, with the command that ends the wait", () => {
    const plan = planOf(inventoryOf([silent]));
    expect(outcomes(plan)).to.deep.equal({ 100: "imported" });
    expect(plan.guests[0]!.wait).to.deep.include({ certain: true, remedy: "qm set 100 --agent 0" }).and.to.have.property("refusal").that.contains("does not answer");
    expect(inCode(plan)).to.deep.equal(["guest-100"]);
    expect(emitReport(plan).content).to.match(/## Waited for\n\nPlain Terraform waits 15 minutes .*\n\n.*\n.*\n\| vm 100 \| guest-100 \| its guest agent .* does not answer: .* \| start the agent in the guest \| `qm set 100 --agent 0` \|/);
  });

  it("stays in the code that has it, renewed, and says so", () => {
    const plan = planOf(inventoryOf([{ ...silent, config: { ...silent.config, cores: 8 } }]), { remembered: remember(guestOf(100)) });
    expect(outcomes(plan)).to.deep.equal({ 100: "imported" });
    expect(plan.guests[0]!.wait).to.deep.include({ certain: true });
    expect(plan.groups[0]!.entries[0]!.props.cpu).to.deep.include({ cores: 8 });
    expect(plan.forgotten).to.deep.equal([]);
  });

  it("is imported where nobody could ask, which is said", () => {
    const plan = planOf(inventoryOf([{ ...silent, silent: undefined }]));
    expect(outcomes(plan)).to.deep.equal({ 100: "imported" });
    expect(plan.guests[0]!.wait).to.deep.include({ certain: false });
  });
});

describe("a guest whose storage cannot tell the format of its disk", () => {
  const storage = (more: Partial<Storage> = {}): Storage => ({ name: "nas", type: "rbd", disabled: false, unreachable: [], ...more });
  const withDisk = (drive: string) => guestOf(100, { config: { ...guestOf(100).config, scsi0: drive } });
  const plan = (storages: readonly Storage[], drive = "nas:vm-100-disk-0,size=8G") => planOf(inventoryOf([withDisk(drive)], { storages }));

  it("is set aside with the reason, and a way out", () => {
    const troubles: readonly (readonly [Storage, string, string])[] = [
      [storage({ disabled: true }), "the storage nas is disabled", "pvesm set nas --disable 0"],
      [storage({ nodes: ["pve2"] }), "the node pve1 does not have the storage nas", "pvesm set nas --nodes pve2,pve1"],
      [storage({ unreachable: ["pve1"] }), "the node pve1 does not reach the storage nas", "import again when nas is back"],
    ];
    for (const [one, reason, remedy] of troubles) {
      expect(plan([one]).guests[0]).to.deep.include({ outcome: "refused", remedy }).and.to.have.property("reason").that.contains(reason);
    }
    const odd = plan([storage({ type: "nfs" })], "nas:odd-name,size=8G").guests[0];
    expect(odd).to.deep.include({ outcome: "refused", remedy: "pmpc import --exclude vmid=100" }).and.to.have.property("reason").that.contains('"odd-name" is not the name');
  });

  it("is imported where the configuration names the format, or the trouble is another node's", () => {
    expect(outcomes(plan([storage({ disabled: true })], "nas:vm-100-disk-0,format=raw,size=8G"))).to.deep.equal({ 100: "imported" });
    expect(outcomes(plan([storage({ unreachable: ["pve2"], nodes: ["pve1"] })]))).to.deep.equal({ 100: "imported" });
    expect(outcomes(plan([]))).to.deep.equal({ 100: "imported" });
  });

  it("stays in the code that has it, as it was", () => {
    const before = withDisk("nas:vm-100-disk-0,size=8G");
    const away = planOf(inventoryOf([{ ...before, config: { ...before.config, cores: 8 } }], { storages: [storage({ unreachable: ["pve1"] })] }), { remembered: remember(before) });
    expect(away.guests[0]).to.deep.include({ outcome: "kept", because: "refused" });
    expect(away.groups[0]!.entries[0]!.carried?.text).to.equal("code of guest-100");
    expect(away.forgotten).to.deep.equal([]);
  });
});

describe("code that was written before", () => {
  const [web, db] = [guestOf(100, { name: "web" }), guestOf(101, { name: "db" })];

  it("stays when a filter, an offline node or a weak token hides the guest", () => {
    const hidden = { address: "/nodes/pve1/qemu/100/config" as const, why: "offline" as const, message: "node pve1 is offline" };
    expect(inCode(planOf(inventoryOf([web, db]), { remembered: remember(web, db), selection: ({ name }) => name === "db" }))).to.deep.equal(["web", "db"]);
    expect(inCode(planOf(inventoryOf([{ ...web, config: undefined, unreadable: hidden }, db]), { remembered: remember(web, db) }))).to.deep.equal(["web", "db"]);
    const weak = planOf(inventoryOf([db]), { remembered: remember(web, db), permissions: { "/vms/101": { "VM.Audit": 0 } } });
    expect(inCode(weak)).to.deep.equal(["web", "db"]);
    expect(weak.forgotten).to.deep.equal([]);
  });

  it("leaves as a removed block when the cluster says that its number is free, and never because a list does not name it", () => {
    const cut = planOf(inventoryOf([db]), { remembered: remember(web, db) });
    expect(inCode(cut)).to.deep.equal(["web", "db"]);
    expect(cut.guests[0]).to.deep.include({ outcome: "kept", reason: "the cluster does not list it, but has not confirmed that the number 100 is free" });
    const plan = planOf(inventoryOf([db], { freeNumbers: new Set([100]) }), { remembered: remember(web, db) });
    expect(inCode(plan)).to.deep.equal(["db"]);
    expect(plan.forgotten.map(({ key, id }) => [key, id])).to.deep.equal([["qemu/100", "web"]]);
  });

  it("leaves where a guest of the other type has the number", () => {
    const plan = planOf(inventoryOf([guestOf(100, { type: "lxc", key: "lxc/100", name: "web" }), db]), { remembered: remember(web, db) });
    expect(plan.forgotten.map(({ key, address }) => [key, address])).to.deep.equal([["qemu/100", "proxmox_virtual_environment_vm.web"]]);
    expect(inCode(plan)).to.deep.equal(["web-100", "db"]);
  });

  it("is carried over to the letter, with what it takes from elsewhere", () => {
    const text = "  new VirtualMachine(home, \"web\", { node: home.olymp, memory: Size.gibibytes(1) }); // mine";
    const carried = { text, imports: ["Size", "VirtualMachine"], fields: ["olymp"], names: [], constants: new Map() };
    const before: Remembered = { id: "web", file: "guests/other.ts", adopt: false, code: () => carried };
    const named = { stack: { className: "Lab", id: "lab", variable: "home" }, functions: new Map([["guests/other.ts", "others"]]), fields: [{ kind: "node", name: "pve1", field: "olymp" }] } as const;
    const plan = planOf(inventoryOf([{ ...web, config: undefined }, db]), { remembered: new Map([["qemu/100", before]]), named });
    expect(plan.groups.map(({ path, name, entries }) => [path, name, entries.map(({ id }) => id)])).to.deep.equal([
      ["guests/other.ts", "others", ["web"]],
      ["guests/pve1.ts", "pve1Guests", ["db"]],
    ]);
    expect(plan.references).to.deep.equal([{ kind: "node", name: "pve1", field: "olymp" }]);
    expect(emitGroup(plan.groups[0]!, plan).content).to.contain(text).and.to.contain('import { Size, VirtualMachine } from "pmpc";').and.to.contain("export function others(home: Lab): void {");
  });

  it("keeps its name when the guest is renamed, and says the new one", () => {
    const plan = planOf(inventoryOf([{ ...web, name: "www", config: { ...web.config, name: "www" } }]), { remembered: remember(web) });
    expect(plan.groups[0]!.entries[0]).to.deep.include({ id: "web" }).and.to.have.nested.property("props.name", "www");
  });
});

describe("a boot order", () => {
  const textOf = (config: Readonly<Record<string, unknown>>) => {
    const plan = planOf(inventoryOf([guestOf(100, { config: { ...guestOf(100).config, ...config } })]));
    return emitGroup(plan.groups[0]!, plan).content;
  };
  const drives = { scsi0: "local-lvm:vm-100-disk-0,size=8G", ide0: "none,media=cdrom", ide2: "local:iso/debian.iso,media=cdrom" };

  it("that names what the code cannot have is told: Proxmox VE refuses it of a guest that is made again", () => {
    expect(textOf({ ...drives, boot: "order=ide0;scsi0;ide2" })).to.contain('bootOrder: ["ide0", "scsi0", "ide2"]').and.contain("// bootOrder names ide0, which the code does not have: Proxmox VE refuses that of a guest that is made again,");
    expect(textOf({ scsi0: drives.scsi0, boot: "order=ide1;scsi0;net5" })).to.contain("// bootOrder names ide1, net5, which the code does not have");
    expect(textOf({ ...drives, boot: "order=scsi0;ide2" })).to.not.contain("bootOrder names");
  });
});

describe("a reason that holds for several entries of ignoreChanges", () => {
  it("is said with the first of them", () => {
    const plan = planOf(inventoryOf([guestOf(100, { config: { ...guestOf(100).config, net1: "virtio=BC:24:11:00:00:01,bridge=vmbr0", net3: "virtio=BC:24:11:00:00:02,bridge=vmbr0" } })]));
    expect(emitGroup(plan.groups[0]!, plan).content).to.contain('      "networkDevices", // the numbers have a gap, which the provider cannot write\n      "ipv4_addresses",\n      "ipv6_addresses",\n      "network_interface_names",\n');
  });
});
