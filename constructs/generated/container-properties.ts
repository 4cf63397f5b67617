// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { Duration } from "../../lib/pve/duration";
import type { Size } from "../../lib/pve/size";
import type { IBridge, IContainer, IImage, INode, IStorage } from "../reference";

/** The properties of a container, each with its words in Proxmox VE and Terraform. */
export interface ContainerProperties {
  /**
   * Number in the cluster.
   * Proxmox VE: `vmid`. Terraform: `vm_id`.
   * @default - the lowest free one
   */
  readonly vmId?: number;
  /**
   * Node that it is made on.
   * Proxmox VE: `node`. Terraform: `node_name`.
   * @default - it must be said
   */
  readonly node: INode | string;
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
   * Proxmox VE: `onboot`. Terraform: `start_on_boot`.
   * @default false
   */
  readonly onBoot?: boolean;
  /**
   * When the guest starts with its node.
   * Proxmox VE: `startup`. Terraform: `startup`.
   * @default - after those that have an order, without a wait
   */
  readonly startup?: ContainerStartup;
  /**
   * Proxmox VE refuses to remove it or its disks.
   * Proxmox VE: `protection`. Terraform: `protection`.
   * @default false
   */
  readonly protection?: boolean;
  /**
   * Its root is an unprivileged user on the node.
   * Proxmox VE: `unprivileged`. Terraform: `unprivileged`.
   * @default false
   */
  readonly unprivileged?: boolean;
  /**
   * What the container may do. All but nesting needs root@pam to change.
   * Proxmox VE: `features`. Terraform: `features`.
   * @default - none
   */
  readonly features?: ContainerFeatures;
  /**
   * What runs inside. A text alone is `type`.
   * Terraform: `operating_system`.
   * @default - none
   */
  readonly operatingSystem?: ContainerOperatingSystem | "alpine" | "archlinux" | "centos" | "debian" | "devuan" | "fedora" | "gentoo" | "nixos" | "opensuse" | "ubuntu" | "unmanaged";
  /**
   * Processors.
   * Terraform: `cpu`.
   * @default - one core
   */
  readonly cpu?: ContainerCpu;
  /**
   * Memory of the container.
   * Proxmox VE: `memory`. Terraform: `dedicated`.
   * @default Size.mebibytes(512)
   */
  readonly memory?: Size;
  /**
   * Swap.
   * Proxmox VE: `swap`. Terraform: `swap`.
   * @default Size.mebibytes(0)
   */
  readonly swap?: Size;
  /**
   * The root file system.
   * Proxmox VE: `rootfs`. Terraform: `disk`.
   * @default - 4 GiB on `local`
   */
  readonly rootDisk?: ContainerDisk;
  /**
   * Further file systems, mp0 first.
   * Proxmox VE: `mpN`. Terraform: `mount_point`.
   * @default - none
   */
  readonly mountPoints?: readonly ContainerMountPoint[];
  /**
   * Network cards, net0 first.
   * Proxmox VE: `netN`. Terraform: `network_interface`.
   * @default - none
   */
  readonly networkInterfaces?: readonly ContainerNetworkInterface[];
  /**
   * Host name.
   * Proxmox VE: `hostname`. Terraform: `hostname`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly hostname?: string;
  /**
   * First process.
   * Proxmox VE: `entrypoint`. Terraform: `entrypoint`.
   * @default - none
   */
  readonly entrypoint?: string;
  /**
   * Name resolution.
   * Terraform: `dns`.
   * @default - the node's
   */
  readonly dns?: ContainerDns;
  /**
   * How root logs in at first. Another account replaces the container.
   * Terraform: `user_account`.
   * @default - as the template has it
   */
  readonly userAccount?: ContainerUserAccount;
  /**
   * Devices of the node, passed through.
   * Proxmox VE: `devN`. Terraform: `device_passthrough`.
   * @default - none
   */
  readonly devices?: readonly ContainerDevicePassthrough[];
  /**
   * Raw mappings of users and groups.
   * Terraform: `idmap`.
   * @default - none
   */
  readonly idMaps?: readonly ContainerIdmap[];
  /**
   * The console.
   * Terraform: `console`.
   * @default - none
   */
  readonly console?: ContainerConsole;
  /**
   * Environment of the first process.
   * Proxmox VE: `env`. Terraform: `environment_variables`.
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Snippet that runs when the container starts and stops. Only root@pam may set it, and no token.
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
   * Longest time for its creation. A plain number is seconds.
   * Terraform: `timeout_create`.
   * @default 1800
   */
  readonly timeoutCreate?: Duration | number;
  /**
   * Longest time for a clone. A plain number is seconds.
   * Terraform: `timeout_clone`.
   * @default 1800
   */
  readonly timeoutClone?: Duration | number;
  /**
   * Longest time for an update. A plain number is seconds.
   * Terraform: `timeout_update`.
   * @default 1800
   */
  readonly timeoutUpdate?: Duration | number;
  /**
   * Longest time for its removal. A plain number is seconds.
   * Terraform: `timeout_delete`.
   * @default 60
   */
  readonly timeoutDelete?: Duration | number;
  /**
   * Makes it a copy of another container. Another origin replaces it.
   * Terraform: `clone`.
   * @default - it is made from `operatingSystem.template`
   */
  readonly clone?: ContainerClone;
  /**
   * What the provider waits for after a start.
   * Terraform: `wait_for_ip`.
   * @default - any address
   */
  readonly waitForIp?: ContainerWaitForIp;
}

/** When the guest starts with its node. */
export interface ContainerStartup {
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

/** What the container may do. All but nesting needs root@pam to change. */
export interface ContainerFeatures {
  /**
   * Containers inside.
   * Proxmox VE: `nesting`. Terraform: `nesting`.
   * @default false
   */
  readonly nesting?: boolean;
  /**
   * The keyctl() system call, which Docker needs.
   * Proxmox VE: `keyctl`. Terraform: `keyctl`.
   * @default false
   */
  readonly keyctl?: boolean;
  /**
   * FUSE file systems.
   * Proxmox VE: `fuse`. Terraform: `fuse`.
   * @default false
   */
  readonly fuse?: boolean;
  /**
   * Device nodes.
   * Proxmox VE: `mknod`. Terraform: `mknod`.
   * @default false
   */
  readonly mknod?: boolean;
  /**
   * File systems that may be mounted: `nfs`, `cifs`.
   * Proxmox VE: `mount`. Terraform: `mount`.
   * @default - none
   */
  readonly mount?: readonly string[];
}

/** What runs inside. A text alone is `type`. */
export interface ContainerOperatingSystem {
  /**
   * Distribution, which decides how Proxmox VE sets up the container.
   * Proxmox VE: `ostype`. Terraform: `type`.
   * @default "unmanaged"
   */
  readonly type?: "alpine" | "archlinux" | "centos" | "debian" | "devuan" | "fedora" | "gentoo" | "nixos" | "opensuse" | "ubuntu" | "unmanaged";
  /**
   * Template that it is made from. It has no effect later.
   * Terraform: `template_file_id`.
   * @default - none
   */
  readonly template?: IImage | string;
}

/** Processors. */
export interface ContainerCpu {
  /**
   * Processor architecture.
   * Proxmox VE: `arch`. Terraform: `architecture`.
   * @default "amd64"
   */
  readonly architecture?: "amd64" | "arm64" | "armhf" | "i386";
  /**
   * Cores.
   * Proxmox VE: `cores`. Terraform: `cores`.
   * @default 1
   */
  readonly cores?: number;
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
}

/** The root file system. */
export interface ContainerDisk {
  /**
   * Storage that holds it.
   * Proxmox VE: `volume`. Terraform: `datastore_id`.
   * @default "local"
   */
  readonly storage?: IStorage | string;
  /**
   * Size, in whole GiB. Shrinking replaces the container.
   * Proxmox VE: `size`. Terraform: `size`.
   * @default Size.gibibytes(4)
   */
  readonly size?: Size;
  /**
   * POSIX ACLs.
   * Proxmox VE: `acl`. Terraform: `acl`.
   * @default false
   */
  readonly acl?: boolean;
  /**
   * Quotas; privileged containers only.
   * Proxmox VE: `quota`. Terraform: `quota`.
   * @default false
   */
  readonly quota?: boolean;
  /**
   * Takes part in storage replication.
   * Proxmox VE: `replicate`. Terraform: `replicate`.
   * @default false
   */
  readonly replicate?: boolean;
  /**
   * Mount options: `noatime`, `discard`, …
   * Proxmox VE: `mountoptions`. Terraform: `mount_options`.
   * @default - none
   */
  readonly mountOptions?: readonly string[];
}

/** Further file systems, mp0 first. */
export interface ContainerMountPoint {
  /**
   * Volume (`tank:subvol-202-disk-0`), a directory of the node, or the storage on which a volume of `size` is made.
   * Proxmox VE: `volume`. Terraform: `volume`.
   * @default - it must be said
   */
  readonly volume: IStorage | string;
  /**
   * Path inside the container.
   * Proxmox VE: `mp`. Terraform: `path`.
   * @default - it must be said
   */
  readonly path: string;
  /**
   * Size, exactly as Proxmox VE writes it. Another text replaces the container.
   * Proxmox VE: `size`. Terraform: `size`.
   * @default - that of the volume; a directory has none
   */
  readonly size?: Size | string;
  /**
   * POSIX ACLs.
   * Proxmox VE: `acl`. Terraform: `acl`.
   * @default false
   */
  readonly acl?: boolean;
  /**
   * Takes part in backups.
   * Proxmox VE: `backup`. Terraform: `backup`.
   * @default false
   */
  readonly backup?: boolean;
  /**
   * Quotas; privileged containers only.
   * Proxmox VE: `quota`. Terraform: `quota`.
   * @default false
   */
  readonly quota?: boolean;
  /**
   * Mounted read-only.
   * Proxmox VE: `ro`. Terraform: `read_only`.
   * @default false
   */
  readonly readOnly?: boolean;
  /**
   * Takes part in storage replication.
   * Proxmox VE: `replicate`. Terraform: `replicate`.
   * @default true
   */
  readonly replicate?: boolean;
  /**
   * All nodes have it.
   * Proxmox VE: `shared`. Terraform: `shared`.
   * @default false
   */
  readonly shared?: boolean;
  /**
   * Mount options: `noatime`, `discard`, …
   * Proxmox VE: `mountoptions`. Terraform: `mount_options`.
   * @default - none
   */
  readonly mountOptions?: readonly string[];
}

/** Network cards, net0 first. */
export interface ContainerNetworkInterface {
  /**
   * Name inside: `eth0`.
   * Proxmox VE: `name`. Terraform: `name`.
   * @default - it must be said
   */
  readonly name: string;
  /**
   * Bridge that the card is plugged into.
   * Proxmox VE: `bridge`. Terraform: `bridge`.
   * @default "vmbr0"
   */
  readonly bridge?: IBridge | string;
  /**
   * Uses the Proxmox VE firewall on this card.
   * Proxmox VE: `firewall`. Terraform: `firewall`.
   * @default false
   */
  readonly firewall?: boolean;
  /**
   * The node sets up the addresses.
   * Proxmox VE: `host-managed`. Terraform: `host_managed`.
   * @default false
   */
  readonly hostManaged?: boolean;
  /**
   * Hardware address: `BC:24:11:2B:98:2F`.
   * Proxmox VE: `hwaddr`. Terraform: `mac_address`.
   * @default - Proxmox VE draws one
   */
  readonly macAddress?: string;
  /**
   * Upper bound of the transfer rate. In MB/s.
   * Proxmox VE: `rate`. Terraform: `rate_limit`.
   * @default - no bound
   */
  readonly rateLimit?: number;
  /**
   * VLAN that the bridge tags the card's packets with.
   * Proxmox VE: `tag`. Terraform: `vlan_id`.
   * @default - untagged
   */
  readonly vlanId?: number;
  /**
   * Largest packet. In bytes.
   * Proxmox VE: `mtu`. Terraform: `mtu`.
   * @default - the bridge's
   */
  readonly mtu?: number;
  /**
   * IPv4: `dhcp`, `manual`, or an address with its prefix length.
   * Proxmox VE: `ip`. Terraform: `address`.
   * @default - none
   */
  readonly ip?: string;
  /**
   * IPv4 default gateway.
   * Proxmox VE: `gw`. Terraform: `gateway`.
   * @default - none
   */
  readonly gateway?: string;
  /**
   * IPv6: `auto`, `dhcp`, `manual`, or an address with its prefix length.
   * Proxmox VE: `ip6`. Terraform: `address`.
   * @default - none
   */
  readonly ip6?: string;
  /**
   * IPv6 default gateway.
   * Proxmox VE: `gw6`. Terraform: `gateway`.
   * @default - none
   */
  readonly gateway6?: string;
}

/** Name resolution. */
export interface ContainerDns {
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

/** How root logs in at first. Another account replaces the container. */
export interface ContainerUserAccount {
  /**
   * Public ssh keys.
   * Terraform: `keys`.
   * @default - none
   */
  readonly keys?: readonly string[];
  /**
   * Password; in code only as a sensitive `TerraformVariable`.
   * Terraform: `password`.
   * @default - none
   */
  readonly password?: string;
}

/** Devices of the node, passed through. */
export interface ContainerDevicePassthrough {
  /**
   * Device: `/dev/dri/renderD128`. Only root@pam may set it, and no token.
   * Proxmox VE: `path`. Terraform: `path`.
   * @default - it must be said
   */
  readonly path: string;
  /**
   * Forbids writing.
   * Proxmox VE: `deny-write`. Terraform: `deny_write`.
   * @default false
   */
  readonly denyWrite?: boolean;
  /**
   * Group that owns it inside.
   * Proxmox VE: `gid`. Terraform: `gid`.
   * @default 0
   */
  readonly gid?: number;
  /**
   * User that owns it inside.
   * Proxmox VE: `uid`. Terraform: `uid`.
   * @default 0
   */
  readonly uid?: number;
  /**
   * Access mode.
   * Proxmox VE: `mode`. Terraform: `mode`.
   * @default "0660"
   */
  readonly mode?: string;
}

/** Raw mappings of users and groups. */
export interface ContainerIdmap {
  /**
   * `uid` or `gid`.
   * Proxmox VE: `type`. Terraform: `type`.
   * @default - it must be said
   */
  readonly type: "uid" | "gid";
  /**
   * First id inside.
   * Proxmox VE: `container`. Terraform: `container_id`.
   * @default - it must be said
   */
  readonly containerId: number;
  /**
   * First id on the node.
   * Proxmox VE: `host`. Terraform: `host_id`.
   * @default - it must be said
   */
  readonly hostId: number;
  /**
   * How many.
   * Proxmox VE: `size`. Terraform: `size`.
   * @default - it must be said
   */
  readonly size: number;
}

/** The console. */
export interface ContainerConsole {
  /**
   * Attaches a console.
   * Proxmox VE: `console`. Terraform: `enabled`.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * What the console shows.
   * Proxmox VE: `cmode`. Terraform: `type`.
   * @default "tty"
   */
  readonly type?: "console" | "shell" | "tty";
  /**
   * Terminals.
   * Proxmox VE: `tty`. Terraform: `tty_count`.
   * @default 2
   */
  readonly ttyCount?: number;
}

/** Makes it a copy of another container. Another origin replaces it. */
export interface ContainerClone {
  /**
   * Container that is copied, or its number.
   * Proxmox VE: `vmid`. Terraform: `vm_id`.
   * @default - it must be said
   */
  readonly container: IContainer | number;
  /**
   * Copies the volumes; a linked copy depends on those of its template.
   * Terraform: `full`.
   * @default true
   */
  readonly full?: boolean;
  /**
   * Node that the other container is on.
   * Terraform: `node_name`.
   * @default - the same
   */
  readonly node?: INode | string;
  /**
   * Storage for the copied volumes.
   * Terraform: `datastore_id`.
   * @default - that of the other container
   */
  readonly storage?: IStorage | string;
}

/** What the provider waits for after a start. */
export interface ContainerWaitForIp {
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
