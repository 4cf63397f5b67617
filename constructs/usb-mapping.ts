import { Grant, type GrantOptions, type IGrantee, type IRole } from "./grant";
import type { Construct } from "constructs";
import { text } from "./check/kind";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { WithIterators } from "./dynamic";
import type { UsbMappingProperties } from "./generated/usb-mapping-properties";
import { HardwareMappingUsb } from "./imports/hardware-mapping-usb";
import { checkWord } from "./managed";
import type { IAclTarget, IMapping } from "./reference";

/** USB devices under one name. */
export interface UsbMappingProps extends WithIterators<UsbMappingProperties, "devices">, ClusterOptions {}

/** A name for USB devices of the nodes, which guests use. It is protected from being destroyed (`removalPolicy`). */
export class UsbMapping extends ClusterResource<UsbMappingProperties, HardwareMappingUsb> implements IMapping {
  /** Refers to a mapping that is not managed here. */
  static fromName(scope: Construct, mappingName: string): IMapping & IAclTarget {
    checkWord(scope, "UsbMapping.fromName", text, mappingName);
    return { mappingName, aclPath: `/mapping/usb/${mappingName}` };
  }

  constructor(scope: Construct, id: string, props: UsbMappingProps) {
    super(scope, id, props as UsbMappingProperties & ClusterOptions, tableOf("proxmox_hardware_mapping_usb"), HardwareMappingUsb);
  }

  /** Its name in the cluster, as devices of guests name it: `usbDevices: [{ mapping: key }]`. */
  get mappingName(): string {
    return this.resource.name;
  }

  /** Where rights on it are given: `/mapping/usb/gpu`. */
  get aclPath(): string {
    return `/mapping/usb/${this.mappingName}`;
  }

  /** Gives rights on it. */
  grant(who: IGrantee, role: IRole | string, options: GrantOptions = {}): Grant {
    return Grant.on(this, this, who, role, { provider: this.resource.provider, ...options });
  }
}
