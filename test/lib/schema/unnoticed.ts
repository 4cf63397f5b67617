/**
 * Facts of the table that no test notices when they are broken, with the reason. A new fact is either noticed or added here on purpose; one
 * that a test has learned to notice is removed.
 */
export const unnoticed: Readonly<Record<string, readonly string[]>> = {
  // test/lib/schema/volume-forms.test.ts sees it: no recorded guest has such a volume.
  blank: ["qemu disk.size"],
  caution: ["qemu disk.size"],
  has: ["lxc mount_point"],
  // The value is the same whichever shape reads it: recorded guests have only whole numbers and plain words there.
  shape: ["qemu vm_id", "qemu started", "qemu memory.floating", "lxc started"],
  // Whether the provider waits shows in time only; the acceptance tests see it.
  waits: ["qemu agent"],
  // The reason is text for people.
  unread: ["qemu cpu", "qemu numa", "qemu cdrom", "qemu usb", "lxc console"],
  // No recorded guest has the one without the other.
  requires: ["qemu numa.policy"],
  absent: ["qemu amd_sev.type", "qemu efi_disk.file_format"],
  when: [
    "qemu disk.speed", "qemu cdrom", "qemu initialization.dns", "qemu initialization.ip_config.ipv4", "qemu initialization.ip_config.ipv6", "qemu audio_device", "qemu rng", "qemu watchdog",
    "lxc initialization.dns", "lxc initialization.ip_config.ipv4", "lxc initialization.ip_config.ipv6",
  ],
  whole: ["qemu network_device"],
  // The schema's default and what is read without a key are the same.
  default: ["qemu network_device.enabled", "qemu hostpci.rombar", "qemu audio_device.enabled", "qemu migrate", "qemu reboot", "qemu stop_on_destroy", "lxc vm_id", "lxc network_interface.enabled"],
  // A device without this value is no device to Proxmox VE, so it is always there.
  always: ["qemu audio_device.device", "qemu watchdog.model"],
  // The provider fails on the whole text; another row refuses it, too.
  refuses: ["lxc idmap", "qemu smbios"],
  // Outputs and raw lines: what they are read from is not a key of the configuration.
  pve: ["qemu ipv4_addresses", "qemu ipv6_addresses", "qemu mac_addresses", "qemu network_interface_names", "lxc idmap.container_id", "lxc ipv4", "lxc ipv6"],
  counts: ["lxc operating_system.template_file_id"],
};
