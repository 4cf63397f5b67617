import type { Construct } from "constructs";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { SdnEvpnZoneProperties } from "./generated/sdn-evpn-zone-properties";
import type { SdnQinqZoneProperties } from "./generated/sdn-qinq-zone-properties";
import type { SdnSimpleZoneProperties } from "./generated/sdn-simple-zone-properties";
import type { SdnVlanZoneProperties } from "./generated/sdn-vlan-zone-properties";
import type { SdnVxlanZoneProperties } from "./generated/sdn-vxlan-zone-properties";
import { SdnZoneEvpn } from "./imports/sdn-zone-evpn";
import { SdnZoneQinq } from "./imports/sdn-zone-qinq";
import { SdnZoneSimple } from "./imports/sdn-zone-simple";
import { SdnZoneVlan } from "./imports/sdn-zone-vlan";
import { SdnZoneVxlan } from "./imports/sdn-zone-vxlan";

/** A zone whose networks are bridges of each node by itself. Changes come into effect when the software-defined network is applied. It is protected from being destroyed (`removalPolicy`). */
export class SdnSimpleZone extends ClusterResource<SdnSimpleZoneProperties, SdnZoneSimple> {
  constructor(scope: Construct, id: string, props: SdnSimpleZoneProperties & ClusterOptions = {}) {
    super(scope, id, props, tableOf("proxmox_sdn_zone_simple"), SdnZoneSimple);
  }
}

/** A zone whose networks are VLANs on a bridge. Changes come into effect when the software-defined network is applied. It is protected from being destroyed (`removalPolicy`). */
export class SdnVlanZone extends ClusterResource<SdnVlanZoneProperties, SdnZoneVlan> {
  constructor(scope: Construct, id: string, props: SdnVlanZoneProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_sdn_zone_vlan"), SdnZoneVlan);
  }
}

/** A zone whose networks are VLANs inside of a VLAN. Changes come into effect when the software-defined network is applied. It is protected from being destroyed (`removalPolicy`). */
export class SdnQinqZone extends ClusterResource<SdnQinqZoneProperties, SdnZoneQinq> {
  constructor(scope: Construct, id: string, props: SdnQinqZoneProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_sdn_zone_qinq"), SdnZoneQinq);
  }
}

/** A zone whose networks are VXLANs between nodes. Changes come into effect when the software-defined network is applied. It is protected from being destroyed (`removalPolicy`). */
export class SdnVxlanZone extends ClusterResource<SdnVxlanZoneProperties, SdnZoneVxlan> {
  constructor(scope: Construct, id: string, props: SdnVxlanZoneProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_sdn_zone_vxlan"), SdnZoneVxlan);
  }
}

/** A zone whose networks are routed by EVPN. Changes come into effect when the software-defined network is applied. It is protected from being destroyed (`removalPolicy`). */
export class SdnEvpnZone extends ClusterResource<SdnEvpnZoneProperties, SdnZoneEvpn> {
  constructor(scope: Construct, id: string, props: SdnEvpnZoneProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_sdn_zone_evpn"), SdnZoneEvpn);
  }
}
