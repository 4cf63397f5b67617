import type { Construct } from "constructs";
import { text, type Form } from "./check/kind";
import { ClusterResource, optionsWith, tableOf, type ClusterOptions } from "./cluster-resource";
import type { SdnNetworkProperties } from "./generated/sdn-network-properties";
import type { SdnSubnetProperties } from "./generated/sdn-subnet-properties";
import { SdnSubnet as SdnSubnetResource } from "./imports/sdn-subnet";
import { SdnVnet } from "./imports/sdn-vnet";
import type { IBridge, IVnet } from "./reference";

/** A virtual network (SDN vnet), which guests are plugged into as into a bridge. Changes come into effect when the software-defined network is applied. It is protected from being destroyed (`removalPolicy`). */
export class SdnNetwork extends ClusterResource<SdnNetworkProperties, SdnVnet> implements IBridge, IVnet {
  constructor(scope: Construct, id: string, props: SdnNetworkProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_sdn_vnet"), SdnVnet);
  }

  /** As cards of guests name it. */
  get bridgeName(): string {
    return this.resource.id;
  }

  get vnetName(): string {
    return this.resource.id;
  }
}

/** What a subnet has besides the properties of the table. */
interface SubnetOptions extends ClusterOptions {
  /**
   * Zone of its virtual network: what exists is found by it.
   * Proxmox VE: `zone`.
   * @default - none; it must be said with `adopt`
   */
  readonly zone?: string;
}

const subnetOptions = optionsWith<SubnetOptions>({ zone: text });

/** A subnet of a virtual network. Changes come into effect when the software-defined network is applied. It is protected from being destroyed (`removalPolicy`). */
export class SdnSubnet extends ClusterResource<SdnSubnetProperties, SdnSubnetResource> {
  constructor(scope: Construct, id: string, props: SdnSubnetProperties & SubnetOptions) {
    super(scope, id, props, tableOf("proxmox_sdn_subnet"), SdnSubnetResource);
  }

  protected override get ownOptions(): Form {
    return subnetOptions;
  }
}
