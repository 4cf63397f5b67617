import type { Construct } from "constructs";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { PciMappingProperties } from "./generated/pci-mapping-properties";
import { HardwareMappingPci } from "./imports/hardware-mapping-pci";

export interface PciMappingProps extends PciMappingProperties, ClusterOptions {}

/** A name for PCI devices of the nodes, which guests use. It is protected from being destroyed (`removalPolicy`). */
export class PciMapping extends ClusterResource<PciMappingProperties, HardwareMappingPci> {
  constructor(scope: Construct, id: string, props: PciMappingProps) {
    super(scope, id, props, tableOf("proxmox_hardware_mapping_pci"), HardwareMappingPci);
  }
}
