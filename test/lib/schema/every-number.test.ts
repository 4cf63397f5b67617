import { expect } from "chai";
import type { GuestType } from "../../../lib/pve/address";
import { configurationOf } from "../../../lib/schema/config-response";
import { writeGuest } from "../../../lib/schema/write";

const least: Readonly<Record<GuestType, readonly string[]>> = {
  qemu: ["name: vm", "ostype: l26", "memory: 2048", "cpu: host", "scsihw: virtio-scsi-single", "boot: order=net0", "smbios1: uuid=00000000-0000-4000-8000-000000000001", "ide2: tank:vm-100-cloudinit,media=cdrom"],
  lxc: ["hostname: ct", "arch: amd64", "ostype: debian", "cores: 1", "memory: 512", "swap: 512", "rootfs: tank:subvol-100-disk-0,size=8G"],
};

const hex = (number: number) => number.toString(16).toUpperCase().padStart(2, "0");

/** Families of keys, how many numbers each has in Proxmox VE, and a device with a text that no other one has. */
const families: Readonly<Record<GuestType, Readonly<Record<string, readonly [count: number, device: (at: number) => readonly [line: string, mark: string]]>>>> = {
  qemu: {
    ipconfig: [32, (at) => [`ip=10.9.${at}.7/24`, `10.9.${at}.7/24`]],
    net: [32, (at) => [`virtio=BC:24:11:09:00:${hex(at)},bridge=vmbr0`, `BC:24:11:09:00:${hex(at)}`]],
    virtiofs: [10, (at) => [`dirid=share${at}`, `share${at}`]],
    hostpci: [16, (at) => [`mapping=card${at}`, `"card${at}"`]],
    usb: [14, (at) => [`mapping=stick${at}`, `"stick${at}"`]],
    serial: [4, (at) => [`/dev/ttyS${at}`, `/dev/ttyS${at}`]],
    numa: [8, (at) => [`cpus=${at},hostnodes=${at},memory=${1000 + at}`, String(1000 + at)]],
    scsi: [31, (at) => [`tank:vm-100-disk-${at},size=${at + 40}G,serial=S${at}Z`, `S${at}Z`]],
  },
  lxc: {
    net: [32, (at) => [`name=eth${at},bridge=vmbr0,hwaddr=BC:24:11:09:00:${hex(at)},ip=10.9.${at}.7/24`, `BC:24:11:09:00:${hex(at)}`]],
    mp: [256, (at) => [`/srv/${at}x,mp=/mnt/${at}x`, `/mnt/${at}x`]],
    dev: [256, (at) => [`/dev/tty${at}x`, `/dev/tty${at}x`]],
  },
};

describe("a guest with a device under every number that Proxmox VE has", () => {
  for (const type of ["qemu", "lxc"] as const) {
    for (const [family, [count, device]] of Object.entries(families[type])) {
      for (const [what, numbers] of [["all of them", Array.from({ length: count }, (_, at) => at)], ["the first and the last", [0, count - 1]]] as const) {
        it(`says each in the code, or lists it: ${type} ${family}, ${what}`, () => {
          const lines = numbers.map((at) => `${family}${at}: ${device(at)[0]}`);
          const config = configurationOf(type, [...least[type], ...lines, ""].join("\n"));
          expect(numbers.filter((at) => config[`${family}${at}`] === undefined)).to.deep.equal([]);
          const writing = writeGuest({ type, vmId: 100, node: "pve", running: false, config, formatOf: () => "raw" });
          const code = JSON.stringify(writing.config);
          const listed = new Set(writing.claims.flatMap(({ key, outcome, why }) => (outcome === "notSaid" && (why ?? "") !== "" ? [key] : [])));
          expect(numbers.filter((at) => !code.includes(device(at)[1]) && !listed.has(`${family}${at}`))).to.deep.equal([]);
          // What nobody says has no place, and nothing stands in for it at the end.
          expect(code).to.not.match(/\{[^{}]*\},\{(?:"[^"]*":(?:null|\[\]),?)*\}\]/);
        });
      }
    }
  }
});
