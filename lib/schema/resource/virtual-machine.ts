import { atLeast, each, hostname, matches, nearby, notEmpty, oneOf } from "../accept";
import { agent } from "../device/agent";
import { amdSev } from "../device/amd-sev";
import { audioDevice } from "../device/audio-device";
import { formerBootOrder, whyBootless } from "../device/boot-order";
import { cdrom } from "../device/cdrom";
import { cloudInit } from "../device/cloud-init";
import { cpu } from "../device/cpu";
import { disk } from "../device/disk";
import { efiDisk } from "../device/efi-disk";
import { hostPci } from "../device/host-pci";
import { memory } from "../device/memory";
import { networkDevice } from "../device/network-device";
import { numa } from "../device/numa";
import { rng } from "../device/rng";
import { serialDevice } from "../device/serial-device";
import { smbios } from "../device/smbios";
import { startup } from "../device/startup";
import { tpmState } from "../device/tpm-state";
import { usb } from "../device/usb";
import { hasTablet, vga } from "../device/vga";
import { virtiofs } from "../device/virtiofs";
import { watchdog } from "../device/watchdog";
import { osTypes } from "../os-type";
import { pinnedForWindows } from "../device/machine";
import { hotplugFeatures, keyboards, machines, trimmedNotes } from "../provider/bpg";
import { quirks } from "../provider/bpg-parse";
import { nearestHotplug, nearestMachine } from "../provider/nearest";
import { bootDevices, bootDisk, configId, dnsName, hotplugFeatures as hotplug, storageId, tags, volume } from "../pve-format";
import { key, numbered } from "../place";
import { nameFromPath } from "../phrase";
import { block, lost, lostBlock, output, part, providerBlock, providerOnly, row, written, type GuestTable, type Props } from "../row";
import { parsePropertyString, printPropertyString } from "../../pve/property-string";
import type { Shape } from "../shape";
import { volumeText } from "../shape/mention";
import { seconds } from "../shape/duration";
import { list, set } from "../shape/list";
import { decimal, flag, integer } from "../shape/number";
import { guestNumber, reference } from "../shape/reference";
import { formatted, text, unlessBlank, word } from "../shape/text";

const scsiHardware = ["lsi", "lsi53c810", "virtio-scsi-pci", "virtio-scsi-single", "megasas", "pvscsi"];
const machineType = /^(pc|pc(-i440fx)?-\d+(\.\d+)+(\+pve\d+)?(\.pxe)?|q35|pc-q35-\d+(\.\d+)+(\+pve\d+)?(\.pxe)?|virt(?:-\d+(\.\d+)+)?(\+pve\d+)?)$/;
const uuid = "[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}";

/** Features with commas between them, which Proxmox VE does not insist on. */
const words: Shape = { ...text(), mean: (value) => String(value).split(/[\s,;]+/).join(",") };
/** The type bare and first, as the provider wants it. */
const machineText: Shape = {
  ...text(),
  mean: (value) => printPropertyString(parsePropertyString(String(value), { defaultKey: "type" }), { defaultKey: "type" }),
};

const unknown = "the provider does not know it";
const handling = "it is how the provider works, not what the guest is";
const timeout = (prop: string, terraform: string, state: number, says: string) =>
  providerOnly(prop, terraform, seconds(), { state, default: state, why: handling, says, unit: "seconds" });
const manner = (prop: string, terraform: string, state: boolean, says: string) =>
  providerOnly(prop, terraform, flag, { state, default: state, why: handling, says });

const operatingSystem = block("operating_system", "operatingSystem", { says: "What runs inside. A text alone is `type`.", when: "differs", short: "type" }, [
  row("ostype", "type", "type", word(...osTypes), { absent: "", default: "other", means: "other", always: true, accepts: oneOf(...osTypes), says: "Operating system, for which Proxmox VE tunes the machine." }),
]);

const lsiUnread = "scsihw is not set: adopt the guest with pmpc apply, because plain Terraform would send virtio-scsi-pci with its first change, and restart it";

/** A virtual machine: every key of its configuration, and every attribute of the provider's resource. */
export const virtualMachine: GuestTable = {
  type: "qemu",
  terraform: "proxmox_virtual_environment_vm",
  construct: "VirtualMachine",
  packed: { boot: { defaultKey: "legacy" }, machine: { defaultKey: "type" } },
  aliases: { cdrom: "ide2" },
  quirks: quirks.qemu,
  rows: [
    // In the order in which code says them.
    row("guest/id",      "vmId",         "vm_id",               integer(100, 999999999), { computed: true, replaces: true, accepts: atLeast(100), says: "Number in the cluster.", otherwise: "- the lowest free one" }),
    row("guest/node",    "node",         "node_name",           reference("node"), { required: true, replaces: "unless `migrate` is set", accepts: notEmpty, says: "Node that it is made on. Later moves are not undone, unless `migrate` is set." }),
    output("guest/id",                   "id",                  text()),
    row("name",          "name",         "name",                formatted(dnsName), { accepts: hostname, says: "Name. An empty text is not a name.", otherwise: nameFromPath }),
    row("guest/pool",    "pool",         "pool_id",             reference("pool"), { says: "Resource pool.", otherwise: "- none" }),
    row("template",      "template",     "template",            flag, { says: "Makes it a template." }),
    row("guest/running", "started",      "started",             flag, { default: true, onlyAsked: true, says: "Whether it runs. If set, every apply enforces it. If not, it starts when it is created, and its state is ignored later." }),
    row("onboot",        "onBoot",       "on_boot",             flag, { absent: false, default: true, unsaid: false, says: "Starts with its node." }),
    startup,
    row("protection",    "protection",   "protection",          flag, { says: "Proxmox VE refuses to remove it or its disks." }),
    agent, operatingSystem,
    row("bios",          "bios",         "bios",                word("seabios", "ovmf"), { default: "seabios", accepts: oneOf("ovmf", "seabios"), says: "Firmware." }),
    row("machine",       "machine",      "machine",             machineText, { shareable: true, beside: pinnedForWindows, accepts: nearby(matches(machines, "q35, virt, or a version of pc, q35 or virt"), nearestMachine), says: "Machine type: `q35`, `pc-i440fx-9.2`, …", otherwise: "- the newest `pc`, which is i440fx" }),
    cpu, numa, memory, amdSev,
    row("scsihw",        "scsiHardware", "scsi_hardware",       word(...scsiHardware), { absent: null, default: "virtio-scsi-pci", means: "lsi", accepts: oneOf(...scsiHardware), caution: lsiUnread, says: "SCSI controller." }),
    disk, efiDisk, tpmState, cdrom,
    row("boot/order",    "bootOrder",    "boot_order",          formatted(bootDevices, list(";", { keepEmpty: true, anySeparator: true })), {
      shareable: true, computed: true, means: formerBootOrder, unsayable: whyBootless, includes: ["boot/legacy", "bootdisk"],
      says: "Devices in the order they are booted from.", otherwise: "- the CD drive, then the first disk of each bus, then net0" }),
    networkDevice, cloudInit, hostPci, usb, virtiofs, serialDevice, vga, audioDevice, rng, watchdog, smbios,
    row("acpi",          "acpi",         "acpi",                flag, { default: true, says: "ACPI." }),
    row("tablet",        "tabletDevice", "tablet_device",       flag, {
      default: true, means: (_, { vga: card }) => hasTablet((card as { readonly type?: string } | undefined)?.type), follows: (_, { vga: card }) => (hasTablet(typeof card === "object" ? (card as Props).type : card) ? undefined : false),
      says: "A pointer with absolute positions. Ignored if it is not set.", otherwise: "- there is one, but for SPICE or a serial console" }),
    row("keyboard",      "keyboard",     "keyboard_layout",     word(...keyboards), { shareable: false, default: "en-us", accepts: oneOf(...keyboards), says: "Keyboard of the console." }),
    row("hotplug",       "hotplug",      "hotplug",             formatted(hotplug, words), { shareable: true, absent: null, computed: true, accepts: nearby(matches(hotplugFeatures, "cpu, disk, memory, network, usb"), nearestHotplug), says: "What may be plugged in while it runs.", otherwise: "- network cards, disks and USB devices" }),
    row("args",          "kvmArguments", "kvm_arguments",       unlessBlank, { rootOnly: true, says: "Raw arguments for QEMU." }),
    row("hookscript",    "hookScript",   "hook_script_file_id", reference("image", formatted(volume)), { rootOnly: true, says: "Snippet that runs when the guest starts and stops." }),
    row("description",   "description",  "description",         text(), { normalise: trimmedNotes, says: "Notes, in Markdown." }),
    row("tags",          "tags",         "tags",                formatted(tags, set(";")), { accepts: each(notEmpty), says: "Tags." }),

    manner("migrate",           "migrate",             false, "Moves it to another node when `node` changes, instead of replacing it."),
    manner("reboot",            "reboot",              false, "Reboots it after it was created."),
    manner("rebootAfterUpdate", "reboot_after_update", true,  "Reboots it when a change needs that."),
    manner("stopOnDestroy",     "stop_on_destroy",     false, "Stops it at a destroy, instead of shutting it down."),
    manner("purgeOnDestroy",    "purge_on_destroy",    true,  "Takes it out of backup jobs and replication at a destroy."),
    manner("deleteUnreferencedDisksOnDestroy", "delete_unreferenced_disks_on_destroy", true, "Deletes disks that only carry its number at a destroy."),
    timeout("timeoutClone",    "timeout_clone",       1800, "Longest time for a clone."),
    timeout("timeoutCreate",   "timeout_create",      1800, "Longest time for its creation."),
    timeout("timeoutMigrate",  "timeout_migrate",     1800, "Longest time for a migration."),
    timeout("timeoutReboot",   "timeout_reboot",      1800, "Longest time for a reboot."),
    timeout("timeoutShutdown", "timeout_shutdown_vm", 1800, "Longest time for a shutdown."),
    timeout("timeoutStart",    "timeout_start_vm",    1800, "Longest time for a start."),
    timeout("timeoutStop",     "timeout_stop_vm",     300,  "Longest time for a stop."),
    providerOnly(null, "timeout_move_disk", integer(), { state: 1800, default: 1800, why: "deprecated by the provider" }),
    providerBlock("clone", "Read never tells what a guest was cloned from, and writing it replaces the guest", block("clone", "clone", { saidBy: "boot" }, [
      written("vmId",    "vm_id",        guestNumber("IVirtualMachine"), { required: true, accepts: atLeast(100) }),
      written("full",    "full",         flag, { default: true }),
      written("node",    "node_name",    reference("node")),
      written("storage", "datastore_id", reference("storage")),
      written("retries", "retries",      integer(), { default: 1 }),
    ])),
    output({ is: "constant", value: null }, "ipv4_addresses", list("")),
    output({ is: "constant", value: null }, "ipv6_addresses", list("")),
    output({ is: "constant", value: null }, "mac_addresses", list("")),
    output({ is: "constant", value: null }, "network_interface_names", list("")),

    ...machineRows("machine/").map(({ name, shape }) => part(name, shape)),
    lost("boot/legacy",     text(/^[acdn]{1,4}$/), "the provider reads a boot order only where it names devices", { shareable: true }),
    lost("bootdisk",        formatted(bootDisk), "the provider reads a boot order only where it names devices", { shareable: true }),
    lost("autostart",       flag, unknown),
    lost("allow-ksm",       flag, unknown, { default: true }),
    lost("freeze",          flag, unknown),
    lost("kvm",             flag, unknown, { default: true }),
    lost("localtime",       flag, unknown, { default: null }),
    lost("migrate_downtime", decimal(0), unknown, { refuses: (value) => (typeof value === "string" ? `the provider wants a number, and "${value}" comes as text` : undefined) }),
    lost("migrate_speed",   integer(0), unknown, { default: 0 }),
    lost("reboot",          flag, unknown, { default: true }),
    lost("shares",          integer(0, 50000), unknown, { default: 1000 }),
    lost("smp",             integer(1), "cores and sockets took its place", { readOnly: true }),
    lost("startdate",       text(/^(now|\d{4}-\d{1,2}-\d{1,2}(T\d{1,2}:\d{1,2}:\d{1,2})?)$/), unknown, { default: "now" }),
    lost("tdf",             flag, unknown),
    lost("vmstatestorage",  formatted(storageId), unknown),
    lost("vmgenid",         text(new RegExp(`^(${uuid}|[01])$`)), "Proxmox VE generates it", { identity: true, internal: true }),
    lost("digest",          text(), "it changes with every change", { internal: true, readOnly: true }),
    lost("lock",            word("backup", "clone", "create", "migrate", "rollback", "snapshot", "snapshot-delete", "suspending", "suspended"), "it passes", { internal: true }),
    lost("parent",          formatted(configId, text(/^.{1,40}$/)), "snapshots are not code", { internal: true, readOnly: true }),
    lost("snaptime",        integer(0), "snapshots are not code", { internal: true, readOnly: true }),
    lost("vmstate",         formatted(volume, volumeText), "snapshots are not code", { internal: true, readOnly: true }),
    lost("runningcpu",      text(), "snapshots are not code", { internal: true, readOnly: true }),
    lost("running-nets-host-mtu", text(/^net\d+=\d+(,net\d+=\d+)*$/), "snapshots are not code", { internal: true, readOnly: true }),
    lostBlock(key("runningmachine"), "snapshots are not code", machineRows("").map(({ name, shape }) => lost(name, shape, "")), { packing: { defaultKey: "type" }, internal: true, readOnly: true }),
    lostBlock(key("meta"), "Proxmox VE's own record", [lost("creation-qemu", text(/^\d+(\.\d+)+$/), ""), lost("ctime", integer(0), "")], { internal: true, readOnly: true }),
    lostBlock(key("spice_enhancements"), unknown, [lost("foldersharing", flag, ""), lost("videostreaming", word("off", "all", "filter"), "", { default: "off" })]),
    lostBlock(key("intel-tdx"), unknown, [
      lost("type", word("tdx"), ""), lost("attestation", flag, ""), lost("vsock-cid", integer(2), ""), lost("vsock-port", integer(0), ""),
    ], { packing: { defaultKey: "type" } }),
    lostBlock(numbered("parallel", 0, 3), unknown, [lost("", text(/^(\/dev\/parport\d+|\/dev\/usb\/lp\d+)$/), "")]),
    lostBlock(numbered("unused", 0, 256), "a disk that no device uses; a destroy deletes it", [lost("file", formatted(volume, volumeText), "", { aliases: ["volume"] })], { packing: { defaultKey: "file" } }),
  ],
};

// `machine` is one value for the provider; Proxmox VE packs more into it.
function machineRows(prefix: string) {
  const shapes = { type: text(machineType), viommu: word("intel", "virtio"), "aw-bits": decimal(32, 64), "enable-s3": flag, "enable-s4": flag };
  return Object.entries(shapes).map(([name, shape]) => ({ name: prefix + name, shape }));
}
