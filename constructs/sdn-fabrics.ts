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
import { text } from "./check/kind";
import { checkWord } from "./managed";
import type { ISdnController, ISdnFabric } from "./reference";
import { SdnResource, sdnResource, type SdnOptions } from "./sdn-resource";

/** A controller that announces routes by EVPN. It is protected from being destroyed (`removalPolicy`). */
export class SdnEvpnController extends sdnResource<SdnEvpnControllerProperties, SdnControllerEvpn>("proxmox_sdn_controller_evpn", () => SdnControllerEvpn) implements ISdnController {
  /** Refers to a controller that is not managed here. */
  static fromName(scope: Construct, controllerName: string): ISdnController {
    checkWord(scope, "SdnEvpnController.fromName", text, controllerName);
    return { controllerName };
  }

  /** Its name in the cluster. */
  get controllerName(): string {
    return this.resource.id;
  }
}

/** A fabric: nodes that tell one another their routes by OpenFabric. It is protected from being destroyed (`removalPolicy`). */
export class SdnOpenFabric extends SdnResource<SdnOpenFabricProperties, SdnFabricOpenfabric> implements ISdnFabric {
  /** Refers to a fabric that is not managed here. */
  static fromName(scope: Construct, fabricName: string): ISdnFabric {
    checkWord(scope, "SdnOpenFabric.fromName", text, fabricName);
    return { fabricName };
  }

  constructor(scope: Construct, id: string, props: SdnOpenFabricProperties & SdnOptions = {}) {
    super(scope, id, props, "proxmox_sdn_fabric_openfabric", SdnFabricOpenfabric);
  }

  /** Its name in the cluster. */
  get fabricName(): string {
    return this.resource.id;
  }
}

/** A fabric: nodes that tell one another their routes by OSPF. It is protected from being destroyed (`removalPolicy`). */
export class SdnOspfFabric extends sdnResource<SdnOspfFabricProperties, SdnFabricOspf>("proxmox_sdn_fabric_ospf", () => SdnFabricOspf) implements ISdnFabric {
  /** Refers to a fabric that is not managed here. */
  static fromName(scope: Construct, fabricName: string): ISdnFabric {
    checkWord(scope, "SdnOspfFabric.fromName", text, fabricName);
    return { fabricName };
  }

  /** Its name in the cluster. */
  get fabricName(): string {
    return this.resource.id;
  }
}

/** A node of an OpenFabric fabric. It is protected from being destroyed (`removalPolicy`). */
export class SdnOpenFabricNode extends sdnResource<SdnOpenFabricNodeProperties, SdnFabricNodeOpenfabric>("proxmox_sdn_fabric_node_openfabric", () => SdnFabricNodeOpenfabric) {}

/** A node of an OSPF fabric. It is protected from being destroyed (`removalPolicy`). */
export class SdnOspfFabricNode extends sdnResource<SdnOspfFabricNodeProperties, SdnFabricNodeOspf>("proxmox_sdn_fabric_node_ospf", () => SdnFabricNodeOspf) {}
