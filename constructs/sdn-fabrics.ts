import type { Construct } from "constructs";
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
import { SdnResource, sdnResource, type SdnOptions } from "./sdn-resource";

/** A controller that announces routes by EVPN. It is protected from being destroyed (`removalPolicy`). */
export class SdnEvpnController extends sdnResource<SdnEvpnControllerProperties, SdnControllerEvpn>("proxmox_sdn_controller_evpn", () => SdnControllerEvpn) {}

/** A fabric: nodes that tell one another their routes by OpenFabric. It is protected from being destroyed (`removalPolicy`). */
export class SdnOpenFabric extends SdnResource<SdnOpenFabricProperties, SdnFabricOpenfabric> {
  constructor(scope: Construct, id: string, props: SdnOpenFabricProperties & SdnOptions = {}) {
    super(scope, id, props, "proxmox_sdn_fabric_openfabric", SdnFabricOpenfabric);
  }
}

/** A fabric: nodes that tell one another their routes by OSPF. It is protected from being destroyed (`removalPolicy`). */
export class SdnOspfFabric extends sdnResource<SdnOspfFabricProperties, SdnFabricOspf>("proxmox_sdn_fabric_ospf", () => SdnFabricOspf) {}

/** A node of an OpenFabric fabric. It is protected from being destroyed (`removalPolicy`). */
export class SdnOpenFabricNode extends sdnResource<SdnOpenFabricNodeProperties, SdnFabricNodeOpenfabric>("proxmox_sdn_fabric_node_openfabric", () => SdnFabricNodeOpenfabric) {}

/** A node of an OSPF fabric. It is protected from being destroyed (`removalPolicy`). */
export class SdnOspfFabricNode extends sdnResource<SdnOspfFabricNodeProperties, SdnFabricNodeOspf>("proxmox_sdn_fabric_node_ospf", () => SdnFabricNodeOspf) {}
