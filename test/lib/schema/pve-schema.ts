import type { GuestType } from "../../../lib/pve/address";
import { fixture } from "../../support/fixture";

/** What Proxmox VE says of a key or a sub-key. All values are text. */
export interface Definition {
  readonly type?: "boolean" | "integer" | "number" | "string";
  readonly enum?: readonly string[];
  readonly minimum?: string;
  readonly maximum?: string;
  readonly maxLength?: string;
  readonly optional?: string;
  readonly pattern?: string;
  readonly format?: string;
  readonly default?: string;
  readonly default_key?: string;
  /** The sub-key by its present name. */
  readonly alias?: string;
  /** The sub-key that takes this name as its value: `virtio=MAC`. */
  readonly keyAlias?: string;
  readonly properties?: Readonly<Record<string, Definition>>;
}

/** The configuration of both kinds of guest, as Proxmox VE 9.2 declares it. */
export const pveSchema: Readonly<Record<GuestType, Readonly<Record<string, Definition>>>> = {
  qemu: fixture("pve-schema/qemu.json"),
  lxc: fixture("pve-schema/lxc.json"),
};

/** Every key, and every sub-key of it, with what Proxmox VE says. */
export function definitionsOf(type: GuestType): readonly { readonly key: string; readonly field?: string; readonly definition: Definition }[] {
  return Object.entries(pveSchema[type]).flatMap(([key, definition]) => [
    { key, definition },
    ...Object.entries(definition.properties ?? {}).map(([field, one]) => ({ key, field, definition: one })),
  ]);
}

/** Texts that Proxmox VE takes, and texts that it refuses, for each format that it knows by a name. */
export const formats: Readonly<Record<string, { readonly takes: readonly string[]; readonly refuses: readonly string[] }>> = {
  "address-list": { takes: ["10.0.0.1", "10.0.0.1 ::1", "ns.example.com,10.0.0.2"], refuses: ["a_b", "10.0.0.1 -x"] },
  "disk-size": { takes: ["8G", "528K", "0T", "8.5G", "1073741824", "8GiB"], refuses: ["G", "-8G", "8P", "8 G"] },
  "dns-name": { takes: ["web", "web-1", "web.example.com", "1"], refuses: ["a_b", "-web", "web-", "web.", "a b", "__proto__"] },
  "dns-name-list": { takes: ["example.com", "example.com lan"], refuses: ["a_b", "-x"] },
  ipv4: { takes: ["10.0.0.1", "255.255.255.255"], refuses: ["10.0.0.256", "10.0.0", "dhcp", "10.0.0.1/24"] },
  ipv6: { takes: ["::1", "2001:db8::1", "fe80::1"], refuses: ["10.0.0.1", ":::", "2001:db8::1/64", "g::1"] },
  "lxc-ip-with-ll-iface-list": { takes: ["10.0.0.1", "10.0.0.1 ::1", "fe80::1%eth0"], refuses: ["ns.example.com", "10.0.0.256"] },
  "mac-addr": { takes: ["BC:24:11:00:00:01", "bc:24:11:00:00:01"], refuses: ["BC-24-11-00-00-01", "BC:24:11:00:00", "01:00:5E:00:00:01", "auto"] },
  "pve-bridge-id": { takes: ["vmbr0", "vmbr0.20", "my-net_1"], refuses: ["a b", "a/b", ""] },
  "pve-configid": { takes: ["before", "a1", "my-map_2"], refuses: ["1a", "a", "a.b", "ä1"] },
  "pve-cpuset": { takes: ["0", "0-3,7"], refuses: ["a", "0;2"] },
  "pve-ct-timezone": { takes: ["host", "Europe/Berlin", "UTC"], refuses: [] },
  "pve-hotplug-features": { takes: ["0", "1", "network,disk,usb", "cpu memory", "cloudinit"], refuses: ["networks", "disk,x"] },
  "pve-ipv4-config": { takes: ["dhcp", "manual", "10.0.0.1/24", "10.0.0.1/8"], refuses: ["auto", "10.0.0.1", "10.0.0.1/33", "10.0.0.256/24", "10.0.0.1/7"] },
  "pve-ipv6-config": { takes: ["auto", "dhcp", "manual", "2001:db8::1/64", "::1/128"], refuses: ["2001:db8::1", "2001:db8::1/129", "10.0.0.1/24", "none"] },
  "pve-lxc-dev-string": { takes: ["/dev/dri/renderD128"], refuses: ["dev/x", "/etc/passwd", "/dev/../etc"] },
  "pve-lxc-mp-string": { takes: ["/data", "local:100/vm-100-disk-0.raw", "tank:subvol-100-disk-0"], refuses: ["/a/../b", "../a", "/a/..", "/a/./b"] },
  "pve-phys-bits": { takes: ["host", "8", "64"], refuses: ["7", "65", "hosts"] },
  "pve-qm-bootdev-list": { takes: ["scsi0", "scsi0;ide2;net0", "usb0;hostpci3"], refuses: ["efidisk0", "scsi31", "cd", "scsi0;x"] },
  "pve-qm-bootdisk": { takes: ["scsi0", "virtio15", "ide2"], refuses: ["scsi31", "net0", "x"] },
  "pve-startup-order": { takes: ["1", "order=1", "order=1,up=30,down=60"], refuses: ["first", "order=x", "up"] },
  "pve-storage-id": { takes: ["local", "local-lvm", "a.b_c1"], refuses: ["1a", "a:b", "-a"] },
  "pve-tag-list": { takes: ["a", "a;b", "prod web", "a+b.c"], refuses: ["-a", "a;ä", "a!"] },
  "pve-volume-id": { takes: ["local:iso/x.iso", "local-lvm:vm-100-disk-0"], refuses: ["x", "/dev/sdb", ":x", "local:"] },
  "pve-volume-id-or-qm-path": { takes: ["none", "cdrom", "/dev/sdb", "local:iso/x.iso"], refuses: ["x", "local:"] },
  urlencoded: { takes: ["abc", "a%20b", "ssh-ed25519%20AAAA%0A"], refuses: ["a b", "a+b", "ä"] },
};
