import type { Construct } from "constructs";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { SdnEvpnControllerProperties } from "./generated/sdn-evpn-controller-properties";
import type { SdnOpenFabricProperties } from "./generated/sdn-open-fabric-properties";
import type { SdnOpenFabricNodeProperties } from "./generated/sdn-open-fabric-node-properties";
import type { SdnOspfFabricProperties } from "./generated/sdn-ospf-fabric-properties";
import type { SdnOspfFabricNodeProperties } from "./generated/sdn-ospf-fabric-node-properties";
import { SdnControllerEvpn } from "./imports/sdn-controller-evpn";
import { SdnFabricNodeOpenfabric } from "./imports/sdn-fabric-node-openfabric";
import { SdnFabricNodeOspf } from "./imports/sdn-fabric-node-ospf";
import { SdnFabricOpenfabric } from "./imports/sdn-fabric-openfabric";
import { SdnFabricOspf } from "./imports/sdn-fabric-ospf";

/** A controller that announces routes by EVPN. Changes come into effect when the software-defined network is applied. It is protected from being destroyed (`removalPolicy`). */
export class SdnEvpnController extends ClusterResource<SdnEvpnControllerProperties, SdnControllerEvpn> {
  constructor(scope: Construct, id: string, props: SdnEvpnControllerProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_sdn_controller_evpn"), SdnControllerEvpn);
  }
}

/** A fabric: nodes that tell one another their routes by OpenFabric. Changes come into effect when the software-defined network is applied. It is protected from being destroyed (`removalPolicy`). */
export class SdnOpenFabric extends ClusterResource<SdnOpenFabricProperties, SdnFabricOpenfabric> {
  constructor(scope: Construct, id: string, props: SdnOpenFabricProperties & ClusterOptions = {}) {
    super(scope, id, props, tableOf("proxmox_sdn_fabric_openfabric"), SdnFabricOpenfabric);
  }
}

/** A fabric: nodes that tell one another their routes by OSPF. Changes come into effect when the software-defined network is applied. It is protected from being destroyed (`removalPolicy`). */
export class SdnOspfFabric extends ClusterResource<SdnOspfFabricProperties, SdnFabricOspf> {
  constructor(scope: Construct, id: string, props: SdnOspfFabricProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_sdn_fabric_ospf"), SdnFabricOspf);
  }
}

/** A node of an OpenFabric fabric. Changes come into effect when the software-defined network is applied. It is protected from being destroyed (`removalPolicy`). */
export class SdnOpenFabricNode extends ClusterResource<SdnOpenFabricNodeProperties, SdnFabricNodeOpenfabric> {
  constructor(scope: Construct, id: string, props: SdnOpenFabricNodeProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_sdn_fabric_node_openfabric"), SdnFabricNodeOpenfabric);
  }
}

/** A node of an OSPF fabric. Changes come into effect when the software-defined network is applied. It is protected from being destroyed (`removalPolicy`). */
export class SdnOspfFabricNode extends ClusterResource<SdnOspfFabricNodeProperties, SdnFabricNodeOspf> {
  constructor(scope: Construct, id: string, props: SdnOspfFabricNodeProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_sdn_fabric_node_ospf"), SdnFabricNodeOspf);
  }
}
