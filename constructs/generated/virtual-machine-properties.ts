// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { Duration } from "../../lib/pve/duration";
import type { Size } from "../../lib/pve/size";
import type { IBridge, IImage, IMapping, INode, IPool, IStorage } from "../reference";

/** The properties of a virtual machine, each with its words in Proxmox VE and Terraform. */
export interface VirtualMachineProperties {
  /**
   * Number in the cluster.
   * Proxmox VE: `vmid`. Terraform: `vm_id`.
   * @default - the lowest free one
   */
  readonly vmId?: number;
  /**
   * Node that it is made on. Later moves are not undone, unless `migrate` is set.
   * Proxmox VE: `node`. Terraform: `node_name`.
   * @default - it must be said
   */
  readonly node: INode | string;
  /**
   * Name. An empty text is not a name.
   * Proxmox VE: `name`. Terraform: `name`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * Resource pool.
   * Proxmox VE: `pool`. Terraform: `pool_id`.
   * @default - none
   */
  readonly pool?: IPool | string;
  /**
   * Makes it a template.
   * Proxmox VE: `template`. Terraform: `template`.
   * @default false
   */
  readonly template?: boolean;
  /**
   * Whether it runs. If set, every apply enforces it. If not, it starts when it is created, and its state is ignored later.
   * Proxmox VE: `status`. Terraform: `started`.
   * @default true
   */
  readonly started?: boolean;
  /**
   * Starts with its node.
   * Proxmox VE: `onboot`. Terraform: `on_boot`.
   * @default false
   */
  readonly onBoot?: boolean;
  /**
   * When the guest starts with its node.
   * Proxmox VE: `startup`. Terraform: `startup`.
   * @default - after those that have an order, without a wait
   */
  readonly startup?: VirtualMachineStartup;
  /**
   * Proxmox VE refuses to remove it or its disks.
   * Proxmox VE: `protection`. Terraform: `protection`.
   * @default false
   */
  readonly protection?: boolean;
  /**
   * The QEMU guest agent.
   * Proxmox VE: `agent`. Terraform: `agent`.
   * @default - the guest runs none
   */
  readonly agent?: VirtualMachineAgent | boolean;
  /**
   * What runs inside. A text alone is `type`.
   * Terraform: `operating_system`.
   * @default - none
   */
  readonly operatingSystem?: VirtualMachineOperatingSystem | "l24" | "l26" | "other" | "solaris" | "w2k" | "w2k3" | "w2k8" | "win7" | "win8" | "win10" | "win11" | "wvista" | "wxp";
  /**
   * Firmware.
   * Proxmox VE: `bios`. Terraform: `bios`.
   * @default "seabios"
   */
  readonly bios?: "ovmf" | "seabios";
  /**
   * Machine type: `q35`, `pc-i440fx-9.2`, …
   * Proxmox VE: `machine`. Terraform: `machine`.
   * @default - the newest `pc`, which is i440fx
   */
  readonly machine?: string;
  /**
   * Processors.
   * Terraform: `cpu`.
   * @default - one core
   */
  readonly cpu?: VirtualMachineCpu;
  /**
   * NUMA nodes of the guest; they need `cpu.numa`.
   * Proxmox VE: `numaN`. Terraform: `numa`.
   * @default - one
   */
  readonly numaNodes?: readonly VirtualMachineNuma[];
  /**
   * Memory. A size alone is `dedicated`.
   * Terraform: `memory`.
   * @default - 512 MiB
   */
  readonly memory?: VirtualMachineMemory | Size;
  /**
   * AMD Secure Encrypted Virtualization.
   * Proxmox VE: `amd-sev`. Terraform: `amd_sev`.
   * @default - off
   */
  readonly amdSev?: VirtualMachineAmdSev;
  /**
   * SCSI controller.
   * Proxmox VE: `scsihw`. Terraform: `scsi_hardware`.
   * @default "virtio-scsi-pci"
   */
  readonly scsiHardware?: "lsi" | "lsi53c810" | "virtio-scsi-pci" | "virtio-scsi-single" | "megasas" | "pvscsi";
  /**
   * Disks, by bus (ide, sata, scsi, virtio) and number.
   * Proxmox VE: `ideN`, `sataN`, `scsiN`, `virtioN`. Terraform: `disk`.
   * @default - none
   */
  readonly disks?: readonly VirtualMachineDisk[];
  /**
   * Disk that keeps the UEFI variables.
   * Proxmox VE: `efidisk0`. Terraform: `efi_disk`.
   * @default - they are forgotten when it stops
   */
  readonly efiDisk?: VirtualMachineEfiDisk;
  /**
   * The virtual TPM.
   * Proxmox VE: `tpmstate0`. Terraform: `tpm_state`.
   * @default - none
   */
  readonly tpmState?: VirtualMachineTpmState;
  /**
   * The CD drive.
   * Proxmox VE: `ide3`. Terraform: `cdrom`.
   * @default - none, or what `boot` says
   */
  readonly cdrom?: VirtualMachineCdrom;
  /**
   * Devices in the order they are booted from.
   * Proxmox VE: `boot order`. Terraform: `boot_order`.
   * @default - the CD drive, then the first disk of each bus, then net0
   */
  readonly bootOrder?: readonly string[];
  /**
   * Network cards, net0 first.
   * Proxmox VE: `netN`. Terraform: `network_device`.
   * @default - none
   */
  readonly networkDevices?: readonly VirtualMachineNetworkDevice[];
  /**
   * What cloud-init sets up at the guest's first boot.
   * Terraform: `initialization`.
   * @default - no cloud-init drive
   */
  readonly cloudInit?: VirtualMachineInitialization;
  /**
   * PCI devices of the node, passed through.
   * Proxmox VE: `hostpciN`. Terraform: `hostpci`.
   * @default - none
   */
  readonly pciDevices?: readonly VirtualMachineHostpci[];
  /**
   * USB devices of the node, passed through.
   * Proxmox VE: `usbN`. Terraform: `usb`.
   * @default - none
   */
  readonly usbDevices?: readonly VirtualMachineUsb[];
  /**
   * Directories of the node, shared by virtiofs.
   * Proxmox VE: `virtiofsN`. Terraform: `virtiofs`.
   * @default - none
   */
  readonly virtiofs?: readonly VirtualMachineVirtiofs[];
  /**
   * Serial ports, serial0 first.
   * Proxmox VE: `serialN`. Terraform: `serial_device`.
   * @default - none
   */
  readonly serialDevices?: readonly (VirtualMachineSerialDevice | string)[];
  /**
   * The graphics card.
   * Proxmox VE: `vga`. Terraform: `vga`.
   * @default - `std`, with 16 MiB
   */
  readonly vga?: VirtualMachineVga | "cirrus" | "none" | "qxl" | "qxl2" | "qxl3" | "qxl4" | "serial0" | "serial1" | "serial2" | "serial3" | "std" | "virtio" | "virtio-gl" | "vmware";
  /**
   * The sound card.
   * Proxmox VE: `audio0`. Terraform: `audio_device`.
   * @default - none
   */
  readonly audioDevice?: VirtualMachineAudioDevice | "AC97" | "ich9-intel-hda" | "intel-hda";
  /**
   * Source of random numbers.
   * Proxmox VE: `rng0`. Terraform: `rng`.
   * @default - none
   */
  readonly rng?: VirtualMachineRng | "/dev/urandom" | "/dev/random" | "/dev/hwrng";
  /**
   * The watchdog.
   * Proxmox VE: `watchdog`. Terraform: `watchdog`.
   * @default - none
   */
  readonly watchdog?: VirtualMachineWatchdog;
  /**
   * What the guest sees as its hardware's maker.
   * Proxmox VE: `smbios1`. Terraform: `smbios`.
   * @default - none
   */
  readonly smbios?: VirtualMachineSmbios;
  /**
   * ACPI.
   * Proxmox VE: `acpi`. Terraform: `acpi`.
   * @default true
   */
  readonly acpi?: boolean;
  /**
   * A pointer with absolute positions. Ignored if it is not set.
   * Proxmox VE: `tablet`. Terraform: `tablet_device`.
   * @default - there is one, but for SPICE or a serial console
   */
  readonly tabletDevice?: boolean;
  /**
   * Keyboard of the console.
   * Proxmox VE: `keyboard`. Terraform: `keyboard_layout`.
   * @default "en-us"
   */
  readonly keyboard?: "da" | "de" | "de-ch" | "en-gb" | "en-us" | "es" | "fi" | "fr" | "fr-be" | "fr-ca" | "fr-ch" | "hu" | "is" | "it" | "ja" | "lt" | "mk" | "nl" | "no" | "pl" | "pt" | "pt-br" | "sl" | "sv" | "tr";
  /**
   * What may be plugged in while it runs.
   * Proxmox VE: `hotplug`. Terraform: `hotplug`.
   * @default - network cards, disks and USB devices
   */
  readonly hotplug?: string;
  /**
   * Raw arguments for QEMU. Only root@pam may set it, and no token.
   * Proxmox VE: `args`. Terraform: `kvm_arguments`.
   * @default - none
   */
  readonly kvmArguments?: string;
  /**
   * Snippet that runs when the guest starts and stops. Only root@pam may set it, and no token.
   * Proxmox VE: `hookscript`. Terraform: `hook_script_file_id`.
   * @default - none
   */
  readonly hookScript?: IImage | string;
  /**
   * Notes, in Markdown.
   * Proxmox VE: `description`. Terraform: `description`.
   * @default - none
   */
  readonly description?: string;
  /**
   * Tags.
   * Proxmox VE: `tags`. Terraform: `tags`.
   * @default - none
   */
  readonly tags?: readonly string[];
  /**
   * Moves it to another node when `node` changes, instead of replacing it.
   * Terraform: `migrate`.
   * @default false
   */
  readonly migrate?: boolean;
  /**
   * Reboots it after it was created.
   * Terraform: `reboot`.
   * @default false
   */
  readonly reboot?: boolean;
  /**
   * Reboots it when a change needs that.
   * Terraform: `reboot_after_update`.
   * @default true
   */
  readonly rebootAfterUpdate?: boolean;
  /**
   * Stops it at a destroy, instead of shutting it down.
   * Terraform: `stop_on_destroy`.
   * @default false
   */
  readonly stopOnDestroy?: boolean;
  /**
   * Takes it out of backup jobs and replication at a destroy.
   * Terraform: `purge_on_destroy`.
   * @default true
   */
  readonly purgeOnDestroy?: boolean;
  /**
   * Deletes disks that only carry its number at a destroy.
   * Terraform: `delete_unreferenced_disks_on_destroy`.
   * @default true
   */
  readonly deleteUnreferencedDisksOnDestroy?: boolean;
  /**
   * Longest time for a clone. A plain number is seconds.
   * Terraform: `timeout_clone`.
   * @default 1800
   */
  readonly timeoutClone?: Duration | number;
  /**
   * Longest time for its creation. A plain number is seconds.
   * Terraform: `timeout_create`.
   * @default 1800
   */
  readonly timeoutCreate?: Duration | number;
  /**
   * Longest time for a migration. A plain number is seconds.
   * Terraform: `timeout_migrate`.
   * @default 1800
   */
  readonly timeoutMigrate?: Duration | number;
  /**
   * Longest time for a reboot. A plain number is seconds.
   * Terraform: `timeout_reboot`.
   * @default 1800
   */
  readonly timeoutReboot?: Duration | number;
  /**
   * Longest time for a shutdown. A plain number is seconds.
   * Terraform: `timeout_shutdown_vm`.
   * @default 1800
   */
  readonly timeoutShutdown?: Duration | number;
  /**
   * Longest time for a start. A plain number is seconds.
   * Terraform: `timeout_start_vm`.
   * @default 1800
   */
  readonly timeoutStart?: Duration | number;
  /**
   * Longest time for a stop. A plain number is seconds.
   * Terraform: `timeout_stop_vm`.
   * @default 300
   */
  readonly timeoutStop?: Duration | number;
}

/** When the guest starts with its node. */
export interface VirtualMachineStartup {
  /**
   * Lower numbers start first and stop last.
   * Proxmox VE: `order`. Terraform: `order`.
   * @default - after those that have one
   */
  readonly order?: number;
  /**
   * Wait before the next guest starts. A plain number is seconds.
   * Proxmox VE: `up`. Terraform: `up_delay`.
   * @default - none
   */
  readonly upDelay?: Duration | number;
  /**
   * Wait before the next guest stops. A plain number is seconds.
   * Proxmox VE: `down`. Terraform: `down_delay`.
   * @default - Proxmox VE's, which is 180 seconds
   */
  readonly downDelay?: Duration | number;
}

/** The QEMU guest agent. */
export interface VirtualMachineAgent {
  /**
   * Whether the guest runs the agent.
   * Proxmox VE: `enabled`. Terraform: `enabled`.
   * @default false
   */
  readonly enabled?: boolean;
  /**
   * How long the provider waits for the agent to report an address.
   * Terraform: `timeout`.
   * @default "15m"
   */
  readonly timeout?: Duration | string;
  /**
   * Trims disks after a clone or a move.
   * Proxmox VE: `fstrim_cloned_disks`. Terraform: `trim`.
   * @default false
   */
  readonly trim?: boolean;
  /**
   * Port that the agent listens on.
   * Proxmox VE: `type`. Terraform: `type`.
   * @default "virtio"
   */
  readonly type?: "isa" | "virtio";
  /**
   * What the provider waits for at each create and refresh.
   * Terraform: `wait_for_ip`.
   * @default - any address
   */
  readonly waitForIp?: VirtualMachineAgentWaitForIp;
}

/** What the provider waits for at each create and refresh. */
export interface VirtualMachineAgentWaitForIp {
  /**
   * Does not wait.
   * Terraform: `disabled`.
   * @default false
   */
  readonly disabled?: boolean;
  /**
   * Waits for an IPv4 address.
   * Terraform: `ipv4`.
   * @default false
   */
  readonly ipv4?: boolean;
  /**
   * Waits for an IPv6 address.
   * Terraform: `ipv6`.
   * @default false
   */
  readonly ipv6?: boolean;
}

/** What runs inside. A text alone is `type`. */
export interface VirtualMachineOperatingSystem {
  /**
   * Operating system, for which Proxmox VE tunes the machine.
   * Proxmox VE: `ostype`. Terraform: `type`.
   * @default "other"
   */
  readonly type?: "l24" | "l26" | "other" | "solaris" | "w2k" | "w2k3" | "w2k8" | "win7" | "win8" | "win10" | "win11" | "wvista" | "wxp";
}

/** Processors. */
export interface VirtualMachineCpu {
  /**
   * Processor architecture. Only root@pam may set it, and no token.
   * Proxmox VE: `arch`. Terraform: `architecture`.
   * @default - the node's
   */
  readonly architecture?: "aarch64" | "x86_64";
  /**
   * Cores of each socket.
   * Proxmox VE: `cores`. Terraform: `cores`.
   * @default 1
   */
  readonly cores?: number;
  /**
   * Sockets.
   * Proxmox VE: `sockets`. Terraform: `sockets`.
   * @default 1
   */
  readonly sockets?: number;
  /**
   * CPUs that are plugged in at the start.
   * Proxmox VE: `vcpus`. Terraform: `hotplugged`.
   * @default - all
   */
  readonly hotplugged?: number;
  /**
   * Upper bound of the processor time. In CPUs.
   * Proxmox VE: `cpulimit`. Terraform: `limit`.
   * @default - no bound
   */
  readonly limit?: number;
  /**
   * Weight against other guests.
   * Proxmox VE: `cpuunits`. Terraform: `units`.
   * @default - Proxmox VE's, which is 100 (1024 with cgroups of version 1)
   */
  readonly units?: number;
  /**
   * Exposes NUMA nodes to the guest.
   * Proxmox VE: `numa`. Terraform: `numa`.
   * @default false
   */
  readonly numa?: boolean;
  /**
   * Host CPUs that the guest runs on: `0-3,7`. Only root@pam may set it, and no token.
   * Proxmox VE: `affinity`. Terraform: `affinity`.
   * @default - all of them
   */
  readonly affinity?: string;
  /**
   * CPU flags that are added (`+aes`) or removed (`-pcid`).
   * Proxmox VE: `cpu flags`. Terraform: `flags`.
   * @default - none
   */
  readonly flags?: readonly string[];
  /**
   * CPU model: `host`, `x86-64-v2-AES`, …
   * Proxmox VE: `cpu cputype`. Terraform: `type`.
   * @default "qemu64"
   */
  readonly type?: string;
}

/** NUMA nodes of the guest; they need `cpu.numa`. */
export interface VirtualMachineNuma {
  /**
   * Node: `numa0`.
   * Terraform: `device`.
   * @default - it must be said
   */
  readonly device: string;
  /**
   * CPUs of the guest: `0-3`.
   * Proxmox VE: `cpus`. Terraform: `cpus`.
   * @default - it must be said
   */
  readonly cpus: string;
  /**
   * NUMA nodes of the host: `0`.
   * Proxmox VE: `hostnodes`. Terraform: `hostnodes`.
   * @default - any
   */
  readonly hostNodes?: string;
  /**
   * Memory of this node.
   * Proxmox VE: `memory`. Terraform: `memory`.
   * @default - it must be said
   */
  readonly memory: Size;
  /**
   * How the memory is taken from the host's nodes.
   * Proxmox VE: `policy`. Terraform: `policy`.
   * @default "preferred"
   */
  readonly policy?: "bind" | "interleave" | "preferred";
}

/** Memory. A size alone is `dedicated`. */
export interface VirtualMachineMemory {
  /**
   * Memory of the guest.
   * Proxmox VE: `memory`. Terraform: `dedicated`.
   * @default Size.mebibytes(512)
   */
  readonly dedicated?: Size;
  /**
   * Memory that remains when the balloon is full; 0 switches ballooning off. If it is not set, a change of `dedicated` keeps the old balloon: set both (`pmpc update` does).
   * Proxmox VE: `balloon`. Terraform: `floating`.
   * @default - as much as `dedicated`: the guest gives nothing back
   */
  readonly floating?: Size;
  /**
   * Memory shared with other guests or the host. Only root@pam may set it, and no token.
   * Proxmox VE: `ivshmem size`. Terraform: `shared`.
   * @default - none
   */
  readonly shared?: Size;
  /**
   * Size of huge pages, in MiB; needs `cpu.numa`. Only root@pam may set it, and no token.
   * Proxmox VE: `hugepages`. Terraform: `hugepages`.
   * @default - ordinary pages
   */
  readonly hugepages?: "1024" | "2" | "any";
  /**
   * Keeps the huge pages when the guest stops. Only root@pam may set it, and no token.
   * Proxmox VE: `keephugepages`. Terraform: `keep_hugepages`.
   * @default false
   */
  readonly keepHugepages?: boolean;
}

/** AMD Secure Encrypted Virtualization. */
export interface VirtualMachineAmdSev {
  /**
   * Generation. Only root@pam may set it, and no token.
   * Proxmox VE: `type`. Terraform: `type`.
   * @default "std"
   */
  readonly type?: "std" | "es" | "snp";
  /**
   * Lets the guest run on hyper-threads. Only root@pam may set it, and no token.
   * Proxmox VE: `allow-smt`. Terraform: `allow_smt`.
   * @default true
   */
  readonly allowSmt?: boolean;
  /**
   * Adds kernel hashes to the measurement. Only root@pam may set it, and no token.
   * Proxmox VE: `kernel-hashes`. Terraform: `kernel_hashes`.
   * @default false
   */
  readonly kernelHashes?: boolean;
  /**
   * Forbids debugging by the host. Only root@pam may set it, and no token.
   * Proxmox VE: `no-debug`. Terraform: `no_debug`.
   * @default false
   */
  readonly noDebug?: boolean;
  /**
   * Forbids sharing keys with other guests. Only root@pam may set it, and no token.
   * Proxmox VE: `no-key-sharing`. Terraform: `no_key_sharing`.
   * @default false
   */
  readonly noKeySharing?: boolean;
}

/** Disks, by bus (ide, sata, scsi, virtio) and number. */
export interface VirtualMachineDisk {
  /**
   * Bus and number: `scsi0`, `virtio1`.
   * Terraform: `interface`.
   * @default - it must be said
   */
  readonly interface: string;
  /**
   * Storage that holds the disk; the empty text goes with `path`.
   * Proxmox VE: `file`. Terraform: `datastore_id`.
   * @default "local-lvm"
   */
  readonly storage?: IStorage | string;
  /**
   * Device of the node that is passed through: `/dev/disk/by-id/…`.
   * Proxmox VE: `file`. Terraform: `path_in_datastore`.
   * @default - a volume of the storage is made
   */
  readonly path?: string;
  /**
   * Image format; block storages have only `raw`.
   * Terraform: `file_format`.
   * @default - the storage's own
   */
  readonly format?: "qcow2" | "raw" | "vmdk";
  /**
   * Size, in whole GiB.
   * Proxmox VE: `size`. Terraform: `size`.
   * @default - none
   */
  readonly size?: Size;
  /**
   * How the node does the disk's I/O.
   * Proxmox VE: `aio`. Terraform: `aio`.
   * @default "io_uring"
   */
  readonly aio?: "io_uring" | "native" | "threads";
  /**
   * Takes part in backups.
   * Proxmox VE: `backup`. Terraform: `backup`.
   * @default true
   */
  readonly backup?: boolean;
  /**
   * Write cache.
   * Proxmox VE: `cache`. Terraform: `cache`.
   * @default "none"
   */
  readonly cache?: "none" | "writethrough" | "writeback" | "unsafe" | "directsync";
  /**
   * Returns freed blocks to the storage.
   * Proxmox VE: `discard`. Terraform: `discard`.
   * @default "ignore"
   */
  readonly discard?: boolean;
  /**
   * Gives the disk a thread of its own.
   * Proxmox VE: `iothread`. Terraform: `iothread`.
   * @default false
   */
  readonly ioThread?: boolean;
  /**
   * Queues of the disk.
   * Proxmox VE: `queues`. Terraform: `queues`.
   * @default - one
   */
  readonly queues?: number;
  /**
   * Takes part in storage replication.
   * Proxmox VE: `replicate`. Terraform: `replicate`.
   * @default true
   */
  readonly replicate?: boolean;
  /**
   * Serial number that the guest sees.
   * Proxmox VE: `serial`. Terraform: `serial`.
   * @default - none
   */
  readonly serial?: string;
  /**
   * Tells the guest that the disk is an SSD.
   * Proxmox VE: `ssd`. Terraform: `ssd`.
   * @default false
   */
  readonly ssd?: boolean;
  /**
   * Image that the disk begins with, copied over ssh: an image of the content `iso`. Another one replaces the guest.
   * Terraform: `file_id`.
   * @default - none
   */
  readonly fileId?: IImage | string;
  /**
   * Image that the disk begins with, copied by Proxmox VE: an image of the content `import`. It has no effect later.
   * Terraform: `import_from`.
   * @default - none
   */
  readonly importFrom?: IImage | string;
  /**
   * Limits of the disk's throughput.
   * Terraform: `speed`.
   * @default - none
   */
  readonly speed?: VirtualMachineDiskSpeed;
}

/** Limits of the disk's throughput. */
export interface VirtualMachineDiskSpeed {
  /**
   * Reads. In per second.
   * Proxmox VE: `iops_rd`. Terraform: `iops_read`.
   * @default 0
   */
  readonly iopsRead?: number;
  /**
   * Reads in a burst. In per second.
   * Proxmox VE: `iops_rd_max`. Terraform: `iops_read_burstable`.
   * @default 0
   */
  readonly iopsReadBurstable?: number;
  /**
   * Writes. In per second.
   * Proxmox VE: `iops_wr`. Terraform: `iops_write`.
   * @default 0
   */
  readonly iopsWrite?: number;
  /**
   * Writes in a burst. In per second.
   * Proxmox VE: `iops_wr_max`. Terraform: `iops_write_burstable`.
   * @default 0
   */
  readonly iopsWriteBurstable?: number;
  /**
   * Read rate. In MB/s.
   * Proxmox VE: `mbps_rd`. Terraform: `read`.
   * @default 0
   */
  readonly read?: number;
  /**
   * Read rate in a burst. In MB/s.
   * Proxmox VE: `mbps_rd_max`. Terraform: `read_burstable`.
   * @default 0
   */
  readonly readBurstable?: number;
  /**
   * Write rate. In MB/s.
   * Proxmox VE: `mbps_wr`. Terraform: `write`.
   * @default 0
   */
  readonly write?: number;
  /**
   * Write rate in a burst. In MB/s.
   * Proxmox VE: `mbps_wr_max`. Terraform: `write_burstable`.
   * @default 0
   */
  readonly writeBurstable?: number;
}

/** Disk that keeps the UEFI variables. */
export interface VirtualMachineEfiDisk {
  /**
   * Storage that holds the disk.
   * Proxmox VE: `file`. Terraform: `datastore_id`.
   * @default "local-lvm"
   */
  readonly storage?: IStorage | string;
  /**
   * Image format.
   * Terraform: `file_format`.
   * @default "raw"
   */
  readonly format?: "qcow2" | "raw" | "vmdk";
  /**
   * Size of the variable store; Secure Boot needs `4m`.
   * Proxmox VE: `efitype`. Terraform: `type`.
   * @default "2m"
   */
  readonly type?: "2m" | "4m";
  /**
   * Comes with the Secure Boot keys of distributions and Microsoft.
   * Proxmox VE: `pre-enrolled-keys`. Terraform: `pre_enrolled_keys`.
   * @default false
   */
  readonly preEnrolledKeys?: boolean;
}

/** The virtual TPM. */
export interface VirtualMachineTpmState {
  /**
   * Storage that holds the TPM's state.
   * Proxmox VE: `file`. Terraform: `datastore_id`.
   * @default "local-lvm"
   */
  readonly storage?: IStorage | string;
  /**
   * TPM version.
   * Proxmox VE: `version`. Terraform: `version`.
   * @default "v2.0"
   */
  readonly version?: "v1.2" | "v2.0";
}

/** The CD drive. */
export interface VirtualMachineCdrom {
  /**
   * Image in the drive; `none` is an empty drive, `cdrom` the node's own.
   * Proxmox VE: `file`. Terraform: `file_id`.
   * @default - an empty drive
   */
  readonly image?: IImage | string;
  /**
   * Bus and number.
   * Terraform: `interface`.
   * @default "ide3"
   */
  readonly interface?: string;
}

/** Network cards, net0 first. */
export interface VirtualMachineNetworkDevice {
  /**
   * Bridge that the card is plugged into; the empty text is Proxmox VE's user-mode network.
   * Proxmox VE: `bridge`. Terraform: `bridge`.
   * @default "vmbr0"
   */
  readonly bridge?: IBridge | string;
  /**
   * Unplugs the virtual cable.
   * Proxmox VE: `link_down`. Terraform: `disconnected`.
   * @default false
   */
  readonly disconnected?: boolean;
  /**
   * Uses the Proxmox VE firewall on this card.
   * Proxmox VE: `firewall`. Terraform: `firewall`.
   * @default false
   */
  readonly firewall?: boolean;
  /**
   * Hardware address: `BC:24:11:2B:98:2F`.
   * Proxmox VE: `macaddr`. Terraform: `mac_address`.
   * @default - Proxmox VE draws one
   */
  readonly macAddress?: string;
  /**
   * Card that the guest sees.
   * Proxmox VE: `model`. Terraform: `model`.
   * @default "virtio"
   */
  readonly model?: "e1000" | "e1000e" | "rtl8139" | "virtio" | "vmxnet3";
  /**
   * Largest packet; 1 takes the bridge's. virtio only. In bytes.
   * Proxmox VE: `mtu`. Terraform: `mtu`.
   * @default - 1500, or the bridge's
   */
  readonly mtu?: number;
  /**
   * Packet queues. virtio only.
   * Proxmox VE: `queues`. Terraform: `queues`.
   * @default - one
   */
  readonly queues?: number;
  /**
   * Upper bound of the transfer rate. In MB/s.
   * Proxmox VE: `rate`. Terraform: `rate_limit`.
   * @default - no bound
   */
  readonly rateLimit?: number;
  /**
   * VLANs that pass the card tagged, separated by `;`.
   * Proxmox VE: `trunks`. Terraform: `trunks`.
   * @default - none, or all of a bridge that knows no VLANs
   */
  readonly trunks?: string;
  /**
   * VLAN that the bridge tags the card's packets with.
   * Proxmox VE: `tag`. Terraform: `vlan_id`.
   * @default - untagged
   */
  readonly vlanId?: number;
}

/** What cloud-init sets up at the guest's first boot. */
export interface VirtualMachineInitialization {
  /**
   * Storage that holds the cloud-init drive; the empty text is none.
   * Terraform: `datastore_id`.
   * @default "local-lvm"
   */
  readonly storage?: IStorage | string;
  /**
   * Bus and number of the drive.
   * Terraform: `interface`.
   * @default - `ide2`
   */
  readonly interface?: string;
  /**
   * Image format of the drive.
   * Terraform: `file_format`.
   * @default - the storage's own
   */
  readonly format?: "qcow2" | "raw" | "vmdk";
  /**
   * Name resolution.
   * Terraform: `dns`.
   * @default - the node's
   */
  readonly dns?: VirtualMachineInitializationDns;
  /**
   * Addresses, those of net0 first.
   * Proxmox VE: `ipconfigN`. Terraform: `ip_config`.
   * @default - none
   */
  readonly ipConfigs?: readonly VirtualMachineInitializationIpConfig[];
  /**
   * The first user.
   * Terraform: `user_account`.
   * @default - the image's own
   */
  readonly userAccount?: VirtualMachineInitializationUserAccount;
  /**
   * Snippet with user data: `local:snippets/user.yaml`.
   * Proxmox VE: `cicustom user`. Terraform: `user_data_file_id`.
   * @default - made by Proxmox VE of the other props
   */
  readonly userData?: IImage | string;
  /**
   * Snippet with vendor data.
   * Proxmox VE: `cicustom vendor`. Terraform: `vendor_data_file_id`.
   * @default - none
   */
  readonly vendorData?: IImage | string;
  /**
   * Snippet with network data.
   * Proxmox VE: `cicustom network`. Terraform: `network_data_file_id`.
   * @default - made by Proxmox VE of the other props
   */
  readonly networkData?: IImage | string;
  /**
   * Snippet with meta data.
   * Proxmox VE: `cicustom meta`. Terraform: `meta_data_file_id`.
   * @default - made by Proxmox VE of the other props
   */
  readonly metaData?: IImage | string;
  /**
   * Format of the drive.
   * Proxmox VE: `citype`. Terraform: `type`.
   * @default - `nocloud`, for Windows `configdrive2`
   */
  readonly type?: "configdrive2" | "nocloud";
  /**
   * Upgrades packages at the first boot.
   * Proxmox VE: `ciupgrade`. Terraform: `upgrade`.
   * @default true
   */
  readonly upgrade?: boolean;
}

/** Name resolution. */
export interface VirtualMachineInitializationDns {
  /**
   * Search domain.
   * Proxmox VE: `searchdomain`. Terraform: `domain`.
   * @default - the node's
   */
  readonly domain?: string;
  /**
   * Name servers.
   * Proxmox VE: `nameserver`. Terraform: `servers`.
   * @default - the node's
   */
  readonly servers?: readonly string[];
}

/** Addresses, those of net0 first. */
export interface VirtualMachineInitializationIpConfig {
  /**
   * IPv4.
   * Terraform: `ipv4`.
   * @default - none
   */
  readonly ipv4?: VirtualMachineInitializationIpConfigIpv4 | string;
  /**
   * IPv6.
   * Terraform: `ipv6`.
   * @default - none
   */
  readonly ipv6?: VirtualMachineInitializationIpConfigIpv6 | string;
}

/** IPv4. */
export interface VirtualMachineInitializationIpConfigIpv4 {
  /**
   * `dhcp`, or an address with its prefix length.
   * Proxmox VE: `ip`. Terraform: `address`.
   * @default - none
   */
  readonly address?: string;
  /**
   * Default gateway.
   * Proxmox VE: `gw`. Terraform: `gateway`.
   * @default - none
   */
  readonly gateway?: string;
}

/** IPv6. */
export interface VirtualMachineInitializationIpConfigIpv6 {
  /**
   * `auto`, `dhcp`, or an address with its prefix length.
   * Proxmox VE: `ip6`. Terraform: `address`.
   * @default - none
   */
  readonly address?: string;
  /**
   * Default gateway.
   * Proxmox VE: `gw6`. Terraform: `gateway`.
   * @default - none
   */
  readonly gateway?: string;
}

/** The first user. */
export interface VirtualMachineInitializationUserAccount {
  /**
   * Public ssh keys.
   * Proxmox VE: `sshkeys`. Terraform: `keys`.
   * @default - none
   */
  readonly keys?: readonly string[];
  /**
   * Password; in code only as a sensitive `TerraformVariable`.
   * Proxmox VE: `cipassword`. Terraform: `password`.
   * @default - none
   */
  readonly password?: string;
  /**
   * Name.
   * Proxmox VE: `ciuser`. Terraform: `username`.
   * @default - none
   */
  readonly username?: string;
}

/** PCI devices of the node, passed through. */
export interface VirtualMachineHostpci {
  /**
   * Slot: `hostpci0`.
   * Terraform: `device`.
   * @default - it must be said
   */
  readonly slot: string;
  /**
   * PCI address on the node, several separated by `;`. Only root@pam may set it, and no token.
   * Proxmox VE: `host`. Terraform: `id`.
   * @default - none
   */
  readonly id?: string;
  /**
   * Resource mapping of the cluster, instead of an address.
   * Proxmox VE: `mapping`. Terraform: `mapping`.
   * @default - none
   */
  readonly mapping?: IMapping | string;
  /**
   * Type of the mediated device.
   * Proxmox VE: `mdev`. Terraform: `mdev`.
   * @default - none
   */
  readonly mdev?: string;
  /**
   * Attaches it as PCI Express; needs the machine `q35`.
   * Proxmox VE: `pcie`. Terraform: `pcie`.
   * @default false
   */
  readonly pcie?: boolean;
  /**
   * Exposes the device's ROM to the guest.
   * Proxmox VE: `rombar`. Terraform: `rombar`.
   * @default true
   */
  readonly romBar?: boolean;
  /**
   * ROM file in /usr/share/kvm of the node. Only root@pam may set it, and no token.
   * Proxmox VE: `romfile`. Terraform: `rom_file`.
   * @default - none
   */
  readonly romFile?: string;
  /**
   * Makes it the guest's primary graphics card.
   * Proxmox VE: `x-vga`. Terraform: `xvga`.
   * @default false
   */
  readonly xVga?: boolean;
}

/** USB devices of the node, passed through. */
export interface VirtualMachineUsb {
  /**
   * Vendor and product (`1234:5678`), bus and port (`1-2.3`), or `spice`.
   * Proxmox VE: `host`. Terraform: `host`.
   * @default - none
   */
  readonly host?: string;
  /**
   * Resource mapping of the cluster, instead of a host device.
   * Proxmox VE: `mapping`. Terraform: `mapping`.
   * @default - none
   */
  readonly mapping?: IMapping | string;
  /**
   * Attaches it as USB 3.
   * Proxmox VE: `usb3`. Terraform: `usb3`.
   * @default false
   */
  readonly usb3?: boolean;
}

/** Directories of the node, shared by virtiofs. */
export interface VirtualMachineVirtiofs {
  /**
   * Directory mapping of the cluster.
   * Proxmox VE: `dirid`. Terraform: `mapping`.
   * @default - it must be said
   */
  readonly mapping: IMapping | string;
  /**
   * What the guest may cache.
   * Proxmox VE: `cache`. Terraform: `cache`.
   * @default "auto"
   */
  readonly cache?: "auto" | "always" | "metadata" | "never";
  /**
   * Honours O_DIRECT of the guest's programs.
   * Proxmox VE: `direct-io`. Terraform: `direct_io`.
   * @default false
   */
  readonly directIo?: boolean;
  /**
   * Exposes POSIX ACLs; implies `exposeXattr`.
   * Proxmox VE: `expose-acl`. Terraform: `expose_acl`.
   * @default false
   */
  readonly exposeAcl?: boolean;
  /**
   * Exposes extended attributes.
   * Terraform: `expose_xattr`.
   * @default false
   */
  readonly exposeXattr?: boolean;
}

/** Serial ports, serial0 first. */
export interface VirtualMachineSerialDevice {
  /**
   * `socket`, or a device of the node.
   * Proxmox VE: `device`. Terraform: `device`.
   * @default "socket"
   */
  readonly device?: string;
}

/** The graphics card. */
export interface VirtualMachineVga {
  /**
   * Clipboard shared with the console.
   * Proxmox VE: `clipboard`. Terraform: `clipboard`.
   * @default - none
   */
  readonly clipboard?: "vnc";
  /**
   * Graphics memory. Ignored if it is not set.
   * Proxmox VE: `memory`. Terraform: `memory`.
   * @default - what the card has: 16 MiB, or up to 256 MiB of a `virtio` one
   */
  readonly memory?: Size;
  /**
   * Card that the guest sees; `serial0` is a console on the serial port.
   * Proxmox VE: `type`. Terraform: `type`.
   * @default "std"
   */
  readonly type?: "cirrus" | "none" | "qxl" | "qxl2" | "qxl3" | "qxl4" | "serial0" | "serial1" | "serial2" | "serial3" | "std" | "virtio" | "virtio-gl" | "vmware";
}

/** The sound card. */
export interface VirtualMachineAudioDevice {
  /**
   * Card that the guest sees.
   * Proxmox VE: `device`. Terraform: `device`.
   * @default "intel-hda"
   */
  readonly device?: "AC97" | "ich9-intel-hda" | "intel-hda";
  /**
   * Where the sound goes.
   * Proxmox VE: `driver`. Terraform: `driver`.
   * @default "spice"
   */
  readonly driver?: "spice";
}

/** Source of random numbers. */
export interface VirtualMachineRng {
  /**
   * Device of the node.
   * Proxmox VE: `source`. Terraform: `source`.
   * @default - it must be said
   */
  readonly source: "/dev/urandom" | "/dev/random" | "/dev/hwrng";
  /**
   * Bytes in each period. In bytes.
   * Proxmox VE: `max_bytes`. Terraform: `max_bytes`.
   * @default - 1024
   */
  readonly maxBytes?: number;
  /**
   * Length of a period. A plain number is milliseconds.
   * Proxmox VE: `period`. Terraform: `period`.
   * @default - one second
   */
  readonly period?: Duration | number;
}

/** The watchdog. */
export interface VirtualMachineWatchdog {
  /**
   * What happens if the guest stops responding.
   * Proxmox VE: `action`. Terraform: `action`.
   * @default "none"
   */
  readonly action?: "debug" | "none" | "pause" | "poweroff" | "reset" | "shutdown";
  /**
   * Adds the watchdog.
   * Terraform: `enabled`.
   * @default false
   */
  readonly enabled?: boolean;
  /**
   * Device that the guest sees.
   * Proxmox VE: `model`. Terraform: `model`.
   * @default "i6300esb"
   */
  readonly model?: "i6300esb" | "ib700";
}

/** What the guest sees as its hardware's maker. */
export interface VirtualMachineSmbios {
  /**
   * Family.
   * Proxmox VE: `family`. Terraform: `family`.
   * @default - none
   */
  readonly family?: string;
  /**
   * Manufacturer.
   * Proxmox VE: `manufacturer`. Terraform: `manufacturer`.
   * @default - none
   */
  readonly manufacturer?: string;
  /**
   * Product.
   * Proxmox VE: `product`. Terraform: `product`.
   * @default - none
   */
  readonly product?: string;
  /**
   * Serial number.
   * Proxmox VE: `serial`. Terraform: `serial`.
   * @default - none
   */
  readonly serial?: string;
  /**
   * SKU number.
   * Proxmox VE: `sku`. Terraform: `sku`.
   * @default - none
   */
  readonly sku?: string;
  /**
   * UUID that the guest's system identifies the machine by. If it is the only property, it is given to a new machine and ignored later.
   * Proxmox VE: `uuid`. Terraform: `uuid`.
   * @default - Proxmox VE draws one
   */
  readonly uuid?: string;
  /**
   * Version.
   * Proxmox VE: `version`. Terraform: `version`.
   * @default - none
   */
  readonly version?: string;
}
