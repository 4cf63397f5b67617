import { Grant, type GrantOptions, type IGrantee, type IRole } from "./grant";
import type { Construct } from "constructs";
import { text } from "./check/kind";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { WithIterators } from "./dynamic";
import type { PciMappingProperties } from "./generated/pci-mapping-properties";
import { HardwareMappingPci } from "./imports/hardware-mapping-pci";
import { checkWord } from "./managed";
import type { IAclTarget, IMapping } from "./reference";

/** PCI devices under one name. */
export interface PciMappingProps extends WithIterators<PciMappingProperties, "devices">, ClusterOptions {}

/** A name for PCI devices of the nodes, which guests use. It is protected from being destroyed (`removalPolicy`). */
export class PciMapping extends ClusterResource<PciMappingProperties, HardwareMappingPci> implements IMapping {
  /** Refers to a mapping that is not managed here. */
  static fromName(scope: Construct, mappingName: string): IMapping & IAclTarget {
    checkWord(scope, "PciMapping.fromName", text, mappingName);
    return { mappingName, aclPath: `/mapping/pci/${mappingName}` };
  }

  constructor(scope: Construct, id: string, props: PciMappingProps) {
    super(scope, id, props as PciMappingProperties & ClusterOptions, tableOf("proxmox_hardware_mapping_pci"), HardwareMappingPci);
  }

  /** Its name in the cluster, as devices of guests name it: `pciDevices: [{ slot: "hostpci0", mapping: gpu }]`. */
  get mappingName(): string {
    return this.resource.name;
  }

  /** Where rights on it are given: `/mapping/pci/gpu`. */
  get aclPath(): string {
    return `/mapping/pci/${this.mappingName}`;
  }

  /** Gives rights on it. */
  grant(who: IGrantee, role: IRole | string, options: GrantOptions = {}): Grant {
    return Grant.on(this, this, who, role, { provider: this.resource.provider, ...options });
  }
}
