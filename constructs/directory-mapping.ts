import { Grant, type GrantOptions, type IGrantee, type IRole } from "./grant";
import type { Construct } from "constructs";
import { text } from "./check/kind";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { WithIterators } from "./dynamic";
import type { DirectoryMappingProperties } from "./generated/directory-mapping-properties";
import { HardwareMappingDir } from "./imports/hardware-mapping-dir";
import { checkWord } from "./managed";
import type { IAclTarget, IMapping } from "./reference";

/** A folder of the nodes under one name. */
export interface DirectoryMappingProps extends WithIterators<DirectoryMappingProperties, "folders">, ClusterOptions {}

/** A name for folders of the nodes, which guests mount. It is protected from being destroyed (`removalPolicy`). */
export class DirectoryMapping extends ClusterResource<DirectoryMappingProperties, HardwareMappingDir> implements IMapping {
  /** Refers to a mapping that is not managed here. */
  static fromName(scope: Construct, mappingName: string): IMapping & IAclTarget {
    checkWord(scope, "DirectoryMapping.fromName", text, mappingName);
    return { mappingName, aclPath: `/mapping/dir/${mappingName}` };
  }

  constructor(scope: Construct, id: string, props: DirectoryMappingProps) {
    super(scope, id, props as DirectoryMappingProperties & ClusterOptions, tableOf("proxmox_hardware_mapping_dir"), HardwareMappingDir);
  }

  /** Its name in the cluster, as devices of guests name it: `virtiofs: [{ mapping: share }]`. */
  get mappingName(): string {
    return this.resource.name;
  }

  /** Where rights on it are given: `/mapping/dir/gpu`. */
  get aclPath(): string {
    return `/mapping/dir/${this.mappingName}`;
  }

  /** Gives rights on it. */
  grant(who: IGrantee, role: IRole | string, options: GrantOptions = {}): Grant {
    return Grant.on(this, this, who, role, { provider: this.resource.provider, ...options });
  }
}
