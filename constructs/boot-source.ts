import { isProps } from "./check/kind";
import { contentOf } from "./image";
import type { VirtualMachineCdrom, VirtualMachineDisk, VirtualMachineProperties } from "./generated/virtual-machine-properties";
import { nameOf, type IImage, type INode, type IStorage, type IVirtualMachine } from "./reference";

/** The disk that an image is copied to: all that a disk can be, on `scsi0` where no interface is said. */
export type ImageDisk = Omit<VirtualMachineDisk, "interface" | "fileId" | "importFrom" | "path"> & {
  /**
   * Bus and number: `scsi0`, `virtio1`.
   * @default "scsi0"
   */
  readonly interface?: string;
};

/** How a machine is copied. */
export interface CloneOptions {
  /**
   * Copies the disks; a linked copy leans on those of a template.
   * Proxmox VE: `full`. Terraform: `full`.
   * @default true
   */
  readonly full?: boolean;
  /**
   * Node that the other machine is on.
   * Terraform: `node_name`.
   * @default - the one that it is known to be on, else the same as the copy
   */
  readonly node?: INode | string;
  /**
   * Storage for the copied disks.
   * Proxmox VE: `storage`. Terraform: `datastore_id`.
   * @default - that of the other machine
   */
  readonly storage?: IStorage | string;
  /**
   * How often a clone is tried, for storages that lock.
   * Terraform: `retries`.
   * @default 1
   */
  readonly retries?: number;
}

/** What a virtual machine is made from. Of no effect once it exists, save that another clone or image may replace it. */
export class BootSource {
  private constructor(
    /** Adds the source to the properties of a machine. */
    readonly bind: (props: VirtualMachineProperties) => VirtualMachineProperties,
  ) {}

  /**
   * A disk image that the machine boots from: a cloud image. It is copied to a disk of its own, which need not be among `disks`.
   *
   * Proxmox VE copies images of the content `import` by itself; those of the content `iso` the provider copies over ssh.
   * @param disk the disk; its size must be at least the image's
   */
  static fromImage(image: IImage | string, disk?: ImageDisk): BootSource {
    const slot = isProps(disk) ? (disk.interface ?? "scsi0") : "scsi0";
    const origin = contentOf(image) === "iso" ? { fileId: image } : { importFrom: image ?? nothing };
    // Whatever else it is, the machine's own check says so.
    const first = disk === undefined || disk === null || isProps(disk) ? { ...disk, interface: slot, ...origin } : disk;
    return new BootSource((props) => ({ bootOrder: [slot], ...props, disks: [first, ...(props.disks ?? [])] }));
  }

  /** A copy of another machine, mostly of a template. It has the template's devices; what is given beside changes them. */
  static fromClone(template: IVirtualMachine | number, given?: CloneOptions): BootSource {
    const { node, ...options } = given ?? {};
    return new BootSource((props) => {
      const origin = node ?? nodeOfOrigin(template, props.node);
      return { ...props, clone: { vmId: template, ...options, ...(origin === undefined ? {} : { node: origin }) } };
    });
  }

  /** A CD that an operating system is installed from: the machine boots from its first disk as soon as that has a system. */
  static fromIso(image: IImage | string, drive?: Pick<VirtualMachineCdrom, "interface">): BootSource {
    return new BootSource((props) => {
      const first = props.disks?.[0]?.interface;
      const order = [...(first === undefined ? [] : [first]), drive?.interface ?? "ide3"];
      return { bootOrder: order, ...props, cdrom: { ...props.cdrom, image: image ?? nothing, ...drive } };
    });
  }

  /** Empty disks: something else installs the machine, the network for one. */
  static empty(): BootSource {
    return new BootSource((props) => props);
  }
}

// Props that say nothing are as if they were not there, and the machine would boot from an empty drive.
const nothing = null as never;

/** The node of a machine that is copied, where it is known to be another one. */
function nodeOfOrigin(template: IVirtualMachine | number, target: INode | string): string | undefined {
  const { nodeName } = typeof template === "object" && template !== null && Object.getPrototypeOf(template) === Object.prototype ? template : ({} as Partial<IVirtualMachine>);
  return nodeName === undefined || target === undefined || nodeName === nameOf("node", target) ? undefined : nodeName;
}
