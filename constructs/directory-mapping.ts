import type { Construct } from "constructs";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { DirectoryMappingProperties } from "./generated/directory-mapping-properties";
import { HardwareMappingDir } from "./imports/hardware-mapping-dir";

export interface DirectoryMappingProps extends DirectoryMappingProperties, ClusterOptions {}

/** A name for folders of the nodes, which guests mount. It is protected from being destroyed (`removalPolicy`). */
export class DirectoryMapping extends ClusterResource<DirectoryMappingProperties, HardwareMappingDir> {
  constructor(scope: Construct, id: string, props: DirectoryMappingProps) {
    super(scope, id, props, tableOf("proxmox_hardware_mapping_dir"), HardwareMappingDir);
  }
}
