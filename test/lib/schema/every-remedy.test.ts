import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { GuestType } from "../../../lib/pve/address";
import { configurationOf } from "../../../lib/schema/config-response";
import { formatsOf, parseDevice, printDevice } from "../../../lib/schema/format";
import type { ReadableGuest } from "../../../lib/schema/read-back";
import { remedyOf } from "../../../lib/schema/remedy";
import { Refusal } from "../../../lib/schema/shape";
import { writeGuest } from "../../../lib/schema/write";

const least: Readonly<Record<GuestType, readonly string[]>> = {
  qemu: ["name: vm", "ostype: l26", "memory: 2048", "cpu: host", "scsihw: virtio-scsi-single", "boot: order=net0", "smbios1: uuid=00000000-0000-4000-8000-000000000001"],
  lxc: ["hostname: ct", "arch: amd64", "ostype: debian", "cores: 1", "memory: 512", "swap: 512", "rootfs: tank:subvol-100-disk-0,size=8G"],
};

/** A sound line for each kind of device, in which one part after the other is made wrong. */
const sound: Readonly<Record<string, string>> = {
  agent: "enabled=1", "amd-sev": "type=es", audio: "device=AC97", cpu: "cputype=host", efidisk: "local-lvm:vm-100-disk-1", hostpci: "host=0000:01:00.0", ipconfig: "ip=dhcp", ivshmem: "size=1", memory: "current=2048", numa: "cpus=0", rng: "source=/dev/urandom",
  smbios: "uuid=00000000-0000-4000-8000-000000000001", startup: "order=1", tpmstate: "local-lvm:vm-100-disk-1", usb: "host=1-2", vga: "type=std", virtiofs: "dirid=share", watchdog: "model=ib700",
  ...Object.fromEntries(["ide", "sata", "scsi", "virtio"].map((bus) => [bus, "local-lvm:vm-100-disk-1,size=8G"])),
  dev: "path=/dev/dri/card0", features: "nesting=1", mp: "tank:subvol-100-disk-1,mp=/srv,size=8G", rootfs: "tank:subvol-100-disk-0,size=8G",
};
const cards: Readonly<Record<GuestType, string>> = { qemu: "virtio=BC:24:11:00:00:01,bridge=vmbr0", lxc: "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:01" };
const odd = ["any", "1.5", "0.5", "-1", "1e3", "lots", "0", "2.0", "1-3", "1;2-4", '"x', "a\\b", "YQ=", "8GB", "none", "99999999999999999999", "yes"];

function guestWith(type: GuestType, key: string, value: string): ReadableGuest {
  const text = [...least[type].filter((line) => !line.startsWith(`${key}:`)), `${key}: ${value}`, ""].join("\n");
  return { type, vmId: 100, node: "pve", running: false, config: configurationOf(type, text), formatOf: () => "raw" };
}

function refusalOf(guest: ReadableGuest): Refusal | undefined {
  try {
    writeGuest(guest);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** What the node has after the command. */
function after(guest: ReadableGuest, key: string, remedy: string): ReadableGuest {
  if (remedy.startsWith("sed ")) return changedFile(guest, remedy);
  if (remedy.endsWith(` --delete ${key}`)) return { ...guest, config: Object.fromEntries(Object.entries(guest.config).filter(([name]) => name !== key)) };
  const text = new RegExp(`^(?:qm|pct) set 100 --${key} (?:'(.*)'|(\\S+))$`).exec(remedy);
  expect(text, remedy).not.to.equal(null);
  return guestWith(guest.type, key, text![1] ?? text![2]!);
}

/** What the node has after its shell changed the guest's file. */
function changedFile({ type, ...guest }: ReadableGuest, remedy: string): ReadableGuest {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-remedy-"));
  const file = join(folder, "100.conf");
  const lines = Object.entries(guest.config).flatMap(([key, value]) => (key === "digest" ? [] : key === "lxc" && Array.isArray(value) ? (value as string[][]).map((one) => one.join(": ")) : [`${key}: ${String(value)}`]));
  writeFileSync(file, [...lines, "", "[before]", ...lines, ""].join("\n"));
  const [own, snapshot] = readFileSync(file, "utf8").split("\n[before]\n") as [string, string];
  execFileSync("/bin/sh", ["-c", remedy.replace(/\/etc\/pve\/\S+$/, file)]);
  const [now, then] = readFileSync(file, "utf8").split("\n[before]\n") as [string, string];
  rmSync(folder, { recursive: true });
  expect(now, remedy).not.to.equal(own);
  if (!remedy.includes("/^lxc:/d")) expect(then, remedy).to.equal(snapshot);
  return { ...guest, type, config: configurationOf(type, now) };
}

interface Refused {
  readonly line: string;
  readonly key: string;
  readonly guest: ReadableGuest;
  readonly refusal: Refusal;
}

const refused = (["qemu", "lxc"] as const).flatMap((type) =>
  [...formatsOf(type)].flatMap(({ family, count, fields }): Refused[] => {
    const key = count === undefined ? family : `${family}0`;
    const line = family === "net" ? cards[type] : (sound[family.replace(/\d$/, "")] ?? "");
    const parts = line === "" ? [] : parseDevice(type, key, line).parts;
    const inside = [...fields.keys()].flatMap((field) => odd.map((text) => printDevice(type, key, [...parts.filter(([name]) => name !== field), [field, text] as const])));
    return [...odd, ...inside].flatMap((value) => {
      const guest = guestWith(type, key, value);
      const refusal = guest.config[key] === undefined ? undefined : refusalOf(guest);
      return refusal === undefined ? [] : [{ line: `${type} ${key}: ${value}`, key, guest, refusal }];
    });
  }),
);

describe("what the provider cannot read, of every key and every part of a line", () => {
  it("is refused by name", () => {
    expect(refused).to.have.lengthOf.above(300);
    for (const { line, key, refusal } of refused) expect(refusal.message, line).to.match(new RegExp(`^${key}( [a-z_-]+)?: .`));
  });

  it("has a remedy that works on that key alone, and after which the provider reads the guest", () => {
    for (const { line, key, guest, refusal } of refused) {
      const remedy = remedyOf(guest, refusal);
      if (remedy === undefined || remedy.includes("--cores")) continue;
      expect(refusalOf(after(guest, key, remedy))?.message, `${line}: ${remedy}`).to.equal(undefined);
    }
  });

  it("has none only where a person has to decide: a rate that no whole number means, a name with a quote in it, a container without a root", () => {
    const without = refused.filter(({ guest, refusal }) => remedyOf(guest, refusal) === undefined).map(({ line }) => line);
    const decided = /mbps_(rd|wr)(_max)?=[01]\.5|rootfs: (?!.*subvol)|(hostpci0|mp0|net0): .*"x/;
    expect(without.filter((line) => !decided.test(line))).to.deep.equal([]);
    expect(without).to.have.lengthOf.above(10);
  });

  it("is left out with its whole line where Proxmox VE does not understand this and does without it, and by itself otherwise", () => {
    const remedy = (line: string) => {
      const [key, value] = line.split(": ") as [string, string];
      const guest = guestWith("lxc", key, value);
      return remedyOf(guest, refusalOf(guest)!);
    };
    expect(remedy("startup: order=any")).to.equal("pct set 100 --delete startup");
    expect(remedy("startup: order=5,up=any")).to.equal("pct set 100 --delete startup");
    expect(remedy(`net0: ${cards.lxc},mtu=jumbo`)).to.equal("pct set 100 --net0 bridge=vmbr0,hwaddr=BC:24:11:00:00:01,name=eth0");
    expect(remedy("dev0: /dev/dri/card0,gid=video")).to.equal("pct set 100 --dev0 /dev/dri/card0");
    // It does not change a mount that it does not understand.
    expect(remedy("rootfs: tank:subvol-100-disk-0,size=lots")).to.equal("sed -i '0,/^rootfs:/s|^rootfs:.*|rootfs: tank:subvol-100-disk-0|' /etc/pve/nodes/pve/lxc/100.conf");
  });
});
